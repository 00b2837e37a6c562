"""Starts preparing a round, or starts again after whatever happened."""

from dataclasses import dataclass

from city.aws.observability import logger
from city.contracts.dividend.staff.rounds import RoundLine
from city.dividend.rounds.errors import RoundNotThere
from city.dividend.rounds.model import RoundState
from city.dividend.rounds.service.show_round import line_of
from city.dividend.rounds.service.state_machines import StateMachine
from city.dividend.rounds.tables.rounds import Rounds

_STARTABLE = (RoundState.OPEN, RoundState.STOPPED, RoundState.PREPARING, RoundState.AWAITING_PANEL)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPreparation:
    rounds: Rounds
    machine: StateMachine

    def start(self, round_id: str, by: str) -> RoundLine:
        """Raises RoundUnknown, RoundNotThere."""
        record = self.rounds.get(round_id)
        if RoundState(record.state) not in _STARTABLE:
            raise RoundNotThere(str(record.state))
        self.rounds.write(record, starts=int(record.starts) + 1, stopped_because=None)
        self.machine.start(round_id, int(record.starts))
        logger().info("round started", extra={"round_id": round_id, "by": by})
        return line_of(record)
