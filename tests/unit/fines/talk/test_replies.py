from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.law.accounts import AccountIssue
from city.fines.law.deposits import HeldMoney, SuspenseReason
from city.fines.law.language import Language
from city.fines.law.notices import Notice
from city.fines.law.quotes import quote
from city.fines.talk.case_replies import ACCOUNTS_IN_A_TEXT, NEXT_TEXT, CaseReplies
from city.fines.talk.details import Detail
from city.fines.talk.dialogue import TOPICS, HandOff
from city.fines.talk.other_offices import other_office
from city.fines.talk.replies import _ADVICE, Payable, SigningOffice
from city.fines.talk.understanding import Intent
from city.fines.talk.wording import spaced_account
from city.kernel.text import LMS_BYTES, byte_length, carrier_safe, has_link
from tests.unit.fines.law.notices import a_notice

KO, EN = Language.KOREAN, Language.ENGLISH
replies = CaseReplies(SigningOffice())


def a_payable(on: date, notice: Notice | None = None) -> Payable:
    notice = notice or a_notice()
    offer = quote(notice, on)
    issue = AccountIssue(
        account_number="79001012345678",
        bank="NH",
        notice_number=notice.number,
        stage=offer.stage,
        amount_krw=offer.amount_krw,
        issued_at=datetime(2026, 11, 10, tzinfo=UTC),
        expires_at=offer.expires_at,
        correlation_id="message-1",
    )
    return Payable(notice, offer, issue)


EARLY, FULL, LATE = date(2026, 11, 10), date(2026, 12, 10), date(2027, 3, 5)


def test_the_early_answer_says_amount_place_account_deadline_and_warning() -> None:
    text = replies.pay_one(KO, a_payable(EARLY), EARLY)

    for part in (
        "12가3456",
        "40,000원",
        "32,000원",
        "11.3. 퇴계로 87",
        "일반구역",
        "11.25.(수)",
        "농협 790-0101-2345-678",
        "예금주 서울중구청",
        "11.25. 밤 12시까지",
        "감경금액을 내시면 의견제출·이의제기를 하실 수 없습니다",
    ):
        assert part in text


@pytest.mark.parametrize("on", [FULL, LATE])
@pytest.mark.parametrize("language", [KO, EN])
def test_the_warning_stands_only_where_the_reduced_amount_is_offered(on: date, language: Language) -> None:
    late = replies.pay_one(language, a_payable(on), on)
    early = replies.pay_one(language, a_payable(EARLY), EARLY)

    warning = {KO: "감경금액을 내시면", EN: "Paying the reduced amount ends"}[language]
    assert warning in early
    assert warning not in late


def test_the_late_answer_says_what_each_month_adds() -> None:
    text = replies.pay_one(KO, a_payable(LATE), LATE)

    assert "41,680원" in text
    assert "480원씩" in text


def test_several_cases_have_an_account_each_and_their_sum_is_told() -> None:
    payables = [a_payable(EARLY), a_payable(FULL, a_notice(number="1140-2026-0123457"))]
    payables[1] = replace(payables[1], issue=replace(payables[1].issue, account_number="79001012349999"))

    text = replies.accounts(KO, payables, known=True, frees_a_car=False)

    for part in ("2건", "790-0101-2345-678", "790-0101-2349-999", "합계 72,000원", "따로 보내"):
        assert part in text


@given(count=st.integers(2, 15))
def test_many_accounts_are_told_in_as_many_texts_as_carriers_take(count: int) -> None:
    texts = replies.accounts(KO, [a_payable(EARLY)] * count, known=True, frees_a_car=True).split(NEXT_TEXT)

    assert len(texts) == -(-count // ACCOUNTS_IN_A_TEXT)
    assert sum(text.count("790-0101-2345-678") for text in texts) == count
    assert all(byte_length(carrier_safe(text)) <= LMS_BYTES for text in texts)
    assert "번호판은 바로 돌려드립니다" in texts[-1]


def test_what_a_bearer_reads_of_amounts_names_no_place() -> None:
    owned, held = (replies.amounts(KO, [a_payable(EARLY)], known=known) for known in (True, False))

    assert "퇴계로 87" in owned
    assert "퇴계로" not in held
    assert "32,000원" in held
    assert "의견" in held


def test_whoever_holds_the_notice_hears_neither_plate_nor_place() -> None:
    text = replies.pay_for_another(KO, a_payable(EARLY))

    assert "32,000원" in text
    assert "12가3456" not in text
    assert "퇴계로" not in text


OF_A_NOTICE = (
    "consent_again",
    "opinion_postponed",
    "opinion_declined",
    "opinion_too_late_not_imposed",
    "objection_open",
    "objection_over",
)
FILED = ("opinion_recorded", "opinion_recorded_unverified", "opinion_added", "opinion_already_filed")


def money(reason: SuspenseReason | None) -> HeldMoney:
    at = datetime(2026, 12, 8, 5, 3, tzinfo=UTC)
    return HeldMoney(deposit_key="NH:1", amount_krw=40_000, at=at, reason=reason, expected_krw=32_000)


def every_reply() -> list[str]:
    notice = a_notice()
    at = datetime(2026, 12, 8, 5, 3, tzinfo=UTC)
    texts = []
    for speak in Language:
        texts += [replies.plain(name, speak) for name in ("nothing_found", "ask_for_plate", "opted_in", "nothing_more")]
        texts += [replies.what_do_you_mean(speak, TOPICS)]
        texts += [replies.handed_over(speak, why, "2611-0042", joined) for why in HandOff for joined in (True, False)]
        texts += [replies.advice(speak, intent, "police") for intent in (*_ADVICE, Intent.OTHER_OFFICE)]
        texts += [replies.pay_one(speak, a_payable(on), on) for on in (EARLY, FULL, LATE)]
        texts += [replies.pay_for_another(speak, a_payable(EARLY)), replies.total(speak, [a_payable(EARLY)] * 2)]
        texts += [
            replies.choose_a_case(speak, [a_payable(EARLY)] * 5, [a_payable(EARLY)] * 3, known=known)
            for known in (True, False)
        ]
        texts += replies.accounts(speak, [a_payable(EARLY)] * 12, known=True, frees_a_car=True).split(NEXT_TEXT)
        texts += [replies.amounts(speak, [a_payable(on)] * 5, known=True) for on in (EARLY, FULL, LATE)]
        texts += [replies.social(speak, [a_payable(EARLY)]), replies.seized(speak, notice, quote(notice, LATE), LATE)]
        texts += [replies.held(speak, notice, money(reason), quote(notice, FULL)) for reason in (*SuspenseReason, None)]
        texts += [replies.not_arrived(speak, notice, quote(notice, FULL))]
        texts += [replies.paid_in_part(speak, notice, 20_000, quote(notice, FULL))]
        texts += [replies.of_notice(name, speak, notice, FULL) for name in OF_A_NOTICE]
        texts += [
            replies.filed(name, speak, notice, until=FULL, given_at=at, by_text=by_text)
            for name in FILED
            for by_text in (True, False)
        ]
        texts += [replies.detail(speak, detail) for detail in Detail]
        texts += [replies.ask_opinion_words(speak, notice)]
        texts += [replies.offer_opinion(speak, notice, words) for words in ("응급실에 갔습니다", "억울합니다")]
        texts += [replies.opinion_decided(speak, notice, accepted, "응급환자 수송") for accepted in (True, False)]
        texts += [replies.paid_on(speak, notice, 32_000, at)]
        texts += [replies.reminder(speak, a_payable(on)) for on in (EARLY, FULL)]
    return texts


@pytest.mark.parametrize("text", every_reply())
def test_every_reply_can_be_sent_and_holds_no_link(text: str) -> None:
    assert carrier_safe(text).count("?") == text.count("?")  # no character without a form that carriers know
    assert byte_length(text) <= LMS_BYTES
    assert not has_link(text)
    assert "{" not in text
    assert text.startswith(("[중구청 주차관리과] ", "[Jung-gu Office, Parking] "))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("신호위반 딱지는 어디서 봐요", "police"),
        ("장애인주차구역에 세웠는데", "disabled_bay"),
        ("강남구에서 찍힌 건데요", "another_district"),
        ("도서관 언제 열어요", "another_office"),
        ("speeding ticket", "police"),
    ],
)
def test_what_is_not_ours_is_sent_to_the_right_office(text: str, phrase: str) -> None:
    assert other_office(text) == phrase


@given(st.from_regex(r"[0-9]{8,16}", fullmatch=True))
def test_an_account_keeps_its_digits(number: str) -> None:
    assert spaced_account(number).replace("-", "") == number
