"""Why there is nothing to pay now."""

from dataclasses import dataclass

from city.fines.law.lifecycle import State
from city.fines.law.notices import PAID
from city.fines.talk.replies import Replies
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.find_cases import CasesFound


@dataclass(frozen=True, slots=True)
class SayNothingDue:
    """Says that a case is paid, at court, or not imposed yet. When it was paid, only its owner hears."""

    replies: Replies

    def draft(self, found: CasesFound) -> Draft:
        return Draft(self._words(found), found.question.wish.memory.closed())

    def _words(self, found: CasesFound) -> str:
        language, records = found.question.language, found.records
        waiting = [record for record in records if State(record.status) not in PAID]
        last = (waiting or list(records))[-1]
        notice, state = last.to_notice(), State(last.status)
        if not waiting:
            if found.for_owner and len(records) == 1 and last.paid_at is not None:
                return self.replies.paid_on(language, notice, int(last.paid_krw), last.paid_at)
            return self.replies.no_longer_due(language, notice, "all_paid")
        phrase = {State.OBJECTED: "under_objection", State.COURT: "under_objection"}.get(state, "nothing_due")
        if state in (State.NOTICED, State.UNDER_REVIEW, State.DETECTED):
            phrase = "not_yet_imposed"
        return self.replies.no_longer_due(language, notice, phrase)
