"""Compares what a bus has with what the book says it must have."""
import base64
import collections
import json

from bus import Connection, within
from papers import KEEPER, RECEIVERS, SENDERS


class Check:
    def __init__(self, bus, book, chance):
        self.bus, self.book, self.chance = bus, book, chance
        self.connections = {}

    def of(self, code):
        if code not in self.connections:
            self.connections[code] = Connection(self.bus, code)
        return self.connections[code]

    def ask(self, code, path):
        """An answer; a bus that refuses for want of descriptors or the like is asked again."""
        for _ in range(20):
            status, answer = self.of(code).ask("GET", path)
            if status is not None:
                return status, answer
        return status, answer

    def settle(self):
        """What is not known to be accepted is sent again: what was told 503 is new, what is unknown may be either."""
        for paper in self.book.open():
            for _ in range(50):
                status, answer = self.of(paper.sender).send([paper])[0]
                self.book.note(paper, status, answer)
                if status not in (None, 429, 503):
                    break
                within(.2, lambda: False)
            else:
                self.book.violate(f"{paper.name} is not taken: {status} {answer}")

    def run(self, whole):
        accepted = self.book.accepted()
        sample = accepted if whole else self.chance.sample(accepted, min(12, len(accepted))) + accepted[-12:]
        for paper in sample:
            self.paper(paper)
        for paper in (accepted[-400:] if whole else self.chance.sample(accepted, min(6, len(accepted)))):
            self.book.note(paper, *self.of(paper.sender).send([paper])[0])
        self.mailboxes(whole)
        self.verify(whole)
        for connection in self.connections.values():
            connection.close()

    def paper(self, paper):
        for code in (paper.sender, self.chance.choice(paper.receivers)):
            if code in paper.taken:
                continue
            status, content = self.ask(code, f"/api/v1/documents/{paper.id}/content")
            if (status, content) != (200, paper.content):
                self.book.violate(f"{paper.id} is lost or altered for {code}: {status} {str(content)[:300]}")
        status, content = self.ask(paper.sender, f"/api/v1/documents/{paper.id}/signature")
        if (status, content) != (200, paper.signature):
            self.book.violate(f"the signature of {paper.id} is lost or altered: {status} {str(content)[:200]}")
        status, receipt = self.ask(paper.sender, f"/api/v1/documents/{paper.id}/receipt")
        if status != 200 or json.dumps(receipt["receipt"], sort_keys=True) != paper.receipt:
            self.book.violate(f"the receipt of {paper.id} is another: {status} {str(receipt)[:200]}")
        status, view = self.ask(paper.sender, f"/api/v1/documents/{paper.id}")
        if status != 200 or (view["document_id"], view["subject"]) != (paper.name, paper.subject):
            return self.book.violate(f"{paper.id} is shown as another: {status} {str(view)[:300]}")
        found = collections.Counter(entry["to"]["code"] for entry in view["deliveries"])
        if found != collections.Counter(paper.receivers):
            self.book.violate(f"{paper.id} is delivered to {found}, not to {paper.receivers}")
        for entry in view["deliveries"]:
            key = (paper.name, entry["to"]["code"])
            if self.book.confirmed.get(entry["delivery"]) and entry["state"] not in ("done", "withdrawn"):
                self.book.violate(f"{entry['delivery']} was confirmed, and is {entry['state']}")
            if "03" in self.book.stated[key] and entry["status"] not in ("03", "13", "15", "16"):
                self.book.violate(f"{paper.id}: {key[1]} stated 03, and it is {entry['status']}")

    def mailbox(self, code, content=False):
        items, cursor = [], ""
        while True:
            status, page = self.ask(code, f"/api/v1/inbox/{code}?limit={100 if content else 500}{cursor}"
                                          + ("&content=1" if content else ""))
            if status != 200:
                self.book.violate(f"mailbox of {code}: {status} {page}")
                return items
            items += page["items"]
            if not page["items"]:
                return items
            cursor = f"&cursor={page['cursor']}"

    def mailboxes(self, whole):
        extra = [code for paper in self.book.accepted()[-40:] for code in paper.receivers[3:]]
        for code in [KEEPER, *RECEIVERS] + ([self.chance.choice(extra)] if extra else []):
            items = [item for item in self.mailbox(code, whole and code == KEEPER) if item["kind"] == "document"]
            counts = collections.Counter(item["document"] for item in items)
            for name, number in counts.items():
                if number != 1 or name not in self.book.ids:
                    self.book.violate(f"{name} is {number} times in the mailbox of {code}; sent: {name in self.book.ids}")
            for item in items:
                known = self.book.ids.get(item["document"])
                if self.book.confirmed.get(item["delivery"]):
                    self.book.violate(f"{item['delivery']} was confirmed, and is in the mailbox of {code}")
                if known and (item["subject"], item["document_id"]) != (known.subject, known.name):
                    self.book.violate(f"{item['document']} is altered in the mailbox of {code}: {str(item)[:300]}")
                if known and "content" in item and base64.b64decode(item["content"]) != known.content:
                    self.book.violate(f"{item['document']} is altered in the mailbox of {code}")
            missing = [paper for paper in self.book.accepted() if code in paper.receivers and paper.id not in counts]
            if code not in RECEIVERS:
                for paper in missing:
                    self.book.violate(f"{paper.id} is not in the mailbox of {code}")
            else:
                self.gone(code, missing, whole)
        for code in SENDERS:
            self.statuses(code)

    def gone(self, code, missing, whole):
        """What is no more in a mailbox was confirmed, or given back."""
        for paper in missing if whole else missing[-25:]:
            status, view = self.ask(code, f"/api/v1/documents/{paper.id}")
            entries = [e for e in view.get("deliveries", []) if e["to"]["code"] == code] if status == 200 else []
            if len(entries) != 1:
                self.book.violate(f"{paper.id} has no delivery to {code}: {status} {str(view)[:200]}")
            elif entries[0]["delivery"] not in self.book.confirmed and code not in paper.taken:
                self.book.violate(f"{paper.id} left the mailbox of {code}, which never confirmed it")

    def statuses(self, code):
        found = collections.Counter(
            (item["document_id"], item["from"]["code"], item["status"]) for item in self.mailbox(code)
            if item["kind"] == "status")
        for (name, agency), codes in list(self.book.stated.items()):
            if self.book.papers[name].sender != code:
                continue
            for status in codes:
                if found[name, agency, status] != 1:
                    self.book.violate(f"{name}: {agency} stated {status}: {found[name, agency, status]} times there")
        for (name, agency, status), number in found.items():
            known = self.book.stated.get((name, agency), []) + self.book.perhaps.get((name, agency), [])
            if status == "03" and (number != 1 or status not in known):
                self.book.violate(f"{name}: {status} of {agency} is {number} times there, told {known}")

    def verify(self, whole):
        more = [] if whole else ["--chain-only"]
        code, said, errors = self.bus.lgsp("ledger", "verify", "--json", *more)
        try:
            found = json.loads(said)
        except ValueError:
            found = {}
        if code != 0 or found.get("valid") is not True:
            self.book.violate(f"ledger verify: {code} {said[:600]} {errors[:400]}")
        if self.bus.ready().get("status") != "ok":
            self.book.violate(f"readyz: {str(self.bus.ready())[:400]}")
