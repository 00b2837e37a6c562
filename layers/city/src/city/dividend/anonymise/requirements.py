"""What a policy asks of the table that was counted, and what it promises of the file that is written."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from city.dividend.anonymise.equivalence.grouping import CellFrame
from city.dividend.anonymise.equivalence.histogram import Histogram, frequencies
from city.dividend.anonymise.errors import ModelImpossible
from city.dividend.anonymise.hierarchies.hierarchy import Hierarchy
from city.dividend.anonymise.hierarchies.value_scales import Listed, hierarchy_of
from city.dividend.anonymise.policy import (
    ClosenessPart,
    DistinctPart,
    EntropyPart,
    LikenessPart,
    Policy,
    RecursivePart,
    scale_of,
)
from city.dividend.anonymise.privacy.b_likeness import BLikeness
from city.dividend.anonymise.privacy.class_model import ClassModel
from city.dividend.anonymise.privacy.k_anonymity import KAnonymity, PersonAnonymity
from city.dividend.anonymise.privacy.l_diversity import (
    DistinctLDiversity,
    EntropyEstimator,
    EntropyLDiversity,
    RecursiveCLDiversity,
)
from city.dividend.anonymise.privacy.population import DPresence, KMap
from city.dividend.anonymise.privacy.population_uniqueness import PopulationUniqueness
from city.dividend.anonymise.privacy.privacy import Privacy
from city.dividend.anonymise.privacy.sample_model import AverageRisk, SampleModel, SampleUniqueness
from city.dividend.anonymise.privacy.t_closeness import TCloseness
from city.dividend.anonymise.verification.claims import ReleaseClaims, SensitiveClaim


def refuse_impossible(policy: Policy, frame: CellFrame) -> None:
    """Raises ModelImpossible for what these rows cannot satisfy, however coarse."""
    if frame.people is not None and policy.privacy.k > len(frame.people.number):
        raise ModelImpossible(
            f"k={policy.privacy.k}인데 사람이 {len(frame.people.number)}명뿐입니다.",
            f"k is {policy.privacy.k}, and there are only {len(frame.people.number)} persons.",
        )
    if policy.privacy.k > frame.rows:
        raise ModelImpossible(
            f"k={policy.privacy.k}인데 행이 {frame.rows}개뿐입니다.",
            f"k is {policy.privacy.k}, and there are only {frame.rows} rows.",
        )
    alone = policy.privacy.population_uniqueness
    rows = frame.rows if frame.people is None else len(frame.people.number)
    if alone is not None and alone.people < rows:
        raise ModelImpossible(
            f"{rows}건은 {alone.people}명의 표본일 수 없습니다.",
            f"{rows} cannot be a sample of a population of {alone.people}.",
        )
    for sensitive in policy.sensitive:
        values = frame.sensitive[sensitive.column].size
        for model in sensitive.models:
            least = getattr(model, "l", 1)
            if least > values:
                raise ModelImpossible(
                    f"'{sensitive.column}'의 값은 {values}가지뿐이어서 l={least}이(가) 될 수 없습니다.",
                    f"{sensitive.column!r} has only {values} values: l cannot be {least}.",
                )


def sensitive_domains(policy: Policy, folder: Path, histogram: Histogram) -> dict[str, tuple[str, ...]]:
    """The values of every sensitive column in the order its distance asks for."""
    domains = {}
    for sensitive in policy.sensitive:
        present = next(s.domain for s in histogram.sensitive if s.name == sensitive.column)
        domain: tuple[str, ...] = present
        for part in sensitive.models:
            if not isinstance(part, ClosenessPart):
                continue
            if part.hierarchy is not None:
                domain = _tree(sensitive.column, part, folder, present).labels[0]
            elif part.order is not None:
                missing = sorted(set(present) - set(part.order))
                if missing:
                    raise ModelImpossible(
                        f"'{sensitive.column}'의 순서에 없는 값: {', '.join(missing)}",
                        f"The order of {sensitive.column!r} leaves out: {', '.join(missing)}",
                    )
                domain = tuple(value for value in part.order if value in present)
        domains[sensitive.column] = domain
    return domains


def _tree(column: str, part: ClosenessPart, folder: Path, present: Sequence[str]) -> Hierarchy:
    assert part.hierarchy is not None
    scale = scale_of(column, part.hierarchy, folder)
    if isinstance(scale, Listed):
        scale.hierarchy.encode(list(present))
    return hierarchy_of(column, scale, [scale.levels(value) for value in present])


def privacy_of(policy: Policy, folder: Path, histogram: Histogram, domains: Mapping[str, Sequence[str]]) -> Privacy:
    """The models of the policy, made for the table that was counted."""
    privacy = policy.privacy
    classes: list[ClassModel] = [PersonAnonymity(privacy.k) if policy.person else KAnonymity(privacy.k)]
    if privacy.k_map is not None:
        classes.append(KMap(privacy.k_map))
    if privacy.d_presence is not None:
        classes.append(DPresence(privacy.d_presence.low, privacy.d_presence.high))
    for sensitive in policy.sensitive:
        domain = domains[sensitive.column]
        overall = frequencies(histogram, sensitive.column, domain)
        for part in sensitive.models:
            match part:
                case DistinctPart():
                    classes.append(DistinctLDiversity(sensitive.column, part.l))
                case EntropyPart():
                    classes.append(EntropyLDiversity(sensitive.column, part.l, part.estimator))
                case RecursivePart():
                    classes.append(RecursiveCLDiversity(sensitive.column, part.c, part.l))
                case LikenessPart():
                    classes.append(BLikeness(sensitive.column, part.beta, overall, part.enhanced))
                case ClosenessPart():
                    tree = None if part.hierarchy is None else _tree(sensitive.column, part, folder, domain)
                    ordered = part.distance == "ordered"
                    classes.append(TCloseness(sensitive.column, part.t, overall, tree=tree, ordered=ordered))
    sample: list[SampleModel] = []
    if privacy.average_risk is not None:
        sample.append(AverageRisk(privacy.average_risk, of_people=policy.person is not None))
    if privacy.uniqueness is not None:
        sample.append(SampleUniqueness(privacy.uniqueness, of_people=policy.person is not None))
    if (alone := privacy.population_uniqueness) is not None:
        sample.append(
            PopulationUniqueness(alone.at_most, alone.people, alone.estimator, of_people=policy.person is not None)
        )
    return Privacy(tuple(classes), tuple(sample), by_release=True)


def claims_of(policy: Policy, folder: Path) -> ReleaseClaims:
    """What the policy promises and the file can be held to."""
    return ReleaseClaims(
        tuple(q.column for q in policy.quasi_identifiers),
        policy.privacy.k,
        average_risk=policy.privacy.average_risk,
        uniqueness=policy.privacy.uniqueness,
        sensitive=tuple(_claim_of(s.column, s.models, folder) for s in policy.sensitive),
        unit="persons" if policy.person else None,
    )


def _claim_of(column: str, models: Sequence[object], folder: Path) -> SensitiveClaim:
    promised: dict[str, object] = {}
    for part in models:
        match part:
            case DistinctPart():
                promised["distinct_l"] = part.l
            case EntropyPart(estimator=EntropyEstimator.SHANNON):
                promised["entropy_l"] = part.l
            case RecursivePart():
                promised |= {"recursive_c": part.c, "recursive_l": part.l}
            case LikenessPart():
                promised["enhanced_beta" if part.enhanced else "basic_beta"] = part.beta
            case ClosenessPart():
                promised[f"{part.distance}_t"] = part.t
                if part.order is not None:
                    promised["order"] = part.order
                if part.hierarchy is not None:
                    promised["tree"] = _paths(column, part, folder)
    return SensitiveClaim(column, **promised)  # type: ignore[arg-type]


def _paths(column: str, part: ClosenessPart, folder: Path) -> tuple[tuple[str, ...], ...]:
    assert part.hierarchy is not None
    scale = scale_of(column, part.hierarchy, folder)
    if not isinstance(scale, Listed):
        raise ModelImpossible(
            "계층 거리에는 계층 파일이 필요합니다.", "The hierarchical distance needs a hierarchy from a file."
        )
    return tuple(scale.levels(value) for value in scale.hierarchy.labels[0])
