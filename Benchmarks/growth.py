#!/usr/bin/env python3
"""What growth costs: the same measurements with 10,000 and with 10,000,000 facts, and with 120,000 agencies beside.

`growth.py [FOLDER]` leaves results/growth.json. FOLDER keeps the ledgers; those that are there are not filled again.
FACTS names the sizes (the last with the agencies), AGENCIES their number, ROUNDS how often the throughput is taken.
"""
import http.client
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from machine import Daemon, busy, date, forget, hardware, percentile, versions

TOPOLOGY = "Scenarios/binh-phuoc-2021/topology"
SIZES = [int(size) for size in os.environ.get("FACTS", "10000 10000000").split()]
AGENCIES = int(os.environ.get("AGENCIES", "120000"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
DOCUMENTS = os.environ.get("DOCUMENTS", "30000")
REQUESTS = 200


def say(text):
    print(text, file=sys.stderr, flush=True)


def grow(verb, data, certificates, count):
    return json.loads(subprocess.run(
        [".build/release/Growth", verb, data, certificates, TOPOLOGY, str(count)], check=True, capture_output=True,
        text=True).stdout)


def bytes_of(data):
    database = sum(os.path.getsize(f"{data}/{name}") for name in os.listdir(data) if name.startswith("ledger.sqlite"))
    segments = sum(os.path.getsize(f"{data}/segments/{name}") for name in os.listdir(f"{data}/segments"))
    return {"database": database, "segments": segments}


def questions():
    """The main questions: who asks, and what; `{old}` is a document of the first day."""
    today = time.time()
    month = [time.strftime("%Y-%m-%d", time.gmtime(today - days * 86_400)) for days in (60, 30)]
    admin, agency = "admin", "agencies/H10.13"
    return {
        "health": (admin, "/readyz"),
        "metrics": (admin, "/metrics"),
        "inbox look": (agency, "/api/v1/inbox/H10.13?limit=100"),
        "document by its id": (admin, "/api/v1/documents/{old}"),
        "trace": (admin, "/api/v1/documents/{old}/trace"),
        "explain": (admin, "/api/v1/documents/{old}/explain"),
        "receipt": (admin, "/api/v1/documents/{old}/receipt"),
        "documents, first page": (admin, "/api/v1/documents?limit=100"),
        "documents, a page in the middle": (admin, "/api/v1/documents?limit=100&cursor={middle}"),
        "documents of an issuer": (agency, "/api/v1/documents?limit=100"),
        "documents in a mailbox": (agency, "/api/v1/documents?limit=100&to=H10.13"),
        "documents of an issuer in a mailbox": (admin, "/api/v1/documents?limit=100&from=G22&to=H10.13"),
        "ratio": (admin, "/api/v1/ratio"),
        "ratio by agency": (admin, "/api/v1/ratio?by=agency"),
        "ratio by day": (admin, "/api/v1/ratio?by=day"),
        "ratio of 30 days by agency": (admin, f"/api/v1/ratio?by=agency&from={month[0]}&to={month[1]}"),
        "ratio of an agency by day": (agency, "/api/v1/ratio?by=day"),
        "statistics": (admin, "/api/v1/statistics"),
        "statistics by pair of tiers": (admin, "/api/v1/statistics/pairs"),
        "refusals": (admin, "/api/v1/refusals"),
        "papers": (admin, "/api/v1/paper-documents"),
        "agencies, first page": (admin, "/api/v1/agencies?limit=100"),
    }


def ask(daemon):
    """Milliseconds of every question, asked REQUESTS times in turn over one connection for each asker."""
    connections = {}

    def get(identity, path):
        if identity not in connections:
            connections[identity] = http.client.HTTPSConnection(
                "localhost", daemon.port, context=daemon.context(identity), timeout=60)
        start = time.perf_counter()
        connections[identity].request("GET", path)
        answer = connections[identity].getresponse()
        body = answer.read()
        taken = (time.perf_counter() - start) * 1000
        if answer.status != 200:
            daemon.stop()
            sys.exit(f"GET {path} was answered {answer.status}: {body.decode()}")
        return taken, body

    # Lists go from the newest down in the shard of the province's hub: the 50th is of the first day.
    shard = 2 << 40
    newest = json.loads(get("admin", "/api/v1/documents?limit=1")[1])["items"][0]["id"]
    del newest
    page = json.loads(get("admin", f"/api/v1/documents?limit=1&cursor={shard + 50}")[1])
    names = {"old": page["items"][0]["id"], "middle": shard + 1000}
    times = {}
    asked = {name: (who, path.format(**names)) for name, (who, path) in questions().items()}
    for name, (who, path) in asked.items():
        get(who, path)
        times[name] = sorted(get(who, path)[0] for _ in range(REQUESTS))
    for connection in connections.values():
        connection.close()
    return {name: {"p50": percentile(taken, 0.5), "p99": percentile(taken, 0.99)} for name, taken in times.items()}


def start_up(data, certificates):
    """Seconds to be ready, with the files in memory and without; what it then holds; and the questions."""
    options = ("--certificates", certificates)
    Daemon(data, *options).stop()
    forget(data)
    cold = Daemon(data, *options)
    cold.stop()
    warm = Daemon(data, *options)
    result = {"cold_seconds": cold.seconds, "warm_seconds": warm.seconds, "resident_mib": warm.resident()}
    result["queries_milliseconds"] = ask(warm)
    result["resident_after_queries_mib"] = warm.resident()
    warm.stop()
    return result


def bench(data, certificates):
    before = busy()
    daemon = Daemon(data, "--certificates", certificates)
    daemon.lgsp("bench", "--key", "p256", "--documents", "5000", "--seconds", "10")
    figures = daemon.lgsp("bench", "--senders", "4", "--documents", DOCUMENTS)
    result = {"figures": figures, "resident_mib": daemon.resident(), "busy_before_percent": before}
    daemon.stop()
    return result


def main(folder):
    certificates = f"{folder}/certificates"
    result = {"date": date(), "hardware": hardware(folder), "versions": versions(), "sizes": []}
    for facts in SIZES:
        data = f"{folder}/{facts}"
        item = {"target": facts}
        if os.path.exists(f"{data}/ledger.sqlite"):
            say(f"{facts:,} facts: there already")
        else:
            item["fill"] = grow("fill", data, certificates, facts)
            say(f"{item['fill']['facts']:,} facts filled in {item['fill']['seconds']:.0f} s")
        item["bytes"] = bytes_of(data)
        item.update(start_up(data, certificates))
        say(f"  ready in {item['cold_seconds']:.2f} s cold, {item['warm_seconds']:.2f} s warm")
        item["rounds"] = []
        result["sizes"].append(item)
    for number in range(ROUNDS):
        for item in result["sizes"]:
            # Each round adds facts: little to ten million, much to ten thousand, which get a copy.
            data = f"{folder}/{item['target']}"
            copy = f"{folder}/copy" if item["target"] < 1_000_000 else data
            if copy != data:
                shutil.rmtree(copy, ignore_errors=True)
                shutil.copytree(data, copy)
            item["rounds"].append(bench(copy, certificates))
            figures = item["rounds"][-1]["figures"]
            say(f"round {number + 1}, {item['target']:,} facts: {figures['documents_per_second']:,} documents/s, p99 "
                f"{figures['milliseconds']['batch_to_accepted']['p99']:.1f} ms")
    for item in result["sizes"]:
        figures = [one["figures"] for one in item["rounds"]]
        item["documents_per_second"] = round(statistics.median(one["documents_per_second"] for one in figures))
        for name in ("p50", "p99"):
            item[f"batch_to_accepted_{name}_milliseconds"] = statistics.median(
                one["milliseconds"]["batch_to_accepted"][name] for one in figures)
    small, large = result["sizes"][0], result["sizes"][-1]
    result["ratios"] = {
        "documents_per_second": large["documents_per_second"] / small["documents_per_second"],
        "p99": small["batch_to_accepted_p99_milliseconds"] / large["batch_to_accepted_p99_milliseconds"],
    }
    data = f"{folder}/{large['target']}"
    daemon = Daemon(data, "--certificates", certificates)
    start = time.monotonic()
    found = daemon.lgsp("ledger", "verify")
    large["verify"] = {
        "seconds": time.monotonic() - start, "valid": found["valid"], "facts": found["facts"],
        "resident_mib": daemon.resident(),
    }
    daemon.stop()
    say(f"verified {found['facts']:,} facts in {large['verify']['seconds']:.0f} s: {found['valid']}")
    if not found["valid"]:
        sys.exit(f"the ledger is not as it was written: {found['faults'][:3]}")
    if AGENCIES:
        added = grow("agencies", data, certificates, AGENCIES)
        result["agencies"] = {"count": AGENCIES, "facts": added["facts"], **start_up(data, certificates)}
        say(f"with {AGENCIES:,} agencies more: ready in {result['agencies']['cold_seconds']:.2f} s cold, "
            f"{result['agencies']['warm_seconds']:.2f} s warm")
    os.makedirs("results", exist_ok=True)
    with open("results/growth.json", "w", encoding="utf-8") as file:
        json.dump(result, file, ensure_ascii=False, indent=1)
        file.write("\n")


os.chdir(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
if len(sys.argv) > 1:
    main(os.path.abspath(sys.argv[1]))
else:
    # On the disk of the checkout: a temporary folder may be in memory.
    with tempfile.TemporaryDirectory(dir=os.path.abspath(".build"), prefix="growth.") as folder:
        main(folder)
