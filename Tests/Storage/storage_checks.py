"""What becomes of documents when the disk fails them, and of the bus when it is stopped or restored. One check a run."""
import base64
import glob
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, HERE + "/../Dialects/field"]
import vxp_java  # noqa: E402
from daemon import RECEIVER, ROOT, SENDER, Daemon, document, headers, within  # noqa: E402

PROGRAM = os.environ["LGSP"]


def accepted(bus, content, signature=None):
    status, answer = bus.send(content, signature)
    assert status == 201, (status, answer)
    return answer["id"]


def damage():
    """A byte of a stored document changes while the bus runs."""
    bus = Daemon(PROGRAM)
    contents = [document(subject=f"nguyên vẹn {index}") for index in range(3)]
    ids = [accepted(bus, content) for content in contents]
    path = f"{bus.data}/segments/1.segment"
    with open(path, "r+b") as file:
        file.seek(file.read().index(contents[1]) + contents[1].index("nguyên vẹn 1".encode()))
        file.write("thay đổi".encode())
    status, answer = bus.content(ids[1])
    assert status == 500 and answer["code"] == "document_damaged" and answer["found"] == ids[1], (status, answer)
    assert [bus.content(ids[n])[1] for n in (0, 2)] == [contents[0], contents[2]]
    # The mailbox goes on: the one says why it has no content.
    items = bus.ask("GET", f"/api/v1/inbox/{RECEIVER}?content=1", RECEIVER)[1]["items"]
    whole = {item["document"]: item.get("content") for item in items}
    assert [base64.b64decode(whole[ids[n]]) for n in (0, 2)] == [contents[0], contents[2]], whole
    assert whole[ids[1]] is None, whole
    assert [i["problem"]["code"] for i in items if "problem" in i] == ["document_damaged"], items
    parts = bus.ask("GET", f"/api/v1/inbox/{RECEIVER}?content=1", RECEIVER, headers={"Accept": "multipart/mixed"})[1]
    assert parts.count(b"Lgsp-Problem: document_damaged") == 1 and "thay đổi".encode() not in parts
    conditions = bus.ready()
    assert conditions["status"] == "degraded" and conditions["conditions"][0]["code"] == "document_damaged", conditions
    within(5, lambda: [a for a in bus.ask("GET", "/api/v1/alerts", "admin")[1]["items"]
                       if a["type"] == "damage" and a["severity"] == "critical"], "an alert")
    found = bus.verify(status=2)
    assert not found["valid"] and len(found["faults"]) == 1 and ids[1] in found["faults"][0], found
    assert accepted(bus, document())
    assert ids[1] in bus.said()


def filled(bus, padding=200_000):
    """Sends until there is no room; the documents that were acknowledged, by their ids."""
    told = {}
    for _ in range(400):
        content = document(padding=padding)
        status, answer = bus.send(content)
        if status == 503:
            assert answer["code"] == "storage_full" and int(bus.headers["Retry-After"]) > 0, answer
            return told, content
        assert status == 201, (status, answer)
        told[answer["id"]] = content
    raise AssertionError("there was always room")


def all_there(bus, told):
    for number, (name, content) in enumerate(told.items()):
        assert bus.content(name)[1] == content, (number, name)


def reading_goes_on(bus, told):
    all_there(bus, told)
    assert bus.ask("GET", f"/api/v1/inbox/{RECEIVER}?limit=1", RECEIVER)[0] == 200
    assert bus.ask("GET", "/console", "admin")[0] in (200, 302, 303)
    assert bus.ask("GET", "/metrics", "admin")[0] == 200
    assert bus.verify("--chain-only")["valid"]


def full_disk():
    """A disk that is full to the last byte; needs a name space in which it may mount."""
    if len(sys.argv) < 3:
        mode = "-m" if os.geteuid() == 0 else "-Urm"
        os.execvp("unshare", ["unshare", mode, sys.executable, __file__, "full_disk", "inside"])
    data = f"{ROOT}/small"
    os.makedirs(data)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", data], check=True)
    bus = Daemon(PROGRAM, data=data)
    told, refused = filled(bus)
    assert len(told) > 10
    conditions = bus.ready()["conditions"]
    assert [c["code"] for c in conditions] == ["storage_full"], conditions
    reading_goes_on(bus, told)
    within(5, lambda: [a for a in bus.ask("GET", "/api/v1/alerts", "admin")[1]["items"]
                       if a["type"] == "storage_full" and a["severity"] == "critical"], "an alert")
    # Somebody else takes the last byte, and the machine goes down.
    subprocess.run(["dd", "if=/dev/zero", f"of={data}/other", "bs=4096"], capture_output=True)
    assert os.statvfs(data).f_bavail == 0
    for number in (signal.SIGKILL, signal.SIGTERM):
        bus.stop(number)
        bus.start()
        assert [c["code"] for c in bus.ready()["conditions"]] == ["storage_full"]
        reading_goes_on(bus, told)
        assert bus.send(refused)[0] == 503
        assert bus.ready()["status"] == "degraded"
    subprocess.run(["mount", "-o", "remount,size=64m", data], check=True)
    within(5, lambda: bus.ready()["status"] == "ok", "the bus goes on by itself")
    # What was refused was not kept: it is new.
    told[accepted(bus, refused)] = refused
    all_there(bus, told)
    assert bus.verify()["valid"]


def file_limit():
    """A file meets its limit before the disk is full: whichever it is, the same happens."""
    for padding, limit in ((200_000, 3_000_000), (0, 3_000_000)):
        shutil.rmtree(f"{ROOT}/data", ignore_errors=True)
        bus = Daemon(PROGRAM, wrapper=["prlimit", f"--fsize={limit}:unlimited"])
        told, refused = filled(bus, padding) if padding else filled_by_rows(bus)
        assert bus.process.poll() is None
        all_there(bus, told)
        assert bus.verify("--chain-only")["valid"]
        bus.stop(signal.SIGKILL)
        bus.start()
        all_there(bus, told)
        subprocess.run(["prlimit", f"--pid={bus.process.pid}", "--fsize=unlimited"], check=True)
        told[within(10, lambda: sent(bus, refused), "the bus goes on by itself")] = refused
        all_there(bus, told)
        assert bus.verify()["valid"]
        bus.stop()


def sent(bus, content):
    status, answer = bus.send(content)
    return answer["id"] if status == 201 else None


def filled_by_rows(bus):
    """Small documents to many, so that the database grows and the segment does not."""
    with open(os.path.join(os.environ["LGSP_TOPOLOGY"], "agencies.tsv")) as file:
        rows = [line.split("\t") for line in file.read().splitlines()]
    code, status = rows[0].index("code"), rows[0].index("status")
    many = [row[code] for row in rows[1:] if row[status] == "active" and row[code] != SENDER][:100]
    told = {}
    for _ in range(600):
        content = document(receivers=[RECEIVER, *[m for m in many if m != RECEIVER]])
        status, answer = bus.send(content)
        if status == 503:
            assert answer["code"] == "storage_full", answer
            return told, content
        assert status == 201, (status, answer)
        told[answer["id"]] = content
    raise AssertionError("there was always room")


def stop_under_load():
    """Whoever is told 503 while the bus stops was not accepted; whoever is told 201 was."""
    bus = Daemon(PROGRAM)
    waiting = [(content, bus.sign(content)) for content in (document() for _ in range(240))]
    busy, told, lock, over = [], {}, threading.Lock(), []

    def work():
        connection = bus.connect(SENDER)
        while not over:
            with lock:
                if not waiting:
                    return
                content, signature = waiting.pop()
            try:
                connection.request("POST", "/api/v1/documents", body=content, headers=headers(signature))
                answer = connection.getresponse()
                body = answer.read()
                if answer.status == 503:
                    busy.append((content, signature))
                elif answer.status == 201:
                    told[json.loads(body)["id"]] = content
            except Exception:
                time.sleep(.01)
                connection = bus.connect(SENDER)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for _ in range(4):
        time.sleep(.15)
        bus.stop()
        bus.start()
    for thread in threads:
        thread.join(30)
    over.append(1)
    assert len(told) > 20, len(told)
    all_there(bus, told)
    for content, signature in busy:
        status, answer = bus.send(content, signature)
        assert status == 201, f"told 503, but accepted before: {status} {answer}"


def backup():
    """Restored by the book, in the clear and sealed: every program still gets in, and numbers are not used again."""
    bus = Daemon(PROGRAM)
    secret = "an-invented-secret"
    bus.lgsp("system", "add", "qlvb", "--secret", secret, "--agency", RECEIVER)
    token = json.loads(bus.lgsp("token", "add", "watch", "--role", "auditor", "--json")[0])["token"]
    contents = [document() for _ in range(3)]
    told = {accepted(bus, content): content for content in contents}
    first = list(told)[0]
    receipt = bus.ask("GET", f"/api/v1/documents/{first}/receipt", SENDER)[1]
    with open(f"{ROOT}/receipt", "w") as file:
        json.dump(receipt, file)
    with open(f"{ROOT}/passphrase", "w") as file:
        file.write("mật khẩu mẫu\n")
    login = bus.plain("POST", "/lgsp/v1/auth/login", {"username": "qlvb", "password": secret})[1]["token"]
    # A backup that was killed is no reason for the next one to fail.
    os.makedirs(f"{ROOT}/clear.partial-1/segments")
    os.mkdir(f"{ROOT}/clear")
    bus.lgsp("ledger", "backup", f"{ROOT}/clear/")
    bus.lgsp("ledger", "backup", f"{ROOT}/sealed", "--passphrase-file", f"{ROOT}/passphrase")
    assert "backup_exists" in bus.lgsp("ledger", "backup", f"{ROOT}/clear", status=1)[1]
    assert [n for n in os.listdir(ROOT) if "partial" in n] == []
    # Nothing of what is sealed can be read, but by whoever has the passphrase; openssl is enough for that.
    names = sorted(os.path.relpath(n, f"{ROOT}/sealed") for n in glob.glob(f"{ROOT}/sealed/**", recursive=True))
    assert "secrets.cms" in names and not [n for n in names if n.endswith((".json", ".pem", "key"))], names
    for name in glob.glob(f"{ROOT}/sealed/**", recursive=True):
        assert not os.path.isfile(name) or secret.encode() not in open(name, "rb").read(), name
        assert os.stat(name).st_mode & 0o077 == 0, name
    opened = json.loads(subprocess.run(
        ["openssl", "cms", "-decrypt", "-inform", "DER", "-in", f"{ROOT}/sealed/secrets.cms", "-pwri_password",
         "mật khẩu mẫu"], capture_output=True, check=True).stdout)
    assert secret.encode() in base64.b64decode(opened["system-secrets.json"])
    later = document()
    lost = accepted(bus, later)
    bus.lgsp("ledger", "verify", "--against", f"{ROOT}/receipt")
    assert "data_in_use" in refused_restore(bus, f"{ROOT}/clear", bus.data)
    bus.stop()
    assert "folder_in_use" in refused_restore(bus, f"{ROOT}/clear", bus.data)
    assert "backup_sealed" in refused_restore(bus, f"{ROOT}/sealed", f"{ROOT}/none")
    with open(f"{ROOT}/other", "w") as file:
        file.write("another")
    assert "passphrase_wrong" in refused_restore(bus, f"{ROOT}/sealed", f"{ROOT}/none", f"{ROOT}/other")
    assert "backup_incomplete" in refused_restore(bus, f"{ROOT}", f"{ROOT}/none")
    # What lies beside a backup, or is not what was backed up, is not taken back.
    for name, change in (
            ("seal gone", lambda copy: os.remove(f"{copy}/secrets.cms")),
            ("half", lambda copy: os.truncate(f"{copy}/ledger.sqlite", 5000)),
            ("altered", lambda copy: flip(f"{copy}/segments/1.segment")),
            ("a link", lambda copy: (os.rename(f"{copy}/ledger.sqlite", f"{copy}/l"), os.symlink("l", f"{copy}/ledger.sqlite")))):
        shutil.copytree(f"{ROOT}/sealed", f"{ROOT}/copy")
        change(f"{ROOT}/copy")
        said = refused_restore(bus, f"{ROOT}/copy", f"{ROOT}/none", f"{ROOT}/passphrase")
        assert "backup_incomplete" in said, (name, said)
        shutil.rmtree(f"{ROOT}/copy")
    with open(f"{ROOT}/sealed/login-accounts.json", "w") as file:
        file.write("{}")
    for name, more in (("clear", ()), ("sealed", ("--passphrase-file", f"{ROOT}/passphrase"))):
        target = f"{ROOT}/restored-{name}"
        said = subprocess.run(
            [PROGRAM, "ledger", "restore", f"{ROOT}/{name}", "--data", target, *more, "--json"], capture_output=True,
            text=True)
        assert said.returncode == 0, said.stderr
        outcome = json.loads(said.stdout)
        assert outcome["certificates"] == f"{target}/certificates" and "--alert-interval" in outcome["arguments"], said
        assert not os.path.exists(f"{target}/login-accounts.json")
        again = Daemon(PROGRAM, data=target, certificates=outcome["certificates"])
        all_there(again, told)
        assert again.plain("POST", "/lgsp/v1/auth/login", {"username": "qlvb", "password": secret})[0] == 200
        axis = vxp_java.Client(
            again.run["plain_url"] + "/vxp", "qlvb", secret, None, cafile=again.certificates + "/root.pem")
        assert axis.call("countReceiveEdoc")["ErrorCode"] == "0"
        # A token of before the backup goes on, too.
        status, answer = again.plain("GET", "/lgsp/v1/getAgenciesList", headers={"Authorization": f"Bearer {login}"})
        assert status == 200 and answer.get("code") not in ("401", 401), (status, answer)
        assert again.ask("GET", "/api/v1/documents?limit=1", headers={"Authorization": "Bearer " + token})[0] == 200
        assert again.verify("--against", f"{ROOT}/receipt")["valid"]
        # The document of after the backup is not there, and its number stays its own.
        assert again.content(lost, SENDER)[0] == 404
        number = int(accepted(again, document())[-10:], 16)
        assert number > int(lost[-10:], 16) + 1_000_000, (number, lost)
        again.stop()


def flip(path):
    with open(path, "r+b") as file:
        byte = file.read(1)
        file.seek(0)
        file.write(bytes([byte[0] ^ 1]))


def opened_by_others():
    """Another program only looks at the database, and takes in the log by that; another PKI is named by mistake."""
    import sqlite3
    bus = Daemon(PROGRAM)
    told = {accepted(bus, content): content for content in (document() for _ in range(20))}

    def look():
        other = sqlite3.connect(f"{bus.data}/ledger.sqlite")
        assert other.execute("SELECT count(*) FROM documents").fetchone()[0] == len(told)
        other.close()
    # After a stop in order there is no log to take in.
    bus.stop()
    look()
    bus.start()
    all_there(bus, told)
    later = document()
    told[accepted(bus, later)] = later
    bus.stop(signal.SIGKILL)
    look()
    said = refused_start(bus)
    assert "ledger_damaged" in said and "lgsp ledger checksums" in said, said
    assert json.loads(bus.lgsp("ledger", "checksums", "--json")[0])["renewed"] > 0
    bus.start()
    all_there(bus, told)
    assert bus.verify()["valid"]
    bus.stop()
    right, bus.certificates = bus.certificates, f"{ROOT}/another"
    assert "ledger_of_another_key" in refused_start(bus) and not os.path.exists(f"{ROOT}/another/root.pem")
    subprocess.run([PROGRAM, "pki", "init", "--certificates", bus.certificates], check=True, capture_output=True)
    assert "ledger_of_another_key" in refused_start(bus)
    bus.certificates = right
    bus.start()
    all_there(bus, told)
    assert bus.verify()["valid"]


def refused_start(bus):
    before = len(bus.said())
    try:
        bus.start()
    except AssertionError:
        return bus.said()[before:]
    raise AssertionError("it starts")


def refused_restore(bus, source, target, passphrase=None):
    more = ["--passphrase-file", passphrase] if passphrase else []
    done = subprocess.run(
        [PROGRAM, "ledger", "restore", source, "--data", target, *more], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode != 0, done.stdout
    assert not os.path.exists(target + ".partial")
    return done.stderr


if __name__ == "__main__":
    globals()[sys.argv[1]]()
