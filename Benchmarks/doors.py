#!/usr/bin/env python3
"""The national axis's interface beside the native API, in alternating rounds; leaves results/doors.json.

The same documents, XML-DSig with RSA-2048 under the signature policy `required`, over as many TLS connections. The
dialect carries one document a request, so the native API is given the same: one document a POST, a look and a
confirmation. What it does with several documents a request stands beside that.
"""
import json
import os
import statistics
import sys
import tempfile

from machine import Daemon, busy, date, hardware, versions

ROUNDS = int(os.environ.get("ROUNDS", "1" if os.environ.get("QUICK") == "1" else "5"))
SENDERS = os.environ.get("DOOR_SENDERS", "16")
DOCUMENTS = os.environ.get("DOCUMENTS", "4000")
WAYS = {
    "native": ["--batch", "1", "--inbox", "1"],
    "vxp": ["--door", "vxp", "--batch", "1"],
    "native_looks_of_many": ["--batch", "1"],
    "native_batches": [],
}


def processor_seconds(process):
    """What the process has had of the processors, in user and kernel mode."""
    with open(f"/proc/{process}/stat", encoding="utf-8") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(daemon, number, way):
    load, others, before = os.getloadavg()[0], busy(), processor_seconds(daemon.process.pid)
    figures = daemon.lgsp("bench", "--key", "rsa2048", "--signature", "xmldsig", "--senders", SENDERS,
                          "--documents", DOCUMENTS, *WAYS[way])
    server = processor_seconds(daemon.process.pid) - before
    print(f"round {number}, {way}: {figures['documents_per_second']:,} documents/s, load {load:.1f}", file=sys.stderr)
    return {
        "round": number, "way": way, "load": load, "busy_before_percent": others, "figures": figures,
        "server_processor_microseconds": round(server / figures["documents"] * 1e6),
        "client_processor_microseconds": round(figures["client_processor_seconds"] / figures["documents"] * 1e6),
    }


def main(folder):
    result = {"date": date(), "hardware": hardware(folder), "versions": versions()}
    daemon = Daemon(f"{folder}/data", "--ephemeral")
    daemon.lgsp("bench", "--signature", "xmldsig", "--documents", "5000", "--seconds", "10")
    # Who goes first changes from round to round: no slow minute meets one way alone.
    rounds = [
        measure(daemon, number, way)
        for number in range(1, ROUNDS + 1) for way in (list(WAYS) if number % 2 else reversed(WAYS))
    ]
    daemon.stop()
    of = {way: [item for item in rounds if item["way"] == way] for way in WAYS}
    rates = lambda way: [item["figures"]["documents_per_second"] for item in of[way]]
    ratios = [vxp / native for vxp, native in zip(rates("vxp"), rates("native"))]
    result["medians"] = {
        way: {
            "documents_per_second": round(statistics.median(rates(way))), "lowest": min(rates(way)),
            "highest": max(rates(way)), **{
                name: round(statistics.median(item[name] for item in of[way]))
                for name in ("server_processor_microseconds", "client_processor_microseconds")
            },
        } for way in WAYS
    }
    result["vxp_to_native"] = {
        "median": statistics.median(ratios), "lowest": min(ratios), "highest": max(ratios), "rounds": len(ratios)}
    result["rounds"] = rounds
    os.makedirs("results", exist_ok=True)
    with open("results/doors.json", "w", encoding="utf-8") as output:
        json.dump(result, output, ensure_ascii=False, indent=1)
        output.write("\n")
    print(f"vxp ÷ native: {statistics.median(ratios):.2f} ({min(ratios):.2f} – {max(ratios):.2f})", file=sys.stderr)


os.chdir(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
with tempfile.TemporaryDirectory(dir=os.path.abspath(".build"), prefix="doors.") as place:
    main(place)
