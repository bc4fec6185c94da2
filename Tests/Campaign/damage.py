"""Damages a copy of the data, and looks whether that is named before any byte of it is served."""
import base64
import glob
import json
import os
import shutil

from bus import Bus, Connection, within
from papers import KEEPER, RECEIVERS

NAMED = ("ledger_damaged", "document_damaged")
# What a bus does without, or makes anew: nothing is lost by it.
HARMLESS = ("garbage_behind_segment", "head_garbage")


def flip(path, place, count=1):
    with open(path, "r+b") as file:
        file.seek(place)
        old = file.read(count)
        file.seek(place)
        file.write(bytes(byte ^ 0x55 for byte in old))


class Damage:
    """One damage to the data folder `data`; `chance` decides where it strikes."""

    def __init__(self, data, old, papers, chance):
        self.data, self.old, self.papers, self.chance, self.target = data, old, papers, chance, None
        self.database = f"{data}/ledger.sqlite"
        self.segments = sorted(glob.glob(f"{data}/segments/*.segment"))

    def byte_of_document(self):
        self.target = self.chance.choice(self.papers)
        for path in self.segments:
            with open(path, "rb") as file:
                place = file.read().find(self.target.content)
            if place >= 0:
                return flip(path, place + self.chance.randrange(len(self.target.content)))
        raise AssertionError("the document is in no segment")

    def segment_cut(self):
        path = self.chance.choice(self.segments)
        os.truncate(path, self.chance.randrange(os.path.getsize(path)))

    def segment_removed(self):
        os.unlink(self.chance.choice(self.segments))

    def garbage_behind_segment(self):
        with open(self.segments[-1], "ab") as file:
            file.write(self.chance.randbytes(self.chance.randrange(1, 100_000)))

    def page(self):
        return self.chance.randrange(os.path.getsize(self.database) // 4096) * 4096

    def database_byte(self):
        for _ in range(self.chance.choice((1, 8))):
            flip(self.database, self.page() + self.chance.randrange(4096))

    def database_page_zeroed(self):
        place = self.page()
        with open(self.database, "r+b") as file:
            file.seek(place)
            file.write(bytes(4096))

    def database_pages_random(self):
        for _ in range(self.chance.choice((1, 5, 40))):
            place = self.page()
            with open(self.database, "r+b") as file:
                file.seek(place)
                file.write(self.chance.randbytes(4096))

    def database_first_page(self):
        flip(self.database, self.chance.randrange(100))

    def database_cut(self):
        os.truncate(self.database, self.chance.randrange(os.path.getsize(self.database)))

    def database_removed(self):
        for path in glob.glob(self.database + "*"):
            os.unlink(path)

    def database_emptied(self):
        os.truncate(self.database, 0)

    def log_removed(self):
        if os.path.exists(self.database + "-wal"):
            os.unlink(self.database + "-wal")

    def log_cut(self):
        if os.path.exists(self.database + "-wal"):
            os.truncate(self.database + "-wal", self.chance.randrange(1 + os.path.getsize(self.database + "-wal")))

    def log_byte(self):
        path = self.database + "-wal"
        if os.path.exists(path) and os.path.getsize(path):
            flip(path, self.chance.randrange(os.path.getsize(path)))

    def older_database(self):
        self.log_removed()
        for path in glob.glob(f"{self.old}/ledger.sqlite*"):
            shutil.copy(path, self.data)

    def older_database_under_newer_log(self):
        if os.path.exists(f"{self.old}/ledger.sqlite"):
            shutil.copy(f"{self.old}/ledger.sqlite", self.data)

    def head_garbage(self):
        with open(f"{self.data}/head", "wb") as file:
            file.write(self.chance.randbytes(self.chance.choice((0, 20, 300))))


KINDS = [name for name in vars(Damage) if not name.startswith("_") and name != "page"]


class Aftermath:
    """A bus on damaged data: what it serves is right, or it says that it is not."""

    def __init__(self, program, folder, offset, kind, book, papers, target):
        self.bus = Bus(program, folder)
        self.bus.offset, self.kind, self.book, self.papers, self.target = offset, kind, book, papers, target
        self.names = {paper.name: paper for paper in book.papers.values()}
        self.outcomes = {}

    def violate(self, words):
        self.book.violate(f"{self.kind}: {words} (log: {self.bus.said()[-500:]!r})")

    def run(self):
        """How it ended, in a word."""
        if not self.bus.start():
            code, said = self.bus.process.returncode, self.bus.said()
            if code is None or code < 0 or not any(f"{name}" in said for name in NAMED) or "internal" in said:
                self.violate(f"the start fails with {code}, and names no damage")
            return "start refused"
        try:
            return self.look()
        finally:
            code = self.bus.stop()
            if code != 0 and not (code == 74 and "durability_lost" in self.bus.said()):
                self.violate(f"it ends with {code}")

    def is_named(self):
        conditions = self.bus.ready().get("conditions", [])
        return any(condition["code"] in NAMED for condition in conditions)

    def judge(self, what, status, answer, is_right):
        """Right, or refused with the damage named. What is not there must have been named before."""
        code = answer.get("code") if isinstance(answer, dict) else None
        if status == 200 and is_right(answer):
            self.outcomes["right"] = self.outcomes.get("right", 0) + 1
        elif status in (500, 503) and code in NAMED:
            self.outcomes["named"] = self.outcomes.get("named", 0) + 1
            if not self.is_named():
                self.violate(f"{what}: {code}, but /readyz says {self.bus.ready()}")
        elif status == 404 and self.is_named():
            self.outcomes["gone, named"] = self.outcomes.get("gone, named", 0) + 1
        elif status == 200 and self.is_named():
            self.outcomes["incomplete, named"] = self.outcomes.get("incomplete, named", 0) + 1
            if not self.is_only_less(answer):
                self.violate(f"{what}: altered: {str(answer)[:400]}")
        else:
            self.violate(f"{what}: {status} {str(answer)[:400]}")

    @staticmethod
    def is_only_less(answer):
        return isinstance(answer, dict)

    def look(self):
        named = self.is_named()
        admin, keeper = Connection(self.bus, "admin"), Connection(self.bus, KEEPER)
        for paper in self.papers:
            status, answer = keeper.ask("GET", f"/api/v1/documents/{paper.id}/content")
            self.judge(f"content of {paper.id}", status, answer, lambda found: found == paper.content)
            status, answer = admin.ask("GET", f"/api/v1/documents/{paper.id}")
            self.judge(f"view of {paper.id}", status, answer, lambda found: (
                found["document_id"], found["subject"], len(found["deliveries"]), found["issuer"]["code"]
            ) == (paper.name, paper.subject, len(paper.receivers), paper.sender))
            status, answer = admin.ask("GET", f"/api/v1/documents/{paper.id}/receipt")
            self.judge(f"receipt of {paper.id}", status, answer, lambda found: (
                json.dumps(found["receipt"], sort_keys=True) == paper.receipt))
        for code in [KEEPER, *RECEIVERS]:
            self.mailbox(code)
        for path in ("/api/v1/documents?limit=50", "/api/v1/documents?q=th%E1%BB%AD&limit=5", "/metrics",
                     "/api/v1/ratio?by=tier", "/api/v1/refusals", "/api/v1/agencies?limit=50", "/api/v1/audit"):
            self.judge(path, *admin.ask("GET", path), lambda found: True)
        self.send()
        found = self.verify()
        named = named or self.is_named()
        if self.target is not None and not (named and found == "invalid"):
            self.violate(f"a document is damaged: readyz names it {named}, verify says {found}")
        if self.kind in HARMLESS and (named or found != "valid"):
            self.violate(f"nothing is damaged, but readyz names it {named}, verify says {found}")
        if found == "valid" and set(self.outcomes) - {"right"} and not named:
            self.violate(f"verify says valid, but {self.outcomes}")
        if found != "valid" and not within(3, self.is_named):
            self.violate(f"verify says {found}, and /readyz does not")
        return f"named ({found})" if named else f"started ({found})"

    def mailbox(self, code):
        connection, cursor, seen = Connection(self.bus, code), "", set()
        while True:
            status, page = connection.ask("GET", f"/api/v1/inbox/{code}?limit=100&content=1{cursor}")
            self.judge(f"mailbox of {code}", status, page, lambda found: "items" in found)
            if status != 200 or not page["items"]:
                break
            for item in page["items"]:
                if item["kind"] != "document":
                    continue
                known = self.names.get(item["document_id"])
                if known is None or item["subject"] != known.subject or item["document"] in seen and not self.is_named():
                    self.violate(f"mailbox of {code}: altered, or twice: {str(item)[:400]}")
                elif "content" in item and base64.b64decode(item["content"]) != known.content:
                    self.violate(f"mailbox of {code}: {known.name} is altered")
                seen.add(item["document"])
            cursor = f"&cursor={page['cursor']}"
        if code == KEEPER and not self.is_named():
            missing = [paper.id for paper in self.book.accepted() if paper.id not in seen]
            if missing:
                self.violate(f"mailbox of {code}: {len(missing)} are missing, and nothing is named: {missing[:3]}")

    def send(self):
        """A new document is taken, or refused by name."""
        fresh = self.book.fresh()
        status, answer = Connection(self.bus, fresh.sender).send([fresh])[0]
        code = answer.get("code") if isinstance(answer, dict) else answer
        if status == 201:
            status, content = self.bus.ask(KEEPER, "GET", f"/api/v1/documents/{answer['id']}/content")
            if (status, content) != (200, fresh.content):
                self.violate(f"a new document is taken and cannot be read: {status} {str(content)[:200]}")
        elif not (status in (500, 503) and code in NAMED and self.is_named()):
            self.violate(f"a new document: {status} {answer}")

    def verify(self):
        code, said, errors = self.bus.lgsp("ledger", "verify", "--json")
        if code == 0:
            return "valid"
        if '"valid": false' in said or '"valid":false' in said:
            return "invalid"
        if any(name in said + errors for name in NAMED):
            return "refused"
        self.violate(f"verify: {code} {said[:300]} {errors[:300]}")
        return "failed"
