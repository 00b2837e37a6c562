"""A partner's last word ends what it opened: in any order, sent twice, without its event, of a drill, and only its own."""

from itertools import permutations
from typing import Any

import pytest

from city.contracts.operations.integrated_platform import PlatformStatus
from city.operations.agencies.translation import Standing
from tests.integration.moto_city import NOW
from tests.integration.operations.agencies.room import AgenciesRoom, take_all
from tests.integration.operations.agencies.whole_room import WholeRoom
from tests.integration.operations.incidents.incidents_in_moto import Room
from tests.unit.operations.agencies.golden import event_body

BEGAN, MOVED, OVER = ("10", "20261110115900"), ("40", "20261110115930"), ("91", "20261110115955")


def words(status: str, at: str) -> dict[str, str]:
    return {"ocrSts": status, "ocrEvtStsTime": at}


@pytest.mark.parametrize("order", list(permutations((BEGAN, MOVED, OVER))), ids=str)
def test_whatever_order_the_words_come_in_it_is_over(whole: WholeRoom, order: tuple[tuple[str, str], ...]) -> None:
    for status, at in order:
        for _ in range(2):
            whole.tell(**words(status, at))
    whole.flow(order=-1)

    incident = whole.only()

    assert (incident.shown_state, incident.sources_over, incident.count) == ("resolved", ("agency.112",), 1)


@pytest.mark.parametrize("status", ["50", "91", "90"])
def test_each_of_the_last_words_ends_what_nobody_answered(whole: WholeRoom, status: str) -> None:
    whole.tell()
    whole.flow()
    whole.tell(**words(status, "20261110115959"))
    whole.flow()

    assert whole.only().shown_state == ("cancelled" if status == "90" else "resolved")
    told = whole.incidents.told_bus()
    assert [(kind, said.get("state")) for kind, said in told] == [
        ("IncidentOpened", None),
        ("IncidentChanged", "cancelled" if status == "90" else "resolved"),
    ]


def test_what_the_room_has_in_hand_is_put_to_it_and_not_ended_over_its_head(whole: WholeRoom) -> None:
    whole.tell()
    whole.flow()
    staff, incident = Room(whole.incidents), whole.only().incident_id
    status, shown = staff.post(f"/incidents/{incident}/acknowledge", {"revision": whole.only().revision})
    assert status == 200, shown

    whole.tell(**words("91", "20261110115959"))
    whole.flow()

    _, shown = staff.get(f"/incidents/{incident}")
    assert (shown["line"]["state"], shown["line"]["sources_over"]) == ("acknowledged", ["agency.112"])
    assert [step["what"] for step in shown["timeline"]] == ["opened", "acknowledge", "over"]
    assert "resolve" in shown["steps_possible"]


def test_a_supervisor_opens_again_what_the_sources_ended_and_it_stays_open(whole: WholeRoom) -> None:
    whole.tell()
    whole.tell(**words("91", "20261110115959"))
    whole.flow()
    staff, incident = Room(whole.incidents), whole.only()

    status, shown = staff.post(
        f"/incidents/{incident.incident_id}/reopen", {"revision": incident.revision, "note": "현장 확인"}, "supervisor"
    )

    assert (status, shown["line"]["state"]) == (200, "detected")
    whole.tell(**words("50", "20261110120001"))
    whole.flow()
    assert whole.only().shown_state == "detected"


def test_another_partner_s_word_under_the_same_number_ends_nothing(whole: WholeRoom) -> None:
    whole.agencies.configure("119", incoming={"send_codes": ["B4421000000"], "event_codes": ["DN112001", "DN119002"]})
    whole.tell("112")
    whole.tell("119", "DN112001", **words("91", "20261110115959"))
    whole.flow()

    incident = whole.only()

    assert (incident.shown_state, incident.sources, incident.sources_over) == ("detected", ("agency.112",), ())


def test_one_of_two_partners_ends_its_part_alone(whole: WholeRoom) -> None:
    whole.tell("112")
    whole.tell("112", ocrNbr="20261110115959555")
    whole.tell("112", **words("91", "20261110115959"))
    whole.flow()
    assert whole.only().sources_over == ()

    whole.tell("112", ocrNbr="20261110115959555", **words("50", "20261110115959"))
    whole.flow()

    assert (whole.only().sources_over, whole.only().shown_state) == (("agency.112",), "resolved")


def test_a_partner_that_goes_on_after_its_end_goes_on(whole: WholeRoom) -> None:
    whole.tell()
    whole.tell(**words("91", "20261110115959"))
    whole.flow()
    whole.tell(**words("40", "20261110120005"))
    whole.flow()

    assert (whole.only().shown_state, whole.only().sources_over) == ("detected", ())


def test_a_trial_partner_ends_its_drill(whole: WholeRoom) -> None:
    terms = whole.agencies.line("112")["config"]["incoming"]
    whole.agencies.configure("112", incoming={**terms, "is_trial": True})
    whole.tell()
    whole.tell(**words("91", "20261110115959"))
    whole.flow()

    assert (whole.only().shown_state, whole.only().exercise) == ("resolved", True)


def test_an_end_is_valid_until_its_report_even_of_a_clock_that_is_ahead(room: AgenciesRoom) -> None:
    session = room.session_of("moj")
    room.tell(session, event_body(ocrEvtTime="20261110120300"))
    room.tell(session, event_body(ocrEvtTime="20261110120300", **words("91", "20261110120300")))

    ahead, over = take_all(room.city_queue)

    assert ahead["occurred_at"] > ahead["reported_at"]
    assert over["valid_until"] == over["reported_at"]


@pytest.mark.parametrize(
    ("said", "is_over"),
    [
        ([("91", 5)], True),
        ([("91", 5), ("40", 4)], True),
        ([("91", 5), ("40", 5)], True),
        ([("91", 5), ("40", 6)], False),
        ([("91", 5), ("40", None)], False),
        ([("91", None), ("40", 6)], False),
        ([("40", 9), ("91", 5)], True),
        ([("91", 5), ("50", 2), ("40", 4)], True),
        ([("91", 5), ("40", 6), ("91", 7)], True),
    ],
    ids=str,
)
def test_where_an_occurrence_stands(said: list[tuple[str, Any]], is_over: bool) -> None:
    standing = Standing()
    for status, second in said:
        standing = standing.then(PlatformStatus(status), None if second is None else NOW.replace(second=second))

    assert standing.is_over is is_over
