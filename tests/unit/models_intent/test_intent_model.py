"""The intent model: its data set keeps its promises, its weights are of that data set, its measure keeps its keys."""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from city.kernel.plate import Plate
from models.intent.evaluate import Message, main, measure, read_messages
from models.intent.model import WEIGHTS, IntentModel, normalise

FOLDER = Path(__file__).resolve().parents[3] / "models/intent/data"
TRAINING = sorted(FOLDER.glob("train*.tsv"))
BLIND = FOLDER / "heldout.tsv"
STOCK_PHRASE = 8  # letters: two authors may both write "STOP" or "사진 보여주세요"
INTENTS = frozenset(
    [
        "account.request",
        "appeal.info",
        "complaint",
        "due_date.info",
        "fine.lookup",
        "human.agent",
        "installment.request",
        "notice.resend",
        "opt_out",
        "out_of_scope",
        "ownership.change",
        "payment.confirm",
        "payment.methods",
        "photo.request",
        "reduction.info",
        "refund.request",
        "seizure.release",
        "smalltalk",
        "tow.info",
    ]
)


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    return [message for path in TRAINING for message in read_messages(path)]


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return IntentModel.load()


def bare(text: str) -> str:
    return re.sub(r"[\s.,!~]+", "", normalise(text)) or text


def test_every_intent_has_eighty_messages_and_no_other_intent_is_named(messages: list[Message]) -> None:
    counts = Counter(message.intent for message in messages)

    assert counts.keys() == INTENTS
    assert min(counts.values()) >= 80


@pytest.mark.parametrize("path", TRAINING, ids=lambda path: path.name)
def test_no_author_wrote_a_message_twice(path: Path) -> None:
    counts = Counter(bare(message.text) for message in read_messages(path))

    assert [text for text, count in counts.items() if count > 1] == []


def test_the_plate_column_is_what_the_kernel_reads(messages: list[Message]) -> None:
    wrong = [
        message.text
        for message in messages
        if [plate.text for plate in Plate.find_all(message.text)] != ([message.plate] if message.plate else [])
    ]

    assert wrong == []


def test_an_eighth_to_three_tenths_of_the_messages_are_foreign(messages: list[Message]) -> None:
    languages = Counter(message.lang for message in messages)

    assert languages.keys() == {"ko", "en", "zh", "vi"}
    assert 0.08 <= 1 - languages["ko"] / len(messages) <= 0.30


def test_no_held_out_example_stands_in_the_training_data(messages: list[Message], shared: Path) -> None:
    examples = shared / "data/fines/sms_examples.tsv"
    if not examples.exists():
        pytest.skip(f"no examples at {examples}")

    held_out = {bare(message.text) for message in read_messages(examples)}

    assert held_out.isdisjoint(bare(message.text) for message in messages)


def test_the_blind_set_shares_no_more_than_stock_phrases_with_the_training_data(messages: list[Message]) -> None:
    known = {bare(message.text) for message in messages}

    shared_texts = [text for text in (bare(message.text) for message in read_messages(BLIND)) if text in known]

    assert all(len(text) <= STOCK_PHRASE for text in shared_texts)
    assert len(shared_texts) <= 25


def test_the_weights_were_trained_on_this_data(model: IntentModel) -> None:
    assert model.data_sha256 == hashlib.sha256(b"".join(path.read_bytes() for path in TRAINING)).hexdigest()


def test_the_weights_and_the_features_belong_together(model: IntentModel, messages: list[Message]) -> None:
    """A change of the features without a new training shows as messages it once knew and no longer does."""
    sample = messages[::7]

    assert measure(model, sample)["accuracy"] >= 0.97


def test_the_weights_fit_a_zipped_function() -> None:
    assert WEIGHTS.stat().st_size <= 5_000_000


def test_intents_come_ranked_and_their_chances_sum_to_one(model: IntentModel) -> None:
    prediction = model.predict("주차 딱지 입금할 계좌번호 알려주세요")

    chances = [ranked.probability for ranked in prediction.ranked]

    assert prediction.intent == "account.request"
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) == pytest.approx(1)
    assert {ranked.intent for ranked in prediction.ranked} == INTENTS


@pytest.mark.parametrize("text", ["", "   ", "12가3456"])
def test_a_message_without_words_is_no_answer(model: IntentModel, text: str) -> None:
    assert model.predict(text).abstains


def test_the_plate_and_the_digits_do_not_sway_the_intent(model: IntentModel) -> None:
    with_plate = model.predict("12가3456 과태료 4만원 맞나요")
    without = model.predict("과태료 5만원 맞나요")

    assert with_plate == without


def test_traditional_letters_are_read_as_simplified_ones(model: IntentModel) -> None:
    assert model.predict("罰單要去哪裡繳") == model.predict("罚单要去哪里缴")


def test_the_clear_cut_is_answered(model: IntentModel) -> None:
    prediction = model.predict("견인된 제 차 어디로 찾으러 가면 돼요")

    assert prediction.intent == "tow.info"
    assert not prediction.abstains


def test_the_measure_is_one_line_with_the_contracts_keys(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    data = tmp_path / "messages.tsv"
    data.write_text("text\tintent\tplate\tlang\n가상계좌 주세요 12가3456\taccount.request\t12가3456\tko\n")

    main(["--data", str(data)])

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    assert json.loads(lines[0]).keys() == {
        "accuracy",
        "macro_f1",
        "plate_accuracy",
        "abstain_rate",
        "precision_when_answering",
        "ms_per_message_p50",
    }


def test_the_shared_examples_are_read_well(model: IntentModel, shared: Path) -> None:
    """Floors a little under what was measured once; the model card has the numbers."""
    examples = shared / "data/fines/sms_examples.tsv"
    if not examples.exists():
        pytest.skip(f"no examples at {examples}")

    measured = measure(model, read_messages(examples))

    assert measured["accuracy"] >= 0.95
    assert measured["precision_when_answering"] >= 0.98
    assert measured["abstain_rate"] <= 0.30
    assert measured["plate_accuracy"] == 1


def test_the_blind_set_is_read_as_well_as_was_promised(model: IntentModel) -> None:
    measured = measure(model, read_messages(BLIND))

    assert measured["accuracy"] >= 0.95
    assert measured["precision_when_answering"] >= 0.98
    assert measured["abstain_rate"] <= 0.30
    assert measured["plate_accuracy"] >= 0.99
