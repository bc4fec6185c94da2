#!/usr/bin/env python3
"""Makes what people read out of the JSON of compare.sh.

report.py table FILE        the table, as plain text
report.py write FILE        Documentation/performance.md and Documentation/performance.svg
"""
import json
import sys

TEXT = "Documentation/performance.md"
CHART = "Documentation/performance.svg"
OURS = "lgsp-rsa2048"
COLOURS = {"lgsp-rsa2048": "#b3261e", "lgsp-p256": "#e08a80", "rabbitmq": "#33658a", "nats-default": "#9aa5b1",
           "nats-synced": "#5f6b76"}


def size_name(size):
    return f"{size >> 20} MB" if size >= 1 << 20 else f"{size >> 10} KB"


def sizes(data):
    return sorted({item["size"] for item in data["medians"]})


def of_size(data, size):
    """The medians of one size by system, in the order of the systems."""
    found = {item["system"]: item for item in data["medians"] if item["size"] == size}
    return {name: found[name] for name in data["systems"] if name in found}


def ratio(ours, other):
    return f"{ours['documents_per_second'] / other['documents_per_second']:.2f}"


def rows(data, size):
    """Name, median, lowest to highest, rounds, and both of ours as a ratio to it."""
    found = of_size(data, size)
    for name, item in found.items():
        ratios = [
            ratio(found[mine], item) if mine in found and not name.startswith("lgsp-") else "–"
            for mine in ("lgsp-rsa2048", "lgsp-p256")
        ]
        yield [
            data["systems"][name]["name"], f"{item['documents_per_second']:,}",
            f"{item['lowest']:,} – {item['highest']:,}", str(item["rounds"]), *ratios,
        ]


HEAD = ["system", "documents/s", "lowest – highest", "rounds", "RSA-2048 ÷ it", "P-256 ÷ it"]


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


def table(data):
    for size in sizes(data):
        cells = [HEAD, *rows(data, size)]
        widths = [max(len(row[column]) for row in cells) for column in range(len(HEAD))]
        print(f"\ndocuments of {size_name(size)}, end to end")
        for row in cells:
            print("  " + "  ".join(
                cell.ljust(width) if column == 0 else cell.rjust(width)
                for column, (cell, width) in enumerate(zip(row, widths))).rstrip())
    print("\ndurability")
    for system in data["systems"].values():
        print(f"  {system['name']}: {system['durability']}")
    print(f"\nhardware: {hardware(data)}\nsoftware: {software(data)}")
    print(others(data))


def chart(data):
    """Bars of 8 KB, one a system, as SVG."""
    found = of_size(data, 8192)
    longest = max(item["highest"] for item in found.values())
    left, width, bar, gap, top = 250, 430, 26, 14, 64
    height = top + len(found) * (bar + gap) + 34
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 780 {height}" width="780" height="{height}" '
        'font-family="sans-serif" font-size="14" fill="#1f2933" role="img" aria-labelledby="title">',
        '<title id="title">Documents of 8 KB a second, end to end</title>',
        f'<rect width="780" height="{height}" fill="#ffffff"/>',
        '<text x="20" y="28" font-size="17" font-weight="bold">Documents of 8 KB a second, end to end</text>',
        '<text x="20" y="48" font-size="12" fill="#52606d">'
        "Median of the rounds; the line goes from the lowest to the highest.</text>",
    ]
    for index, (name, item) in enumerate(found.items()):
        y = top + index * (bar + gap)
        rate = item["documents_per_second"]
        end, low, high = (left + width * value / longest for value in (rate, item["lowest"], item["highest"]))
        middle = y + bar / 2
        lines += [
            f'<text x="{left - 12}" y="{middle + 5:.0f}" text-anchor="end">{data["systems"][name]["name"]}</text>',
            f'<rect x="{left}" y="{y}" width="{end - left:.1f}" height="{bar}" fill="{COLOURS[name]}"/>',
            f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{middle:.0f}" y2="{middle:.0f}" stroke="#1f2933" '
            'stroke-width="1.5"/>',
            f'<text x="{max(end, high) + 10:.1f}" y="{middle + 5:.0f}">{rate:,}</text>',
        ]
    machine = data["hardware"]
    lines += [
        f'<text x="20" y="{height - 14}" font-size="12" fill="#52606d">{data["date"][:10]}, {machine["processor"]}, '
        f'{machine["cores"]} cores, clients beside the server; LGSP Bus with TLS and signatures, the others without.'
        "</text>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def markdown_table(head, cells):
    line = lambda row: "| " + " | ".join(row) + " |"
    rule = "|" + "|".join("---" if column == 0 else "--:" for column in range(len(head))) + "|"
    return "\n".join([line(head), rule, *map(line, cells)])


def page(data):
    names = {name: system["name"] for name, system in data["systems"].items()}
    all_sizes = [size for size in sizes(data) if size != 8192]
    found = {size: of_size(data, size) for size in all_sizes}
    other = [
        [name, *(f"{found[size][key]['documents_per_second']:,}" if key in found[size] else "–" for size in all_sizes)]
        for key, name in names.items()
    ]
    ours = next(item["figures"] for item in data["rounds"] if item["system"] == OURS and item["size"] == 8192)
    smallest = [
        item["figures"]["document_bytes"] for item in data["rounds"]
        if item["system"] == OURS and item["figures"]["document_bytes"] > item["size"] * 1.1
    ]
    note = (f"\nAn edXML message has no less than {min(smallest):,} bytes here, so that is what the bus moves where "
            f"its peers move 1 KB.\n" if smallest else "")
    peers = {
        item["system"]: item["figures"] for item in data["rounds"]
        if item["size"] == 8192 and not item["system"].startswith("lgsp-")
    }
    shapes = "; ".join(
        f"{names[name]}: {figures['pairs']} pairs, {figures['window']:,} unconfirmed, {figures['prefetch']:,} "
        "unacknowledged each" for name, figures in peers.items())
    return f"""# Performance
Made by `Benchmarks/report.py` from the JSON of `make bench` (`results/bench.json`); no figure is typed by hand.

## The same durable work
- Date: {data['date'][:10]}
- Hardware: {hardware(data)}
- Software: {software(data)}
- {others(data)}

![Documents of 8 KB a second, as bars](performance.svg)

Documents of 8 KB, the median of the rounds:

{markdown_table(HEAD, rows(data, 8192))}

A ratio of 1 means as many documents a second as that system, of 2 twice as many.
""" + (f"""
Other sizes, documents a second:

{markdown_table(["system", *map(size_name, all_sizes)], other)}
{note}""" if all_sizes else "") + f"""
## What each promises
{markdown_table(["system", "before it answers"], ([item["name"], item["durability"]] for item in data["systems"].values())).replace("--:", "---")}

## How it is measured
- `Benchmarks/compare.sh`: all systems in turn, several times over, so that a slow minute of
  the machine meets all of them. Each starts on a new folder on the same disk, is warmed up and measured
  alone, its clients beside it on the same cores, over loopback. Nothing is left running or on the disk.
- A document counts once it is accepted, fetched with its bytes and confirmed; a message once it is published,
  confirmed, consumed and acknowledged. A measurement in which one is missing, or comes twice, fails. The clock runs from
  the first one sent to the last confirmation.
- LGSP Bus: `lgsp bench`, {ours['senders']} senders and as many receivers, {ours['batch']} documents a request, signed
  before the clock starts ({ours['document_bytes']:,} bytes of edXML each, and the signature), to one recipient each.
  {data['systems'][OURS]['work'][0].upper()}{data['systems'][OURS]['work'][1:]}.
- The others: clients in C over Debian's own libraries (`Benchmarks/Peers`), a publisher and a consumer a queue.
  With messages of 8 KB: {shapes}. That is the best of what was tried. Of larger messages at most 16 MB are under way.

## What the figures do not say
- One machine, one node: what a cluster of three gains in safety and loses in speed is not here.
- The generator takes part of the machine, of the bus more than of its peers: it speaks TLS and takes answers apart.
- Rates at full load, in batches. A document that goes alone shares its way to the disk with no other.
- The peers are those of Debian {data['versions']['debian'].split('.')[0]}; later versions may be faster.
- A peer moves bytes; who may send what to whom, whether a signature holds and what is owed to whom it leaves to others.

To make it again: `make bench`, then `Benchmarks/report.py write results/bench.json`. `Benchmarks/end-to-end.sh` measures
the bus alone.
"""


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in ("table", "write"):
        sys.exit(__doc__)
    with open(sys.argv[2], encoding="utf-8") as file:
        data = json.load(file)
    if sys.argv[1] == "table":
        table(data)
        return
    for path, content in ((TEXT, page(data)), (CHART, chart(data))):
        with open(path, "w", encoding="utf-8") as file:
            file.write(content)


main()
