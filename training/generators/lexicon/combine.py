#!/usr/bin/env python3
"""Writes the lexicon that train-tagger reads, from clusters.json and names.json.

Usage: combine.py WORK

Out: WORK/lexicon.tsv, sorted: words in small letters, the seven clusters and how common the word is (0: unknown), flags.
"""
import json
import pathlib
import sys

UNKNOWN = (0,) * 8


def main(work):
    clusters = json.loads((work / "clusters.json").read_text())
    flags = json.loads((work / "names.json").read_text())
    entries = sorted(clusters.keys() | flags.keys())
    with open(work / "lexicon.tsv", "w", encoding="utf-8") as out:
        for words in entries:
            fields = [words, *clusters.get(words, UNKNOWN), flags.get(words, 0)]
            out.write("\t".join(map(str, fields)) + "\n")
    print(f"{len(entries)} entries")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
