from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.contracts.fines.deposits import DepositNotificationV2
from city.fines.law.banks import BANKS, Bank
from city.fines.money.adapters.signatures import WebhookSignature
from city.fines.money.adapters.telegrams import TelegramBank, TelegramEdition, build_reply, parse_telegram
from city.fines.money.errors import BankWordInvalid, CancelBeforeDeposit, DepositForged, DepositStale
from city.fines.money.ports import BankMessage
from city.kernel.clock import SEOUL

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
ACCOUNT = "79019639679511"


FIELDS: dict[int, bytes] = {
    0: b"IDENTCODE",
    9: b"DONGNE01",
    17: b"11",
    19: b"0200",
    23: b"300",
    26: b"1",
    27: b"000123",
    33: b"20261124",
    41: b"091230",
    47: b"    ",
    100: b"30100000000001 ",
    115: b"01",
    117: b"20",
    119: b"11",
    121: b"0000000032000",
    134: b"0000009999000",
    153: "홍길동".encode("euc-kr").ljust(14),
    216: b"79019639679511  ",
    232: b"20261124",
    240: b"091229",
    246: b"000777",
    252: b"011",
}


def telegram(fields: Mapping[int, bytes] | None = None) -> bytes:
    raw = bytearray(b" " * 300)
    for start, value in {**FIELDS, **(fields or {})}.items():
        raw[start : start + len(value)] = value
    return bytes(raw)


def telegram_bank(found: str | None = "DONGNE01.011.20261124.000123") -> TelegramBank:
    return TelegramBank(b"bank-secret" * 4, "DONGNE01", lambda *_: found)


def read_telegram(raw: bytes, bank: TelegramBank | None = None) -> BankMessage:
    bank = bank or telegram_bank()
    return bank.read(WebhookSignature(bank.secret).sign(raw, "delivery-1", NOW), raw, NOW)


def test_a_telegram_is_read_where_its_fields_stand() -> None:
    read = parse_telegram(telegram())

    assert (read.company, read.bank_code, read.number, read.kind) == ("DONGNE01", "011", "000123", "deposit")
    assert (read.account_number, read.amount_krw, read.memo) == (ACCOUNT, 32_000, "홍길동")
    assert read.at == datetime(2026, 11, 24, 0, 12, 29, tzinfo=UTC)
    assert read.key == "DONGNE01.011.20261124.000123"


def test_a_syllable_of_the_memo_takes_two_bytes_and_may_be_cut() -> None:
    full, cut = "가나다라마바사".encode("euc-kr"), "(주)가나다라마바".encode("cp949")[:14]

    assert len(full) == 14
    assert parse_telegram(telegram({153: full})).memo == "가나다라마바사"
    assert parse_telegram(telegram({153: cut})).memo.startswith("(주)가나다라")
    assert parse_telegram(telegram({153: full})).account_number == ACCOUNT


def test_the_reply_is_the_telegram_but_for_type_and_response_code() -> None:
    raw = telegram()

    reply = build_reply(raw, accepted=True)

    assert reply == raw[:19] + b"0210" + raw[23:47] + b"0000" + raw[51:]
    refused = build_reply(raw, accepted=False)
    assert refused is not None
    assert refused[47:51] == b"9999"


@pytest.mark.parametrize("raw", [b"", b"x" * 299, b"x" * 301])
def test_what_is_no_telegram_gets_no_reply(raw: bytes) -> None:
    assert telegram_bank().answer(raw, accepted=False) is None
    with pytest.raises(BankWordInvalid, match="length"):
        parse_telegram(raw)


def test_a_malformed_telegram_is_still_refused_in_its_own_form() -> None:
    for fields in ({232: b"        "}, {232: b"20140101"}, {232: b"\xb0\xa1\xb0\xa1\xb0\xa1\xb0\xa1"}):
        reply = telegram_bank().answer(telegram(fields), accepted=False)

        assert reply is not None
        assert reply[19:23] == b"0210"


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({19: b"0210"}, "type"),
        ({19: b"0800"}, "type"),
        ({23: b"400"}, "business"),
        ({9: b"        "}, "company"),
        ({9: "가나다라".encode("euc-kr")}, "company"),
        ({27: b"00012 "}, "number"),
        ({100: b" " * 15}, "city_account"),
        ({100: b"301-000-0000001"}, "city_account"),
        ({117: b"2 "}, "kind"),
        ({117: b"30"}, "kind"),
        ({121: b"        32000"}, "amount"),
        ({121: b"0000000000000"}, "amount"),
        ({121: b"-000000032000"}, "amount"),
        ({121: b"0001000000001"}, "amount"),
        ({216: b"7901963" + b" " * 9}, "virtual_account"),
        ({216: b" 7901963967951  "}, "virtual_account"),
        ({216: b"7901 9639679511 "}, "virtual_account"),
        ({232: b"20261131"}, "date"),
        ({232: b"261124  "}, "date"),
        ({232: b"20141231"}, "date"),
        ({240: b"240000"}, "time"),
        ({240: b"0912  "}, "time"),
        ({252: b"11 "}, "bank_code"),
    ],
)
def test_each_malformed_field_has_its_name(fields: dict[int, bytes], name: str) -> None:
    with pytest.raises(BankWordInvalid) as caught:
        parse_telegram(telegram(fields))

    assert caught.value.field == name
    assert ACCOUNT not in str(caught.value)


@given(
    company=st.from_regex(r"[A-Za-z0-9]{1,8}", fullmatch=True),
    number=st.integers(0, 999_999),
    kind=st.sampled_from([("20", "deposit"), ("51", "cancel")]),
    amount=st.integers(1, 1_000_000_000),
    account=st.from_regex(r"[0-9]{8,16}", fullmatch=True),
    day=st.dates(date(2015, 1, 1), date(2099, 12, 31)),
    clock=st.times(),
    memo=st.text("가나다라마바사홍길동AZ09", max_size=7),
    bank=st.sampled_from(BANKS),
    noise=st.binary(min_size=45, max_size=45),
)
def test_what_is_written_is_read_and_the_rest_goes_back_untouched(
    company: str,
    number: int,
    kind: tuple[str, str],
    amount: int,
    account: str,
    day: date,
    clock: time,
    memo: str,
    bank: Bank,
    noise: bytes,
) -> None:
    raw = telegram(
        {
            9: company.encode().ljust(8),
            27: f"{number:06}".encode(),
            117: kind[0].encode(),
            121: f"{amount:013}".encode(),
            153: memo.encode("euc-kr").ljust(14),
            216: account.encode().ljust(16),
            232: f"{day:%Y%m%d}".encode(),
            240: f"{clock:%H%M%S}".encode(),
            252: bank.code.encode(),
            255: noise,
        }
    )

    read = parse_telegram(raw)
    reply = build_reply(raw, accepted=True)

    assert (read.company, read.number, read.kind) == (company, f"{number:06}", kind[1])
    assert (read.account_number, read.amount_krw, read.memo) == (account, amount, memo)
    assert read.at == datetime.combine(day, clock.replace(microsecond=0), SEOUL)
    assert reply is not None
    assert len(reply) == 300
    assert [place for place in range(300) if reply[place] != raw[place]] == [21, 47, 48, 49, 50]


@given(st.binary(min_size=300, max_size=300))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    with pytest.raises(BankWordInvalid):
        parse_telegram(raw)
    assert build_reply(raw, accepted=False) is not None


def test_a_deposit_telegram_becomes_a_notification() -> None:
    word = read_telegram(telegram())

    assert word.delivery_id == "delivery-1"
    assert word.notification == DepositNotificationV2(
        kind="deposit",
        bank="NH",
        deposit_id="DONGNE01.011.20261124.000123",
        account_number=ACCOUNT,
        amount_krw=32_000,
        deposited_at=datetime(2026, 11, 24, 0, 12, 29, tzinfo=UTC),
    )


def test_the_same_telegram_sent_again_is_the_same_deposit() -> None:
    again = read_telegram(telegram({26: b"2", 41: b"091500"}))

    assert again.notification == read_telegram(telegram()).notification


def test_a_cancel_telegram_names_the_deposit_it_takes_back() -> None:
    cancel = telegram({27: b"000124", 117: b"51"})
    asked: list[tuple[str, str, int, datetime]] = []

    def find(bank: str, account: str, amount: int, before: datetime) -> str:
        asked.append((bank, account, amount, before))
        return "DONGNE01.011.20261124.000123"

    word = read_telegram(cancel, replace(telegram_bank(), find_deposit=find))

    assert asked == [("NH", ACCOUNT, 32_000, datetime(2026, 11, 24, 0, 12, 29, tzinfo=UTC))]
    assert word.notification is not None
    assert (word.notification.kind, word.notification.deposit_id) == ("cancel", "DONGNE01.011.20261124.000123")


def test_a_cancel_that_overtakes_its_deposit_is_told_again_later() -> None:
    with pytest.raises(CancelBeforeDeposit):
        read_telegram(telegram({117: b"51"}), telegram_bank(found=None))


@pytest.mark.parametrize(("fields", "name"), [({9: b"OTHER001"}, "company"), ({252: b"999"}, "bank_code")])
def test_a_telegram_of_another_company_or_bank_is_refused(fields: dict[int, bytes], name: str) -> None:
    with pytest.raises(BankWordInvalid) as caught:
        read_telegram(telegram(fields))

    assert caught.value.field == name


def test_the_codes_of_a_later_edition_hold_from_its_day() -> None:
    new = TelegramEdition(date(2027, 1, 1), deposit_kind="01", cancel_kind="02", accepted_code="T000")
    bank = replace(telegram_bank(), editions=(*telegram_bank().editions, new))
    later = telegram({232: b"20270101", 117: b"01"})

    assert read_telegram(telegram(), bank).notification is not None
    assert read_telegram(later, bank).notification is not None
    with pytest.raises(BankWordInvalid, match="kind"):
        read_telegram(later)
    reply = bank.answer(later, accepted=True)
    assert reply is not None
    assert reply[47:51] == b"T000"


def test_only_the_relay_signs_telegrams() -> None:
    raw, bank = telegram(), telegram_bank()
    headers = WebhookSignature(b"another").sign(raw, "delivery-1", NOW)

    with pytest.raises(DepositForged):
        bank.read(headers, raw, NOW)
    with pytest.raises(DepositStale):
        bank.read(WebhookSignature(bank.secret).sign(raw, "delivery-1", NOW), raw, NOW + timedelta(minutes=6))


def test_nothing_of_a_payer_or_the_relays_secret_is_printed() -> None:
    printed = repr([parse_telegram(telegram()), telegram_bank()])

    for word in (ACCOUNT, "홍길동", "bank-secret"):
        assert word not in printed
