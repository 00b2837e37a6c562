"""Where the release of a seizure stands (질서위반행위규제법 §55: the plate goes back at once, once it is paid)."""

from collections.abc import Sequence
from dataclasses import dataclass

from city.fines.law.lifecycle import State
from city.fines.law.notices import PaymentStage
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.talk.case_replies import CaseReplies
from city.fines.talk.replies import MAX_CASES_IN_A_REPLY, Payable
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.find_cases import CasesFound
from city.fines.talk.service.intents.due_cases import DueCase
from city.fines.talk.understanding import Intent

_SEIZED = (State.SEIZED, State.PLATE_HELD)
_AFTER_PAYMENT = {State.AWAITING_RELEASE: "release_under_way", State.RELEASED: "seizure_is_released"}


@dataclass(frozen=True, slots=True)
class TellSeizure:
    """Tells an owner the state of each car; whoever only holds a notice hears how a seizure is lifted, and the amount."""

    replies: CaseReplies

    def draft(self, found: CasesFound, due: Sequence[DueCase]) -> Draft:
        question = found.question
        language = question.language
        if found.for_owner:
            texts = self._of_owner(found, due)
        else:
            payables = [Payable(case.notice, case.offer) for case in due[:MAX_CASES_IN_A_REPLY]]
            texts = [self.replies.advice(language, Intent.SEIZURE_RELEASE)]
            texts += [self.replies.amounts(language, payables, known=False)] if payables else []
        return Draft(self.replies.joined(language, *texts), question.wish.memory.closed())

    def _of_owner(self, found: CasesFound, due: Sequence[DueCase]) -> list[str]:
        question = found.question
        language, today = question.language, question.today
        seized = [case for case in due if State(case.record.status) in _SEIZED]
        texts = [self.replies.seized(language, case.notice, case.offer, today) for case in seized]
        # A plate goes back once all arrears of the car are paid, those that nothing was seized for as well.
        plates = {case.record.plate for case in seized}
        arrears = [case for case in due if case in seized or (case.record.plate in plates and _in_arrears(case))]
        if len(arrears) > 1:
            texts.insert(0, self.replies.total(language, [Payable(case.notice, case.offer) for case in arrears]))
        texts += [
            self.replies.plain(_AFTER_PAYMENT[state], language, plate=record.plate)
            for record, state in _states(found.records)
            if state in _AFTER_PAYMENT
        ]
        return texts or [self._not_seized(found, due)]

    def _not_seized(self, found: CasesFound, due: Sequence[DueCase]) -> str:
        language = found.question.language
        words = self.replies.plain("not_seized_by_us", language, plate=found.records[-1].plate)
        payables = [Payable(case.notice, case.offer) for case in due[:MAX_CASES_IN_A_REPLY]]
        return (
            self.replies.joined(language, words, self.replies.amounts(language, payables, known=True))
            if payables
            else words
        )


def _in_arrears(case: DueCase) -> bool:
    return case.offer.stage is PaymentStage.OVERDUE


def _states(records: Sequence[NoticeRecord]) -> list[tuple[NoticeRecord, State]]:
    return [(record, State(record.status)) for record in records]
