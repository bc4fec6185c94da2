#!/usr/bin/env python3
"""What open pages cost: documents a second with and without 200 pages of the console held open, in alternating rounds;
leaves results/open-pages.json.

The pages are the overview's live stream (`/console/live`), each over a TLS connection of its own, read as a browser would
by one process that does nothing else. Both rounds of a pair run within the same minute; what they differ by is the pages.
"""
import json
import multiprocessing
import os
import selectors
import socket
import ssl
import statistics
import sys
import tempfile
import time

from machine import Daemon, busy, date, hardware, versions

ROUNDS = int(os.environ.get("ROUNDS", "1" if os.environ.get("QUICK") == "1" else "6"))
PAGES = int(os.environ.get("PAGES", "200"))
DOCUMENTS = os.environ.get("DOCUMENTS", "20000")
PARTIES = 4


def processor_seconds(process):
    """What the process has had of the processors, in user and kernel mode."""
    with open(f"/proc/{process}/stat", encoding="utf-8") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(process):
    with open(f"/proc/{process}/status", encoding="utf-8") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("RssAnon")) // 1024


def hold(port, roots, cookies, pages, ready, over):
    """Holds pages open until `over`, and says how many messages and bytes came."""
    context = ssl.create_default_context(cafile=roots)
    selector = selectors.DefaultSelector()
    counts = {"messages": 0, "bytes": 0, "ended": 0}
    for number in range(pages):
        plain = socket.create_connection(("127.0.0.1", port))
        page = context.wrap_socket(plain, server_hostname="127.0.0.1")
        cookie = cookies[number % len(cookies)]
        page.sendall(f"GET /console/live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n".encode())
        head = page.recv(4096)
        if b" 200 " not in head.split(b"\r\n")[0]:
            sys.exit(f"page {number} was refused: {head[:200]}")
        page.setblocking(False)
        selector.register(page, selectors.EVENT_READ)
    ready.set()
    while not over.is_set():
        for key, _ in selector.select(timeout=0.2):
            try:
                while True:
                    data = key.fileobj.recv(65536)
                    if not data:
                        counts["ended"] += 1
                        selector.unregister(key.fileobj)
                        break
                    counts["bytes"] += len(data)
                    counts["messages"] += data.count(b"\nid: ") + data.startswith(b"id: ")
            except (ssl.SSLWantReadError, BlockingIOError):
                pass
    return counts


def holder(port, roots, cookies, pages, ready, over, result):
    result.put(hold(port, roots, cookies, pages, ready, over))


def sign_in(daemon, token):
    """The cookie of a session."""
    context = ssl.create_default_context(cafile=f"{daemon.certificates}/root.pem")
    connection = context.wrap_socket(socket.create_connection(("127.0.0.1", daemon.port)), server_hostname="127.0.0.1")
    body = f"token={token}"
    connection.sendall((f"POST /console/sign-in HTTP/1.1\r\nHost: 127.0.0.1:{daemon.port}\r\nContent-Length: {len(body)}\r\n"
                        f"Connection: close\r\n\r\n{body}").encode())
    answer = b""
    while True:
        data = connection.recv(4096)
        if not data:
            break
        answer += data
    line = next(line for line in answer.decode().split("\r\n") if line.lower().startswith("set-cookie:"))
    return line.split(":", 1)[1].split(";")[0].strip()


def measure(daemon, number, pages, cookies):
    load, others = os.getloadavg()[0], busy()
    ready, over, result = multiprocessing.Event(), multiprocessing.Event(), multiprocessing.Queue()
    process = None
    if pages:
        process = multiprocessing.Process(
            target=holder, args=(daemon.port, f"{daemon.certificates}/root.pem", cookies, pages, ready, over, result))
        process.start()
        if not ready.wait(60):
            sys.exit("the pages did not open")
        time.sleep(2)
    before, start = processor_seconds(daemon.process.pid), time.monotonic()
    pages_before = processor_seconds(process.pid) if process else 0
    figures = daemon.lgsp("bench", "--documents", DOCUMENTS, "--senders", "4", "--seconds", "30")
    seconds = time.monotonic() - start
    server = processor_seconds(daemon.process.pid) - before
    item = {
        "round": number, "pages": pages, "load": load, "busy_before_percent": others, "figures": figures,
        "server_processor_microseconds": round(server / figures["documents"] * 1e6, 1),
        "resident_mib": resident(daemon.process.pid),
    }
    if process:
        item["pages_processor_seconds"] = round(processor_seconds(process.pid) - pages_before, 2)
        # What the same pages take where nothing else goes on.
        idle = processor_seconds(daemon.process.pid), time.monotonic()
        time.sleep(5)
        item["server_idle_percent"] = round(
            100 * (processor_seconds(daemon.process.pid) - idle[0]) / (time.monotonic() - idle[1]), 2)
        over.set()
        item["held"] = result.get(timeout=30)
        process.join()
        item["held"]["seconds"] = round(seconds, 1)
    print(f"round {number}, {pages} pages: {figures['documents_per_second']:,} documents/s, load {load:.1f}",
          file=sys.stderr)
    return item


def main(folder):
    result = {"date": date(), "hardware": hardware(folder), "versions": versions(), "pages": PAGES}
    daemon = Daemon(f"{folder}/data", "--ephemeral")
    # One visitor may hold a hundred.
    names = [f"pages{number}" for number in range(PARTIES)]
    tokens = [daemon.lgsp("token", "add", name, "--role", "auditor")["token"] for name in names]
    cookies = [sign_in(daemon, token) for token in tokens]
    daemon.lgsp("bench", "--documents", "5000", "--seconds", "10")
    rounds = []
    for number in range(1, ROUNDS + 1):
        # Who goes first changes from round to round: no slow minute meets one of them alone.
        for pages in (0, PAGES) if number % 2 else (PAGES, 0):
            rounds.append(measure(daemon, number, pages, cookies))
    daemon.stop()
    rate = lambda item: item["figures"]["documents_per_second"]
    pairs = [
        (next(item for item in rounds if item["round"] == number and not item["pages"]),
         next(item for item in rounds if item["round"] == number and item["pages"]))
        for number in range(1, ROUNDS + 1)
    ]
    ratios = [rate(open_) / rate(closed) for closed, open_ in pairs]
    costs = [open_["server_processor_microseconds"] / closed["server_processor_microseconds"] for closed, open_ in pairs]
    result["throughput"] = {"median": statistics.median(ratios), "lowest": min(ratios), "highest": max(ratios)}
    result["server_processor"] = {"median": statistics.median(costs), "lowest": min(costs), "highest": max(costs)}
    result["rounds"] = rounds
    os.makedirs("results", exist_ok=True)
    with open("results/open-pages.json", "w", encoding="utf-8") as output:
        json.dump(result, output, ensure_ascii=False, indent=1)
        output.write("\n")
    print(f"with ÷ without {PAGES} pages: {statistics.median(ratios):.3f} ({min(ratios):.3f} – {max(ratios):.3f}), "
          f"processor of the daemon a document {statistics.median(costs):.3f}", file=sys.stderr)


if __name__ == "__main__":
    os.chdir(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    with tempfile.TemporaryDirectory(dir=os.path.abspath(".build"), prefix="open-pages.") as place:
        main(place)
