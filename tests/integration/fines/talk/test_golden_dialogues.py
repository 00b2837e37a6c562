"""The golden dialogues, in moto: the same that are played through the doors of the local city."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

import pytest

from city.contracts.fines.chat import ChatMessageV2
from city.contracts.fines.sms import InboundMessage
from city.kernel.clock import SEOUL, seoul_date
from tests.golden.cast import Cast
from tests.golden.played import Dialogue, Played, read_dialogues
from tests.integration.fines_in_moto import FinesInMoto
from tests.integration.staff import Staff

DIALOGUES = read_dialogues()


class Department:
    """The doors of a department in moto. Between two messages a few seconds pass, as with people."""

    def __init__(self, fines: FinesInMoto) -> None:
        self.fines, self._staff, self._said, self._heard = fines, Staff(fines), 0, 0

    def hand_in(self, rows: Sequence[Mapping[str, str]]) -> None:
        report = self.fines.import_rows(*(dict(row) for row in rows), key="golden.csv")
        assert report.loaded == len(rows), report

    def text(self, telephone: str, words: str, photo: bool) -> str:
        self._pass_on()
        message = InboundMessage(
            message_id=f"golden-message-{self._said}",
            sender=telephone,
            text=words,
            received_at=self.fines.clock.now(),
            has_photo=photo,
        )
        self._heard = len(self.fines.post.texts)
        assert self.fines.deliver(message.model_dump_json()) == {"batchItemFailures": []}
        return self.hear(telephone)

    def hear(self, telephone: str) -> str:
        new = self.fines.post.texts[self._heard :]
        assert len(new) == 1, new
        self._heard += 1
        assert new[0][0].endswith(telephone.replace("-", "")[1:])
        return new[0][1]

    def chat(self, session: str, words: str) -> str:
        self._pass_on()
        message = ChatMessageV2(version=2, session=session, message_id=f"golden-{self._said:05d}", text=words)
        return self.fines.chat.answer(message, "203.0.113.9").reply or ""

    def deposit(self, account: str, amount_krw: int) -> None:
        self._pass_on()
        self.fines.pay(account, amount_krw, f"deposit-{self._said}")

    def staff(self, method: str, path: str, **body: Any) -> Any:
        self._pass_on()
        status, answer = self._staff.call(method, path, body or None, "clerk", "clerk-1", {})
        assert status == 200, (path, answer)
        return answer

    def _pass_on(self) -> None:
        self._said += 1
        self.fines.clock.move(seconds=5)


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=[dialogue.sentence for dialogue in DIALOGUES])
def test_a_whole_conversation_goes_as_written(fines: FinesInMoto, dialogue: Dialogue) -> None:
    doors = Department(fines)
    played = Played(doors, Cast(1, seoul_date(fines.clock.now()), dialogue.notices))

    played.prepare()
    played.play(dialogue)


def test_on_the_working_day_after_the_weekend_the_opinion_and_the_reduced_amount_are_still_taken(
    fines: FinesInMoto,
) -> None:
    (weekend,) = [dialogue for dialogue in DIALOGUES if "Saturday" in dialogue.sentence]
    cast = Cast(1, seoul_date(fines.clock.now()), weekend.notices)
    played = Played(Department(fines), cast)
    played.prepare()

    # A quarter to midnight: the dialogue ends on that day.
    fines.clock.moment = datetime.combine(cast.last_day("car"), time(23, 45), SEOUL).astimezone(UTC)
    played.play(weekend)

    assert cast.last_day("car") > cast.opinion_until("car")
