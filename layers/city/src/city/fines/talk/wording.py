"""Amounts, days, places and accounts as a citizen reads them. Pure."""

from datetime import date, datetime

from city.fines.law.deposits import HeldMoney, SuspenseReason
from city.fines.law.language import Language
from city.fines.law.notices import Notice
from city.fines.talk.phrases.all_phrases import PHRASES
from city.kernel.clock import SEOUL, seoul_date, short_date_en, short_date_ko
from city.kernel.money import won_en, won_ko


def say(name: str, language: Language, **fields: object) -> str:
    return PHRASES[name][language].format(**fields)


def won(amount_krw: int, language: Language) -> str:
    return won_ko(amount_krw) if language is Language.KOREAN else won_en(amount_krw)


def day_text(day: date, language: Language) -> str:
    match language:
        case Language.KOREAN:
            return short_date_ko(day)
        case Language.CHINESE:
            return f"{day.month}月{day.day}日"
        case Language.VIETNAMESE:
            return f"{day.day}/{day.month}"
    return short_date_en(day)


def moment_fields(moment: datetime, language: Language) -> dict[str, str]:
    local = moment.astimezone(SEOUL)
    day = f"{local.month}.{local.day}." if language is Language.KOREAN else day_text(local.date(), language)
    return {"day": day, "time": f"{local:%H:%M}"}


def where(notice: Notice, language: Language) -> str:
    day = seoul_date(notice.violation.at)
    if language is Language.KOREAN:
        return f"{day.month}.{day.day}. {notice.place}"
    # The weekday of a violation helps nobody.
    day_words = short_date_en(day)[4:] if language is Language.ENGLISH else day_text(day, language)
    return f"{day_words}, {notice.place}"


def spaced_account(number: str) -> str:
    """`79001012345678` as `790-0101-2345-678`: groups a person can read aloud."""
    head, rest = number[:3], number[3:]
    groups = [rest[i : i + 4] for i in range(0, len(rest), 4)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        groups[-2:] = [groups[-2] + groups[-1]]
    return "-".join([head, *groups])


def topic_particle(word: str) -> str:
    """은 after a digit that is read with a final consonant (영 일 삼 육 칠 팔), 는 after the others."""
    return "은" if word[-1] in "013678" else "는"


# Where the citizen still has to pay; a second deposit comes to what is paid.
_HELD_AND_STILL_DUE = frozenset(
    {SuspenseReason.WRONG_AMOUNT, SuspenseReason.EXPIRED_ACCOUNT, SuspenseReason.REVOKED_ACCOUNT}
)


def held_fields(money: HeldMoney, plate: str, language: Language) -> tuple[str, dict[str, object]]:
    """The phrase that tells of held money, and its fields: what came, why it is held, what happens next, the way out."""
    amount: dict[str, object] = {"plate": plate, "amount": won(money.amount_krw, language)}
    if money.returning:
        return "deposit_returning", amount
    expected = money.expected_krw if money.expected_krw != money.amount_krw else None
    reason = money.reason if money.reason is not SuspenseReason.WRONG_AMOUNT or expected is not None else None
    why = f"why_{reason.value}" if reason is not None else ""
    following = "held_and_still_due" if money.reason in _HELD_AND_STILL_DUE else "held_and_nothing_to_do"
    return "deposit_held", {
        **amount,
        "why": say(
            why if why in PHRASES else "why_other", language, expected=won(expected, language) if expected else ""
        ),
        "next": say(following, language, plate=plate),
    }
