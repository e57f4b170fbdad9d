"""Makes given-names.txt: given names that nearly only women, or nearly only men, bear.

Usage: given-names.py WORK, the directory where `names` 0.3.0 (PyPI: first names with their share, from the US Census of
1990, public domain) and `Faker` 40.54.0 (PyPI, MIT; the names of its person providers) are unpacked as names-0.3.0 and
faker. Prints a line a name: f or m, and the name in lower case.
"""
import pathlib, re, sys

# So many times as often must one sex bear the name.
MARGIN = 6

work = pathlib.Path(sys.argv[1])
census = {}
for sex in "female", "male":
    for line in (work / f"names-0.3.0/names/dist.{sex}.first").read_text().splitlines():
        name, share = line.split()[:2]
        census.setdefault(name.lower(), {})[sex[0]] = float(share)
faker = {}
for path in (work / "faker/faker/providers/person").glob("*/__init__.py"):
    text = path.read_text(encoding="utf-8")
    for block in re.finditer(r"first_names?_(?:women|men|female|male)\w*\s*(?::[^=\n]*)?=\s*(?:OrderedDict\()?[\(\{\[](.*?)\n    [\)\}\]]", text, re.S):
        sex = "f" if re.match(r"first_names?_(women|female)", block.group(0)) else "m"
        for name in re.findall(r'"([^"\n]+)"', block.group(1)):
            if re.fullmatch(r"[^\W\d_]{2,20}", name) and name[0].isupper() and all(ord(c) < 0x250 for c in name):
                faker.setdefault(name.lower(), set()).add(sex)
names = {}
for name in census.keys() | faker.keys():
    shares, said = census.get(name, {}), faker.get(name, set())
    f, m = shares.get("f", 0), shares.get("m", 0)
    if f or m:
        if f >= MARGIN * m and said <= {"f", "m"} and said != {"m"}:
            names[name] = "f"
        elif m >= MARGIN * f and said != {"f"}:
            names[name] = "m"
    elif len(said) == 1:
        names[name] = said.pop()
for name in sorted(names):
    print(names[name], name)
