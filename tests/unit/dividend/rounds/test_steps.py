"""What a step of a round leaves for the next is read under its contract, or refused by name."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from city.contracts.dividend.rounds import (
    Asked,
    BatchesDestroyed,
    BuyersMark,
    DecisionV1,
    FilesDestroyed,
    KeyDestroyed,
    RefundAsked,
    RulingAsked,
)
from city.dividend.rounds import steps
from city.dividend.rounds.errors import RoundWorkUnreadable
from city.dividend.rounds.service.show_proposal import read_asked, text_of_asked
from city.dividend.rounds.steps import Step, read_left
from city.office.approvals import Proposal

# Written by the code that knew no version.
SAMPLE = (Path(__file__).parents[2] / "contracts/samples/dividend-decision.v1.json").read_text(encoding="utf-8")
DECISION = TypeAdapter(DecisionV1)
DIGEST = "0" * 64
# As steps were written down before there was a version.
BEFORE_VERSIONS = {
    "pseudonymise": {"shard": "03060c0021b303d9", "rows": 2400, "cards": 60, "turned_away": {"opted_out": 40}},
    "count": {"bytes": 100, "digest": DIGEST},
    "decide": {"levels": [1, 0], "loss": 0.1, "optimal": True, "rows": 4800, "suppressed": 40, "digest": DIGEST},
    "apply": {"rows": 2380},
    "verify": {"rows": 4760, "certificate": DIGEST},
    "share": {"batches": 1, "citizens": 120, "pool_krw": 900_000},
    "pay_again": {"by": "kim", "reason": "재발급된 카드로 다시 지급합니다", "lines": 3, "of": "2026-1-00000"},
    "claims_over": {"claim_months": 60},
}
WORD = {"ground": "제28조의4", "proposed_by": "kim", "decided_by": "lee", "at": "2026-11-22T03:00:00+00:00"}
STEPS = {step.name: step for step in vars(steps).values() if isinstance(step, Step)}


def changed(**changes: object) -> str:
    return json.dumps({**json.loads(SAMPLE), **changes})


def without(field: str) -> str:
    return json.dumps({name: value for name, value in json.loads(SAMPLE).items() if name != field})


def test_a_decision_from_before_versions_is_version_1() -> None:
    decision = read_left(DECISION, SAMPLE, "decision.json")

    assert "version" not in json.loads(SAMPLE)
    assert decision.version == 1
    assert json.loads(decision.model_dump_json()) == {**json.loads(SAMPLE), "version": 1}
    assert decision.released_at == {"나이": 1, "성별": 0, "거주지": 1, "이용주": 0}
    assert decision.mark == BuyersMark(column=1, coarser={"F": "*", "M": "*"}, share=0.2)


@given(st.floats(allow_nan=False, allow_infinity=False), st.lists(st.integers(0, 2**63 - 1), max_size=20))
def test_a_decision_is_read_as_it_was_written_to_the_last_bit(loss: float, keys: list[int]) -> None:
    written = DecisionV1(**{**json.loads(SAMPLE), "loss": loss, "keys": keys})

    read = read_left(DECISION, written.model_dump_json(), "decision.json")

    assert read == written
    assert (read.loss.hex(), list(read.keys)) == (loss.hex(), keys)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (None, "missing"),
        ("", "content: Invalid JSON"),
        ("{}", "levels: Field required"),
        ("[]", "content: Input should be an object"),
        (SAMPLE[: len(SAMPLE) // 2], "content: Invalid JSON"),
        (SAMPLE.encode("utf-16"), "content: Invalid JSON"),
        (changed(version=2), "version"),
        (changed(version=None), "version"),
        (changed(levels=[]), "levels"),
        (changed(levels=[1, 0, 1]), "every hierarchy has one level"),
        (changed(levels=[4, 0, 1, 0]), "every value has a label"),
        (changed(levels=[-1, 0, 1, 0]), "levels.0"),
        (changed(levels=["a", 0, 1, 0]), "levels.0"),
        (changed(keys=[0.5]), "keys.0"),
        (changed(keys=None), "keys"),
        (
            changed(hierarchies=[["나이", [["20-24", "*"], ["25-29"]]]], levels=[0], column_losses=[], mark=None),
            "every value",
        ),
        (changed(hierarchies=[["나이", []]], levels=[0], column_losses=[], mark=None), "every value has a label"),
        (changed(hierarchies={"나이": []}), "hierarchies"),
        (changed(loss=float("nan")), "loss"),
        (changed(lower_bound=float("-inf")), "lower_bound"),
        (changed(column_losses=[0.1]), "a loss belongs to a column"),
        (changed(mark={"column": 4, "coarser": {}, "share": 0.2}), "the mark lies in a quasi-identifier"),
        (changed(mark={"column": 1, "coarser": {}, "share": 1}), "mark.share"),
        (changed(rows=-1), "rows"),
        (changed(surprise=1), "surprise"),
        *((without(field), field) for field in ("levels", "keys", "hierarchies", "loss", "rows", "suppressed", "mark")),
    ],
)
def test_a_decision_that_is_missing_broken_or_newer_is_refused_by_name(content: str | bytes | None, place: str) -> None:
    with pytest.raises(RoundWorkUnreadable) as refusal:
        read_left(DECISION, content, "2026-1/decision.json")

    assert str(refusal.value).startswith("2026-1/decision.json: ")
    assert place in str(refusal.value)


def test_a_refusal_repeats_nothing_of_what_was_read() -> None:
    with pytest.raises(RoundWorkUnreadable) as refusal:
        read_left(DECISION, changed(loss="수원시 팔달구"), "decision.json")

    assert "수원시" not in str(refusal.value)


@pytest.mark.parametrize("name", sorted(BEFORE_VERSIONS))
def test_a_step_from_before_versions_is_read_and_written_again_as_version_1(name: str) -> None:
    result = read_left(STEPS[name].result, json.dumps(BEFORE_VERSIONS[name]), name)

    assert json.loads(result.model_dump_json()) == {"version": 1, **BEFORE_VERSIONS[name]}


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ({"key": "2026-1", "gone_at": "2026-12-22T03:00:00+00:00"}, KeyDestroyed),
        ({"batches": 3, "gone_at": "2026-12-27T03:00:00+00:00"}, BatchesDestroyed),
        ({"names": 256}, FilesDestroyed),
    ],
)
def test_what_was_destroyed_before_versions_is_read(written: dict[str, object], kind: type) -> None:
    assert type(read_left(steps.DESTROY.result, json.dumps({**written, **WORD}), "destroy")) is kind


def test_every_step_has_a_sample() -> None:
    assert STEPS.keys() == {*BEFORE_VERSIONS, "destroy"}


@pytest.mark.parametrize("name", sorted(BEFORE_VERSIONS))
@pytest.mark.parametrize("change", [{"version": 2}, {"surprise": 1}])
def test_a_step_of_another_version_is_refused_by_name(name: str, change: dict[str, int]) -> None:
    with pytest.raises(RoundWorkUnreadable, match=next(iter(change))):
        read_left(STEPS[name].result, json.dumps({**BEFORE_VERSIONS[name], **change}), name)


ASKED = [
    '{"ground": "개인정보 보호법 제28조의4"}',
    '{"buyer_id": "gri", "order_id": "order-1", "amount_krw": 1000000}',
    '{"finding": "all_paid", "operator_reference": "문서 2026-11", "result_file_sha256": null, '
    '"results": [[1, 7500, true, null, "문서 2026-11"], [2, 7500, false, "card_closed", "x"]]}',
]


@pytest.mark.parametrize("text", ASKED)
def test_what_was_asked_for_is_the_text_it_always_was(text: str) -> None:
    """A proposal made again in the same words is the one that stood, also across an update."""
    assert text_of_asked(TypeAdapter(Asked).validate_json(text)) == text


def test_what_was_asked_for_is_read_as_what_it_must_be() -> None:
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    proposal = Proposal("batch#2026-1-00000-1", ASKED[2], "운영사 공문을 확인했습니다", "kim", moment)

    assert read_asked(proposal, RulingAsked).results[1] == (2, 7500, False, "card_closed", "x")
    with pytest.raises(RoundWorkUnreadable, match="batch#2026-1-00000-1"):
        read_asked(proposal, RefundAsked)
