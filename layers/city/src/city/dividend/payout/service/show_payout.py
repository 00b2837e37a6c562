"""What staff see of a round's payout and books: batches, entries, what a closing would come to, the operator's report."""

from collections import Counter
from dataclasses import dataclass

from city.aws.store import Folder
from city.contracts.dividend.files import PayoutReportV1
from city.contracts.dividend.staff.payout import LedgerLine, LedgerPage, PayoutStory, SharesPreview
from city.dividend.books.ledger import Account
from city.dividend.books.tables.ledger import Ledger
from city.dividend.payout.calendar import next_payout_at
from city.dividend.payout.errors import PayoutNotReconciled
from city.dividend.payout.tables.payouts import Payouts
from city.dividend.rounds.model import divide_revenue
from city.dividend.rounds.steps import PSEUDONYMISE
from city.dividend.rounds.tables.rounds import Rounds
from city.dividend.rounds.tables.steps import RoundSteps
from city.kernel.clock import Clock


def payout_report_name(round_id: str) -> str:
    """Where the comparison with the operator's record lies in the bucket of reports."""
    return f"payouts/{round_id}.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPayout:
    rounds: Rounds
    payouts: Payouts
    ledger: Ledger
    clock: Clock

    def show(self, round_id: str) -> PayoutStory:
        """Raises RoundUnknown."""
        terms = self.rounds.get(round_id).to_terms()
        held = self.ledger.trial_balance(round_id)
        return PayoutStory(
            round_id=round_id,
            batches=dict(Counter(state.value for state in self.payouts.states_of(round_id).values())),
            trial_balance={account.value: amount for account, amount in held.items()},
            next_payout_at=next_payout_at(self.clock.now(), terms.payout_day),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowLedger:
    rounds: Rounds
    ledger: Ledger

    def show(self, round_id: str) -> LedgerPage:
        """Every entry without its parties, and what they add up to: nothing. Raises RoundUnknown."""
        self.rounds.get(round_id)
        entries = tuple(
            LedgerLine(
                key=record.entry,
                kind=record.what,
                at=record.at,
                corrects=record.corrects,
                totals={account.value: amount for account, amount in record.to_totals().items()},
            )
            for record in self.ledger.entries_of(round_id)
        )
        held = self.ledger.trial_balance(round_id)
        return LedgerPage(entries=entries, trial_balance={account.value: amount for account, amount in held.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewShares:
    rounds: Rounds
    steps: RoundSteps
    ledger: Ledger

    def preview(self, round_id: str, costs_krw: int) -> SharesPreview:
        """What closing the books with these costs comes to, or came to. Raises RoundUnknown."""
        terms = self.rounds.get(round_id).to_terms()
        closing = self.ledger.find(round_id, f"close:{round_id}")
        sales = closing.totals[Account.SALES] if closing else -self.ledger.trial_balance(round_id)[Account.SALES]
        shares = divide_revenue(sales, costs_krw, terms)
        pseudonymised = self.steps.by_shard(round_id, PSEUDONYMISE).values()
        return SharesPreview(
            revenue_krw=sales,
            costs_krw=costs_krw,
            costs_kept_krw=shares.costs_krw,
            city_krw=shares.city_krw,
            citizens_krw=shares.citizens_krw,
            cards_at_most=sum(file.cards for file in pseudonymised),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPayoutReport:
    rounds: Rounds
    reports: Folder

    def show(self, round_id: str) -> PayoutReportV1:
        """The latest comparison with the operator's record. Raises RoundUnknown, PayoutNotReconciled."""
        self.rounds.get(round_id)
        text = self.reports.read(payout_report_name(round_id))
        if text is None:
            raise PayoutNotReconciled
        return PayoutReportV1.model_validate_json(text)
