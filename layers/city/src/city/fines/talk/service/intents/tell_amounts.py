"""What an owner's cases cost, until when, and what could lower it. No account is opened for asking."""

from collections.abc import Sequence
from dataclasses import dataclass

from city.fines.talk.replies import MAX_CASES_IN_A_REPLY, Payable, Replies
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.inquiry import Question
from city.fines.talk.service.intents.due_cases import DueCase
from city.fines.talk.understanding import Intent

INTENTS = frozenset({Intent.DUE_DATE, Intent.REDUCTION, Intent.SEIZURE_RELEASE})


@dataclass(frozen=True, slots=True)
class TellAmounts:
    """Tells due dates, or how to get a reduction or a seizure lifted, with what it comes to for these cases."""

    replies: Replies

    def draft(self, question: Question, due: Sequence[DueCase]) -> Draft:
        language, intent = question.language, question.wish.intent
        payables = [Payable(case.notice, case.offer) for case in due[:MAX_CASES_IN_A_REPLY]]
        if intent is Intent.DUE_DATE:
            return Draft(self.replies.due_dates(language, payables), question.wish.memory)
        return Draft(self.replies.advice_on_cases(language, intent, payables), question.wish.memory)
