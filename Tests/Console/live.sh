#!/usr/bin/env bash
# What becomes of an overview that is left open: live.sh LGSP.
set -euo pipefail
lgsp=$(realpath "$1") here=$(realpath "$(dirname "$0")")
work=$(mktemp -d)
cd "$here/../.."
trap 'rm -rf "$work"' EXIT
/usr/bin/python3 "$here/live.py" "$lgsp" "$work"
