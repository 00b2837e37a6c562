"""Trains the model behind `city.fines.talk.assent` and writes its weights: needs scikit-learn, as `train.py` does."""

import csv
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from city.fines.talk.reading.assent_model import LENGTH, WEIGHTS, features

DATA = Path(__file__).with_name("data") / "assent.tsv"
SEEN_AT_LEAST = 2
SEED = 7


def matrix(messages: Sequence[set[str]], names: Sequence[str]) -> csr_matrix:
    column_of = {name: column for column, name in enumerate(names)}
    rows, columns, values = [], [], []
    for at, found in enumerate(messages):
        known = sorted(column_of[name] for name in found if name in column_of)
        rows += [at] * len(known)
        columns += known
        values += [LENGTH / max(len(found), 1) ** 0.5] * len(known)
    return csr_matrix((values, (rows, columns)), shape=(len(messages), len(names)))


def train(texts: Sequence[str], answers: Sequence[str]) -> bytes:
    messages = [features(text) for text in texts]
    seen = Counter(name for found in messages for name in found)
    names = sorted(name for name, count in seen.items() if count >= SEEN_AT_LEAST)
    model = LinearSVC(C=0.5, random_state=SEED).fit(matrix(messages, names), answers)
    steps = np.abs(model.coef_).max(axis=1) / 127
    header = {
        "answers": list(model.classes_),
        "steps": steps.tolist(),
        "bias": model.intercept_.tolist(),
        "data_sha256": hashlib.sha256(DATA.read_bytes()).hexdigest(),
    }
    rows = np.rint(model.coef_ / steps[:, None]).astype(np.int8)
    packed = json.dumps(header, sort_keys=True).encode() + b"\n" + "\t".join(names).encode()
    return packed + b"\n" + np.ascontiguousarray(rows).tobytes()


def main() -> None:
    with DATA.open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    packed = train([row["text"] for row in read], [row["answer"] for row in read])
    WEIGHTS.write_bytes(packed)
    sys.stdout.write(json.dumps({"messages": len(read), "bytes": len(packed)}) + "\n")


if __name__ == "__main__":
    main()
