"""What figures were taken on, and the daemon that they are taken of: shared by the programs of this folder."""
import glob
import json
import os
import platform
import ssl
import subprocess
import sys
import time

LGSP = ".build/release/lgsp"


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def field(path, name):
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith(name):
                return line.split(":", 1)[1].strip()
    return "unknown"


def file_system(folder):
    kind, _, options = output("findmnt", "-n", "-o", "FSTYPE,OPTIONS", "-T", folder).partition(" ")
    return f"{kind} ({options.strip()})"


def hardware(folder):
    """Processor, cores, memory, and how long the disk of `folder` takes."""
    return {
        "processor": field("/proc/cpuinfo", "model name"), "cores": os.cpu_count(),
        "memory_gib": round(int(field("/proc/meminfo", "MemTotal").split()[0]) / 2**20),
        "file_system": file_system(folder), "disk": json.loads(output("Benchmarks/probe.py", folder)),
    }


def versions():
    with open("/etc/debian_version", encoding="utf-8") as file:
        debian = file.read().strip()
    return {
        "lgsp": output("git", "describe", "--always", "--dirty"), "swift": output("swift", "--version").splitlines()[0],
        "kernel": platform.release().split("-")[0], "debian": debian,
    }


def date():
    return time.strftime("%Y-%m-%dT%H:%M:%S%z")


def busy():
    """How much of the processors others use, in per cent of all, looked at for half a second."""
    def times():
        with open("/proc/stat", encoding="utf-8") as file:
            values = [int(value) for value in file.readline().split()[1:9]]
        return sum(values), values[3] + values[4]

    (all1, idle1), _, (all2, idle2) = times(), time.sleep(0.5), times()
    return round(100 - 100 * (idle2 - idle1) / (all2 - all1))


class Daemon:
    """A daemon of its own on free ports; `seconds` is how long it took until it was ready."""

    def __init__(self, data, *options):
        self.data = data
        ready = os.path.join(data, "ready.json")
        if os.path.exists(ready):
            os.unlink(ready)
        os.makedirs(data, mode=0o700, exist_ok=True)
        with open(os.path.join(data, "log"), "wb") as log:
            start = time.monotonic()
            self.process = subprocess.Popen(
                [LGSP, "serve", "--data", data, "--listen", "127.0.0.1:0", "--listen-plain", "127.0.0.1:0",
                 "--ready-file", ready, *options], stderr=log)
        self.facts = None
        while not os.path.exists(ready) or not os.path.getsize(ready):
            if self.process.poll() is not None or time.monotonic() - start > 600:
                self.stop()
                sys.exit("the daemon did not start:\n" + open(os.path.join(data, "log"), encoding="utf-8").read())
            time.sleep(0.002)
        self.seconds = time.monotonic() - start
        with open(ready, encoding="utf-8") as file:
            ready = json.load(file)
        self.certificates, self.port = ready["certificates"], int(ready["url"].rpartition(":")[2])

    def resident(self):
        """Its resident memory in MiB, and of that what is files: pages that the system may take back."""
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as file:
            values = dict(line.split(":", 1) for line in file if ":" in line)
        return {
            name: round(int(values[key].split()[0]) / 1024) for name, key in
            [("all", "VmRSS"), ("anonymous", "RssAnon"), ("highest", "VmHWM")]
        }

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait()

    def lgsp(self, *arguments):
        """A command at this daemon that prints JSON."""
        done = subprocess.run(
            [LGSP, *arguments, "--json", "--data", self.data], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            self.stop()
            sys.exit(f"lgsp {' '.join(arguments)}: {done.stderr}{done.stdout}")
        return json.loads(done.stdout)

    def context(self, identity):
        """TLS as `identity`, a folder of the PKI such as `admin`."""
        context = ssl.create_default_context(cafile=f"{self.certificates}/root.pem")
        folder = f"{self.certificates}/{identity}"
        context.load_cert_chain(f"{folder}/certificate.pem", f"{folder}/key.pem")
        return context


def percentile(sorted_values, share):
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * share))]


def forget(folder):
    """Has the system write the files under `folder` back and drop them from its memory."""
    for path in glob.glob(f"{folder}/**", recursive=True):
        if os.path.isfile(path):
            file = os.open(path, os.O_RDONLY)
            os.fsync(file)
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(file)
