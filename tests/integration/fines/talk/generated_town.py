"""A department in moto, and the citizens of generated dialogues: each has a case, telephones and a page of their own."""

import re
from dataclasses import dataclass
from datetime import datetime

from city.contracts.fines.chat import ChatMessageV2
from city.contracts.fines.sms import InboundMessage
from city.fines.desk.tables.desk import DeskEntries
from city.fines.law.tables.history import notice_subject
from city.fines.law.tables.opinions import OpinionRecord
from city.fines.talk.bootstrap import build_open_words
from city.fines.talk.tables.talks import TurnRecord
from city.fines.talk.tables.tickets import TICKETS, TicketRecord
from city.kernel.phone import PhoneNumber
from tests.integration.fines.talk.generated_dialogues import Generated, Said, When, Who
from tests.integration.fines_in_moto import BANK, FinesInMoto, account_in

NAME, PLACE, PLATE_OF_NOBODY, NUMBER_OF_NOBODY = "표가람", "만리재로 203", "399루9999", "1140-2026-9999999"
_LINK = re.compile(r"https?:|www\.|\.kr\b|\.com\b", re.IGNORECASE)
# The opinion period of every notice ends on the 25th of November; it is imposed on the first of December.
_DAYS_LATER = {When.EARLY: 0, When.LATE: 17, When.IMPOSED: 30, When.PAID: 0}


@dataclass
class Town:
    """One department; every dialogue in it has citizens and a case of its own."""

    fines: FinesInMoto
    began_at: datetime
    played: int = 0

    def begin(self, when: When) -> "Citizen":
        self.played += 1
        clock = self.fines.clock
        clock.moment = self.began_at
        numbers = [f"7902{self.played:08d}{at:02d}" for at in range(4)]
        self.fines.accounts.add_to_pool(BANK, numbers, clock.now())
        citizen = Citizen(self.fines, self.played)
        citizen.number = self.fines.add_notice(
            self.played, 차량번호=citizen.plate, 소유자=NAME, 휴대전화=citizen.owner, 위반장소=PLACE
        )
        if when is When.PAID:
            self.fines.pay(
                account_in(citizen.say(Who.OWNER, f"계좌 {citizen.plate}")), 32_000, f"deposit-{self.played}"
            )
            self.fines.clock.move(minutes=40)
        clock.move(days=_DAYS_LATER[when])
        return citizen


@dataclass
class Citizen:
    """Somebody who writes about a case, from one of the telephones or the page."""

    fines: FinesInMoto
    serial: int
    number: str = ""
    said: int = 0

    @property
    def plate(self) -> str:
        return f"{301 + self.serial // 9000}루{1000 + self.serial % 9000}"

    @property
    def owner(self) -> str:
        return self._telephone(0)

    def play(self, dialogue: Generated) -> list[str]:
        return [self.say(dialogue.who, self.words(dialogue.who, text)) for text in dialogue.texts]

    def words(self, who: Who, text: Said) -> str:
        """What the telephone sends; the plate goes before the words, as most people write."""
        named = f"{self.number} {self.plate}" if who in (Who.BEARER, Who.WEB) else self.plate
        return f"{named} {text.words}".strip() if text.names_car else text.words

    def say(self, who: Who, words: str, line: int = 0) -> str:
        """One text. What is answered holds what every answer has to."""
        self.said += 1
        self.fines.clock.move(seconds=20)
        reply = self._chat(words) if who is Who.WEB else self._text(who, words, line)
        assert _LINK.search(reply) is None
        if who is not Who.OWNER:
            for secret in (NAME, PLACE, self.owner, self.owner.replace("-", "")):
                assert secret not in reply, reply
        return reply

    def _text(self, who: Who, words: str, line: int) -> str:
        telephone = self._telephone(line or (0 if who is Who.OWNER else 1))
        before = len(self.fines.post.texts)
        message = InboundMessage(
            message_id=f"said-{self.serial}-{line}-{self.said}",
            sender=telephone,
            text=words,
            received_at=self.fines.clock.now(),
        )
        assert self.fines.deliver(message.model_dump_json()) == {"batchItemFailures": []}
        replies = [text for _, text in self.fines.post.texts[before:]]
        for reply in replies:
            reply.encode("euc_kr")
        return "\n".join(replies)

    def _chat(self, words: str) -> str:
        message = ChatMessageV2(
            version=2,
            session=f"generated-session-{self.serial:06d}",
            message_id=f"said-{self.serial:06d}-{self.said}",
            text=words,
        )
        address = f"198.51.{self.serial // 250}.{self.serial % 250}"
        return self.fines.chat.answer(message, address).reply or ""

    def _telephone(self, line: int) -> str:
        return f"010-{7000 + self.serial // 1000 * 10 + line:04d}-{self.serial % 1000:04d}"

    def opinions(self) -> list[str]:
        return [
            record.words
            for record in OpinionRecord.query(notice_subject(self.number))
            if isinstance(record, OpinionRecord)
        ]

    def holder(self, who: Who) -> str:
        hashed = self.fines.texts.answer_text.hashed
        if who is Who.WEB:
            return str(hashed.of("web", f"web:generated-session-{self.serial:06d}"))
        telephone = self._telephone(0 if who is Who.OWNER else 1)
        return str(hashed.of("phone", PhoneNumber.parse(telephone).e164))

    def on_tickets(self, who: Who) -> list[str]:
        """All that a person reads who opens this citizen's tickets: the words on them, and what was said with them."""
        holder = self.holder(who)
        turns = [turn.said or "" for turn in TurnRecord.query(holder) if turn.ticket]
        tickets = DeskEntries().list_work(TICKETS, 500, None)[0]
        return turns + [
            record.words
            for record in tickets
            if isinstance(record, TicketRecord) and record.holder == holder and record.words
        ]

    def forget(self) -> None:
        """The conversation is over, and whatever looks for words left open has run."""
        self.fines.clock.move(minutes=40)
        build_open_words(self.fines.environment, self.fines.clock).hand_over(60_000)
