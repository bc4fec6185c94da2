#!/usr/bin/env bash
# Fuzz/run.sh SECONDS [NAME …]: runs every fuzzer, or those named, one after another for so many seconds each.
# One closing line a fuzzer; what breaks one is kept under .build-fuzz/finds, and the status is 1.
set -uo pipefail
cd "$(dirname "$0")/.."
duration=${1:?seconds}
shift
[ $# -gt 0 ] || set -- edxml cms xmldsig files http
program=.build-fuzz/release/Fuzz
finds=.build-fuzz/finds
mkdir -p "$finds"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# The same in every run; and no stack from Swift's own tool, for which libFuzzer would wait.
export SWIFT_DETERMINISTIC_HASHING=1 SWIFT_BACKTRACE=enable=no
# Addresses too, by which libFuzzer's tables are ordered; where that is not allowed, the order may differ.
fixed=(setarch -R)
setarch -R true 2>/dev/null || fixed=()
status=0
for name in "$@"; do
    seeds="$scratch/$name-seeds" found="$scratch/$name-found" log="$scratch/$name.log"
    mkdir -p "$seeds" "$found"
    folders=("$found" "$seeds")
    [ -d "Fuzz/Corpus/$name" ] && folders+=("Fuzz/Corpus/$name")
    options=(-seed="${FUZZ_SEED:-20210624}" -max_total_time="$duration" -timeout=10 -rss_limit_mb=2048 -max_len=16384)
    [ -f "Fuzz/Dictionaries/$name.dict" ] && options+=(-dict="Fuzz/Dictionaries/$name.dict")
    result=0
    "${fixed[@]}" "$program" "$name" --seeds "$seeds" </dev/null >"$log" 2>&1 &&
        nice "${fixed[@]}" "$program" "$name" "${options[@]}" -print_final_stats=1 -artifact_prefix="$finds/$name-" "${folders[@]}" \
            </dev/null >>"$log" 2>&1 || result=$?
    stat() { sed -n "s/^stat::$1: *//p" "$log" | tail -1; }
    state=$(grep -aoE 'cov: [0-9]+ ft: [0-9]+ corp: [0-9]+' "$log" | tail -1 | sed -E 's/(cov|ft|corp): //g')
    read -r edges features corpus <<<"${state:-0 0 0}"
    line="$name: $(stat number_of_executed_units) executions, $(stat average_exec_per_sec)/s, $edges edges"
    line+=", $features features, corpus $corpus"
    if [ "$result" -eq 0 ]; then
        echo "$line, no find"
    else
        grep -avE '^(#[0-9]|INFO:|stat::|\s*NEW_FUNC)' "$log" | tail -60
        file=$(grep -aoE "$finds/[^ ]+" "$log" | tail -1)
        echo "$line, FOUND ${file:-nothing that could be kept}"
        status=1
    fi
done
exit "$status"
