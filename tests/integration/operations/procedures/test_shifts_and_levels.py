"""Shifts that two people sign, and people who are told one after the other, over moto."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from city.contracts.live.changes import ChangeV1
from city.contracts.operations.city_event import Severity
from city.contracts.operations.staff.procedures import IncidentNote, OfferHandOver, SignHandOver
from city.operations.procedures.errors import HandOverDecided, HandOverOfAnotherList, HandOverUnknown, SameWhoHandsOver
from city.operations.procedures.service.escalate import TOPIC, Escalate, Unacknowledged
from city.operations.procedures.service.shifts.offer_hand_over import OfferShift
from city.operations.procedures.service.shifts.show_shifts import ShowShifts
from city.operations.procedures.service.shifts.sign_hand_over import SignShift, WithdrawShift
from city.operations.procedures.shifts import OpenIncident
from city.operations.procedures.tables.hand_overs import HandOvers
from tests.integration.moto_city import NOW
from tests.integration.operations.procedures.walked import INCIDENT, JIYOUNG, MINSU, Room


@dataclass
class Open:
    """What is open, as a test says."""

    incidents: tuple[OpenIncident, ...] = ()

    def now(self) -> tuple[OpenIncident, ...]:
        return self.incidents


@dataclass
class Board:
    told: list[tuple[str, ChangeV1]] = field(default_factory=list)

    def publish(self, topic: str, changes: list[ChangeV1]) -> None:
        self.told += [(topic, change) for change in changes]


class Shifts:
    def __init__(self, room: Room) -> None:
        self.open, self.clock, hand_overs = Open((incident("1"), incident("2"))), room.clock, HandOvers()
        self.board = ShowShifts(incidents=self.open, hand_overs=hand_overs)  # type: ignore[arg-type]
        offers = OfferShift(incidents=self.open, hand_overs=hand_overs, clock=room.clock)  # type: ignore[arg-type]
        signs = SignShift(incidents=self.open, hand_overs=hand_overs, clock=room.clock)  # type: ignore[arg-type]
        self.offer, self.sign = offers.offer, signs.sign
        self.withdraw = WithdrawShift(hand_overs=hand_overs).withdraw


def incident(number: str, revision: int = 1) -> OpenIncident:
    return OpenIncident(incident_id=number, revision=revision, state="detected", headline=f"사건 {number}")


@pytest.fixture
def room(cloud: None) -> Room:
    return Room()


@pytest.fixture
def shifts(room: Room) -> Shifts:
    return Shifts(room)


def offer(shifts: Shifts, **said: object) -> str:
    body = OfferHandOver.model_validate({"seen": shifts.board.show().digest, **said})
    return shifts.offer(body, MINSU).hand_over_id


def sign_now(shifts: Shifts, hand_over_id: str) -> None:
    shifts.sign(hand_over_id, SignHandOver(seen=shifts.board.show().digest), JIYOUNG)


def test_a_shift_is_handed_over_by_two_names_with_the_notes_of_who_left(shifts: Shifts) -> None:
    offered = offer(shifts, notes=[IncidentNote(incident_id="2", note="소방 도착")], remark="조용함")
    shifts.clock.move(minutes=3)
    sign_now(shifts, offered)

    (line,) = shifts.board.show().hand_overs
    assert (line.state, line.offered_by_name, line.signed_by_name) == ("signed", "박민수", "김지영")
    assert [(each.incident_id, each.headline, each.note) for each in line.incidents] == [
        ("1", "사건 1", ""),
        ("2", "사건 2", "소방 도착"),
    ]
    assert line.signed_at is not None
    assert line.signed_at - line.offered_at == timedelta(minutes=3)


def test_what_changed_between_the_signatures_is_shown_and_signed_anew(shifts: Shifts) -> None:
    offered, seen = offer(shifts), shifts.board.show().digest
    shifts.open.incidents = (incident("2", revision=2), incident("3"))

    assert shifts.board.show().changed == ("1", "2", "3")
    with pytest.raises(HandOverOfAnotherList):
        shifts.sign(offered, SignHandOver(seen=seen), JIYOUNG)
    with pytest.raises(HandOverOfAnotherList):
        shifts.offer(OfferHandOver(seen=seen), MINSU)
    sign_now(shifts, offered)

    assert [each.incident_id for each in shifts.board.show().hand_overs[0].incidents] == ["2", "3"]


def test_nobody_signs_for_both_and_what_is_withdrawn_is_not_signed(shifts: Shifts) -> None:
    offered = offer(shifts)
    with pytest.raises(SameWhoHandsOver):
        shifts.sign(offered, SignHandOver(seen=shifts.board.show().digest), MINSU)
    shifts.withdraw(offered, MINSU)
    shifts.withdraw(offered, MINSU)

    with pytest.raises(HandOverDecided):
        sign_now(shifts, offered)
    with pytest.raises(HandOverUnknown):
        sign_now(shifts, "20260101T000000-nobody")


def test_levels_are_told_once_on_the_board_and_stand_with_the_incident(room: Room) -> None:
    board, open_ = Board(), [Unacknowledged(incident_id=INCIDENT, severity=Severity.SEVERE, detected_at=NOW)]
    escalation = Escalate(unacknowledged=lambda: open_, runs=room.runs, publisher=board, clock=room.clock)  # type: ignore[arg-type]

    told = []
    for minutes in (1, 1, 1, 0, 7):
        room.clock.move(minutes=minutes)
        told.append(escalation.sweep())

    assert told == [0, 1, 0, 0, 2]
    assert [(topic, change.version, change.body["who"]) for topic, change in board.told] == [
        (TOPIC, 1, "operator"),
        (TOPIC, 2, "supervisor"),
        (TOPIC, 3, "supervisor"),
    ]
    levels = room.shown.show(INCIDENT).levels
    assert [(level.number, level.who) for level in levels] == [(1, "operator"), (2, "supervisor"), (3, "supervisor")]


def test_a_level_whose_board_was_not_reached_is_told_by_the_next_sweep(room: Room) -> None:
    class Deaf(Board):
        def publish(self, topic: str, changes: list[ChangeV1]) -> None:
            raise ConnectionError

    room.clock.move(minutes=2)
    open_ = [Unacknowledged(incident_id=INCIDENT, severity=Severity.SEVERE, detected_at=NOW)]
    parts = {"unacknowledged": lambda: open_, "runs": room.runs, "clock": room.clock}
    with pytest.raises(ConnectionError):
        Escalate(publisher=Deaf(), **parts).sweep()  # type: ignore[arg-type]

    assert Escalate(publisher=Board(), **parts).sweep() == 1  # type: ignore[arg-type]
