"""Checks of forms, descriptions and examples of the dialects: other_checks.py CHECK RUN_FILE LGSP."""
import json
import os
import shutil
import ssl
import subprocess
import sys
import urllib.error
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bus import FIRST, SECOND, SECRET, Bus  # noqa: E402

import lang_son  # noqa: E402


def exchange(url, method="GET", headers=None, body=None):
    request = urllib.request.Request(url, body, headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def worker(bus, system, secret=SECRET):
    """A program of a provincial LGSP that logs in with its own system."""
    return lang_son.Worker(lang_son.Login(bus.run["plain_url"] + "/lgsp", system, secret), system, secret)


def forms(bus):
    """Forms as the libraries of the field write them; of two files none is guessed at."""
    bus.system("d.one", FIRST)
    one = worker(bus, "d.one")

    def form(*parts, before=b"", after=b"", boundary="----=_Part_12_1867.17", quote='"', more=""):
        lines = [before]
        for name, file, content in parts:
            disposition = f"name={quote}{name}{quote}" + (f"; filename={quote}{file}{quote}" if file else "")
            lines += [f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n{more}\r\n".encode(), content,
                      b"\r\n"]
        body = b"".join(lines) + f"--{boundary}--".encode() + after
        return json.loads(one.login.exchange(
            "POST", "/v1/sendEdoc", one.fields, body, f'multipart/form-data; boundary="{boundary}"').body)

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
    """Every refusal has its number and a sentence; without a token, or with another's credentials, nothing is told."""
    bus.system("b.one", FIRST)
    bus.system("b.two", SECOND, secret="another-secret-2")
    one, two = worker(bus, "b.one"), worker(bus, "b.two", "another-secret-2")
    answer = one.login.exchange("GET", "/v1/syncReceivedEdocList?messageType=edoc", [])
    assert answer.status == 401 and json.loads(answer.body)["message"] == "licenseInfo:invalid", answer.body
    for system, secret in [("b.one", "wrong-secret"), ("b.none", SECRET), ("b.two", SECRET)]:
        read = lang_son.Worker(one.login, system, secret).call("GET", "/v1/syncReceivedEdocList?messageType=edoc")
        assert not lang_son.Worker.succeeded(read) and read["data"]["errorCode"] == "15", read
    content = bus.document()
    for code, body in [
        ("10", b"not xml"),
        ("22", content.replace(b"<edXML:Subject>", b"<edXML:Sub>").replace(b"</edXML:Subject>", b"</edXML:Sub>")),
        ("19", bus.document(SECOND, FIRST)), ("21", content.replace(b"<edXML:Subject>", b"<edXML:Subject>x")),
    ]:
        document, found, message = one.send(body)
        assert document is None and found == code and message, (code, found, message)
    answer = one.call("GET", "/v1/getEdoc?docId=none")
    assert answer["success"] is False and answer["data"]["errorCode"] == "21", answer
    assert two.update("x", "done") == "21"
    assert one.login.exchange("GET", "/v1/nothing", one.fields).status == 404


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
