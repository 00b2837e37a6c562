"""Telling whoever waits for it that what was seized is free again."""

from dataclasses import dataclass
from datetime import datetime

from city.fines.law.language import Language
from city.fines.law.lifecycle import Move
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.cases import Cases
from city.fines.money.service.tell_release import TellRelease
from city.fines.talk.replies import Replies
from city.fines.talk.service.send_text import OwnText, SendTextIfTaken


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMoved:
    """One text for each move a citizen waits for, in the language they last wrote in. The others come by post."""

    cases: Cases
    send_text: SendTextIfTaken
    replies: Replies
    tell_release: TellRelease

    def text(self, record: NoticeRecord, move: Move, *, by: str, at: datetime) -> None:
        """Raises Transient."""
        if move is Move.RELEASE:
            self.tell_release.tell(record, at)
        elif move is Move.RETURN_PLATE and record.owner_phone is not None:
            self.send_text.send(self._of_the_plate(record, record.owner_phone, by=by, at=at))

    def _of_the_plate(self, record: NoticeRecord, phone: str, *, by: str, at: datetime) -> OwnText:
        language = Language(self.cases.open_file(record.holder).sender.language or Language.KOREAN)
        return OwnText(
            holder=record.holder,
            phone=phone,
            text=self.replies.plain("plate_returned", language, plate=record.plate, number=record.number),
            key=f"{Move.RETURN_PLATE.value}-{record.number}",
            language=language,
            at=at,
            by=by,
        )
