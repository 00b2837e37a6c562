"""What the citizen reads: every sentence, in one place, per language. Pure.

A reply is complete in itself (texts are read days later), EUC-KR safe (carriers refuse the rest), at most
2,000 bytes (LMS), and never holds a link: official texts with links are what smishing imitates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from city.fines.model import AccountIssue, Notice, Quote, Stage, SuspenseReason
from city.fines.understanding import Language
from city.kernel.clock import SEOUL, seoul_date, short_date_en, short_date_ko
from city.kernel.money import won_en, won_ko

MAX_REPLY_BYTES = 2000
MAX_CASES_IN_A_REPLY = 5

_KO, _EN = Language.KOREAN, Language.ENGLISH
_ZONES_KO = {
    "general": "일반구역",
    "fire_facility": "소방시설",
    "senior_or_disabled": "노인·장애인보호구역",
    "children": "어린이보호구역",
}
_BANKS = {"NH": ("농협", "NH Bank"), "KB": ("국민", "KB Bank"), "SHINHAN": ("신한", "Shinhan Bank")}


@dataclass(frozen=True, slots=True)
class Office:
    """Who signs the texts."""

    name_ko: str = "중구청 주차관리과"
    name_en: str = "Jung-gu Office, Parking"
    account_holder_ko: str = "서울중구청"
    account_holder_en: str = "Seoul Jung-gu Office"
    telephone: str = "02-3396-0000"


@dataclass(frozen=True, slots=True)
class Payable:
    """One case, what it costs today, and where to pay it."""

    notice: Notice
    quote: Quote
    issue: AccountIssue


class Replies:
    """Renders replies for one office."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def _signed(self, language: Language, korean: str, english: str) -> str:
        if language is _EN:
            return fit_for_carrier(f"[{self._office.name_en}] {english}")
        return fit_for_carrier(f"[{self._office.name_ko}] {korean}")

    def nothing_found(self, language: Language) -> str:
        """The stranger's reply: the same bytes whether or not a case exists, so it names nothing that was sent."""
        return self._signed(
            language,
            "이 번호로는 확인되는 내용이 없습니다. 고지서의 전자납부번호(또는 관리번호)와 차량번호를 함께 보내 주시거나, "
            '차량 소유자 명의 휴대전화로 문자해 주세요. 상담: "상담원"',
            "We found nothing for this phone number. Please send the notice number together with the plate, "
            'or text from the phone registered to the owner. For a person, reply "agent".',
        )

    def ask_for_plate(self, language: Language) -> str:
        return self._signed(
            language,
            "조회할 차량번호를 보내 주세요. 예: 12가3456",
            "Please send the plate number. Example: 12가3456",
        )

    def one_plate_at_a_time(self, language: Language) -> str:
        return self._signed(
            language,
            "차량번호를 한 번에 하나씩 보내 주세요. 예: 12가3456",
            "Please send one plate at a time. Example: 12가3456",
        )

    def what_do_you_mean(self, language: Language) -> str:
        return self._signed(
            language,
            '어떤 것을 도와드릴까요? 금액 확인이나 가상계좌는 차량번호를 함께 보내 주세요. 예: "가상계좌 12가3456". '
            '상담은 "상담원"이라고 보내 주세요.',
            'How can we help? For the amount or an account to pay into, send the plate: "account 12가3456". '
            'For a person, reply "agent".',
        )

    def call_a_person(self, language: Language) -> str:
        phone = self._office.telephone
        return self._signed(
            language,
            f"담당자와의 상담은 평일 9~18시에 {phone}으로 전화해 주세요.",
            f"To speak to a person, please call {phone} on weekdays, 9:00 to 18:00.",
        )

    def another_office(self, language: Language) -> str:
        return self._signed(
            language,
            "속도·신호위반은 경찰청 소관입니다. 경찰청교통민원24(이파인) 또는 182로 문의해 주세요. "
            "주정차 과태료는 여기로 문자하시면 됩니다.",
            "Speeding and signal violations belong to the police: eFine (경찰청교통민원24) or call 182. "
            "For parking fines, text us here.",
        )

    def lookups_paused(self, language: Language) -> str:
        phone = self._office.telephone
        return self._signed(
            language,
            f"확인되지 않은 조회가 여러 번 있어 1시간 동안 문자 조회를 멈췄습니다. 급하시면 평일 9~18시에 {phone}으로 "
            "전화해 주세요.",
            f"After several look-ups without a match, look-ups by text pause for one hour. If urgent, call {phone} "
            "on weekdays, 9:00 to 18:00.",
        )

    def already_paid(self, language: Language, notices: Sequence[Notice]) -> str:
        plate = notices[0].plate.text
        return self._signed(
            language,
            f"{plate} 과태료는 모두 납부되었습니다. 더 내실 금액이 없습니다.",
            f"Car {plate}: every fine is paid. Nothing is due.",
        )

    def not_yet_imposed(self, language: Language, notice: Notice) -> str:
        plate = notice.plate.text
        return self._signed(
            language,
            f"{plate} 과태료는 의견제출 기한이 지나 부과 고지를 준비하고 있습니다. 고지서를 받으신 뒤 다시 문자해 주세요. "
            f"상담: {self._office.telephone}",
            f"Car {plate}: the opinion period is over and the imposition notice is being prepared. Please text again "
            f"when it arrives. Questions: {self._office.telephone}",
        )

    def pay_one(self, language: Language, payable: Payable, today: date) -> str:
        """For the owner: the amount, what it is for, the account, the deadline, the warning of QVA §18②."""
        return self._signed(language, self._case_ko(payable, today), self._case_en(payable))

    def not_paid_yet(self, language: Language, payable: Payable, today: date) -> str:
        """For the owner who asks whether the money came."""
        return self._signed(
            language,
            f"아직 확인된 입금이 없습니다. {self._case_ko(payable, today)}",
            f"No payment has reached us yet. {self._case_en(payable)}",
        )

    def pay_several(self, language: Language, payables: Sequence[Payable], more: int) -> str:
        """For the owner of several cases: each with its own account, never one sum to one account."""
        plate = payables[0].notice.plate.text
        lines_ko = [
            f"{number}) {self._where_ko(p.notice)} {self._transfer_ko(p)}" for number, p in enumerate(payables, 1)
        ]
        lines_en = [
            f"{number}) {self._where_en(p.notice)}: {self._transfer_en(p)}" for number, p in enumerate(payables, 1)
        ]
        reduced = any(p.quote.ends_the_procedure for p in payables)
        total = len(payables) + more
        rest_ko = f"\n나머지 {more}건은 상담원({self._office.telephone})이 안내해 드립니다." if more else ""
        rest_en = f"\nFor the other {more}, please call {self._office.telephone}." if more else ""
        return self._signed(
            language,
            f"{plate}{_topic_particle(plate)} {total}건입니다. 건마다 계좌가 다르니 따로 보내 주세요.\n"
            + "\n".join(lines_ko)
            + (f"\n{_WARNING_KO}" if reduced else "")
            + rest_ko,
            f"Car {plate}: {total} fines. Each has its own account; please pay them one by one.\n"
            + "\n".join(lines_en)
            + (f"\n{_WARNING_EN}" if reduced else "")
            + rest_en,
        )

    def pay_for_another(self, language: Language, payable: Payable) -> str:
        """For whoever holds the notice: payment data only. No name, no place, no other case."""
        return self._signed(
            language,
            f"납부하실 금액 {self._transfer_ko(payable)}입니다. 다른 분이 내셔도 됩니다."
            + (f" {_WARNING_KO}" if payable.quote.ends_the_procedure else ""),
            f"Amount due: {self._transfer_en(payable)}. Anyone may pay it."
            + (f" {_WARNING_EN}" if payable.quote.ends_the_procedure else ""),
        )

    def receipt(self, notice: Notice, amount_krw: int, paid_at: datetime) -> str:
        local = paid_at.astimezone(SEOUL)
        return self._signed(
            _KO,
            f"{notice.plate.text} 과태료 {won_ko(amount_krw)} 납부가 확인되었습니다"
            f"({local.month}.{local.day}. {local:%H:%M}). 이 건은 종결되었습니다.",
            "",
        )

    def deposit_held(self, reason: SuspenseReason) -> str:
        """Money came that could not be matched: say so before the citizen has to ask."""
        why = _HELD_KO.get(reason, "확인이 필요하여")
        return self._signed(
            _KO,
            f"보내 주신 입금이 {why} 납부 처리되지 않고 보관되어 있습니다. 담당자가 확인합니다. "
            f"문의: {self._office.telephone}",
            "",
        )

    # --- parts ---

    def _where_ko(self, notice: Notice) -> str:
        day = seoul_date(notice.violation.at)
        return f"{day.month}.{day.day}. {notice.place}"

    def _where_en(self, notice: Notice) -> str:
        return f"{short_date_en(seoul_date(notice.violation.at))[4:]}, {notice.place}"

    def _account_ko(self, issue: AccountIssue) -> str:
        return f"{_bank_names(issue.bank)[0]} {spaced_account(issue.account_number)}"

    def _transfer_ko(self, p: Payable) -> str:
        return (
            f"{won_ko(p.quote.amount_krw)}, {self._account_ko(p.issue)} 예금주 {self._office.account_holder_ko}, "
            f"{short_date_ko(p.quote.pay_until)} 밤 12시까지"
        )

    def _transfer_en(self, p: Payable) -> str:
        bank = _bank_names(p.issue.bank)[1]
        return (
            f"{won_en(p.quote.amount_krw)} to {bank} {spaced_account(p.issue.account_number)} "
            f"({self._office.account_holder_en}) before midnight, {short_date_en(p.quote.pay_until)}"
        )

    def _case_ko(self, p: Payable, today: date) -> str:
        plate, until = p.notice.plate.text, short_date_ko(p.quote.pay_until)
        amount, fine = won_ko(p.quote.amount_krw), won_ko(p.quote.fine_krw)
        zone = _ZONES_KO[p.notice.violation.zone.value]
        account = f"{self._account_ko(p.issue)} 예금주 {self._office.account_holder_ko}"
        last_day = f"{p.quote.pay_until.month}.{p.quote.pay_until.day}."
        head = f"{plate} 과태료 {fine}({self._where_ko(p.notice)}, {zone})."
        if p.quote.stage is Stage.EARLY:
            return (
                f"{head} {until}까지 내시면 감경되어 {amount}입니다. {account}. "
                f"{last_day} 밤 12시까지 정확히 {amount}을 보내 주세요. {_WARNING_KO} "
                f"이의가 있으시면 입금하지 마시고 먼저 {self._office.telephone}으로 문의해 주세요."
            )
        if p.quote.stage is Stage.FULL:
            return f"{head} {account}. {until} 밤 12시까지 정확히 {amount}을 보내 주세요."
        grows = (
            f" {until}까지 내지 않으시면 매달 {won_ko(p.quote.next_month_krw)}씩 더해집니다."
            if p.quote.next_month_krw
            else ""
        )
        return (
            f"{head} 기한이 지나 가산금이 더해져 {amount}입니다({today.month}.{today.day}. 기준).{grows} "
            f"{account}. {last_day} 밤 12시까지 정확히 {amount}을 보내 주세요."
        )

    def _case_en(self, p: Payable) -> str:
        plate, until = p.notice.plate.text, short_date_en(p.quote.pay_until)
        amount, fine = won_en(p.quote.amount_krw), won_en(p.quote.fine_krw)
        transfer = f"Transfer exactly {self._transfer_en(p)}."
        if p.quote.stage is Stage.EARLY:
            return (
                f"Car {plate}: fine {fine}; {amount} if paid by {until}. {transfer} {_WARNING_EN} "
                f"To object, do not pay; call {self._office.telephone} first."
            )
        if p.quote.stage is Stage.FULL:
            return f"Car {plate}: fine {fine}. {transfer}"
        grows = f" {won_en(p.quote.next_month_krw)} is added each month after that." if p.quote.next_month_krw else ""
        return f"Car {plate}: fine {fine}, {amount} with the late surcharge. {transfer}{grows}"


_HELD_KO = {
    SuspenseReason.WRONG_AMOUNT: "안내한 금액과 달라",
    SuspenseReason.EXPIRED_ACCOUNT: "계좌 기한이 지나",
    SuspenseReason.REVOKED_ACCOUNT: "새 계좌로 바뀐 뒤여서",
    SuspenseReason.SECOND_DEPOSIT: "이미 납부된 건이어서",
}

# QVA §18② and 시행령 §3① 5의2: the notice must say this; a text that hands out the reduced amount must too.
_WARNING_KO = "감경금액을 내시면 의견제출·이의제기를 하실 수 없습니다."
_WARNING_EN = "Paying the reduced amount ends your right to give an opinion or object."


def _bank_names(bank: str) -> tuple[str, str]:
    return _BANKS.get(bank, (bank, bank))


def spaced_account(number: str) -> str:
    """`79001012345678` as `790-0101-2345-678`: groups a person can read aloud."""
    head, rest = number[:3], number[3:]
    groups = [rest[i : i + 4] for i in range(0, len(rest), 4)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        groups[-2:] = [groups[-2] + groups[-1]]
    return "-".join([head, *groups])


def _topic_particle(word: str) -> str:
    """은 after a digit that is read with a final consonant (영 일 삼 육 칠 팔), 는 after the others."""
    return "은" if word[-1] in "013678" else "는"


def fit_for_carrier(text: str) -> str:
    """EUC-KR safe and at most 2,000 bytes: what a Korean carrier refuses becomes `?`, what is too long is cut."""
    encoded = text.encode("euc-kr", errors="replace")
    if len(encoded) <= MAX_REPLY_BYTES:
        return encoded.decode("euc-kr")
    return encoded[: MAX_REPLY_BYTES - 2].decode("euc-kr", errors="ignore") + "…"
