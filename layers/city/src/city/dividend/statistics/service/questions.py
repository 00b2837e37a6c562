"""Who asks about which revision, what may be asked, and what is left of the budgets that answers are charged to."""

from collections.abc import Mapping
from dataclasses import dataclass

from city.aws.store import Folder
from city.contracts.dividend.statistics import AccountLine
from city.dividend.market.errors import BuyerNotVerified, RevisionRevoked
from city.dividend.market.model import Buyer, RevisionState
from city.dividend.market.service.buy import identify
from city.dividend.market.tables.buyers import Buyers
from city.dividend.market.tables.revisions import DataSetRevisionRecord, Revisions
from city.dividend.rounds.service import paths
from city.dividend.rounds.statistics_file import LabelVocabulary
from city.dividend.statistics.errors import StatisticsNotKept
from city.dividend.statistics.tables.budget import Budgets


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    buyers: Buyers
    revisions: Revisions
    statistics: Folder

    def admit(self, header: str, data_set: str, revision: int) -> tuple[Buyer, DataSetRevisionRecord]:
        """Who asks, and the revision asked about. Raises BuyerUnknown, BuyerNotVerified, DataSetUnknown, RevisionRevoked."""
        buyer = identify(self.buyers, header)
        if not buyer.verified:
            raise BuyerNotVerified
        record = self.revisions.get(data_set, revision)
        if record.state == RevisionState.REVOKED.value:
            raise RevisionRevoked
        return buyer, record

    def vocabulary_of(self, record: DataSetRevisionRecord) -> LabelVocabulary:
        """Raises StatisticsNotKept."""
        content = self.statistics.read(paths.vocabulary_name(record.round_id))
        if content is None:
            raise StatisticsNotKept
        return LabelVocabulary.from_json(content)


def lines_of(budgets: Budgets, totals: Mapping[str, int]) -> tuple[AccountLine, ...]:
    """What is left in each of these accounts."""
    return tuple(
        AccountLine(account=account, total_milli=budget.total_milli, left_milli=budget.left_milli)
        for account, budget in budgets.of(totals).items()
    )
