#!/usr/bin/env bash
# Documents a second through a daemon of its own, with RSA-2048 and with P-256 signers, the load generator beside it.
set -euo pipefail
cd "$(dirname "$0")/.."
lgsp=.build/release/lgsp
work=$(mktemp -d)
"$lgsp" serve --ephemeral --data "$work/data" --listen 127.0.0.1:0 --listen-plain 127.0.0.1:0 \
  --ready-file "$work/ready" 2>"$work/log" &
daemon=$!
trap 'kill $daemon 2>/dev/null; wait $daemon 2>/dev/null; rm -rf "$work"' EXIT
for _ in $(seq 100); do [ -s "$work/ready" ] && break; sleep 0.1; done
resident() { echo "daemon resident, $1: $(awk '/VmRSS/ {print $2, $3}' "/proc/$daemon/status")"; }
resident idle
for key in rsa2048 p256; do
  "$lgsp" bench --data "$work/data" --key "$key" --documents "${DOCUMENTS:-30000}"
  resident "after $key"
done
"$lgsp" ledger verify --data "$work/data"
