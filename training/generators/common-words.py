"""Makes common-words.tsv: the words of news in small letters and how many of a thousand articles have them.

Usage: common-words.py TEXTS.jsonl.gz, a JSON object with `text` a line. Prints a line a word: the word, a tab, articles
per thousand. Words of fewer than FEWEST articles are rare and left out.
"""
import collections, gzip, json, re, sys

FEWEST = 8

articles, total = collections.Counter(), 0
for line in gzip.open(sys.argv[1], "rt", encoding="utf-8"):
    text = json.loads(line)["text"]
    total += 1
    articles.update(set(re.findall(r"(?<![^\W_])[a-z]{3,20}(?![^\W_])", text)))
for word, count in sorted(articles.items()):
    if count >= FEWEST:
        print(f"{word}\t{round(1000 * count / total)}")
