#!/usr/bin/env python3
"""Makes the JSON of a run of compare.sh out of what it left in its folder: `collect.py FOLDER`."""
import json
import os
import platform
import statistics
import subprocess
import sys

SYSTEMS = {
    "lgsp-rsa2048": {
        "name": "LGSP Bus, RSA-2048",
        "work": "signed edXML (detached CMS), posted over mutual TLS, verified, routed, receipted, fetched, confirmed",
        "durability": "fdatasync of the payload segment, then the commit of SQLite's WAL with synchronous=FULL, "
                      "before every answer, of a confirmation too; many documents share one of each",
    },
    "lgsp-p256": {
        "name": "LGSP Bus, P-256",
        "work": "the same with ECDSA P-256 signers",
        "durability": "the same",
    },
    "rabbitmq": {
        "name": "RabbitMQ quorum queue",
        "work": "unsigned bytes over plain TCP: published, confirmed, consumed, acknowledged",
        "durability": "one node; fdatasync of the quorum queues' common write-ahead log before the confirm (its default "
                      "write_strategy and sync_method); many messages share one. A consumer's acknowledgement goes "
                      "through the same log, but nobody waits for it",
    },
    "nats-default": {
        "name": "NATS JetStream, as it comes",
        "work": "unsigned bytes over plain TCP to a work-queue stream in files: published, acknowledged by the server, "
                "consumed, acknowledged",
        "durability": "one node; written to files before the acknowledgement, but synced only every two minutes: "
                      "a loss of power takes what was acknowledged since",
    },
    "nats-synced": {
        "name": "NATS JetStream, synced",
        "work": "the same",
        "durability": "every write synced by itself before the acknowledgement (ext4's attribute S on the store's "
                      "folder, since this version has no such setting)",
    },
}


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


def system_versions():
    tools = ".build/tools/peers/usr"
    rabbit = [name.partition("-")[2] for name in os.listdir(f"{tools}/lib/rabbitmq/lib")]
    erlang = [name for name in os.listdir(f"{tools}/lib/erlang") if name.startswith("erts-")]
    return {
        "lgsp": output("git", "describe", "--always", "--dirty"),
        "rabbitmq": " ".join(rabbit),
        "erlang": " ".join(erlang),
        "nats": output(f"{tools}/sbin/nats-server", "--version").rpartition("v")[2],
        "librabbitmq": output("dpkg-query", "-W", "-f", "${Version}", "librabbitmq4"),
        "libnats": output("dpkg-query", "-W", "-f", "${Version}", "libnats3.4"),
        "swift": output("swift", "--version").splitlines()[0],
        "kernel": platform.release().split("-")[0],
        "debian": open("/etc/debian_version", encoding="utf-8").read().strip(),
    }


def main(folder):
    def read(name):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            return file.read().strip()

    rounds = [json.loads(line) for line in read("rounds").splitlines()]
    groups = {}
    for item in rounds:
        groups.setdefault((item["size"], item["system"]), []).append(item["figures"]["documents_per_second"])
    order = list(SYSTEMS)
    medians = [
        {
            "size": size, "system": system, "documents_per_second": round(statistics.median(rates)),
            "lowest": min(rates), "highest": max(rates), "rounds": len(rates),
        }
        for (size, system), rates in sorted(groups.items(), key=lambda pair: (pair[0][0], order.index(pair[0][1])))
    ]
    json.dump({
        "date": read("started"),
        "hardware": {
            "processor": field("/proc/cpuinfo", "model name"), "cores": os.cpu_count(),
            "memory_gib": round(int(field("/proc/meminfo", "MemTotal").split()[0]) / 2**20),
            "file_system": file_system(folder), "disk": json.loads(read("disk")),
        },
        "versions": system_versions(),
        "load_at_start": float(read("load")),
        "others_busy_percent": {
            "median": round(statistics.median(item["busy_before_percent"] for item in rounds)),
            "highest": max(item["busy_before_percent"] for item in rounds),
        },
        "systems": {name: SYSTEMS[name] for name in order if any(item["system"] == name for item in rounds)},
        "medians": medians,
        "rounds": rounds,
    }, sys.stdout, ensure_ascii=False, indent=1)
    print()


main(sys.argv[1])
