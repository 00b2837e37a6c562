"""The banks that issue virtual accounts, under all their names. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bank:
    """One bank under its names: ours, the clearing house's code, the payment agency's, the one people read."""

    name: str
    code: str
    toss_code: str
    title_ko: str


# The thirteen banks that issue virtual accounts. Codes: 금융결제원's three digits; TossPayments writes two.
BANKS: tuple[Bank, ...] = (
    Bank("IBK", "003", "03", "기업은행"),
    Bank("KB", "004", "06", "국민은행"),
    Bank("SUHYUP", "007", "07", "수협은행"),
    Bank("NH", "011", "11", "농협은행"),
    Bank("WOORI", "020", "20", "우리은행"),
    Bank("IM", "031", "31", "아이엠뱅크"),
    Bank("BUSAN", "032", "32", "부산은행"),
    Bank("GWANGJU", "034", "34", "광주은행"),
    Bank("GYEONGNAM", "039", "39", "경남은행"),
    Bank("MG", "045", "45", "새마을금고"),
    Bank("POST", "071", "71", "우체국"),
    Bank("HANA", "081", "81", "하나은행"),
    Bank("SHINHAN", "088", "88", "신한은행"),
)


def bank_spellings(banks: tuple[Bank, ...] = BANKS) -> dict[str, str]:
    """What may stand in a file for each bank: our name, its title, its code, the code as Excel shortens it."""
    return {word: bank.name for bank in banks for word in (bank.name, bank.title_ko, bank.code, bank.code.lstrip("0"))}
