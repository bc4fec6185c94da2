"""Rounds of faults under load by clients that remember what they were told.

Usage: campaign.py PROGRAM [ROUNDS [SEED]]. Needs a name space in which it may mount. Exits 1 where anything that was
acknowledged is lost, altered or there twice, where what was told 503 was accepted, or where a damage is not named.
"""
import collections
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from book import Book, Paper
from bus import TOPOLOGY, Bus, within
from check import Check
from damage import KINDS, Aftermath, Damage
from load import Load
from papers import KEEPER, RECEIVERS, SENDERS, Signer, paper

DISK = "4g"


class Campaign:
    def __init__(self, program, rounds, seed, root):
        self.rounds, self.seed, self.root, self.done = rounds, seed, root, 0
        self.chance, self.book, self.kinds = random.Random(seed), Book(), collections.Counter()
        self.disk = f"{root}/disk"
        os.makedirs(self.disk)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", self.disk], check=True)
        self.bus = Bus(program, root, data=f"{self.disk}/data")
        # The first certificates are valid from before every moment that the clock is set to.
        self.bus.offset = -86_400
        self.backup, self.old = None, f"{root}/old"
        self.need(self.bus.start(), "the first start")
        self.signers = {code: Signer(self.bus.identity(code)) for code in SENDERS}
        self.book.fresh = self.fresh
        with open(f"{TOPOLOGY}/agencies.tsv") as file:
            rows = [line.rstrip("\n").split("\t") for line in file]
        code, status = rows[0].index("code"), rows[0].index("status")
        known = {KEEPER, *RECEIVERS, *SENDERS}
        self.many = [row[code] for row in rows[1:] if row[status] == "active" and row[code] not in known]

    def need(self, is_so, words):
        if not is_so:
            self.book.violate(f"{words}: {self.bus.process.returncode} {self.bus.said()[-600:]}")
            raise SystemExit(f"the campaign cannot go on: {words}")

    def fresh(self):
        name, subject, content = paper(SENDERS[0], [KEEPER], 100)
        return Paper(name, subject, SENDERS[0], [KEEPER], content, self.signers[SENDERS[0]].sign(content))

    def run(self):
        for number in range(1, self.rounds + 1):
            self.done, self.book.round = number, f"seed {self.seed}, round {number}"
            began, known = time.time(), len(self.book.violations)
            what = self.round()
            self.need(self.bus.process.poll() is None, "it ended")
            check = Check(self.bus, self.book, self.chance)
            check.settle()
            check.run(whole=number % 20 == 0 or number == self.rounds)
            print(f"{number:4} {time.time() - began:5.1f} s  {len(self.book.accepted()):6} documents  "
                  f"{', '.join(what)}{'  VIOLATED' if len(self.book.violations) > known else ''}", flush=True)
        self.bus.stop()

    def round(self):
        chance, what = self.chance, []
        load = Load(self.bus, self.book, self.signers, self.many, chance.random(), .06)
        time.sleep(chance.uniform(.1, .6))
        for _ in range(chance.choice((0, 1, 1, 2))):
            what.append(chance.choice((
                self.second_start, self.full_disk, self.file_limit, self.pause, self.empty_list, self.restart))())
            time.sleep(chance.uniform(.05, .3))
        number = chance.choice((signal.SIGKILL, signal.SIGTERM))
        what.append(number.name)
        self.stop(number)
        load.end()
        if number == signal.SIGTERM:
            self.keep_old()
        if chance.random() < .4:
            what.append(self.damage())
        if chance.random() < .3:
            what.append(chance.choice((self.garbage, self.lost_index, self.lost_index))())
        if self.backup and chance.random() < .06:
            what.append(self.restore())
        if chance.random() < .3:
            what.append(self.clock())
        if chance.random() < .2:
            what.append("killed while it starts")
            self.bus.launch()
            time.sleep(chance.uniform(0, .3))
            self.bus.stop(signal.SIGKILL)
        self.need(self.bus.start(), "a start after " + ", ".join(what))
        if not self.backup or chance.random() < .06:
            what.append(self.make_backup())
        for word in what:
            self.kinds[word.split(":")[0]] += 1
        return what

    def stop(self, number):
        code = self.bus.stop(number)
        if number == signal.SIGTERM and code != 0:
            self.book.violate(f"SIGTERM ends with {code}: {self.bus.said()[-500:]}")

    # While it runs and is under load.

    def restart(self):
        number = self.chance.choice((signal.SIGKILL, signal.SIGTERM))
        self.stop(number)
        self.need(self.bus.start(), "a restart")
        return f"{number.name} and start under load"

    def pause(self):
        self.bus.process.send_signal(signal.SIGSTOP)
        time.sleep(1)
        self.bus.process.send_signal(signal.SIGCONT)
        return "stopped for a second"

    def second_start(self):
        """Another start on the same data, or a restore onto it: says who holds it, and touches nothing."""
        kept = {name: self.read(name) for name in ("lock", "run.json", "restored")}
        kind = self.chance.choice(("same ports", "other ports", "restore"))
        if kind == "restore" and self.backup:
            code, said, errors = self.bus.lgsp("ledger", "restore", self.backup[0])
            said += errors
        else:
            places = [self.bus.run[name].split("//")[1] for name in ("url", "plain_url")]
            words = self.bus.arguments(*places) if kind == "same ports" else self.bus.arguments()
            done = subprocess.run(words, capture_output=True, text=True, cwd=self.root, timeout=60)
            code, said = done.returncode, done.stdout + done.stderr
        if code == 0 or "data_in_use" not in said or str(self.bus.process.pid) not in said:
            self.book.violate(f"a second start, {kind}: {code} {said[:500]}")
        if kept != {name: self.read(name) for name in kept} or os.path.exists(self.bus.data + ".partial"):
            self.book.violate(f"a second start, {kind}, changed something")
        self.need(self.bus.process.poll() is None, "a second start ended the first")
        return "second start"

    def read(self, name):
        try:
            with open(f"{self.bus.data}/{name}", "rb") as file:
                return file.read()
        except FileNotFoundError:
            return None

    def full_disk(self):
        """Full to the last byte; then perhaps stopped and started while it is full, then there is room again."""
        chance = self.chance
        space = os.statvfs(self.disk)
        used = (space.f_blocks - space.f_bfree) * space.f_frsize
        # What is written meanwhile may be more than that already.
        slack = chance.randint(0, 6 << 20)
        while not self.mount(used + slack):
            slack += 1 << 20
        time.sleep(chance.uniform(0, .3))
        subprocess.run(["dd", "if=/dev/zero", f"of={self.disk}/filler", "bs=4096"], capture_output=True)
        time.sleep(chance.uniform(.1, .8))
        words = "full disk"
        if chance.random() < .6:
            number = chance.choice((signal.SIGKILL, signal.SIGTERM))
            words += f": {number.name} and start while it is full"
            self.stop(number)
            self.need(self.bus.start(), "a start on a full disk")
        elif self.bus.process.poll() is not None:
            self.book.violate(f"a full disk ends it: {self.bus.said()[-500:]}")
        os.unlink(f"{self.disk}/filler")
        self.mount(DISK)
        self.goes_on("storage_full")
        return words

    def mount(self, size):
        """Whether the disk has that size now: none is smaller than what it holds."""
        return subprocess.run(["mount", "-o", f"remount,size={size}", self.disk], capture_output=True).returncode == 0

    def goes_on(self, code):
        """What was refused for want of room goes on by itself."""
        def is_over():
            return code not in [condition["code"] for condition in self.bus.ready().get("conditions", [])]
        if not within(10, is_over):
            self.book.violate(f"there is room again, but: {self.bus.ready()}")

    def file_limit(self):
        sizes = [os.path.getsize(f"{folder}/{name}") for folder, _, names in os.walk(self.bus.data) for name in names
                 if name.endswith((".segment", ".sqlite", "-wal"))]
        limit = max(1, self.chance.choice(sizes) + self.chance.randint(-200_000, 400_000))
        self.limit(limit)
        time.sleep(self.chance.uniform(.1, .6))
        words = "file size limit"
        if self.chance.random() < .3:
            words += ": SIGKILL under it"
            self.stop(signal.SIGKILL)
            self.need(self.bus.start(), "a start after a file size limit")
        elif self.bus.process.poll() is not None:
            self.book.violate(f"a file size limit ends it: {self.bus.process.returncode} {self.bus.said()[-500:]}")
            self.need(self.bus.start(), "a start after a file size limit")
        else:
            self.limit("unlimited")
        self.goes_on("storage_full")
        return words

    def limit(self, size):
        subprocess.run(["prlimit", f"--pid={self.bus.process.pid}", f"--fsize={size}:unlimited"], check=True)

    def empty_list(self):
        """The file of revocation lists is emptied: the old lists stay in force, and the bus says so."""
        path = f"{self.bus.certificates}/crl.pem"
        with open(path, "rb") as file:
            text = file.read()
        os.truncate(path, 0)
        def is_named():
            return "revocation_list_damaged" in str(self.bus.ready())
        if not within(5, is_named):
            self.book.violate("crl.pem is empty, and nothing says so")
        if self.chance.random() < .5:
            with open(path, "wb") as file:
                file.write(text)
        return "revocation lists emptied"

    # Between a stop and a start.

    def keep_old(self):
        if self.chance.random() < .3 or not os.path.exists(self.old):
            shutil.rmtree(self.old, ignore_errors=True)
            os.makedirs(self.old)
            for name in os.listdir(self.bus.data):
                if name.startswith("ledger.sqlite"):
                    shutil.copy(f"{self.bus.data}/{name}", self.old)

    def damage(self):
        """On a copy: what is destroyed there is not missing here."""
        accepted = self.book.accepted()
        if len(accepted) < 5:
            return "no damage: too few documents"
        kind, folder = self.chance.choice(KINDS), f"{self.root}/copy"
        os.makedirs(folder)
        subprocess.run(["cp", "-a", self.bus.data, self.bus.certificates, folder], check=True)
        papers = self.chance.sample(accepted, min(25, len(accepted)))
        damage = Damage(f"{folder}/data", self.old, papers, self.chance)
        getattr(damage, kind)()
        outcome = Aftermath(
            self.bus.program, folder, self.bus.offset, kind, self.book, papers, damage.target).run()
        if os.environ.get("LGSP_KEEP") and any(kind in words for words in self.book.violations):
            shutil.copytree(folder, f"{os.environ['LGSP_KEEP']}/{self.seed}-{self.book.round.split()[-1]}-{kind}")
        shutil.rmtree(folder)
        return f"{kind}: {outcome}"

    def garbage(self):
        """What a bus writes anew at every start."""
        name = self.chance.choice(("run.json", "lock", "head"))
        with open(f"{self.bus.data}/{name}", "wb") as file:
            file.write(self.chance.randbytes(self.chance.choice((0, 10, 500))))
        return f"garbage in {name}"

    def lost_index(self):
        """What a bus fills again from its facts, or does without."""
        name = self.chance.choice(("search.sqlite", "webhooks.sqlite"))
        path = f"{self.bus.data}/{name}"
        kind = self.chance.choice(("removed", "damaged", "cut", "log removed"))
        if not os.path.exists(path):
            return f"{name} is not there"
        if kind == "removed":
            os.unlink(path)
        elif kind == "damaged":
            with open(path, "r+b") as file:
                for _ in range(6):
                    file.seek(self.chance.randrange(os.path.getsize(path)))
                    file.write(self.chance.randbytes(200))
        elif kind == "cut":
            os.truncate(path, self.chance.randrange(os.path.getsize(path)))
        elif os.path.exists(path + "-wal"):
            os.unlink(path + "-wal")
        return f"{name} {kind}"

    def clock(self):
        self.bus.offset = self.chance.choice((0, self.chance.randint(-72_000, 72_000)))
        return "clock step"

    def make_backup(self):
        path = f"{self.root}/backup-{time.time_ns()}"
        snapshot = self.settled()
        code, _, errors = self.bus.lgsp("ledger", "backup", path)
        if code != 0:
            self.book.violate(f"backup: {code} {errors[:400]}")
            return "backup"
        if self.backup:
            shutil.rmtree(self.backup[0])
        self.backup = path, snapshot
        return "backup"

    def settled(self):
        """What is known, once nothing is open any more."""
        Check(self.bus, self.book, self.chance).settle()
        return self.book.snapshot()

    def restore(self):
        """What came after the backup is gone, and is sent again."""
        shutil.rmtree(self.bus.data)
        code, _, errors = self.bus.lgsp("ledger", "restore", self.backup[0])
        self.need(code == 0, f"restore: {errors[:400]}")
        # The PKI outside the data stays the one it was.
        shutil.rmtree(f"{self.bus.data}/certificates", ignore_errors=True)
        self.book.go_back(self.backup[1])
        return "restore"

    def summary(self, seconds):
        print(f"seed {self.seed}: {self.done} of {self.rounds} rounds in {seconds:.0f} s")
        for kind, number in sorted(self.kinds.items()):
            print(f"  {number:4} {kind}")
        counts = self.book.counts
        print("  " + ", ".join(f"{name} {counts[name]}" for name in sorted(counts)))
        print(f"  {len(self.book.accepted())} documents at the end, {len(self.book.violations)} violations")


def main():
    program, rounds = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 200
    seed = sys.argv[3] if len(sys.argv) > 3 and sys.argv[3] else str(random.randrange(1 << 32))
    if len(sys.argv) < 5:
        mode = "-m" if os.geteuid() == 0 else "-Urm"
        os.execvp("unshare", ["unshare", mode, sys.executable, __file__, program, str(rounds), seed, "inside"])
    print(f"seed {seed}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by a signal"))
    root = tempfile.mkdtemp(prefix="lgsp-campaign-")
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", root], check=True)
    campaign, began = None, time.time()
    try:
        campaign = Campaign(program, rounds, seed, root)
        campaign.run()
    finally:
        if campaign:
            campaign.summary(time.time() - began)
            if campaign.bus.process.poll() is None:
                campaign.bus.process.kill()
                campaign.bus.process.wait()
        subprocess.run(["umount", "-l", root])
        os.rmdir(root)
    sys.exit(1 if campaign.book.violations else 0)


if __name__ == "__main__":
    main()
