#!/usr/bin/env bash
# Verification beside OpenSSL's own, and the directory with up to 120,000 agencies, within one process.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
.build/release/Measure "$work"
