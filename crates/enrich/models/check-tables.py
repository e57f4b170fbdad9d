#!/usr/bin/env python3
"""Are the tables of the world sound? Reads countries.tsv, money-countries.tsv, currencies.tsv, units.tsv,
dateline-names.tsv and close-languages.tsv beside it.

Usage: pip install pycountry==26.2.16 && python3 check-tables.py
Codes of countries and currencies are looked up in pycountry (LGPL-2.1; the lists of ISO 3166-1, ISO 4217). No form may
mean two things, no field may be missing. Prints what is wrong; exit status 1 if anything is.
"""
import pathlib
import sys

import pycountry

HERE = pathlib.Path(__file__).parent
# Kosovo has a code that its users chose.
OWN_COUNTRIES = {"XK"}
# Currencies of the past that old articles print, and one of no state.
OLD_CURRENCIES = {"HRK", "ZWL", "BGN", "SLL", "XBT"}
KINDS = {"area", "energy", "length", "mass", "other", "percent", "speed", "temperature", "volume"}
wrong = []


def rows(name, fields):
    for number, line in enumerate((HERE / name).read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("#"):
            row = line.split("\t")
            if len(row) not in fields:
                wrong.append(f"{name}:{number}: {len(row)} fields")
            yield f"{name}:{number}", row


def country(at, code):
    if code not in OWN_COUNTRIES and pycountry.countries.get(alpha_2=code) is None:
        wrong.append(f"{at}: no country {code}")


def currency(at, code):
    if code not in OLD_CURRENCIES and pycountry.currencies.get(alpha_3=code) is None:
        wrong.append(f"{at}: no currency {code}")


def once(at, seen, forms, meaning):
    for form in forms.split("|"):
        if form != form.strip() or not form:
            wrong.append(f"{at}: {form!r}")
        if seen.setdefault(form, meaning) != meaning:
            wrong.append(f"{at}: {form} is {seen[form]} above")


names = {}
for at, (code, called, demonyms) in rows("countries.tsv", {3}):
    country(at, code)
    once(at, names, called, code)
names = {}
for at, (code, words) in rows("money-countries.tsv", {2}):
    country(at, code)
    once(at, names, words, code)
families, seen = set(), {}
for at, (kind, *row) in rows("currencies.tsv", {2, 3, 4, 5}):
    if kind == "family":
        name, usual, doubtful, members = row
        families.add(name)
        if usual:
            currency(at, usual)
        for code, money in (member.split("=") for member in members.split(" ")):
            country(at, code)
            currency(at, money)
    elif kind == "whole":
        for code in row[0].split("|"):
            currency(at, code)
    elif row[1] not in families:
        currency(at, row[1])
    if kind != "family":
        once(at, seen.setdefault(kind, {}), row[0], tuple(row[1:]))
seen = {}
for at, (forms, kind, unit, language, power) in rows("units.tsv", {5}):
    if kind not in KINDS or language not in ("english", "any"):
        wrong.append(f"{at}: {kind} {language}")
    once(at, seen, forms, (kind, unit, language, int(power)))
for at, (kind, listed) in rows("dateline-names.tsv", {2}):
    once(at, seen.setdefault(kind, {}), listed, at)
marks = {}
for at, (language, other, letters, words) in rows("close-languages.tsv", {4}):
    marks[language, other] = {*letters, *filter(None, words.split("|"))}
for (language, other), listed in marks.items():
    if both := listed & marks.get((other, language), set()):
        wrong.append(f"close-languages.tsv: {language} and {other} both have {both}")
print("\n".join(wrong) or "the tables are sound")
sys.exit(bool(wrong))
