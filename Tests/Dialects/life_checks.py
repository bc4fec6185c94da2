"""Checks of a document's whole life, as its issuer and its receivers see it: life_checks.py CHECK RUN_FILE LGSP."""
import concurrent.futures
import json
import os
import subprocess
import sys
import time
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bus import FIRST, SECOND, SECRET, Bus, fails, ok, status_message  # noqa: E402
from other_checks import worker  # noqa: E402

import bkav  # noqa: E402

THIRD = "G22"


class Native:
    """The native interface as one agency, over TLS with its certificate."""

    def __init__(self, bus, agency):
        folder = bus.run["certificates"]
        self.url, self.agency = bus.run["url"] + "/api/v1", agency
        self.folder = f"{folder}/agencies/{agency}" if agency else f"{folder}/admin"
        self.base = ["curl", "-s", "--cacert", f"{folder}/root.pem", "--cert", f"{self.folder}/certificate.pem",
                     "--key", f"{self.folder}/key.pem", "-w", "\n%{http_code}"]

    def raw(self, path, *options):
        out = subprocess.run([*self.base, *options, self.url + path], capture_output=True).stdout
        body, _, status = out.rpartition(b"\n")
        return int(status), body

    def call(self, path, *options):
        status, body = self.raw(path, *options)
        return status, json.loads(body)

    def post(self, content, signature):
        return self.call("/documents", "-H", "Content-Type: application/edxml+xml", "-H", "Lgsp-Signature: " + signature,
                         "--data-binary", content.decode())

    def sign(self, content, folder):
        path = os.path.join(folder, f"{id(content)}.edxml")
        with open(path, "wb") as file:
            file.write(content)
        done = subprocess.run(
            f"openssl cms -sign -binary -in {path} -signer {self.folder}/certificate.pem -inkey {self.folder}/key.pem "
            "-outform DER | base64 -w0", shell=True, capture_output=True, text=True)
        return done.stdout

    def send(self, bus, content):
        return self.post(content, self.sign(content, bus.folder))

    def show(self, name):
        return self.call("/documents/" + urllib.parse.quote(name, safe=""))

    def inbox(self, **parameters):
        query = urllib.parse.urlencode(parameters)
        return self.call(f"/inbox/{self.agency}?{query}")[1]["items"]


def field(content, name):
    return content.decode().split(f"<edXML:{name}>")[1].split("<")[0]


def act(content, kind, serial, reason="Gửi nhầm", by="id", sender=FIRST, to=(SECOND,), inner="", target=None):
    """A document of `kind` about `content`, as vendors write it; `by` says how the target is named."""
    number = field(content, "CodeNumber") + "/" + field(content, "CodeNotation")
    name = target or field(content, "DocumentId")
    day = field(content, "PromulgationDate")
    answered = {
        "id": f"<edXML:ResponseFor><edXML:OrganId>{FIRST}</edXML:OrganId><edXML:DocumentId>{name}</edXML:DocumentId>"
              "</edXML:ResponseFor>",
        "number": f"<edXML:ResponseFor><edXML:OrganId>{FIRST}</edXML:OrganId><edXML:Code>{number}</edXML:Code>"
                  f"<edXML:PromulgationDate>{day}</edXML:PromulgationDate></edXML:ResponseFor>",
    }.get(by, "")
    business = f"<edXML:DocumentId>{name}</edXML:DocumentId>" if by == "business" else ""
    receivers = "".join(f"<edXML:To><edXML:OrganId>{code}</edXML:OrganId><edXML:OrganName>x</edXML:OrganName></edXML:To>"
                        for code in to)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016" xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">\
<edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader><edXML:From><edXML:OrganId>{sender}</edXML:OrganId>\
<edXML:OrganName>x</edXML:OrganName></edXML:From>{receivers}<edXML:DocumentId>{sender},{day},{serial}</edXML:DocumentId>\
<edXML:Code><edXML:CodeNumber>{serial}</edXML:CodeNumber><edXML:CodeNotation>TH</edXML:CodeNotation></edXML:Code>\
<edXML:PromulgationInfo><edXML:PromulgationDate>{day}</edXML:PromulgationDate></edXML:PromulgationInfo>\
<edXML:DocumentType><edXML:Type>2</edXML:Type><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>\
<edXML:Subject>Về văn bản {number}</edXML:Subject>{answered}</edXML:MessageHeader><edXML:TraceHeaderList>\
<edXML:TraceHeader><edXML:OrganId>{sender}</edXML:OrganId><edXML:Timestamp>2026/01/02 08:00:00</edXML:Timestamp>\
</edXML:TraceHeader><edXML:Bussiness>{business}<edXML:BussinessDocType>{kind}</edXML:BussinessDocType>\
<edXML:BussinessDocReason>{reason}</edXML:BussinessDocReason><edXML:Paper>0</edXML:Paper>{inner}</edXML:Bussiness>\
</edXML:TraceHeaderList></edXML:edXMLHeader><edXML:edXMLBody><edXML:edXMLManifest version="1.0"></edXML:edXMLManifest>\
</edXML:edXMLBody></edXML:edXMLEnvelope></edXML>""".encode()


def parties(bus):
    return Native(bus, FIRST), Native(bus, SECOND), Native(bus, THIRD)


def sent(bus, one, *receivers):
    content = bus.document(FIRST, *receivers, sign="none")
    status, answer = one.send(bus, content)
    assert status == 201, answer
    return content, answer["id"]


def eventually(check, seconds=10):
    end = time.time() + seconds
    while not check():
        assert time.time() < end, "it did not happen in time"
        time.sleep(0.05)


def withdraws(bus):
    """A withdrawal takes the content from all, tells who had it, freezes the sender's copy, and stays itself."""
    one, two, three = parties(bus)
    content, name = sent(bus, one, SECOND, THIRD, "H10.15")
    # One has read it, one has confirmed it, one has not looked.
    assert two.inbox(content=1)[0]["document"] == name
    item = three.inbox()[0]
    assert three.raw(f"/documents/{item['delivery']}/content") == (200, content)
    three.call(f"/inbox/{THIRD}/confirm", "--data", json.dumps({"deliveries": [item["delivery"]]}))
    withdrawal = act(content, 1, 900, to=(SECOND, THIRD))
    signature = one.sign(withdrawal, bus.folder)
    status, answer = one.post(withdrawal, signature)
    assert status == 201, answer
    [target] = answer["withdraws"]
    assert target["id"] == name and target["not_delivered"] == 0, target
    had = {receiver["to"]["code"]: receiver["outcome"] for receiver in target["receivers"]}
    assert had == {SECOND: "fetched", THIRD: "confirmed", "H10.15": "unread"}, had
    assert all((r["fetched_at"] is None) == (r["outcome"] == "unread") for r in target["receivers"]), target
    # The same bytes again: the same answer, the same receipt.
    status, again = one.post(withdrawal, signature)
    assert status == 200 and again["receipt"] == answer["receipt"] and again["withdraws"] == answer["withdraws"], again
    # Nothing of it is with receivers any more; the withdrawal itself is.
    for receiver in (two, three):
        for part in ("content", "signature"):
            status, problem = receiver.call(f"/documents/{name}/{part}")
            assert (status, problem["code"]) == (410, "document_withdrawn"), problem
        kinds = [(i["kind"], i.get("withdraws", [{}])[0].get("id")) for i in receiver.inbox()]
        assert kinds == [("document", name)], kinds
        assert receiver.raw(f"/documents/{receiver.inbox()[0]['delivery']}/content") == (200, withdrawal)
        shown = receiver.show(name)[1]
        assert shown["withdrawn_by"][0]["reason"] == "Gửi nhầm" and len(shown["deliveries"]) == 1, shown
    status, problem = two.call(f"/inbox/{SECOND}/confirm", "--data", json.dumps(
        {"deliveries": [two.show(name)[1]["deliveries"][0]["delivery"]]}))
    assert problem["results"][0]["code"] == "document_withdrawn", problem
    # The sender keeps its copy, is told of each receiver, and can change nothing any more.
    assert one.raw(f"/documents/{name}/content") == (200, content)
    notices = sorted((i["from"]["code"], i["status"]) for i in one.inbox())
    assert len(notices) == 3 and dict(notices) == {THIRD: "withdrawn_confirmed", SECOND: "withdrawn_fetched", "H10.15": "withdrawn_unread"}, notices
    states = {d["to"]["code"]: d["state"] for d in one.show(name)[1]["deliveries"]}
    assert states == {SECOND: "withdrawn", THIRD: "done", "H10.15": "withdrawn"}, states
    for kind in (1, 2, 3):
        status, problem = one.send(bus, act(content, kind, 910 + kind, by="business"))
        assert (status, problem["code"]) == (409, "already_withdrawn"), problem
    status, problem = one.call(f"/documents/{name}/recall", "--data", json.dumps({"reason": "x"}))
    assert (status, problem["code"]) == (409, "already_withdrawn"), problem
    # A receiver's status comes late, once.
    for effect in ("late", "repeats"):
        status, answer = two.call(f"/documents/{name}/statuses", "--data", json.dumps({"code": "03"}))
        assert (status, answer["effect"]) == (201, effect), answer
    trace = [h["event"] for h in one.call(f"/documents/{name}/trace")[1]["hops"]]
    assert "withdrawn" in trace and trace.count("taken back") == 3, trace
    explained = two.call(f"/documents/{name}/explain")[1]
    assert any(s["stage"] == "life" and s["state"] == "withdrawn" for s in explained["stages"]), explained
    assert "Gửi nhầm" in bus.lgsp("show", name)
    stands(bus, one)


def stands(bus, one):
    """The ledger verifies, and its read models rebuild to the same; a withdrawal counts nothing."""
    assert json.loads(bus.lgsp("ledger", "verify", "--json"))["faults"] == []
    rebuilt = json.loads(bus.lgsp("ledger", "rebuild", "--json"))
    assert rebuilt["different"] == [], rebuilt


def refuses(bus):
    """What cannot be withdrawn, updated or replaced is an error that the sender sees; nothing of it is kept."""
    one, two, three = parties(bus)
    content, name = sent(bus, one, SECOND)
    for serial, (sender, document, expected) in enumerate([
        (one, act(content, 1, 800, target="H10.13,2021,none"), (422, "target_unknown")),
        (one, act(content, 2, 801, by="business", target="H10.13,2021,none"), (422, "target_unknown")),
        (two, act(content, 1, 802, sender=SECOND, to=(FIRST,)), (403, "target_not_own")),
        (three, act(content, 1, 803, sender=THIRD, to=(FIRST,)), (422, "target_unknown")),
        (one, act(content, 1, 804, reason=""), (422, "reason_missing")),
        (one, act(content, 1, 805, by="nothing"), (422, "business_target_missing")),
    ]):
        status, problem = sender.send(bus, document)
        assert (status, problem["code"]) == expected, (serial, problem)
        assert sender.show(field(document, "DocumentId"))[0] == 404
    status, problem = one.call("/documents", "--data-binary", act(content, 1, 806).decode(), "-H",
                               "Content-Type: application/edxml+xml")
    assert (status, problem["code"]) == (422, "signature_missing"), problem
    assert two.raw(f"/documents/{name}/content") == (200, content)
    # Number, day and issuer name it as well; a withdrawal is final.
    last = act(content, 1, 807, by="number")
    assert one.send(bus, last)[0] == 201
    assert two.raw(f"/documents/{name}/content")[0] == 410
    status, problem = one.send(bus, act(last, 1, 808))
    assert (status, problem["code"]) == (422, "target_not_allowed"), problem


def replaces_and_updates(bus):
    """A replacement links both; an update changes what it says and no more."""
    one, two, _ = parties(bus)
    content, name = sent(bus, one, SECOND)
    replacement = act(content, 3, 700, by="list", inner=(
        "<edXML:ReplacementInfoList><edXML:ReplacementInfo><edXML:DocumentId>" + field(content, "DocumentId")
        + f"</edXML:DocumentId><edXML:OrganIdList><edXML:OrganId>{SECOND}</edXML:OrganId></edXML:OrganIdList>"
        "</edXML:ReplacementInfo></edXML:ReplacementInfoList>"))
    status, answer = one.send(bus, replacement)
    assert status == 201 and answer["replaces"][0]["id"] == name and answer["replaces"][0]["for"] == [SECOND], answer
    shown = two.show(name)[1]
    assert [r["id"] for r in shown["replaced_by"]] == [answer["id"]] and "withdrawn_by" not in shown, shown
    assert two.raw(f"/documents/{name}/content")[0] == 200
    items = {i["document"]: i for i in two.inbox()}
    assert items[name]["replaced_by"][0]["id"] == answer["id"], items
    assert items[answer["id"]]["replaces"][0]["id"] == name, items

    def info(document, receivers, inner=""):
        return (f"<edXML:BussinessDocumentInfo><edXML:DocumentInfo>{document}</edXML:DocumentInfo>"
                f"<edXML:DocumentReceiver>{receivers}</edXML:DocumentReceiver>{inner}</edXML:BussinessDocumentInfo>")

    joins = (f"<edXML:ReceiverList><edXML:Receiver><edXML:OrganId>{THIRD}</edXML:OrganId>"
             "<edXML:ReceiverType>0</edXML:ReceiverType></edXML:Receiver></edXML:ReceiverList>")
    assert one.send(bus, act(content, 2, 701, by="business", inner=info(0, 1, joins)))[0] == 201
    shown = one.show(name)[1]
    assert shown["updated_by"][0]["receivers"] == [{"code": THIRD, "type": "0"}] and "current" not in shown, shown
    update = act(content, 2, 702, by="business", inner=info(1, 0))
    assert one.send(bus, update)[0] == 201
    shown = one.show(name)[1]
    assert shown["subject"] != shown["current"]["subject"] == field(update, "Subject"), shown
    assert shown["current"]["number"] == "702" and len(shown["updated_by"]) == 2, shown
    stands(bus, one)


def recalls(bus):
    """15 takes the copy of the one who agrees, 16 leaves it."""
    one, two, three = parties(bus)
    content, name = sent(bus, one, SECOND, THIRD)
    assert one.call(f"/documents/{name}/recall", "--data", json.dumps({"reason": "Nhầm"}))[0] == 201
    assert two.call(f"/documents/{name}/recall", "--data", json.dumps({"answer": "agree"}))[0] == 201
    assert three.call(f"/documents/{name}/recall", "--data", json.dumps({"answer": "refuse"}))[0] == 201
    assert two.raw(f"/documents/{name}/content")[0] == 410
    assert [i["kind"] for i in two.inbox()] == ["status"]
    assert three.raw(f"/documents/{name}/content") == (200, content)
    shown = one.show(name)[1]
    assert {d["to"]["code"]: d["state"] for d in shown["deliveries"]} == {SECOND: "withdrawn", THIRD: "initial"}, shown
    assert "withdrawn_by" not in shown, shown
    stands(bus, one)


def races(bus):
    """Two withdrawals at once: one wins. Readers beside a withdrawal: whoever got bytes is in the report."""
    one, two, three = parties(bus)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for turn in range(4):
            content, name = sent(bus, one, SECOND, THIRD)
            both = [act(content, 1, 600 + 10 * turn + n) for n in (1, 2)]
            signed = [(document, one.sign(document, bus.folder)) for document in both]
            reads = [pool.submit(reader.raw, f"/documents/{name}/content") for reader in (two, three)]
            answers = list(pool.map(lambda pair: one.post(*pair), signed))
            assert sorted(status for status, _ in answers) == [201, 409], answers
            assert [a["code"] for s, a in answers if s == 409] == ["already_withdrawn"], answers
            got = {agency: read.result()[0] for agency, read in zip((SECOND, THIRD), reads)}
            assert set(got.values()) <= {200, 410}, got

            def told():
                shown = one.show(name)[1]
                had = {d["to"]["code"]: d["fetched_at"] is not None for d in shown["deliveries"]}
                notices = {i["from"]["code"] for i in one.inbox(limit=500)
                           if i["document"] == name and i["status"] == "withdrawn_fetched"}
                read = {agency for agency, status in got.items() if status == 200}
                return had == {agency: agency in read for agency in got} and notices == read

            eventually(told)


def slow(bus):
    """A withdrawal overtakes the document on a slow hop: the copy is stopped where it arrives."""
    one, two, three = parties(bus)
    content, name = sent(bus, one, SECOND, THIRD)
    status, answer = one.send(bus, act(content, 1, 500, to=(SECOND,)))
    assert status == 201, answer
    assert answer["withdraws"][0]["not_delivered"] == 1, answer
    eventually(lambda: any(h["event"] == "returned" for h in one.call(f"/documents/{name}/trace")[1]["hops"]))
    assert three.inbox() == [] and three.show(name)[0] == 404
    eventually(lambda: {(i["from"]["code"], i["status"]) for i in one.inbox()}
               == {(SECOND, "withdrawn_unread"), (THIRD, "withdrawn")})
    assert [d["to"]["code"] for d in one.show(name)[1]["deliveries"]] == [SECOND]
    stages = one.call(f"/documents/{name}/explain")[1]["stages"]
    assert not any(s.get("state") == "owed" for s in stages), stages
    stands(bus, one)


def dialects(bus):
    """The interfaces of the field say it in their own words."""
    one = bus.system("a.one", FIRST)
    two = bus.system("a.two", SECOND, policy="advisory")
    content = bus.document()
    name = ok(one.send(FIRST, content))["DocId"]
    item = ok(two.received())["data"][0]
    assert two.get(item["docId"]) == content
    assert ok(two.received())["data"][0] == item, "fetching changed the list"
    withdrawal = act(content, 1, 400)
    fails(one.send(FIRST, act(content, 1, 401, target="H10.13,2021,none")), "signature_missing")
    native = Native(bus, FIRST)
    status, answer = native.send(bus, withdrawal)
    assert status == 201 and answer["withdraws"][0]["receivers"][0]["outcome"] == "fetched", answer
    rest = ok(two.received())["data"]
    assert len(rest) == 1 and rest[0]["docId"] != item["docId"] and two.get(rest[0]["docId"]) == withdrawal, rest
    assert ok(two.call("countReceiveEdoc"))["count"] == 1
    fails(json.loads(two.exchange("getEdoc", {"docId": item["docId"], "filePath": ""})[1]), "document_withdrawn")
    fails(two.update(item["docId"], "done"), "document_withdrawn")
    row = ok(one.call("getSentEdocList", {"servicetype": "eDoc", "messagetype": "edoc", "docId": name}))["data"][0]
    assert row["receiveStatus"] == "withdrawn" and "thu hồi" in row["receiveStatusDesc"], row
    fails(two.send(SECOND, status_message(content, "15"), "status"), "status_out_of_order")
    ok(two.send(SECOND, status_message(content, "03"), "status"))
    answer = worker(bus, "a.two").call("GET", "/v1/getEdoc?docId=" + item["docId"])
    assert answer["success"] is False and "document_withdrawn" in answer["data"]["errorDesc"], answer
    answer = bkav.Client(bus.run["plain_url"] + "/EdocService", SECOND, SECRET).get(item["docId"])
    assert answer["errors"][0]["code"] == "GetDocument", answer
    assert answer["errors"][0]["description"].startswith("document_withdrawn"), answer


def unsigned(bus):
    """Whatever the policy, a withdrawal is signed by its issuer: it destroys what others have."""
    one = bus.system("b.one", FIRST, policy="advisory")
    two = bus.system("b.two", SECOND, policy="advisory")
    content = bus.document(sign="none")
    name = ok(one.send(FIRST, content))["DocId"]
    item = ok(two.received())["data"][0]["docId"]
    foreign = Native(bus, SECOND)
    for withdrawal in (act(content, 1, 300), act(content, 1, 301).replace(
            b"</edXML:TraceHeaderList>", b"</edXML:TraceHeaderList><edXML:DigitalSignature></edXML:DigitalSignature>")):
        answer = one.send(FIRST, withdrawal)
        fails(answer, "withdrawal_unsigned")
        assert worker(bus, "b.one").send(withdrawal)[1:] == ("21", answer["ErrorDesc"]), answer
        # Another's signature is none of the issuer's.
        assert Native(bus, FIRST).post(withdrawal, foreign.sign(withdrawal, bus.folder))[0] in (403, 422)
    assert two.get(item) == content
    ok(one.send(FIRST, act(content, 2, 303, by="business")))
    status, answer = Native(bus, FIRST).send(bus, act(content, 1, 302))
    assert status == 201 and answer["withdraws"][0]["id"] == name, answer
    assert two.get(item) != content


def explained(bus):
    """`explain` tells the whole life: asked back and answered, sent again, replaced, updated, withdrawn."""
    one, two, three = parties(bus)
    content, name = sent(bus, one, SECOND, THIRD)
    signature = one.sign(content, bus.folder)
    assert one.post(content, signature)[0] == 200 and one.post(content, signature)[0] == 200
    assert two.call(f"/documents/{name}/statuses", "--data", json.dumps({"code": "03"}))[0] == 201
    assert one.call(f"/documents/{name}/recall", "--data", json.dumps({"reason": "Sai số"}))[0] == 201
    assert two.call(f"/documents/{name}/recall", "--data", json.dumps({"answer": "agree"}))[0] == 201
    assert three.call(f"/documents/{name}/recall", "--data", json.dumps({"answer": "refuse", "reason": "Đã làm"}))[0] == 201
    assert one.send(bus, act(content, 2, 200, by="business", reason="Đổi ngày"))[0] == 201
    assert one.send(bus, act(content, 1, 201, reason="Bỏ"))[0] == 201

    def life(reader):
        return [(stage["state"], stage["detail"]) for stage in reader.call(f"/documents/{name}/explain")[1]["stages"]
                if stage["stage"] == "life"]

    steps = life(one)
    asked = [(state, detail) for state, detail in steps if state.startswith("status ")]
    assert [state for state, _ in asked] == ["status 03", "status 13", "status 13", "status 15", "status 16"], steps
    for (_, detail), words in zip(asked, [[SECOND], ["Sai số"], ["Sai số"], [SECOND], [THIRD, "Đã làm"]]):
        assert all(word in detail for word in words), steps
    assert [state for state, _ in steps if state in ("updated", "withdrawn")] == ["updated", "withdrawn"], steps
    assert any(state == "notice" and "withdrawn" in detail for state, detail in steps), steps
    times = [stage["at"] for stage in one.call(f"/documents/{name}/explain")[1]["stages"] if stage["stage"] == "life"]
    assert times == sorted(times), times
    # A receiver is told of its own part.
    assert not any(THIRD in detail for _, detail in life(two)), life(two)
    hops = two.call(f"/documents/{name}/trace")[1]["hops"]
    assert any(SECOND in str(hop.get("agency")) and hop["event"] == "status" for hop in hops), hops
    assert not any(THIRD in str(hop.get("agency")) or "Đã làm" in hop["detail"] or "16" in hop["detail"] for hop in hops), hops
    assert "Đã làm" in bus.lgsp("explain", name)


def commands(bus):
    """withdraw, replace and update build and sign what they send."""
    one, two, _ = parties(bus)
    content, name = sent(bus, one, SECOND, THIRD)
    new = json.loads(bus.lgsp("replace", name, __file__, "--reason", "Sai", "--json"))
    assert new["replaces"][0]["id"] == name and new["recipients"] == 2, new
    assert "replaced_by" in bus.lgsp("show", name)
    changed = json.loads(bus.lgsp("update", new["id"], "--subject", "Tên mới", "--add", "H10.15", "--json"))
    assert changed["updates"][0]["id"] == new["id"] and changed["warnings"] == [], changed
    shown = json.loads(bus.lgsp("show", new["id"], "--json"))
    assert shown["current"]["subject"] == "Tên mới" and shown["updated_by"][0]["receivers"][0]["code"] == "H10.15"
    assert "Sai" in bus.lgsp("explain", name) and "replaced" in bus.lgsp("trace", name)
    assert "unread" in bus.lgsp("withdraw", name, "--reason", "Nhầm", "--to", SECOND)
    assert two.raw(f"/documents/{name}/content")[0] == 410
    stands(bus, one)


if __name__ == "__main__":
    check, run_file, program = sys.argv[1:4]
    globals()[check](Bus(run_file, program))
