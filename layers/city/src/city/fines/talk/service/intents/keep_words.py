"""What is said about words that wait to be put on file: asked once more, put off, dropped, or filed already."""

from dataclasses import dataclass

from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.cases import Cases
from city.fines.talk.case_replies import CaseReplies
from city.fines.talk.dialogue import Asked, Memory, Wants
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.inquiry import Question


@dataclass(frozen=True, slots=True)
class KeepWords:
    """Answers a "hm", a "later" or a "no" to the question whether to file; nothing is written but what is remembered."""

    cases: Cases
    replies: CaseReplies

    def draft(self, question: Question) -> Draft:
        wish, before = question.wish, question.before or Memory()
        match wish.wants:
            case Wants.CONSENT_AGAIN:
                return self._say(question, "consent_again", wish.memory.drafted_on)
            case Wants.POSTPONED:
                kept = wish.memory.closed()
                draft = self._say(question, "opinion_postponed", wish.memory.drafted_on)
                draft.memory = kept
                return draft
            case Wants.ALREADY_FILED:
                return self._filed(question)
        if not before.drafted_on:
            return Draft(
                self.replies.plain("opinion_declined_plainly", question.language), wish.memory, about_opinion=True
            )
        return self._say(question, "opinion_declined", before.drafted_on)

    def _say(self, question: Question, name: str, numbers: tuple[str, ...]) -> Draft:
        record = self._record(question, numbers[0])
        assert record is not None, "a draft is about cases that were found"
        notice = record.to_notice()
        text = self.replies.of_notice(name, question.language, notice, notice.opinion_ends_on)
        return Draft(text, question.wish.memory, about_opinion=True)

    def _filed(self, question: Question) -> Draft:
        record = self._record(question, question.wish.memory.filed_on[-1])
        assert record is not None, "an opinion was filed on it"
        notice = record.to_notice()
        text = self.replies.filed(
            "opinion_already_filed",
            question.language,
            notice,
            until=notice.opinion_ends_on,
            given_at=question.inquiry.now,
            by_text=question.inquiry.phone is not None,
        )
        return Draft(text, question.wish.memory, about_opinion=True)

    def _record(self, question: Question, number: str) -> NoticeRecord | None:
        own = next((notice for notice in question.file.notices if notice.number == number), None)
        return own or self.cases.by_number(number)


def waits(memory: Memory) -> bool:
    """Whether words wait to be put on file."""
    return memory.draft is not None and memory.found and memory.asked is not Asked.CASE
