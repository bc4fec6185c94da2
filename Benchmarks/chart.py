"""The chart of the comparison: a bar for each system, as SVG."""
COLOURS = {
    "lgsp-rsa2048": "#b3261e", "lgsp-p256": "#cf6a61", "lgsp-rsa2048-xmldsig": "#b3261e",
    "lgsp-p256-xmldsig": "#cf6a61", "rabbitmq": "#33658a", "nats-default": "#9aa5b1", "nats-synced": "#5f6b76",
}


def chart(data, found):
    """The medians `found` of 8 KB by system; a line goes from the lowest to the highest round."""
    longest = max(item["highest"] for item in found.values())
    peer = found.get("rabbitmq")
    left, width, bar, gap, top = 250, 400, 24, 12, 66
    height = top + len(found) * (bar + gap) + 34
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 780 {height}" width="780" height="{height}" '
        'font-family="sans-serif" font-size="14" fill="#1f2933" role="img" aria-labelledby="title">',
        '<title id="title">Documents of 8 KB a second, end to end</title>',
        f'<rect width="780" height="{height}" fill="#ffffff"/>',
        '<text x="20" y="28" font-size="17" font-weight="bold">Documents of 8 KB a second, end to end</text>',
        '<text x="20" y="48" font-size="12" fill="#52606d">'
        "Median of the rounds, lowest to highest as a line"
        + ("; in brackets, as a ratio to RabbitMQ" if peer else "") + ".</text>",
    ]
    for index, (name, item) in enumerate(found.items()):
        y = top + index * (bar + gap)
        rate = item["documents_per_second"]
        end, low, high = (left + width * value / longest for value in (rate, item["lowest"], item["highest"]))
        middle = y + bar / 2
        beside = f" ({rate / peer['documents_per_second']:.2f})" if peer and name != "rabbitmq" else ""
        lines += [
            f'<text x="{left - 12}" y="{middle + 5:.0f}" text-anchor="end">{data["systems"][name]["name"]}</text>',
            f'<rect x="{left}" y="{y}" width="{end - left:.1f}" height="{bar}" fill="{COLOURS[name]}"/>',
            f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{middle:.0f}" y2="{middle:.0f}" stroke="#1f2933" '
            'stroke-width="1.5"/>',
            f'<text x="{max(end, high) + 10:.1f}" y="{middle + 5:.0f}">{rate:,}{beside}</text>',
        ]
    machine = data["hardware"]
    lines += [
        f'<text x="20" y="{height - 14}" font-size="12" fill="#52606d">{data["date"][:10]}, {machine["processor"]}, '
        f'{machine["cores"]} cores, clients beside the server; LGSP Bus with TLS and signatures, the others without.'
        "</text>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"
