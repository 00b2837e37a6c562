"""What the citizen reads: the phrases put together with a case's facts. Pure.

A reply is complete in itself (texts are read days later), and never holds a link: official texts with links are what
smishing imitates. It is written as people read it; what a carrier takes of it is `city.kernel.text.carrier_safe`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from city.fines.law.accounts import AccountIssue
from city.fines.law.language import Language
from city.fines.law.notices import Notice, PaymentStage
from city.fines.law.procedure.proofs import proof_for
from city.fines.law.quotes import Quote
from city.fines.talk.dialogue import HandOff
from city.fines.talk.phrases.names import BANKS, TOPIC_NAMES, ZONES
from city.fines.talk.understanding import Intent
from city.fines.talk.wording import day_text, moment_fields, say, spaced_account, where, won

MAX_CASES_IN_A_REPLY = 5


_KO = Language.KOREAN


_OPINION_DOCUMENTS = {
    _KO: "사정을 보여 주는 서류나 사진",
    Language.ENGLISH: "proof",
    Language.CHINESE: "证明文件",
    Language.VIETNAMESE: "giấy tờ chứng minh",
}


_OR = {_KO: " 또는 ", Language.ENGLISH: " or ", Language.CHINESE: "或", Language.VIETNAMESE: " hoặc "}


@dataclass(frozen=True, slots=True)
class SigningOffice:
    """Who signs the texts."""

    name_ko: str = "중구청 주차관리과"
    name_en: str = "Jung-gu Office, Parking"
    account_holder_ko: str = "서울중구청"
    account_holder_en: str = "Seoul Jung-gu Office"
    telephone: str = "02-3396-0000"
    switchboard: str = "02-3396-4114"
    address: str = "서울 중구 창경궁로 17, 주차관리과"
    fax: str = "02-3396-0001"


@dataclass(frozen=True, slots=True)
class Payable:
    """One case, what it costs today, and where to pay it (`issue` is None while only the amount is told)."""

    notice: Notice
    quote: Quote
    issue: AccountIssue | None = None


class Replies:
    """Renders replies for one office."""

    def __init__(self, office: SigningOffice) -> None:
        self._office = office

    # --- fixed sentences ---

    def plain(self, name: str, language: Language, **fields: object) -> str:
        """A reply that is one phrase."""
        return self._signed(language, say(name, language, **self._office_fields(language), **fields))

    def nothing_found(self, language: Language) -> str:
        """The stranger's reply: the same bytes whether or not a case exists, so it names nothing that was sent."""
        return self.plain("nothing_found", language)

    def what_do_you_mean(self, language: Language, topics: Sequence[Intent]) -> str:
        options = " ".join(f"{n}) {TOPIC_NAMES[topic][language]}" for n, topic in enumerate(topics, 1))
        return self.plain("what_do_you_mean", language, options=options)

    def joined(self, language: Language, *texts: str) -> str:
        """Several replies as one, signed once."""
        signature = self._signed(language, "")
        said = [text.removeprefix(signature) for text in texts if text]
        return signature + "\n".join(dict.fromkeys(said)) if said else ""

    def handed_over(self, language: Language, why: HandOff, ticket: str, joined: bool) -> str:
        """A person will look; `joined`: the message was added to a ticket that is open already."""
        if joined and why not in (HandOff.LOOKUPS_PAUSED, HandOff.NO_ACCOUNT):
            return self.plain("added_to_ticket", language, ticket=ticket)
        return self.plain(_HANDED_OVER.get(why, "handed_to_a_person"), language, ticket=ticket)

    def advice(self, language: Language, intent: Intent, office: str | None = None) -> str:
        """What can be said without a case; `office`: the phrase of the other office whose matter it is."""
        if intent is Intent.OTHER_OFFICE:
            return self.plain(office or "another_office", language)
        return self.plain(_ADVICE[intent], language, warning=say("warning", language))

    # --- cases ---

    def no_longer_due(self, language: Language, notice: Notice, phrase: str) -> str:
        return self.plain(phrase, language, plate=notice.plate.text)

    def paid_on(self, language: Language, notice: Notice, amount_krw: int, paid_at: datetime) -> str:
        return self.plain(
            "paid_on",
            language,
            plate=notice.plate.text,
            amount=won(amount_krw, language),
            **moment_fields(paid_at, language),
        )

    def pay_one(self, language: Language, payable: Payable, today: date, prefix: str = "") -> str:
        """For the owner: the amount, what it is for, the account, the deadline, the warning of QVA §18②."""
        case = self._case(language, payable, today)
        return self._signed(language, f"{say(prefix, language)} {case}" if prefix else case)

    # --- opinions ---

    def ask_opinion_words(self, language: Language, notice: Notice) -> str:
        return self.plain(
            "ask_opinion_words", language, plate=notice.plate.text, until=day_text(notice.opinion_ends_on, language)
        )

    def offer_opinion(self, language: Language, notice: Notice, words: str) -> str:
        """Offers to record the citizen's words, and names what would prove them."""
        proof = proof_for(words, language)
        named = say("ground_may_count", language, ground=proof.name) if proof else ""
        documents = _OR[language].join(proof.documents) if proof else _OPINION_DOCUMENTS[language]
        return self.plain(
            "offer_opinion",
            language,
            ground=named,
            documents=documents,
            until=day_text(notice.opinion_ends_on, language),
        )

    def opinion_refused(self, language: Language, notice: Notice, phrase: str) -> str:
        return self.plain(phrase, language, plate=notice.plate.text, until=day_text(notice.opinion_ends_on, language))

    def opinion_decided(self, language: Language, notice: Notice, accepted: bool, reason: str) -> str:
        phrase = "opinion_accepted" if accepted else "opinion_rejected"
        return self.plain(phrase, language, plate=notice.plate.text, reason=reason)

    # --- money ---

    def instalments_agreed(self, language: Language, notice: Notice) -> str:
        """A plan was granted, or extended."""
        assert notice.plan is not None
        first = notice.plan.unpaid[0]
        return self.plain(
            "instalments_extended" if notice.plan.plan.extended else "instalments_granted",
            language,
            plate=notice.plate.text,
            amount=won(notice.plan.plan.amount_krw, language),
            of=len(notice.plan.unpaid),
            first=won(first.amount_krw, language),
            until=day_text(first.due_on, language),
        )

    def instalments_revoked(self, language: Language, notice: Notice, offer: Quote) -> str:
        """What is left is due as a whole."""
        return self.plain(
            "instalments_revoked",
            language,
            plate=notice.plate.text,
            amount=won(offer.amount_krw, language),
            until=day_text(offer.pay_until, language),
        )

    def reminder(self, language: Language, payable: Payable) -> str:
        """Shortly before the amount of today stops being enough."""
        return self.plain(
            _REMINDER_OF_STAGE[payable.quote.stage],
            language,
            plate=payable.notice.plate.text,
            until=day_text(payable.quote.pay_until, language),
            amount=won(payable.quote.amount_krw, language),
            warning=say("warning", language),
        )

    def clerks_words(self, language: Language, words: str) -> str:
        """A clerk's own answer, signed by the office."""
        return self._signed(language, words)

    # --- parts ---

    def _signed(self, language: Language, words: str) -> str:
        name = self._office.name_ko if language is _KO else self._office.name_en
        return f"[{name}] {words}"

    def _office_fields(self, language: Language) -> dict[str, object]:
        office, ko = self._office, self._office.account_holder_ko
        return {
            "phone": office.telephone,
            "switchboard": office.switchboard,
            "address": office.address,
            "fax": office.fax,
            "holder": ko if language is _KO else f"{ko} ({office.account_holder_en})",
        }

    def _account(self, language: Language, issue: AccountIssue) -> str:
        names = BANKS.get(issue.bank)
        holder = self._office.account_holder_ko if language is _KO else self._office.account_holder_en
        return say(
            "account",
            language,
            bank=names[language] if names else issue.bank,
            number=spaced_account(issue.account_number),
            holder=holder,
        )

    def _transfer(self, language: Language, p: Payable) -> str:
        assert p.issue is not None
        return say(
            "transfer",
            language,
            amount=won(p.quote.amount_krw, language),
            account=self._account(language, p.issue),
            until=day_text(p.quote.pay_until, language),
        )

    def _case(self, language: Language, p: Payable, today: date) -> str:
        assert p.issue is not None
        until = day_text(p.quote.pay_until, language)
        step = p.quote.next_month_krw
        return say(
            _CASE_OF_STAGE[p.quote.stage],
            language,
            plate=p.notice.plate.text,
            fine=won(p.quote.fine_krw, language),
            amount=won(p.quote.amount_krw, language),
            where=where(p.notice, language),
            zone=ZONES[p.notice.violation.zone.value][language],
            until=until,
            last_day=f"{p.quote.pay_until.month}.{p.quote.pay_until.day}.",
            today=f"{today.month}.{today.day}.",
            account=self._account(language, p.issue),
            warning=say("warning", language),
            grows=say("grows", language, until=until, step=won(step, language)) if step else "",
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
            "missed": say("instalment_missed", language, due=day_text(plan.due_now.due_on, language)) if missed else "",
        }


_CASE_OF_STAGE = {
    PaymentStage.EARLY: "case_early",
    PaymentStage.FULL: "case_full",
    PaymentStage.OVERDUE: "case_overdue",
    PaymentStage.INSTALMENT: "case_instalment",
}


_REMINDER_OF_STAGE = {
    PaymentStage.EARLY: "remind_early",
    PaymentStage.FULL: "remind_due",
    PaymentStage.OVERDUE: "remind_due",
    PaymentStage.INSTALMENT: "remind_instalment",
}


_HANDED_OVER = {
    HandOff.UNCLEAR: "not_understood_handed_over",
    HandOff.LOOKUPS_PAUSED: "lookups_paused",
    HandOff.REFUND: "refund_handed_over",
    HandOff.NOTICE_RESEND: "resend_handed_over",
    HandOff.PHOTO_ONLY: "photo_received",
    HandOff.NO_ACCOUNT: "out_of_accounts",
    HandOff.OPINION_NOT_POSSIBLE: "late_words_handed_over",
    HandOff.INSTALMENTS_WANTED: "application_handed_over",
    HandOff.REDUCTION_WANTED: "application_handed_over",
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
