"""The Java client of the national axis, from its wire: versions 2.0.1 and 2.0.0.

It fails where the real one fails: on a member that is missing or null, on letters outside ASCII in the answer to sendEdoc,
on an empty body, on a download that is an error message. What it takes for success without being one is a failure here.
"""
import base64
import datetime
import hashlib
import hmac
import json

import wire
from wire import ClientFailure

PREFIX = "XroadVnpt-"


class Client:
    """One client object: its timestamp is set once, and the parameters of earlier calls linger in later ones."""

    def __init__(self, base, system, secret, now=None, version="2.0.1", cafile=None):
        now = now or datetime.datetime.now(datetime.timezone.utc)
        self.base, self.secret, self.version, self.cafile = base.rstrip("/"), secret, version, cafile
        self.before, self.after = {"systemid": system}, {}
        self.timestamp = now.strftime("%d%m%YT%H%M%S+") + "%04d" % (now.microsecond // 1000)

    # The wire.

    def headers(self, parameters, content_type="application/json"):
        """The signed parameters as header fields, in the order in which the client writes and signs them."""
        for name, value in parameters.items():
            if name == "status" or name in self.after:
                self.after[name] = value
            else:
                self.before[name] = value
        signed = {**self.before, "timestamp": self.timestamp, "Content-Type": content_type, **self.after}
        text = json.dumps(
            {PREFIX + name: value for name, value in signed.items()}, separators=(",", ":"), ensure_ascii=False)
        fields = {}
        for name, value in signed.items():
            if name == "Content-Type":
                fields[name] = value
            fields[PREFIX + name] = value
        fields[PREFIX + "sign-header-key"] = ";".join(signed)
        fields[PREFIX + "sign-header"] = text
        fields[PREFIX + "hash-header"] = hmac.new(
            self.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        return fields

    def exchange(self, operation, parameters=None, body=None, method="POST"):
        """Status and bytes of the answer to one call, whatever they are."""
        address, path = self.base.split("://", 1)[1].partition("/")[::2]
        is_list = operation.startswith("getAgencies") or operation in (
            "getSynchronizeUnit", "getReceivedEdocList", "getSentEdocList")
        body = (b"" if is_list or method == "GET" else b"{}") if body is None else body
        if operation == "sendEdoc":
            fields = self.headers(parameters or {}, "application/octet-stream")
            content_type = fields.pop("Content-Type")
            fields = [("Content-Type", content_type), *fields.items(), ("User-Agent", "JAVASDKAgent/1.0.0 XRoad/VPCP"),
                      (PREFIX + "version", "3.0.201608"), ("Cache-Control", "no-cache"), ("Pragma", "no-cache"),
                      ("Host", address), ("Accept", "text/html, image/gif, image/jpeg, */*; q=0.2"),
                      ("Connection", "keep-alive"), ("Content-Length", str(len(body)))]
        elif operation == "downloadEdoc2":
            fields = [("docId", (parameters or {}).get("docId", "")), ("Host", address), ("Connection", "Keep-Alive"),
                      ("User-Agent", "JAVASDKAgent/1.0.0 XRoad/VPCP"), ("Accept-Encoding", "gzip,deflate")]
        else:
            fields = [*self.headers(parameters or {}).items(), ("User-Agent", "JAVASDKAgent/1.0.0 XRoad/VPCP"),
                      (PREFIX + "version", "3.0.201608")]
            if method != "GET":
                fields.append(("Content-Length", str(len(body))))
            fields += [("Host", address), ("Connection", "Keep-Alive")]
            if body:
                fields.append(("Expect", "100-continue"))
            fields.append(("Accept-Encoding", "gzip,deflate"))
        request = wire.head(f"{method} /{path}/{operation} HTTP/1.1", fields)
        answer = wire.exchange(self.base, request, body, self.cafile, expects=("Expect", "100-continue") in fields)
        return answer.status, answer.body

    # What the client makes of an answer.

    def call(self, operation, parameters=None, body=None, method="POST", encoding="utf-8"):
        """The answer's JSON, as the client reads it."""
        return self.read(operation, self.exchange(operation, parameters, body, method)[1], encoding)

    def read(self, operation, body, encoding="utf-8"):
        """What the client makes of an answer's body."""
        if not body:
            raise ClientFailure(f"{operation}: an empty body loses the reason")
        try:
            answer = json.loads(body.decode(encoding, "replace"))
        except ValueError:
            raise ClientFailure(f"{operation}: no JSON, taken for success with nothing in it: {body[:80]}") from None
        for name in ("status", "ErrorCode", "ErrorDesc"):
            if answer.get(name) is None:
                raise ClientFailure(f"{operation}: {name} is missing or null: {answer}")
        if str(answer["ErrorCode"]) == "0" and operation.startswith("get") and operation != "getEdoc":
            items = answer.get("data")
            if not isinstance(items, list):
                raise ClientFailure(f"{operation}: data is no array: {answer}")
            for item in items:
                if any(value is None for value in item.values()):
                    raise ClientFailure(f"{operation}: one null loses the whole list: {item}")
            if operation == "getSynchronizeUnit":
                for item in items:
                    int(item["version"])
                    if not isinstance(item["deleted"], bool) or not isinstance(item["isAgency"], bool):
                        raise ClientFailure(f"{operation}: {item}")
        return answer

    def send(self, sender, content, kind="edoc", **more):
        """Writes the file and CR LF behind it; the digest is the file's, without the zeros that lead a byte."""
        digest = "".join("%x" % byte for byte in hashlib.sha256(content).digest())
        parameters = {"servicetype": "eDoc", "messagetype": kind, "hash-file": digest, "from": sender, **more}
        return self.read_sent(self.exchange("sendEdoc", parameters, content + b"\r\n")[1])

    def read_sent(self, body):
        answer = self.read("sendEdoc", body, "ascii")
        if answer.get("DocId") is None:
            raise ClientFailure(f"sendEdoc: DocId is missing or null: {answer}")
        if "\ufffd" in json.dumps(answer, ensure_ascii=False):
            raise ClientFailure(f"sendEdoc: letters outside ASCII are lost: {body}")
        return answer

    def received(self, kind="edoc", **more):
        return self.call("getReceivedEdocList", {"servicetype": "eDoc", "messagetype": kind, **more})

    def sent(self, kind="edoc", **more):
        return self.call("getSentEdocList", {"servicetype": "eDoc", "messagetype": kind, **more})

    def get(self, document, folder="xml"):
        """The bytes that the client would write to its file; the answer where it is a failure."""
        return self.read_document(self.exchange("getEdoc", {"docId": document, "filePath": folder})[1])

    def read_document(self, body):
        answer = self.read("getEdoc", body)
        if answer["status"] == "FAIL":
            if self.version == "2.0.0" and answer.get("data") is None:
                raise ClientFailure(f"getEdoc: data is read in failures too: {answer}")
            return answer
        if not isinstance(answer.get("data"), str):
            raise ClientFailure(f"getEdoc: no data: {answer}")
        return base64.b64decode(answer["data"]).decode().encode()

    def download(self, document, folder="xml"):
        """The bytes that come; None where there are none, which alone is a failure to the client."""
        return self.exchange("downloadEdoc", {"docId": document, "filePath": folder}, method="GET")[1] or None

    def update(self, document, status, **more):
        return self.call("updateStatus", {"docId": document, "status": status, **more})

    def count(self, operation):
        answer = self.call(operation)
        if answer["status"] == "FAIL":
            raise ClientFailure(f"{operation}: {answer}")
        return int(answer["count"])

    def register(self, **members):
        return self.call("registerAgency", body=json.dumps(members, ensure_ascii=False).encode())
