"""What the clients were told, kept outside the bus: the measure of what it must still know."""
import collections
import copy
import json
import threading

ACCEPTED, REFUSED, UNKNOWN, NEW = "accepted", "refused", "unknown", "new"


class Paper:
    """A document that was sent, and what came of it."""

    def __init__(self, name, subject, sender, receivers, content, signature):
        self.name, self.subject, self.sender, self.receivers = name, subject, sender, receivers
        self.content, self.signature = content, signature
        self.state, self.id, self.receipt = NEW, None, None
        # Who agreed to give it back, or may have: its content is theirs no more.
        self.taken = set()


class Book:
    def __init__(self):
        self.lock = threading.RLock()
        self.papers, self.ids = {}, {}
        # Of deliveries: what was told of their confirmation, True, or may have come of it, False.
        self.confirmed = {}
        # Of a document and an agency: the codes that were told as stated, and those that may be.
        self.stated, self.perhaps = collections.defaultdict(list), collections.defaultdict(list)
        self.ever = set()
        self.counts = collections.Counter()
        self.violations = []
        self.round = ""

    def violate(self, words):
        with self.lock:
            self.violations.append(f"{self.round}: {words}")
            print(f"VIOLATION {self.round}: {words}"[:1_500], flush=True)
            # One fault is often told by all: the first hundred are enough.
            if len(self.violations) == 100:
                raise SystemExit("too many violations")

    def add(self, paper):
        with self.lock:
            self.papers[paper.name] = paper

    def note(self, paper, status, body):
        """An answer to a document that was sent: a status with its JSON, or None where nothing came back."""
        with self.lock:
            if status is None:
                self.counts["unknown"] += 1
                if paper.state in (NEW, REFUSED):
                    paper.state = UNKNOWN
            elif status in (503, 429):
                self.counts[f"told {status}"] += 1
                if paper.state == NEW:
                    paper.state = REFUSED
                if not isinstance(body, dict) or not body.get("code"):
                    self.violate(f"{paper.name}: {status} without a code: {body}")
            elif status in (200, 201):
                self.accept(paper, status, body)
            else:
                self.violate(f"{paper.name}: {status} {json.dumps(body, ensure_ascii=False)[:400]}")

    def accept(self, paper, status, body):
        name, receipt = body["id"], json.dumps(body["receipt"], sort_keys=True)
        if paper.state == ACCEPTED:
            if status == 201:
                self.violate(f"{paper.name}: acknowledged as {paper.id}, and new again as {name}")
            if (name, receipt) != (paper.id, paper.receipt):
                self.violate(f"{paper.name}: another id or receipt: {paper.id}, then {name}")
            return
        if status == 200 and paper.state != UNKNOWN:
            self.violate(f"{paper.name}: told {paper.state}, but accepted before, as {name}")
        if status == 201 and name in self.ever:
            self.violate(f"{paper.name}: the id {name} was given before")
        self.ever.add(name)
        self.counts["acknowledged"] += 1
        paper.state, paper.id, paper.receipt = ACCEPTED, name, receipt
        self.ids[name] = paper

    def accepted(self):
        with self.lock:
            return [paper for paper in self.papers.values() if paper.state == ACCEPTED]

    def open(self):
        """Those of which it is not known whether they were accepted, and those that were not."""
        with self.lock:
            return [paper for paper in self.papers.values() if paper.state != ACCEPTED]

    def snapshot(self):
        """What is known now, for a backup that is made now."""
        with self.lock:
            return copy.deepcopy((
                {paper.name: (paper.id, paper.receipt, paper.taken) for paper in self.accepted()}, self.confirmed,
                self.stated, self.perhaps))

    def go_back(self, snapshot):
        """What came after the backup is gone, and is as new."""
        with self.lock:
            known, self.confirmed, self.stated, self.perhaps = copy.deepcopy(snapshot)
            self.ids = {}
            for paper in self.papers.values():
                if paper.name in known:
                    paper.state = ACCEPTED
                    paper.id, paper.receipt, paper.taken = known[paper.name]
                    self.ids[paper.id] = paper
                else:
                    paper.state, paper.taken = NEW, set()
