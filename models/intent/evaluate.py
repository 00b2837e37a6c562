"""Measures the reading of citizens' texts on labelled messages.

python -m models.intent.evaluate --data FILE.tsv             the intent model alone
python -m models.intent.evaluate --desk --data FILE.tsv      the whole reading: rules, cues and model
python -m models.intent.evaluate --assent --data FILE.tsv    yes, no and later to "shall we record it?"
"""

import argparse
import csv
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from city.fines.talk.assent import Assent, assent_of
from city.fines.talk.understanding import Guess, Intent, Understood, understand
from city.kernel.plate import Plate
from models.intent.model import IntentModel

NO_ONE_INTENT = "-"


@dataclass(frozen=True, slots=True)
class Message:
    text: str
    intent: str
    plate: str
    lang: str


def read_messages(path: Path) -> list[Message]:
    """The messages of a file whose intent can be told of themselves; what else a file says of each is for others."""
    names = [each.name for each in fields(Message)]
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Message(*(row[name] for name in names)) for row in rows if row["intent"] != NO_ONE_INTENT]


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


def measure_desk(model: IntentModel, messages: Sequence[Message]) -> dict[str, Any]:
    """What a citizen is answered to the message alone: the intent that is followed, or a question back."""

    def rank(text: str) -> Guess:
        prediction = model.predict(text)
        return Guess(tuple(Intent(ranked.intent) for ranked in prediction.ranked), prediction.abstains, prediction.lead)

    read = [(message, understand(message.text, rank)) for message in messages]
    by_language = {
        language: _answered([pair for pair in read if pair[0].lang == language])
        for language in sorted({message.lang for message in messages})
    }
    confused = Counter(
        f"{message.intent} > {said.intent.value}"
        for message, said in read
        if said.intent is not Intent.UNCLEAR and not _is_right(message, said)
    )
    return _answered(read) | {"by_language": by_language, "confused": dict(confused.most_common())}


def _is_right(message: Message, said: Understood) -> bool:
    """A courtesy beside a plate is a look-up: whoever greets and names a car asks about it."""
    looked_up = message.intent == Intent.SMALLTALK and message.plate and said.intent is Intent.FINE_LOOKUP
    return message.intent == said.intent or bool(looked_up)


def _answered(read: Sequence[tuple[Message, Understood]]) -> dict[str, Any]:
    answered = [_is_right(message, said) for message, said in read if said.intent is not Intent.UNCLEAR]
    return {
        "messages": len(read),
        "asked_back_rate": round(1 - len(answered) / len(read), 4),
        "precision_when_answering": round(sum(answered) / len(answered), 4) if answered else None,
        "wrong": answered.count(False),
    }


def measure_assent(rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Precision and recall of each answer, and what was taken for what."""
    pairs = [(row["answer"].strip().lower(), assent_of(row["text"]).value) for row in rows]
    result: dict[str, Any] = {"messages": len(pairs), "accuracy": round(_share_equal(pairs), 4)}
    for answer in Assent:
        hits = sum(wanted == got == answer.value for wanted, got in pairs)
        wanted_in_all = sum(wanted == answer.value for wanted, _ in pairs)
        got_in_all = sum(got == answer.value for _, got in pairs)
        result[answer.value] = {
            "messages": wanted_in_all,
            "precision": round(hits / got_in_all, 4) if got_in_all else None,
            "recall": round(hits / wanted_in_all, 4) if wanted_in_all else None,
        }
    confused = Counter(f"{wanted} > {got}" for wanted, got in pairs if wanted != got)
    return result | {"confused": dict(confused.most_common())}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="columns text, intent, plate, lang; tab separated")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--desk", action="store_true", help="rules, cues and model together")
    what.add_argument("--assent", action="store_true", help="columns text, answer, lang")
    chosen = parser.parse_args(arguments)
    result: dict[str, Any]
    if chosen.assent:
        result = measure_assent(_rows(chosen.data))
    elif chosen.desk:
        result = measure_desk(IntentModel.load(), read_messages(chosen.data))
    else:
        result = measure(IntentModel.load(), read_messages(chosen.data))
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
