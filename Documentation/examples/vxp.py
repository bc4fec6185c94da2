#!/usr/bin/env python3
"""A client of the national axis's interface (/vxp), with Python's own library alone.

    vxp.py BASE SYSTEMID SECRET send FROM FILE.edxml [edoc|status]
    vxp.py BASE SYSTEMID SECRET list [edoc|status]
    vxp.py BASE SYSTEMID SECRET get DOCID
    vxp.py BASE SYSTEMID SECRET done DOCID
    vxp.py BASE SYSTEMID SECRET call OPERATION [NAME=VALUE]...

BASE is the daemon's address with /vxp, such as http://127.0.0.1:8080/vxp.
"""
import base64
import datetime
import hashlib
import hmac
import json
import sys
import urllib.error
import urllib.request

PREFIX = "XroadVnpt-"


class Client:
    """One client object keeps its timestamp, and the parameters of earlier calls linger in later ones."""

    def __init__(self, base, system, secret, now=None):
        now = now or datetime.datetime.now(datetime.timezone.utc)
        self.base, self.secret = base.rstrip("/"), secret
        self.fields = {
            "systemid": system,
            "timestamp": now.strftime("%d%m%YT%H%M%S+") + "%04d" % (now.microsecond // 1000),
            "Content-Type": "application/json",
        }

    def headers(self, parameters):
        """All header fields of a call: the parameters, what signs them, and what lingers."""
        order = [name for name in parameters if name not in self.fields]
        self.fields.update(parameters)
        names = ["systemid"] + order + [n for n in self.fields if n not in order and n not in (
            "systemid", "timestamp", "Content-Type")] + ["timestamp", "Content-Type"]
        signed = json.dumps(
            {PREFIX + name: self.fields[name] for name in names}, separators=(",", ":"), ensure_ascii=False)
        headers = {PREFIX + name: self.fields[name] for name in names}
        headers[PREFIX + "version"] = "3.0.201608"
        headers["User-Agent"] = "JAVASDKAgent/1.0.0 XRoad/VPCP"
        headers["Content-Type"] = "application/json"
        headers[PREFIX + "sign-header-key"] = ";".join(names)
        headers[PREFIX + "sign-header"] = signed
        headers[PREFIX + "hash-header"] = hmac.new(
            self.secret.encode(), signed.encode(), hashlib.sha256).hexdigest()
        return headers

    def exchange(self, operation, parameters=None, body=b"{}", method="POST"):
        """Status code and bytes of the answer to one call."""
        headers = self.headers(parameters or {})
        if operation == "sendEdoc":
            headers["Content-Type"] = "application/octet-stream"
        request = urllib.request.Request(
            f"{self.base}/{operation}", None if method == "GET" else body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def call(self, operation, parameters=None, body=b"{}", method="POST"):
        """The answer's JSON."""
        return json.loads(self.exchange(operation, parameters, body, method)[1])

    def send(self, sender, content, kind="edoc"):
        """Sends an edXML message. The digest is printed a byte at a time, without leading zeros, as the real client does."""
        digest = "".join("%x" % byte for byte in hashlib.sha256(content).digest())
        return self.call(
            "sendEdoc", {"from": sender, "servicetype": "eDoc", "messagetype": kind, "hash-file": digest}, content)

    def received(self, kind="edoc", **more):
        return self.call("getReceivedEdocList", {"servicetype": "eDoc", "messagetype": kind, **more})

    def get(self, document):
        answer = self.call("getEdoc", {"docId": document, "filePath": ""})
        return base64.b64decode(answer["data"]) if answer["status"] == "OK" else answer

    def update(self, document, status):
        return self.call("updateStatus", {"docId": document, "status": status})


def main(arguments):
    if len(arguments) < 4:
        sys.exit(__doc__)
    client, verb, rest = Client(*arguments[:3]), arguments[3], arguments[4:]
    if verb == "send":
        with open(rest[1], "rb") as file:
            answer = client.send(rest[0], file.read(), *rest[2:])
    elif verb == "list":
        answer = client.received(*rest)
    elif verb == "get":
        answer = client.get(rest[0])
        if isinstance(answer, bytes):
            sys.stdout.buffer.write(answer)
            return
    elif verb == "done":
        answer = client.update(rest[0], "done")
    elif verb == "call":
        answer = client.call(rest[0], dict(pair.split("=", 1) for pair in rest[1:]))
    else:
        sys.exit(__doc__)
    print(json.dumps(answer, ensure_ascii=False, indent=1))
    if answer.get("status") != "OK":
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
