#!/usr/bin/env bash
# Verification beside OpenSSL's own, and the directory with up to 120,000 agencies, within one process;
# leaves results/verification.json.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
.build/release/Measure "$work" "$work/rows.json"
mkdir -p results
mv "$work/rows.json" results/verification.json
