"""The policy of a release: what a data steward writes in YAML, and what the engine makes of it.

    name: 지역화폐 2026년 10월
    quasi_identifiers:
      - {column: 나이, hierarchy: {kind: bands, widths: [5, 10, 20], above: 80}}
      - {column: 거주지, hierarchy: {kind: region}, at_least: 1}
      - {column: 직업, hierarchy: {kind: file, path: occupation.csv}}
    sensitive:
      - {column: 업종, models: [{kind: distinct_l_diversity, l: 3}]}
    keep: [금액]
    privacy: {k: 5}
    suppression: 0.04
    metric: {kind: loss}

Columns that are not named are not published.

Where one person may stand in several rows, `person: 카드번호` names the column that tells people apart. It is never
published, and k then counts the different people of a class instead of its rows.
"""

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from city.dividend.anonymise.errors import ColumnNamedTwice, ColumnUnknown, HierarchyInvalid, PolicyInvalid
from city.dividend.anonymise.hierarchies.hierarchy import hierarchy_from_rows
from city.dividend.anonymise.hierarchies.value_scales import AsItIs, Bands, Calendar, Listed, Region, Scale
from city.dividend.anonymise.metrics.by_column import Aggregate
from city.dividend.anonymise.metrics.class_size import AverageClassSize, Discernibility
from city.dividend.anonymise.metrics.entropy import Entropy
from city.dividend.anonymise.metrics.height import Height, Precision
from city.dividend.anonymise.metrics.information_loss import EntropyBasedLoss
from city.dividend.anonymise.metrics.loss import Loss
from city.dividend.anonymise.metrics.metric import Factors, Metric
from city.dividend.anonymise.privacy.l_diversity import EntropyEstimator
from city.dividend.anonymise.privacy.population_uniqueness import Estimator


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileHierarchy(_Part):
    """A table without a heading: a row per value, the value first, `;` between levels. The path is the policy's."""

    kind: Literal["file"]
    path: str


class BandsHierarchy(_Part):
    """Whole numbers in bands of these widths from `start` on, each a multiple of the one before; all from `above` on are one."""

    kind: Literal["bands"]
    widths: tuple[int, ...] = Field(min_length=1)
    start: int = 0
    above: int | None = None


class RegionHierarchy(_Part):
    """동 in 구 in 시, as written in addresses."""

    kind: Literal["region"]


class CalendarHierarchy(_Part):
    """Days (2026-10-31) in ISO weeks in months in quarters, from `finest` on."""

    kind: Literal["calendar"]
    finest: Literal["day", "week", "month"] = "day"


class AsItIsHierarchy(_Part):
    """Any text: published as it is, or not at all."""

    kind: Literal["as_it_is"]


HierarchyPart = Annotated[
    FileHierarchy | BandsHierarchy | RegionHierarchy | CalendarHierarchy | AsItIsHierarchy, Field(discriminator="kind")
]


class QuasiIdentifier(_Part):
    """A column that is generalised, to a level of its hierarchy from `at_least` to `at_most`; level 0 is the value itself."""

    column: str
    hierarchy: HierarchyPart
    at_least: int = Field(default=0, ge=0)
    at_most: int | None = Field(default=None, ge=0)


class DistinctPart(_Part):
    """At least `l` different values in every class (Machanavajjhala et al. 2007)."""

    kind: Literal["distinct_l_diversity"]
    l: int = Field(ge=1)  # noqa: E741


class EntropyPart(_Part):
    """An entropy of at least log `l` in every class (Machanavajjhala et al. 2007)."""

    kind: Literal["entropy_l_diversity"]
    l: float = Field(ge=1)  # noqa: E741
    estimator: EntropyEstimator = EntropyEstimator.SHANNON


class RecursivePart(_Part):
    """The most frequent value is rarer than `c` times all from the `l`-th on (Machanavajjhala et al. 2007)."""

    kind: Literal["recursive_cl_diversity"]
    c: float = Field(gt=0)
    l: int = Field(ge=1)  # noqa: E741


class ClosenessPart(_Part):
    """`hierarchy` for the hierarchical distance; `order` lists the values from low to high for the ordered one."""

    kind: Literal["t_closeness"]
    t: float = Field(ge=0, le=1)
    distance: Literal["equal", "ordered", "hierarchical"] = "equal"
    hierarchy: HierarchyPart | None = None
    order: tuple[str, ...] | None = None

    @model_validator(mode="after")
    def _has_what_its_distance_needs(self) -> Self:
        if (self.distance == "hierarchical") != (self.hierarchy is not None):
            raise ValueError("a hierarchy goes with the hierarchical distance, and with no other")
        return self


class LikenessPart(_Part):
    """No value gains more than `beta` in frequency, relatively (Cao, Karras 2012)."""

    kind: Literal["b_likeness"]
    beta: float = Field(gt=0)
    enhanced: bool = False


ModelPart = Annotated[
    DistinctPart | EntropyPart | RecursivePart | ClosenessPart | LikenessPart, Field(discriminator="kind")
]


class SensitiveColumn(_Part):
    """A column that is published as it is, and the models that hold for it in every class."""

    column: str
    models: tuple[ModelPart, ...] = Field(min_length=1)


class PresencePart(_Part):
    """δ-presence (Nergiz, Atzori, Clifton 2007): which part of a class of the population may be released, in [0, 1]."""

    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)


class PopulationUniquenessPart(_Part):
    """At most this part of `people`, whom the rows are a sample of, is estimated to be alone with its values."""

    at_most: float = Field(ge=0, le=1)
    people: int = Field(ge=1)
    estimator: Estimator = Estimator.DANKAR


class PrivacyPart(_Part):
    """What holds for the release: `k` and `k_map` in rows or people, risks and uniqueness as parts of one."""

    k: int = Field(ge=1)
    k_map: int | None = Field(default=None, ge=1)
    d_presence: PresencePart | None = None
    average_risk: float | None = Field(default=None, gt=0, le=1)
    uniqueness: float | None = Field(default=None, ge=0, le=1)
    population_uniqueness: PopulationUniquenessPart | None = None


class Population(_Part):
    """Only rows with `released` in `column` are published; the others are the population around them."""

    column: str
    released: str


class MetricPart(_Part):
    """The loss that is minimised, by ARX's names. `gs_factor` 0.5 weighs generalisation and suppression fully."""

    kind: Literal[
        "loss", "entropy", "precision", "height", "discernibility", "average_class_size", "entropy_based_loss"
    ] = "loss"
    gs_factor: float = Field(default=0.5, ge=0, le=1)
    monotone: bool = False
    normalised: bool = False
    aggregate: Aggregate | None = None


class Policy(_Part):
    """What a steward asks of a release. `suppression` is the part of the rows that may be left out, in [0, 1]."""

    name: str
    quasi_identifiers: tuple[QuasiIdentifier, ...] = Field(min_length=1)
    sensitive: tuple[SensitiveColumn, ...] = ()
    keep: tuple[str, ...] = ()
    person: str | None = Field(default=None, min_length=1)
    privacy: PrivacyPart
    population: Population | None = None
    suppression: Decimal = Field(default=Decimal(0), ge=0, le=1)
    metric: MetricPart = MetricPart()

    @model_validator(mode="after")
    def _needs_a_population(self) -> Self:
        if self.population is None and (self.privacy.k_map or self.privacy.d_presence):
            raise ValueError("k_map and d_presence need a population")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns to publish, in their order."""
        return (
            *(q.column for q in self.quasi_identifiers),
            *(s.column for s in self.sensitive),
            *self.keep,
        )

    @property
    def digest(self) -> str:
        """SHA-256 of the policy's content, however it was written. Hierarchy files are digested beside it."""
        # A policy that does not use a word has the digest it had before there was that word.
        without: dict[str, bool | set[str]] = {} if self.person else {"person": True}
        if self.privacy.population_uniqueness is None:
            without["privacy"] = {"population_uniqueness"}
        return hashlib.sha256(self.model_dump_json(exclude=without).encode()).hexdigest()

    @property
    def columns_read(self) -> tuple[str, ...]:
        """Those and the columns that are read to decide and never published."""
        return (
            *self.columns,
            *((self.person,) if self.person else ()),
            *((self.population.column,) if self.population else ()),
        )

    def suppressible(self, rows: int) -> int:
        """How many of `rows` may be left out."""
        return int(self.suppression * rows)


def read_policy(text: str) -> Policy:
    """Raises PolicyInvalid with every place and reason, or ColumnNamedTwice."""
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise PolicyInvalid(f"YAML이 아닙니다: {error}", f"Not YAML: {error}") from error
    if not isinstance(content, dict):
        raise PolicyInvalid("정책은 이름과 값의 목록이어야 합니다.", "A policy is a mapping of names to values.")
    if "person" in content and content["person"] is None:
        # Left empty it would quietly promise rows.
        raise PolicyInvalid(
            "person에 열 이름이 없습니다. 한 사람이 한 행이면 person을 지우세요.",
            "person names no column: leave it out where everybody has one row.",
        )
    try:
        policy = Policy.model_validate(content)
    except ValidationError as error:
        found = "; ".join(f"{_place(e['loc'])}: {e['msg']}" for e in error.errors())
        raise PolicyInvalid(f"정책을 읽을 수 없습니다. {found}", f"The policy is not valid. {found}") from error
    _refuse_two_roles(policy)
    _refuse_people_in_a_population(policy)
    return policy


def _place(location: Iterable[int | str]) -> str:
    return ".".join(str(part) for part in location) or "policy"


def _refuse_two_roles(policy: Policy) -> None:
    seen: set[str] = set()
    for column in policy.columns_read:
        if column in seen:
            raise ColumnNamedTwice(
                f"'{column}' 열이 두 번 적혀 있습니다.", f"The column {column!r} has two roles in the policy."
            )
        seen.add(column)


def _refuse_people_in_a_population(policy: Policy) -> None:
    if policy.person and policy.population:
        raise PolicyInvalid(
            "person과 population은 함께 쓸 수 없습니다. k-map과 δ-존재는 사람이 아니라 행을 셉니다.",
            "person and population do not go together: k-map and δ-presence count rows, not people.",
        )


def check_columns(policy: Policy, heading: Sequence[str]) -> None:
    """Raises ColumnNamedTwice for a repeated heading or role, ColumnUnknown for what the file does not have."""
    _refuse_two_roles(policy)
    _refuse_people_in_a_population(policy)
    repeated = sorted({name for name in heading if heading.count(name) > 1})
    if repeated:
        raise ColumnNamedTwice(
            f"같은 제목의 열이 있습니다: {', '.join(repeated)}", f"The file repeats a heading: {', '.join(repeated)}"
        )
    missing = [name for name in policy.columns_read if name not in heading]
    if missing:
        raise ColumnUnknown(
            f"파일에 없는 열입니다: {', '.join(missing)}. 있는 열: {', '.join(heading)}",
            f"The file has no column {', '.join(missing)}. It has: {', '.join(heading)}",
        )


def scales_of(policy: Policy, folder: Path) -> dict[str, Scale]:
    """The scale of every quasi-identifier. Paths are relative to `folder`. Raises HierarchyInvalid."""
    scales: dict[str, Scale] = {}
    for quasi in policy.quasi_identifiers:
        scale = scale_of(quasi.column, quasi.hierarchy, folder)
        if isinstance(scale, Listed):
            _refuse_levels(quasi, scale.hierarchy.height)
        scales[quasi.column] = scale
    return scales


def bounds_of(policy: Policy, heights: Mapping[str, int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The lowest and the highest level of every quasi-identifier. Raises HierarchyInvalid."""
    lowest, highest = [], []
    for quasi in policy.quasi_identifiers:
        height = heights[quasi.column]
        _refuse_levels(quasi, height)
        lowest.append(quasi.at_least)
        highest.append(height - 1 if quasi.at_most is None else quasi.at_most)
    return tuple(lowest), tuple(highest)


def _refuse_levels(quasi: QuasiIdentifier, height: int) -> None:
    most = height - 1 if quasi.at_most is None else quasi.at_most
    if not quasi.at_least <= most < height:
        raise HierarchyInvalid(
            f"'{quasi.column}' 열의 단계는 0부터 {height - 1}까지입니다: {quasi.at_least}–{most}",
            f"{quasi.column!r} has levels 0 to {height - 1}, not {quasi.at_least} to {most}.",
        )


def scale_of(column: str, part: HierarchyPart, folder: Path) -> Scale:
    """The scale of one column; a hierarchy file lies in `folder`. Raises HierarchyInvalid."""
    match part:
        case FileHierarchy():
            return Listed(hierarchy_from_rows(column, _rows_of(column, folder / part.path)))
        case BandsHierarchy():
            return Bands(part.widths, part.start, part.above)
        case RegionHierarchy():
            return Region()
        case CalendarHierarchy():
            return Calendar(part.finest)
        case AsItIsHierarchy():
            return AsItIs()


def _rows_of(column: str, path: Path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [row for row in csv.reader(file, delimiter=";") if row]
    except (OSError, UnicodeDecodeError) as error:
        raise HierarchyInvalid(
            f"'{column}' 계층 파일을 읽을 수 없습니다: {path.name}",
            f"The hierarchy file of {column!r} cannot be read: {path.name}",
        ) from error


def hierarchy_files(policy: Policy) -> list[str]:
    """The paths of all hierarchy files the policy names."""
    parts: list[HierarchyPart | None] = [q.hierarchy for q in policy.quasi_identifiers]
    parts += [m.hierarchy for s in policy.sensitive for m in s.models if isinstance(m, ClosenessPart)]
    return sorted({part.path for part in parts if isinstance(part, FileHierarchy)})


def metric_of(part: MetricPart) -> Metric:
    """The metric, with ARX's default aggregate where none is named."""
    factors, monotone = Factors(part.gs_factor), part.monotone
    match part.kind:
        case "loss":
            return Loss(factors, part.aggregate or Aggregate.GEOMETRIC_MEAN)
        case "entropy":
            return Entropy(monotone, part.normalised, factors, part.aggregate or Aggregate.SUM)
        case "precision":
            return Precision(factors, monotone, part.aggregate or Aggregate.ARITHMETIC_MEAN)
        case "height":
            return Height(part.aggregate or Aggregate.SUM)
        case "discernibility":
            return Discernibility(monotone)
        case "average_class_size":
            return AverageClassSize(factors)
        case "entropy_based_loss":
            return EntropyBasedLoss(factors)
