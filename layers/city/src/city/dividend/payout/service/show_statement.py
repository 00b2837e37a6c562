"""What a citizen sees of a round, and how they leave the next: card and code open both."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from city.aws.observability import count
from city.aws.store import Folder
from city.contracts.dividend.citizens import AskStatement, OptOut, Statement, StatementLine
from city.dividend.books.ledger import Account
from city.dividend.books.tables.ledger import Ledger
from city.dividend.market.service.book_sales import sold_copies
from city.dividend.market.tables.orders import Orders
from city.dividend.market.tables.sales import CountedRecord, LateSales
from city.dividend.payout.errors import StatementUnknown
from city.dividend.payout.statement import StatementEntry, StatementKey
from city.dividend.rounds.model import check_round_id
from city.dividend.rounds.pseudonym import opt_out_key
from city.dividend.rounds.service import paths
from city.dividend.rounds.shelves import Shelves
from city.dividend.rounds.steps import SHARE
from city.dividend.rounds.tables.opt_outs import OptOuts
from city.dividend.rounds.tables.rounds import Rounds
from city.dividend.rounds.tables.steps import RoundSteps
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class FindStatement:
    """Finds the line of whoever has a card and the code to it."""

    statements: Folder
    key: StatementKey
    shelves: Shelves

    def find(self, round_id: str, request: AskStatement) -> StatementEntry:
        """Raises StatementUnknown, RoundInvalid."""
        # The code first: until it fits, nothing that depends on the card is looked at.
        handle = self.key.check(check_round_id(round_id), request.card_id, request.code)
        content = self.statements.read(paths.statements_name(round_id, self.shelves.of(handle)))
        entries = json.loads(gzip.decompress(content)) if content else {}
        if handle not in entries:
            raise StatementUnknown
        return StatementEntry(*entries[handle])


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStatement:
    statements: FindStatement
    rounds: Rounds
    steps: RoundSteps
    ledger: Ledger
    orders: Orders
    late_sales: LateSales

    def show(self, round_id: str, request: AskStatement) -> Statement:
        """Raises StatementUnknown for whatever does not fit."""
        entry = self.statements.find(round_id, request)
        record = self.rounds.get(round_id)
        closing = self.ledger.find(round_id, f"close:{round_id}")
        sold = sold_copies(self.orders, round_id)
        share = self.steps.done(round_id, SHARE)
        count("StatementShown")
        return Statement(
            round_id=round_id,
            amount_krw=entry.amount_krw,
            state=entry.state,
            reason=entry.reason,
            paid_at=entry.paid_at,
            revenue_krw=closing.totals[Account.SALES] if closing else 0,
            costs_krw=-closing.totals[Account.COSTS] if closing else 0,
            city_krw=-closing.totals[Account.CITY] if closing else 0,
            citizens_krw=-closing.totals[Account.ROUND_POOL] if closing else 0,
            citizens=share.citizens if share else 0,
            weights=record.to_terms().weights.value,
            sold=(
                StatementLine(
                    title=record.title,
                    buyers=len({order.buyer_id for order in sold}),
                    purposes=tuple(sorted({order.purpose.value for order in sold})),
                ),
                *self._late_sales(round_id),
            ),
        )

    def _late_sales(self, round_id: str) -> Iterator[StatementLine]:
        """What was sold of earlier rounds after their books were closed: its money is in this round's."""
        by_round: dict[tuple[str, str], list[CountedRecord]] = {}
        for sale in self.late_sales.of_round(round_id):
            by_round.setdefault((sale.round_id, sale.title), []).append(sale)
        for (earlier, title), sales in sorted(by_round.items()):
            yield StatementLine(
                title=title,
                buyers=len({sale.buyer_id for sale in sales}),
                purposes=tuple(sorted({sale.purpose for sale in sales})),
                late_from=earlier,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOutByCode:
    statements: FindStatement
    opt_outs: OptOuts
    opt_out_secret: bytes = field(repr=False)
    clock: Clock

    def opt_out(self, round_id: str, request: OptOut) -> None:
        """Raises StatementUnknown."""
        self.statements.find(round_id, request)
        self.opt_outs.add(opt_out_key(self.opt_out_secret, request.card_id), self.clock.now(), "citizen")
        count("OptedOut")
