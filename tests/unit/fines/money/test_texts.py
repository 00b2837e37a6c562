"""What citizens are told of their money."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from city.fines.law.deposits import HeldMoney, SuspenseReason
from city.fines.law.language import Language
from city.fines.law.lifecycle import State
from city.fines.money.texts import MoneyTexts
from city.fines.talk.replies import Replies, SigningOffice
from city.kernel.text import LMS_BYTES, byte_length, carrier_safe, has_link
from tests.unit.fines.law.notices import a_notice

KO = Language.KOREAN
AT = datetime(2026, 12, 8, 5, 3, tzinfo=UTC)
PLATE = "12가3456"
texts = MoneyTexts(Replies(SigningOffice()))
seized = a_notice(status=State.AWAITING_RELEASE)
HELD = HeldMoney(
    deposit_key="NH:deposit-1",
    amount_krw=31_000,
    at=AT,
    reason=SuspenseReason.WRONG_AMOUNT,
    expected_krw=32_000,
)
KEPT = re.compile(r"보관(?!료|소)|held|保管|giữ lại")


def held_for(reason: SuspenseReason | None) -> HeldMoney:
    return replace(HELD, reason=reason, amount_krw=32_000)


def every_text() -> list[str]:
    said = []
    for speak in Language:
        said += [texts.receipt(speak, notice, 32_000, AT) for notice in (a_notice(), seized)]
        said += [texts.receipt_and_plate(speak, seized, 32_000, AT), texts.paid_by_another(speak, a_notice(), 1, AT)]
        said += [texts.held(speak, PLATE, held_for(reason)) for reason in (*SuspenseReason, None)]
        said += [texts.held(speak, PLATE, HELD), texts.held(speak, PLATE, replace(HELD, returning=True))]
        said += [texts.payment_reversed(speak, a_notice(), 32_000), texts.payment_returned(speak, a_notice(), 32_000)]
        said += [texts.refunded(speak, PLATE, 32_000), texts.seizure_released(speak, seized, AT)]
    return said


@pytest.mark.parametrize("text", every_text())
def test_every_text_can_be_sent_and_holds_no_link(text: str) -> None:
    assert carrier_safe(text).count("?") == text.count("?")  # no character without a form that carriers know
    assert byte_length(text) <= LMS_BYTES
    assert not has_link(text)
    assert "{" not in text
    assert "  " not in text
    assert text.startswith(("[중구청 주차관리과] ", "[Jung-gu Office, Parking] "))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("reason", [*SuspenseReason, None])
def test_held_money_is_named_with_plate_amount_and_the_way_out(
    language: Language, reason: SuspenseReason | None
) -> None:
    text = texts.held(language, PLATE, held_for(reason))

    assert KEPT.search(text)
    assert PLATE in text
    assert "32,000" in text
    assert re.search('"(환급|refund|退款|hoàn tiền)"', text)


@pytest.mark.parametrize("language", Language)
def test_a_wrong_amount_is_named_beside_the_right_one(language: Language) -> None:
    text = texts.held(language, PLATE, HELD)

    assert "31,000" in text
    assert "32,000" in text
    assert re.search('"(계좌|account|账号|tài khoản) 12가3456"', text)


def test_each_reason_is_said_in_words_of_its_own() -> None:
    whys = {texts.held(KO, PLATE, held_for(reason)) for reason in SuspenseReason}

    assert len(whys) == len(SuspenseReason)


@pytest.mark.parametrize("reason", [SuspenseReason.SECOND_DEPOSIT, SuspenseReason.NOTHING_DUE])
def test_nobody_is_asked_to_pay_again_what_is_paid(reason: SuspenseReason) -> None:
    text = texts.held(KO, PLATE, held_for(reason))

    assert "계좌" not in text
    assert "다시 보내지 마세요" in text


def test_money_on_its_way_back_is_told_so() -> None:
    text = texts.held(KO, PLATE, replace(HELD, returning=True))

    assert "환급이 승인" in text
    assert KEPT.search(text)


def test_the_receipt_says_when_in_seoul() -> None:
    text = texts.receipt(KO, a_notice(), 32_000, AT)

    assert "12.8. 14:03" in text
    assert "종결" in text


def test_the_receipt_of_a_seized_car_says_that_the_release_is_asked_for() -> None:
    text = texts.receipt(KO, seized, 32_000, AT)

    assert "압류 해제를 바로 촉탁" in text
    assert "종결" not in text
    assert "번호판" not in text
    assert "번호판은 바로 돌려드립니다" in texts.receipt_and_plate(KO, seized, 32_000, AT)


def test_a_release_names_the_car() -> None:
    text = texts.seizure_released(KO, seized, AT)

    assert PLATE in text
    assert re.search(r"압류[^.]{0,25}(해제|풀)", text)
    assert re.search(r"해제(됐|되었|하였|완료)", text)


def test_the_owner_is_told_what_a_payment_by_somebody_else_ends() -> None:
    text = texts.paid_by_another(KO, a_notice(), 32_000, AT)

    assert "32,000원" in text
    assert "의견제출과 이의제기를 하실 수 없습니다" in text
