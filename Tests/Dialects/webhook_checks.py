"""Checks of webhooks and the test lane: webhook_checks.py CHECK RUN_FILE LGSP. Each is one function, failing by assertion."""
import hashlib
import hmac
import http.server
import json
import os
import socket
import subprocess
import sys
import threading
import time

from bus import FIRST, SECOND, Bus as Base

SECRET = "secret-of-the-webhook"


class Bus(Base):
    def json(self, *arguments, fails=False):
        text = self.lgsp(*arguments, "--json", fails=fails)
        return [json.loads(line) for line in text.splitlines() if line.startswith("{")]

    def hook(self, receiver, agency=SECOND, **options):
        extra = [part for key, value in options.items() for part in ("--" + key, value)]
        return self.json(
            "webhook", "add", receiver.url, "--agency", agency, "--secret", SECRET, *extra)[0]["id"]

    def send(self, sender=FIRST, receiver=SECOND):
        self.count += 1
        letter = os.path.join(self.folder, f"hook-{self.count}.txt")
        with open(letter, "w") as file:
            file.write("nội dung mật của thư")
        return self.json("send", letter, "--from", sender, "--to", receiver, "--number", str(self.count),
                         "--notation", os.path.basename(self.folder)[:20])[0]

    def inbox(self, agency):
        return self.json("inbox", agency)


class Receiver:
    """A webhook's target: keeps what it gets, and answers by `script(number, event)`: a status, or None to hang up late."""

    def __init__(self, script=lambda number, event: 204):
        self.calls, self.lock = [], threading.Lock()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with receiver.lock:
                    receiver.calls.append((dict(self.headers), body, time.monotonic()))
                    number = len(receiver.calls)
                answer = script(number, json.loads(body))
                if answer is None:
                    self.close_connection = True
                    return
                self.send_response(answer)
                if answer == 302:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?a=b"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait(self, count, seconds=8):
        end = time.monotonic() + seconds
        while len(self.calls) < count and time.monotonic() < end:
            time.sleep(0.01)
        assert len(self.calls) >= count, (count, len(self.calls))
        return self.calls

    def ids(self):
        return [headers["Lgsp-Webhook-Id"] for headers, _, _ in self.calls]


def genuine(call, secret=SECRET):
    """What a careful receiver does with a call."""
    headers, body, _ = call
    fields = dict(part.split("=", 1) for part in headers["Lgsp-Webhook-Signature"].split(","))
    assert abs(time.time() - int(fields["t"])) < 300, fields
    code = hmac.new(secret.encode(), fields["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(code, fields["v1"])


def until(condition, seconds=8):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    assert condition()


def tells_and_signs(bus):
    """One call for each delivery, signed, with no content; success confirms nothing, unless the webhook says so."""
    before = bus.send()
    receiver = Receiver()
    hook = bus.hook(receiver)
    # What lay there before the webhook is told too.
    receiver.wait(1)
    sent = bus.send()
    calls = receiver.wait(2)
    assert all(genuine(call) and not genuine(call, "another") for call in calls)
    event = json.loads(calls[1][1])
    assert event["event"] == "delivered" and event["kind"] == "document", event
    assert (event["from"], event["to"], event["document"]) == (FIRST, SECOND, sent["id"]), event
    assert event["delivery"] == calls[1][0]["Lgsp-Webhook-Id"]
    assert json.loads(calls[0][1])["document"] == before["id"]
    assert "mật" not in calls[1][1].decode() and "subject" not in event, event
    items = bus.inbox(SECOND)
    assert [item["delivery"] for item in items] == receiver.ids() and items[0]["state"] == "initial", items
    # A system's webhook that confirms: the mailbox is empty afterwards, and the one of before is not told again.
    bus.system("h.one", FIRST, secret="long-enough-secret")
    other = Receiver()
    bus.json("webhook", "add", other.url, "--system", "h.one", "--confirms", "yes", "--secret", SECRET)
    bus.send(SECOND, FIRST)
    other.wait(1)
    until(lambda: not [i for i in bus.inbox(FIRST) if i["kind"] == "document"])
    assert len(receiver.calls) == 2
    answer = bus.json("webhook", "test", hook)[0]
    assert answer["outcome"] == "ok" and answer["status"] == 204, answer
    assert json.loads(receiver.calls[-1][1])["event"] == "test" and genuine(receiver.calls[-1])
    bus.lgsp("webhook", "remove", hook)
    bus.send()
    time.sleep(0.3)
    assert len(receiver.calls) == 3 and [h["id"] for h in bus.json("webhook", "list")] != [hook]


def repeats_with_the_same_id(bus):
    """A failure, a redirect, and an answer that comes too late though the work was done: all are repeated."""
    def script(number, event):
        if number == 3:
            time.sleep(1.5)
            return 204
        return {1: 500, 2: 302}.get(number, 204)

    receiver = Receiver(script)
    bus.hook(receiver)
    sent = bus.send()
    receiver.wait(4)
    time.sleep(0.5)
    assert len(receiver.calls) == 4 and len(set(receiver.ids())) == 1, receiver.ids()
    assert {json.loads(body)["document"] for _, body, _ in receiver.calls} == {sent["id"]}
    assert all(genuine(call) for call in receiver.calls)
    times = [at for _, _, at in receiver.calls]
    assert times[2] - times[1] > 0.15, times
    hook = bus.json("webhook", "list")[0]
    assert hook["pending"] == 0 and hook["dead"] == 0 and hook.get("last_outcome") == "ok", hook


def gives_up_and_restarts(bus):
    """After the last attempt a dead letter and one notice to the sender; restarted, the same id comes again."""
    state = {"answer": 503}
    receiver = Receiver(lambda number, event: state["answer"])
    hook = bus.hook(receiver)
    sent = bus.send()
    until(lambda: bus.json("webhook", "list")[0]["dead"] == 1)
    attempts = len(receiver.calls)
    assert attempts == 4 and len(set(receiver.ids())) == 1, receiver.ids()
    shown = bus.json("webhook", "show", hook)[0]
    letter = shown["dead_letters"][0]
    assert (letter["attempts"], letter["code"], letter["state"]) == (4, "answered_503", "initial"), letter
    notices = [item for item in bus.inbox(FIRST) if item["kind"] == "notice"]
    assert len(notices) == 1 and notices[0]["status"] == "webhook_dead_lettered", notices
    assert notices[0]["document"] == sent["id"] and notices[0]["reason"] == "answered_503", notices
    # The document is still there to be fetched, and explained.
    assert bus.inbox(SECOND)[0]["state"] == "initial"
    assert "webhook" in bus.lgsp("explain", sent["id"]), bus.lgsp("explain", sent["id"])
    state["answer"] = 200
    assert bus.json("webhook", "retry", hook)[0]["restarted"] == 1
    receiver.wait(attempts + 1)
    assert len(set(receiver.ids())) == 1
    until(lambda: bus.json("webhook", "show", hook)[0]["dead_letters"] == [])
    assert bus.json("webhook", "retry", hook)[0]["restarted"] == 0
    assert bus.json("ledger", "verify")[0]["valid"] and bus.json("ledger", "rebuild")[0]["equal"]


def silent_holds_nobody(bus):
    """A target that never answers holds neither the bus nor another webhook, and gets few calls at once."""
    silent = Receiver(lambda number, event: time.sleep(30))
    quick = Receiver()
    bus.hook(silent, SECOND)
    bus.hook(quick, "H10.15")
    for _ in range(12):
        bus.send()
    start = time.monotonic()
    sent = bus.send(FIRST, "H10.15")
    quick.wait(1, 3)
    assert time.monotonic() - start < 3 and json.loads(quick.calls[0][1])["document"] == sent["id"]
    times = [at for _, _, at in silent.calls]
    assert 1 <= sum(at < times[0] + 0.7 for at in times) <= 4, times
    assert len(bus.inbox(SECOND)) == 12


def only_through_the_gate(bus):
    """Addresses that are closed, and what belongs to others."""
    def refused(code, *arguments):
        done = subprocess.run([bus.program, *arguments, "--data", bus.data, "--json"], capture_output=True, text=True)
        assert done.returncode != 0 and code in done.stderr + done.stdout, (code, done.stdout, done.stderr)

    for url in ["http://10.0.0.1/", "http://169.254.169.254/latest", "http://[fd00::1]/", "ftp://example.org/", "x",
                "http://user:pw@127.0.0.1/", "http://[::ffff:192.168.1.1]/"]:
        refused("webhook_url_refused", "webhook", "add", url, "--agency", SECOND)
    receiver = Receiver()
    bus.lgsp("webhook", "add", receiver.url, "--agency", SECOND, "--as", SECOND)
    refused("not_permitted", "webhook", "add", receiver.url, "--agency", FIRST, "--as", SECOND)
    hook = bus.json("webhook", "list")[0]["id"]
    assert bus.json("webhook", "list", "--as", FIRST) == []
    for verb in ["show", "remove", "test", "retry"]:
        refused("not_found", "webhook", verb, hook, "--as", FIRST)
    refused("webhook_owner_missing", "webhook", "add", receiver.url)
    for _ in range(7):
        bus.lgsp("webhook", "add", receiver.url, "--agency", SECOND)
    refused("webhook_limit", "webhook", "add", receiver.url, "--agency", SECOND)

def before_the_kill(bus):
    """The daemon is killed between this and the next."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    hook = bus.json("webhook", "add", f"http://127.0.0.1:{port}/", "--agency", SECOND, "--secret", SECRET)[0]["id"]
    sent = bus.send()
    until(lambda: bus.json("webhook", "list")[0].get("last_outcome") == "unreachable")
    with open(os.path.join(bus.data, "kept.json"), "w") as file:
        json.dump({"port": port, "hook": hook, "document": sent["id"]}, file)


def after_the_kill(bus):
    with open(os.path.join(bus.data, "kept.json")) as file:
        kept = json.load(file)
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", kept["port"]))
    server.listen()
    server.settimeout(8)
    connection, _ = server.accept()
    data = b""
    while b"}" not in data:
        data += connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    event = json.loads(data.partition(b"\r\n\r\n")[2])
    assert event["document"] == kept["document"], event
    until(lambda: bus.json("webhook", "list")[0]["pending"] == 0)


def test_lane(bus):
    """Test reaches test only, real reaches real only, and no figure holds any of it."""
    def refused(code, sender, receiver):
        letter = os.path.join(bus.folder, "lane.txt")
        with open(letter, "w") as file:
            file.write("x")
        bus.count += 1
        done = subprocess.run(
            [bus.program, "send", letter, "--from", sender, "--to", receiver, "--number", str(bus.count),
             "--notation", "L" + os.path.basename(bus.folder)[:10], "--data", bus.data, "--json"],
            capture_output=True, text=True)
        assert done.returncode != 0 and code in done.stderr + done.stdout, (code, done.stdout, done.stderr)

    bus.send()
    real = bus.json("ratio")[0]
    assert (real["E"], real["test"]) == (1, 0), real
    assert bus.json("agency", "test", "H10.15", "yes")[0]["test"] is True
    refused("receiver_not_test", "H10.15", SECOND)
    refused("receiver_is_test", FIRST, "H10.15")
    bus.lgsp("system", "add", "t.one", "--secret", "long-enough-secret", "--agency", "H10.16", "--test", "yes")
    sent = bus.send("H10.16", "H10.15")
    item = bus.inbox("H10.15")[0]
    assert item["document"] == sent["id"]
    bus.lgsp("status", sent["id"], "01", "--as", "H10.15")
    bus.lgsp("confirm", item["delivery"], "--as", "H10.15")
    ratio = bus.json("ratio", "--by", "agency")[0]
    assert (ratio["E"], ratio["P"], ratio["test"]) == (1, 0, 1), ratio
    rows = {row["key"]: row for row in ratio["rows"]}
    assert rows["H10.16"]["E"] == 0 and rows["H10.16"]["test"] == 1 and rows[FIRST]["test"] == 0, rows
    # The lane is the document's for ever: its figures stay where they are when the agencies leave it.
    bus.lgsp("agency", "test", "H10.15", "no")
    assert bus.json("ratio")[0]["test"] == 1 and bus.json("ratio")[0]["E"] == 1
    assert bus.json("ledger", "verify")[0]["valid"] and bus.json("ledger", "rebuild")[0]["equal"]
    # A real program may not work with the mailboxes of one for tests.
    done = bus.lgsp("system", "add", "t.two", "--secret", "long-enough-secret", "--agency", "H10.16", fails=True)
    assert "t.two" not in done


class Recipient:
    """A running `lgsp recipient`; its lines come as they are written."""

    def __init__(self, bus, *options):
        self.process = subprocess.Popen([bus.program, "recipient", *options, "--data", bus.data, "--json"],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def line(self):
        return json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        assert self.process.wait(5) == 0


def recipients(bus):
    """A recipient accepts, refuses, takes its time or says nothing, polled or called by a webhook."""
    def codes(sent):
        return sorted(item["status"] for item in bus.inbox(FIRST)
                      if item["kind"] == "status" and item["document"] == sent["id"])

    with Recipient(bus, "--agency", SECOND, "--agency", "H10.15") as recipient:
        sent = bus.send()
        line = recipient.line()
        assert (line["document"], line["statuses"], line["agency"]) == (sent["id"], "01 03 05 06", SECOND), line
        assert codes(sent) == ["01", "03", "05", "06"] and bus.inbox(SECOND) == []
    options = ["--listen", "127.0.0.1:0", "--secret", SECRET]
    with Recipient(bus, "--script", "refuse", "--agency", SECOND, "--reason", "Sai nơi nhận", *options) as recipient:
        url = recipient.line()["url"]
        hook = bus.json("webhook", "add", url, "--agency", SECOND, "--secret", SECRET)[0]["id"]
        sent = bus.send()
        assert recipient.line()["statuses"] == "01 02" and codes(sent) == ["01", "02"]
        wrong = bus.json("webhook", "add", url, "--agency", SECOND, "--secret", "another-secret")[0]["id"]
        assert bus.json("webhook", "test", wrong, fails=True)[0]["status"] == 401
        for one in [hook, wrong]:
            bus.lgsp("webhook", "remove", one)
    with Recipient(bus, "--script", "silent", "--agency", SECOND, *options) as recipient:
        hook = bus.json("webhook", "add", recipient.line()["url"], "--agency", SECOND, "--secret", SECRET)[0]["id"]
        sent = bus.send()
        until(lambda: bus.json("webhook", "list")[0].get("last_outcome") == "timed_out")
        assert codes(sent) == [] and bus.inbox(SECOND)[0]["state"] == "initial"
        bus.lgsp("webhook", "remove", hook)
    with Recipient(bus, "--script", "slow", "--delay", "300ms", "--agency", SECOND) as recipient:
        assert recipient.line()["document"] == sent["id"] and codes(sent) == ["01", "03", "05", "06"]


if __name__ == "__main__":
    globals()[sys.argv[1]](Bus(sys.argv[2], sys.argv[3]))
