"""What cases cost, until when, what they cost after, and what could lower it. No account is opened for asking."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from city.fines.talk.case_replies import CaseReplies
from city.fines.talk.dialogue import Asked
from city.fines.talk.replies import MAX_CASES_IN_A_REPLY, Payable
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.find_cases import CasesFound
from city.fines.talk.service.intents.due_cases import DueCase
from city.fines.talk.understanding import Intent


@dataclass(frozen=True, slots=True)
class TellAmounts:
    """Tells due dates and amounts, a sum where one was asked for, or how to get a reduction and what it comes to."""

    replies: CaseReplies

    def draft(self, found: CasesFound, due: Sequence[DueCase]) -> Draft:
        question = found.question
        language, wish = question.language, question.wish
        payables = [Payable(case.notice, case.offer) for case in due[:MAX_CASES_IN_A_REPLY]]
        texts = [self.replies.amounts(language, payables, known=found.for_owner)]
        memory = wish.memory.closed()
        if wish.intent is Intent.REDUCTION:
            advice = self.replies.advice(language, wish.intent)
            texts = [advice, self.replies.social(language, payables), *texts]
            memory = replace(memory, asked=Asked.APPLICATION)
        if wish.total and len(due) > 1:
            texts.insert(0, self.replies.total(language, [Payable(case.notice, case.offer) for case in due]))
        return Draft(self.replies.joined(language, *texts), memory)
