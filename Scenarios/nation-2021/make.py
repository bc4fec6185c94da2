#!/usr/bin/env python3
"""Makes the tables of topology/ from units.tsv: python3 Scenarios/nation-2021/make.py [FOLDER].

The same units give the same bytes; a test compares them with what is checked in.
"""
import csv, pathlib, sys, unicodedata

HERE = pathlib.Path(__file__).parent
CENTRAL = HERE.parent / "binh-phuoc-2021" / "topology" / "agencies.tsv"
COLUMNS = ["code", "old_code", "tier", "parent", "hub", "status", "valid_from", "valid_until", "invented", "name"]
TIERS = [("central", "0", "Trung ương", "Central"), ("province", "1", "Tỉnh", "Province"),
         ("district", "2", "Huyện", "District"), ("commune", "3", "Xã", "Commune")]
FIRST_DISTRICT, FIRST_COMMUNE = 30, 20


def proper(name):
    """A province's name without what it is: Bình Phước."""
    return name.removeprefix("Tỉnh ").removeprefix("Thành phố ")


def place(name):
    """Where a province stands in the order of the codes: letters without marks, words run together."""
    # Hậu Giang was divided from Cần Thơ after the order was made: it stands behind Hồ Chí Minh.
    if name == "Hậu Giang":
        name = "Hồ Chí Minh z"
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(letter for letter in plain if letter.isalpha())


def committee(name):
    """A unit's committee: UBND xã Tân Thành."""
    return "UBND " + name[0].lower() + name[1:]


def row(code, tier, parent, hub, name, invented, status="active", old=None):
    """A row of agencies.tsv; `old` is the code of the old form, which has none where it is empty."""
    if old is None:
        groups = code.split(".")[::-1]
        old = {1: "000.00.00.{}", 2: "000.00.{}.{}", 3: "000.{}.{}.{}"}[len(groups)].format(*groups)
    return [code, old, tier, parent, hub, status, "", "", "yes" if invented else "no", name]


def main(folder):
    with open(HERE / "units.tsv", encoding="utf-8") as file:
        units = list(csv.DictReader(file, delimiter="\t"))
    below = {}
    for unit in units:
        below.setdefault(unit["parent"], []).append(unit)
    provinces = sorted((unit for unit in units if unit["level"] == "province"),
                       key=lambda unit: place(proper(unit["name"])))
    hubs = [("national", "", "1", "0", "Trục liên thông văn bản quốc gia")]
    with open(CENTRAL, encoding="utf-8") as file:
        agencies = [line.rstrip("\n").split("\t") for line in file if line.startswith("G")]
    for number, province in enumerate(provinces, 1):
        top, name = f"H{number:02}", province["name"][0].lower() + province["name"][1:]
        hubs.append((top, "national", str(number + 1), "0", f"LGSP {name}"))
        agencies.append(row(top, "province", "", top, committee(province["name"]), False))
        agencies.append(row(f"{top}.W00", "province", top, top, f"Trục kết nối LGSP {name}", True, "connection", ""))
        for district_number, district in enumerate(below[province["code"]], FIRST_DISTRICT):
            middle = f"{top}.{district_number:02}"
            agencies.append(row(middle, "district", top, top, committee(district["name"]), True))
            for commune_number, commune in enumerate(below.get(district["code"], []), FIRST_COMMUNE):
                agencies.append(
                    row(f"{middle}.{commune_number:02}", "commune", middle, top, committee(commune["name"]), True))
    for name, header, rows in [("tiers", ["tier", "rank", "name", "name_en"], TIERS),
                               ("hubs", ["hub", "parent", "shard", "latency_ms", "name"], hubs),
                               ("agencies", COLUMNS, agencies)]:
        text = "".join("\t".join(fields) + "\n" for fields in [header, *rows])
        (folder / f"{name}.tsv").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "topology")
