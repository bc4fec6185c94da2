#!/usr/bin/env bash
# Builds the load clients of the peers into .build/tools/peers/load.
set -euo pipefail
cd "$(dirname "$0")"
to=../../.build/tools/peers/load
mkdir -p "$to"
for peer in rabbitmq nats; do
  gcc -std=gnu17 -O2 -Wall -Wextra -Werror -pthread -o "$to/$peer" "$peer.c" "-l$peer"
done
