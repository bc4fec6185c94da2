"""Checks of what may stop a document, as admins set it and senders meet it: rule_checks.py CHECK RUN_FILE LGSP."""
import json
import os
import subprocess
import sys
import urllib.request

sys.path.insert(0, os.path.dirname(__file__))
from life_checks import Native, act, parties, sent  # noqa: E402
from vxp_checks import FIRST, SECOND, SECRET, Bus, fails, ok  # noqa: E402

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
        headers={"organid": FIRST, "authorization": SECRET, "Content-Type": "application/octet-stream"})
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


if __name__ == "__main__":
    check, run_file, program = sys.argv[1:4]
    globals()[check](Bus(run_file, program))
