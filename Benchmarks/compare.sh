#!/usr/bin/env bash
# The same durable work on the bus, on RabbitMQ quorum queues and on NATS JetStream, in one run on this machine: every
# system in turn, ROUNDS times over, each on a new folder with nothing else running, the clients beside the server.
# Leaves results/bench.json, which report.py makes Documentation/performance.md of, and prints the table. QUICK=1
# measures documents of 8 KB alone, and once.
set -euo pipefail
cd "$(dirname "$0")/.."
lgsp=.build/release/lgsp
load=.build/tools/peers/load
quick=${QUICK:-0}
rounds=${ROUNDS:-$([ "$quick" = 1 ] && echo 1 || echo 3)}
# Rounds of the sizes other than 8 KB, and of many recipients.
size_rounds=${SIZE_ROUNDS:-$([ "$quick" = 1 ] && echo 0 || echo 1)}
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

# Keeps what one system did once, $1 in round $2 with documents of $3 bytes: the figures $4, and what else is known.
record() {
  printf '{"system":"%s","round":%d,"size":%d,"busy_before_percent":%s,"figures":%s%s}\n' \
    "$1" "$2" "$3" "$busy" "$4" "${5:-}" >>"$work/rounds"
  echo "round $2, $3 bytes, $1: $(grep -oE '"documents_per_second":[0-9]+' <<<"$4" | cut -d: -f2)/s"
}

# How many documents to sign ahead, and how many go into one request.
declare -A documents=([1024]=30000 [8192]=30000 [65536]=8000 [1048576]=1000)
declare -A batch=([1024]=64 [8192]=64 [65536]=16 [1048576]=2)
# MiB of memory that the daemon's own are, without the files that the system has mapped for it.
resident() { awk '/RssAnon/ { printf "%.0f", $2 / 1024 }' "/proc/$server/status"; }
# The bus with signers' key $3, signatures of form $4, and $5 recipients.
bus() {
  local round=$1 size=$2 key=$3 form=${4:-cms} recipients=${5:-1} system=lgsp-$3 count figures idle after verified start
  [ "$form" = cms ] || system+=-$form
  count=${documents[$size]:-5000}
  [ "$recipients" = 1 ] || count=$((count / 25))
  look
  "$lgsp" serve --ephemeral --data "$work/bus" --listen 127.0.0.1:0 --listen-plain 127.0.0.1:0 \
    --ready-file "$work/ready" 2>"$work/log" &
  server=$!
  for _ in $(seq 600); do [ -s "$work/ready" ] && break; sleep 0.1; done
  idle=$(resident)
  "$lgsp" bench --data "$work/bus" --key p256 --documents 5000 --seconds 10 >/dev/null
  figures=$("$lgsp" bench --json --data "$work/bus" --key "$key" --signature "$form" --size "$size" \
    --recipients "$recipients" --documents "$count" --senders "${SENDERS:-4}" --batch "${BATCH:-${batch[$size]:-8}}")
  after=$(resident)
  # Whatever was measured is worth nothing where the ledger is not as it was written.
  start=$EPOCHREALTIME
  verified=$("$lgsp" ledger verify --json --data "$work/bus")
  if [ "$(jq .valid <<<"$verified")" != true ]; then
    echo "the ledger does not verify: $verified" >&2
    exit 1
  fi
  record "$system" "$round" "$size" "$figures" "$(printf \
    ',"resident_mib":{"idle":%d,"after":%d},"verified":{"facts":%d,"seconds":%s}' \
    "$idle" "$after" "$(jq .facts <<<"$verified")" "$(awk "BEGIN { print $EPOCHREALTIME - $start }")")"
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
  record rabbitmq "$1" "$2" "$("$load/rabbitmq" "$port" "${RABBITMQ_PAIRS:-2}" \
    "$(limit "${RABBITMQ_WINDOW:-1000}" "$2")" "$(limit "${RABBITMQ_PREFETCH:-1000}" "$2")" "$2" \
    "$warm_up" "$seconds")"
  stop
  rm -rf "$work/rabbitmq"
}
nats() {
  look
  Benchmarks/Peers/serve-nats.sh "$work/nats" "$port" "$3" >"$work/log" 2>&1 &
  server=$!
  await "$port"
  record "nats-$3" "$1" "$2" "$("$load/nats" "$port" "${NATS_PAIRS:-2}" \
    "$(limit "${NATS_WINDOW:-2000}" "$2")" "$(limit "${NATS_PREFETCH:-4000}" "$2")" "$2" "$warm_up" "$seconds")"
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
  if [ "$2" = 8192 ]; then
    bus "$1" "$2" rsa2048 xmldsig
    bus "$1" "$2" p256 xmldsig
  fi
  rabbitmq "$1" "$2"
  for variant in $variants; do nats "$1" "$2" "$variant"; done
}

date --iso-8601=seconds >"$work/started"
cut -d' ' -f1 /proc/loadavg >"$work/load"
for number in $(seq "$rounds"); do round "$number" 8192; done
for number in $(seq "$size_rounds"); do
  for key in rsa2048 p256; do bus "$number" 8192 "$key" cms 137; done
  for size in $sizes; do round "$number" "$size"; done
done
Benchmarks/collect.py "$work" >"$work/bench.json"
mv "$work/bench.json" results/bench.json
Benchmarks/report.py table
