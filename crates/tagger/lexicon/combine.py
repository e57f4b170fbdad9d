#!/usr/bin/env python3
"""Writes the lexicon that train-tagger reads, from clusters.json and names.json.

Usage: combine.py WORK

Out: WORK/lexicon.tsv, sorted: words in small letters, cluster of 64, of 256 and of 1,024 (0: none), flags.
"""
import json
import pathlib
import sys


def main(work):
    clusters = json.loads((work / "clusters.json").read_text())
    flags = json.loads((work / "names.json").read_text())
    entries = sorted(clusters.keys() | flags.keys())
    with open(work / "lexicon.tsv", "w", encoding="utf-8") as out:
        for words in entries:
            fields = [words, *clusters.get(words, (0, 0, 0)), flags.get(words, 0)]
            out.write("\t".join(map(str, fields)) + "\n")
    print(f"{len(entries)} entries")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
