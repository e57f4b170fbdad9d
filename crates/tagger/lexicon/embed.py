#!/usr/bin/env python3
"""Gives every word a vector: what the encoder of all-MiniLM-L6-v2 makes of the word alone.

Usage: embed.py WORK ARTICLES

  WORK      directory with `encoder/`, in which model.safetensors and tokenizer.json lie at any depth
  ARTICLES  the training data, one JSON object a line with `id` (outlet, `_`, number) and `text`

Words are those of the tokenizer's vocabulary and those in the articles of three outlets or more, in small letters.
Out: WORK/words.json, and WORK/vectors.npy with a row of length 1 for each word. Needs numpy and tokenizers.
"""
import collections
import json
import pathlib
import re
import struct
import sys

import numpy as np
from tokenizers import Tokenizer

OUTLETS = 3
BATCH = 512
MOST_PIECES = 12
LAYERS, HEADS, WIDTH = 6, 12, 384


def words_of(articles, tokenizer):
    outlets = collections.defaultdict(set)
    with open(articles, encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            outlet = article["id"].rsplit("_", 1)[0]
            for word in set(re.findall(r"[^\W\d_]+", article["text"].lower())):
                outlets[word].add(outlet)
    seen = {word for word, where in outlets.items() if len(where) >= OUTLETS}
    known = {word for word in tokenizer.get_vocab() if re.fullmatch(r"[a-z]{3,}", word)}
    return sorted(seen | known)


def read_weights(path):
    """The tensors of a safetensors file: length of the header, header as JSON, numbers."""
    content = path.read_bytes()
    (length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8:8 + length])
    header.pop("__metadata__", None)
    types = {"F32": np.float32, "F16": np.float16, "I64": np.int64}
    weights = {}
    for name, tensor in header.items():
        shape, begin = tensor["shape"], 8 + length + tensor["data_offsets"][0]
        flat = np.frombuffer(content, types[tensor["dtype"]], int(np.prod(shape)), begin)
        weights[name.removeprefix("bert.")] = flat.reshape(shape).astype(np.float32)
    return weights


class Encoder:
    """The forward pass of BERT with this model's sizes."""

    def __init__(self, weights):
        self.weights = weights

    def normal(self, x, name):
        mean = x.mean(-1, keepdims=True)
        variance = ((x - mean) ** 2).mean(-1, keepdims=True)
        scaled = (x - mean) / np.sqrt(variance + 1e-12)
        return scaled * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    def linear(self, x, name):
        flat = x.reshape(-1, x.shape[-1]) @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return flat.reshape(*x.shape[:-1], -1)

    def attention(self, x, mask, layer):
        texts, pieces, _ = x.shape
        size = WIDTH // HEADS

        def heads(part):
            split = self.linear(x, f"{layer}.attention.self.{part}").reshape(texts, pieces, HEADS, size)
            return split.transpose(0, 2, 1, 3)

        query, key, value = heads("query"), heads("key"), heads("value")
        scores = query @ key.transpose(0, 1, 3, 2) / np.sqrt(size) + mask
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        joined = (scores @ value).transpose(0, 2, 1, 3).reshape(texts, pieces, WIDTH)
        return self.linear(joined, f"{layer}.attention.output.dense")

    def encode(self, ids, present):
        """One vector a text: the mean over its pieces, scaled to length 1."""
        weights = self.weights
        x = weights["embeddings.word_embeddings.weight"][ids]
        x = x + weights["embeddings.position_embeddings.weight"][:ids.shape[1]]
        x = self.normal(x + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        mask = (present[:, None, None, :] - 1) * 1e9
        for layer in (f"encoder.layer.{number}" for number in range(LAYERS)):
            x = self.normal(x + self.attention(x, mask, layer), f"{layer}.attention.output.LayerNorm")
            inner = gelu(self.linear(x, f"{layer}.intermediate.dense"))
            x = self.normal(x + self.linear(inner, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")
        mean = (x * present[..., None]).sum(1) / present.sum(1, keepdims=True)
        return mean / np.linalg.norm(mean, axis=1, keepdims=True)


def gelu(x):
    """By its usual approximation with tanh."""
    return 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3)))


def main(work, articles):
    encoder_files = work / "encoder"
    tokenizer = Tokenizer.from_file(str(next(encoder_files.rglob("tokenizer.json"))))
    words = words_of(articles, tokenizer)
    tokenizer.enable_padding()
    tokenizer.enable_truncation(MOST_PIECES)
    encoder = Encoder(read_weights(next(encoder_files.rglob("model.safetensors"))))

    vectors = np.zeros((len(words), WIDTH), np.float32)
    # Words of about the same length together: less padding to work through.
    order = sorted(range(len(words)), key=lambda at: sum(tokenizer.encode(words[at]).attention_mask))
    for begin in range(0, len(order), BATCH):
        batch = order[begin:begin + BATCH]
        encoded = tokenizer.encode_batch([words[at] for at in batch])
        ids = np.array([one.ids for one in encoded])
        present = np.array([one.attention_mask for one in encoded], np.float32)
        vectors[batch] = encoder.encode(ids, present)
    np.save(work / "vectors.npy", vectors)
    (work / "words.json").write_text(json.dumps(words))
    print(f"{len(words)} words")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2])
