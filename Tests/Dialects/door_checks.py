"""Who comes in and how often one may fail: pauses after wrong secrets, told in each interface's own form."""
import http.client
import json
import os
import ssl
import sys
import threading
import time
import urllib.parse

from bus import FIRST, SECOND, SECRET, Bus

GUESSER, HOME = "127.0.0.2", "127.0.0.3"


def ask(bus, source, method, path, fields=(), body=b"", tls=False):
    """Status, header fields and text of the answer to a request that comes from `source`."""
    address = urllib.parse.urlsplit(bus.run["url" if tls else "plain_url"])
    if tls:
        context = ssl.create_default_context(cafile=bus.root)
        connection = http.client.HTTPSConnection(
            address.hostname, address.port, source_address=(source, 0), context=context)
    else:
        connection = http.client.HTTPConnection(address.hostname, address.port, source_address=(source, 0))
    connection.request(method, path, body, dict(fields))
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, answer.headers, text.decode()


def vxp(bus, source, secret, system="p.one"):
    fields = bus.client(system, secret).headers({})
    return ask(bus, source, "POST", "/vxp/countReceiveEdoc", fields.items(), b"{}")


def login(bus, source, password, name="p.one"):
    body = json.dumps({"username": name, "password": password}).encode()
    return ask(bus, source, "POST", "/lgsp/v1/auth/login", [("Content-Type", "application/json")], body)


def lgsp(bus, source, token, secret, path="/lgsp/v1/getAgenciesList"):
    return ask(bus, source, "GET", path, [
        ("Authorization", "Bearer " + token), ("X-SystemId", "p.one"), ("X-SecretKey", secret)])


def edoc(bus, source, token):
    return ask(bus, source, "GET", "/EdocService/getPendingDocIds", [("organId", FIRST), ("Authorization", token)])


def api(bus, source, token):
    return ask(bus, source, "GET", "/api/v1/agencies/" + FIRST, [("Authorization", "Bearer " + token)], tls=True)


def console(bus, source, token):
    return ask(bus, source, "POST", "/console/sign-in", [
        ("Content-Type", "application/x-www-form-urlencoded")], ("token=" + token).encode(), tls=True)


def metrics(bus):
    token = json.loads(bus.lgsp("token", "add", "metrics", "--json"))["token"]
    _, _, text = ask(bus, HOME, "GET", "/metrics", [("Authorization", "Bearer " + token)], tls=True)
    return text


def held(expected, count, wrong, right):
    """Fails `count` times with the status `expected`, and gives the answer to what is tried then: it is held. Where the
    machine was so slow that the pause was over by then, once more."""
    for _ in range(5):
        found = [wrong(number)[0] for number in range(count)]
        answer = right()
        if answer[0] == 429:
            assert set(found) <= {expected, 429} and found[0] == expected and int(answer[1]["Retry-After"]) >= 1, found
            return answer
    raise AssertionError(answer)


def pauses(bus):
    """Each interface holds the guesser in its own form, and nobody else; a right secret is held like a wrong one."""
    bus.system("p.one", FIRST)
    bus.lgsp("account", "add", "p.account", "--secret", "an-accounts-password")
    # The system of one source is known, that of another comes for the first time while the guesser is at work.
    assert vxp(bus, "127.0.0.4", SECRET)[0] == 200
    held(401, 11, lambda _: vxp(bus, GUESSER, "another-secret"), lambda: vxp(bus, GUESSER, SECRET))
    for source in ("127.0.0.4", HOME):
        assert vxp(bus, source, SECRET)[0] == 200
    # Whether the name exists is not told.
    known, unknown = (
        held(401, 11, lambda _: vxp(bus, source, "another-secret", name), lambda: vxp(bus, source, SECRET, name))[2]
        for source, name in [("127.0.0.12", "p.one"), ("127.0.0.13", "p.none")])
    assert known == unknown and json.loads(known)["ErrorCode"] == "too_many_attempts", known
    assert json.loads(known)["status"] == "FAIL", known

    source = "127.0.0.5"
    _, _, text = held(
        401, 11, lambda _: login(bus, source, "a-wrong-password", "p.account"),
        lambda: login(bus, source, "an-accounts-password", "p.account"))
    answer = json.loads(text)
    assert answer["code"] == 429 and not answer["success"], text
    assert answer["data"]["errorCode"] == "15" and "too_many_attempts" in answer["data"]["errorDesc"], text
    assert login(bus, HOME, "an-accounts-password", "p.account")[0] == 200
    token = json.loads(login(bus, HOME, SECRET)[2])["token"]

    source = "127.0.0.6"
    path = "/lgsp/v1/syncReceivedEdocList?messageType=edoc&fromDate=2026/01/01&toDate=2026/01/02"
    held(200, 11, lambda _: lgsp(bus, source, token, "another-secret", path),
         lambda: lgsp(bus, source, token, SECRET, path))
    assert lgsp(bus, source, token, SECRET)[0] == 200 and lgsp(bus, HOME, token, SECRET, path)[0] == 200
    # Forged tokens are guesses; each is another name, so that the source is what is held.
    source = "127.0.0.7"
    held(401, 31, lambda number: lgsp(bus, source, f"{token[:-6]}{number:06}", SECRET),
         lambda: lgsp(bus, source, f"{token[:-6]}AAAAAA", SECRET))

    source = "127.0.0.8"
    _, _, text = held(
        401, 31, lambda number: edoc(bus, source, f"no-such-secret-{number}"), lambda: edoc(bus, source, SECRET))
    assert json.loads(text)["errors"][0]["code"] == "Unauthorized" and "too_many_attempts" in text, text
    assert json.loads(text)["docId"] == 0 and edoc(bus, HOME, SECRET)[0] == 200, text

    source = "127.0.0.9"
    key = json.loads(bus.lgsp("token", "add", "door", "--json"))["token"]
    assert api(bus, source, key)[0] == 200
    _, fields, text = held(
        401, 31, lambda number: api(bus, source, f"guess-{number}"), lambda: api(bus, source, "guess"))
    problem = json.loads(text)
    assert problem["code"] == "too_many_attempts" and problem["retry_after"] == int(fields["Retry-After"]), text
    assert fields["Content-Type"] == "application/problem+json", fields
    assert api(bus, source, key)[0] == 200, "a token that was good there is not held by others' guesses"

    source = "127.0.0.10"
    _, _, text = held(
        403, 31, lambda number: console(bus, source, f"guess-{number}"), lambda: console(bus, source, "guess"))
    assert "role=\"alert\"" in text and console(bus, HOME, key)[0] == 303, text
    # A cookie that is over, as after a restart, holds nobody.
    for _ in range(40):
        assert ask(bus, "127.0.0.11", "GET", "/console", [("Cookie", "__Host-lgsp=" + "0" * 64)], tls=True)[0] == 401
    assert console(bus, "127.0.0.11", key)[0] == 303

    entries = [json.loads(line) for line in bus.lgsp("audit", "--json").splitlines()]
    told = [(entry["target"], entry["detail"]) for entry in entries if entry["operation"] == "loginPaused"]
    assert ("p.one", "door=vxp, source=127.0.0.2") in told and ("p.account", "door=lgsp, source=127.0.0.5") in told
    assert len(told) <= 20 and SECRET not in str(told), told
    found = dict(line.rsplit(" ", 1) for line in metrics(bus).splitlines() if line.startswith("lgsp_login"))
    for door, failures in [("vxp", 33), ("lgsp", 53), ("edocservice", 11), ("api", 31), ("console", 31)]:
        assert int(found[f'lgsp_login_failures_total{{door="{door}"}}']) >= failures, (door, found)
        assert int(found[f'lgsp_logins_paused_total{{door="{door}"}}']) >= 1, (door, found)


def registrations(bus):
    """No system registers agencies until an admin says how many; then so many, below its own."""
    one = bus.system("r.one", FIRST)

    def register(number, parent=FIRST):
        return one.register(code=f"{FIRST}.{number}", pcode=parent, name="Phòng Mẫu")["ErrorCode"]

    assert register(1) == "registration_not_allowed" and one.call(
        "deleteAgency", {"AgencyCode": FIRST + ".1"})["ErrorCode"] == "registration_not_allowed"
    token = json.loads(login(bus, HOME, SECRET, "r.one")[2])["token"]
    status, _, text = ask(
        bus, HOME, "POST", "/lgsp/v1/registerAgency",
        [("Authorization", "Bearer " + token), ("X-SystemId", "r.one"), ("X-SecretKey", SECRET)],
        json.dumps({"code": FIRST + ".1", "pcode": FIRST, "name": "Phong Mau"}).encode())
    assert status == 200 and "registration_not_allowed" in text, text
    bus.lgsp("system", "add", "r.one", "--registrations", "2")
    assert register(1, SECOND) == "registration_not_allowed"
    assert [register(number) for number in (1, 2, 2, 3)] == ["0", "0", "0", "registrations_used_up"]
    assert one.call("deleteAgency", {"AgencyCode": FIRST + ".1"})["ErrorCode"] == "0"
    assert register(3) == "registrations_used_up", "those that were closed today count"
    listed = json.loads(bus.lgsp("system", "list", "--json"))
    assert (listed["registrations"], listed["registered"]) == (2, 1), listed
    assert "1000" in bus.lgsp_errors("system", "add", "r.one", "--registrations", "1001")
    bus.lgsp("system", "add", "r.one", "--registrations", "3")
    assert register(3) == "0"
    bus.lgsp("ledger", "verify")
    bus.lgsp("ledger", "rebuild")
    assert register(4) == "registrations_used_up"


LONG = {"letters": "zq" * 50_000, "marks": "a" + "\u0301" * 100_000}
# What is never kept: more than the longest text that has a limit of its own, 2,000 bytes of the audit.
KEPT = {"letters": b"zq" * 1_100, "marks": "\u0301".encode() * 1_100}


def insiders(bus):
    """Who is in already gets no further by that, and what a token made ends with it."""
    bus.system("p.one", FIRST)
    bus.system("p.two", SECOND, secret="another-systems-secret")
    # A system's own success makes up for no guess at others' secrets.
    source, found = "127.0.0.20", []
    for number in range(60):
        assert edoc(bus, source, SECRET)[0] == 200, number
        found.append(edoc(bus, source, f"guess-{number}")[0])
    assert found[0] == 401 and found[-1] == 429 and edoc(bus, HOME, "another-systems-secret")[0] != 429, found

    def change(method, path, token, body=None):
        return ask(bus, HOME, method, path, [
            ("Authorization", "Bearer " + token), ("Content-Type", "application/json")],
            json.dumps(body).encode() if body else b"", tls=True)

    made = json.loads(bus.lgsp("token", "add", "maker", "--json"))["token"]
    first, second = (json.loads(change("POST", "/api/v1/console/links", made, {"role": "admin"})[2])["path"] for _ in "ab")
    enter = lambda path: ask(bus, HOME, "POST", "/console/sign-in", [  # noqa: E731
        ("Content-Type", "application/x-www-form-urlencoded")], path.split("?")[1].encode(), tls=True)
    entered = enter(first)
    assert entered[0] == 303, entered
    cookie = [("Cookie", (entered[1]["Set-Cookie"] or "").split(";")[0])]
    assert ask(bus, HOME, "GET", "/console", cookie, tls=True)[0] == 200, entered
    bus.lgsp("token", "remove", "maker")
    left = ask(bus, HOME, "GET", "/console", cookie, tls=True)
    assert left[0] != 200, left[:2]
    assert enter(second)[0] == 403

    # Whoever waits at a mailbox gets nothing that comes after its token is gone.
    waiting = json.loads(bus.lgsp("token", "add", "waiting", "--role", "agency", "--agency", SECOND, "--json"))["token"]
    answers = []
    thread = threading.Thread(target=lambda: answers.append(
        change("GET", f"/api/v1/inbox/{SECOND}?wait=20&content=1", waiting)))
    thread.start()
    time.sleep(1)
    bus.lgsp("token", "remove", "waiting")
    letter = os.path.join(bus.folder, "late.txt")
    with open(letter, "w") as file:
        file.write("x")
    bus.lgsp("send", letter, "--from", FIRST, "--to", SECOND)
    thread.join(25)
    assert answers and answers[0][0] == 401 and "content" not in answers[0][2], answers

    # An auditor who listens as often as one may leaves the admin's places alone.
    auditor = json.loads(bus.lgsp("token", "add", "ear", "--role", "auditor", "--json"))["token"]
    admin = json.loads(bus.lgsp("token", "add", "boss", "--json"))["token"]
    context, address = ssl.create_default_context(cafile=bus.root), urllib.parse.urlsplit(bus.run["url"])
    listeners = []

    def listen(token):
        connection = http.client.HTTPSConnection(address.hostname, address.port, context=context)
        connection.request("GET", "/api/v1/events", headers={"Authorization": "Bearer " + token})
        listeners.append(connection)
        return connection.getresponse().status

    assert [listen(auditor) for _ in range(9)] == [200] * 8 + [429] and listen(admin) == 200


def valid(bus, identifier):
    """Members that an operation takes, by its name: those that the description alone cannot say."""
    return {
        "stateStatus": {"code": "02", "reason": "x", "agency": SECOND}, "recallDocument": {"reason": "x"},
        "confirmDeliveries": {"deliveries": [identifier], "outcome": "fail", "reason": "x"},
        "addFault": {"hub": "H10", "seconds": 60, "reason": "x"},
        "addRule": {"name": "r", "from": FIRST, "to": "G22", "effect": "deny", "reason": "x"},
        "registerPaper": {"issuer": FIRST, "recipients": ["G22"], "number": "1", "notation": "CV",
                          "promulgation_date": "2026/01/02", "type": "x"},
        "addSystem": {"id": "long.one", "agencies": [FIRST], "policy": "required", "duplicates": "accept"},
        "addWebhook": {"url": "https://192.0.2.1/", "system": "l.one"}, "addAccount": {"name": "long"},
        "addToken": {"name": "long", "role": "admin"}, "addConsoleLink": {"role": "admin"},
        "nameEmail": {"email": "a@example.org"}, "enterDay": {"kind": "holiday", "name": "x"},
        "defineDeadline": {"receipt": "none"}, "mergeAgencies": {"agencies": [FIRST]},
        "bindCertificates": {"agencies": [FIRST], "certificates": ["x"]}, "testAlertMail": {"to": "a@example.org"},
        "backupLedger": {"path": "x"}, "retryDeadLetter": {"reason": "x"}, "returnDeadLetter": {"reason": "x"},
        "closeAgency": {}, "rotateSecret": {}, "retryWebhook": {"deliveries": []},
        "markTest": {"test": False},
    }


def long_members(bus):
    """A text of 100,000 letters, and one letter with 100,000 marks, in every member and parameter of the API: refused, or
    kept no longer than its limit; nothing fails inside."""
    import os
    bus.system("l.one", FIRST)
    one, two = bus.client("l.one"), bus.system("l.two", SECOND)
    assert one.send(FIRST, bus.document())["ErrorCode"] == "0"
    key = json.loads(bus.lgsp("token", "add", "long-test", "--json"))["token"]
    fields = [("Authorization", "Bearer " + key)]
    assert two.received()["data"]
    document = json.loads(ask(bus, HOME, "GET", "/api/v1/documents", fields, tls=True)[2])["items"][0]["id"]
    item = json.loads(ask(bus, HOME, "GET", "/api/v1/inbox/" + SECOND, fields, tls=True)[2])["items"][0]["delivery"]
    api = json.loads(ask(bus, HOME, "GET", "/openapi.json", tls=True)[2])
    places = {"agency": SECOND, "code": FIRST, "id": document, "urgency": "1", "day": "2026-09-02", "hub": "H10",
              "delivery": item, "system": "l.one", "webhook": item, "name": "none", "part": "tiers"}
    tried, accepted = 0, []
    for path, methods in api["paths"].items():
        for method, operation in methods.items():
            if method not in ("get", "put", "post", "delete"):
                continue
            name, filled = operation["operationId"], path
            for place, value in places.items():
                filled = filled.replace("{" + place + "}", urllib.parse.quote(value, safe=""))
            root = "" if path.startswith("/api") else "/api/v1"
            content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            members = content.get("schema", {}).get("properties", {})
            for member, schema in members.items():
                if schema.get("type") not in ("string", "array"):
                    continue
                for long in LONG.values():
                    body = {**valid(bus, item).get(name, {}), member: long if schema["type"] == "string" else [long]}
                    status, _, text = ask(
                        bus, HOME, method.upper(), root + filled, [*fields, ("Content-Type", "application/json")],
                        json.dumps(body).encode(), tls=True)
                    tried += 1
                    assert status < 500, (name, member, status, text[:300])
                    assert len(text) < 20_000 or name == "confirmDeliveries", (name, member, len(text))
                    if status < 300:
                        accepted.append((name, member))
            for parameter in operation.get("parameters", []):
                if parameter["in"] not in ("query", "header") or name == "listen":
                    continue
                long = "zq" * 15_000
                more = [(parameter["name"], long)] if parameter["in"] == "header" else []
                query = f"?{parameter['name']}={long}" if parameter["in"] == "query" else ""
                status, _, text = ask(bus, HOME, method.upper(), root + filled + query, [*fields, *more], tls=True)
                tried += 1
                assert status < 500 and len(text) < 200_000, (name, parameter["name"], status, text[:300])
    assert tried > 150, tried
    # A path is kept by the audit.
    status, _, _ = ask(bus, HOME, "DELETE", "/api/v1/tokens/" + "zq" * 15_000, fields, tls=True)
    assert status == 404, status
    # What is within its limit is kept whole; so the search below looks at the right place.
    bus.lgsp("rule", "add", "known", "deny", "--from", FIRST, "--to", "G22", "--reason", "qz" * 500)
    found = {"known": 0, "letters": 0, "marks": 0}
    for folder, _, files in os.walk(bus.data):
        for file in files:
            with open(os.path.join(folder, file), "rb") as stream:
                content = stream.read()
            found["known"] += b"qz" * 500 in content
            for kind, text in KEPT.items():
                found[kind] += text in content
    assert found["known"] > 0 and found["letters"] == found["marks"] == 0, (found, accepted)
    assert json.loads(bus.lgsp("ledger", "verify", "--json"))["valid"] is True


if __name__ == "__main__":
    globals()[sys.argv[1]](Bus(*sys.argv[2:4]))
