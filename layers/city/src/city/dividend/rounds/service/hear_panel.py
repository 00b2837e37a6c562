"""Hears what a member of the adequacy panel says of a round, and wakes the round once the panel has decided."""

from dataclasses import dataclass

from city.aws.observability import logger
from city.contracts.dividend.staff.rounds import RoundStory, Speak
from city.dividend.rounds.model import PanelVerdict, RoundState, Voice, hear, verdict
from city.dividend.rounds.service.show_round import ShowRound
from city.dividend.rounds.service.state_machines import PanelWait
from city.dividend.rounds.tables.rounds import Rounds
from city.dividend.rounds.tables.voices import PanelVoices
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class HearPanel:
    rounds: Rounds
    voices: PanelVoices
    wait: PanelWait
    shown: ShowRound
    clock: Clock

    def hear(self, round_id: str, request: Speak, by: str) -> RoundStory:
        """Raises RoundUnknown, ApprovalNotAsked, SpokenBefore, RoundMoved."""
        record = self.rounds.get(round_id)
        before = self.voices.current(record)
        asked_at = record.panel_asked_at if record.state == RoundState.AWAITING_PANEL.value else None
        voice = Voice(member=by, approves=request.approves, reason=request.reason, at=self.clock.now())
        voices = hear(before, voice, asked_at)
        if voices != before:
            self.voices.add(record, voice)
            logger().info("panel spoke", extra={"round_id": round_id, "by": by, "approves": request.approves})
        decided = verdict(voices)
        if decided is not PanelVerdict.OPEN and record.panel_token:
            self.wait.answer(record.panel_token, decided)
        return self.shown.show(round_id)
