"""Who is told of what: a drill nobody, an origin never, each state once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.contracts.operations.city_event import Category, Place, PointPlace, Severity
from city.contracts.operations.events import IncidentChangedV1, IncidentOpenedV1
from city.contracts.operations.integrated_platform import PlatformStatus
from city.contracts.operations.partners import AgencyConfig, OutgoingTerms
from city.operations.agencies.reach import (
    IncidentFact,
    Told,
    fact_of,
    number_of,
    refusal_to_reach,
    status_to_tell,
)
from tests.effort import examples

AT = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)
STATES = ("detected", "acknowledged", "dispatched", "resolved", "cancelled", "false")
FACT = IncidentFact(
    incident_id="20261110T030000-0a1b2c3d",
    revision=1,
    state="detected",
    category=Category.DISASTER,
    kind="fire",
    severity=Severity.SEVERE,
    began_at=AT,
    changed_at=AT,
    place=Place(shape=PointPlace(position=(126.45, 36.78))),
    sources=("crosswalk",),
    merged_into=None,
    exercise=False,
)


def agency(**terms: Any) -> AgencyConfig:
    wanted: dict[str, Any] = {
        "way": "webhook",
        "url": "https://fire.example.kr/notices",
        "categories": (Category.DISASTER,),
        "states": STATES,
        **terms,
    }
    return AgencyConfig(agency_id="119", name_ko="소방", name_en="Fire", outgoing=OutgoingTerms(**wanted))


facts = st.builds(
    IncidentFact,
    incident_id=st.just(FACT.incident_id),
    revision=st.integers(1, 50),
    state=st.sampled_from(STATES),
    category=st.sampled_from(Category),
    kind=st.sampled_from(["fire", "rescue"]),
    severity=st.sampled_from(Severity),
    began_at=st.just(AT),
    changed_at=st.just(AT),
    place=st.sampled_from([None, FACT.place]),
    sources=st.sets(st.sampled_from(["crosswalk", "agency.119", "agency.112"]), min_size=1).map(tuple),
    merged_into=st.none() | st.just("20261110T020000-00000000"),
    exercise=st.booleans(),
)
agencies = st.builds(
    agency,
    categories=st.sets(st.sampled_from(Category), min_size=1).map(tuple),
    kinds=st.sampled_from([(), ("fire",)]),
    least_severity=st.sampled_from(Severity),
    states=st.sets(st.sampled_from(STATES), min_size=1).map(tuple),
)


@settings(max_examples=examples(1_000))
@given(agencies, facts)
def test_a_drill_reaches_nobody_and_nobody_hears_what_it_told(agency_: AgencyConfig, fact: IncidentFact) -> None:
    assert refusal_to_reach(agency_, replace(fact, exercise=True)) == "exercise"
    if not fact.exercise and "agency.119" in fact.sources:
        assert refusal_to_reach(agency_, fact) == "origin"


@settings(max_examples=examples(1_000))
@given(agencies, facts)
def test_who_is_told_wanted_it(agency_: AgencyConfig, fact: IncidentFact) -> None:
    if refusal_to_reach(agency_, fact) is not None or agency_.outgoing is None:
        return

    terms = agency_.outgoing
    assert fact.category in terms.categories
    assert not terms.kinds or fact.kind in terms.kinds
    assert not fact.exercise


@pytest.mark.parametrize(
    ("terms", "change", "because"),
    [
        ({}, {}, None),
        ({"categories": (Category.CRIME,)}, {}, "unwanted"),
        ({"kinds": ("rescue",)}, {}, "unwanted"),
        ({"least_severity": Severity.EXTREME}, {}, "unwanted"),
        ({"least_severity": Severity.EXTREME}, {"state": "resolved"}, None),
        ({"states": ("dispatched",)}, {}, "unwanted"),
        ({"states": ("detected",)}, {"state": "acknowledged"}, "unwanted"),
        ({"states": ("detected",)}, {"state": "resolved"}, None),
        ({"states": ("detected",)}, {"merged_into": "x"}, None),
        ({}, {"sources": ("agency.119",)}, "origin"),
    ],
)
def test_an_agency_is_told_what_it_wants(terms: dict[str, Any], change: dict[str, Any], because: str | None) -> None:
    assert refusal_to_reach(agency(**terms), replace(FACT, **change)) == because


def test_who_is_off_or_has_no_terms_is_told_nothing() -> None:
    assert refusal_to_reach(agency().model_copy(update={"is_active": False}), FACT) == "inactive"
    assert refusal_to_reach(agency().model_copy(update={"outgoing": None}), FACT) == "inactive"


def told_after(*history: IncidentFact) -> list[str]:
    """What an agency is told when it hears these facts in this order."""
    told, said = None, []
    for fact in history:
        status = status_to_tell(fact, told)
        if status is not None:
            told = Told(revision=fact.revision, status=status, looks=fact.looks, number="1")
            said.append(status.value)
    return said


def step(revision: int, state: str, **more: Any) -> IncidentFact:
    return replace(FACT, revision=revision, state=state, **more)


@pytest.mark.parametrize(
    ("history", "said"),
    [
        ([step(1, "detected"), step(2, "acknowledged"), step(3, "resolved")], ["10", "40", "91"]),
        ([step(1, "detected"), step(2, "cancelled")], ["10", "90"]),
        ([step(1, "detected"), step(2, "false")], ["10", "50"]),
        ([step(1, "detected"), step(2, "detected", merged_into="x")], ["10", "91"]),
        # Told again, late, and with nothing that an agency sees.
        ([step(1, "detected"), step(1, "detected")], ["10"]),
        ([step(2, "acknowledged"), step(1, "detected")], ["10"]),
        ([step(1, "detected"), step(2, "detected")], ["10"]),
        ([step(1, "detected"), step(2, "detected", severity=Severity.EXTREME)], ["10", "40"]),
        # Over before anybody heard of it.
        ([step(3, "resolved")], []),
        # Opened again, and over again.
        (
            [
                step(1, "detected"),
                step(2, "resolved"),
                step(3, "detected", severity=Severity.MINOR),
                step(4, "resolved"),
            ],
            ["10", "91", "10", "91"],
        ),
    ],
)
def test_each_state_is_told_once(history: list[IncidentFact], said: list[str]) -> None:
    assert told_after(*history) == said


@settings(max_examples=examples(1_000))
@given(st.lists(facts, max_size=12))
def test_whatever_order_facts_come_in_nothing_is_told_twice_and_nothing_old(history: list[IncidentFact]) -> None:
    told, revisions = None, []
    for fact in (*history, *history):
        status = status_to_tell(fact, told)
        if status is not None:
            assert told is None or fact.looks != told.looks
            told = Told(revision=fact.revision, status=status, looks=fact.looks, number="1")
            revisions.append(fact.revision)

    assert revisions == sorted(set(revisions))


def test_numbers_are_of_the_second_and_no_two_incidents_share_one() -> None:
    ids = [f"20261110T030000-{n:08x}" for n in range(300)]
    taken: set[str] = set()

    for incident_id in ids:
        number = number_of("20261110120000", incident_id, taken)
        assert number not in taken
        assert len(number) == 17
        taken.add(number)

    assert len(taken) == len(ids)


def test_a_fact_is_what_the_bus_says() -> None:
    common: dict[str, Any] = {
        "occurred_at": AT + timedelta(minutes=1),
        "correlation_id": "c",
        "incident_id": FACT.incident_id,
        "category": Category.DISASTER,
        "kind": "fire",
        "severity": Severity.SEVERE,
        "began_at": AT,
        "place": FACT.place,
        "sources": ("crosswalk",),
        "exercise": True,
    }
    opened = IncidentOpenedV1(event_id=IncidentOpenedV1.id_of(FACT.incident_id), revision=1, **common)
    changed = IncidentChangedV1(
        event_id=IncidentChangedV1.id_of(FACT.incident_id, 2),
        revision=2,
        change="merged",
        state="acknowledged",
        merged_into="other",
        **common,
    )

    assert (fact_of(opened).state, fact_of(opened).exercise, fact_of(opened).position) == (
        "detected",
        True,
        (126.45, 36.78),
    )
    assert (fact_of(changed).state, fact_of(changed).merged_into) == ("acknowledged", "other")
    assert status_to_tell(fact_of(opened), None) == PlatformStatus.OCCURRED
