"""Counts with noise, and the budget they are paid from. Pure; chance is an argument.

Neighbouring data sets differ in one record. A count then changes by at most one, and discrete Laplace noise of scale 1/ε
makes it ε-differentially private; answers add up (sequential composition). A record is a payment, not a person: what
is promised is promised for each payment, and a person with n payments has nε. The promise to persons is the certificate's.

The noise is drawn exactly, from whole numbers alone (Canonne, Kamath, Steinke, 2020, algorithms 1 and 2), because
floating-point noise gives away what it hides (Mironov, 2012). OpenDP's vetted mechanism is meant to take this place; it has the
same law of chance.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from city.dividend.errors import BudgetExceeded, QueryInvalid

MOST_EPSILON_MILLI = 10_000

# Draws a whole number from 0 up to, and not including, its argument.
Below = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Budget:
    """Of one revision, in thousandths of ε."""

    total_milli: int
    spent_milli: int = 0

    @property
    def left_milli(self) -> int:
        return self.total_milli - self.spent_milli


def charge(budget: Budget, epsilon_milli: int) -> Budget:
    """The budget after a query. Raises QueryInvalid for no epsilon, BudgetExceeded where it would overspend."""
    if not 1 <= epsilon_milli <= MOST_EPSILON_MILLI:
        raise QueryInvalid
    if epsilon_milli > budget.left_milli:
        raise BudgetExceeded
    return Budget(budget.total_milli, budget.spent_milli + epsilon_milli)


def noisy_count(count: int, epsilon_milli: int, below: Below) -> int:
    """The count and discrete Laplace noise of scale 1000/epsilon_milli; never less than none."""
    return max(0, count + discrete_laplace(Fraction(1000, epsilon_milli), below))


def discrete_laplace(scale: Fraction, below: Below) -> int:
    """A whole number x with a chance proportional to exp(-|x|/scale)."""
    numerator, denominator = scale.numerator, scale.denominator
    while True:
        remainder = below(numerator)
        if not _bernoulli_exp(Fraction(remainder, numerator), below):
            continue
        wholes = 0
        while _bernoulli_exp(Fraction(1), below):
            wholes += 1
        size = (remainder + numerator * wholes) // denominator
        negative = below(2) == 1
        if negative and size == 0:
            continue  # zero has one sign, or it would come twice as often
        return -size if negative else size


def _bernoulli_exp(gamma: Fraction, below: Below) -> bool:
    """True with the chance exp(-gamma), for gamma between 0 and 1."""
    k = 1
    while below(gamma.denominator * k) < gamma.numerator:
        k += 1
    return k % 2 == 1
