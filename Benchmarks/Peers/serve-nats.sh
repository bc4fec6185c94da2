#!/usr/bin/env bash
# NATS with JetStream in the foreground, all it has in one folder, on loopback only:
# `serve-nats.sh FOLDER PORT default|synced`. Ends with SIGTERM.
#
# By itself this version syncs its files every two minutes, and has no setting for less (`sync_interval` came with
# 2.10). `synced` marks the store's folder with ext4's attribute S, which its files inherit: the kernel then brings
# every write to the disk before it returns, so before the acknowledgement, as `sync_interval: always` does later.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(realpath -m "$1")
mkdir -p "$folder/store"
[ "$3" = default ] || chattr +S "$folder/store"
cat >"$folder/nats.conf" <<CONF
listen: 127.0.0.1:$2
max_payload: 8MB
max_pending: 256MB
jetstream { store_dir: "$folder/store", max_file_store: 256GB }
CONF
exec .build/tools/peers/usr/sbin/nats-server -c "$folder/nats.conf"
