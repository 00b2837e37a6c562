"""Filing a citizen's opinion, as it came and when it came (질서위반행위규제법 시행령 §3③)."""

from dataclasses import dataclass, replace
from datetime import datetime
from zlib import crc32

from city.fines.law.lifecycle import Move, after
from city.fines.law.notices import state_of
from city.fines.law.procedure.opinions import guess_ground
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.case_writes import answered
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.history import BY_CITIZEN, add_history, notice_subject
from city.fines.law.tables.opinions import OPINIONS, OpinionRecord, opinion_entry
from city.fines.talk.case_replies import CaseReplies
from city.fines.talk.conversation.opinion_refusals import opinion_refusal
from city.fines.talk.dialogue import HandOff, Wants
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.inquiry import Inquiry, Question
from city.kernel.clock import seoul_date


@dataclass(frozen=True, slots=True)
class RecordOpinion:
    """Puts the opinion on the desk's list and the case under review. What cannot be filed goes to a person.

    Whoever is not the owner on file has shown number and plate; theirs is filed as unverified, for a clerk to check.
    """

    cases: Cases
    replies: CaseReplies

    def draft(self, question: Question) -> Draft:
        memory, language = question.wish.memory, question.language
        if memory.draft is None or memory.draft_at is None or not memory.drafted_on:
            return Draft("", memory.closed(), hand_off=HandOff.OPINION_NOT_POSSIBLE)
        given_at = datetime.fromisoformat(memory.draft_at)
        draft = Draft("", memory.without_draft(), about_opinion=True)
        texts: list[str] = []
        for number in memory.drafted_on:
            record = self._record(question, number)
            refusal = opinion_refusal(record.to_notice(), given_at) if record is not None else "opinion_too_late"
            if record is None or refusal is not None:
                draft.hand_off, draft.words = HandOff.OPINION_NOT_POSSIBLE, memory.draft
                draft.notice_number = number
                if record is not None and refusal is not None:
                    notice = record.to_notice()
                    texts.append(self.replies.of_notice(refusal, language, notice, notice.opinion_ends_on))
                continue
            _file(draft, question=question, record=record, words=memory.draft, given_at=given_at)
            texts.append(self._words(question, record, given_at))
            draft.memory = replace(draft.memory, filed_on=(*draft.memory.filed_on, number))
        draft.memory = replace(draft.memory, filed_on=tuple(dict.fromkeys(draft.memory.filed_on)))
        draft.text = self.replies.joined(language, *texts)
        return draft

    def _record(self, question: Question, number: str) -> NoticeRecord | None:
        own = next((notice for notice in question.file.notices if notice.number == number), None)
        return own or self.cases.by_number(number)

    def _words(self, question: Question, record: NoticeRecord, given_at: datetime) -> str:
        name = "opinion_recorded" if record.holder == question.inquiry.holder else "opinion_recorded_unverified"
        if question.wish.wants is Wants.ADD_TO_OPINION:
            name = "opinion_added"
        notice = record.to_notice()
        return self.replies.filed(
            name,
            question.language,
            notice,
            until=notice.opinion_ends_on,
            given_at=given_at,
            by_text=question.inquiry.phone is not None,
        )


def _file(draft: Draft, question: Question, record: NoticeRecord, words: str, given_at: datetime) -> None:
    """Adds the writes that keep the opinion, move the case, and note it in its history."""
    inquiry, notice = question.inquiry, record.to_notice()
    opinion = _opinion(question, record, words, _set_apart(given_at, inquiry))
    draft.writes.add(f"opinion {notice.number}", lambda transaction: transaction.save(opinion))
    reviewed = after(state_of(notice, seoul_date(opinion.given_at)), Move.GIVE_OPINION)
    moved = answered(record, reviewed)
    draft.writes.add(f"case {notice.number}", lambda transaction: transaction.update(record, actions=moved))
    add_history(draft.writes, notice.number, "opinion given", by=BY_CITIZEN, at=inquiry.now)


def _opinion(question: Question, record: NoticeRecord, words: str, given_at: datetime) -> OpinionRecord:
    inquiry, ground = question.inquiry, guess_ground(words)
    return OpinionRecord(
        notice_subject(record.number),
        opinion_entry(f"{given_at:%Y-%m-%dT%H:%M:%S.%f}"),
        worklist=OPINIONS,
        since=inquiry.now,
        notice_number=record.number,
        holder=inquiry.holder,
        words=words,
        ground=ground.value if ground else None,
        given_at=given_at,
        channel="text" if inquiry.phone else "web",
        phone=inquiry.phone.e164 if inquiry.phone else None,
        language=question.language.value,
        message_id=inquiry.message.message_id,
        verified=record.holder == inquiry.holder,
    )


def _set_apart(given_at: datetime, inquiry: Inquiry) -> datetime:
    """Carriers count in seconds, and two opinions may come in one: their place in the file differs all the same."""
    if given_at.microsecond:
        return given_at
    return given_at.replace(microsecond=crc32(inquiry.message.message_id.encode()) % 1_000_000)
