"""The one failure path of a round's state machines: the round says why it stopped, and the city hears it."""

from dataclasses import dataclass

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.aws.outbox import Outbox
from city.contracts.dividend.events import DividendRoundStoppedV2
from city.dividend.rounds.errors import RoundNotThere
from city.dividend.rounds.model import RoundState, check_move
from city.dividend.rounds.tables.rounds import RoundFields, Rounds
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRound:
    rounds: Rounds
    outbox: Outbox
    clock: Clock

    def stop(self, round_id: str, step: str, error: str) -> None:
        """Raises RoundUnknown, RoundMoved."""
        record, now = self.rounds.get(round_id), self.clock.now()
        fields: RoundFields = {"stopped_because": f"{step}: {error}"[:500]}
        try:
            if check_move(RoundState(record.state), RoundState.STOPPED):
                fields["state"], fields["moved_at"] = RoundState.STOPPED.value, now
                fields["panel_turn"] = int(record.panel_turn) + (error == "PanelRefused")
        except RoundNotThere:
            # A round that is published or paid stays so: its step is started again, not undone.
            logger().warning("a step failed", extra={"round_id": round_id, "step": step, "error": error})
        writes = Writes()
        self.rounds.add_write(writes, record, **fields)
        event = DividendRoundStoppedV2(
            event_id=DividendRoundStoppedV2.id_of(round_id, int(record.starts), step),
            occurred_at=now,
            correlation_id=record.execution,
            round_id=round_id,
            step=step,
            error=error,
        )
        kept = self.outbox.add(writes, event)
        self.rounds.commit(writes, round_id)
        self.outbox.publish([kept])
        count("RoundStopped")
