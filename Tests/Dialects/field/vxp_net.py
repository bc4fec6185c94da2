"""The .NET client of the national axis, from its calls: no CR LF behind the file, letters as \\u escapes in what is signed,
days written day first, TLS 1.2 at most. A failure of sendEdoc is an exception; ids of received items are GUIDs."""
import hashlib
import hmac
import json
import ssl
import uuid

import wire
from vxp_java import PREFIX, Client
from wire import ClientFailure


class NetClient(Client):
    def headers(self, parameters, content_type="application/json"):
        fields = super().headers(parameters, content_type)
        text = json.dumps(json.loads(fields[PREFIX + "sign-header"]), separators=(",", ":"))
        fields[PREFIX + "sign-header"] = text
        fields[PREFIX + "hash-header"] = hmac.new(
            self.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        return fields

    def exchange(self, operation, parameters=None, body=None, method="POST"):
        address, path = self.base.split("://", 1)[1].partition("/")[::2]
        body = b"" if body is None else body
        kind = "application/octet-stream" if operation == "sendEdoc" else "application/json"
        fields = [*self.headers(parameters or {}, kind).items(), ("Host", address)]
        if method != "GET":
            fields.append(("Content-Length", str(len(body))))
        if body:
            fields.append(("Expect", "100-continue"))
        fields.append(("Connection", "Keep-Alive"))
        answer = wire.exchange(
            self.base, wire.head(f"{method} /{path}/{operation} HTTP/1.1", fields), body, self.cafile,
            expects=bool(body), most=ssl.TLSVersion.TLSv1_2)
        return answer.status, answer.body

    def send(self, sender, content, kind="edoc", to=(), service="edoc"):
        parameters = {"messagetype": kind, "hash-file": hashlib.sha256(content).hexdigest(), "from": sender}
        if to:
            parameters["to"] = json.dumps(list(to), separators=(",", ":"))
        if service:
            parameters["servicetype"] = service
        answer = self.read("sendEdoc", self.exchange("sendEdoc", parameters, content)[1])
        if answer["status"] != "OK" or answer.get("DocId") in (None, "", "0"):
            raise ClientFailure(f"sendEdoc: {answer}")
        return answer["DocId"]

    def list(self, kind="edoc"):
        days = {"fromDate": "01/01/2020 00:00:00", "toDate": "31/12/2099 00:00:00"}
        items = self.call("getReceivedEdocList", {"messagetype": kind, **days})["data"]
        for item in items:
            uuid.UUID(item["docId"])
        return items
