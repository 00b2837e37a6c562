"""Refuses a released file that does not keep what its policy promises."""

from collections.abc import Callable

from city.dividend.anonymise.errors import VerificationFailed
from city.dividend.anonymise.verification.claims import ReleaseClaims, SensitiveClaim
from city.dividend.anonymise.verification.measure import MeasuredRelease
from city.dividend.anonymise.verification.population import MeasuredPopulation
from city.dividend.anonymise.verification.sensitive import MeasuredSensitive

# Measured distances are sums of some hundred fractions.
_ROUNDING = 1e-9


def refuse_broken(measured: MeasuredRelease, claims: ReleaseClaims) -> None:
    """Raises VerificationFailed, naming every promise that the file does not keep."""
    broken: list[str] = []

    def promise(name: str, kept: bool, found: object, promised: object) -> None:
        if not kept:
            broken.append(f"{name}: {found} ({promised})")

    if claims.unit == "persons":
        # What was not counted is not kept.
        k = 0 if measured.persons is None else measured.persons.k
        promise("k (persons)", not measured.rows or k >= claims.k, k, claims.k)
    else:
        promise("k", not measured.rows or measured.k >= claims.k, measured.k, claims.k)
    if claims.average_risk is not None:
        within = measured.average_risk <= claims.average_risk + _ROUNDING
        promise("average risk", within, measured.average_risk, claims.average_risk)
    if claims.uniqueness is not None:
        within = measured.uniqueness <= claims.uniqueness + _ROUNDING
        promise("uniqueness", within, measured.uniqueness, claims.uniqueness)
    for claim, found in zip(claims.sensitive, measured.sensitive, strict=True):
        if measured.rows:
            _check_sensitive(claim, found, promise)
    if broken:
        raise VerificationFailed(
            f"결과 파일이 약속을 지키지 못해 아무것도 내보내지 않았습니다. {'; '.join(broken)}",
            f"The written file does not keep what was promised; nothing was published. {'; '.join(broken)}",
        )


def _check_sensitive(
    claim: SensitiveClaim, found: MeasuredSensitive, promise: Callable[[str, bool, object, object], None]
) -> None:
    name = claim.column
    if claim.distinct_l is not None:
        promise(f"{name} distinct l", found.distinct_l >= claim.distinct_l, found.distinct_l, claim.distinct_l)
    if claim.entropy_l is not None:
        kept = found.entropy_l >= claim.entropy_l * (1 - _ROUNDING)
        promise(f"{name} entropy l", kept, found.entropy_l, claim.entropy_l)
    if claim.recursive_c is not None:
        kept = found.recursive_c < claim.recursive_c
        promise(f"{name} recursive c", kept, found.recursive_c, claim.recursive_c)
    for kind, promised, distance in (
        ("equal t", claim.equal_t, found.equal_t),
        ("ordered t", claim.ordered_t, found.ordered_t),
        ("hierarchical t", claim.hierarchical_t, found.hierarchical_t),
        ("β", claim.basic_beta, found.basic_beta),
    ):
        if promised is not None:
            assert distance is not None
            promise(f"{name} {kind}", distance <= promised + _ROUNDING, distance, promised)
    if found.enhanced_excess is not None:
        promise(f"{name} enhanced β", found.enhanced_excess <= _ROUNDING, found.enhanced_excess, claim.enhanced_beta)


def refuse_broken_population(
    measured: MeasuredPopulation, k_map: int | None = None, presence: tuple[float, float] | None = None
) -> None:
    """Raises VerificationFailed, naming what the release does not keep of k-map and of [low, high] for δ-presence."""
    broken = []
    if k_map is not None and measured.high and measured.k_map < k_map:
        broken.append(f"k-map: {measured.k_map} ({k_map})")
    if presence is not None and not (
        presence[0] - _ROUNDING <= measured.low <= measured.high <= presence[1] + _ROUNDING
    ):
        broken.append(f"δ: {measured.low}-{measured.high} ({presence[0]}-{presence[1]})")
    if broken:
        raise VerificationFailed(
            f"결과 파일이 모집단에 대한 약속을 지키지 못했습니다. {'; '.join(broken)}",
            f"The written file does not keep what was promised of the population. {'; '.join(broken)}",
        )
