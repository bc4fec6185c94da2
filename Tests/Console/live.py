#!/usr/bin/python3
"""Leaves the overview open in headless Chromium: live.py LGSP FOLDER

A day of messages, told in seconds, must not make the page grow; a figure must change without the page being loaded
again; a page whose daemon is started anew must go on by itself; a hub that stops must come to the front.
"""
import json
import os
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Page"))
from browser import Browser  # noqa: E402

MESSAGES = int(os.environ.get("MESSAGES", "20000"))
# Stands in for the browser's own, so that a day's messages can be told at once.
FAKE = """window.EventSource = class {
  constructor(address) { this.address = address; this.readyState = 1; window.source = this; }
  close() { this.readyState = 2; }
};"""
# Changes every figure of the page with each message, and who is in trouble now and then.
TELL = """(from, to) => {
  const keys = new Set();
  for (const node of document.querySelectorAll('[data-live], [data-state-of], [data-width]'))
    for (const name of ['live', 'stateOf', 'width']) if (node.dataset[name]) keys.add(node.dataset[name]);
  for (let number = from; number < to; number += 1) {
    const data = {};
    for (const key of keys) data[key] = key.endsWith('.state') ? ['running', 'slow', 'stopped'][number % 3]
      : key.startsWith('width') ? String(number % 8) : String(number);
    data.shape = 'the same';
    window.source.onmessage({data: JSON.stringify(data), lastEventId: 'x-' + number});
  }
  return keys.size;
}"""


class Daemon:
    def __init__(self, lgsp, folder, address="127.0.0.1:0", plain="127.0.0.1:0"):
        ready = f"{folder}/ready.json"
        if os.path.exists(ready):
            os.unlink(ready)
        self.lgsp, self.folder = lgsp, folder
        self.process = subprocess.Popen(
            [lgsp, "serve", "--data", f"{folder}/data", "--listen", address, "--listen-plain", plain, "--ready-file", ready],
            stderr=open(f"{folder}/log", "ab"))
        for _ in range(300):
            if os.path.exists(ready) and os.path.getsize(ready):
                break
            time.sleep(0.1)
        self.url = json.load(open(ready, encoding="utf-8"))["url"]

    def run(self, *arguments):
        done = subprocess.run([self.lgsp, *arguments, "--json", "--data", f"{self.folder}/data"],
                              capture_output=True, text=True, check=False)
        return json.loads(done.stdout) if done.stdout.startswith("{") else {}

    def stop(self):
        self.process.terminate()
        self.process.wait()


def main():
    lgsp, folder = sys.argv[1:]
    faults = []
    with socket.create_server(("127.0.0.1", 0)) as some:
        address = f"127.0.0.1:{some.getsockname()[1]}"
    daemon = Daemon(lgsp, folder, address)
    token = daemon.run("token", "add", "page")["token"]
    with open(f"{folder}/d.txt", "w", encoding="utf-8") as file:
        file.write("Một văn bản\n")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(profile, "--ignore-certificate-errors")

        def sign_in():
            browser.call("Runtime.evaluate", awaitPromise=True, expression=f"""fetch('/console/sign-in',
                {{method: 'POST', headers: {{'Content-Type': 'application/x-www-form-urlencoded'}}, body: 'token={token}'}})""")

        def until(what, expression, seconds):
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                if browser.evaluate(expression):
                    return True
                time.sleep(0.2)
            faults.append(f"{what}: not within {seconds} s")
            return False

        def figures():
            browser.call("HeapProfiler.collectGarbage")
            metrics = {one["name"]: one["value"] for one in browser.call("Performance.getMetrics")["metrics"]}
            return metrics["Nodes"], metrics["JSHeapUsedSize"] / 1e6, metrics["JSEventListeners"]

        browser.open(daemon.url + "/console", 1280, 900, "light")
        sign_in()

        # Live: what is sent is seen.
        browser.open(daemon.url + "/console", 1280, 900, "light")
        documents = "document.querySelector('[data-live=\"documents\"]').textContent"
        daemon.run("send", f"{folder}/d.txt", "--from", "H10.02", "--to", "G22")
        until("a document is shown", f"{documents} === '1'", 5)
        browser.evaluate("window.same = true")

        # A hub that stops comes with its reason, and without the page being loaded again.
        daemon.run("fault", "add", "H10", "--reason", "Bảo trì")
        until("a stopped hub is told", "document.querySelector('[data-stream] .problem')?.textContent.includes('Bảo trì')", 15)
        until("its card is marked", "!!document.querySelector('svg.wide .hub[data-state=stopped]')", 3)
        daemon.run("fault", "clear", "H10")
        until("it is told no more", "!document.querySelector('[data-stream] .problem')", 15)

        # The daemon is started anew; the page says that it is not live, and goes on once it may.
        daemon.stop()
        until("the page says that it is not live", "!document.querySelector('.away').hidden", 15)
        daemon = Daemon(lgsp, folder, address)
        sign_in()
        daemon.run("send", f"{folder}/d.txt", "--from", "H10.02", "--to", "G22", "--number", "2")
        if until("the page goes on by itself", f"{documents} === '2'", 45):
            until("and says so", "document.querySelector('.away').hidden", 5)
        if not browser.evaluate("window.same === true"):
            faults.append("the page was loaded again")

        # A day.
        browser.call("Performance.enable")
        browser.call("HeapProfiler.enable")
        browser.call("Page.addScriptToEvaluateOnNewDocument", source=FAKE)
        browser.open(daemon.url + "/console", 1280, 900, "light")
        keys = browser.evaluate(f"({TELL})(0, 500)")
        before = figures()
        start = time.monotonic()
        for first in range(500, MESSAGES, 500):
            browser.evaluate(f"({TELL})({first}, {first + 500})")
        seconds, after = time.monotonic() - start, figures()
        print(f"{MESSAGES} messages of {keys} figures: nodes {before[0]:.0f} → {after[0]:.0f}, "
              f"heap {before[1]:.1f} → {after[1]:.1f} MB, listeners {before[2]:.0f} → {after[2]:.0f}, "
              f"{1e6 * seconds / MESSAGES:.0f} µs each")
        if after[0] > before[0] * 1.1 + 50 or after[2] > before[2] + 5:
            faults.append("the page has more nodes or listeners than before")
        if after[1] > before[1] * 1.3 + 1:
            faults.append("the page takes more memory than before")
        shown = browser.evaluate(documents)
        if shown != str(MESSAGES - 1):
            faults.append(f"the page shows {shown}")
        browser.session = None
        browser.call("Browser.close")
        browser.process.wait(timeout=20)
    daemon.stop()
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


main()
