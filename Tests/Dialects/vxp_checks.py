"""Checks of the rules behind /vxp, by a driver of the axis's Java client: vxp_checks.py CHECK RUN_FILE LGSP.

Each check is one function; it fails by an assertion. RUN_FILE is the daemon's ready file, LGSP the program.
"""
import datetime
import hashlib
import hmac
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bus import FIRST, SECOND, SECRET, Bus, fails, ok, status_message  # noqa: E402

import vxp_java  # noqa: E402


def sends_and_receives(bus):
    """A document's way from sendEdoc to done, and a status back."""
    one, two = bus.system("a.one", FIRST), bus.system("a.two", SECOND, policy="advisory")
    content = bus.document()
    sent = ok(one.send(FIRST, content))["DocId"]
    # A byte-identical retry is answered like the first, and has no second effect.
    assert ok(one.send(FIRST, content))["DocId"] == sent
    items = ok(two.received())["data"]
    assert len(items) == 1, items
    item = items[0]
    assert item["from"] == FIRST and item["to"] == SECOND and item["messageType"] == "edoc", item
    assert item["status"] == "initial" and item["docId"] != sent, item
    assert ok(two.call("countReceiveEdoc"))["count"] == 1
    assert json.loads(two.exchange("countReceiveEdoc", method="GET")[1])["count"] == 1
    assert two.get(item["docId"]) == content
    status, raw = two.exchange("downloadEdoc", {"docId": item["docId"], "filePath": ""}, method="GET")
    assert (status, raw) == (200, content)
    # Fetching changes nothing.
    assert ok(two.received())["data"][0]["status"] == "initial"
    ok(two.update(item["docId"], "processing"))
    assert ok(two.received())["data"][0]["status"] == "processing"
    ok(two.update(item["docId"], "done"))
    ok(two.update(item["docId"], "done"))
    # The status of the call before lingers among the fields: it is no filter.
    assert ok(two.received())["data"] == []
    row = ok(one.call("getSentEdocList", {"servicetype": "eDoc", "messagetype": "edoc", "docId": sent}))["data"]
    assert len(row) == 1 and row[0]["receiverDocId"] == item["docId"] and row[0]["receiveStatus"] == "done", row
    fails(two.update(item["docId"], "fail"), "delivery_state_final")
    status = status_message(content, "03")
    told = ok(two.send(SECOND, status, "status"))["DocId"]
    assert ok(one.call("countReceiveStatus"))["count"] == 1
    heard = ok(one.received("status"))["data"]
    assert [h["from"] for h in heard] == [SECOND] and one.get(heard[0]["docId"]) == status, heard
    sent_statuses = ok(two.call("getSentEdocList", {"servicetype": "eDoc", "messagetype": "status", "docId": told}))
    assert [s["senderDocId"] for s in sent_statuses["data"]] == [told], sent_statuses
    # The same status twice is one status.
    ok(two.send(SECOND, status.replace(b"08:00:01", b"08:00:02"), "status"))
    assert ok(one.call("countReceiveStatus"))["count"] == 1


def statuses_find_their_document(bus):
    """By DocumentId, or by code, day and issuer; one that matches nothing is told to its sender."""
    one = bus.system("b.one", FIRST)
    two = bus.system("b.two", SECOND, policy="advisory")
    content = bus.document()
    ok(one.send(FIRST, content))
    ok(two.send(SECOND, status_message(content, "01", by_code=True), "status"))
    ok(two.send(SECOND, status_message(content, "03", document="H10.13,2021,none"), "status"))
    nobodys = status_message(content, "03", document="H10.13,2021,none").replace(b"<edXML:Code>", b"<edXML:Code>9")
    fails(two.send(SECOND, nobodys, "status"), "status_document_unknown")
    fails(two.send(SECOND, status_message(content, "09"), "status"), "status_code_undefined")
    fails(two.send(SECOND, status_message(content, "02"), "status"), "reason_missing")
    fails(two.send(SECOND, status_message(content, "15"), "status"), "status_out_of_order")
    assert ok(one.call("countReceiveStatus"))["count"] == 2


def refuses_bad_signatures(bus):
    """Wrong secrets, changed fields, fields that are not signed, clocks that lie."""
    good = bus.system("c.one", FIRST)
    for client, code in [
        (bus.client("c.one", "another-secret"), "request_signature_invalid"),
        (bus.client("c.none"), "system_unknown"),
    ]:
        status, answer = client.exchange("getReceivedEdocList", {"servicetype": "eDoc", "messagetype": "edoc"})
        assert status == 401, status
        fails(json.loads(answer), code)

    class Changing(vxp_java.Client):
        def headers(self, *arguments):
            headers = super().headers(*arguments)
            self.change(headers)
            return headers

    def attempt(change, operation="getReceivedEdocList", parameters=None, body=b"{}"):
        client = Changing(good.base, "c.one", SECRET)
        client.change = change
        status, answer = client.exchange(
            operation, parameters or {"servicetype": "eDoc", "messagetype": "edoc"}, body)
        return status, json.loads(answer)

    def unsigned(name):
        def change(headers):
            signed = json.loads(headers["XroadVnpt-sign-header"])
            signed.pop("XroadVnpt-" + name)
            text = json.dumps(signed, separators=(",", ":"))
            headers["XroadVnpt-sign-header"] = text
            headers["XroadVnpt-sign-header-key"] = ";".join(key[len("XroadVnpt-"):] for key in signed)
            headers["XroadVnpt-hash-header"] = hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()
        return change

    def set_field(name, value):
        return lambda headers: headers.update({"XroadVnpt-" + name: value})

    send = {"from": FIRST, "servicetype": "eDoc", "messagetype": "edoc", "hash-file": hashlib.sha256(b"x").hexdigest()}
    for change, code, operation, parameters in [
        (set_field("messagetype", "status"), "request_signature_invalid", "getReceivedEdocList", None),
        (set_field("systemid", "c.none"), "system_unknown", "getReceivedEdocList", None),
        (lambda headers: headers.pop("XroadVnpt-hash-header"), "request_signature_missing", "getReceivedEdocList", None),
        (lambda headers: headers.pop("XroadVnpt-messagetype"), "request_signature_invalid", "getReceivedEdocList", None),
        (set_field("sign-header-key", "systemid;timestamp"), "request_signature_invalid", "getReceivedEdocList", None),
        (unsigned("timestamp"), "request_signature_incomplete", "getReceivedEdocList", None),
        (unsigned("systemid"), "request_signature_incomplete", "getReceivedEdocList", None),
        (unsigned("messagetype"), "request_signature_incomplete", "getReceivedEdocList", None),
        (unsigned("hash-file"), "request_signature_incomplete", "sendEdoc", send),
        (unsigned("from"), "request_signature_incomplete", "sendEdoc", send),
    ]:
        status, answer = attempt(change, operation, parameters, b"x")
        assert status == 401, (code, status, answer)
        fails(answer, code)
    status, answer = attempt(lambda headers: None, "sendEdoc", send, b"y")
    assert status == 200
    fails(answer, "body_digest_mismatch")
    # The form with leading zeros is taken as well.
    fails(attempt(lambda headers: None, "sendEdoc", send, b"x")[1], "bytes_before_declaration")
    now = datetime.datetime.now(datetime.timezone.utc)
    hours = datetime.timedelta(hours=1)
    for moment, is_good in [
        (now, True), (now + 7 * hours, True), (now - 23 * hours, True), (now + 30 * hours, True),
        (now - 25 * hours, False), (now + 32 * hours, False),
    ]:
        status, answer = bus.client("c.one", now=moment).exchange("countReceiveEdoc")
        assert (status == 200) == is_good, (moment, status, answer)
        if not is_good:
            assert status == 401
            fails(json.loads(answer), "request_time_outside")


def refuses_others(bus):
    """Wrong `from`, others' documents, unknown ids, types that don't fit, parameters that are missing."""
    one, two = bus.system("d.one", FIRST), bus.system("d.two", SECOND)
    content = bus.document()
    answer = one.send(SECOND, content)
    fails(answer, "sender_not_of_system")
    assert answer["ErrorDesc"] == f"Don vi gui {SECOND} khong dung voi ma da dang ky: d.one", answer
    answer = two.send(SECOND, content)
    fails(answer, "sender_not_of_system")
    fails(one.send(FIRST, content, "status"), "message_type_mismatch")
    fails(one.send(FIRST, b"<edXML"), "not_well_formed")
    ok(one.send(FIRST, content))
    item = ok(two.received())["data"][0]["docId"]
    fails(one.update(item, "done"), "not_found")
    assert one.get(item)["ErrorCode"] == "not_found"
    assert two.get("")["ErrorCode"] == "parameter_missing"
    for name in ["x", "00000000-0000-0000-0000-000000000000"]:
        assert two.get(name)["ErrorCode"] == "not_found", name
        fails(two.update(name, "done"), "not_found")
    fails(two.update(item, "initial"), "parameter_invalid")
    fails(two.call("getReceivedEdocList", {"messagetype": "letter"}), "parameter_invalid")
    answer = bus.client("d.two").call("getEdoc")
    fails(answer, "parameter_missing")
    assert "XroadVnpt-docId" in answer["ErrorDesc"], answer
    # The sentence says what is wrong, and where.
    nameless = content.replace(b"<edXML:Subject>", b"<edXML:Sub>").replace(b"</edXML:Subject>", b"</edXML:Sub>")
    answer = one.send(FIRST, nameless)
    fails(answer, "missing_element")
    assert "MessageHeader" in answer["ErrorDesc"] and "Subject" in answer["ErrorDesc"], answer
    fails(bus.client("d.two").call("openSesame"), "operation_unknown")


def placeholders_by_policy(bus):
    """A copied placeholder is refused where signatures are required, and told with the delivery where they are not."""
    strict, lax = bus.system("e.one", FIRST), bus.system("e.two", FIRST, policy="advisory")
    two = bus.system("e.three", SECOND)
    content = bus.document()
    broken = content.replace(b"<edXML:Subject>", b"<edXML:Subject>x")
    fails(strict.send(FIRST, broken), "signature_digest_mismatch")
    unsigned = bus.document(sign="none")
    fails(strict.send(FIRST, unsigned), "signature_missing")
    ok(lax.send(FIRST, broken))
    ok(lax.send(FIRST, unsigned))
    words = [item["status_desc"] for item in ok(two.received())["data"]]
    assert sum("không hợp lệ" in w for w in words) == 1 and sum("không có chữ ký" in w for w in words) == 1, words
    bus.lgsp("system", "add", "e.three", "--verified-only", "yes")
    fails(lax.send(FIRST, bus.document(sign="none")), "receiver_wants_signature")
    ok(lax.send(FIRST, bus.document()))


def builders(bus):
    """Messages in the shape of the field's builders (messages/*.edxml, invented content): what lint says of each, all of
    it, and what becomes of it under both policies (messages/codes.tsv)."""
    strict, lax = bus.system("m.one", FIRST), bus.system("m.two", FIRST, policy="advisory")
    two = bus.system("m.three", SECOND)
    folder = os.path.join(os.path.dirname(__file__), "messages")
    with open(os.path.join(folder, "codes.tsv")) as file:
        rows = [line.rstrip("\n").split("\t") for line in file][1:]
    assert sorted(row[0] + ".edxml" for row in rows) == sorted(n for n in os.listdir(folder) if n.endswith(".edxml"))
    seen = set()
    for name, lint, required, advisory in rows:
        path = os.path.join(folder, name + ".edxml")
        said = subprocess.run([bus.program, "lint", path, "--json"], capture_output=True, text=True, check=True)
        lines = [json.loads(line) for line in said.stdout.splitlines()]
        faults = [line for line in lines if "severity" in line]
        assert all(fault["severity"] == "warning" for fault in faults), (name, faults)
        codes = " ".join(sorted(fault["code"] for fault in faults)) or "-"
        assert codes == lint, (name, codes)
        with open(path, "rb") as file:
            content = file.read()
        fails(strict.send(FIRST, content), required)
        ok(lax.send(FIRST, content))
        new = [item for item in ok(two.received())["data"] if item["docId"] not in seen]
        seen |= {item["docId"] for item in new}
        assert len(new) == 1 and two.get(new[0]["docId"]) == content, (name, new)
        words = {"absent": "không có chữ ký", "invalid": "không hợp lệ"}[advisory]
        assert words in new[0]["status_desc"], (name, new)
    # Whoever knows no DocumentId writes the same word into every document: each is one, and the same bytes are one.
    other = content = open(os.path.join(folder, "province-builder.edxml"), "rb").read()
    other = other.replace("mẫu số 110".encode(), "mẫu số 112".encode()).replace(b"110/STTTT-VP", b"112/STTTT-VP")
    assert other != content
    first = ok(lax.send(FIRST, content))["DocId"]
    assert ok(lax.send(FIRST, other))["DocId"] != first
    assert ok(lax.send(FIRST, content))["DocId"] == first


def leftovers_hide_nothing(bus):
    """Fields of earlier calls are sent and signed again: no list may become shorter by them."""
    one, two = bus.system("l.one", FIRST), bus.system("l.two", SECOND)
    ok(one.send(FIRST, bus.document()))
    item = ok(two.received())["data"][0]["docId"]
    assert two.get(item)
    ok(two.update(item, "processing"))
    ok(one.send(FIRST, bus.document()))
    states = [row["status"] for row in ok(two.received())["data"]]
    assert states == ["processing", "initial"], states
    fresh = bus.client("l.two")
    assert [row["status"] for row in ok(fresh.received(status="processing"))["data"]] == ["processing"]
    # The docId of what was received says nothing about what was sent.
    ok(two.send(SECOND, bus.document(SECOND, FIRST)))
    sent = ok(two.call("getSentEdocList", {"servicetype": "eDoc", "messagetype": "edoc"}))["data"]
    assert len(sent) == 1, sent
    # A page of nothing is what a client has that never set its size.
    assert len(ok(fresh.received(status="", pageSize="0", pageIndex="0"))["data"]) == 2


def duplicates_by_policy(bus):
    one = bus.system("f.one", FIRST, duplicates="refuse")
    content = bus.document()
    ok(one.send(FIRST, content))
    fails(one.send(FIRST, content), "document_duplicate")


def fail_is_told(bus):
    """`fail` removes an item, becomes a dead letter, and the sender is told."""
    one, two = bus.system("g.one", FIRST), bus.system("g.two", SECOND)
    sent = ok(one.send(FIRST, bus.document()))["DocId"]
    item = ok(two.received())["data"][0]["docId"]
    ok(two.update(item, "fail"))
    assert ok(two.received())["data"] == []
    row = ok(one.call("getSentEdocList", {"servicetype": "eDoc", "messagetype": "edoc", "docId": sent}))["data"][0]
    assert row["receiveStatus"] == "fail", row
    notice = json.loads(bus.lgsp("inbox", FIRST, "--json").splitlines()[0])
    assert notice["status"] == "dead_lettered", notice


def secrets_rotate(bus):
    old = bus.system("h.one", FIRST)
    bus.lgsp("system", "rotate", "h.one", "--secret", "another-secret-2", "--keep-old", "60m")
    new = bus.client("h.one", "another-secret-2")
    ok(old.call("countReceiveEdoc"))
    ok(new.call("countReceiveEdoc"))
    bus.lgsp("system", "rotate", "h.one", "--secret", "another-secret-3")
    assert old.exchange("countReceiveEdoc")[0] == 401 and new.exchange("countReceiveEdoc")[0] == 401
    third = bus.client("h.one", "another-secret-3")
    ok(third.call("countReceiveEdoc"))
    bus.lgsp("system", "close", "h.one")
    status, answer = third.exchange("countReceiveEdoc")
    assert status == 401
    fails(json.loads(answer), "system_closed")
    listed = bus.lgsp("system", "list", "--json")
    assert "another-secret" not in listed and SECRET not in listed
    mode = os.stat(os.path.join(bus.data, "system-secrets.json")).st_mode & 0o777
    assert mode == 0o600, oct(mode)


def directory(bus):
    one = bus.system("i.one", FIRST, registrations="5")
    old = ok(one.call("getAgenciesList"))["data"]
    new = ok(one.call("getAgenciesListQD20"))["data"]
    assert {"id", "pid", "code", "name", "mail", "oldCode"} <= set(old[0])
    assert any(a["code"] == "000.00.13.H10" for a in old) and any(
        a["code"] == FIRST and a["code102"] == "000.00.13.H10" for a in new)
    level = ok(one.call("getAgenciesListQD20", {"level": "1"}))["data"]
    assert 0 < len(level) < len(new)
    one = bus.client("i.one")  # The level would linger.
    units = ok(one.call("getSynchronizeUnit"))["data"]
    assert {"id", "pid", "code", "name", "mail", "version", "centerCode", "deleted", "modifyDate", "isAgency"} == set(
        units[0])
    body = json.dumps({"id": "1", "pcode": FIRST, "code": FIRST + ".77", "name": "Phòng Mẫu", "mail": "",
                       "mobile": "", "fax": ""}).encode()
    ok(one.call("registerAgency", body=body))
    ok(one.call("registerAgency", body=body))
    assert any(a["code"] == FIRST + ".77" for a in ok(one.call("getAgenciesListQD20"))["data"])
    fails(one.call("registerAgency", body=body.replace(FIRST.encode() + b'"', b'H10.14"')), "registration_not_allowed")
    # A code is letters, digits and points, and none from where others are; a name has no control characters.
    for code in ["../../x", FIRST + "..1", "." + FIRST, "G22.5", "000.00.78.G22", "H10.14.7"]:
        answer = one.call("registerAgency", body=body.replace((FIRST + ".77").encode(), code.encode()))
        assert answer["ErrorCode"] in ("agency_code_malformed", "registration_not_allowed"), (code, answer)
    answer = one.call("registerAgency", body=body.replace(b".77", b".79").replace(b'"name": "', b'"name": "a\\n'))
    fails(answer, "agency_name_malformed")
    # What is registered can receive, and cannot be closed while something lies there.
    two = bus.system("i.two", SECOND)
    ok(two.send(SECOND, bus.document(SECOND, FIRST + ".77")))
    fails(one.call("deleteAgency", {"AgencyCode": FIRST + ".77"}), "agency_has_deliveries")
    ok(one.update(ok(one.received())["data"][0]["docId"], "done"))
    ok(one.call("deleteAgency", {"AgencyCode": FIRST + ".77"}))
    bus.lgsp("system", "add", "i.one", "--registrations", "0")
    fails(one.call("registerAgency", body=body.replace(b".77", b".78")), "registration_not_allowed")


def large(bus):
    """An attachment that makes an 80 MB message, both ways, while a stranger's body is refused unread."""
    one, two = bus.system("j.one", FIRST), bus.system("j.two", SECOND)
    content = bus.document(size=60_000_000)
    ok(one.send(FIRST, content))
    item = ok(two.received())["data"][0]["docId"]
    assert two.get(item) == content
    try:
        answer = bus.client("j.one", "another-secret").send(FIRST, content)
        fails(answer, "request_signature_invalid")
    except OSError:
        pass  # The daemon closed while the body was still on its way.


def pages(bus):
    one, two = bus.system("k.one", FIRST), bus.system("k.two", SECOND)
    for _ in range(5):
        ok(one.send(FIRST, bus.document()))
    whole = [item["docId"] for item in ok(two.received())["data"]]
    parts = []
    for page in ("1", "2", "3"):
        parts += [item["docId"] for item in ok(two.received(pageSize="2", pageIndex=page))["data"]]
    assert len(whole) == 5 and parts == whole, (whole, parts)
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7)))
    yesterday = today - datetime.timedelta(days=1)
    fresh = bus.client("k.two")
    for first, last, count in [(today, today, 5), (yesterday, yesterday, 0), (yesterday, today, 5)]:
        found = ok(fresh.received(fromDate=first.strftime("%Y/%m/%d"), toDate=last.strftime("%Y/%m/%d")))["data"]
        assert len(found) == count, (first, last, len(found))
    fails(fresh.received(fromDate="soon", toDate="2026/01/01"), "parameter_invalid")


if __name__ == "__main__":
    globals()[sys.argv[1]](Bus(*sys.argv[2:4]))
