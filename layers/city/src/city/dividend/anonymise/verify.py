"""What a release keeps, measured from the written file alone.

Shares no code with the search, the models or the histogram (a test holds it to that): it reads the file as its buyer
does, groups equal rows, and computes every number anew. What it cannot see, it does not claim.

People do not stand in the release. Where they are promised, the companion file tells whose each row is, and people are
counted anew from both. l-diversity, t-closeness and β-likeness stay statements about the rows of a class: l values in a
class of k people say that a value cannot be read off the class, not that every single person has several.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from city.dividend.anonymise.errors import VerificationFailed

_Numbers = npt.NDArray[np.int64]
_Parts = npt.NDArray[np.float64]
# Measured distances are sums of some hundred fractions.
_ROUNDING = 1e-9


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
class Claims:
    quasi_identifiers: tuple[str, ...]
    k: int
    average_risk: float | None = None
    uniqueness: float | None = None
    sensitive: tuple[SensitiveClaim, ...] = ()
    # What k, risk and uniqueness count: rows unless people are named.
    unit: Literal["persons"] | None = None


@dataclass(frozen=True, slots=True)
class MeasuredSensitive:
    """The worst class of each kind. `recursive_c` is the least c that holds for the promised l."""

    column: str
    distinct_l: int
    entropy_l: float
    recursive_l: int
    recursive_c: float
    equal_t: float
    ordered_t: float | None
    hierarchical_t: float | None
    basic_beta: float
    # By how much the gain of some value exceeds what enhanced likeness of this β allows; None if none was promised.
    enhanced_excess: float | None


@dataclass(frozen=True, slots=True)
class MeasuredPersons:
    """`k`: the fewest different people in a class. `average_risk`: the mean over all rows of one over the people of their
    class. `alone_rows` stand in classes of one person. `largest_share`: the largest part that one person's rows are of a
    class: who knows that much of somebody may guess that a row of the class is theirs, and k does not bound it."""

    persons: int
    k: int
    average_risk: float
    alone_rows: int
    largest_share: float


@dataclass(frozen=True, slots=True)
class Measured:
    """`k` is the fewest rows in a class. Risks are those of people where people were counted, and of rows where not."""

    rows: int
    classes: int
    k: int
    unique_rows: int
    values: Mapping[str, int]
    sensitive: tuple[MeasuredSensitive, ...] = field(default=())
    persons: MeasuredPersons | None = None

    @property
    def highest_risk(self) -> float:
        """Of the prosecutor, who knows that somebody is in the release: the worst row's probability."""
        k = self.k if self.persons is None else self.persons.k
        return 1 / k if k else 0.0

    @property
    def average_risk(self) -> float:
        """Of the marketer, who wants as many as possible: the expected part of the rows that are re-identified."""
        if self.persons is not None:
            return self.persons.average_risk
        return self.classes / self.rows if self.rows else 0.0

    @property
    def uniqueness(self) -> float:
        alone = self.unique_rows if self.persons is None else self.persons.alone_rows
        return alone / self.rows if self.rows else 0.0


def measure(path: Path, claims: Claims, companion: Path | None = None) -> Measured:
    """Reads the release column by column and measures what `claims` speak of; people, where there is a `companion`.

    Raises VerificationFailed for a companion that is not the release's, row by row.
    """
    release = _open(path)
    class_of: _Numbers | None = None
    values = {}
    for column, (codes, texts) in zip(
        claims.quasi_identifiers, _one_ahead(release.column, claims.quasi_identifiers), strict=True
    ):
        values[column] = int((np.bincount(codes, minlength=len(texts)) > 0).sum())
        class_of = codes if class_of is None else _finer(class_of, codes, len(texts))
    assert class_of is not None
    if claims.sensitive or companion is not None:
        _, class_of, sizes = np.unique(class_of, return_inverse=True, return_counts=True)
    else:
        # Without sensitive columns or people nobody asks which row is in which class.
        sizes = _sizes(class_of)
    sensitive = tuple(_measure_sensitive(release, claim, class_of, sizes) for claim in claims.sensitive)
    return Measured(
        len(class_of),
        len(sizes),
        int(sizes.min()) if len(sizes) else 0,
        int((sizes == 1).sum()),
        values,
        sensitive,
        None if companion is None else _measure_persons(companion, class_of, sizes),
    )


def _measure_persons(companion: Path, class_of: _Numbers, sizes: _Numbers) -> MeasuredPersons:
    told = pa.parquet.read_table(companion).column(0)
    if len(told) != len(class_of) or told.null_count:
        raise VerificationFailed(
            f"행은 {len(class_of)}개인데 그 사람은 {len(told) - told.null_count}개 적혀 있습니다.",
            f"There are {len(class_of)} rows, and {len(told) - told.null_count} of them are told whose they are.",
        )
    if not len(class_of):
        return MeasuredPersons(0, 0, 0.0, 0, 0.0)
    everybody, who = np.unique(told.to_numpy(), return_inverse=True)
    # As many classes or people as rows at most: their product fits.
    seen, rows = np.unique(class_of * len(everybody) + who, return_counts=True)
    seen_in = seen // len(everybody)
    persons = np.bincount(seen_in, minlength=len(sizes))
    return MeasuredPersons(
        len(everybody),
        int(persons.min()),
        float((sizes / persons).sum() / sizes.sum()),
        int(sizes[persons == 1].sum()),
        float((rows / sizes[seen_in]).max()),
    )


class _Release:
    def __init__(self, path: Path) -> None:
        self._path = path

    def column(self, name: str) -> tuple[_Numbers, list[str]]:
        """A column as numbers into its texts."""
        raise NotImplementedError


class _ParquetRelease(_Release):
    def column(self, name: str) -> tuple[_Numbers, list[str]]:
        return _numbered(pa.parquet.read_table(self._path, columns=[name]).column(0))


class _CsvRelease(_Release):
    def column(self, name: str) -> tuple[_Numbers, list[str]]:
        options = pa.csv.ConvertOptions(include_columns=[name], column_types={name: pa.string()})
        return _numbered(pa.csv.read_csv(self._path, convert_options=options).column(0))


def _open(path: Path) -> _Release:
    return _CsvRelease(path) if path.suffix == ".csv" else _ParquetRelease(path)


def _numbered(column: pa.ChunkedArray) -> tuple[_Numbers, list[str]]:
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    whole = column.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0) if whole.num_chunks else pa.array([], pa.string()).dictionary_encode()
    texts = [str(text) for text in whole.dictionary.to_pylist()]
    return whole.indices.to_numpy(zero_copy_only=False).astype(np.int64), texts


def _one_ahead(
    read: Callable[[str], tuple[_Numbers, list[str]]], columns: Sequence[str]
) -> Iterator[tuple[_Numbers, list[str]]]:
    """Every column in its turn, while the next one is being read."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(read, columns[0])
        for column in columns[1:]:
            here, coming = coming, reader.submit(read, column)
            yield here.result()
        yield coming.result()


def _sorted(codes: _Numbers, texts: list[str]) -> tuple[_Numbers, list[str]]:
    """Texts in their order, or the last digit of a sum would depend on which row stands first."""
    order = sorted(range(len(texts)), key=texts.__getitem__)
    place = np.empty(len(texts), dtype=np.int64)
    place[order] = np.arange(len(texts))
    return place[codes], [texts[at] for at in order]


def _sizes(class_of: _Numbers) -> _Numbers:
    """Rows per class: by counting into a table where it is not far larger than the rows, else by sorting."""
    if len(class_of) and int(class_of.max()) <= 2 * len(class_of):
        sizes: _Numbers = np.bincount(class_of)
        return sizes[sizes > 0]
    return np.unique(class_of, return_counts=True)[1]


def _finer(classes: _Numbers, codes: _Numbers, size: int) -> _Numbers:
    """Classes split further by one more column, numbered anew before their numbers grow too large."""
    if len(classes) and int(classes.max()) >= 2**62 // max(1, size):
        classes = np.unique(classes, return_inverse=True)[1]
    split: _Numbers = classes * size + codes
    return split


def _measure_sensitive(
    release: _Release, claim: SensitiveClaim, class_of: _Numbers, sizes: _Numbers
) -> MeasuredSensitive:
    codes, texts = _sorted(*release.column(claim.column))
    whole = np.bincount(codes, minlength=len(texts)) / max(1, len(codes))
    order = [texts.index(text) for text in claim.order if text in texts] if claim.order else list(range(len(texts)))
    distinct, entropy, recursive = len(texts) or 0, np.inf, 0.0
    equal = ordered = hierarchical = basic = 0.0
    excess = -np.inf
    least_l = claim.recursive_l or claim.distinct_l or 1
    for table in _tables(class_of, codes, sizes, len(texts)):
        rows = table.sum(axis=1)
        parts = table / rows[:, None]
        distinct = min(distinct, int((table > 0).sum(axis=1).min()))
        bits = np.where(parts > 0, parts * np.log(np.where(parts > 0, parts, 1)), 0).sum(axis=1)
        entropy = min(entropy, float(np.exp(-bits).min()))
        falling = np.sort(table, axis=1)[:, ::-1]
        tail = falling[:, least_l - 1 :].sum(axis=1) if least_l <= table.shape[1] else np.zeros(len(table))
        recursive = max(recursive, float(np.where(tail > 0, falling[:, 0] / np.maximum(tail, 1), np.inf).max()))
        away = parts - whole
        equal = max(equal, float(np.abs(away).sum(axis=1).max() / 2))
        ordered = max(ordered, float(_ordered_distance(away[:, order]).max()))
        if claim.tree:
            hierarchical = max(hierarchical, float(_tree_distance(away, texts, claim.tree).max()))
        gain = np.where(whole > 0, parts / np.where(whole > 0, whole, 1) - 1, 0)
        basic = max(basic, float(gain.max()))
        if claim.enhanced_beta is not None:
            allowed = np.minimum(claim.enhanced_beta, -np.log(np.where(whole > 0, whole, 1)))
            excess = max(excess, float(np.where(parts > 0, gain - allowed, -np.inf).max()))
    return MeasuredSensitive(
        claim.column,
        distinct,
        float(entropy) if np.isfinite(entropy) else 0.0,
        least_l,
        recursive,
        equal,
        ordered if claim.order else None,
        hierarchical if claim.tree else None,
        basic,
        None if claim.enhanced_beta is None else excess,
    )


def _tables(class_of: _Numbers, codes: _Numbers, sizes: _Numbers, width: int) -> Iterator[_Parts]:
    """Rows per class and value, some classes at a time."""
    order = np.argsort(class_of, kind="stable")
    codes = codes[order]
    ends = np.cumsum(sizes)
    step = max(1, (1 << 21) // max(1, width))
    for first in range(0, len(sizes), step):
        last = min(first + step, len(sizes))
        low, high = int(ends[first] - sizes[first]), int(ends[last - 1])
        row = np.repeat(np.arange(last - first), sizes[first:last])
        table = np.zeros((last - first, width))
        np.add.at(table, (row, codes[low:high]), 1)
        yield table


def _ordered_distance(away: _Parts) -> _Parts:
    distance: _Parts = np.abs(np.cumsum(away, axis=1)[:, :-1]).sum(axis=1) / max(1, away.shape[1] - 1)
    return distance


def _tree_distance(away: _Parts, texts: Sequence[str], tree: Sequence[Sequence[str]]) -> _Parts:
    """What must be carried over each inner node, times the node's height over the tree's."""
    paths = {path[0]: path for path in tree}
    height = len(tree[0]) - 1
    total = np.zeros(len(away))
    for level in range(1, height + 1):
        children: dict[str, dict[str, list[int]]] = {}
        for at, text in enumerate(texts):
            path = paths[text]
            children.setdefault(path[level], {}).setdefault(path[level - 1], []).append(at)
        for groups in children.values():
            balance = np.stack([away[:, members].sum(axis=1) for members in groups.values()])
            carried = np.minimum(np.maximum(balance, 0).sum(axis=0), np.maximum(-balance, 0).sum(axis=0))
            total += carried * level / height
    return total


@dataclass(frozen=True, slots=True)
class MeasuredPopulation:
    """The release beside the population it was drawn from. `k_map` is the fewest people around a released row; `low` and
    `high` bound the part of each class of the population that is released, classes without released rows included."""

    k_map: int
    low: float
    high: float


def measure_population(path: Path, quasi_identifiers: Sequence[str], population: Path) -> MeasuredPopulation:
    """Measures k-map and δ-presence from two files: the release, and the public counts of the population.

    `population` has the quasi-identifiers as the release shows them and a column `people`, a row per class. Raises
    VerificationFailed where a class of the release is not within the population: not there, or larger.
    """
    released = _class_counts(_open(path), quasi_identifiers, None)
    around = _class_counts(_open(population), quasi_identifiers, "people")
    strangers = [labels for labels, rows in released.items() if rows > around.get(labels, 0)]
    if strangers:
        raise VerificationFailed(
            f"모집단에 없는 집합이 {len(strangers)}개 있습니다. 예: {', '.join(strangers[0])}",
            f"{len(strangers)} class(es) of the release are not within the population: {', '.join(strangers[0])}",
        )
    parts = [released.get(labels, 0) / people for labels, people in around.items() if people]
    k_map = min((around[labels] for labels in released), default=0)
    return MeasuredPopulation(k_map, min(parts, default=0.0), max(parts, default=0.0))


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


def _class_counts(
    release: _Release, quasi_identifiers: Sequence[str], counts: str | None
) -> dict[tuple[str, ...], int]:
    """Rows of every class, or the sum of a column of counts."""
    columns = [release.column(name) for name in quasi_identifiers]
    class_of = columns[0][0]
    for codes, texts in columns[1:]:
        class_of = _finer(class_of, codes, len(texts))
    _, first, place = np.unique(class_of, return_index=True, return_inverse=True)
    weights: _Numbers | None = None
    if counts is not None:
        codes, texts = release.column(counts)
        weights = np.array([int(text) for text in texts], dtype=np.int64)[codes]
    # Sums of doubles are exact below 2**53.
    rows = np.bincount(place, weights=weights, minlength=len(first))
    labels = [[texts[code] for code in codes[first]] for codes, texts in columns]
    return {each: int(number) for each, number in zip(zip(*labels, strict=True), rows, strict=True)}


def refuse_broken(measured: Measured, claims: Claims) -> None:
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
