"""Opens a round: its terms and policy, its key, and the late sales that waited for its books."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from city.aws.observability import logger
from city.contracts.dividend.staff.rounds import OpenRound, RoundLine
from city.dividend.market.service.book_sales import SweepLateSales
from city.dividend.rounds.model import RoundState, check_round_id
from city.dividend.rounds.policy_outline import check_policy
from city.dividend.rounds.service.show_round import line_of
from city.dividend.rounds.tables.rounds import RoundRecord, Rounds
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateRound:
    rounds: Rounds
    late_sales: SweepLateSales
    make_key: Callable[[str], None]
    new_seed: Callable[[], str]
    clock: Clock

    def create(self, request: OpenRound, by: str) -> RoundLine:
        """Raises RoundInvalid, RoundExists."""
        check_round_id(request.round_id)
        check_policy(request.policy)
        terms = request.model_dump(mode="json", exclude={"round_id", "policy", "purposes", "price_krw", "title"})
        record = RoundRecord(
            round_id=request.round_id,
            state=RoundState.OPEN.value,
            title=request.title,
            terms=json.dumps(terms, ensure_ascii=False),
            policy=json.dumps(request.policy, ensure_ascii=False),
            purposes=json.dumps(sorted(request.purposes)),
            price_krw=request.price_krw,
            opened_at=self.clock.now(),
            opened_by=by,
            seed=self.new_seed(),
        )
        record.to_terms()
        # The key first: a round without one could not be prepared, a key without a round opens nothing.
        self.make_key(request.round_id)
        self.rounds.open(record)
        # What buyers paid for earlier rounds since their books were closed has waited for this one.
        self.late_sales.sweep(request.round_id)
        logger().info("round opened", extra={"round_id": request.round_id, "by": by})
        return line_of(record)
