#!/usr/bin/env bash
# Unpacks the peers' servers under .build/tools: RabbitMQ with its Erlang, and NATS. Their packages are not installed,
# since that would start system services; nothing outside the build folder is touched.
set -euo pipefail
cd "$(dirname "$0")/../.."
tools=$PWD/.build/tools/peers
[ -e "$tools/complete" ] && exit 0
packages=(rabbitmq-server nats-server)
for part in base asn1 crypto eldap ftp inets mnesia os-mon parsetools public-key runtime-tools snmp ssl syntax-tools \
    tftp tools xmerl; do packages+=("erlang-$part"); done
apt-cache show "${packages[@]}" >/dev/null 2>&1 || apt-get update -qq </dev/null
rm -rf "$tools"
mkdir -p "$tools/packages"
(cd "$tools/packages" && apt-get download -qq "${packages[@]}" </dev/null)
for package in "$tools"/packages/*.deb; do dpkg-deb -x "$package" "$tools"; done
rm -r "$tools/packages"
# Erlang's start script knows only the folder that the package would have been installed to.
sed -i "s|ROOTDIR=/usr/lib/erlang|ROOTDIR=$tools/usr/lib/erlang|" "$tools/usr/lib/erlang/bin/erl"
touch "$tools/complete"
