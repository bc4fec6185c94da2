"""Clients of several senders and receivers at once, each of which remembers exactly what it was told."""
import base64
import json
import random
import threading
import time

from book import Paper
from bus import Connection
from papers import KEEPER, RECEIVERS, SENDERS, paper


class Load:
    def __init__(self, bus, book, signers, many, seed, pace):
        self.bus, self.book, self.signers, self.many, self.pace = bus, book, signers, many, pace
        self.over = threading.Event()
        kinds = [(self.send, code) for code in SENDERS] + [(self.receive, code) for code in RECEIVERS]
        kinds += [(self.read, KEEPER)]
        self.threads = [
            threading.Thread(target=self.guard, args=(work, code, random.Random(f"{seed}-{code}")), daemon=True)
            for work, code in kinds]
        for thread in self.threads:
            thread.start()

    def end(self):
        self.over.set()
        for thread in self.threads:
            thread.join(90)
            if thread.is_alive():
                self.book.violate("a client waits for an answer for more than 90 s")

    def guard(self, work, code, chance):
        connection = Connection(self.bus, code)
        while not self.over.is_set():
            try:
                work(code, chance, connection)
            except Exception as error:
                self.book.violate(f"client {code}: {type(error).__name__} {error}")
                return
            self.over.wait(self.pace if connection.connection else .05)

    def make(self, code, chance):
        receivers = [KEEPER, *chance.sample(RECEIVERS, chance.randint(0, 2))]
        if chance.random() < .06:
            receivers += chance.sample(self.many, 40)
        name, subject, content = paper(code, receivers, 300_000 if chance.random() < .05 else chance.randint(0, 4_000))
        made = Paper(name, subject, code, receivers, content, self.signers[code].sign(content))
        self.book.add(made)
        return made

    def send(self, code, chance, connection):
        kind = chance.random()
        papers = [self.make(code, chance) for _ in range(chance.randint(2, 6) if kind < .3 else 1)]
        if kind < .1:
            papers.append(papers[0])
        for made, (status, answer) in zip(papers, connection.send(papers)):
            self.book.note(made, status, answer)
        if .3 < kind < .4:
            self.book.note(papers[0], *connection.send(papers)[0])
        if .4 < kind < .45:
            self.recall(code, chance, connection)

    def recall(self, code, chance, connection):
        mine = [made for made in self.book.accepted() if made.sender == code and RECEIVERS[0] in made.receivers]
        if not mine:
            return
        made = chance.choice(mine)
        status, answer = connection.ask(
            "POST", f"/api/v1/documents/{made.id}/recall", json.dumps({"reason": "Gửi nhầm", "to": RECEIVERS[:1]}))
        if status not in (None, 201, 409, 503):
            self.book.violate(f"recall of {made.id}: {status} {answer}")

    def receive(self, code, chance, connection):
        """Reads a page with contents, confirms some of it, states statuses, answers recalls."""
        status, page = connection.ask("GET", f"/api/v1/inbox/{code}?content=1&limit=20")
        if status is None or status == 503:
            return
        if status != 200:
            return self.book.violate(f"mailbox of {code}: {status} {page}")
        done = []
        for item in page["items"]:
            known = self.book.ids.get(item["document"])
            if item["kind"] == "status" and item["status"] == "13" and known and chance.random() < .5:
                self.answer(known, code, connection)
            if item["kind"] != "document" or (known and code in known.taken):
                continue
            if item.get("content") is None:
                if "withdrawn_at" not in item and not (known and code in known.taken):
                    self.book.violate(f"{item['document']} has no content in the mailbox of {code}: {str(item)[:300]}")
            elif known and base64.b64decode(item["content"]) != known.content:
                self.book.violate(f"{item['document']} is altered in the mailbox of {code}")
            if known and chance.random() < .4:
                done.append(item["delivery"])
            if known and chance.random() < .2:
                self.state(known, code, "03", connection)
        if done:
            self.confirm(code, done, connection)

    def confirm(self, code, deliveries, connection):
        with self.book.lock:
            for delivery in deliveries:
                self.book.confirmed.setdefault(delivery, False)
        status, answer = connection.ask(
            "POST", f"/api/v1/inbox/{code}/confirm", json.dumps({"deliveries": deliveries, "outcome": "done"}))
        if status == 200:
            with self.book.lock:
                for result in answer["results"]:
                    if result.get("state") == "done":
                        self.book.confirmed[result["delivery"]] = True
                        self.book.counts["confirmed"] += 1
        elif status == 503:
            with self.book.lock:
                for delivery in deliveries:
                    if not self.book.confirmed[delivery]:
                        del self.book.confirmed[delivery]
        elif status is not None:
            self.book.violate(f"confirmation of {code}: {status} {answer}")

    def state(self, known, code, status_code, connection):
        key = (known.name, code)
        with self.book.lock:
            if status_code in self.book.stated[key] + self.book.perhaps[key]:
                return
            self.book.perhaps[key].append(status_code)
        status, answer = connection.ask(
            "POST", f"/api/v1/documents/{known.id}/statuses", json.dumps({"code": status_code}))
        with self.book.lock:
            if status == 201:
                self.book.stated[key].append(status_code)
                self.book.counts["stated"] += 1
            if status is not None:
                self.book.perhaps[key].remove(status_code)
        if status not in (None, 201, 409, 503):
            self.book.violate(f"status {status_code} of {code} about {known.id}: {status} {answer}")

    def answer(self, known, code, connection):
        known.taken.add(code)
        connection.ask("POST", f"/api/v1/documents/{known.id}/recall", json.dumps({"answer": "agree"}))

    def read(self, code, chance, connection):
        """Single documents by their ids, lists, searches."""
        accepted = self.book.accepted()
        if not accepted or chance.random() < .2:
            path = chance.choice(["/api/v1/documents?limit=5", "/api/v1/documents?q=th%E1%BB%AD&limit=5"])
            status, answer = connection.ask("GET", path)
            if status not in (None, 200, 503):
                self.book.violate(f"{path}: {status} {answer}")
            return
        known = chance.choice(accepted)
        status, answer = connection.ask("GET", f"/api/v1/documents/{known.id}/content")
        if status == 200 and answer != known.content:
            self.book.violate(f"{known.id} is altered")
        if status not in (None, 200, 503):
            self.book.violate(f"{known.id} cannot be read: {status} {answer}")
        time.sleep(.01)
