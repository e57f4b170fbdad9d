#!/usr/bin/env python3
"""Groups words of like meaning: k-means over their vectors, to 64, 256 and 1,024 clusters.

Usage: cluster.py WORK

In: words.json and vectors.npy of embed.py. Out: WORK/clusters.json, three numbers a word, counted from 1. The seed is
fixed; another version of numpy or of its linear algebra may still move a few words. Needs numpy.
"""
import json
import pathlib
import sys

import numpy as np

SIZES = (64, 256, 1024)
ROUNDS = 15
SEED = 7
ROWS_AT_ONCE = 4096


def nearest(vectors, centres):
    parts = range(0, len(vectors), ROWS_AT_ONCE)
    return np.concatenate([(vectors[at:at + ROWS_AT_ONCE] @ centres.T).argmax(1) for at in parts])


def k_means(vectors, count, random):
    """The cluster of each vector, by cosine."""
    centres = vectors[random.choice(len(vectors), count, replace=False)].copy()
    for _ in range(ROUNDS):
        chosen = nearest(vectors, centres)
        for cluster in range(count):
            members = vectors[chosen == cluster]
            if len(members):
                centre = members.mean(0)
                centres[cluster] = centre / (np.linalg.norm(centre) + 1e-9)
    return chosen


def main(work):
    words = json.loads((work / "words.json").read_text())
    vectors = np.load(work / "vectors.npy")
    vectors = vectors - vectors.mean(0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    random = np.random.default_rng(SEED)
    clusters = [k_means(vectors, count, random) for count in SIZES]
    numbered = {word: [int(chosen[at]) + 1 for chosen in clusters] for at, word in enumerate(words)}
    (work / "clusters.json").write_text(json.dumps(numbered))
    print(f"{len(numbered)} words in clusters")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
