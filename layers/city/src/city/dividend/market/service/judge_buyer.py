"""Writes whether a person has verified a buyer."""

from dataclasses import dataclass

from city.aws.observability import logger
from city.contracts.dividend.market import VerifyBuyer
from city.dividend.market.errors import BuyerNotRegistered
from city.dividend.market.tables.buyers import Buyers
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeBuyer:
    buyers: Buyers
    clock: Clock

    def judge(self, buyer_id: str, request: VerifyBuyer, by: str) -> None:
        """Raises BuyerNotRegistered."""
        record = self.buyers.find(buyer_id)
        if record is None:
            raise BuyerNotRegistered
        self.buyers.judge(record, verified=request.verified, by=by, reason=request.reason, at=self.clock.now())
        logger().info("buyer judged", extra={"buyer": buyer_id, "verified": request.verified, "by": by})
