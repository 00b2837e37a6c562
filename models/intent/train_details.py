"""Trains the model behind `city.fines.talk.details` and writes its weights: needs scikit-learn, as `train.py` does.

One classifier for each particular over the texts of `data/details*.tsv`, whose rows name what they ask. The messages
of the other models are taken for texts that ask nothing, but for those in which a first training finds a question.
"""

import json
import sys

import numpy as np
from sklearn.svm import LinearSVC

from city.fines.talk.details import Detail
from city.fines.talk.reading.letter_model import weights_of
from models.intent.letters import DATA, SEED, features_of, matrix, names_in, packed, rows

DETAILS, ASSENT, MESSAGES = DATA / "details.tsv", DATA / "assent.tsv", sorted(DATA.glob("train*.tsv"))
RULED = DATA / "details_ruled.tsv"  # each read right by the whole reading, as its test says
NONE = "none"
SEEN_AT_LEAST = 2
LIGHTEST = 10  # of 127: lighter features are left out
CLEARLY_NOT = -0.2  # of the first training's score
OF_OTHERS_WEIGHS = 0.5


def fit(texts: list[str], asked: list[set[str]], weigh: list[float]) -> tuple[list[str], np.ndarray, list[float]]:
    messages = features_of(texts)
    names = names_in(messages, SEEN_AT_LEAST)
    found = matrix(messages, names)
    rows_of, bias = [], []
    for detail in Detail:
        model = LinearSVC(C=0.5, class_weight={True: 3, False: 1}, random_state=SEED)
        model.fit(found, [detail in each for each in asked], sample_weight=weigh)
        rows_of.append(model.coef_[0])
        bias.append(float(model.intercept_[0]))
    return names, np.array(rows_of), bias


def main() -> None:
    messages = [row for path in MESSAGES for row in rows(path)]
    labelled = [*rows(DETAILS), *rows(RULED), *(row for row in messages if "asked" in row)]
    texts = [row["text"] for row in labelled]
    asked = [set(row["asked"].split("+")) - {NONE} for row in labelled]
    others = [row["text"] for row in (*messages, *rows(ASSENT)) if "asked" not in row]
    names, coefficients, bias = fit(texts, asked, [1.0] * len(texts))
    scores = matrix(features_of(others), names) @ coefficients.T + np.array(bias)
    plain = [text for text, most in zip(others, scores.max(axis=1), strict=True) if most < CLEARLY_NOT]
    weigh = [1.0] * len(texts) + [OF_OTHERS_WEIGHS] * len(plain)
    names, coefficients, bias = fit([*texts, *plain], [*asked, *(set() for _ in plain)], weigh)
    sources = [DETAILS, RULED, ASSENT, *MESSAGES]
    written = packed([each.value for each in Detail], coefficients, bias, names, sources, LIGHTEST)
    weights_of("details").write_bytes(written)
    sys.stdout.write(json.dumps({"messages": len(weigh), "bytes": len(written)}) + "\n")


if __name__ == "__main__":
    main()
