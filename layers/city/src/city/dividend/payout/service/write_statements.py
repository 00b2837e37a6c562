"""Writes every citizen's statement of a round, and has those texted who were paid."""

from collections.abc import Mapping
from dataclasses import dataclass

from city.aws.observability import count
from city.aws.store import Folder
from city.contracts.dividend.rounds import StatementsWritten
from city.dividend.books.tables.packed import pack
from city.dividend.payout.model import Batch, BatchState, Line, LineState
from city.dividend.payout.ports import PayoutRail
from city.dividend.payout.rail_orders import RailTexts, texts_of
from city.dividend.payout.service.linked_cards import LinkedCards
from city.dividend.payout.statement import StatementKey, text_of
from city.dividend.payout.tables.payouts import Payouts
from city.dividend.rounds.service import paths
from city.dividend.rounds.shelves import Shelves


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteStatements:
    payouts: Payouts
    linkage: Folder
    statements: Folder
    rail: PayoutRail
    statement_key: StatementKey
    shelves: Shelves

    def write(self, round_id: str) -> StatementsWritten:
        """Puts every citizen's line on its shelf, where card and code find it and nobody else can tell whose it is.

        Then the operator texts those who were paid: what a text speaks of can be looked up by then.
        """
        shelves: dict[str, dict[str, list[int | str | None]]] = {shelf: {} for shelf in self.shelves}
        cards, lines, texts = LinkedCards(self.linkage, self.shelves, round_id), 0, list[RailTexts]()
        for batch in self.payouts.of_round(round_id):
            moment = batch.sent_at.isoformat() if batch.sent_at else None
            known = {line.pseudonym: card for line in batch.lines if (card := cards.of(line.pseudonym)) is not None}
            for line in batch.lines:
                if line.pseudonym in known:
                    handle = self.statement_key.handle(round_id, known[line.pseudonym])
                    shelves[self.shelves.of(handle)][handle] = [line.amount_krw, line.state.value, line.reason, moment]
                    lines += 1
            if batch.state is BatchState.SETTLED and (batch_texts := self._texts(batch, known)).texts:
                texts.append(batch_texts)
        for shelf, entries in shelves.items():
            if entries:
                self.statements.write(paths.statements_name(round_id, shelf), pack(dict(sorted(entries.items()))))
        new = sum(len(each.texts) for each in texts if self.rail.text(each))
        count("DividendTexted", new)
        return StatementsWritten(statements=lines, texts=new)

    def _texts(self, batch: Batch, cards: Mapping[str, str]) -> RailTexts:
        def text(line: Line) -> str:
            return text_of(
                batch.round_id, line.amount_krw, self.statement_key.code(batch.round_id, cards[line.pseudonym])
            )

        paid = (line for line in batch.lines if line.state is LineState.PAID and line.pseudonym in cards)
        return texts_of(batch, {line.pseudonym: (cards[line.pseudonym], text(line)) for line in paid})
