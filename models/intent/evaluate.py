"""Measures the intent model on labelled messages: `python -m models.intent.evaluate --data FILE.tsv`."""

import argparse
import csv
import json
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from city.kernel.plate import Plate
from models.intent.model import IntentModel


@dataclass(frozen=True, slots=True)
class Message:
    text: str
    intent: str
    plate: str
    lang: str


def read_messages(path: Path) -> list[Message]:
    with path.open(encoding="utf-8", newline="") as file:
        return [Message(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def measure(model: IntentModel, messages: Sequence[Message]) -> dict[str, float]:
    model.predict(messages[0].text)
    predictions, milliseconds = [], []
    for message in messages:
        started = time.perf_counter()
        predictions.append(model.predict(message.text))
        milliseconds.append((time.perf_counter() - started) * 1000)
    pairs = [(message.intent, prediction.intent) for message, prediction in zip(messages, predictions, strict=True)]
    answered = [pair for pair, prediction in zip(pairs, predictions, strict=True) if not prediction.abstains]
    return {
        "accuracy": round(_share_equal(pairs), 4),
        "macro_f1": round(_macro_f1(pairs), 4),
        "plate_accuracy": round(_share_equal([(message.plate, _first_plate(message.text)) for message in messages]), 4),
        "abstain_rate": round(1 - len(answered) / len(pairs), 4),
        "precision_when_answering": round(_share_equal(answered), 4),
        "ms_per_message_p50": round(statistics.median(milliseconds), 3),
    }


def _first_plate(text: str) -> str:
    plates = Plate.find_all(text)
    return plates[0].text if plates else ""


def _share_equal(pairs: Sequence[tuple[str, str]]) -> float:
    return sum(wanted == got for wanted, got in pairs) / len(pairs) if pairs else 0.0


def _macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean over the intents that occur in the file."""
    scores = []
    for intent in sorted({wanted for wanted, _ in pairs}):
        hits = sum(wanted == got == intent for wanted, got in pairs)
        named = sum(wanted == intent for wanted, _ in pairs) + sum(got == intent for _, got in pairs)
        scores.append(2 * hits / named)
    return statistics.fmean(scores)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="columns text, intent, plate, lang; tab separated")
    chosen = parser.parse_args(arguments)
    sys.stdout.write(json.dumps(measure(IntentModel.load(), read_messages(chosen.data))) + "\n")


if __name__ == "__main__":
    main()
