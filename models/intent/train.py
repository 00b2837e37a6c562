"""Trains the intent model offline and writes its weights: needs scikit-learn, which nothing else here does."""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from models.intent.evaluate import read_messages
from models.intent.model import BUCKETS, IDF_STEP, WEIGHTS, features, scaled

DATA = Path(__file__).with_name("data") / "train.tsv"
SEED = 7
WANTED_PRECISION = 0.98
THRESHOLD = 0.4

Counts = Sequence[dict[int, float]]


def rarity(counts: Counts) -> bytes:
    """One byte of inverse document frequency per bucket; 0 where no message has it."""
    seen = np.bincount([bucket for message in counts for bucket in message], minlength=BUCKETS)
    idf = np.where(seen > 0, np.log((1 + len(counts)) / (1 + seen)) + 1, 0)
    return bytes(np.minimum(255, np.rint(idf / IDF_STEP)).astype(np.uint8).tolist())


def matrix(counts: Counts, idf: bytes) -> csr_matrix:
    rows = [scaled(message, idf) for message in counts]
    pointers = np.cumsum([0, *(len(row) for row in rows)])
    values = [value for row in rows for value in row.values()]
    return csr_matrix((values, [bucket for row in rows for bucket in row], pointers), shape=(len(rows), BUCKETS))


def fit(counts: Counts, intents: np.ndarray, idf: bytes) -> LinearSVC:
    return LinearSVC(C=0.5, random_state=SEED).fit(matrix(counts, idf), intents)


def cross_validated(counts: Counts, intents: np.ndarray, folds: int) -> np.ndarray:
    """For each message the scores of a model that has not seen it."""
    scores = np.zeros((len(counts), len(set(intents))))
    for known, unseen in StratifiedKFold(folds, shuffle=True, random_state=SEED).split(counts, intents):
        learned = [counts[index] for index in known]
        idf = rarity(learned)
        model = fit(learned, intents[known], idf)
        scores[unseen] = model.decision_function(matrix([counts[index] for index in unseen], idf))
    return scores


def softmax(scores: np.ndarray, temperature: float) -> np.ndarray:
    powers = np.exp((scores - scores.max(axis=1, keepdims=True)) * temperature)
    return powers / powers.sum(axis=1, keepdims=True)


def best_temperature(scores: np.ndarray, truth: np.ndarray) -> float:
    """The sharpness under which the unseen messages are likeliest."""

    def surprise(temperature: float) -> float:
        return -float(np.log(softmax(scores, temperature)[np.arange(len(truth)), truth]).mean())

    return min((step / 4 for step in range(2, 41)), key=surprise)


def abstain_curve(scores: np.ndarray, truth: np.ndarray, temperature: float) -> list[tuple[float, float, float]]:
    """Margin between the best two scores, share of messages abstained from, precision on the rest."""
    right, ordered = scores.argmax(axis=1) == truth, np.sort(scores, axis=1)
    likely = softmax(scores, temperature).max(axis=1) >= THRESHOLD
    curve = []
    for margin in (step / 50 for step in range(76)):
        answered = likely & (ordered[:, -1] - ordered[:, -2] >= margin)
        if answered.any():
            curve.append((margin, 1 - float(answered.mean()), float(right[answered].mean())))
    return curve


def save(model: LinearSVC, idf: bytes, header: dict[str, Any]) -> int:
    steps = np.abs(model.coef_).max(axis=1) / 127
    rows = np.rint(model.coef_ / steps[:, None]).astype(np.int8).T
    header |= {
        "labels": list(model.classes_),
        "steps": steps.tolist(),
        "bias": model.intercept_.tolist(),
        "data_sha256": hashlib.sha256(DATA.read_bytes()).hexdigest(),
    }
    body = json.dumps(header, sort_keys=True).encode() + b"\n" + idf + np.ascontiguousarray(rows).tobytes()
    WEIGHTS.write_bytes(body)
    return len(body)


def confusion_table(labels: Sequence[str], truth: np.ndarray, guess: np.ndarray) -> str:
    lines = [f"| | {' | '.join(str(number + 1) for number in range(len(labels)))} |", "|---" * (len(labels) + 1) + "|"]
    for number, label in enumerate(labels):
        counts = np.bincount(guess[truth == number], minlength=len(labels))
        lines.append(f"| {number + 1} {label} | {' | '.join(str(count or '·') for count in counts)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--errors", action="store_true", help="list the messages misread in cross validation")
    arguments = parser.parse_args()
    messages = read_messages(DATA)
    counts = [features(message.text) for message in messages]
    intents = np.array([message.intent for message in messages])
    labels, truth = np.unique(intents, return_inverse=True)

    scores = cross_validated(counts, intents, arguments.folds)
    guess = scores.argmax(axis=1)
    temperature = best_temperature(scores, truth)
    curve = abstain_curve(scores, truth, temperature)
    margin, abstained, precision = next((point for point in curve if point[2] >= WANTED_PRECISION), curve[-1])

    idf = rarity(counts)
    size = save(fit(counts, intents, idf), idf, {"temperature": temperature, "threshold": THRESHOLD, "margin": margin})

    out = sys.stdout.write
    if arguments.errors:
        for index in np.flatnonzero(guess != truth):
            out(f"{intents[index]} -> {labels[guess[index]]}: {messages[index].text}\n")
    out(f"\n{confusion_table(list(labels), truth, guess)}\n\n| margin | abstains | precision |\n|---|---|---|\n")
    for at, share, right in curve[::5]:
        out(f"| {at:.2f} | {share:.3f} | {right:.3f} |\n")
    report = {
        "messages": len(messages),
        "folds": arguments.folds,
        "cross_validated_accuracy": round(float((guess == truth).mean()), 4),
        "temperature": temperature,
        "threshold": THRESHOLD,
        "margin": margin,
        "abstain_rate": round(abstained, 4),
        "precision_when_answering": round(precision, 4),
        "bytes": size,
    }
    out(f"\n{json.dumps(report)}\n")


if __name__ == "__main__":
    main()
