from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.contracts.dividend.market import RevokeRevision
from city.dividend.market.errors import (
    AmountDiffers,
    BuyerNotVerified,
    BuyerUnknown,
    OrderNotThere,
    PurposeNotAllowed,
    RevisionRevoked,
    TooManyDownloads,
)
from city.dividend.market.model import (
    MOST_DOWNLOADS,
    Buyer,
    OrderState,
    Purpose,
    Revision,
    check_key,
    key_digest,
    pay_order,
    place_order,
    revoke,
    take_copy,
)
from city.dividend.payout.errors import StatementUnknown
from city.dividend.payout.statement import StatementKey

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
REVISION = Revision(
    data_set="gyeonggi-2019",
    number=1,
    round_id="2026-1",
    title="지역화폐 소비",
    purposes=frozenset({Purpose.STATISTICS, Purpose.RESEARCH}),
    price_krw=5_000_000,
    rows=10**6,
    published_at=NOW,
)
BUYER = Buyer(buyer_id="gri", name="경기연구원", verified=True, key_digest=key_digest("secret"))
ORDER = place_order(
    BUYER, REVISION, order_id="order-1", purpose=Purpose.RESEARCH, use="상권 변화 연구에 씁니다", now=NOW
)
WANTED = {"order_id": "o", "purpose": Purpose.RESEARCH, "use": "use", "now": NOW}
PAID = pay_order(ORDER, 5_000_000, "NH-1234")


def test_only_a_verified_buyer_orders_for_an_allowed_purpose_what_is_not_revoked() -> None:
    with pytest.raises(BuyerNotVerified):
        place_order(replace(BUYER, verified=False), REVISION, **WANTED)
    with pytest.raises(PurposeNotAllowed):
        place_order(BUYER, REVISION, **{**WANTED, "purpose": Purpose.COMMERCIAL_STATISTICS})
    with pytest.raises(RevisionRevoked):
        place_order(BUYER, revoke(REVISION, "재식별 위험이 발견됨"), **WANTED)


def test_an_order_is_paid_in_full_and_once() -> None:
    assert pay_order(PAID, 5_000_000, "NH-1234") is PAID
    for amount, error in ((4_999_999, AmountDiffers), (5_000_001, AmountDiffers)):
        with pytest.raises(error):
            pay_order(ORDER, amount, "NH-1234")
    with pytest.raises(OrderNotThere):
        pay_order(PAID, 5_000_000, "NH-9999")
    with pytest.raises(OrderNotThere):
        pay_order(replace(ORDER, state=OrderState.CANCELLED), 5_000_000, "NH-1234")


def test_copies_are_for_paid_orders_of_what_is_not_revoked_and_they_end() -> None:
    order = PAID
    for _ in range(MOST_DOWNLOADS):
        order = take_copy(order, REVISION, verified=True)

    with pytest.raises(TooManyDownloads):
        take_copy(order, REVISION, verified=True)
    with pytest.raises(OrderNotThere):
        take_copy(ORDER, REVISION, verified=True)
    with pytest.raises(RevisionRevoked):
        take_copy(PAID, revoke(REVISION, "재식별 위험이 발견됨"), verified=True)
    with pytest.raises(BuyerNotVerified):
        take_copy(PAID, REVISION, verified=False)


def test_the_first_reason_of_a_revocation_stands() -> None:
    assert revoke(revoke(REVISION, "first reason"), "second reason").revoked_because == "first reason"


@pytest.mark.parametrize(("length", "fits"), [(9, False), (10, True), (512, True), (513, False)])
def test_a_revocation_has_a_reason_of_10_to_512_characters(length: int, fits: bool) -> None:
    if fits:
        RevokeRevision(reason="가" * length)
    else:
        with pytest.raises(ValueError, match="reason"):
            RevokeRevision(reason="가" * length)


def test_a_buyer_without_the_key_and_no_buyer_at_all_hear_the_same() -> None:
    assert check_key(BUYER, "secret") is BUYER
    for buyer, key in ((BUYER, "wrong"), (None, "secret"), (None, "")):
        with pytest.raises(BuyerUnknown):
            check_key(buyer, key)


# --- statements ------------------------------------------------------------------------------------

KEY = StatementKey(b"s" * 32)


def test_card_and_code_open_a_statement_however_the_code_was_typed() -> None:
    code = KEY.code("2026-1", "9410")

    for typed in (code, code.lower(), code.replace("-", ""), f"DV{code}", f" {code} ", code.replace("0", "o")):
        assert KEY.check("2026-1", "9410", typed) == KEY.handle("2026-1", "9410")


@pytest.mark.parametrize(
    ("round_id", "card", "code"),
    [
        ("2026-1", "9411", KEY.code("2026-1", "9410")),
        ("2026-2", "9410", KEY.code("2026-1", "9410")),
        ("2026-1", "9410", StatementKey(b"t" * 32).code("2026-1", "9410")),
        ("2026-1", "9410", ""),
        ("2026-1", "9410", KEY.code("2026-1", "9410")[:-1]),
    ],
)
def test_nothing_else_opens_it(round_id: str, card: str, code: str) -> None:
    with pytest.raises(StatementUnknown):
        KEY.check(round_id, card, code)


@given(st.text(max_size=24))
def test_no_code_is_guessed(code: str) -> None:
    if code.upper() != KEY.code("2026-1", "9410"):
        with pytest.raises(StatementUnknown):
            KEY.check("2026-1", "9410", code)


def test_a_memo_fits_the_rail() -> None:
    assert len(KEY.memo("2026-1", "9410")) <= 20
    assert KEY.memo("2026-1", "9410").isascii()
