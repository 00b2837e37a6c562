"""Offering to record what a citizen wrote as an opinion (질서위반행위규제법 §16②), or asking for it."""

from dataclasses import dataclass, replace

from city.fines.law.lifecycle import State
from city.fines.law.quotes import quote
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.talk.assent import Assent
from city.fines.talk.case_replies import CaseReplies
from city.fines.talk.conversation.opinion_refusals import opinion_refusal
from city.fines.talk.cues import wishes
from city.fines.talk.dialogue import Asked, HandOff
from city.fines.talk.replies import MAX_CASES_IN_A_REPLY, Payable
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.find_cases import CasesFound
from city.fines.talk.service.inquiry import Question
from city.fines.talk.service.intents.record_opinion import RecordOpinion
from city.fines.talk.understanding import Intent


@dataclass(frozen=True, slots=True)
class OfferOpinion:
    """Brings whoever proved a right to the case to the words of an opinion and the case it is about."""

    replies: CaseReplies
    record_opinion: RecordOpinion

    def draft(self, found: CasesFound) -> Draft:
        question, records = found.question, found.records
        now, memory = question.inquiry.now, question.wish.memory
        possible = [record for record in records if opinion_refusal(record.to_notice(), now) is None]
        if not possible:
            return self._refused(question, records[-1])
        if len(possible) > 1 and not question.wish.chosen and not question.wish.every_case:
            return self._which_case(found, possible)
        if memory.draft is None:
            return self._without_words(question, possible[0])
        return self._with_words(question, possible, memory.draft)

    def _refused(self, question: Question, record: NoticeRecord) -> Draft:
        """Why none is taken; what was told all the same reaches a person."""
        language, memory, notice = question.language, question.wish.memory, record.to_notice()
        phrase = opinion_refusal(notice, question.inquiry.now) or "opinion_too_late"
        text = self.replies.of_notice(phrase, language, notice, notice.opinion_ends_on)
        draft = Draft(text, memory.without_draft(), notice_number=record.number)
        if memory.draft is not None:
            draft.words, draft.hand_off = memory.draft, HandOff.OPINION_NOT_POSSIBLE
        return draft

    def _which_case(self, found: CasesFound, possible: list[NoticeRecord]) -> Draft:
        """Keeps the words until the citizen has said which case they are about."""
        question = found.question
        notices = [record.to_notice() for record in possible]
        payables = [Payable(notice, quote(notice, question.today)) for notice in notices]
        offered = tuple(notice.number for notice in notices)
        shown, others = payables[:MAX_CASES_IN_A_REPLY], payables[MAX_CASES_IN_A_REPLY:]
        text = self.replies.choose_a_case(question.language, shown, others, known=found.for_owner)
        return Draft(text, replace(question.wish.memory, asked=Asked.CASE, offered=offered), about_opinion=True)

    def _without_words(self, question: Question, record: NoticeRecord) -> Draft:
        language, memory, notice = question.language, question.wish.memory, record.to_notice()
        if notice.status is State.UNDER_REVIEW or notice.number in memory.filed_on:
            by_text = question.inquiry.phone is not None
            text = self.replies.filed(
                "opinion_already_filed",
                language,
                notice,
                until=notice.opinion_ends_on,
                given_at=question.inquiry.now,
                by_text=by_text,
            )
            if record.holder != question.inquiry.holder:
                text = self.replies.joined(language, text, self.replies.plain("owner_is_checked", language))
            return Draft(text, replace(memory.closed(), filed_on=(notice.number,)), about_opinion=True)
        asked = replace(memory, asked=Asked.OPINION_WORDS)
        return Draft(self.replies.ask_opinion_words(language, notice), asked, about_opinion=True)

    def _with_words(self, question: Question, records: list[NoticeRecord], words: str) -> Draft:
        memory, language, notice = question.wish.memory, question.language, records[0].to_notice()
        numbers = tuple(record.number for record in records)
        memory = replace(memory, asked=Asked.OPINION_CONSENT, drafted_on=numbers)
        heard = question.inquiry.heard
        waited = question.before is not None and question.before.draft is not None
        agreed = waited and heard.assent is Assent.YES
        if heard.says(wishes.ASKS_TO_RECORD) and (heard.tells or agreed) and not heard.asks:
            # "Please file this: …", and "file what I told you" of words that waited, are a yes already.
            return self.record_opinion.draft(replace(question, wish=replace(question.wish, memory=memory)))
        offer = self.replies.offer_opinion(language, notice, words)
        if heard.said.intent is Intent.OWNERSHIP:
            offer = self.replies.joined(language, self.replies.advice(language, Intent.OWNERSHIP), offer)
        return Draft(offer, memory, about_opinion=True)
