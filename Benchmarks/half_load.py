#!/usr/bin/env python3
"""Latency at half of the greatest rate, in an open model; leaves results/half-load.json.

The maximum is that of the same work: one document a request, P-256 signers, 8 KB, one recipient. `lgsp bench` looks for
it with more and more senders that each wait for their answer. At half of it `lgsp replay` sends at fixed times whether
or not the daemon keeps up, and counts every latency from the time a document was meant to go out.
"""
import json
import os
import sys
import tempfile

from machine import Daemon, busy, date, hardware, versions

SCENARIO = "Benchmarks/half-load"
SENDERS = [int(count) for count in os.environ.get("HALF_SENDERS", "16 32 64").split()]
DOCUMENTS = os.environ.get("DOCUMENTS", "20000")
SECONDS = int(os.environ.get("SECONDS_EACH", "15"))


def milliseconds(latency):
    """Percentiles of a histogram (Documentation/reference/replay-results.md)."""
    def percentile(share):
        seen = 0
        for index, count in latency["buckets"]:
            seen += count
            if seen >= share * latency["count"]:
                end = index if index < 128 else ((index - 128) % 64 + 65 << (index - 128) // 64 + 1) - 1
                return min(end, latency["maximum"])
        return latency["maximum"]

    return {name: percentile(share) / 1e6 for name, share in [("p50", 0.5), ("p99", 0.99), ("max", 1)]}


def main(folder):
    result = {
        "date": date(), "hardware": hardware(folder), "versions": versions(), "busy_before_percent": busy(),
        "work": "one document of 8 KB a request, P-256, detached CMS, one recipient",
    }
    daemon = Daemon(f"{folder}/data", "--ephemeral")
    daemon.lgsp("bench", "--key", "p256", "--documents", "5000", "--seconds", "10")
    result["maximum"] = []
    for senders in SENDERS:
        figures = daemon.lgsp(
            "bench", "--key", "p256", "--batch", "1", "--senders", str(senders), "--documents", DOCUMENTS)
        result["maximum"].append(figures)
        print(f"{senders} senders: {figures['documents_per_second']:,} documents/s", file=sys.stderr)
    result["maximum_per_second"] = max(figures["documents_per_second"] for figures in result["maximum"])
    rate = result["maximum_per_second"] // 2
    file = f"{folder}/replay.json"
    daemon.lgsp("replay", SCENARIO, "--rate", str(rate), "--for", f"{SECONDS}s", "--output", file)
    with open(file, encoding="utf-8") as replay:
        replay = json.load(replay)
    result["rate"] = rate
    result["latency_milliseconds"] = {
        until: {how: milliseconds(counts) for how, counts in kinds.items()}
        for until, kinds in replay["latencies"].items()
    }
    result["counts"], result["generator"] = replay["counts"], replay["generator"]
    daemon.stop()
    os.makedirs("results", exist_ok=True)
    with open("results/half-load.json", "w", encoding="utf-8") as output:
        json.dump(result, output, ensure_ascii=False, indent=1)
        output.write("\n")


os.chdir(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
with tempfile.TemporaryDirectory(dir=os.path.abspath(".build"), prefix="half-load.") as place:
    main(place)
