#!/usr/bin/env bash
# One directive to the 11,371 committees of the nation of 2021, and an urgent document beside it, in a daemon of its own.
# Leaves the figures in results/fan-out.json, or in the folder that is given.
set -euo pipefail
cd "$(dirname "$0")/.."
lgsp=.build/release/lgsp
results=${1:-results}
work=.build/fan-out
rm -rf "$work"
mkdir -p "$work" "$results"
"$lgsp" serve --ephemeral --data "$work/data" --topology Scenarios/nation-2021/topology --listen 127.0.0.1:0 \
  --listen-plain 127.0.0.1:0 --ready-file "$work/ready" 2>"$work/log" &
daemon=$!
trap 'kill $daemon 2>/dev/null; wait $daemon 2>/dev/null; rm -rf "$work"' EXIT
for _ in $(seq 100); do [ -s "$work/ready" ] && break; sleep 0.1; done
"$lgsp" bench fan-out --data "$work/data" --rounds "${ROUNDS:-10}" --json > "$work/figures"
"$lgsp" ledger verify --data "$work/data" >/dev/null
jq --arg date "$(date -u +%F)" --arg version "$(git describe --always --dirty)" --arg load "$(cut -d' ' -f1-3 /proc/loadavg)" \
  '{benchmark: "fan-out", date: $date, version: $version, load_average: $load} + .' "$work/figures" > "$results/fan-out.json"
jq -r '"fan-out: \(.alone.deliveries_per_second) deliveries/s into \(.recipients) mailboxes; urgent p50 \(.urgent_milliseconds.quiet.p50) ms quiet, \(.urgent_milliseconds.during.p50) ms during"' \
  "$results/fan-out.json"
