"""What pages are told of grants: ids and a state, on each topic no more than its readers may know."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from city.contracts.operations.viewing import GrantBasis, GrantItemsChanged, GrantState
from city.operations.viewing.announce import GRANTS, LOOKS, OPENINGS, changes_of
from city.operations.viewing.grants import Grant, GrantedCamera, Voice

NOW = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)
GRANT = Grant(
    id="20261110T030000-0a1b2c3d-auto-112",
    incident_id="20261110T030000-0a1b2c3d",
    organisation="112",
    person="police-1",
    person_name="김경위",
    basis=GrantBasis.URGENT_DANGER,
    document="수사과-123",
    purpose="신고 현장 확인",
    cameras=(GrantedCamera("c000000000001-1", "관아문길 1"),),
    lasts=timedelta(hours=1),
    inactive_after=timedelta(minutes=30),
    asked_by="operator-1",
    asked_by_name="이주무",
    asked_at=NOW,
    state=GrantState.GIVEN,
    voices=(Voice("supervisor-1", NOW, True, "적정", True, "박팀장"),),
    revision=3,
)


def test_the_room_hears_which_grant_changed_and_no_more_than_ids() -> None:
    told = dict(changes_of([replace(GRANT, used_at=NOW)], NOW))

    assert [(each.key, each.version, each.body) for each in told[GRANTS]] == [
        (GRANT.id, 3, {"incident_id": GRANT.incident_id, "organisation": "112", "state": "given"})
    ]
    text = json.dumps(
        [each.model_dump(mode="json") for changes in told.values() for each in changes], ensure_ascii=False
    )
    for private in (
        "김경위",
        "이주무",
        "박팀장",
        "police-1",
        "operator-1",
        "신고 현장",
        "수사과-123",
        "c000000000001-1",
    ):
        assert private not in text


def test_agencies_hear_that_something_changed_and_nothing_of_what() -> None:
    (change,) = dict(changes_of([GRANT], NOW))[OPENINGS]

    assert (change.body, change.version) == ({}, 3)
    assert not {"112", "2026"} & set(change.key.split("-"))
    assert GRANT.incident_id not in change.key


def test_a_look_is_told_as_a_look_alone() -> None:
    later = replace(GRANT, used_at=NOW + timedelta(minutes=1))
    (first,) = dict(changes_of([replace(GRANT, used_at=NOW)], NOW))[LOOKS]
    told = dict(changes_of([later], NOW))

    assert told[LOOKS][0].version == first.version + 60
    assert told[GRANTS][0].version == 3
    assert dict(changes_of([GRANT], NOW))[LOOKS] == []


def test_a_batch_of_the_stream_names_each_grant_once() -> None:
    records = [{"eventName": "MODIFY", "dynamodb": {"Keys": {"grant_id": {"S": name}}}} for name in ("b", "a", "b")]

    assert GrantItemsChanged.model_validate({"Records": records}).grants == ["b", "a"]
