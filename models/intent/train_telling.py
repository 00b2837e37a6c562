"""Trains the model behind `city.fines.talk.reading.telling` and writes its weights: needs scikit-learn, as `train.py`.

Accounts are those of `data/telling.tsv`, and what the rules find among the labelled messages on objections and owners;
the other intents are none. Complaints are neither.
"""

import csv
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.svm import LinearSVC

from city.fines.law.procedure.objections import tells_what_happened
from city.fines.talk.reading.assent_model import features
from city.fines.talk.reading.telling import TELLS, WEIGHTS
from models.intent.train_assent import SEED, matrix

DATA = Path(__file__).with_name("data")
TELLING = DATA / "telling.tsv"
SEEN_AT_LEAST = 3
LIGHTEST = 2  # of 127: lighter features are left out
ON_THE_FINE = {"appeal.info", "ownership.change"}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def examples() -> Iterator[tuple[str, bool]]:
    yield from ((row["text"], row["tells"] == TELLS) for row in rows(TELLING))
    yield from ((row["text"], False) for row in rows(DATA / "assent.tsv"))
    for path in sorted(DATA.glob("train*.tsv")):
        for row in rows(path):
            told = tells_what_happened(row["text"])
            if row["intent"] in ON_THE_FINE and told:
                yield row["text"], True
            elif row["intent"] not in {*ON_THE_FINE, "complaint"} and not told:
                yield row["text"], False


def main() -> None:
    read = list(examples())
    messages = [features(text) for text, _ in read]
    seen = Counter(name for found in messages for name in found)
    names = sorted(name for name, count in seen.items() if count >= SEEN_AT_LEAST)
    model = LinearSVC(C=0.3, class_weight={True: 2, False: 1}, random_state=SEED)
    model.fit(matrix(messages, names), [told for _, told in read])
    step = float(np.abs(model.coef_).max()) / 127
    weights = np.rint(model.coef_[0] / step).astype(np.int8)
    kept = np.flatnonzero(np.abs(weights) >= LIGHTEST)
    header = {
        "answers": [TELLS],
        "steps": [step],
        "bias": model.intercept_.tolist(),
        "data_sha256": hashlib.sha256(TELLING.read_bytes()).hexdigest(),
    }
    packed = json.dumps(header, sort_keys=True).encode() + b"\n" + "\t".join(names[at] for at in kept).encode()
    WEIGHTS.write_bytes(packed + b"\n" + weights[kept].tobytes())
    sys.stdout.write(json.dumps({"messages": len(read), "features": len(kept), "bytes": WEIGHTS.stat().st_size}) + "\n")


if __name__ == "__main__":
    main()
