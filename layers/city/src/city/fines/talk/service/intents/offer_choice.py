"""Letting an owner of several cases choose, by number."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from city.fines.talk.dialogue import Asked
from city.fines.talk.replies import MAX_CASES_IN_A_REPLY, Payable, Replies
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.inquiry import Question
from city.fines.talk.service.intents.due_cases import DueCase


@dataclass(frozen=True, slots=True)
class OfferChoice:
    """Lists what there is to pay. No accounts yet."""

    replies: Replies

    def draft(self, question: Question, due: Sequence[DueCase]) -> Draft:
        payables = [Payable(case.notice, case.offer) for case in due[:MAX_CASES_IN_A_REPLY]]
        offered = tuple(payable.notice.number for payable in payables)
        text = self.replies.choose_a_case(question.language, payables, len(due) - len(payables))
        return Draft(text, replace(question.wish.memory, asked=Asked.CASE, offered=offered))
