"""Profitability (Wan et al. 2015): a class is released where the publisher can expect to earn by it. Pure."""

from dataclasses import dataclass

import numpy as np

from city.dividend.anonymise.arrays import Bools, Floats
from city.dividend.anonymise.equivalence.grouping import Groups
from city.dividend.anonymise.metrics.information_loss import information_loss
from city.dividend.anonymise.metrics.publisher_payout import CostBenefit, success_probability


@dataclass(frozen=True, slots=True)
class Profitability:
    """A privacy model: a class is released where the publisher can expect to earn by it (Wan et al. 2015)."""

    game: CostBenefit
    journalist: bool = False

    @property
    def lasting(self) -> bool:
        return False

    @property
    def convex(self) -> bool:
        # Generalisation may cost the publisher more than the smaller risk saves.
        return False

    @property
    def least_class(self) -> int:
        return 1

    def accepts(self, groups: Groups) -> Bools:
        payout = self.game.payout(information_loss(groups), success_probability(groups, journalist=self.journalist))
        return (payout > 0) & (groups.count > 0)

    def must_suppress(self, groups: Groups) -> Floats:
        return np.zeros(groups.number)
