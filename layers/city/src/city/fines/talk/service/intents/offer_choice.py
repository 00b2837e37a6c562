"""Letting whoever has several cases choose, by number."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from city.fines.talk.case_replies import CaseReplies
from city.fines.talk.dialogue import Asked
from city.fines.talk.replies import MAX_CASES_IN_A_REPLY, Payable
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.find_cases import CasesFound
from city.fines.talk.service.intents.due_cases import DueCase


@dataclass(frozen=True, slots=True)
class OfferChoice:
    """Lists what there is to pay, and its sum. No accounts yet."""

    replies: CaseReplies

    def draft(self, found: CasesFound, due: Sequence[DueCase]) -> Draft:
        question = found.question
        payables = [Payable(case.notice, case.offer) for case in due]
        shown = payables[:MAX_CASES_IN_A_REPLY]
        offered = tuple(payable.notice.number for payable in payables)
        others = payables[MAX_CASES_IN_A_REPLY:]
        text = self.replies.choose_a_case(question.language, shown, others, known=found.for_owner)
        return Draft(text, replace(question.wish.memory, asked=Asked.CASE, offered=offered))
