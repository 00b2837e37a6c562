"""The whole reading of a citizen's text, and the measures of it."""

import json
from pathlib import Path

import pytest

from models.intent.evaluate import main, measure_desk, read_messages
from models.intent.model import IntentModel

BLIND = Path(__file__).resolve().parents[3] / "models/intent/data/heldout.tsv"


def test_the_desk_is_as_precise_as_its_model_on_the_blind_set() -> None:
    measured = measure_desk(IntentModel.load(), read_messages(BLIND))

    assert measured["precision_when_answering"] >= 0.99
    assert measured["asked_back_rate"] <= 0.15


def test_the_measure_of_the_desk_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    data = tmp_path / "messages.tsv"
    data.write_text(
        "text\tintent\tplate\tlang\n가상계좌 주세요 12가3456\taccount.request\t12가3456\tko\n"
        "감사합니다 12가3456\tsmalltalk\t12가3456\tko\n"
    )

    main(["--desk", "--data", str(data)])

    measured = json.loads(capsys.readouterr().out)
    assert measured["messages"] == 2
    assert measured["wrong"] == 0
    assert measured["by_language"].keys() == {"ko"}


def test_the_measure_of_assent_names_what_was_taken_for_what(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data = tmp_path / "answers.tsv"
    data.write_text("text\tanswer\tlang\n네 접수해 주세요\tyes\tko\n아니요\tno\tko\n됐어요\tyes\tko\n")

    main(["--assent", "--data", str(data)])

    measured = json.loads(capsys.readouterr().out)
    assert measured["yes"] == {"messages": 2, "precision": 1.0, "recall": 0.5}
    assert measured["no"]["precision"] == 0.5
    assert measured["confused"] == {"yes > no": 1}
