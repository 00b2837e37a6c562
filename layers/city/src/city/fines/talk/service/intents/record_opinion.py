"""Filing a citizen's opinion, as it came and when it came (질서위반행위규제법 시행령 §3③)."""

from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from city.fines.law.lifecycle import Move, after
from city.fines.law.notices import Notice, state_of
from city.fines.law.procedure.opinions import guess_ground
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.history import BY_CITIZEN, add_history, notice_subject
from city.fines.law.tables.opinions import OPINIONS, OpinionRecord, opinion_entry
from city.fines.talk.dialogue import HandOff
from city.fines.talk.opinion_refusals import opinion_refusal
from city.fines.talk.replies import Replies
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.inquiry import Inquiry, Question
from city.kernel.clock import seoul_date


@dataclass(frozen=True, slots=True)
class RecordOpinion:
    """Puts the opinion on the desk's list and the case under review. What cannot be filed goes to a person."""

    replies: Replies

    def draft(self, question: Question) -> Draft:
        memory, language = question.wish.memory, question.language
        record = next((n for n in question.file.notices if n.number == memory.notice_number), None)
        if record is None or memory.draft is None or memory.draft_at is None:
            return Draft("", memory.closed(), hand_off=HandOff.OPINION_NOT_POSSIBLE)
        given_at, notice = datetime.fromisoformat(memory.draft_at), record.to_notice()
        refusal = opinion_refusal(notice, given_at)
        if refusal is not None:
            return Draft(self.replies.opinion_refused(language, notice, refusal), memory.closed())
        draft = Draft(self.replies.opinion_recorded(language, notice, given_at), memory.closed())
        _file(draft, question=question, record=record, words=memory.draft, given_at=given_at)
        return draft


def _file(draft: Draft, question: Question, record: NoticeRecord, words: str, given_at: datetime) -> None:
    """Adds the writes that keep the opinion, move the case, and note it in its history."""
    inquiry, notice = question.inquiry, record.to_notice()
    opinion = _opinion(question, notice, words, _set_apart(given_at, inquiry))
    draft.writes.add("opinion", lambda transaction: transaction.save(opinion))
    reviewed = after(state_of(notice, seoul_date(opinion.given_at)), Move.GIVE_OPINION)
    draft.writes.add(
        f"case {notice.number}",
        lambda transaction: transaction.update(record, actions=[NoticeRecord.status.set(reviewed.value)]),
    )
    add_history(draft.writes, notice.number, "opinion given", by=BY_CITIZEN, at=inquiry.now)


def _opinion(question: Question, notice: Notice, words: str, given_at: datetime) -> OpinionRecord:
    inquiry, ground = question.inquiry, guess_ground(words)
    return OpinionRecord(
        notice_subject(notice.number),
        opinion_entry(f"{given_at:%Y-%m-%dT%H:%M:%S.%f}"),
        worklist=OPINIONS,
        since=inquiry.now,
        notice_number=notice.number,
        holder=inquiry.holder,
        words=words,
        ground=ground.value if ground else None,
        given_at=given_at,
        channel="text" if inquiry.phone else "web",
        phone=inquiry.phone.e164 if inquiry.phone else None,
        language=question.language.value,
        message_id=inquiry.message.message_id,
    )


def _set_apart(given_at: datetime, inquiry: Inquiry) -> datetime:
    """Carriers count in seconds, and two opinions may come in one: their place in the file differs all the same."""
    if given_at.microsecond:
        return given_at
    return given_at.replace(microsecond=crc32(inquiry.message.message_id.encode()) % 1_000_000)
