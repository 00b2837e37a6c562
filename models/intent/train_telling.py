"""Trains the model behind `city.fines.talk.reading.telling` and writes its weights: needs scikit-learn, as `train.py`.

Accounts are what `data/telling.tsv` and the files with a column `tells` call so, and what the rules find in the other
files among messages on objections and owners; other intents are none there, and complaints neither.
"""

import json
import sys
from collections.abc import Iterator

from sklearn.svm import LinearSVC

from city.fines.law.procedure.objections import tells_what_happened
from city.fines.talk.reading.letter_model import weights_of
from city.fines.talk.reading.telling import TELLS
from models.intent.letters import DATA, SEED, features_of, matrix, names_in, packed, rows

TELLING, ASSENT, MESSAGES = DATA / "telling.tsv", DATA / "assent.tsv", sorted(DATA.glob("train*.tsv"))
SEEN_AT_LEAST = 3
LIGHTEST = 2  # of 127: lighter features are left out
ON_THE_FINE = {"appeal.info", "ownership.change"}


def examples() -> Iterator[tuple[str, bool]]:
    yield from ((row["text"], row["tells"] == TELLS) for row in rows(TELLING))
    yield from ((row["text"], False) for row in rows(ASSENT))
    for path in MESSAGES:
        for row in rows(path):
            if "tells" in row:
                yield row["text"], row["tells"] == TELLS
                continue
            told = tells_what_happened(row["text"])
            if row["intent"] in ON_THE_FINE and told:
                yield row["text"], True
            elif row["intent"] not in {*ON_THE_FINE, "complaint"} and not told:
                yield row["text"], False


def main() -> None:
    read = list(examples())
    messages = features_of(text for text, _ in read)
    names = names_in(messages, SEEN_AT_LEAST)
    model = LinearSVC(C=0.3, class_weight={True: 2, False: 1}, random_state=SEED)
    model.fit(matrix(messages, names), [told for _, told in read])
    written = packed([TELLS], model.coef_, model.intercept_.tolist(), names, [TELLING, ASSENT, *MESSAGES], LIGHTEST)
    weights_of("telling").write_bytes(written)
    sys.stdout.write(json.dumps({"messages": len(read), "bytes": len(written)}) + "\n")


if __name__ == "__main__":
    main()
