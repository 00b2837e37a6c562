"""Offering to record what a citizen wrote as an opinion (질서위반행위규제법 §16②), or asking for it."""

from dataclasses import dataclass, replace

from city.fines.law.lifecycle import State
from city.fines.law.procedure.opinions import guess_ground
from city.fines.law.quotes import quote
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.talk.dialogue import OPINION_CHARACTERS_AT_LEAST, Asked
from city.fines.talk.opinion_refusals import opinion_refusal
from city.fines.talk.replies import MAX_CASES_IN_A_REPLY, Payable, Replies
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.find_cases import CasesFound
from city.fines.talk.service.inquiry import Inquiry, Question
from city.fines.talk.understanding import Word


@dataclass(frozen=True, slots=True)
class OfferOpinion:
    """Brings an owner to the words of an opinion and the case it is about. Nothing is recorded before they say so."""

    replies: Replies

    def draft(self, found: CasesFound) -> Draft:
        question, records = found.question, found.records
        now, memory = question.inquiry.now, question.wish.memory
        possible = [record for record in records if opinion_refusal(record.to_notice(), now) is None]
        if not possible:
            last = records[-1].to_notice()
            phrase = opinion_refusal(last, now) or "opinion_too_late"
            return Draft(self.replies.opinion_refused(question.language, last, phrase), memory.closed())
        if len(possible) > 1:
            return self._which_case(question, possible)
        return self._about(question, possible[0])

    def _which_case(self, question: Question, possible: list[NoticeRecord]) -> Draft:
        """Keeps the words until the citizen has said which case they are about."""
        memory, inquiry = question.wish.memory, question.inquiry
        notices = [record.to_notice() for record in possible[:MAX_CASES_IN_A_REPLY]]
        payables = [Payable(notice, quote(notice, question.today)) for notice in notices]
        asked = replace(
            memory,
            asked=Asked.CASE,
            offered=tuple(notice.number for notice in notices),
            draft=memory.draft or _own_words(inquiry),
            draft_at=memory.draft_at or inquiry.message.received_at.isoformat(),
        )
        more = len(possible) - len(payables)
        return Draft(self.replies.choose_a_case(question.language, payables, more), asked)

    def _about(self, question: Question, record: NoticeRecord) -> Draft:
        memory, language, notice = question.wish.memory, question.language, record.to_notice()
        words, at = memory.draft, memory.draft_at
        if words is None:
            words, at = _own_words(question.inquiry), question.inquiry.message.received_at.isoformat()
        if words is None:
            if notice.status is State.UNDER_REVIEW:
                return Draft(self.replies.opinion_refused(language, notice, "opinion_under_review"), memory.closed())
            asked = replace(memory, asked=Asked.OPINION_WORDS, notice_number=notice.number)
            return Draft(self.replies.ask_opinion_words(language, notice), asked)
        asked = replace(memory, asked=Asked.OPINION_CONSENT, notice_number=notice.number, draft=words, draft_at=at)
        return Draft(self.replies.offer_opinion(language, notice, guess_ground(words)), asked)


def _own_words(inquiry: Inquiry) -> str | None:
    """The message as the opinion itself, if it tells what happened rather than asks what to do."""
    tells = guess_ground(inquiry.text) is not None and len(inquiry.text.strip()) >= OPINION_CHARACTERS_AT_LEAST
    return inquiry.text if tells and inquiry.said.word is not Word.OPINION else None
