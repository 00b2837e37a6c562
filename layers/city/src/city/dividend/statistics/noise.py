"""Noise by OpenDP: its discrete Laplace mechanism over whole numbers. Needs the privacy layer.

For a vector of whole numbers that differs by at most `most` in the L1 norm between neighbours, discrete Laplace noise of scale s on
each number is (most/s)-differentially private (Ghosh, Roughgarden & Sundararajan 2012; drawn exactly, without floating
point, after Canonne, Kamath & Steinke 2020, algorithm 2). What it costs is asked of OpenDP's own privacy map, never assumed.

OpenDP lets nobody use a mechanism whose written proof is not through all of its vetting without saying so: the feature is
named `contrib`, and Laplace noise is still under it in 0.16. There is a proof of it and of its sampler beside the code, reviewed but
not signed off as final. Nothing else is switched on: neither `floating-point` nor `honest-but-curious`.

How long a draw takes depends a little on what is drawn; whoever could time draws to the microsecond over the network would
learn something. Nothing is done against that.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

CERTAINTY_PERCENT = 95
_ALPHA = (100 - CERTAINTY_PERCENT) / 100


@dataclass(frozen=True, slots=True)
class Mechanism:
    """Noise fitted to a sensitivity and a cost.

    `epsilon_milli`: what a release costs by OpenDP's map, rounded up. `plus_minus`: every released number is less than that away
    from the exact one with `CERTAINTY_PERCENT`.
    """

    scale: float
    epsilon_milli: int
    plus_minus: int
    release: Callable[[Sequence[int]], list[int]]


@lru_cache(maxsize=256)
def laplace(most: int, epsilon_milli: int) -> Mechanism:
    """The least noise for which neighbours that differ by `most` are within ε. Numbers may come out negative."""
    dp = _opendp()
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l1_distance(T="i64")
    wanted = epsilon_milli / 1000
    if Fraction(wanted) * 1000 > epsilon_milli:
        wanted = math.nextafter(wanted, 0)
    scale = dp.binary_search_param(lambda scale: space >> dp.m.then_laplace(scale), d_in=most, d_out=wanted)
    measurement = space >> dp.m.then_laplace(scale)
    cost = math.ceil(Fraction(measurement.map(most)) * 1000)
    return Mechanism(
        scale,
        cost,
        math.ceil(dp.discrete_laplacian_scale_to_accuracy(scale, _ALPHA)),
        lambda exact: [int(number) for number in measurement(list(exact))],
    )


@cache
def _opendp() -> Any:
    import opendp.prelude as dp  # a third of a second, and 160 MB of library: only whoever draws pays for it

    dp.enable_features("contrib")
    return dp
