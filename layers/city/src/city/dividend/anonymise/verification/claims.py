"""What a policy promises of a released file."""

from dataclasses import KW_ONLY, dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class SensitiveClaim:
    """What the policy promises of one sensitive column; None is no promise."""

    column: str
    distinct_l: int | None = None
    entropy_l: float | None = None
    recursive_c: float | None = None
    recursive_l: int | None = None
    equal_t: float | None = None
    ordered_t: float | None = None
    order: tuple[str, ...] = ()
    hierarchical_t: float | None = None
    # Every value's path upwards, the value first.
    tree: tuple[tuple[str, ...], ...] = ()
    basic_beta: float | None = None
    enhanced_beta: float | None = None


@dataclass(frozen=True, slots=True)
class ReleaseClaims:
    """`k` in rows, or in people where `unit` says so; `average_risk` and `uniqueness` at most, as parts of one."""

    quasi_identifiers: tuple[str, ...]
    k: int
    _: KW_ONLY
    average_risk: float | None = None
    uniqueness: float | None = None
    sensitive: tuple[SensitiveClaim, ...] = ()
    # What k, risk and uniqueness count: rows unless people are named.
    unit: Literal["persons"] | None = None
