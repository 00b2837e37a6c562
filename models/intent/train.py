"""Trains the intent model offline and writes its weights: needs scikit-learn, which nothing else here does."""

import argparse
import hashlib
import json
import sys
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from models.intent.evaluate import read_messages
from models.intent.model import IDF_STEP, WEIGHTS, Vocabulary, features

DATA_FOLDER = Path(__file__).with_name("data")
DATA = sorted(DATA_FOLDER.glob("train*.tsv"))
SEED = 7
WANTED_PRECISION = 0.98
SEEN_AT_LEAST = 2  # a feature of one message alone is that message's accident
LIGHTEST = 2.5  # of 127: features lighter for every intent are left out, and the rest is trained once more
# Texts from the middle of talks, whose wish may hang on what came before: no measure of when to abstain.
MID_TALK = [DATA_FOLDER / "train_e.tsv", DATA_FOLDER / "train_f.tsv", DATA_FOLDER / "train_g.tsv"]

Counts = Sequence[dict[int, float]]


def shared_features(counts: Counts) -> Vocabulary:
    hashes, seen = np.unique([hashed for message in counts for hashed in message], return_counts=True)
    hashes, seen = hashes[seen >= SEEN_AT_LEAST], seen[seen >= SEEN_AT_LEAST]
    idf = np.log((1 + len(counts)) / (1 + seen)) + 1
    rarity = np.minimum(255, np.rint(idf / IDF_STEP)).astype(np.uint8)
    return Vocabulary(array("I", hashes.tolist()), bytes(rarity.tolist()))


def matrix(counts: Counts, vocabulary: Vocabulary) -> csr_matrix:
    rows = [vocabulary.scaled(message) for message in counts]
    pointers = np.cumsum([0, *(len(row) for row in rows)])
    values = [value for row in rows for value in row.values()]
    return csr_matrix((values, [at for row in rows for at in row], pointers), shape=(len(rows), len(vocabulary)))


def heavier_features(counts: Counts, intents: np.ndarray, vocabulary: Vocabulary) -> Vocabulary:
    """Those of a vocabulary that weigh something in a first training."""
    weights = np.abs(fit(counts, intents, vocabulary).coef_)
    kept = np.flatnonzero((weights / weights.max(axis=1, keepdims=True) * 127).max(axis=0) >= LIGHTEST)
    packed, size = vocabulary.to_bytes(), len(vocabulary)
    hashes, rarity = (
        np.frombuffer(packed[: 4 * size], np.uint32)[kept],
        np.frombuffer(packed[4 * size :], np.uint8)[kept],
    )
    return Vocabulary(array("I", hashes.tolist()), bytes(rarity.tolist()))


def fit(counts: Counts, intents: np.ndarray, vocabulary: Vocabulary) -> LinearSVC:
    return LinearSVC(C=1.0, random_state=SEED).fit(matrix(counts, vocabulary), intents)


def scores_of_unseen(counts: Counts, intents: np.ndarray, known: np.ndarray, unseen: np.ndarray) -> np.ndarray:
    learned = [counts[index] for index in known]
    vocabulary = shared_features(learned)
    model = fit(learned, intents[known], vocabulary)
    return model.decision_function(matrix([counts[index] for index in unseen], vocabulary))


def cross_validated(counts: Counts, intents: np.ndarray, folds: int) -> np.ndarray:
    """For each message the scores of a model that has not seen it."""
    scores = np.zeros((len(counts), len(set(intents))))
    for known, unseen in StratifiedKFold(folds, shuffle=True, random_state=SEED).split(counts, intents):
        scores[unseen] = scores_of_unseen(counts, intents, known, unseen)
    return scores


def by_unseen_author(counts: Counts, intents: np.ndarray, author: np.ndarray) -> np.ndarray:
    """For each message the scores of a model that has seen nothing of who wrote it."""
    scores = np.zeros((len(counts), len(set(intents))))
    for one in np.unique(author):
        known, unseen = np.flatnonzero(author != one), np.flatnonzero(author == one)
        scores[unseen] = scores_of_unseen(counts, intents, known, unseen)
    return scores


def softmax(scores: np.ndarray, temperature: float) -> np.ndarray:
    powers = np.exp((scores - scores.max(axis=1, keepdims=True)) * temperature)
    return powers / powers.sum(axis=1, keepdims=True)


def best_temperature(scores: np.ndarray, truth: np.ndarray) -> float:
    """The sharpness under which the unseen messages are likeliest."""

    def surprise(temperature: float) -> float:
        return -float(np.log(softmax(scores, temperature)[np.arange(len(truth)), truth]).mean())

    return min((step / 4 for step in range(2, 41)), key=surprise)


def abstain_curve(scores: np.ndarray, truth: np.ndarray) -> list[tuple[float, float, float]]:
    """Margin between the best two scores, share of messages abstained from, precision on the rest."""
    right, ordered = scores.argmax(axis=1) == truth, np.sort(scores, axis=1)
    curve = []
    for margin in (step / 50 for step in range(76)):
        answered = ordered[:, -1] - ordered[:, -2] >= margin
        if answered.any():
            curve.append((margin, 1 - float(answered.mean()), float(right[answered].mean())))
    return curve


def save(model: LinearSVC, vocabulary: Vocabulary, header: dict[str, Any]) -> int:
    steps = np.abs(model.coef_).max(axis=1) / 127
    rows = np.rint(model.coef_ / steps[:, None]).astype(np.int8).T
    header |= {
        "labels": list(model.classes_),
        "features": len(vocabulary),
        "steps": steps.tolist(),
        "bias": model.intercept_.tolist(),
        "data_sha256": hashlib.sha256(b"".join(path.read_bytes() for path in DATA)).hexdigest(),
    }
    body = json.dumps(header, sort_keys=True).encode() + b"\n" + vocabulary.to_bytes()
    body += np.ascontiguousarray(rows).tobytes()
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
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--errors", action="store_true", help="list the messages misread in cross validation")
    arguments = parser.parse_args()
    files = [read_messages(path) for path in DATA]
    messages = [message for file in files for message in file]
    author = np.repeat(range(len(files)), [len(file) for file in files])
    counts = [features(message.text) for message in messages]
    intents = np.array([message.intent for message in messages])
    labels, truth = np.unique(intents, return_inverse=True)

    scores = cross_validated(counts, intents, arguments.folds)
    guess = scores.argmax(axis=1)
    temperature = best_temperature(scores, truth)
    first = ~np.isin(author, [DATA.index(path) for path in MID_TALK])
    curve = abstain_curve(scores[first], truth[first])
    margin, abstained, precision = next((point for point in curve if point[2] >= WANTED_PRECISION), curve[-1])

    vocabulary = heavier_features(counts, intents, shared_features(counts))
    size = save(fit(counts, intents, vocabulary), vocabulary, {"temperature": temperature, "margin": margin})

    right_by_stranger = by_unseen_author(counts, intents, author).argmax(axis=1) == truth
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
        "accuracy_on_an_unseen_author": {
            path.name: round(float(right_by_stranger[author == one].mean()), 4) for one, path in enumerate(DATA)
        },
        "temperature": temperature,
        "margin": margin,
        "abstain_rate": round(abstained, 4),
        "precision_when_answering": round(precision, 4),
        "features": len(vocabulary),
        "bytes": size,
    }
    out(f"\n{json.dumps(report)}\n")


if __name__ == "__main__":
    main()
