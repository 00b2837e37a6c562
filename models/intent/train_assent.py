"""Trains the model behind `city.fines.talk.assent` and writes its weights: needs scikit-learn, as `train.py` does."""

import json
import sys

from sklearn.svm import LinearSVC

from city.fines.talk.reading.letter_model import weights_of
from models.intent.letters import DATA, SEED, features_of, matrix, names_in, packed, rows

ASSENT = DATA / "assent.tsv"
SEEN_AT_LEAST = 2


def main() -> None:
    read = rows(ASSENT)
    messages = features_of(row["text"] for row in read)
    names = names_in(messages, SEEN_AT_LEAST)
    model = LinearSVC(C=0.5, random_state=SEED).fit(matrix(messages, names), [row["answer"] for row in read])
    written = packed(model.classes_, model.coef_, model.intercept_.tolist(), names, [ASSENT])
    weights_of("assent").write_bytes(written)
    sys.stdout.write(json.dumps({"messages": len(read), "bytes": len(written)}) + "\n")


if __name__ == "__main__":
    main()
