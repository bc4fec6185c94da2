#!/usr/bin/env python3
"""What the console's pages and searches cost with few documents in the ledger and with a million.

`pages.py [FOLDER]` leaves results/pages.json. FOLDER keeps the ledgers; those that are there are not filled again.
FACTS names the sizes (4.4 a document), REQUESTS how often each page is asked for.
"""
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from urllib.parse import quote

from machine import Daemon, busy, date, hardware, percentile, versions

TOPOLOGY = "Scenarios/binh-phuoc-2021/topology"
SIZES = [int(size) for size in os.environ.get("FACTS", "44000 4400000").split()]
REQUESTS = int(os.environ.get("REQUESTS", "40"))
# What a page may take at the server, in milliseconds (1 % may be slower).
LIMIT = 200
ADMIN, AGENCY = "admin", "agencies/H10.13"
SEARCHES = [
    "", "424242", "cong van", "công", "-cong", "khongcogi", "t", "\"cong van\"", "\"khong co\" gi", "from:H10.02 to:H10.13",
    "to:H10.13 -state:done", "tier:commune", "tier:commune type:\"Quyết định\"", "state:initial", "state:fail", "channel:EP",
    "-channel:E", "urgency:hoatoc", "kind:withdraw", "signature:invalid", "status:06", "-signature:valid cong",
    "before:2021-01-01", "to:H10.13 tier:central khongcogi",
]


def say(text):
    print(text, file=sys.stderr, flush=True)


class Asker:
    """One connection for each who asks."""

    def __init__(self, daemon):
        self.daemon = daemon
        self.connections = {}

    def get(self, who, path):
        """Milliseconds and body; on a new connection where the daemon closed the one that was idle."""
        try:
            return self.ask(who, path)
        except http.client.RemoteDisconnected:
            self.connections.pop(who).close()
            return self.ask(who, path)

    def ask(self, who, path):
        if who not in self.connections:
            self.connections[who] = http.client.HTTPSConnection(
                "localhost", self.daemon.port, context=self.daemon.context(who), timeout=60)
        start = time.perf_counter()
        self.connections[who].request("GET", path)
        answer = self.connections[who].getresponse()
        body = answer.read()
        if answer.status != 200:
            self.daemon.stop()
            sys.exit(f"GET {path} was answered {answer.status}: {body.decode()[:400]}")
        return (time.perf_counter() - start) * 1000, body

    def json(self, who, path):
        return json.loads(self.get(who, path)[1])


def pages(asker):
    """Every page, as an admin and, where agencies have it, as one."""
    newest = asker.json(ADMIN, "/api/v1/documents?q=&limit=1")["items"][0]["id"]
    own = asker.json(AGENCY, "/api/v1/documents?q=&limit=1")["items"][0]["id"]
    document = [f"documents/{newest}", f"documents/{own}"]
    both = ["", "documents", "documents?q=cong", "agencies", "agencies/H10.13", "routes?from=H10.02&to=H10.13", "ratio"]
    result = [(who, f"/console/{path}".rstrip("/")) for who in (ADMIN, AGENCY) for path in both]
    result += [(ADMIN, f"/console/{document[0]}"), (AGENCY, f"/console/{document[1]}")]
    result += [(ADMIN, f"/console/{path}") for path in (
        "ratio?by=agency", "ratio?by=day", "ratio?by=type", "ratio?by=agency&from=2021-06-24&to=2099-01-01",
        "dead-letters", "systems", "webhooks", "operations", "audit", "refusals", "paper", "service-levels",
        "service-levels?by=agency", f"{document[0]}/xml", f"{document[0]}/receipt")]
    result += [(who, f"/api/v1/documents?limit=50&q={quote(query)}") for who in (ADMIN, AGENCY) for query in SEARCHES]
    return result


def walk(asker, query):
    """Pages, documents and the longest page in milliseconds of a search that is followed to its end, twenty pages at most."""
    count, found, longest, cursor = 0, 0, 0.0, ""
    while count < 20:
        taken, body = asker.get(ADMIN, f"/api/v1/documents?limit=50&q={quote(query)}{cursor}")
        page = json.loads(body)
        count, found, longest = count + 1, found + len(page["items"]), max(longest, taken)
        if page["cursor"] is None:
            break
        cursor = f"&cursor={page['cursor']}"
    return {"pages": count, "documents": found, "longest_milliseconds": round(longest, 1), "ended": page["cursor"] is None}


def measure(data, certificates):
    daemon = Daemon(data, "--certificates", certificates)
    asker = Asker(daemon)
    start = time.monotonic()
    while (behind := asker.json(ADMIN, "/api/v1/documents?q=&limit=1")["behind"]) > 0:
        say(f"the index is {behind:,} facts behind")
        time.sleep(min(10, 0.2 + behind / 100_000))
    result = {"indexed_in_seconds": round(time.monotonic() - start, 1), "index_bytes": os.path.getsize(f"{data}/search.sqlite")}
    before = busy()
    times = {}
    for who, path in pages(asker):
        asker.get(who, path)
        taken = sorted(asker.get(who, path)[0] for _ in range(REQUESTS))
        say(f"{taken[0]:8.1f} {taken[-1]:8.1f}  {who} {path}")
        times[f"{who} {path}"] = {"p50": percentile(taken, 0.5), "p99": percentile(taken, 0.99)}
    result |= {"busy_before_percent": before, "milliseconds": times, "resident_mib": daemon.resident()}
    result["walks"] = {query: walk(asker, query) for query in SEARCHES}
    daemon.stop()
    return result


def main(folder):
    result = {"date": date(), "hardware": hardware(folder), "versions": versions(), "sizes": []}
    for facts in SIZES:
        data, certificates = f"{folder}/{facts}", f"{folder}/certificates"
        if not os.path.exists(f"{data}/ledger.sqlite"):
            os.makedirs(data, mode=0o700, exist_ok=True)
            subprocess.run([".build/release/Growth", "fill", data, certificates, TOPOLOGY, str(facts)], check=True)
        item = {"facts": facts} | measure(data, certificates)
        result["sizes"].append(item)
        slow = {name: time for name, time in item["milliseconds"].items() if time["p99"] > LIMIT}
        say(f"{facts:,} facts: {len(item['milliseconds'])} pages, {len(slow)} slower than {LIMIT} ms: {slow}")
    os.makedirs("results", exist_ok=True)
    with open("results/pages.json", "w", encoding="utf-8") as file:
        json.dump(result, file, indent=1, ensure_ascii=False)
    if len(result["sizes"]) > 1:
        first, last = (item["milliseconds"] for item in (result["sizes"][0], result["sizes"][-1]))
        for name in [name for name in last if name in first]:
            print(f"{first[name]['p50']:9.1f} {last[name]['p50']:9.1f} {last[name]['p99']:9.1f}  {name}")
    for query, walked in result["sizes"][-1]["walks"].items():
        print(f"{walked}  {query}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(folder)
