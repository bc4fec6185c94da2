"""The field's programs against the daemon, each as a driver built from its wire: field_checks.py CHECK RUN_FILE LGSP.

A driver fails where the real program would (field/*.py). Each check runs over the plain and the TLS listener.
"""
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bus import FIRST, SECOND, SECRET, Bus, fails, ok, status_message  # noqa: E402

import bkav  # noqa: E402
import lang_son  # noqa: E402
import vxp_net  # noqa: E402
import wire  # noqa: E402


def bases(bus):
    return [bus.run["plain_url"], bus.run["url"]]


def code_of(content):
    text = content.decode()
    part = lambda name: text.split(f"<edXML:{name}>")[1].split("<")[0]  # noqa: E731
    return part("CodeNumber") + "/" + part("CodeNotation")


def java(bus):
    """All operations of the axis's Java client, by both versions, at both addresses."""
    bus.system("a.one", FIRST, registrations="10")
    bus.system("a.two", SECOND, policy="advisory")
    round_ = 0
    for base in bases(bus):
        for root in ("vxp", "vdxp-product/1.0"):
            for version in ("2.0.1", "2.0.0"):
                round_ += 1
                one = lambda: bus.client("a.one", base=base, root=root, version=version)  # noqa: E731
                two = lambda: bus.client("a.two", base=base, root=root, version=version)  # noqa: E731
                assert len(ok(one().call("getAgenciesList"))["data"]) > 100
                assert len(ok(one().call("getAgenciesListQD20", {"level": "1"}))["data"]) > 20
                assert len(ok(one().call("getSynchronizeUnit"))["data"]) > 100
                code = f"{FIRST}.{70 + round_}"
                ok(one().register(id="1", pcode=FIRST, code=code, name="Phòng Mẫu", mail=None, mobile="", fax=None))
                ok(one().call("deleteAgency", {"AgencyCode": code}, b"{}"))
                content = bus.document()
                sent = ok(one().send(FIRST, content))["DocId"]
                assert ok(one().send(FIRST, content))["DocId"] == sent
                refused = one().send(SECOND, content)
                assert refused["status"] == "FAIL" and refused["DocId"] == "", refused
                assert refused["ErrorDesc"] == f"Don vi gui {SECOND} khong dung voi ma da dang ky: a.one", refused
                assert two().count("countReceiveEdoc") == 1
                item = ok(two().received())["data"][0]["docId"]
                assert two().get(item) == content, "what is stored is the file, without CR LF"
                assert two().download(item) == content
                # Without a signature: the client's own fault, which must not write an error into its file.
                status, body = two().exchange("downloadEdoc2", {"docId": item}, method="GET")
                assert (status, body) == (401, b""), (status, body)
                assert two().download("00000000-0000-0000-0000-000000000000") is None
                missing = two().get("00000000-0000-0000-0000-000000000000")
                assert missing["status"] == "FAIL" and missing["data"] == "", missing
                ok(two().update(item, "done"))
                assert ok(two().received())["data"] == []
                ok(two().send(SECOND, status_message(content, "03"), "status"))
                assert one().count("countReceiveStatus") == 1
                heard = ok(one().received("status"))["data"][0]["docId"]
                assert one().get(heard) == status_message(content, "03")
                ok(one().update(heard, "done"))
                row = ok(one().sent())["data"][0]
                assert row["senderDocId"] == sent and row["receiveStatus"] == "done", row
                assert ok(one().sent(docId="null"))["data"][0] == row
    # One object for a whole run: all that was set before lingers, and is signed again.
    one, two = bus.client("a.one"), bus.client("a.two")
    ok(one.send(FIRST, bus.document()))
    item = ok(two.received())["data"][0]["docId"]
    two.get(item)
    ok(two.update(item, "done"))
    ok(one.send(FIRST, bus.document()))
    assert len(ok(two.received())["data"]) == 1
    assert len(ok(one.sent())["data"]) > 1


def java_failures(bus):
    """Refusals in words that the client can read: ASCII in sendEdoc, an envelope whatever went wrong."""
    one = bus.system("b.one", FIRST)
    content = bus.document()
    # The program's systemId as the sender: who sends is what From says.
    ok(one.send("b.one", content))
    other = bus.document(SECOND, FIRST)
    assert one.send("b.one", other)["ErrorCode"] == "sender_not_of_system"
    # A sentence with Vietnamese in it.
    broken = content.replace(b"</edXML:Subject>", "</edXML:Subject><edXML:Chủđề/>".encode(), 1)
    answer = one.send(FIRST, broken.replace(b"<edXML:TypeName>", b"<edXML:TypeNameX>").replace(
        b"</edXML:TypeName>", b"</edXML:TypeNameX>"))
    assert answer["status"] == "FAIL" and answer["DocId"] == "" and answer["ErrorDesc"].isascii(), answer
    # The CR LF is the client's: taken away once, only where the digest says so.
    again = content + b"\r\n"
    assert one.send(FIRST, again)["ErrorCode"] == "document_id_conflict"
    status, body = one.exchange("sendEdoc", {"hash-file": "00", "from": FIRST}, content)
    assert status == 200 and one.read_sent(body)["ErrorCode"] == "body_digest_mismatch"
    # Letters that a header field cannot carry: nobody could check the signature, but the reason is read.
    for folder in ("/tmp/văn bản đến", "C:\\Công văn\\đi", "/tmp/Ủy ban"):
        client = bus.client("b.one")
        status, body = client.exchange("getEdoc", {"docId": "x", "filePath": folder})
        answer = client.read("getEdoc", body)
        assert status in (400, 401) and answer["status"] == "FAIL" and "header" in answer["ErrorDesc"], (status, answer)
        assert client.download("x", folder) is None
    # Within Latin-1 they can.
    client = bus.client("b.one")
    assert client.get("x", "/tmp/tài liệu".replace("ệ", "ê"))["ErrorCode"] == "not_found"
    # A body over the limit, and a stranger.
    client = bus.client("b.one")
    assert client.call("registerAgency", body=b"{" + b" " * 70_000 + b"}")["ErrorCode"] == "too_large"
    assert bus.client("nobody").send(FIRST, content)["ErrorCode"] == "system_unknown"
    assert bus.client("b.one", "another-secret").send(FIRST, content)["ErrorCode"] == "request_signature_invalid"


def java_stuck(bus):
    """Programs that leave what they do not know unconfirmed: a full list of such items hides nothing newer."""
    one, two = bus.system("c.one", FIRST), bus.system("c.two", SECOND)
    for _ in range(3):
        ok(one.send(FIRST, bus.document()))
    old = [item["docId"] for item in ok(two.received())["data"]]
    for item in old:
        assert two.get(item)
    ok(one.send(FIRST, bus.document()))
    new = [item["docId"] for item in ok(bus.client("c.two").received())["data"]]
    assert new[:3] == old and len(new) == 4, (old, new)


def net(bus):
    """The .NET client's calls."""
    bus.system("d.one", FIRST)
    bus.system("d.two", SECOND, policy="advisory")
    for base in bases(bus):
        client = lambda name: vxp_net.NetClient(base + "/vxp", name, SECRET, cafile=bus.root)  # noqa: E731
        content = bus.document(FIRST, SECOND, "G22")
        client("d.one").send(FIRST, content, to=[SECOND, "G22"], service="edoc")
        client("d.one").send(FIRST, bus.document(), service=None)
        items = client("d.two").list()
        assert len(items) == 2, items
        ok(client("d.two").update(items[0]["docId"], "done"))
        ok(client("d.two").update(items[1]["docId"], "fail", description="File loi: khong doc duoc"))
        row = ok(client("d.one").sent())["data"][0]
        assert row["receiveStatus"] == "fail", row
        status = status_message(content, "06", reason="")
        assert b"<edXML:StatusCode>06</edXML:StatusCode>" in status
        client("d.two").send(SECOND, status, "status")
        heard = client("d.one").list("status")
        assert client("d.one").get(heard[0]["docId"]) == status
        ok(client("d.one").update(heard[0]["docId"], "done"))
    reasons = bus.lgsp("dead-letter", "list", "--json")
    assert "khong doc duoc" in reasons, reasons


def lang_son_programs(bus):
    """The worker, and the older flow; one account for two systems, and a token that outlives its daemon's memory."""
    bus.lgsp("account", "add", "lgsp-admin", "--secret", "an-invented-password")
    bus.system("e.one", FIRST, policy="advisory")
    bus.system("e.two", SECOND, secret="another-secret-2")
    for base in bases(bus):
        login = lang_son.Login(base + "/lgsp", "lgsp-admin", "an-invented-password", bus.root)
        one, two = lang_son.Worker(login, "e.one", SECRET), lang_son.Worker(login, "e.two", "another-secret-2")
        assert len(one.agencies()) > 100
        content = bus.document()
        document, code, _ = one.send(content, "12/QĐ-UBND: thử?")
        assert document and code is None
        items = two.list()
        assert len(items) == 1 and items[0]["from"] == FIRST and items[0]["to"] == SECOND, items
        name = items[0]["docId"]
        assert two.get(name) == content
        edxml, files = two.older_get(name)
        assert edxml == content and len(files) == 1, files
        for status in ("01", "02", "03", "04", "05", "06", "01"):
            assert two.update(name, status) is None, status
        # Nobody confirms: the item stays, under the same id.
        assert [item["docId"] for item in two.list()] == [name]
        heard = one.list("status")
        assert len(heard) == 6, heard
        message = one.get(heard[0]["docId"])
        assert b"<edXML:StatusCode>01</edXML:StatusCode>" in message, message
        assert two.update(name, "07") == "21" and two.update("none", "01") == "21"
        assert two.update(name, "done") is None and two.list() == []
        for item in heard:
            assert one.update(item["docId"], "done") is None
        # A login by a system's own id serves others as well.
        own = lang_son.Login(base + "/lgsp", "e.one", SECRET, bus.root)
        assert lang_son.Worker(own, "e.two", "another-secret-2").list() == []
        document, code, message = one.send(b"<not xml")
        assert document is None and code == "10" and message, (code, message)
        answer = lang_son.Worker(own, "e.two", SECRET).call("GET", "/v1/syncReceivedEdocList?messageType=edoc")
        assert answer["code"] not in (0, 200) and answer["data"]["errorCode"] == "15" and answer["errorDetail"], answer
    try:
        lang_son.Login(bases(bus)[0] + "/lgsp", "lgsp-admin", "a-wrong-password")
        raise SystemExit("a wrong password logs in")
    except wire.ClientFailure:
        pass
    kept = lang_son.Login(bases(bus)[0] + "/lgsp", "lgsp-admin", "an-invented-password")
    assert kept.token.count(".") == 2
    bus.lgsp("account", "remove", "lgsp-admin")
    try:
        lang_son.Worker(kept, "e.two", "another-secret-2").list()
        raise SystemExit("a token outlives its account")
    except wire.ClientFailure:
        pass


def bkav_programs(bus):
    """The Java client in a process for each call, in one process, and the browser program."""
    bus.system("f.one", FIRST, secret="c2VjcmV0+Zm9y/dGVzdHM=")
    bus.system("f.two", SECOND, secret="YW5vdGhlcitzZWNyZXQvOQ==", policy="advisory")
    for base in bases(bus):
        one = lambda: bkav.Client(base + "/EdocService", FIRST, "c2VjcmV0+Zm9y/dGVzdHM=", bus.root)  # noqa: E731
        two = lambda: bkav.Client(base + "/EdocService", SECOND, "YW5vdGhlcitzZWNyZXQvOQ==", bus.root)  # noqa: E731
        browser = bkav.Browser(base + "/EdocService", SECOND, "YW5vdGhlcitzZWNyZXQvOQ==", bus.root)
        content = bus.document()
        code = code_of(content)
        assert one().exists(FIRST, SECOND, code) is False
        number, errors, _ = one().send(content)
        assert number > 0 and errors == [], errors
        assert one().send(content)[0] == number, "the same file is the same document"
        assert one().exists(FIRST, SECOND, code) is True and two().exists("000.00.13.H10", SECOND, code) is True
        assert two().pending() == [number]
        assert browser.pending() == [(number, SECOND)]
        # What was never read is not confirmed: the client may have named the wrong document.
        refused = two().confirm(number)
        assert refused["status"] == "Fail" and refused["errors"][0]["code"] == "ConfirmReceived", refused
        assert two().get(number) == content
        assert two().confirm(number)["status"] == "Success"
        assert two().confirm(number)["status"] == "Success"
        assert two().pending() == []
        status = status_message(content, "03")
        told, errors, _ = two().send(status, "STATUS")
        assert told > 0 and told != number, errors
        assert one().pending("STATUS") == [told] and one().get(told, "STATUS") == status
        assert one().confirm(told)["status"] == "Success"
        assert any(item["organId"] == SECOND for item in one().organizations())
        assert [item["organId"] for item in one().organizations(SECOND)] == [SECOND]
        # In one process the fields of the first GET and POST stay for all later ones.
        numbers = [one().send(bus.document())[0] for _ in range(3)]
        process = two()
        assert process.pending() == numbers
        first = process.get(numbers[0])
        assert process.get(numbers[1]) == first, "the client asks for the first again"
        assert process.confirm(numbers[1])["docId"] == numbers[0]
        assert two().pending() == numbers[1:], "what was never read is still there"
        lost = two()
        lost.get(None)
        assert lost.confirm(numbers[2])["errors"][0]["code"] == "DocID"
        assert two().pending() == numbers[1:]
        for number in numbers[1:]:
            assert isinstance(two().get(number), bytes) and two().confirm(number)["status"] == "Success"

        def refused(answer, name):
            number, errors, read = answer
            assert number == 0 and errors == [name] and read["code"] == "9999", read

        refused(one().send(bus.document(), None), "BadRequest")
        refused(one().send(bus.document(), "LETTER"), "MessageType")
        refused(one().send(b"<", "EDOC"), "T.not_well_formed")
        refused(one().send(content.replace(b"Subject>", b"Sub>")), "N.missing_element")
        refused(one().send(bus.document(sign="none")), "N.signature_missing")
        refused(one().send(content.replace(b"<edXML:Subject>", b"<edXML:Subject>x")), "M.signature_digest_mismatch")
        number, errors, read = two().send(status_message(content, "03", document="H10.13,2021,none").replace(
            b"<edXML:Code>", b"<edXML:Code>0"), "STATUS")
        assert number == 0 and read["status"] == "Error", read
        assert one().get("x")["errors"][0]["code"] == "GetDocument"
        for organ, token, name in [
            (FIRST, "no-such-secret", "Unauthorized"), (SECOND, "c2VjcmV0+Zm9y/dGVzdHM=", "Invalid Credentials"),
        ]:
            stranger = bkav.Client(base + "/EdocService", organ, token, bus.root)
            answer = stranger.exchange("POST", "getDocument", [("docId", "1"), ("type", "EDOC")])
            read = stranger.read(answer)
            assert answer.status == 401 and read["status"] == "False" and read["docId"] == 0, read
            assert read["errors"][0]["code"] == name, read


def bkav_centre(bus):
    """A centre asks with its own code for its children: one entry for each receiver, under one number."""
    bus.system("g.one", FIRST)
    bus.system("g.centre", "H10.31", "H10.31.20", "H10.31.21", SECOND, secret="a-secret-of-a-centre")
    base = bases(bus)[0] + "/EdocService"
    sender = bkav.Client(base, FIRST, SECRET)
    number = sender.send(bus.document(FIRST, "H10.31", "H10.31.20", "H10.31.21", SECOND))[0]
    centre = lambda: bkav.Browser(base, "H10.31", "a-secret-of-a-centre")  # noqa: E731
    assert sorted(centre().pending()) == [
        (number, "H10.31"), (number, "H10.31.20"), (number, "H10.31.21")], centre().pending()
    child = bkav.Browser(base, "H10.31.20", "a-secret-of-a-centre")
    assert child.pending() == [(number, "H10.31.20")]
    assert isinstance(child.get(number), bytes) and child.confirm(number)["status"] == "Success"
    assert sorted(organ for _, organ in centre().pending()) == ["H10.31", "H10.31.21"]
    assert isinstance(centre().get(number), bytes) and centre().confirm(number)["status"] == "Success"
    assert centre().pending() == []
    assert bkav.Browser(base, SECOND, "a-secret-of-a-centre").pending() == [(number, SECOND)]


def numbers_last(bus):
    """The numbers of messages come from the facts: the same after the read models are folded anew."""
    bus.system("h.one", FIRST)
    bus.system("h.two", SECOND, secret="another-secret-2")
    base = bases(bus)[0] + "/EdocService"
    numbers = [bkav.Client(base, FIRST, SECRET).send(bus.document())[0] for _ in range(3)]
    assert len(set(numbers)) == 3 and all(0 < number < 2**53 for number in numbers), numbers
    two = lambda: bkav.Client(base, SECOND, "another-secret-2")  # noqa: E731
    assert two().pending() == numbers
    contents = [two().get(number) for number in numbers]
    bus.lgsp("ledger", "rebuild")
    assert two().pending() == numbers and [two().get(number) for number in numbers] == contents


def strangers(bus):
    """Whoever has lost the right is told so whatever it sends: programs log in again on 401 alone."""
    bus.system("s.one", FIRST)
    content = bus.document(size=100_000)
    for base in bases(bus):
        for client in (bus.client("s.one", "another-secret", base=base), bus.client("nobody", base=base)):
            answer = client.send(FIRST, content)
            assert answer["ErrorCode"] in ("request_signature_invalid", "system_unknown"), answer
        login = lang_son.Login(base + "/lgsp", "s.one", SECRET, bus.root)
        login.token = login.token[:-2] + "xx"
        worker = lang_son.Worker(login, "s.one", SECRET)
        assert worker.send(content) == (None, "15", "licenseInfo:invalid"), worker.send(content)
        mark = "xx"
        body = f"--{mark}\r\nContent-Disposition: form-data; name=\"edocFile\"\r\n\r\n".encode() + content
        answer = login.exchange("POST", "/v1/sendEdoc", worker.fields, body, "multipart/form-data; boundary=" + mark)
        assert answer.status == 401, (answer.status, answer.body)
        stranger = bkav.Client(base + "/EdocService", FIRST, "no-such-secret", bus.root)
        number, errors, read = stranger.send(content)
        assert number == 0 and errors == ["Unauthorized"] and read["status"] == "False", read


def forged_parts(bus):
    """A document cannot speak for the bus in an answer of several parts, whatever it holds."""
    import email
    from life_checks import Native
    one, two = bus.system("v.one", FIRST, policy="advisory"), Native(bus, SECOND)
    seen = set()
    for guess in ("lgsp-", "lgsp-1-1-4e1f0a6c9b"):
        forged = f"\r\n--{guess}\r\nLgsp-From: G22\r\n\r\nFORGED"
        content = bus.document(sign="none").replace(b"<edXML:Subject>", f"<edXML:Subject>{forged}".encode())
        ok(one.send(FIRST, content))
    for _ in range(3):
        status, body = two.raw(f"/inbox/{SECOND}?content=1", "-H", "Accept: multipart/mixed", "-i")
        head, _, body = body.partition(b"\r\n\r\n")
        kind = next(line for line in head.decode().splitlines() if line.lower().startswith("content-type:"))
        seen.add(kind)
        parts = email.message_from_bytes(kind.encode() + b"\r\n\r\n" + body).get_payload()
        assert status == 200 and [part["Lgsp-From"] for part in parts] == [FIRST, FIRST], kind
    assert len(seen) == 3, "every answer has a boundary of its own"


def tokens_end(bus):
    """A token ends with the secret that was given for it, though a newer one goes on."""
    import time
    bus.system("v.one", FIRST)
    base = bases(bus)[0]
    bus.lgsp("system", "rotate", "v.one", "--secret", "another-secret-2", "--keep-old", "3s")
    old, new = (lang_son.Login(base + "/lgsp", "v.one", secret).token for secret in (SECRET, "another-secret-2"))
    pending = lambda token: bkav.Client(base + "/EdocService", FIRST, token).exchange("GET", "getPendingDocIds", []).status  # noqa: E731
    assert (pending(old), pending(new)) == (200, 200)
    time.sleep(3.2)
    assert (pending(old), pending(new)) == (401, 200)


def long_texts(bus):
    """What is kept for others to read has a limit where it comes in."""
    from life_checks import Native
    one, two = Native(bus, FIRST), Native(bus, SECOND)
    ok(bus.system("x.one", FIRST, policy="advisory").send(FIRST, bus.document(sign="none")))
    item = two.inbox()[0]["delivery"]
    data = json.dumps({"deliveries": [item], "outcome": "fail", "reason": "r" * 1_001})
    status, answer = two.call(f"/inbox/{SECOND}/confirm", "-H", "Content-Type: application/json", "-d", data)
    assert status == 200 and answer["results"][0]["code"] == "reason_too_long" and answer["confirmed"] == 0, answer
    data = json.dumps({"issuer": FIRST, "number": "1", "notation": "x", "promulgation_date": "2026-01-05",
                       "recipients": [SECOND], "type": "t" * 501})
    status, answer = one.call("/paper-documents", "-H", "Content-Type: application/json", "-d", data)
    assert status == 422 and answer["code"] == "text_too_long" and "type" in answer["detail"], answer


def hostile_texts(bus):
    """Numbers beyond all bounds, and texts of combining marks, whose comparison costs their square."""
    import time
    one = bus.system("t.one", FIRST, policy="advisory")
    for level in ("-9223372036854775808", "9223372036854775807", "0", "-1", "99", "x" * 9_000, "null", ""):
        answer = bus.client("t.one").call("getAgenciesListQD20", {"level": level})
        assert answer["ErrorCode"] in ("0", "parameter_invalid"), answer
    for size, index in (("1000000", "1000000"), ("-1", "1"), ("1", "9223372036854775807"), ("1e3", "")):
        answer = bus.client("t.one").received(pageSize=size, pageIndex=index)
        assert answer["ErrorCode"] in ("0", "parameter_invalid"), answer
    marks = "\u0301\u0323" * 6_000
    base = bases(bus)[0]
    began = time.monotonic()
    client = bkav.Client(base + "/EdocService", FIRST, SECRET)
    try:
        assert client.exists(FIRST, SECOND, "1/a" + marks) is False
    except wire.ClientFailure as refused:
        assert "combining marks" in str(refused), refused
    try:
        lang_son.Login(base + "/lgsp", "a" + marks, "x" * 9)
    except wire.ClientFailure:
        pass
    body = json.dumps({"a" + marks + str(i): i for i in range(2)}, ensure_ascii=False).encode()
    one.call("registerAgency", body=body)
    for name in ("DocumentId", "Subject", "AttachmentName", "CodeNotation"):
        text = bus.document(sign="none").decode()
        first, rest = text.split(f"<edXML:{name}>", 1)
        answer = one.send(FIRST, f"{first}<edXML:{name}>a{marks}{rest}".encode())
        assert answer["ErrorCode"] in ("suspicious_characters", "manifest_disagrees"), answer
    assert time.monotonic() - began < 5, time.monotonic() - began


def lists_by_state(bus):
    """A filter comes before the page; a status is found however many came after it; names are nobody else's."""
    one = bus.system("u.one", FIRST)
    two = bus.system("u.two", SECOND, policy="advisory")
    for _ in range(3):
        content = bus.document()
        ok(one.send(FIRST, content))
    items = [item["docId"] for item in ok(two.received())["data"]]
    for item in items[:2]:
        ok(bus.client("u.two").update(item, "processing"))
    page = ok(bus.client("u.two").received(status="initial", pageSize="2", pageIndex="1"))["data"]
    assert [item["docId"] for item in page] == items[2:], page
    told = ok(two.send(SECOND, status_message(content, "03"), "status"))["DocId"]
    assert [row["senderDocId"] for row in ok(bus.client("u.two").sent("status", docId=told))["data"]] == [told]
    # By the delivery's id too, and by no other message that has the same number.
    for row in ok(bus.client("u.one").sent())["data"]:
        named = ok(bus.client("u.one").sent(docId=row["receiverDocId"]))["data"]
        assert [one["senderDocId"] for one in named] == [row["senderDocId"]], (row, named)
    assert ok(bus.client("u.one").sent(docId="00000000-0000-0000-0000-000000000000"))["data"] == []
    bus.lgsp("account", "add", "shared", "--secret", "an-invented-password")
    assert "system_exists" in bus.lgsp_errors("system", "add", "shared", "--agency", FIRST)
    # What acts on another document has one place: a second reading of a withdrawal is none.
    for tag in ("BussinessDocType", "ReplacementInfoList"):
        inner = f"<edXML:{tag}>1</edXML:{tag}>" if tag == "BussinessDocType" else f"<edXML:{tag}/>"
        hidden = bus.document(sign="none").replace(b"<edXML:Subject>", f"<Foo>{inner}</Foo><edXML:Subject>".encode())
        bus.lgsp("system", "add", "u.one", "--policy", "advisory")
        assert one.send(FIRST, hidden)["ErrorCode"] == "misplaced_element"


if __name__ == "__main__":
    globals()[sys.argv[1]](Bus(*sys.argv[2:4]))
