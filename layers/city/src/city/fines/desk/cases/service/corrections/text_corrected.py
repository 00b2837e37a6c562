"""Telling whoever a case was filed under what has become of it."""

from dataclasses import dataclass

from city.aws.observability import logger
from city.fines.desk.cases.corrected import corrected_text
from city.fines.desk.tables.corrections import CorrectionRecord
from city.fines.law.language import Language
from city.fines.law.lifecycle import Move, State
from city.fines.law.notices import PAID
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.cases import Cases
from city.fines.talk.replies import Replies
from city.fines.talk.service.send_text import OwnText, SendTextIfTaken


@dataclass(frozen=True, slots=True, kw_only=True)
class TextCorrected:
    """One text to the owner on file before, once, in the language they last wrote in. The new owner is written to by post (QVA §16)."""

    cases: Cases
    send_text: SendTextIfTaken
    replies: Replies

    def text(self, before: NoticeRecord, correction: CorrectionRecord) -> None:
        """`before`: the case as it was read before the correction. Raises Transient."""
        if before.owner_phone is None or correction.decided_at is None:
            return
        now = self.cases.by_number(before.number)
        if now is None:
            return
        language = Language(self.cases.open_file(before.holder).sender.language or Language.KOREAN)
        text = corrected_text(
            self.replies,
            language,
            Move(correction.move),
            before.to_notice(),
            now.to_notice(),
            paid=State(correction.facts_before["state"]) in PAID,
        )
        own = OwnText(
            holder=before.holder,
            phone=before.owner_phone,
            text=text,
            key=f"{correction.move}-{before.number}",
            language=language,
            at=correction.decided_at,
            by=correction.decided_by,
        )
        self.send_text.send(own)
        logger().info("correction told", extra={"notice_number": before.number, "move": correction.move})
