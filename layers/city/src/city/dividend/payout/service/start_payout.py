"""Starts a round's payout, or lets it go on."""

from dataclasses import dataclass

from city.aws.observability import logger
from city.contracts.dividend.staff.rounds import RoundLine
from city.dividend.rounds.errors import RoundNotThere
from city.dividend.rounds.model import RoundState
from city.dividend.rounds.service.show_round import line_of
from city.dividend.rounds.service.state_machines import StateMachine
from city.dividend.rounds.tables.rounds import RoundRecord, Rounds
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginPayout:
    rounds: Rounds
    machine: StateMachine
    clock: Clock

    def begin(self, round_id: str, costs_krw: int, by: str) -> RoundLine:
        """Closes the books with these costs and starts paying; again starts it again, with the same costs only.

        Raises RoundUnknown, RoundNotThere, RoundMoved.
        """
        record = self.rounds.get(round_id)
        if record.costs_krw is not None and int(record.costs_krw) != costs_krw:
            raise RoundNotThere("costs_differ")
        # A round that was paid goes through the same steps once more: to write statements that were not written, or to
        # pay what came back. What was done before is done.
        if RoundState(record.state) is not RoundState.PAID:
            record = self.rounds.move(round_id, RoundState.PAYING, costs_krw=costs_krw, moved_at=self.clock.now())
        return line_of(_start(self.rounds, self.machine, record, by))


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumePayout:
    rounds: Rounds
    machine: StateMachine

    def resume(self, round_id: str, by: str) -> None:
        """Lets a payout go on whose books are closed. Raises RoundUnknown, RoundNotThere, RoundMoved."""
        record = self.rounds.get(round_id)
        if record.costs_krw is None:
            raise RoundNotThere("no payout was started")
        if RoundState(record.state) not in (RoundState.PAYING, RoundState.PAID):
            raise RoundNotThere(f"{record.state}, not {RoundState.PAYING.value}")
        _start(self.rounds, self.machine, record, by)


def _start(rounds: Rounds, machine: StateMachine, record: RoundRecord, by: str) -> RoundRecord:
    rounds.write(record, starts=int(record.starts) + 1, stopped_because=None)
    machine.start(record.round_id, int(record.starts))
    logger().info("payout started", extra={"round_id": record.round_id, "by": by})
    return record
