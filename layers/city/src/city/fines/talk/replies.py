"""What the citizen reads: the phrases put together with a case's facts. Pure.

A reply is complete in itself (texts are read days later), EUC-KR safe (carriers refuse the rest), and never holds a
link: official texts with links are what smishing imitates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from city.fines.law.model import AccountIssue, Notice, Quote, Stage, SuspenseReason
from city.fines.law.opinions import GROUND_TERMS, Ground
from city.fines.talk.dialogue import HandOff
from city.fines.talk.phrases import BANKS, PHRASES, TOPIC_NAMES, ZONES
from city.fines.talk.understanding import Intent, Language
from city.kernel.clock import SEOUL, seoul_date, short_date_en, short_date_ko
from city.kernel.money import won_en, won_ko
from city.kernel.text import carrier_safe

MAX_CASES_IN_A_REPLY = 5

_KO = Language.KOREAN
_OPINION_DOCUMENTS = {
    _KO: "증빙자료",
    Language.ENGLISH: "proof",
    Language.CHINESE: "證明文件",
    Language.VIETNAMESE: "giay to chung minh",
}


@dataclass(frozen=True, slots=True)
class Office:
    """Who signs the texts."""

    name_ko: str = "중구청 주차관리과"
    name_en: str = "Jung-gu Office, Parking"
    account_holder_ko: str = "서울중구청"
    account_holder_en: str = "Seoul Jung-gu Office"
    telephone: str = "02-3396-0000"
    switchboard: str = "02-3396-4114"


@dataclass(frozen=True, slots=True)
class Payable:
    """One case, what it costs today, and where to pay it (`issue` is None while only the amount is told)."""

    notice: Notice
    quote: Quote
    issue: AccountIssue | None = None


class Replies:
    """Renders replies for one office."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # --- fixed sentences ---

    def plain(self, name: str, language: Language, **fields: object) -> str:
        """A reply that is one phrase."""
        return self._signed(language, _say(name, language, **self._office_fields(), **fields))

    def nothing_found(self, language: Language) -> str:
        """The stranger's reply: the same bytes whether or not a case exists, so it names nothing that was sent."""
        return self.plain("nothing_found", language)

    def what_do_you_mean(self, language: Language, topics: Sequence[Intent]) -> str:
        options = " ".join(f"{n}) {TOPIC_NAMES[topic][language]}" for n, topic in enumerate(topics, 1))
        return self.plain("what_do_you_mean", language, options=options)

    def handed_over(self, language: Language, why: HandOff, ticket: str, joined: bool) -> str:
        """A person will look; `joined`: the message was added to a ticket that is open already."""
        if joined and why not in (HandOff.LOOKUPS_PAUSED, HandOff.NO_ACCOUNT):
            return self.plain("added_to_ticket", language, ticket=ticket)
        return self.plain(_HANDED_OVER.get(why, "handed_to_a_person"), language, ticket=ticket)

    def advice(self, language: Language, intent: Intent, text: str) -> str:
        """What can be said without a case."""
        if intent is Intent.OTHER_OFFICE:
            return self.plain(other_office(text), language)
        return self.plain(_ADVICE[intent], language, warning=_say("warning", language))

    # --- cases ---

    def no_longer_due(self, language: Language, notice: Notice, phrase: str) -> str:
        return self.plain(phrase, language, plate=notice.plate.text)

    def paid_on(self, language: Language, notice: Notice, amount_krw: int, paid_at: datetime) -> str:
        return self.plain(
            "paid_on",
            language,
            plate=notice.plate.text,
            amount=_won(amount_krw, language),
            **_moment(paid_at, language),
        )

    def pay_one(self, language: Language, payable: Payable, today: date, prefix: str = "") -> str:
        """For the owner: the amount, what it is for, the account, the deadline, the warning of QVA §18②."""
        case = self._case(language, payable, today)
        return self._signed(language, f"{_say(prefix, language)} {case}" if prefix else case)

    def choose_a_case(self, language: Language, payables: Sequence[Payable], more: int) -> str:
        """For the owner of several: what there is, to choose from. No accounts yet."""
        plate = payables[0].notice.plate.text
        lines = [
            _say(
                "case_line", language, n=n, where=_where(p.notice, language), amount=_won(p.quote.amount_krw, language)
            )
            for n, p in enumerate(payables, 1)
        ]
        return self._signed(
            language,
            _say(
                "choose_a_case",
                language,
                plate=plate,
                particle=_topic_particle(plate),
                total=len(payables) + more,
                lines=" ".join(lines),
                numbers=", ".join(str(n) for n in range(1, len(payables) + 1)),
            )
            + (_say("more_cases", language, more=more) if more else ""),
        )

    def pay_several(self, language: Language, payables: Sequence[Payable]) -> str:
        """For the owner of several cases: each with its own account, never one sum to one account."""
        lines = [
            _say("account_line", language, n=n, where=_where(p.notice, language), transfer=self._transfer(language, p))
            for n, p in enumerate(payables, 1)
        ]
        told = _say(
            "several_accounts",
            language,
            plate=payables[0].notice.plate.text,
            total=len(payables),
            lines="\n".join(lines),
        )
        reduced = any(p.quote.ends_the_procedure for p in payables)
        return self._signed(language, told + (f"\n{_say('warning', language)}" if reduced else ""))

    def pay_for_another(self, language: Language, payable: Payable) -> str:
        """For whoever holds the notice: payment data only. No name, no place, no other case."""
        told = _say("for_another", language, transfer=self._transfer(language, payable))
        warned = f" {_say('warning', language)}" if payable.quote.ends_the_procedure else ""
        return self._signed(language, told + warned)

    def due_dates(self, language: Language, payables: Sequence[Payable]) -> str:
        return self._signed(
            language,
            "\n".join(self._due_date(language, payable) for payable in payables) + _say("account_hint", language),
        )

    def advice_on_cases(self, language: Language, intent: Intent, payables: Sequence[Payable]) -> str:
        """Advice with what it comes to for the citizen's own cases."""
        told = _say(_ADVICE[intent], language, **self._office_fields(), warning=_say("warning", language))
        cases = "\n".join(self._due_date(language, payable) for payable in payables)
        return self._signed(language, f"{told}\n{cases}")

    # --- opinions ---

    def ask_opinion_words(self, language: Language, notice: Notice) -> str:
        return self.plain(
            "ask_opinion_words", language, plate=notice.plate.text, until=_day(notice.opinion_until, language)
        )

    def offer_opinion(self, language: Language, notice: Notice, ground: Ground | None) -> str:
        """Offers to record the citizen's words, and names what would prove them."""
        terms = GROUND_TERMS[ground] if ground else None
        named, documents = "", _OPINION_DOCUMENTS[language]
        if terms is not None and language in (_KO, Language.ENGLISH):
            korean = language is _KO
            named = _say("ground_may_count", language, ground=terms.name_ko if korean else terms.name_en)
            listed = terms.documents_ko if korean else terms.documents_en
            documents = (" 또는 " if korean else " or ").join(listed)
        return self.plain(
            "offer_opinion", language, ground=named, documents=documents, until=_day(notice.opinion_until, language)
        )

    def opinion_recorded(self, language: Language, notice: Notice, given_at: datetime) -> str:
        return self.plain(
            "opinion_recorded",
            language,
            plate=notice.plate.text,
            until=_day(notice.opinion_until, language),
            **_moment(given_at, language),
        )

    def opinion_refused(self, language: Language, notice: Notice, phrase: str) -> str:
        return self.plain(phrase, language, plate=notice.plate.text, until=_day(notice.opinion_until, language))

    def opinion_decided(self, language: Language, notice: Notice, accepted: bool, reason: str) -> str:
        phrase = "opinion_accepted" if accepted else "opinion_rejected"
        return self.plain(phrase, language, plate=notice.plate.text, reason=reason)

    # --- money ---

    def receipt(self, language: Language, notice: Notice, amount_krw: int, paid_at: datetime) -> str:
        return self.plain(
            "receipt",
            language,
            plate=notice.plate.text,
            amount=_won(amount_krw, language),
            **_moment(paid_at, language),
        )

    def instalment_paid(
        self, language: Language, notice: Notice, number: int, amount_krw: int, paid_at: datetime
    ) -> str:
        """One instalment came, and others follow."""
        assert notice.plan is not None
        following = [one for one in notice.plan.unpaid if one.number != number]
        return self.plain(
            "instalment_paid",
            language,
            plate=notice.plate.text,
            place=notice.plan.place_of(number),
            amount=_won(amount_krw, language),
            left=len(following),
            next=_won(following[0].amount_krw, language),
            until=_day(following[0].due_on, language),
            **_moment(paid_at, language),
        )

    def instalments_agreed(self, language: Language, notice: Notice) -> str:
        """A plan was granted, or extended."""
        assert notice.plan is not None
        first = notice.plan.unpaid[0]
        return self.plain(
            "instalments_extended" if notice.plan.plan.extended else "instalments_granted",
            language,
            plate=notice.plate.text,
            amount=_won(notice.plan.plan.amount_krw, language),
            of=len(notice.plan.unpaid),
            first=_won(first.amount_krw, language),
            until=_day(first.due_on, language),
        )

    def instalments_revoked(self, language: Language, notice: Notice, offer: Quote) -> str:
        """What is left is due as a whole."""
        return self.plain(
            "instalments_revoked",
            language,
            plate=notice.plate.text,
            amount=_won(offer.amount_krw, language),
            until=_day(offer.pay_until, language),
        )

    def payment_reversed(self, language: Language, notice: Notice, amount_krw: int) -> str:
        return self.plain("payment_reversed", language, plate=notice.plate.text, amount=_won(amount_krw, language))

    def deposit_held(self, language: Language, reason: SuspenseReason) -> str:
        """Money came that could not be matched: say so before the citizen has to ask."""
        why = f"why_{reason.value}"
        return self.plain("deposit_held", language, why=_say(why if why in PHRASES else "why_other", language))

    def refunded(self, language: Language, amount_krw: int) -> str:
        return self.plain("refunded", language, amount=_won(amount_krw, language))

    def reminder(self, language: Language, payable: Payable) -> str:
        """Shortly before the amount of today stops being enough."""
        return self.plain(
            _REMINDER_OF_STAGE[payable.quote.stage],
            language,
            plate=payable.notice.plate.text,
            until=_day(payable.quote.pay_until, language),
            amount=_won(payable.quote.amount_krw, language),
            warning=_say("warning", language),
        )

    def clerks_words(self, language: Language, words: str) -> str:
        """A clerk's own answer, signed by the office."""
        return self._signed(language, words)

    # --- parts ---

    def _signed(self, language: Language, words: str) -> str:
        name = self._office.name_ko if language is _KO else self._office.name_en
        return carrier_safe(f"[{name}] {words}")

    def _office_fields(self) -> dict[str, object]:
        return {"phone": self._office.telephone, "switchboard": self._office.switchboard}

    def _account(self, language: Language, issue: AccountIssue) -> str:
        names = BANKS.get(issue.bank)
        holder = self._office.account_holder_ko if language is _KO else self._office.account_holder_en
        return _say(
            "account",
            language,
            bank=names[language] if names else issue.bank,
            number=spaced_account(issue.account_number),
            holder=holder,
        )

    def _transfer(self, language: Language, p: Payable) -> str:
        assert p.issue is not None
        return _say(
            "transfer",
            language,
            amount=_won(p.quote.amount_krw, language),
            account=self._account(language, p.issue),
            until=_day(p.quote.pay_until, language),
        )

    def _case(self, language: Language, p: Payable, today: date) -> str:
        assert p.issue is not None
        until = _day(p.quote.pay_until, language)
        step = p.quote.next_month_krw
        return _say(
            _CASE_OF_STAGE[p.quote.stage],
            language,
            plate=p.notice.plate.text,
            fine=_won(p.quote.fine_krw, language),
            amount=_won(p.quote.amount_krw, language),
            where=_where(p.notice, language),
            zone=ZONES[p.notice.violation.zone.value][language],
            until=until,
            last_day=f"{p.quote.pay_until.month}.{p.quote.pay_until.day}.",
            today=f"{today.month}.{today.day}.",
            account=self._account(language, p.issue),
            warning=_say("warning", language),
            grows=_say("grows", language, until=until, step=_won(step, language)) if step else "",
            **self._instalment(language, p, today),
        )

    def _instalment(self, language: Language, p: Payable, today: date) -> dict[str, object]:
        """What only an instalment has: its place among the others, and that its day has passed."""
        plan, number = p.notice.plan, p.quote.instalment
        if plan is None or number is None or plan.due_now is None:
            return {}
        missed = plan.missed_on(today)
        return {
            "place": plan.place_of(number),
            "of": len(plan.plan.instalments),
            "missed": _say("instalment_missed", language, due=_day(plan.due_now.due_on, language)) if missed else "",
        }

    def _due_date(self, language: Language, p: Payable) -> str:
        then = {Stage.EARLY: "then_full", Stage.FULL: "then_overdue"}.get(p.quote.stage)
        return _say(
            "due_date",
            language,
            plate=p.notice.plate.text,
            where=_where(p.notice, language),
            until=_day(p.quote.pay_until, language),
            amount=_won(p.quote.amount_krw, language),
            then=_say(then, language, fine=_won(p.quote.fine_krw, language)) if then else "",
        )


_CASE_OF_STAGE = {
    Stage.EARLY: "case_early",
    Stage.FULL: "case_full",
    Stage.OVERDUE: "case_overdue",
    Stage.INSTALMENT: "case_instalment",
}
_REMINDER_OF_STAGE = {
    Stage.EARLY: "remind_early",
    Stage.FULL: "remind_due",
    Stage.OVERDUE: "remind_due",
    Stage.INSTALMENT: "remind_instalment",
}
_HANDED_OVER = {
    HandOff.UNCLEAR: "not_understood_handed_over",
    HandOff.LOOKUPS_PAUSED: "lookups_paused",
    HandOff.REFUND: "refund_handed_over",
    HandOff.NOTICE_RESEND: "resend_handed_over",
    HandOff.PHOTO_ONLY: "photo_received",
    HandOff.NO_ACCOUNT: "out_of_accounts",
}
_ADVICE = {
    Intent.PAYMENT_METHODS: "payment_methods",
    Intent.REDUCTION: "reduction",
    Intent.INSTALLMENT: "installment",
    Intent.SEIZURE_RELEASE: "seizure",
    Intent.OWNERSHIP: "ownership",
    Intent.PHOTO: "photo",
    Intent.APPEAL: "appeal",
    Intent.TOWING: "towing",
    Intent.SMALLTALK: "smalltalk",
    Intent.COMPLAINT: "complaint",
    Intent.OPT_OUT: "opted_out",
}
_OFFICES = (
    ("disabled_bay", ("장애인전용", "장애인주차", "장애인구역", "장애인 주차", "disabled bay", "disabled parking", "handicap")),
    (
        "police",
        (
            "신호위반", "속도", "과속", "벌점", "이파인", "범칙금", "경찰", "카메라", "중앙선", "음주", "안전벨트", "면허",
            "speeding", "red light", "police", "超速", "闖紅燈", "闯红灯", "警察", "toc do", "canh sat", "den do",
        ),
    ),
    (
        "another_district",
        ("강남", "서초", "송파", "종로", "용산", "마포", "성동", "동대문", "다른 구", "다른구", "부산", "인천", "경기", "수원", "another district", "other district"),
    ),
)  # fmt: skip


def other_office(text: str) -> str:
    """The phrase that names the right office for what this one does not do."""
    folded = text.lower()
    return next((phrase for phrase, cues in _OFFICES if any(cue in folded for cue in cues)), "another_office")


def _say(name: str, language: Language, **fields: object) -> str:
    return PHRASES[name][language].format(**fields)


def _won(amount_krw: int, language: Language) -> str:
    return won_ko(amount_krw) if language is _KO else won_en(amount_krw)


def _day(day: date, language: Language) -> str:
    match language:
        case Language.KOREAN:
            return short_date_ko(day)
        case Language.CHINESE:
            return f"{day.month}月{day.day}日"
        case Language.VIETNAMESE:
            return f"{day.day}/{day.month}"
    return short_date_en(day)


def _moment(moment: datetime, language: Language) -> dict[str, str]:
    local = moment.astimezone(SEOUL)
    day = f"{local.month}.{local.day}." if language is _KO else _day(local.date(), language)
    return {"day": day, "time": f"{local:%H:%M}"}


def _where(notice: Notice, language: Language) -> str:
    day = seoul_date(notice.violation.at)
    if language is _KO:
        return f"{day.month}.{day.day}. {notice.place}"
    # The weekday of a violation helps nobody.
    told = short_date_en(day)[4:] if language is Language.ENGLISH else _day(day, language)
    return f"{told}, {notice.place}"


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
