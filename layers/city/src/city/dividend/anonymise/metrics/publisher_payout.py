"""Publisher payout: the game between publisher and adversary of Wan et al. 2015. Pure."""

from dataclasses import dataclass

import numpy as np

from city.dividend.anonymise.arrays import Floats, Ints
from city.dividend.anonymise.equivalence.grouping import Groups
from city.dividend.anonymise.metrics.by_class import MetricByClass
from city.dividend.anonymise.metrics.information_loss import information_loss, summed_information_loss
from city.dividend.anonymise.metrics.metric import EVEN, Factors, Release, Table


@dataclass(frozen=True, slots=True)
class CostBenefit:
    """The game of Wan et al. 2015, in the publisher's currency per row: what an attack costs and gains the adversary,
    what it costs the publisher, and what a row without any loss is worth."""

    adversary_cost: float
    adversary_gain: float
    publisher_loss: float
    publisher_benefit: float

    def payout(self, information_loss: Floats, success: Floats) -> Floats:
        """The publisher's expected gain per row. An adversary attacks where it pays."""
        attacked = self.adversary_gain * success - self.adversary_cost > 0
        return self.publisher_benefit * (1 - information_loss) - np.where(attacked, self.publisher_loss * success, 0)


@dataclass(frozen=True, eq=False)
class PublisherPayout(MetricByClass):
    """What the publisher does not earn, of at most benefit per row. Floor: nobody attacks and nothing is suppressed."""

    game: CostBenefit
    journalist: bool = False
    factors: Factors = EVEN

    def floor(self, table: Table, levels: Ints) -> Floats:
        benefit = self.game.publisher_benefit
        return self.factors.generalisation * benefit * summed_information_loss(table, levels)

    def loss(self, release: Release) -> float:
        groups, game = release.groups, self.game
        earned = game.payout(information_loss(groups), success_probability(groups, journalist=self.journalist))
        missed = np.where(
            release.accepted,
            self.factors.generalisation * (game.publisher_benefit - earned),
            self.factors.suppression * game.publisher_benefit,
        )
        return float((groups.count * missed).sum())

    def class_floor(self, table: Table, groups: Groups) -> float:  # noqa: ARG002
        return 0.0


def success_probability(groups: Groups, *, journalist: bool) -> Floats:
    """Of re-identifying a row: one in its class, or, for the journalist, one in the population's class."""
    sizes: Ints = groups.population if journalist and groups.population is not None else groups.count
    return 1 / np.maximum(sizes, 1)


def class_size_without_attack(game: CostBenefit) -> int:
    """From this class size on an attack no longer pays: gain / size < cost."""
    if game.adversary_gain == 0:
        return 1
    return int(np.floor(game.adversary_gain / game.adversary_cost)) + 1
