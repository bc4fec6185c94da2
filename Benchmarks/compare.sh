#!/usr/bin/env bash
# The same durable work on the bus, on RabbitMQ quorum queues and on NATS JetStream, in one run on this machine: every
# system in turn, ROUNDS times over, each on a new folder with nothing else running, the clients beside the server.
# Leaves results/bench.json, which report.py makes Documentation/performance.md of, and prints the table.
set -euo pipefail
cd "$(dirname "$0")/.."
lgsp=.build/release/lgsp
load=.build/tools/peers/load
rounds=${ROUNDS:-3}
# Rounds of the sizes other than 8 KB.
size_rounds=${SIZE_ROUNDS:-1}
sizes=${SIZES:-1024 65536 1048576}
warm_up=${WARM_UP:-2}
seconds=${SECONDS_EACH:-8}
port=${PORT:-25672}

# On the disk of the checkout: a temporary folder may be in memory.
mkdir -p .build results
work=$(mktemp -d "$PWD/.build/bench.XXXXXX")
server=
stop() {
  [ -n "$server" ] || return 0
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=
}
trap 'stop; rm -rf "$work"' EXIT

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
await() {
  for _ in $(seq 600); do
    listens "$1" && return
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  echo "the server did not start:" >&2
  tail -20 "$work/log" >&2
  exit 1
}
for number in "$port" $((port + 1)) $((port + 2)); do
  if listens "$number"; then
    echo "port $number is taken; PORT=N takes three others from N on" >&2
    exit 1
  fi
done

# How much of the processors others use, in per cent of all, looked at for half a second while nothing of ours runs.
busy=
look() {
  local before after
  before=$(head -1 /proc/stat)
  sleep 0.5
  after=$(head -1 /proc/stat)
  busy=$(printf '%s\n' "$before" "$after" | awk '{ all = 0; for (i = 2; i <= 9; i++) all += $i; idle = $5 + $6 }
    NR == 1 { all1 = all; idle1 = idle } END { printf "%d", 100 - 100 * (idle - idle1) / (all - all1) }')
}

# Measures one system once, $1 in round $2 with documents of $3 bytes; the rest is the command that prints the figures.
record() {
  local system=$1 round=$2 size=$3 figures
  shift 3
  figures=$("$@")
  printf '{"system":"%s","round":%d,"size":%d,"busy_before_percent":%s,"figures":%s}\n' \
    "$system" "$round" "$size" "$busy" "$figures" >>"$work/rounds"
  echo "round $round, $size bytes, $system: $(grep -oE '"documents_per_second":[0-9]+' <<<"$figures" | cut -d: -f2)/s"
}

# How many documents to sign ahead, and how many go into one request.
declare -A documents=([1024]=30000 [8192]=30000 [65536]=8000 [1048576]=1000)
declare -A batch=([1024]=64 [8192]=64 [65536]=16 [1048576]=2)
bus() {
  local round=$1 size=$2 key=$3
  look
  "$lgsp" serve --ephemeral --data "$work/bus" --listen 127.0.0.1:0 --listen-plain 127.0.0.1:0 \
    --ready-file "$work/ready" 2>"$work/log" &
  server=$!
  for _ in $(seq 600); do [ -s "$work/ready" ] && break; sleep 0.1; done
  "$lgsp" bench --data "$work/bus" --key p256 --documents 5000 --seconds 10 >/dev/null
  record "lgsp-$key" "$round" "$size" "$lgsp" bench --json --data "$work/bus" --key "$key" --size "$size" \
    --documents "${documents[$size]:-5000}" --senders "${SENDERS:-4}" --batch "${BATCH:-${batch[$size]:-8}}"
  stop
  rm -rf "$work/bus" "$work/ready"
}

# Publishers with a queue and a consumer each, unconfirmed messages of each, unacknowledged messages of each: the best
# of those tried (1 to 4, and 64 to 4,000), as long as not more than 16 MB are under way.
limit() { local most=$((16777216 / $2)); echo $(($1 < most ? $1 : most)); }
rabbitmq() {
  look
  export LOAD_USER=bench LOAD_PASSWORD
  LOAD_PASSWORD=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  Benchmarks/Peers/serve-rabbitmq.sh "$work/rabbitmq" "$port" >"$work/log" 2>&1 &
  server=$!
  await "$port"
  record rabbitmq "$1" "$2" "$load/rabbitmq" "$port" "${RABBITMQ_PAIRS:-2}" \
    "$(limit "${RABBITMQ_WINDOW:-1000}" "$2")" "$(limit "${RABBITMQ_PREFETCH:-1000}" "$2")" "$2" "$warm_up" "$seconds"
  stop
  rm -rf "$work/rabbitmq"
}
nats() {
  look
  Benchmarks/Peers/serve-nats.sh "$work/nats" "$port" "$3" >"$work/log" 2>&1 &
  server=$!
  await "$port"
  record "nats-$3" "$1" "$2" "$load/nats" "$port" "${NATS_PAIRS:-2}" \
    "$(limit "${NATS_WINDOW:-2000}" "$2")" "$(limit "${NATS_PREFETCH:-4000}" "$2")" "$2" "$warm_up" "$seconds"
  stop
  rm -rf "$work/nats"
}
# Without ext4's attribute there is no way to make this NATS sync, and no such line in the table.
mkdir "$work/attribute"
variants=default
if chattr +S "$work/attribute" 2>/dev/null; then variants="default synced"; fi
round() {
  bus "$1" "$2" rsa2048
  bus "$1" "$2" p256
  rabbitmq "$1" "$2"
  for variant in $variants; do nats "$1" "$2" "$variant"; done
}

date --iso-8601=seconds >"$work/started"
cut -d' ' -f1 /proc/loadavg >"$work/load"
Benchmarks/probe.py "$work" >"$work/disk"
for number in $(seq "$rounds"); do round "$number" 8192; done
for number in $(seq "$size_rounds"); do for size in $sizes; do round "$number" "$size"; done; done
Benchmarks/collect.py "$work" >"$work/bench.json"
mv "$work/bench.json" results/bench.json
Benchmarks/report.py table results/bench.json
