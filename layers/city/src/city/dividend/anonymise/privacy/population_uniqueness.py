"""How many people of a whole population would be alone in their class, estimated from the class sizes of a sample. Pure.

Let n rows in u classes, s_j of them of size j, be drawn from a population of N with fraction π = n / N. Who is alone in
the sample need not be alone in the population; the estimators below say how many there are that are.

* Zayatz 1991: Bayes' rule. A class of j people leaves one in the sample with hypergeometric probability
  j·C(N - j, n - 1) / C(N, n); classes of the population are taken to be of size j as often as those of the sample are.
* Pitman's model, Hoshino 2001: the sampling formula of a two-parameter process (θ, α), by maximum likelihood;
  S_1 = Γ(θ + 1) / Γ(θ + α) · N^α. Where the likelihood falls from α = 0 on, that is Ewens's formula and S_1 about θ.
* Shifted negative binomial ("SNB"), Chen and Keller-McNulty 1998: class sizes less one are negative binomial (α, β). Its
  parameters and the number K of classes are those with which N, u and s_1 are what is expected; S_1 = K·(1 - β)^α.
* Dankar et al. 2012: Pitman up to a fraction of a tenth, else the lesser of Zayatz and SNB.

Where a model cannot be fitted Zayatz's answer is taken, which there always is: no estimate is no promise.

An estimate is no proof: it is as good as its model fits. Nothing about it is monotone under generalisation.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import exp, isfinite, lgamma, log

import numpy as np

from city.dividend.anonymise.arrays import Floats, Ints
from city.dividend.anonymise.privacy.special_functions import digamma, trigamma

_STEPS = 100
_PRECISION = 1e-12
# Hardly more than no α, to see where the likelihood goes from there.
_HARDLY = 1e-4
# Dankar et al. found Pitman's model the better up to this fraction.
_SMALL_FRACTION = 0.1


class Estimator(StrEnum):
    """Which of the estimators above answers."""

    DANKAR = "dankar"
    PITMAN = "pitman"
    ZAYATZ = "zayatz"
    SNB = "snb"


def uniqueness_of_population(sizes: Ints, population: int, estimator: Estimator = Estimator.DANKAR) -> float:
    """The part of `population` people who are alone in their class, in [0, 1], given the class sizes of a sample.

    Raises ValueError for a sample larger than its population.
    """
    sample = _Sample.of(sizes, population)
    if not sample.alone:
        return 0.0
    found: float | None
    match estimator:
        case Estimator.ZAYATZ:
            found = _zayatz(sample)
        case Estimator.PITMAN:
            found = _pitman(sample)
        case Estimator.SNB:
            found = _shifted_negative_binomial(sample)
        case Estimator.DANKAR if sample.fraction <= _SMALL_FRACTION:
            found = _pitman(sample)
        case Estimator.DANKAR:
            negative_binomial = _shifted_negative_binomial(sample)
            found = None if negative_binomial is None else min(negative_binomial, _zayatz(sample))
    return min((_zayatz(sample) if found is None else found) / population, 1.0)


@dataclass(frozen=True, slots=True)
class _Sample:
    """`number[i]` classes have `size[i]` rows."""

    size: Floats
    number: Floats
    population: int

    @staticmethod
    def of(sizes: Ints, population: int) -> "_Sample":
        size, number = np.unique(sizes[sizes > 0], return_counts=True)
        sample = _Sample(size.astype(np.float64), number.astype(np.float64), population)
        if sample.rows > population:
            raise ValueError("a sample is no larger than its population")
        return sample

    @property
    def rows(self) -> float:
        return float(self.size @ self.number)

    @property
    def classes(self) -> float:
        return float(self.number.sum())

    @property
    def alone(self) -> float:
        return self.of_size(1)

    def of_size(self, size: int) -> float:
        return float(self.number[self.size == size].sum())

    @property
    def fraction(self) -> float:
        return self.rows / self.population


def _zayatz(sample: _Sample) -> float:
    n, whole = sample.rows, sample.population
    # log of C(N - j, n - 1) / C(N - 1, n - 1): what a class of j leaves of one row, less what a class of one does.
    logs = np.array([_log_falling(whole - n, j - 1) - _log_falling(whole - 1, j - 1) for j in sample.size])
    left_one = sample.size * np.exp(logs)
    part = sample.alone / float(sample.number @ left_one)
    return sample.alone * part / sample.fraction


def _log_falling(x: float, factors: float) -> float:
    """log of x·(x - 1)·…, -inf where a factor is zero."""
    return lgamma(x + 1) - lgamma(x + 1 - factors) if x >= factors else -np.inf


def _pitman(sample: _Sample) -> float | None:
    """None where no parameters were found."""
    found = _pitman_parameters(sample)
    if found is None:
        return None
    theta, alpha = found
    if not alpha:
        return theta * sample.population / (theta + sample.population - 1)
    uniques = exp(lgamma(theta + 1) - lgamma(theta + alpha) + alpha * log(sample.population))
    return uniques if isfinite(uniques) else None


def _pitman_parameters(sample: _Sample) -> tuple[float, float] | None:
    """θ and α of the greatest likelihood, from Hoshino's moment estimates by Newton's method."""
    n, u, alone, pairs = sample.rows, sample.classes, sample.alone, sample.of_size(2)
    if u < 2 or u == n:
        return None
    ewens = _ewens_parameter(sample)
    if _pitman_gradient(sample, ewens, _HARDLY)[0][1] <= 0:
        return ewens, 0.0
    c = alone * (alone - 1) / max(pairs, 1)
    divisor = 2 * alone * u + alone * c - n * c
    theta = (n * u * c - alone * (n - 1) * (2 * u + c)) / divisor if divisor else 1.0
    alpha = (theta * (alone - n) + (n - 1) * alone) / (n * u)
    if not (0 < alpha < 1 and theta > 0):
        theta, alpha = 1.0, 0.5
    for _ in range(_STEPS):
        (by_theta, by_alpha), (tt, ta, aa) = _pitman_gradient(sample, theta, alpha)
        determinant = tt * aa - ta * ta
        if not determinant or not isfinite(determinant):
            return None
        step = ((ta * by_alpha - aa * by_theta) / determinant, (ta * by_theta - tt * by_alpha) / determinant)
        # No further than half the way to the border: θ > -α, 0 < α < 1.
        part = 1.0
        while part > _PRECISION and not (
            alpha / 2 < alpha + part * step[1] < (1 + alpha) / 2 and theta + part * step[0] > theta / 2
        ):
            part /= 2
        theta, alpha = theta + part * step[0], alpha + part * step[1]
        if abs(step[0]) <= _PRECISION * theta and abs(step[1]) <= _PRECISION:
            return theta, alpha
    return None


def _ewens_parameter(sample: _Sample) -> float:
    """θ with which u classes among n rows are expected: Σ θ / (θ + i), i < n, by bisection."""
    low, high = 1e-9, 1e15
    for _ in range(_STEPS):
        middle = exp((log(low) + log(high)) / 2)
        expected = middle * (_psi(middle + sample.rows) - _psi(middle))
        low, high = (middle, high) if expected < sample.classes else (low, middle)
    return low


def _pitman_gradient(
    sample: _Sample, theta: float, alpha: float
) -> tuple[tuple[float, float], tuple[float, float, float]]:
    """Of the logarithm of the sampling formula, by θ and α, once and twice:

    Σ log(θ + iα), i < u, less Σ log(θ + i), i < n, plus Σ s_j Σ log(i - α), i < j.
    """
    n, u = sample.rows, sample.classes
    ratio = theta / alpha
    # Σ 1 / (θ + iα) and Σ 1 / (θ + iα)², for 1 <= i < u.
    once = (_psi(ratio + u) - _psi(ratio + 1)) / alpha
    twice = (_psi1(ratio + 1) - _psi1(ratio + u)) / alpha**2
    # The same with i and i² above the line: i = ((θ + iα) - θ) / α.
    with_i = (u - 1 - theta * once) / alpha
    i_twice = (once - theta * twice) / alpha
    ii_twice = (u - 1 - 2 * theta * once + theta**2 * twice) / alpha**2
    within = float(sample.number @ (digamma(sample.size - alpha) - _psi(1 - alpha)))
    within_twice = float(sample.number @ (_psi1(1 - alpha) - trigamma(sample.size - alpha)))
    by_theta = once - (_psi(theta + n) - _psi(theta + 1))
    by_alpha = with_i - within
    tt = -twice + (_psi1(theta + 1) - _psi1(theta + n))
    return (by_theta, by_alpha), (tt, -i_twice, -ii_twice - within_twice)


def _psi(x: float) -> float:
    return float(digamma(np.array([x]))[0])


def _psi1(x: float) -> float:
    return float(trigamma(np.array([x]))[0])


def _shifted_negative_binomial(sample: _Sample) -> float | None:
    """None where no parameters explain the sample.

    The generating function of a class's size is G(z) = z·((1 - β) / (1 - βz))^α, and that of what a sample has of it
    G(1 - π + πz). Hence N = K·(1 + αβ / (1 - β)), u = K·(1 - G(1 - π)), s_1 = K·π·G'(1 - π).
    """
    if sample.fraction >= 1:
        return sample.alone
    left = 1 - sample.fraction

    def misfit(beta: float) -> float:
        """How far s_1 is from what is expected with this β, and the K and α that N and u then ask for."""
        fitted = _fit_to_classes(sample, beta)
        if fitted is None:
            return float("nan")
        classes, alpha = fitted
        kept = exp(alpha * (log(1 - beta) - log(1 - beta * left)))
        return classes * sample.fraction * kept * (1 + left * alpha * beta / (1 - beta * left)) - sample.alone

    grid = 1 - np.logspace(0, -9, 181)[1:]
    values = np.array([misfit(float(beta)) for beta in grid])
    changes = np.flatnonzero(np.sign(values[1:]) * np.sign(values[:-1]) < 0)
    if not len(changes):
        return None
    low, high = float(grid[changes[0]]), float(grid[changes[0] + 1])
    sign = np.sign(misfit(low))
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if np.sign(misfit(middle)) == sign else (low, middle)
    fitted = _fit_to_classes(sample, (low + high) / 2)
    if fitted is None:
        return None
    classes, alpha = fitted
    return classes * exp(alpha * log(1 - (low + high) / 2))


def _fit_to_classes(sample: _Sample, beta: float) -> tuple[float, float] | None:
    """K and α with which N people and u classes of the sample are expected, for a β in (0, 1), by bisection over K."""
    left, whole = 1 - sample.fraction, float(sample.population)

    def alpha_of(classes: float) -> float:
        return (whole / classes - 1) * (1 - beta) / beta

    def seen(classes: float) -> float:
        return classes * (1 - left * exp(alpha_of(classes) * (log(1 - beta) - log(1 - beta * left)))) - sample.classes

    low, high = sample.classes, whole
    if seen(low) > 0 or seen(high) < 0:
        return None
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if seen(middle) < 0 else (low, middle)
    return (low + high) / 2, alpha_of((low + high) / 2)


@dataclass(frozen=True, slots=True)
class PopulationUniqueness:
    """A privacy model: at most this part of the population is estimated to be alone in its class.

    Estimated from the rows that are released, as all models of the released rows as a whole are (`SampleModel`).
    """

    threshold: float
    population: int
    estimator: Estimator = Estimator.DANKAR
    of_people: bool = False

    @property
    def monotone(self) -> bool:
        return False

    def satisfied(self, sizes: Ints, rows: Ints) -> bool:  # noqa: ARG002  # rows are those of other models
        if not len(sizes):
            return True
        return uniqueness_of_population(sizes, self.population, self.estimator) <= self.threshold
