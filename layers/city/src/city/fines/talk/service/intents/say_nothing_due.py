"""Why there is nothing to pay now."""

from collections.abc import Sequence
from dataclasses import dataclass

from city.fines.law.lifecycle import State
from city.fines.law.notices import PAID
from city.fines.law.quotes import Quote
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.held_money import held_for
from city.fines.talk.case_replies import CaseReplies
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.find_cases import CasesFound
from city.fines.talk.service.intents.due_cases import DueCase, due_on

_PHRASES = {
    State.OBJECTED: "under_objection",
    State.COURT: "under_objection",
    State.NOTICED: "not_yet_imposed",
    State.UNDER_REVIEW: "opinion_under_review",
    State.DETECTED: "not_yet_imposed",
    State.AWAITING_RELEASE: "release_under_way",
    State.RELEASED: "seizure_is_released",
}
HELD_TOLD_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class SayNothingDue:
    """Says that a case is paid, at court, under review or not imposed yet, and what is held beside that.

    When it was paid, only its owner hears.
    """

    replies: CaseReplies

    def draft(self, found: CasesFound) -> Draft:
        question = found.question
        texts = [*held_money(self.replies, found)[:HELD_TOLD_AT_MOST], nothing_due(self.replies, found, found.records)]
        return Draft(self.replies.joined(question.language, *texts), question.wish.memory.closed())


def nothing_due(replies: CaseReplies, found: CasesFound, records: Sequence[NoticeRecord]) -> str:
    """The words about these of the cases found."""
    language = found.question.language
    waiting = [record for record in records if State(record.status) not in PAID]
    if waiting:
        phrase = _PHRASES.get(State(waiting[-1].status), "nothing_due")
        return replies.no_longer_due(language, waiting[-1].to_notice(), phrase)
    return replies.joined(language, *(_paid(replies, found, record) for record in records[-3:]))


def _paid(replies: CaseReplies, found: CasesFound, record: NoticeRecord) -> str:
    language, notice, state = found.question.language, record.to_notice(), State(record.status)
    if found.for_owner and record.paid_at is not None:
        paid = replies.paid_on(language, notice, int(record.paid_krw), record.paid_at)
        after = _PHRASES.get(state)
        return replies.joined(language, paid, replies.no_longer_due(language, notice, after)) if after else paid
    return replies.no_longer_due(language, notice, "all_paid")


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
