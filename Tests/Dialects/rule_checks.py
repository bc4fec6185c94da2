"""Checks of what may stop a document, as admins set it and senders meet it: rule_checks.py CHECK RUN_FILE LGSP."""
import json
import os
import subprocess
import sys
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bus import FIRST, SECOND, SECRET, Bus, fails, ok  # noqa: E402
from life_checks import Native, act, parties, sent  # noqa: E402

JSON = ["-H", "Content-Type: application/json", "--data"]


class Command:
    """The command line as the admin."""

    def __init__(self, bus):
        self.program, self.data = bus.program, bus.data

    def run(self, *words):
        done = subprocess.run([self.program, *words, "--data", self.data], capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr


def explained(one, refusal):
    return json.dumps(one.call(f"/documents/{refusal}/explain")[1])


def rules(bus):
    """A rule stops a new document, beforehand and at the door, and nothing that is there."""
    one, two, _ = parties(bus)
    admin, command = Native(bus, None), Command(bus)
    content, _ = sent(bus, one, SECOND)
    code, out, err = command.run("rule", "add", "no-second", "deny", "--from", "below:H10", "--to", SECOND,
                                 "--reason", "Qua văn phòng")
    assert code == 0 and out.split("\t")[:3] == ["1", "no-second", "deny"], (code, out, err)
    assert command.run("rule", "list")[1] == out
    # Beforehand.
    [route] = one.call(f"/routes?from={FIRST}&to={SECOND}")[1]["routes"]
    assert route["rule"] == {"name": "no-second", "effect": "deny", "reason": "Qua văn phòng"}, route
    [problem] = route["problems"]
    assert problem["code"] == "send_rule_denies" and problem["hint"] and "no-second" in problem["detail"], problem
    code, out, _ = command.run("route", FIRST, SECOND, "H10.15")
    assert code == 1 and "send_rule_denies: Rule no-second: Qua văn phòng" in out.splitlines()[0], out
    assert "send_rule" not in out.splitlines()[1], out
    # At the door, with its name in the explanation.
    status, answer = one.send(bus, bus.document(FIRST, "H10.15", SECOND, sign="none"))
    assert (status, answer["code"], answer["found"]) == (422, "send_rule_denies", SECOND), answer
    assert "no-second" in answer["detail"] and "no-second" in explained(one, answer["refusal"])
    assert one.send(bus, bus.document(FIRST, "H10.15", sign="none"))[0] == 201
    # What acts on a document that is there passes, and so does a status about it.
    item = two.inbox()[0]
    status, answer = two.call(f"/documents/{item['document']}/statuses", *JSON, '{"code":"03"}')
    assert status == 201, answer
    status, answer = one.send(bus, act(content, 3, 901, to=("H10.15", SECOND)))
    assert status == 201, answer
    status, answer = one.send(bus, act(content, 1, 902))
    assert status == 201, answer
    # An exception before it, and who may change rules.
    assert command.run("rule", "add", "first", "allow", "--from", FIRST, "--reason", "x", "--position", "1")[0] == 0
    assert one.send(bus, bus.document(FIRST, SECOND, sign="none"))[0] == 201
    names = [rule["name"] for rule in admin.call("/rules")[1]["items"]]
    assert names == ["first", "no-second"], names
    body = {"name": "a", "from": "*", "to": "*", "effect": "allow", "reason": "x"}
    assert one.call("/rules")[1]["code"] == one.call("/rules", *JSON, json.dumps(body))[1]["code"] == "not_permitted"
    assert one.call("/rules/first", "-X", "DELETE")[1]["code"] == "not_permitted"
    for change in ({"to": "X"}, {"name": ""}, {"name": "a/b"}, {"effect": "x"}, {"position": 9}, {"reason": ""}):
        status, answer = admin.call("/rules", *JSON, json.dumps(body | change))
        assert (status, answer["code"]) == (422, "rule_malformed"), (change, answer)
    code, out, _ = command.run("rule", "remove", "no-second")
    assert code == 0 and "no-second" not in out
    assert command.run("rule", "remove", "no-second")[0] != 0


def quotas(bus):
    """A system sends so much a day, and is told in its interface's own words; its agencies send on without it."""
    command, one = Command(bus), parties(bus)[0]
    system = bus.system("q.one", FIRST, quota_documents="2")
    content = bus.document()
    first = ok(system.send(FIRST, content))["DocId"]
    ok(system.send(FIRST, bus.document()))
    fails(system.send(FIRST, bus.document()), "quota_exceeded")
    # What is there already is answered as before, and what is refused used nothing.
    assert ok(system.send(FIRST, content))["DocId"] == first
    [item] = json.loads("[" + command.run("system", "list", "--json")[1].strip().replace("\n", ",") + "]")
    assert [item[name] for name in ("quota_documents", "used_documents", "left_documents")] == [2, 2, 0], item
    assert item["used_bytes"] > 1_000 and "quota_bytes" not in item, item
    # Beforehand; tomorrow it is fresh.
    answer = one.call(f"/routes?from={FIRST}&to={SECOND}")[1]
    assert answer["systems"][0]["id"] == "q.one" and answer["systems"][0]["left_documents"] == 0, answer
    assert [p["code"] for p in answer["routes"][0]["problems"]] == ["quota_exceeded"], answer
    assert one.call(f"/routes?from={FIRST}&to={SECOND}&at=2027-01-04")[1]["routes"][0]["problems"] == []
    assert parties(bus)[1].call(f"/routes?from={FIRST}&to={SECOND}")[1]["systems"] == []
    code, out, _ = command.run("route", FIRST, SECOND)
    assert code == 1 and "quota_exceeded: System q.one: 2 of 2 documents" in out, out
    # The other interfaces, over plain HTTP: when to come again stands in the header.
    request = urllib.request.Request(
        bus.run["plain_url"] + "/EdocService/sendDocument", bus.document(), method="POST",
        headers={"organid": FIRST, "authorization": SECRET, "type": "EDOC", "Content-Type": "application/octet-stream"})
    with urllib.request.urlopen(request, timeout=60) as reply:
        assert reply.status == 200 and 0 < int(reply.headers["Retry-After"]) <= 86_400, reply.headers
        assert json.load(reply)["errors"][0]["code"] == "R.quota_exceeded"
    # By its certificate the agency sends on; more for the system, and it sends on too, by bytes now.
    assert one.send(bus, bus.document(FIRST, sign="none"))[0] == 201
    bus.lgsp("system", "add", "q.one", "--quota-documents", "0", "--quota-bytes", str(item["used_bytes"] + 5_000))
    ok(system.send(FIRST, bus.document()))
    fails(system.send(FIRST, bus.document(size=9_000)), "quota_exceeded")
    bus.lgsp("system", "add", "q.one", "--quota-bytes", "0")
    ok(system.send(FIRST, bus.document(size=9_000)))
    assert command.run("system", "add", "q.one", "--quota-bytes", "-1")[0] == 64


def succession(bus):
    """An agency closes; its successor reads, answers, withdraws and gets what is addressed to it, nobody else does."""
    one, two, three = parties(bus)
    command, heir, other = Command(bus), Native(bus, "H10.15"), Native(bus, "H10.16")
    to_second, first_id = sent(bus, one, SECOND)
    from_second = bus.document(SECOND, "G22", sign="none")
    status, answer = two.send(bus, from_second)
    second_id = answer["id"]
    third_id = two.send(bus, bus.document(SECOND, "G22", sign="none"))[1]["id"]
    waiting = two.inbox()[0]["delivery"]
    assert heir.call(f"/inbox/{SECOND}")[0] == 404
    code, out, err = command.run("agency", "merge", SECOND, "H10.15")
    assert code == 0, err
    assert one.call(f"/agencies/{SECOND}")[1]["successor"] == "H10.15"
    # It reads and answers for its predecessor.
    assert [item["delivery"] for item in heir.call(f"/inbox/{SECOND}")[1]["items"]] == [waiting]
    assert heir.raw(f"/documents/{waiting}/content") == (200, to_second)
    assert heir.call(f"/documents/{first_id}/statuses", *JSON, '{"code":"03"}')[0] == 201
    assert other.call(f"/documents/{first_id}/statuses", *JSON, '{"code":"03"}')[0] == 404
    confirm = json.dumps({"deliveries": [waiting]})
    assert other.call(f"/inbox/{SECOND}/confirm", *JSON, confirm)[0] == 404
    assert heir.call("/inbox/H10.15/confirm", *JSON, confirm)[1]["confirmed"] == 1
    assert [item["from"]["code"] for item in one.inbox()] == ["H10.15"], one.inbox()
    # What is said to the predecessor comes to it; it withdraws what that issued.
    assert three.call(f"/documents/{second_id}/statuses", *JSON, '{"code":"01"}')[0] == 201
    assert [item["status"] for item in heir.inbox()] == ["01"], heir.inbox()
    withdrawal = act(from_second, 1, 950, sender="H10.15", to=("G22",))
    assert other.send(bus, act(from_second, 1, 951, sender="H10.16", to=("G22",)))[1]["code"] == "target_unknown"
    status, answer = heir.send(bus, withdrawal)
    assert status == 201 and answer["withdraws"][0]["id"] == second_id, answer
    assert "unread" in bus.lgsp("withdraw", third_id, "--reason", "Nhầm")
    # What is addressed to the predecessor is delivered to it, and says for whom; the bytes stay as they were.
    [route] = one.call(f"/routes?from={FIRST}&to={SECOND}")[1]["routes"]
    assert route["successor"] == "H10.15" and route["problems"] == [], route
    content, name = sent(bus, one, SECOND)
    [item] = [item for item in heir.inbox() if item["document"] == name]
    assert item["for"] == [SECOND], item
    assert heir.raw(f"/documents/{item['delivery']}/content") == (200, content)
    [delivery] = one.show(name)[1]["deliveries"]
    assert delivery["for"] == [SECOND] and delivery["to"]["code"] == "H10.15", delivery
    # The closed one sends nothing; without a successor a receiver is refused as ever.
    assert two.send(bus, bus.document(SECOND, FIRST, sign="none"))[1]["code"] == "sender_closed"
    assert command.run("agency", "close", "H10.16")[0] == 0
    assert one.send(bus, bus.document(FIRST, "H10.16", sign="none"))[1]["code"] == "receiver_closed"
    assert one.call("/agencies/H10.15/close", *JSON, "{}")[1]["code"] == "not_permitted"
    assert command.run("agency", "merge", "H10.15", "H10.16")[0] != 0
    bus.lgsp("ledger", "rebuild")


if __name__ == "__main__":
    check, run_file, program = sys.argv[1:4]
    globals()[check](Bus(run_file, program))
