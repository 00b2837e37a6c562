"""Whether money arrived: paid, paid in part, held and why, or not seen yet."""

from dataclasses import dataclass

from city.fines.law.lifecycle import State
from city.fines.law.notices import PAID
from city.fines.talk.case_replies import CaseReplies
from city.fines.talk.replies import Payable
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.find_cases import CasesFound
from city.fines.talk.service.intents.due_cases import DueCase, due_on
from city.fines.talk.service.intents.say_nothing_due import HELD_TOLD_AT_MOST, SayNothingDue, held_money, nothing_due


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
            if not found.for_owner and not held:
                # What else came for it is told to whoever sent it only; how it comes back is told to all.
                texts.append(self.replies.plain("paid_twice", found.question.language))
        elif not held:
            texts = [self._unpaid(found, case) for case in due]
        if not texts:
            return self.say_nothing_due.draft(found)
        memory = found.question.wish.memory.closed()
        return Draft(self.replies.joined(found.question.language, *texts[:HELD_TOLD_AT_MOST]), memory)

    def _unpaid(self, found: CasesFound, case: DueCase) -> str:
        language, plan = found.question.language, case.notice.plan
        if plan is not None and plan.payments:
            return self.replies.paid_in_part(language, case.notice, plan.paid_krw, case.offer)
        return self.replies.not_arrived(language, case.notice, case.offer)
