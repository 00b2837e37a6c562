"""What citizens are told of their money: receipts, money held, taken back or returned. Pure."""

from dataclasses import dataclass
from datetime import datetime

from city.fines.law.deposits import HeldMoney
from city.fines.law.language import Language
from city.fines.law.lifecycle import State
from city.fines.law.notices import Notice
from city.fines.talk.replies import Replies
from city.fines.talk.wording import day_text, held_fields, moment_fields, say, won


@dataclass(frozen=True, slots=True)
class MoneyTexts:
    """Renders what one office writes about money."""

    replies: Replies

    def receipt(self, language: Language, notice: Notice, amount_krw: int, paid_at: datetime) -> str:
        """The whole is paid. Of a seized car: its release is asked for now, a plate goes back at once (QVA §55③)."""
        fields = _paid_fields(language, notice, amount_krw, paid_at)
        if notice.status is not State.AWAITING_RELEASE:
            return self.replies.plain("receipt", language, **fields)
        return self.replies.plain("receipt_seized", language, plate_back="", **fields)

    def receipt_and_plate(self, language: Language, notice: Notice, amount_krw: int, paid_at: datetime) -> str:
        """The whole is paid, of a car whose plate was held."""
        back = say("plate_back_at_once", language)
        fields = _paid_fields(language, notice, amount_krw, paid_at)
        return self.replies.plain("receipt_seized", language, plate_back=back, **fields)

    def paid_by_another(self, language: Language, notice: Notice, amount_krw: int, paid_at: datetime) -> str:
        """To the owner who did not ask: the reduced amount came, and what that ends (QVA §18②)."""
        return self.replies.plain("paid_by_another", language, **_paid_fields(language, notice, amount_krw, paid_at))

    def instalment_paid(
        self, language: Language, notice: Notice, number: int, amount_krw: int, paid_at: datetime
    ) -> str:
        """One instalment came, and others follow."""
        assert notice.plan is not None
        following = [one for one in notice.plan.unpaid if one.number != number]
        return self.replies.plain(
            "instalment_paid",
            language,
            place=notice.plan.place_of(number),
            left=len(following),
            next=won(following[0].amount_krw, language),
            until=day_text(following[0].due_on, language),
            **_paid_fields(language, notice, amount_krw, paid_at),
        )

    def held(self, language: Language, plate: str, money: HeldMoney) -> str:
        """Money came that could not be matched: say so before the citizen has to ask."""
        phrase, fields = held_fields(money, plate, language)
        return self.replies.plain(phrase, language, **fields)

    def payment_reversed(self, language: Language, notice: Notice, amount_krw: int) -> str:
        """The bank took it back."""
        return self.replies.plain(
            "payment_reversed", language, plate=notice.plate.text, amount=won(amount_krw, language)
        )

    def payment_returned(self, language: Language, notice: Notice, amount_krw: int) -> str:
        """The office gives back what had paid, as paid by mistake: the fine is owed again."""
        return self.replies.plain(
            "payment_returned", language, plate=notice.plate.text, amount=won(amount_krw, language)
        )

    def refunded(self, language: Language, plate: str, amount_krw: int) -> str:
        """A refund left the bank."""
        return self.replies.plain("refunded", language, plate=plate, amount=won(amount_krw, language))

    def seizure_released(self, language: Language, notice: Notice, at: datetime) -> str:
        """The seizure is off the register."""
        return self.replies.plain(
            "seizure_released", language, plate=notice.plate.text, day=moment_fields(at, language)["day"]
        )


def _paid_fields(language: Language, notice: Notice, amount_krw: int, paid_at: datetime) -> dict[str, object]:
    return {
        "plate": notice.plate.text,
        "amount": won(amount_krw, language),
        **moment_fields(paid_at, language),
    }
