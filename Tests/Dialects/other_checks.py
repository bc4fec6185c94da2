"""Checks of /lgsp and /EdocService: other_checks.py CHECK RUN_FILE LGSP."""
import base64
import json
import os
import shutil
import ssl
import subprocess
import sys
import urllib.error
import urllib.request

sys.path.insert(0, os.path.dirname(__file__))
from vxp_checks import FIRST, SECOND, SECRET, Bus, ok, status_message  # noqa: E402


def exchange(url, method="GET", headers=None, body=None):
    request = urllib.request.Request(url, body, headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


class LGSP:
    """A client of the provincial interface, as vendors write it."""

    def __init__(self, bus, system, secret=SECRET):
        self.base = bus.run["plain_url"] + "/lgsp/v1"
        body = json.dumps({"username": system, "password": secret, "applicationCode": "", "otp": "",
                           "twoFactorProvider": "", "typeObjs": []}).encode()
        status, answer = exchange(
            self.base + "/auth/login?allow_anonymous=true", "POST", {"Content-Type": "application/json"}, body)
        self.status = status
        self.token = json.loads(answer).get("data", {}).get("token")
        self.headers = {"Authorization": f"Bearer {self.token}", "X-SystemId": system, "X-SecretKey": secret}

    def call(self, path, body=None, **headers):
        more = {"Content-Type": "application/json"} if body is not None else {}
        status, answer = exchange(
            self.base + path, "GET" if body is None else "POST", {**self.headers, **more, **headers},
            None if body is None else json.dumps(body).encode())
        return status, json.loads(answer)

    def send(self, content, kind="edoc", **headers):
        mark = "----lgsp-test-9f2c"
        body = (f'--{mark}\r\nContent-Disposition: form-data; name="edocFile"; filename="a.edxml"\r\n'
                f"Content-Type: application/xml\r\n\r\n").encode() + content + (
            f'\r\n--{mark}\r\nContent-Disposition: form-data; name="messageType"\r\n\r\n{kind}\r\n--{mark}--\r\n').encode()
        status, answer = exchange(
            self.base + "/sendEdoc", "POST",
            {**self.headers, "Content-Type": f"multipart/form-data; boundary={mark}", **headers}, body)
        return status, json.loads(answer)


def lgsp(bus):
    """Login, send, list, read, confirm; a document sent here is received through /vxp, and the reverse."""
    bus.system("a.one", FIRST)
    two = bus.system("a.two", SECOND, policy="advisory")
    one, other = LGSP(bus, "a.one"), LGSP(bus, "a.two")
    assert one.token and len(one.token) >= 32
    content = bus.document()
    status, sent = one.send(content)
    assert status == 200 and sent["success"] is True and sent["docId"], sent
    item = ok(two.received())["data"][0]
    assert two.get(item["docId"]) == content
    status, listed = other.call("/syncReceivedEdocList?messageType=edoc&fromDate=2020/01/01&toDate=2099-01-01")
    assert listed["success"] and listed["count"] == 1, listed
    row = listed["data"][0]
    assert set(row) == {"serviceType", "createdTime", "updatedTime", "messageType", "docId", "from", "to", "status",
                        "statusDesc"}, row
    assert row["docId"] == item["docId"] and row["from"] == FIRST
    status, found = other.call("/getEdoc?docId=" + row["docId"])
    data = found["data"]
    assert data["edxml"].encode() == content and data["from"] == FIRST and data["edocCode"] and data["edocAbstract"]
    attachment = content.split(b"ContentTransferEncoded>")[1].split(b"<")[0]
    assert base64.b64decode(data["attachments"][0]["fileContent"]) == base64.b64decode(attachment)
    assert data["attachments"][0]["fileName"]
    assert other.call("/updateStatus", {"docId": row["docId"], "status": "done"})[1]["success"] is True
    assert other.call("/syncReceivedEdocList?messageType=edoc")[1]["count"] == 0
    assert ok(two.received())["data"] == []
    # A status sent through /vxp comes out here.
    ok(two.send(SECOND, status_message(content, "03"), "status"))
    assert one.call("/syncReceivedEdocList?messageType=status")[1]["count"] == 1


def forms(bus):
    """Forms as the libraries of the field write them; of two files none is guessed at."""
    bus.system("d.one", FIRST)
    one = LGSP(bus, "d.one")

    def form(*parts, before=b"", after=b"", boundary="----=_Part_12_1867.17", quote='"', more=""):
        lines = [before]
        for name, file, content in parts:
            disposition = f"name={quote}{name}{quote}" + (f"; filename={quote}{file}{quote}" if file else "")
            lines += [f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n{more}\r\n".encode(), content,
                      b"\r\n"]
        body = b"".join(lines) + f"--{boundary}--".encode() + after
        return json.loads(exchange(one.base + "/sendEdoc", "POST", {
            **one.headers, "Content-Type": f'multipart/form-data; boundary="{boundary}"'}, body)[1])

    def document(name="edocFile", file="vb.edxml"):
        return name, file, bus.document()

    kind = ("messageType", None, b"edoc")
    for answer in [
        form(document(), kind), form(kind, document()), form(document(file=None), kind),
        form(document(), ("messageType", None, b"edoc\r\n")), form(document(), kind, quote=""),
        form(document(), kind, more="Content-Transfer-Encoding: binary\r\n"),
        form(document(), kind, before=b"This is a multi-part message\r\n"), form(document(), kind, before=b"\r\n"),
        form(document(), kind, after=b"\r\nthe rest"), form(document(file="văn bản.edxml"), kind),
    ]:
        assert answer["success"] is True, answer
    for answer, word in [
        (form(document(), document(), kind), "edocFile"), (form(kind), "edocFile"), (form(document()), "messageType"),
        (form(document(), ("messageType", None, b"letter")), "messageType"),
        (form(document(), kind, kind), "messageType"),
    ]:
        assert answer["success"] is False and word in answer["message"], answer


def lgsp_refusals(bus):
    bus.system("b.one", FIRST)
    bus.system("b.two", SECOND)
    one, two = LGSP(bus, "b.one"), LGSP(bus, "b.two")
    assert LGSP(bus, "b.one", "another-secret").status == 401
    status, answer = one.call("/syncReceivedEdocList?messageType=edoc", Authorization="")
    assert status == 401 and "licenseInfo:invalid" in answer["message"], answer
    for headers in [{"X-SecretKey": "wrong-secret"}, {"X-SystemId": "b.none"}, {"X-SystemId": "b.two"}]:
        answer = one.call("/syncReceivedEdocList?messageType=edoc", **headers)[1]
        assert answer["success"] is False and answer["data"]["errorCode"] == 15, answer
    content = bus.document()

    def refused(number, body, **headers):
        answer = one.send(body, **headers)[1]
        assert answer["success"] is False and answer["message"], answer
        data = answer["data"]
        assert data["docId"] is None and data["status"] == "error" and data["errorCode"] == number, (number, answer)
        assert data["errorDesc"], answer

    refused(10, b"not xml")
    refused(22, content.replace(b"<edXML:Subject>", b"<edXML:Sub>").replace(b"</edXML:Subject>", b"</edXML:Sub>"))
    refused(19, bus.document(SECOND, FIRST))
    refused(21, content.replace(b"<edXML:Subject>", b"<edXML:Subject>x"))
    answer = one.call("/getEdoc?docId=none")[1]
    assert answer["success"] is False and answer["data"]["errorCode"] == 21, answer
    assert two.call("/updateStatus", {"docId": "x", "status": "done"})[1]["success"] is False
    assert one.call("/nothing")[0] == 404


class Edoc:
    def __init__(self, bus, organ, token=SECRET):
        self.base = bus.run["plain_url"] + "/EdocService"
        self.headers = {"organid": organ, "authorization": token}

    def call(self, operation, method="POST", body=None, **headers):
        status, answer = exchange(
            f"{self.base}/{operation}", method,
            {**self.headers, "Content-Type": "application/octet-stream", **headers},
            body if body is not None or method == "GET" else b"")
        try:
            return status, json.loads(answer)
        except ValueError:
            return status, answer


def edoc(bus):
    bus.system("c.one", FIRST)
    bus.system("c.two", SECOND, secret="another-secret-9", policy="advisory")
    one, two = Edoc(bus, FIRST), Edoc(bus, SECOND, "Bearer another-secret-9")
    content = bus.document()
    document = content.split(b"<edXML:DocumentId>")[1].split(b"<")[0].decode()
    assert one.call("checkExistDocument", docid=document)[1]["exist"] is False
    sent = one.call("sendDocument", body=content, type="EDOC")[1]
    assert sent["status"] == "Success" and sent["code"] == "0" and sent["docId"] and sent["errors"] == [], sent
    assert one.call("checkExistDocument", docid=document)[1]["exist"] is True
    pending = two.call("getPendingDocIds", "GET", type="EDOC")[1]
    assert pending["status"] == "Success" and len(pending["docIds"]) == 1, pending
    item = pending["docIds"][0]
    assert two.call("getDocument", docid=item) == (200, content)
    assert two.call("sendDocument", body=status_message(content, "03"), type="STATUS")[1]["status"] == "Success"
    assert two.call("confirmReceived", docid=item)[1]["status"] == "Success"
    assert two.call("getPendingDocIds", "GET")[1]["docIds"] == []
    assert len(one.call("getPendingDocIds", "GET", type="STATUS")[1]["docIds"]) == 1
    organs = one.call("getOrganizations", "GET")[1]["organizations"]
    assert any(o["organId"] == FIRST for o in organs)

    def fails(answer, prefix, status=200):
        assert answer[0] == status and answer[1]["status"] == "Fail" and answer[1]["code"] == "9999", answer
        assert answer[1]["errors"][0]["code"].startswith(prefix) and answer[1]["errors"][0]["description"], answer

    fails(one.call("getDocument"), "N.")
    fails(one.call("getDocument", docid="x"), "M.")
    fails(one.call("sendDocument", body=content, type="LETTER"), "R.")
    fails(one.call("sendDocument", body=b"<", type="EDOC"), "T.")
    fails(one.call("sendDocument", body=content, type="STATUS"), "T.")
    fails(one.call("sendDocument", body=content.replace(b"Subject>", b"Sub>"), type="EDOC"), "N.missing_element")
    beyond = bus.document(sign="none").replace(b"<edXML:Priority>0<", b"<edXML:Priority>9<")
    fails(one.call("sendDocument", body=beyond, type="EDOC"), "R.invalid_value")
    fails(one.call("sendDocument", body=bus.document(sign="none"), type="EDOC"), "N.signature_missing")
    fails(one.call("sendDocument", body=b"\xff" + content, type="EDOC"), "T.")
    fails(Edoc(bus, SECOND).call("getPendingDocIds", "GET"), "M.")
    fails(Edoc(bus, FIRST, "no-such-secret").call("getPendingDocIds", "GET"), "M.", 401)
    fails(Edoc(bus, FIRST, "another-secret-9").call("getPendingDocIds", "GET"), "M.")
    other = content.replace(b"<edXML:Subject>", b"<edXML:Subject>x")
    bus.lgsp("system", "add", "c.one", "--policy", "advisory")
    answer = one.call("sendDocument", body=other, type="EDOC")
    fails(answer, "ExistDoc")
    bus.lgsp("system", "add", "c.one", "--duplicates", "refuse")
    fails(one.call("sendDocument", body=content, type="EDOC"), "ExistDoc")


def contract(bus):
    """Each interface describes itself, to anybody, and every operation it names is there."""
    plain, tls = bus.run["plain_url"], bus.run["url"]
    context = ssl.create_default_context(cafile=bus.run["certificates"] + "/root.pem")
    with urllib.request.urlopen(tls + "/openapi.json", context=context) as answer:
        native = json.load(answer)
    documents = [native] + [
        json.loads(exchange(f"{plain}/{name}/openapi.json")[1]) for name in ("lgsp", "EdocService")]
    for document in documents:
        assert document["openapi"].startswith("3.1"), document
        names = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
        assert len(names) == len(set(names)) > 4, names
    for document in documents[1:]:
        for path, operations in document["paths"].items():
            for method in operations:
                assert exchange(plain + path, method.upper(), body=b"")[0] not in (404, 405), (method, path)
            assert exchange(plain + path, "PATCH", body=b"")[0] == 405, path
    assert {"/api/v1/documents", "/api/v1/inbox/{agency}", "/api/v1/systems"} <= set(native["paths"])


def examples(bus):
    """What Documentation/examples shows does what it says; the one in Java only where there is a JDK."""
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Documentation", "examples")

    def run(*command):
        done = subprocess.run(command, capture_output=True, text=True, cwd=bus.folder)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        return done.stdout

    def file(content):
        path = os.path.join(bus.folder, f"example-{bus.count}.edxml")
        with open(path, "wb") as out:
            out.write(content)
        return path

    shown = run(folder + "/native.sh", bus.run["url"], bus.run["certificates"], FIRST, SECOND,
                file(bus.document(sign="none")))
    assert "the same bytes" in shown and '"confirmed":1' in shown and '"effect":"moves"' in shown, shown
    bus.system("x.one", FIRST)
    bus.system("x.two", SECOND)
    base = bus.run["plain_url"] + "/vxp"
    client = ["/usr/bin/python3", folder + "/vxp.py", base]
    sent = json.loads(run(*client, "x.one", SECRET, "send", FIRST, file(bus.document())))["DocId"]
    if shutil.which("java"):
        java = ["java", folder + "/Vxp.java", base]
        again = bus.document()
        assert json.loads(run(*java, "x.one", SECRET, "send", FIRST, file(again)))["DocId"] != sent
        counted = json.loads(run(*java, "x.two", SECRET, "call", "countReceiveEdoc"))
        assert counted["count"] == 2, counted
    for item in json.loads(run(*client, "x.two", SECRET, "list"))["data"]:
        assert "edXMLEnvelope" in run(*client, "x.two", SECRET, "get", item["docId"])
        run(*client, "x.two", SECRET, "done", item["docId"])
    assert json.loads(run(*client, "x.two", SECRET, "call", "countReceiveEdoc"))["count"] == 0


if __name__ == "__main__":
    globals()[sys.argv[1]](Bus(*sys.argv[2:4]))
