"""The programs of one province on its LGSP's REST interface: the worker of 2026, and the older reader."""
import base64
import datetime
import json
import urllib.parse

import wire
from wire import ClientFailure


class Login:
    """One account's login; its token serves every system."""

    def __init__(self, base, user, password, cafile=None):
        self.base, self.cafile = base.rstrip("/"), cafile
        body = json.dumps({"username": user, "password": password, "applicationCode": "LGSP", "otp": None,
                           "twoFactorProvider": None, "typeObjs": [0, 1]}).encode()
        answer = self.exchange("POST", "/v1/auth/login?allow_anonymous=true", [], body, "application/json; charset=utf-8")
        if not 200 <= answer.status < 300:
            raise ClientFailure(f"login: {answer.status} {answer.body}")
        read = json.loads(answer.body)
        self.token = (read.get("data") or {}).get("token") or read.get("token")
        if not self.token:
            raise ClientFailure(f"login: no token: {read}")

    def exchange(self, method, path, fields, body=b"", kind=None):
        address, root = self.base.split("://", 1)[1].partition("/")[::2]
        fields = [("Host", address), *fields]
        if kind:
            fields += [("Content-Type", kind), ("Content-Length", str(len(body)))]
        return wire.exchange(self.base, wire.head(f"{method} /{root}{path} HTTP/1.1", fields), body, self.cafile)


class Worker:
    """One system: its own X-SystemId and X-SecretKey beside the token of the account."""

    def __init__(self, login, system, secret):
        self.login = login
        self.fields = [("Authorization", f"Bearer {login.token}"), ("X-SystemId", system), ("X-SecretKey", secret)]

    def call(self, method, path, body=None):
        kind = None if body is None else "application/json; charset=utf-8"
        text = b"" if body is None else json.dumps(body).encode()
        answer = self.login.exchange(method, path, self.fields, text, kind)
        if answer.status == 401:
            raise ClientFailure(f"{path}: 401 {answer.body}")
        return json.loads(answer.body)

    @staticmethod
    def succeeded(answer):
        """Success is a number `code` of 200 or 0, and nothing in `errorDetail`."""
        code = answer.get("code")
        return isinstance(code, int) and code in (0, 200) and not answer.get("errorDetail")

    def list(self, kind="edoc", now=None):
        """What came in the last days, by the day of UTC; anything but a success with an array is silently nothing."""
        now = now or datetime.datetime.now(datetime.timezone.utc)
        first, last = (now - datetime.timedelta(days=7)).strftime("%Y/%m/%d"), now.strftime("%Y/%m/%d")
        quote = lambda text: urllib.parse.quote(text, safe="")  # noqa: E731
        answer = self.call(
            "GET", f"/v1/syncReceivedEdocList?messageType={kind}&fromDate={quote(first)}&toDate={quote(last)}")
        if not self.succeeded(answer) or not isinstance(answer.get("data"), list):
            raise ClientFailure(f"syncReceivedEdocList: taken for an empty list: {answer}")
        for item in answer["data"]:
            for name in ("docId", "from", "to", "status", "statusDesc", "createdTime", "updatedTime"):
                if not isinstance(item.get(name), str):
                    raise ClientFailure(f"syncReceivedEdocList: {name} is no text: {item}")
        return answer["data"]

    def get(self, document):
        """The edXML: data.data in base64, else data.edxml in base64."""
        answer = self.call("GET", "/v1/getEdoc?docId=" + urllib.parse.quote(document, safe=""))
        if not self.succeeded(answer):
            raise ClientFailure(f"getEdoc: {answer}")
        data = answer["data"]
        for name in ("docId", "from", "fromName", "edocCode", "edocAbstract"):
            if not isinstance(data.get(name), str):
                raise ClientFailure(f"getEdoc: {name}: {data.get(name)}")
        return base64.b64decode(data.get("data") or data.get("edxml"), validate=True)

    def older_get(self, document):
        """The older reader: data.edxml as text, and the attachments apart."""
        data = self.call("GET", "/v1/getEdoc?docId=" + urllib.parse.quote(document, safe=""))["data"]
        files = [(file["fileName"], base64.b64decode(file["fileContent"])) for file in data["attachments"]]
        return data["edxml"].encode(), files

    def update(self, document, status):
        answer = self.call("POST", "/v1/updateStatus", {"docId": document, "status": status})
        state = (answer.get("data") or {}).get("status")
        if not self.succeeded(answer) or state not in (None, "", "OK", "SUCCESS"):
            code = (answer.get("data") or {}).get("errorCode")
            if not isinstance(code, str):
                raise ClientFailure(f"updateStatus: errorCode is no text: {answer}")
            return code
        return None

    def send(self, content, code="1/UBND", kind="edoc"):
        """A form in memory: the file first, its name in raw UTF-8, then the type."""
        mark = "----------------------------8dc0a1b2c3d4e5f"
        name = "".join("_" if letter in '/\\:*?"<>|' else letter for letter in code) + ".edxml"
        body = (f"--{mark}\r\nContent-Disposition: form-data; name=\"edocFile\"; filename=\"{name}\"\r\n"
                "Content-Type: application/xml\r\n\r\n").encode() + content + (
                    f"\r\n--{mark}\r\nContent-Disposition: form-data; name=\"messageType\"\r\n\r\n{kind}\r\n"
                    f"--{mark}--\r\n").encode()
        answer = self.login.exchange(
            "POST", "/v1/sendEdoc", self.fields, body, f"multipart/form-data; boundary={mark}")
        read = json.loads(answer.body)
        document = read.get("docId") or (read.get("data") or {}).get("docId")
        if read.get("success") is not True or not document:
            data = read.get("data") or {}
            if not isinstance(data.get("errorCode"), str) or not read.get("message"):
                raise ClientFailure(f"sendEdoc: a refusal that cannot be read: {read}")
            return None, data["errorCode"], read["message"]
        return document, None, ""

    def agencies(self):
        """The list of units, with the bearer token alone; any failure is an empty list."""
        answer = self.login.exchange("GET", "/v1/getAgenciesList", self.fields[:1])
        read = json.loads(answer.body)
        items = read if isinstance(read, list) else read.get("data")
        if answer.status != 200 or not isinstance(items, list):
            raise ClientFailure(f"getAgenciesList: taken for an empty list: {answer.status} {answer.body[:80]}")
        for item in items:
            if not isinstance(item["orgCode"], str) or not isinstance(item["orgName"], str):
                raise ClientFailure(f"getAgenciesList: {item}")
        return items
