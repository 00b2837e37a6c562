"""Sending dead letters back: two people, as many as they agreed on, once, and on after a death."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from city.contracts.watch.dead_letters import DecideRedrive
from city.kernel.errors import Transient
from city.office.approvals import Proposal
from city.watch.redrive.errors import QueueTrouble, RedriveMoved, RedriveProposedBefore
from city.watch.redrive.redrives import HELD, DeadLetterQueue, Redrive, decide, propose
from city.watch.redrive.service.decide_redrive import LONGEST, DecideToSendBack
from city.watch.redrive.service.queues import QueuesOfDeadLetters

AT = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)
QUEUE = DeadLetterQueue("dead", "url", {"arn:a:queue": "a"}, 0, 0)
YES = DecideRedrive(approve=True, reason="확인했습니다")


def proposed(most: int = 30) -> Redrive:
    return Redrive(Proposal("dead", '{"most": 30}', "고쳤습니다", "kim", AT), most)


def approved(most: int = 30) -> Redrive:
    return decide(proposed(most), True, "lee", "확인했습니다", AT)


class Clock:
    def __init__(self) -> None:
        self.moment = AT

    def now(self) -> datetime:
        return self.moment


class Letters:
    """Gives ten at a time, and does what a test says before each."""

    def __init__(self, clock: Clock, held: int = 1000, trouble_at: int | None = None, each_takes_s: float = 0) -> None:
        self.clock, self.left, self.sent = clock, held, 0
        self._trouble_at, self._takes = trouble_at, timedelta(seconds=each_takes_s)

    def queue(self, name: str) -> DeadLetterQueue:
        return QUEUE

    def send_back(self, queue: DeadLetterQueue, most: int) -> int:
        self.clock.moment += self._takes
        some = min(most, 10, self.left)
        if self._trouble_at is not None and self.sent + some > self._trouble_at:
            some = self._trouble_at - self.sent
            self.sent += some
            raise QueueTrouble(some)
        self.left -= some
        self.sent += some
        return some


class Table:
    """One turn. `meanwhile`: what another has written when we come to write."""

    def __init__(self, kept: Redrive, meanwhile: Redrive | None = None) -> None:
        self.kept, self._meanwhile = kept, meanwhile
        self.noted: list[int] = []
        self.ended: list[Redrive] = []

    def newest(self, queue: str) -> Redrive:
        return self.kept

    def decide(self, redrive: Redrive) -> None:
        if self._meanwhile is not None:
            self.kept = self._meanwhile
            raise RedriveMoved("dead")
        self.kept = redrive

    def hold(self, known: Redrive, held: Redrive) -> None:
        self.decide(held)

    def note_moved(self, redrive: Redrive, moved: int) -> None:
        self.noted.append(moved)

    def end(self, redrive: Redrive, by: str) -> None:
        self.kept = redrive
        self.ended.append(redrive)


def desk(table: Table, letters: Letters) -> DecideToSendBack:
    fakes: dict[str, Any] = {"letters": letters, "redrives": table}
    return DecideToSendBack(clock=letters.clock, **fakes)


def test_as_many_are_sent_as_were_proposed_and_it_is_written_how_far() -> None:
    table, letters = Table(proposed(25)), Letters(Clock())

    line = desk(table, letters).decide("dead", YES, "lee")

    assert (line.moved, line.outcome, letters.sent, table.noted) == (25, "all_asked", 25, [10, 20, 25])


def test_trouble_ends_it_with_what_was_sent_by_then() -> None:
    table, letters = Table(proposed(25)), Letters(Clock(), trouble_at=13)

    line = desk(table, letters).decide("dead", YES, "lee")

    assert (line.state, line.moved, line.outcome, table.noted) == ("moved", 13, "stopped", [10, 13])


def test_it_ends_before_the_gateway_gives_up() -> None:
    clock = Clock()
    table, letters = Table(proposed(500)), Letters(clock, each_takes_s=3)

    line = desk(table, letters).decide("dead", YES, "lee")

    assert line.outcome == "stopped"
    assert line.moved == letters.sent
    assert clock.moment - AT < LONGEST + timedelta(seconds=3)


def test_while_somebody_is_at_it_a_second_press_moves_nothing() -> None:
    clock = Clock()
    table, letters = Table(approved()), Letters(clock)
    clock.moment += HELD

    line = desk(table, letters).decide("dead", YES, "lee")

    assert (line.state, letters.sent) == ("moving", 0)


def test_what_a_dead_process_left_is_gone_on_with_and_not_begun_anew() -> None:
    clock = Clock()
    table, letters = Table(replace(approved(30), moved=20)), Letters(clock)
    clock.moment += HELD + timedelta(seconds=1)

    line = desk(table, letters).decide("dead", YES, "lee")

    assert (line.state, line.moved, letters.sent) == ("moved", 30, 10)


def test_of_two_presses_at_once_the_second_is_told_what_the_first_does() -> None:
    table, letters = Table(proposed(), meanwhile=approved()), Letters(Clock())

    line = desk(table, letters).decide("dead", YES, "lee")

    assert (line.state, line.decided_by, letters.sent) == ("moving", "lee", 0)


def test_whoever_lost_to_another_proposal_is_asked_to_try_again() -> None:
    table, letters = Table(proposed(), meanwhile=proposed()), Letters(Clock())

    with pytest.raises(Transient):
        desk(table, letters).decide("dead", YES, "lee")

    assert letters.sent == 0


def test_while_one_is_carried_out_no_other_is_proposed_and_after_it_the_next_is() -> None:
    with pytest.raises(RedriveProposedBefore):
        propose(approved(), proposed())

    assert propose(approved().ended(3, "emptied", AT), proposed()).proposal.turn == 2


def test_a_letter_goes_back_to_whom_it_names_or_to_the_only_one() -> None:
    both = replace(QUEUE, sources={"arn:a:one": "1", "arn:a:two": "2"})

    assert both.source_of("arn:a:two") == "2"
    assert both.source_of(None) is None
    assert QUEUE.source_of("arn:a:gone") == QUEUE.source_of(None) == "a"
    assert both.sends_back_to == ("one", "two")


class Queues:
    """Refuses the second letter it is to take."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.deleted: list[str] = []

    def receive_message(self, **asked: Any) -> dict[str, Any]:
        return {"Messages": [{"MessageId": n, "Body": n, "ReceiptHandle": f"handle {n}"} for n in "abc"]}

    def send_message(self, **letter: Any) -> None:
        if self.sent:
            raise ClientError({"Error": {"Code": "KMS.AccessDeniedException"}}, "SendMessage")
        self.sent.append(letter["MessageBody"])

    def delete_message_batch(self, *, QueueUrl: str, Entries: list[dict[str, str]]) -> None:  # noqa: N803
        self.deleted += [entry["ReceiptHandle"] for entry in Entries]


def test_what_was_sent_before_trouble_is_deleted_and_the_rest_stays() -> None:
    sqs = Queues()
    letters = QueuesOfDeadLetters(sqs=sqs, cloudwatch=None, prefix="dongne-local-", clock=Clock())

    with pytest.raises(QueueTrouble) as trouble:
        letters.send_back(QUEUE, 10)

    assert (trouble.value.moved, sqs.sent, sqs.deleted) == (1, ["a"], ["handle a"])
