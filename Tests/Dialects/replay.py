"""Recorded requests of the axis's Java client 2.0.1, sent again as they were: replay.py RUN_FILE LGSP RECORDINGS.

Requests 01 to 05 and 10 go byte for byte; in the others the document's id is put in and the fields are signed again. Each
answer is read as that client reads it, and has every member of the answer that it was content with. The daemon runs with
--vxp-window off: the timestamps are of the recording.
"""
import hashlib
import hmac
import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bus import Bus, fails, ok  # noqa: E402

import vxp_java  # noqa: E402
import wire  # noqa: E402

SECRETS = {"qlvb.a": "an-invented-secret-qlvb.a", "qlvb.b": "an-invented-secret-qlvb.b"}
PREFIX = vxp_java.PREFIX


class Recordings:
    def __init__(self, folder, base, cafile):
        self.folder, self.base, self.cafile = folder, base, cafile
        self.names = sorted(name[:-8] for name in os.listdir(folder) if name.endswith(".request"))

    def name(self, number):
        return next(name for name in self.names if name.startswith(number))

    def request(self, number):
        with open(os.path.join(self.folder, self.name(number) + ".request"), "rb") as file:
            return file.read()

    def recorded(self, number):
        with open(os.path.join(self.folder, self.name(number) + ".answer"), "rb") as file:
            text = file.read().split(b"\r\n\r\n")[-1]
        try:
            return json.loads(text)
        except ValueError:
            # Long lists were cut behind some items: the first is there whole.
            head, _, items = text.partition(b'"data":[')
            return json.loads(head + b'"data":[' + items.split(b"},{")[0] + b"}]}")

    def send(self, number, document=None):
        """The answer to a request; with `document` the id in it is that one, and it is signed again."""
        request = self.request(number)
        if document:
            request = self.signed(request, document)
        head, _, body = request.partition(b"\r\n\r\n")
        expects = b"Expect: 100-continue" in head
        return wire.exchange(self.base, head + b"\r\n\r\n", body, self.cafile, expects)

    @staticmethod
    def signed(request, document):
        old = re.search(rb"XroadVnpt-docId: ([0-9a-f-]{36})\r\n", request).group(1)
        request = request.replace(old, document.encode())
        text = re.search(rb"XroadVnpt-sign-header: (.*?)\r\n", request).group(1)
        system = re.search(rb"XroadVnpt-systemid: (.*?)\r\n", request).group(1).decode()
        code = hmac.new(SECRETS[system].encode(), text, hashlib.sha256).hexdigest()
        return re.sub(rb"XroadVnpt-hash-header: [0-9a-f]+", b"XroadVnpt-hash-header: " + code.encode(), request)


def same_shape(found, recorded, place):
    """Every member that the client was content with is there, and of the same type."""
    for name, value in recorded.items():
        assert name in found, f"{place}: {name} is missing in {found}"
        assert type(found[name]) is type(value), f"{place}: {name} is {found[name]!r}, recorded {value!r}"
        if isinstance(value, list) and value and found[name]:
            same_shape(found[name][0], value[0], f"{place}.{name}[0]")


def replay(bus, folder, base):
    tape = Recordings(folder, base, bus.root)
    assert len(tape.names) == 16, tape.names
    client = vxp_java.Client(base + "/vxp", "qlvb.a", SECRETS["qlvb.a"])

    def read(number, document=None):
        operation = tape.name(number)[3:]
        body = tape.send(number, document).body
        answer = client.read(operation, body, "ascii" if operation == "sendEdoc" else "utf-8")
        same_shape(answer, tape.recorded(number), number)
        return answer

    def file(number):
        return tape.request(number).partition(b"\r\n\r\n")[2][:-2]

    read("01"), read("02")
    sent = client.read_sent(tape.send("03").body)
    assert ok(sent)["DocId"], sent
    assert client.read_sent(tape.send("03").body) == sent, "a retry is answered like the first"
    refused = client.read_sent(tape.send("04").body)
    fails(refused, "sender_not_of_system")
    assert refused["DocId"] == "" and refused["ErrorDesc"] == tape.recorded("04")["ErrorDesc"], refused
    item = read("05")["data"][0]["docId"]
    answer = tape.send("06", item)
    assert client.read_document(answer.body) == file("03")
    answer = tape.send("07", item)
    assert answer.body == file("03"), "the file, without the CR LF behind it"
    ok(read("08", item))
    assert read("09")["data"] == []
    assert ok(client.read_sent(tape.send("10").body))["DocId"]
    item = read("11", None)["data"][0]["docId"]
    assert client.read_document(tape.send("12", item).body) == file("10")
    ok(read("13", item))
    # The status and the docId of 13 linger: no filter, and nothing hidden or shown again.
    assert read("14", item)["data"] == [] and read("15", item)["data"] == []
    rows = read("16")["data"]
    assert [row["notation"] for row in rows] == [row["notation"] for row in tape.recorded("16")["data"]], rows
    assert all(row["receiveStatus"] == "done" for row in rows), rows


def main(run_file, program, folder):
    bus = Bus(run_file, program)
    for name, agency in [("qlvb.a", "H10.05"), ("qlvb.b", "H10.31")]:
        bus.lgsp("system", "add", name, "--secret", SECRETS[name], "--policy", "advisory", "--agency", agency)
    replay(bus, folder, bus.run["url" if "--tls" in sys.argv else "plain_url"])


if __name__ == "__main__":
    main(*sys.argv[1:4])
