"""Answers counts with noise, out of a budget that is written before anybody hears the answer. Needs the columns layer."""

import hashlib
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from city.aws.observability import count
from city.contracts.dividend_staff import CountAnswer, CountQuery
from city.dividend.adapters import Folder
from city.dividend.budget import Below, charge, noisy_count
from city.dividend.errors import BuyerNotVerified, QueryInvalid, RevisionRevoked
from city.dividend.market import RevisionState
from city.dividend.service.sell import Sell
from city.dividend.service.shards import count_where
from city.dividend.tables.budget import Budgets
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class AnswerCount:
    sell: Sell
    budgets: Budgets
    catalogue: Folder
    below: Below
    clock: Clock

    def answer(self, header: str, told: CountQuery) -> CountAnswer:
        """Raises BuyerUnknown, BuyerNotVerified, DataSetUnknown, RevisionRevoked, QueryInvalid, BudgetExceeded,
        BudgetMoved."""
        buyer = self.sell.identify(header)
        if not buyer.verified:
            raise BuyerNotVerified
        record = self.sell.market.revision(told.data_set, told.revision)
        if record.state == RevisionState.REVOKED.value:
            raise RevisionRevoked
        name, query = f"{told.data_set}#{told.revision}", f"{buyer.buyer_id}#{told.query_id}"
        body = json.dumps([told.where, told.epsilon_milli], sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(body.encode()).hexdigest()
        known = self.budgets.answered(name, query, digest)
        before = self.budgets.of(name)
        if known is not None:
            return self._told(told, known, before.left_milli)
        after = charge(before, told.epsilon_milli)
        noisy = noisy_count(self._exact(told), told.epsilon_milli, self.below)
        self.budgets.charge(name, before, after, query, digest, noisy, self.clock.now())
        count("CountAnswered")
        return self._told(told, noisy, after.left_milli)

    def _exact(self, told: CountQuery) -> int:
        with tempfile.TemporaryDirectory() as folder:
            release = Path(folder) / "release.parquet"
            self.catalogue.fetch(f"releases/{told.data_set}/{told.revision}.parquet", release)
            try:
                return count_where(release, told.where)
            except KeyError:
                raise QueryInvalid from None

    def _told(self, told: CountQuery, answer: int, left_milli: int) -> CountAnswer:
        return CountAnswer(
            query_id=told.query_id, count=answer, epsilon_milli=told.epsilon_milli, left_milli=left_milli
        )
