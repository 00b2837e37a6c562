"""Replies about the cases of a conversation: one or several, to an owner or to whoever holds the notice. Pure.

`known`: the cases are the reader's own. Whoever only holds the notice reads amounts, days and accounts, never a place.
"""

from collections.abc import Sequence
from datetime import date, datetime

from city.fines.law.amounts import early_krw, social_krw
from city.fines.law.deposits import HeldMoney
from city.fines.law.language import Language
from city.fines.law.notices import Notice, PaymentStage
from city.fines.law.quotes import Quote
from city.fines.talk.details import Detail
from city.fines.talk.replies import Payable, Replies
from city.fines.talk.wording import day_text, held_fields, moment_fields, say, where, won
from city.kernel.clock import seoul_date

# One text of a carrier takes about so many accounts.
ACCOUNTS_IN_A_TEXT = 5
# Between the texts of an answer that is too long for one.
NEXT_TEXT = "\f"


class CaseReplies(Replies):
    """Renders what the desk says of cases, sums, held money, seizures and opinions."""

    # --- amounts ---

    def amounts(self, language: Language, payables: Sequence[Payable], *, known: bool) -> str:
        """What each costs until when, what it costs after, and how to object. No account."""
        lines = [self._amount_line(language, payable, known=known) for payable in payables]
        if any(payable.quote.ends_the_procedure for payable in payables):
            lines.append(f"{say('object_hint', language)} {say('warning', language)}")
        lines.append(say("ask_for_account", language))
        return self._signed(language, "\n".join(lines))

    def total(self, language: Language, payables: Sequence[Payable]) -> str:
        return self.plain("total", language, total=len(payables), sum=self._sum(language, payables))

    def choose_a_case(
        self, language: Language, payables: Sequence[Payable], others: Sequence[Payable], *, known: bool
    ) -> str:
        """What there is, to choose from, with its sum; of `others` no more than how many. No accounts yet."""
        lines = [
            say(
                "car_line",
                language,
                n=n,
                plate=payable.notice.plate.text,
                where=self._where(language, payable, known=known),
                amount=won(payable.quote.amount_krw, language),
                until=day_text(payable.quote.pay_until, language),
            )
            for n, payable in enumerate(payables, 1)
        ]
        words = say(
            "several_cars",
            language,
            total=len(payables) + len(others),
            lines=" ".join(lines),
            sum=self._sum(language, [*payables, *others]),
            numbers=", ".join(str(n) for n in range(1, len(payables) + 1)),
        )
        return self._signed(language, words + (say("more_cases", language, more=len(others)) if others else ""))

    def accounts(self, language: Language, payables: Sequence[Payable], *, known: bool, frees_a_car: bool) -> str:
        """Every case with its own account, in as many texts as it takes; never one sum to one account."""
        lines = [
            say(
                "account_of_car",
                language,
                n=n,
                plate=payable.notice.plate.text,
                where=self._where(language, payable, known=known),
                transfer=self._transfer(language, payable),
            )
            for n, payable in enumerate(payables, 1)
        ]
        pages = [lines[at : at + ACCOUNTS_IN_A_TEXT] for at in range(0, len(lines), ACCOUNTS_IN_A_TEXT)]
        first = say(
            "accounts_of_cars",
            language,
            total=len(payables),
            sum=self._sum(language, payables),
            lines="\n".join(pages[0]),
        )
        texts = [first] + [
            say("accounts_continued", language, n=n, of=len(pages), lines="\n".join(page))
            for n, page in enumerate(pages[1:], 2)
        ]
        if any(payable.quote.ends_the_procedure for payable in payables):
            texts = [f"{text}\n{say('warning', language)} {say('object_hint', language)}" for text in texts]
        if frees_a_car:
            texts[-1] += f"\n{say('all_frees_the_car', language)}"
        return NEXT_TEXT.join(self._signed(language, text) for text in texts)

    def pay_for_another(self, language: Language, payable: Payable) -> str:
        """For whoever holds the notice: payment data and how to object. No name, no place, no other case."""
        words = say("for_another", language, transfer=self._transfer(language, payable))
        warned = (
            f" {say('warning', language)} {say('object_hint', language)}" if payable.quote.ends_the_procedure else ""
        )
        return self._signed(language, words + warned)

    def plan(self, language: Language, payable: Payable) -> str:
        """The next instalment, all that is left, and how to pay it at once."""
        plan = payable.notice.plan
        assert plan is not None
        return self.plain(
            "plan_left",
            language,
            plate=payable.notice.plate.text,
            amount=won(payable.quote.amount_krw, language),
            until=day_text(payable.quote.pay_until, language),
            left=won(sum(one.amount_krw for one in plan.unpaid), language),
        )

    def social(self, language: Language, payables: Sequence[Payable]) -> str:
        """What the 50 % of QVA 시행령 §2의2 would make of each, while it can still be claimed."""
        lines = []
        for payable in payables:
            if payable.quote.stage is PaymentStage.EARLY and not payable.notice.social_reduction:
                on = seoul_date(payable.notice.violation.at)
                half = social_krw(payable.quote.fine_krw, on)
                lines.append(
                    say(
                        "social_amounts",
                        language,
                        plate=payable.notice.plate.text,
                        half=won(half, language),
                        both=won(early_krw(half, on), language),
                        until=day_text(payable.quote.pay_until, language),
                    )
                )
        if lines:
            lines.append(say("social_apply", language, **self._office_fields(language)))
        return self._signed(language, "\n".join(lines)) if lines else ""

    def _amount_line(self, language: Language, payable: Payable, *, known: bool) -> str:
        offer = payable.quote
        return say(
            "amount_line",
            language,
            plate=payable.notice.plate.text,
            where=self._where(language, payable, known=known),
            until=day_text(offer.pay_until, language),
            amount=won(offer.amount_krw, language),
            then=self._then(language, payable),
        )

    def _then(self, language: Language, payable: Payable) -> str:
        offer, plan = payable.quote, payable.notice.plan
        match offer.stage:
            case PaymentStage.EARLY:
                return say("then_full_amount", language, fine=won(offer.fine_krw, language))
            case PaymentStage.FULL:
                return say("then_surcharge", language)
            case PaymentStage.OVERDUE if offer.next_month_krw:
                return say("then_grows", language, step=won(offer.next_month_krw, language))
            case PaymentStage.INSTALMENT if plan is not None and offer.instalment is not None:
                later = [one for one in plan.unpaid if one.number != offer.instalment]
                following = [f"{day_text(o.due_on, language)} {won(o.amount_krw, language)}" for o in later[:1]]
                return say(
                    "instalments_follow",
                    language,
                    of=len(plan.plan.instalments),
                    place=plan.place_of(offer.instalment),
                    following=", ".join(following) or "-",
                )
        return ""

    def _where(self, language: Language, payable: Payable, *, known: bool) -> str:
        return say("where_in_brackets", language, where=where(payable.notice, language)) if known else ""

    def _sum(self, language: Language, payables: Sequence[Payable]) -> str:
        return won(sum(payable.quote.amount_krw for payable in payables), language)

    # --- money ---

    def held(self, language: Language, notice: Notice, money: HeldMoney, offer: Quote | None) -> str:
        """What came and pays nothing, why, and the way out."""
        name, fields = held_fields(money, notice.plate.text, language)
        words = self.plain(name, language, **fields)
        if offer is None:
            return words
        over = self._reduction_is_over(language, notice, money, offer)
        return self.joined(language, words, over, self._due_instead(language, offer))

    def money_held(self, language: Language, plate: str, money: HeldMoney) -> str:
        """The sum alone, for whoever knows why it came and asks for it back."""
        return self.plain("money_held", language, plate=plate, amount=won(money.amount_krw, language))

    def _reduction_is_over(self, language: Language, notice: Notice, money: HeldMoney, offer: Quote) -> str:
        """Where the reduced amount came once its time had passed: the commonest wrong amount."""
        reduced = early_krw(offer.fine_krw, seoul_date(notice.violation.at))
        if offer.stage not in (PaymentStage.FULL, PaymentStage.OVERDUE) or money.amount_krw != reduced:
            return ""
        return say("reduction_is_over", language, until=day_text(notice.opinion_ends_on, language))

    def not_arrived(self, language: Language, notice: Notice, offer: Quote) -> str:
        words = self.plain("not_arrived_yet", language, plate=notice.plate.text)
        return self.joined(language, words, self._due_instead(language, offer))

    def paid_in_part(self, language: Language, notice: Notice, paid_krw: int, offer: Quote) -> str:
        return self.plain(
            "paid_in_part",
            language,
            plate=notice.plate.text,
            paid=won(paid_krw, language),
            amount=won(offer.amount_krw, language),
            until=day_text(offer.pay_until, language),
        )

    def _due_instead(self, language: Language, offer: Quote) -> str:
        until = day_text(offer.pay_until, language)
        return say("pay_this_instead", language, amount=won(offer.amount_krw, language), until=until)

    # --- seizures ---

    def seized(self, language: Language, notice: Notice, offer: Quote, today: date) -> str:
        amount, day = won(offer.amount_krw, language), f"{today.month}.{today.day}."
        return self.plain("seized_until_paid", language, plate=notice.plate.text, amount=amount, today=day)

    # --- opinions ---

    def of_notice(self, name: str, language: Language, notice: Notice, until: date) -> str:
        """A phrase that names the car and the last day for an opinion."""
        imposed = day_text(notice.imposed_on, language) if notice.imposed_on else ""
        until_text = day_text(until, language)
        return self.plain(name, language, plate=notice.plate.text, until=until_text, imposed=imposed)

    def filed(
        self, name: str, language: Language, notice: Notice, *, until: date, given_at: datetime, by_text: bool
    ) -> str:
        """An opinion, or more of one, is on file; and how its result is told."""
        return self.plain(
            name,
            language,
            plate=notice.plate.text,
            until=day_text(until, language),
            result=say("result_by_text" if by_text else "result_on_the_web", language),
            **moment_fields(given_at, language),
        )

    # --- details ---

    def detail(self, language: Language, detail: Detail) -> str:
        return self.plain(f"detail_{detail.value}", language)
