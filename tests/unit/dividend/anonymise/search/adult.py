"""The Adult benchmark as ARX's own tests use it: rows, hierarchies, expected optima, and their Java configurations read."""

import csv
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import exp, log
from pathlib import Path
from typing import Any, cast

import numpy as np

from city.dividend.anonymise.arrays import Ints
from city.dividend.anonymise.equivalence.grouping import frame_of
from city.dividend.anonymise.equivalence.histogram import count_rows, pack
from city.dividend.anonymise.hierarchies.hierarchy import Hierarchy, hierarchy_from_rows
from city.dividend.anonymise.metrics.class_size import AverageClassSize, Discernibility
from city.dividend.anonymise.metrics.entropy import Entropy
from city.dividend.anonymise.metrics.information_loss import EntropyBasedLoss
from city.dividend.anonymise.metrics.loss import Loss
from city.dividend.anonymise.metrics.metric import Factors, Metric
from city.dividend.anonymise.metrics.publisher_payout import CostBenefit, PublisherPayout, class_size_without_attack
from city.dividend.anonymise.privacy.b_likeness import BLikeness
from city.dividend.anonymise.privacy.class_model import ClassModel
from city.dividend.anonymise.privacy.k_anonymity import KAnonymity
from city.dividend.anonymise.privacy.l_diversity import EntropyEstimator, EntropyLDiversity, RecursiveCLDiversity
from city.dividend.anonymise.privacy.population import DPresence, KMap, k_for_population
from city.dividend.anonymise.privacy.population_uniqueness import Estimator, PopulationUniqueness
from city.dividend.anonymise.privacy.privacy import Privacy
from city.dividend.anonymise.privacy.profitability import Profitability
from city.dividend.anonymise.privacy.sample_model import AverageRisk, SampleModel, SampleUniqueness
from city.dividend.anonymise.privacy.sensitive_model import overall_of
from city.dividend.anonymise.privacy.t_closeness import TCloseness
from city.dividend.anonymise.search.problem import Problem, problem_of

ROOT = Path(__file__).parents[5]
FOLDER = Path(os.environ.get("DONGNE_SHARED", ROOT.parent / "shared")) / "data" / "adult"
SENSITIVE = "occupation"
_USA = 317_238_626
# The four games of ARX's profitability tests.
_GAMES = {
    "getConfig1": CostBenefit(2, 1200, 300, 1200),
    "getConfig2": CostBenefit(20, 120, 3000, 1200),
    "getConfig3": CostBenefit(20, 120, 3000, 120),
    "getConfig4": CostBenefit(20, 1000, 3000, 120),
}
_DEGREES = {"LOW_MEDIUM": 0.4, "MEDIUM": 0.5, "MEDIUM_HIGH": 0.6, "HIGH": 0.8}


@dataclass(frozen=True)
class Case:
    """One expectation of ARX's tests. `config` is its Java expression."""

    number: int
    file: str
    config: str
    sensitive: str | None
    loss: float
    levels: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.number}-{self.file.removeprefix('TestAnonymization').removesuffix('.java')}"


@cache
def cases() -> tuple[Case, ...]:
    """Every case with levels, or none where the data are absent."""
    if not FOLDER.exists():
        return ()
    found = json.loads((FOLDER / "arx_expected_optima.json").read_text(encoding="utf-8"))["cases"]
    return tuple(
        Case(n, c["file"], c["config"], c["sensitive"] or None, float(c["optimal_loss"]), tuple(c["levels"]))
        for n, c in enumerate(found)
        if c["levels"] is not None
    )


@cache
def hierarchy(column: str) -> Hierarchy:
    with (FOLDER / f"adult_hierarchy_{column}.csv").open(encoding="utf-8", newline="") as file:
        return hierarchy_from_rows(column, csv.reader(file, delimiter=";"))


def rows_of(name: str) -> tuple[list[str], list[tuple[str, ...]]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file, delimiter=";")
    return heading, [tuple(row) for row in rows]


@cache
def table() -> tuple[tuple[str, ...], dict[str, tuple[tuple[str, ...], Ints]]]:
    """Column order, and per column its sorted values and the rows' codes."""
    heading, rows = rows_of("adult.csv")
    columns = {}
    for place, name in enumerate(heading):
        values = [row[place] for row in rows]
        domain = tuple(sorted(set(values)))
        code = {value: n for n, value in enumerate(domain)}
        columns[name] = (domain, np.array([code[value] for value in values]))
    return tuple(heading), columns


@cache
def research_subset() -> bytes:
    """Which rows of the table are also in the subset's file, as a mask."""
    wanted = Counter(rows_of("adult_subset.csv")[1])
    _, rows = rows_of("adult.csv")
    mask = np.zeros(len(rows), dtype=np.bool_)
    for place, row in enumerate(rows):
        if wanted[row] > 0:
            wanted[row] -= 1
            mask[place] = True
    return mask.tobytes()


class JavaRandom:
    """java.util.Random, whose algorithm its documentation fixes: ARX's tests draw subsets with it."""

    def __init__(self, seed: int) -> None:
        self._state = (seed ^ 0x5DEECE66D) & ((1 << 48) - 1)

    def _next(self, bits: int) -> int:
        self._state = (self._state * 0x5DEECE66D + 0xB) & ((1 << 48) - 1)
        return self._state >> (48 - bits)

    def below(self, bound: int) -> int:
        if bound & (bound - 1) == 0:
            return (bound * self._next(31)) >> 31
        while True:
            drawn = self._next(31)
            if drawn - drawn % bound + bound - 1 < 1 << 31:
                return drawn % bound

    def fraction(self) -> float:
        return ((self._next(26) << 27) + self._next(27)) / (1 << 53)


# The int 0xDEADBEEF becomes a negative long.
_SEED = 0xDEADBEEF - (1 << 32)


def drawn_subset(size: int) -> bytes:
    chance, mask = JavaRandom(_SEED), np.zeros(30_162, dtype=np.bool_)
    mask[[chance.below(size) for _ in range(size)]] = True
    return mask.tobytes()


def sampled(beta: float) -> bytes:
    chance = JavaRandom(_SEED)
    return np.array([chance.fraction() < beta for _ in range(30_162)]).tobytes()


def private_sampling(epsilon: float, delta: float) -> tuple[float, int]:
    """Sampling rate and class size that make k-anonymity at fixed levels (ε, δ)-differentially private.

    After Bild, Kuhn, Prasser 2018 (SafePub): β = 1 - e^-ε; k is the least size with δ(k) below δ.
    """
    beta = 1 - exp(-epsilon)
    gamma = (exp(epsilon) - 1 + beta) / exp(epsilon)

    def tail(n: int) -> float:
        whole = np.cumsum(np.log(np.arange(1, n + 1)))
        factorial = np.concatenate(([0.0], whole))
        j = np.arange(int(n * gamma) + 1, n + 1)
        logs = factorial[n] - factorial[j] - factorial[n - j] + j * log(beta) + (n - j) * log(1 - beta)
        return float(np.exp(logs).sum())

    k = 1
    while True:
        n, worst, bound = int(np.ceil(k / gamma - 1)), -1.0, float("inf")
        while worst < bound:
            worst = max(worst, tail(n))
            bound = exp(-n * (gamma * log(gamma / beta) - (gamma - beta)))
            n += 1
        k += 1
        if worst < delta:
            return beta, k


@dataclass(frozen=True)
class _Read:
    """A configuration, understood."""

    limit: str
    metric: Metric
    classes: tuple[Any, ...]
    sample: tuple[SampleModel, ...]
    released: bytes | None
    levels: tuple[int, ...] | None


def problem(case: Case) -> Problem:
    """What the case asks of our engine. Raises NotImplementedError for what the engine does not do."""
    order, columns = table()
    read = _read(case)
    quasi = [name for name in order if name != case.sensitive]
    released = None if read.released is None else np.frombuffer(read.released, dtype=np.bool_)
    # Ordered distances go by the alphabet; the others by the hierarchy's order, which they do not depend on.
    ordered = any(isinstance(model, tuple) and model[0] == "ordered" for model in read.classes)
    domain = columns[SENSITIVE][0] if ordered else hierarchy(SENSITIVE).labels[0]
    sensitive = [(SENSITIVE, *columns[SENSITIVE])] if case.sensitive else []
    frame = frame_of(
        count_rows(
            quasi,
            [columns[name][0] for name in quasi],
            [columns[name][1] for name in quasi],
            released=released,
            sensitive=sensitive,
        ),
        [hierarchy(name) for name in quasi],
        {SENSITIVE: domain},
    )
    overall = _overall(domain)
    classes: list[ClassModel] = [_with_table(model, overall) for model in read.classes]
    suppressible = int(Fraction(read.limit) * frame.rows)
    return problem_of(
        frame, Privacy(tuple(classes), read.sample), read.metric, suppressible, lowest=read.levels, highest=read.levels
    )


def _overall(domain: tuple[str, ...]) -> Any:
    names, codes = table()[1][SENSITIVE]
    count = Counter(names[code] for code in codes)
    return overall_of([count[value] for value in domain])


def _with_table(model: Any, overall: Any) -> ClassModel:
    if not isinstance(model, tuple):
        return cast("ClassModel", model)
    kind, threshold = model
    if kind in ("basic", "enhanced"):
        return BLikeness(SENSITIVE, threshold, overall, kind == "enhanced")
    tree = hierarchy(SENSITIVE) if kind == "hierarchical" else None
    return TCloseness(SENSITIVE, threshold, overall, tree=tree, ordered=kind == "ordered")


def _read(case: Case) -> _Read:
    begin = re.match(r"ARXConfiguration\.create\(([^,]+), Metric\.create(\w+)\(([^)]*)\)\)(.*)$", case.config)
    if begin is None:
        raise NotImplementedError("a randomised search over scores, not an optimum")
    limit, metric, arguments, rest = begin.groups()
    game = re.search(r"(getConfig\d)\(\)", rest)
    cost_benefit = _GAMES[game.group(1)] if game else None
    classes, sample, released, levels = _models(case, rest, cost_benefit)
    return _Read(
        # With fixed levels and a drawn sample, whatever is in small classes is suppressed, however much it is.
        limit.strip().rstrip("d") if levels is None else "1",
        _metric(metric, [a.strip() for a in arguments.split(",") if a.strip()], cost_benefit),
        tuple(classes),
        tuple(sample),
        released,
        levels,
    )


def _metric(name: str, arguments: list[str], game: CostBenefit | None) -> Metric:
    match name:
        case "LossMetric":
            return Loss(Factors(_number(arguments[0])) if arguments else Factors())
        case "PrecomputedLossMetric":
            return Loss()
        case "PrecomputedEntropyMetric":
            return Entropy(ignores_suppression=arguments[1:] == ["true"])
        case "DiscernabilityMetric":
            return Discernibility(ignores_suppression=arguments == ["true"])
        case "AECSMetric":
            return AverageClassSize()
        case "EntropyBasedInformationLossMetric":
            return EntropyBasedLoss()
        case "PublisherPayoutMetric":
            assert game is not None
            return PublisherPayout(game, journalist=arguments[0] == "true")
    raise NotImplementedError(name)


def _number(text: str) -> float:
    return {"LN2": log(2), "LN3": log(3)}.get(text) or float(text.rstrip("d"))


def _calls(text: str) -> Iterator[tuple[str, str]]:
    """Name and arguments of every `.addPrivacyModel(new Name(…))`."""
    for found in re.finditer(r"addPrivacyModel\((?:new )?(\w+)\(", text):
        depth, end = 1, found.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        yield found.group(1), text[found.end() : end - 1]


def _models(
    case: Case, text: str, game: CostBenefit | None
) -> tuple[list[Any], list[SampleModel], bytes | None, tuple[int, ...] | None]:
    classes: list[Any] = []
    sample: list[SampleModel] = []
    released: bytes | None = None
    levels: tuple[int, ...] | None = None
    # ARX looks for a least class size first and then leaves classes without released rows alone.
    has_least_class = "KAnonymity" in text or "LDiversity" in text
    for name, arguments in _calls(text):
        first, *others = [part.strip() for part in arguments.split(",")]
        match name:
            case "KAnonymity":
                classes.append(KAnonymity(int(first)))
            case "BasicBLikeness" | "EnhancedBLikeness":
                classes.append((name.removesuffix("BLikeness").lower(), _number(others[0])))
            case "HierarchicalDistanceTCloseness" | "EqualDistanceTCloseness" | "OrderedDistanceTCloseness":
                classes.append((name.removesuffix("DistanceTCloseness").lower(), _number(others[0])))
            case "RecursiveCLDiversity":
                classes.append(RecursiveCLDiversity(SENSITIVE, _number(others[0]), int(others[1])))
            case "EntropyLDiversity":
                is_corrected = "GRASSBERGER" in arguments
                entropy = EntropyEstimator.GRASSBERGER if is_corrected else EntropyEstimator.SHANNON
                classes.append(EntropyLDiversity(SENSITIVE, _number(others[0]), entropy))
            case "DPresence":
                released = research_subset()
                classes.append(DPresence(_number(first), _number(others[0]), not has_least_class))
            case "KMap" if "Region.USA" in arguments:
                k = k_for_population(int(first), 30_162, _USA, _number(others[0]), zero_truncated="ZERO" in arguments)
                classes.append(KAnonymity(k))
            case "KMap":
                released = research_subset()
                classes.append(KMap(int(first)))
            case "Inclusion":
                size = re.search(r"getSubset\((\d+)\)", arguments)
                assert size is not None
                released = drawn_subset(int(size.group(1)))
            case "ProfitabilityJournalistNoAttack":
                assert game is not None
                released = research_subset()
                classes.append(KMap(class_size_without_attack(game)))
            case "ProfitabilityJournalist":
                assert game is not None
                released = research_subset()
                classes.append(Profitability(game, journalist=True))
            case "ProfitabilityProsecutor":
                assert game is not None
                classes.append(Profitability(game))
            case "AverageReidentificationRisk":
                sample.append(AverageRisk(_number(first)))
            case "getPopulationUniqueness":
                estimator = Estimator(others[0].rpartition(".")[2].lower())
                sample.append(PopulationUniqueness(_number(first), _USA, estimator))
            case "SampleUniqueness":
                sample.append(SampleUniqueness(_number(first)))
            case "EDDifferentialPrivacy":
                beta, k = private_sampling(_number(first), _number(others[0]))
                degree = re.search(r"GeneralizationDegree\.(\w+)", arguments)
                assert degree is not None
                released = sampled(beta)
                classes.append(KAnonymity(k))
                tops = [hierarchy(name).height - 1 for name in table()[0]]
                # As in Java, halves are rounded up.
                levels = tuple(int(_DEGREES[degree.group(1)] * top + 0.5) for top in tops)
            case _:
                raise NotImplementedError(name)
    # ARX's test adds this one itself where a case names no t-closeness.
    if case.file == "TestAnonymizationTCloseness.java" and not any(isinstance(model, tuple) for model in classes):
        classes.append(("hierarchical", 0.2))
    return classes, sample, released, levels


def first_rows(asked: Problem, levels: tuple[int, ...]) -> Ints:
    """The first row of every class, in the order of the classes."""
    _, columns = table()
    codes = [
        h.climb(0, level)[h.encode(columns[h.name][0])[columns[h.name][1]]]
        for h, level in zip(asked.frame.hierarchies, levels, strict=True)
    ]
    keys = pack(codes, [h.size(level) for h, level in zip(asked.frame.hierarchies, levels, strict=True)])
    first: Ints = np.unique(keys, return_index=True)[1]
    return first
