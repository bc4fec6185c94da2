#!/usr/bin/env python3
"""Makes what people read out of the JSON in results/.

report.py table        the figures of compare.sh, as plain text
report.py write        Documentation/performance.md and Documentation/performance.svg, of all that was measured
"""
import json
import os
import sys

from chart import chart

TEXT = "Documentation/performance.md"
CHART = "Documentation/performance.svg"
OURS = "lgsp-rsa2048"
PEER = "rabbitmq"


def read(name):
    """A results file, or None where that was not measured."""
    path = f"results/{name}.json"
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def size_name(size):
    return f"{size >> 20} MB" if size >= 1 << 20 else f"{size >> 10} KB"


def sizes(data):
    return sorted({item["size"] for item in data["medians"] if item["recipients"] == 1})


def of_size(data, size):
    """The medians of one size by system, to one recipient, in the order of the systems."""
    found = {item["system"]: item for item in data["medians"] if item["size"] == size and item["recipients"] == 1}
    return {name: found[name] for name in data["systems"] if name in found}


def ratio(item, other):
    return f"{item['documents_per_second'] / other['documents_per_second']:.2f}" if other else "–"


HEAD = ["system", "documents/s", "lowest – highest", "rounds", "÷ RabbitMQ", "÷ ours, RSA-2048"]


def rows(data, size):
    found = of_size(data, size)
    for name, item in found.items():
        yield [
            data["systems"][name]["name"], f"{item['documents_per_second']:,}",
            f"{item['lowest']:,} – {item['highest']:,}", str(item["rounds"]), ratio(item, found.get(PEER)),
            ratio(item, found.get(OURS)),
        ]


def many(data):
    """Key, recipients, documents and deliveries a second, of documents to more than one recipient."""
    for item in data["medians"]:
        if item["recipients"] > 1:
            yield [
                data["systems"][item["system"]]["name"], str(item["recipients"]),
                f"{item['documents_per_second']:,}", f"{item['documents_per_second'] * item['recipients']:,}",
            ]


MANY = ["system", "recipients", "documents/s", "deliveries/s"]


def hardware(data):
    machine = data["hardware"]
    disk = machine["disk"]["fdatasync_microseconds"]
    return (f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB; "
            f"{machine['file_system'].split(' ')[0]}, fdatasync of 8 KB {disk['p50']} µs (p99 {disk['p99']} µs)")


def software(data):
    versions = data["versions"]
    return (f"Debian {versions['debian']}, Linux {versions['kernel']}; lgsp {versions['lgsp']}; RabbitMQ "
            f"{versions['rabbitmq']} on Erlang {versions['erlang'].replace('erts-', 'runtime ')}; NATS server "
            f"{versions['nats']}")


def others(data):
    busy = data["others_busy_percent"]
    return (f"Other programs used {busy['median']} % of the processors just before a measurement (median; at most "
            f"{busy['highest']} %); load {data['load_at_start']} at the start.")


def plain_table(title, cells):
    print(f"\n{title}")
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    for row in cells:
        print("  " + "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths))).rstrip())


def table(data):
    for size in sizes(data):
        plain_table(f"documents of {size_name(size)}, end to end", [HEAD, *rows(data, size)])
    if found := list(many(data)):
        plain_table("to many recipients", [MANY, *found])
    print("\ndurability")
    for system in data["systems"].values():
        print(f"  {system['name']}: {system['durability']}")
    print(f"\nhardware: {hardware(data)}\nsoftware: {software(data)}")
    print(others(data))


def markdown(head, cells, is_text=False):
    line = lambda row: "| " + " | ".join(row) + " |"
    rule = "|" + "|".join("---" if column == 0 or is_text else "--:" for column in range(len(head))) + "|"
    return "\n".join([line(head), rule, *map(line, cells)])


def when(data, main):
    """When and on what, where that differs from the comparison's."""
    if main and data["date"][:10] == main["date"][:10] and data["versions"]["lgsp"] == main["versions"]["lgsp"]:
        return ""
    return f"\nMeasured on {data['date'][:10]}, lgsp {data['versions']['lgsp']}; {hardware(data)}.\n"


def comparison(data):
    names = {name: system["name"] for name, system in data["systems"].items()}
    other_sizes = [size for size in sizes(data) if size != 8192]
    found = {size: of_size(data, size) for size in other_sizes}
    other = [
        [name, *(f"{found[size][key]['documents_per_second']:,}" if key in found[size] else "–"
                 for size in other_sizes)]
        for key, name in names.items() if any(key in found[size] for size in other_sizes)
    ]
    smallest = [
        item["figures"]["document_bytes"] for item in data["rounds"]
        if item["system"] == OURS and item["size"] < 2048
    ]
    text = f"""
## The same durable work
![Documents of 8 KB a second, as bars](performance.svg)

Documents of 8 KB, the median of the rounds:

{markdown(HEAD, rows(data, 8192))}

A ratio of 1 means as many documents a second as that system, of 2 twice as many.
"""
    if other:
        text += f"""
Other sizes, documents a second:

{markdown(["system", *map(size_name, other_sizes)], other)}
"""
    if smallest:
        text += (f"\nAn edXML message has no less than {min(smallest):,} bytes here, so that is what the bus moves "
                 "where its peers move 1 KB.\n")
    if recipients := list(many(data)):
        figures = next(item["figures"] for item in data["rounds"] if item["figures"].get("recipients", 1) > 1)
        text += f"""
One document to many recipients, each of whom fetches it with its bytes and confirms it. Naming them makes it
{figures['document_bytes']:,} bytes long:

{markdown(MANY, recipients)}
"""
    return text


def verification(rows_of):
    of = lambda name: [row for row in rows_of if row["table"] == name]
    text = "\n## Verification\nOne thread, microseconds, each document and signature another one.\n"
    if cms := of("cms_microseconds"):
        keys = {"rsa2048": "RSA-2048", "p256": "P-256"}
        text += "\nA detached CMS over 8 KB by a known signer, its chain and its revocation judged:\n\n" + markdown(
            ["key", "digest and raw EVP verify", "ours, certificate embedded", "ours, not embedded",
             "OpenSSL's `CMS_verify` with chain", "ours ÷ raw"],
            [[keys.get(row["key"], row["key"]), *(f"{row[name]:.1f}" for name in ("raw", "embedded", "bare", "openssl")),
              f"{row['embedded'] / row['raw']:.2f}"] for row in cms]) + "\n"
    if xml := of("xmldsig_microseconds"):
        text += "\nAn XML signature, RSA-2048, from the bytes to the verdict; xmlsec1's library with a preset key:\n\n"
        text += markdown(
            ["message", "canonical form", "xmlsec1", "ours", "times as fast"],
            [[row["message"], row["canonical_form"], f"{row['libxmlsec1']:.1f}", f"{row['lgsp']:.1f}",
              f"{row['libxmlsec1'] / row['lgsp']:.1f}"] for row in xml]) + "\n"
    return text


def half_load(data, main):
    cells = [
        [f"until {until}, {how}", *(f"{values[name]:.1f}" for name in ("p50", "p99", "max"))]
        for until, kinds in data["latency_milliseconds"].items() for how, values in kinds.items()
    ]
    names = {"until accepted": "until the answer: on disk", "until mailbox": "until it lies in the mailbox"}
    for row in cells:
        for short, long in names.items():
            row[0] = row[0].replace(short, long)
    counts, generator = data["counts"], data["generator"]
    return f"""
## Latency at half of the maximum
The maximum of this work, {data['work']}, is {data['maximum_per_second']:,} documents/s
(`lgsp bench --batch 1`, {' or '.join(str(item['senders']) for item in data['maximum'])} senders; batches reach more, above). At half of it, {data['rate']:,}/s at fixed times whether or
not the bus keeps up, milliseconds:
{when(data, main)}
{markdown(["", "p50", "p99", "max"], cells)}

Corrected latencies count from the time a document was meant to go out, raw ones from its sending. {counts['planned']:,}
documents, warm-up included; {counts['lost']} lost, {generator['dropped']} not sent in time, {generator['late']:,} sent late{'; the generator was the bottleneck' if generator['saturated'] else ''}.
"""


def flat(value, name=""):
    """The numbers and texts in a results file whose form is another program's, by where they stand."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in ("hardware", "versions", "date"):
                yield from flat(item, f"{name}, {key}" if name else key)
    elif not isinstance(value, list):
        text = f"{value:,.1f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
        yield [name.replace("_", " "), text]


def doors(data, main):
    names = {
        "native": "native API, one document a POST, a look and a confirmation",
        "vxp": "`/vxp`, one document a call",
        "native_looks_of_many": "native API, one document a POST, many a look and a confirmation",
        "native_batches": "native API, many documents a request",
    }
    base = data["medians"]["native"]
    cells = [
        [names[way], f"{item['documents_per_second']:,}", f"{item['lowest']:,} – {item['highest']:,}",
         f"{item['documents_per_second'] / base['documents_per_second']:.2f}",
         f"{item['server_processor_microseconds']:,}", f"{item['client_processor_microseconds']:,}"]
        for way, item in data["medians"].items()
    ]
    ratio, loads = data["vxp_to_native"], [item["load"] for item in data["rounds"]]
    figures = data["rounds"][0]["figures"]
    return f"""
## The national axis's interface
The same documents of 8 KB, {figures['signature']}, {figures['key']}, signature policy `required`, through `/vxp` and through the native API,
both over TLS with {figures['senders']} senders and as many receivers, in alternating rounds on one daemon:
{when(data, main)}
{markdown(["", "documents/s", "lowest – highest", "÷ the first", "µs of processor, bus", "µs, client"], cells)}

Round by round `/vxp` has {ratio['median']:.2f} × the documents a second of the first line ({ratio['lowest']:.2f} – {ratio['highest']:.2f}; {ratio['rounds']} rounds). The client signs
and, for `/vxp`, codes base64 on the same processors. The load before a measurement was {min(loads):.1f} to {max(loads):.1f}.
"""


def fan_out(data):
    return f"""
## One directive to the nation
{markdown(["", ""], flat(data))}
"""


def growth(data, main):
    small, large = data["sizes"][0], data["sizes"][-1]
    columns = [(f"{item['target']:,} facts", item) for item in data["sizes"]]
    started = list(columns)
    if "agencies" in data:
        started.append((f"and {data['agencies']['count']:,} agencies", data["agencies"]))
    figures = [
        ["documents/s", *(f"{item['documents_per_second']:,}" for _, item in columns)],
        *([f"from sending a batch to its answer, {name}, ms",
           *(f"{item[f'batch_to_accepted_{name}_milliseconds']:.1f}" for _, item in columns)] for name in ("p50", "p99")),
        ["on disk, MB", *(f"{sum(item['bytes'].values()) / 1e6:,.0f}" for _, item in columns)],
    ]
    starts = [
        [f"ready after, s, files {how}", *(f"{item[key]:.2f}" for _, item in started)]
        for how, key in [("in memory", "warm_seconds"), ("on disk alone", "cold_seconds")]
    ] + [["memory then, MiB", *(str(item["resident_mib"]["anonymous"]) for _, item in started)]]
    queries = [
        [name, *(f"{item['queries_milliseconds'][name]['p50']:.2f} ({item['queries_milliseconds'][name]['p99']:.2f})"
                 for _, item in started)]
        for name in small["queries_milliseconds"]
    ]
    fill = large.get("fill")
    verify = large["verify"]
    text = f"""
## Growth
The same measurements on ledgers that differ in their past alone: two years of documents, deliveries, confirmations and
statuses, written by the ledger itself. Documents of 8 KB, RSA-2048, {large['rounds'][0]['figures']['batch']} a request:
{when(data, main)}
{markdown(["", *(name for name, _ in columns)], figures)}

With {large['target']:,} facts there are {data['ratios']['documents_per_second']:.2f} × the documents a second, and the p99 is {1 / data['ratios']['p99']:.2f} × as long.

Start-up, from the command to both listeners:

{markdown(["", *(name for name, _ in started)], starts)}

Questions over one connection, one after another, milliseconds, median (p99):

{markdown(["", *(name for name, _ in started)], queries)}

A ratio over given days, or by day, reads what it is asked for: those days. A receipt reads the batch of its document.

`lgsp ledger verify` of {verify['facts']:,} facts took {verify['seconds']:.0f} s beside the running bus and found nothing wrong."""
    if fill:
        text += f" The ledger was filled with {fill['facts'] / fill['seconds']:,.0f} facts a second."
    return text + "\n"


def memory(data, grown):
    cells = []
    for item in data["rounds"]:
        if "resident_mib" in item and item["round"] == 1:
            held = item["resident_mib"]
            recipients = item["figures"].get("recipients", 1)
            what = f"{size_name(item['size'])}" + (f", {recipients} recipients" if recipients > 1 else "")
            cells.append([
                data["systems"][item["system"]]["name"], what, f"{item['figures']['documents']:,}", str(held["idle"]),
                str(held["after"]),
            ])
    text = f"""
## Memory
What the daemon holds of its own, in MiB, without the pages of files that the system takes back when it needs them:

{markdown(["system", "documents", "how many", "idle", "after the run"], cells)}
"""
    if grown:
        large = grown["sizes"][-1]
        text += (f"\nWith {large['target']:,} facts: {large['resident_mib']['anonymous']} idle, "
                 f"{max(item['resident_mib']['anonymous'] for item in large['rounds'])} after a run.\n")
    return text


def method(data):
    names = {name: system["name"] for name, system in data["systems"].items()}
    ours = next(item["figures"] for item in data["rounds"] if item["system"] == OURS and item["size"] == 8192)
    work = data["systems"][OURS]["work"]
    peers = {
        item["system"]: item["figures"] for item in data["rounds"]
        if item["size"] == 8192 and not item["system"].startswith("lgsp-")
    }
    shapes = "; ".join(
        f"{names[name]}: {figures['pairs']} pairs, {figures['window']:,} unconfirmed, {figures['prefetch']:,} "
        "unacknowledged each" for name, figures in peers.items())
    promises = [[item["name"], item["durability"]] for item in data["systems"].values()]
    verified = [item["verified"] for item in data["rounds"] if "verified" in item]
    return f"""
## What each promises
{markdown(["system", "before it answers"], promises, is_text=True)}

## How it is measured
- `Benchmarks/compare.sh`: all systems in turn, several times over, so that a slow minute of
  the machine meets all of them. Each starts on a new folder on the same disk, is warmed up and measured
  alone, its clients beside it on the same cores, over loopback. Nothing is left running or on the disk.
- A document counts once it is accepted, fetched with its bytes and confirmed; a message once it is published,
  confirmed, consumed and acknowledged. A measurement in which one is missing, or comes twice, fails. The clock runs from
  the first one sent to the last confirmation. After each run of the bus `lgsp ledger verify` must find its ledger whole:
  it did, {sum(item['facts'] for item in verified):,} facts in all.
- LGSP Bus: `lgsp bench`, {ours['senders']} senders and as many receivers, {ours['batch']} documents a request, signed
  before the clock starts ({ours['document_bytes']:,} bytes of edXML each, and the signature), to one recipient each.
  {work[0].upper()}{work[1:]}.
- The others: clients in C over Debian's own libraries (`Benchmarks/Peers`), a publisher and a consumer a queue.
  With messages of 8 KB: {shapes}. That is the best of what was tried. Of larger messages at most 16 MB are under way.

## What the figures do not say
- One machine, one node: what a cluster of three gains in safety and loses in speed is not here.
- The generator takes part of the machine, of the bus more than of its peers: it speaks TLS and takes answers apart.
- Rates at full load, in batches. A document that goes alone shares its way to the disk with no other.
- The peers are those of Debian {data['versions']['debian'].split('.')[0]}; later versions may be faster.
- A peer moves bytes; who may send what to whom, whether a signature holds and what is owed to whom it leaves to others.

To make it again: `make bench` (some fifteen minutes; `QUICK=1` for a short form), `make bench-growth` for the growth, then
`make performance`.
"""


def page(data):
    parts = [f"""# Performance
Made by `Benchmarks/report.py` from the JSON in `results/`; no figure is typed by hand.

- Date: {data['date'][:10]}
- Hardware: {hardware(data)}
- Software: {software(data)}
- {others(data)}
""", comparison(data)]
    if rows_of := read("verification"):
        parts.append(verification(rows_of))
    if half := read("half-load"):
        parts.append(half_load(half, data))
    if both := read("doors"):
        parts.append(doors(both, data))
    if nation := read("fan-out"):
        parts.append(fan_out(nation))
    grown = read("growth")
    if grown:
        parts.append(growth(grown, data))
    parts.append(memory(data, grown))
    parts.append(method(data))
    return "".join(parts)


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in ("table", "write"):
        sys.exit(__doc__)
    os.chdir(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    data = read("bench")
    if not data:
        sys.exit("results/bench.json is not there: `make bench` makes it")
    if sys.argv[1] == "table":
        table(data)
        return
    for path, content in ((TEXT, page(data)), (CHART, chart(data, of_size(data, 8192)))):
        with open(path, "w", encoding="utf-8") as file:
            file.write(content)


main()
