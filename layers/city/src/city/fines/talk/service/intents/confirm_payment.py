"""Whether money arrived: paid, paid in part, held and why, or not seen yet."""

from dataclasses import dataclass

from city.fines.law.lifecycle import State
from city.fines.law.notices import PAID
from city.fines.law.quotes import Quote
from city.fines.law.tables.held_money import held_for
from city.fines.talk.case_replies import CaseReplies
from city.fines.talk.replies import Payable
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.find_cases import CasesFound
from city.fines.talk.service.intents.due_cases import DueCase, due_on
from city.fines.talk.service.intents.say_nothing_due import SayNothingDue, nothing_due

_HELD_TOLD_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class ConfirmPayment:
    """Answers "did my money arrive?" from what lies on the case. No account is opened for asking."""

    replies: CaseReplies
    say_nothing_due: SayNothingDue

    def draft(self, found: CasesFound) -> Draft:
        """What is held comes first: it is what whoever asks does not know yet."""
        held = held_money(self.replies, found)
        paid = [record for record in found.records if State(record.status) in PAID]
        texts = held
        due = due_on(found.records, found.question.today)
        if paid:
            texts = [*held, nothing_due(self.replies, found, paid)]
            left = [Payable(case.notice, case.offer) for case in due]
            texts += [self.replies.amounts(found.question.language, left, known=found.for_owner)] if left else []
        elif not held:
            texts = [self._unpaid(found, case) for case in due]
        if not texts:
            return self.say_nothing_due.draft(found)
        memory = found.question.wish.memory.closed()
        return Draft(self.replies.joined(found.question.language, *texts[:_HELD_TOLD_AT_MOST]), memory)

    def _unpaid(self, found: CasesFound, case: DueCase) -> str:
        language, plan = found.question.language, case.notice.plan
        if plan is not None and plan.payments:
            return self.replies.paid_in_part(language, case.notice, plan.paid_krw, case.offer)
        return self.replies.not_arrived(language, case.notice, case.offer)


def held_money(replies: CaseReplies, found: CasesFound) -> list[str]:
    """What of the asker's money is held for these cases, a text each."""
    question = found.question
    holder = question.inquiry.holder if question.inquiry.phone else None
    due = {case.notice.number: case for case in due_on(found.records, question.today)}
    return [
        replies.held(question.language, record.to_notice(), money, _offer(due.get(record.number)))
        for record in found.records
        for money in held_for(record, holder)
    ]


def _offer(case: DueCase | None) -> Quote | None:
    return case.offer if case else None
