"""The Java client of a provincial bus of the EdocService kind, and a browser program of another province."""
import base64
import hashlib
import json
import urllib.parse

import wire
from wire import ClientFailure


class Client:
    """A process of the Java client: the fields of its first GET and of its first POST stay for all later ones."""

    def __init__(self, base, organ, token, cafile=None):
        self.base, self.organ, self.token, self.cafile = base.rstrip("/"), organ, token, cafile
        self.kept = {}

    def exchange(self, method, path, fields, body=b"", is_sending=False):
        address, root = self.base.split("://", 1)[1].partition("/")[::2]
        own = [("organId", self.organ), ("Authorization", self.token), *fields]
        if is_sending:
            lingering = dict(self.kept.get("POST", []))
            own += [(name, lingering[name]) for name in ("docId",) if name in lingering]
        else:
            own = self.kept.setdefault(method, own)
        fields = [*own, ("user_agent", "BkavEdocClient"), ("Host", address), ("Connection", "Keep-Alive"),
                  ("Accept-Encoding", "gzip,deflate")]
        if method == "POST":
            fields.append(("Content-Length", str(len(body))))
        return wire.exchange(self.base, wire.head(f"{method} /{root}/{path} HTTP/1.1", fields), body, self.cafile)

    @staticmethod
    def number(value):
        """The client's reader of numbers throws at a text."""
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
            raise ClientFailure(f"docId is no number: {value!r}")
        return value

    def read(self, answer):
        try:
            read = json.loads(answer.body)
        except ValueError:
            raise ClientFailure(f"no JSON: {answer.body[:80]}") from None
        if not isinstance(read.get("errors", []), list):
            raise ClientFailure(f"errors is no array: {read}")
        for error in read.get("errors", []):
            if not isinstance(error["code"], str) or not isinstance(error["description"], str):
                raise ClientFailure(f"an error that cannot be read: {error}")
        return read

    def send(self, content, kind="EDOC"):
        """The number of the message; 0 and the errors where it was not taken."""
        digest = hashlib.sha256(content).hexdigest()
        answer = self.exchange(
            "POST", "sendDocument", [("type", kind), ("hash-edoc", digest)] if kind else [], content + b"\r\n", True)
        read = self.read(answer)
        return self.number(read.get("docId")), [error["code"] for error in read["errors"]], read

    def pending(self, kind="EDOC"):
        answer = self.exchange("GET", "getPendingDocIds", [("type", kind)])
        if answer.status != 200:
            return []  # The reason is lost.
        return [self.number(value) for value in self.read(answer)["docIDs"]]

    def get(self, document, kind="EDOC"):
        fields = [("docId", str(document)), ("type", kind)] if document else [("type", kind)]
        read = self.read(self.exchange("POST", "getDocument", fields))
        if read["code"] != "0" or read["status"] != "Success":
            return read
        return base64.b64decode(read["data"]).decode().encode()

    def confirm(self, document):
        fields = [("docId", str(document))] if document else []
        return self.read(self.exchange("POST", "confirmReceived", fields))

    def exists(self, sender, receiver, code):
        body = json.dumps({"fromOrgan": sender, "toOrgan": receiver, "docCode": code}, ensure_ascii=False).encode()
        read = self.read(self.exchange("POST", "checkExistDocument", [("Content-Type", "application/json")], body))
        if read["status"] != "Success" or read["code"] != "200" or not isinstance(read["isExist"], bool):
            raise ClientFailure(f"checkExistDocument: {read}")
        return read["isExist"]

    def organizations(self, organ=""):
        read = self.read(self.exchange("GET", "getOrganizations?organId=" + urllib.parse.quote(organ), []))
        for item in read["organizations"]:
            for name in ("organId", "organizationInCharge", "organName", "organAdd", "email", "telephone", "fax",
                         "website"):
                if not isinstance(item.get(name), str):
                    raise ClientFailure(f"getOrganizations: {name}: {item}")
        return read["organizations"]


class Browser(Client):
    """A program in a browser: lists by POST with the body null, and reads `data`."""

    def pending(self, kind="EDOC"):
        address, root = self.base.split("://", 1)[1].partition("/")[::2]
        # A browser asks first whether the page may send such fields at all.
        asked = ["organid", "authorization", "type", "content-type"]
        answer = wire.exchange(self.base, wire.head(f"OPTIONS /{root}/getPendingDocIds HTTP/1.1", [
            ("Host", address), ("Origin", "http://page.example"), ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", ",".join(asked))]), b"", self.cafile)
        allowed = answer.headers.get("access-control-allow-headers", "").replace(" ", "").lower().split(",")
        if not 200 <= answer.status < 300 or not set(asked) <= set(allowed):
            raise ClientFailure(f"the browser does not send it: {answer.status} {answer.headers}")
        fields = [("Host", address), ("organId", self.organ), ("Authorization", self.token), ("type", kind),
                  ("Content-Type", "application/json"), ("Content-Length", "4"), ("Origin", "http://page.example")]
        answer = wire.exchange(
            self.base, wire.head(f"POST /{root}/getPendingDocIds HTTP/1.1", fields), b"null", self.cafile)
        if answer.status != 200 or answer.headers.get("access-control-allow-origin") not in ("*", "http://page.example"):
            raise ClientFailure(f"getPendingDocIds: {answer.status} {answer.headers} {answer.body[:80]}")
        return [(self.number(item["docId"]), item["organId"]) for item in self.read(answer)["data"]]
