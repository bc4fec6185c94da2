#!/usr/bin/env python3
"""Makes the JSON of a run of compare.sh out of what it left in its folder: `collect.py FOLDER`."""
import json
import os
import statistics
import sys

from machine import hardware, output, versions

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
    "lgsp-rsa2048-xmldsig": {
        "name": "LGSP Bus, RSA-2048, XML-DSig",
        "work": "the same with the signature in the document",
        "durability": "the same",
    },
    "lgsp-p256-xmldsig": {
        "name": "LGSP Bus, P-256, XML-DSig",
        "work": "the same with ECDSA P-256 signers and the signature in the document",
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


def system_versions():
    tools = ".build/tools/peers/usr"
    rabbit = [name.partition("-")[2] for name in os.listdir(f"{tools}/lib/rabbitmq/lib")]
    erlang = [name for name in os.listdir(f"{tools}/lib/erlang") if name.startswith("erts-")]
    return {
        **versions(),
        "rabbitmq": " ".join(rabbit),
        "erlang": " ".join(erlang),
        "nats": output(f"{tools}/sbin/nats-server", "--version").rpartition("v")[2],
        "librabbitmq": output("dpkg-query", "-W", "-f", "${Version}", "librabbitmq4"),
        "libnats": output("dpkg-query", "-W", "-f", "${Version}", "libnats3.4"),
    }


def main(folder):
    def read(name):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            return file.read().strip()

    rounds = [json.loads(line) for line in read("rounds").splitlines()]
    groups = {}
    for item in rounds:
        key = (item["size"], item["figures"].get("recipients", 1), item["system"])
        groups.setdefault(key, []).append(item)
    order = list(SYSTEMS)
    medians = []
    for (size, recipients, system), items in sorted(groups.items(), key=lambda one: (*one[0][:2], order.index(one[0][2]))):
        rates = [item["figures"]["documents_per_second"] for item in items]
        medians.append({
            "size": size, "recipients": recipients, "system": system,
            "documents_per_second": round(statistics.median(rates)), "lowest": min(rates), "highest": max(rates),
            "rounds": len(rates),
        })
    json.dump({
        "date": read("started"),
        "hardware": hardware(folder),
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
