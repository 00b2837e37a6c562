"""Asks the adequacy panel, and lets the round wait for it."""

from dataclasses import dataclass

from city.aws.dynamo import Writes
from city.aws.outbox import Outbox
from city.contracts.dividend.events import DividendApprovalAskedV2
from city.dividend.rounds.model import PANEL_TIME, PanelVerdict, RoundState, check_move, verdict
from city.dividend.rounds.service.state_machines import PanelWait
from city.dividend.rounds.tables.rounds import RoundFields, Rounds
from city.dividend.rounds.tables.voices import PanelVoices
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPanel:
    rounds: Rounds
    voices: PanelVoices
    outbox: Outbox
    wait: PanelWait
    clock: Clock

    def ask(self, round_id: str, token: str) -> None:
        """Keeps the task token that wakes the round, and publishes that the panel is asked.

        A panel that has decided is not asked again. Raises RoundUnknown, RoundNotThere, RoundMoved.
        """
        record = self.rounds.get(round_id)
        fields: RoundFields = {"panel_token": token}
        if check_move(RoundState(record.state), RoundState.AWAITING_PANEL):
            now = self.clock.now()
            fields |= {"state": RoundState.AWAITING_PANEL.value, "moved_at": now, "panel_asked_at": now}
        decided = verdict(self.voices.current(record))
        if decided is not PanelVerdict.OPEN:
            self.rounds.write(record, **fields)
            self.wait.answer(token, decided)
            return
        writes = Writes()
        self.rounds.add_write(writes, record, **fields)
        event = DividendApprovalAskedV2(
            event_id=DividendApprovalAskedV2.id_of(round_id, record.panel_asked_at.isoformat()),
            occurred_at=record.panel_asked_at,
            correlation_id=record.execution,
            round_id=round_id,
            asked_at=record.panel_asked_at,
            until=record.panel_asked_at + PANEL_TIME,
        )
        kept = self.outbox.add(writes, event)
        self.rounds.commit(writes, round_id)
        self.outbox.publish([kept])
