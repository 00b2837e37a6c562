"""Amounts, days, places and accounts as a citizen reads them. Pure."""

from datetime import date, datetime

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
