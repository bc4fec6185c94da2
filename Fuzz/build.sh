#!/usr/bin/env bash
# Builds the fuzzers: optimised, with the address sanitizer, libFuzzer's coverage, and internal declarations in reach.
set -euo pipefail
cd "$(dirname "$0")/.."
resources=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
runtime=$(ls "$resources"/clang/lib/linux/libclang_rt.fuzzer_no_main-"$(uname -m)".a)
export LGSP_FUZZ=1
# The linker has a warning for each of the sanitizer's own names.
swift build -c release --product Fuzz --scratch-path .build-fuzz --sanitize=address \
    -Xswiftc -enable-testing -Xswiftc -sanitize-coverage=edge,indirect-calls,trace-cmp,inline-8bit-counters,pc-table \
    -Xlinker "$runtime" </dev/null 2>&1 | sed '/warning: Cannot export local symbol/d'
