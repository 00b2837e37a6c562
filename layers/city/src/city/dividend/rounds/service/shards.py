"""The engine on shards: each is counted by itself, one machine decides on the merged counts, each is rewritten by itself.

Needs the columns layer (NumPy, PyArrow); nothing else in `service` does.
"""

import csv
import io
import itertools
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from city.contracts.dividend.rounds import BuyersMark, DecisionV1
from city.dividend.anonymise.arrays import Bools
from city.dividend.anonymise.certificate import ColumnUtility, Decided, Digests, Signer, certify, digest_of_file, sign
from city.dividend.anonymise.engine import running_engine
from city.dividend.anonymise.equivalence.grouping import Groups, frame_of
from city.dividend.anonymise.equivalence.histogram import Histogram, SensitiveCounts, merge
from city.dividend.anonymise.equivalence.people import People
from city.dividend.anonymise.errors import PolicyInvalid, VerificationFailed
from city.dividend.anonymise.hierarchies.hierarchy import Hierarchy, hierarchy_from_rows
from city.dividend.anonymise.hierarchies.value_scales import hierarchy_of
from city.dividend.anonymise.metrics.by_column import columns_of
from city.dividend.anonymise.metrics.metric import Release, table_of
from city.dividend.anonymise.policy import Policy, bounds_of, metric_of, scales_of
from city.dividend.anonymise.requirements import claims_of, privacy_of, refuse_impossible, sensitive_domains
from city.dividend.anonymise.rows.apply import COMPANION_COLUMN, ReleaseDecision, decide, write_release
from city.dividend.anonymise.rows.counting import count_spool
from city.dividend.anonymise.rows.spool import Spool, take_in
from city.dividend.anonymise.search.optimum import find_optimum
from city.dividend.anonymise.search.problem import problem_of
from city.dividend.anonymise.verification.measure import measure
from city.dividend.anonymise.verification.refusal import refuse_broken
from city.dividend.anonymise.watermark import Labels, Marking, choose_marking, mark
from city.dividend.errors import MarkTooWeak, SampleUnreadable
from city.dividend.rounds.pseudonym import PERSON_COLUMN, PseudonymUse

# No hierarchy files in a round: a policy names built-in ones.
_NO_FOLDER = Path()
# The columns of a shard. The pseudonym is not among them: who paid is no part of what is sold. The person's number tells
# people apart and leads back to nobody; it is counted and never published.
SHARD_SCHEMA = pa.schema(
    [
        ("나이", pa.int32()),
        ("성별", pa.string()),
        ("거주지", pa.string()),
        ("업종", pa.string()),
        ("가맹점 소재지", pa.string()),
        ("이용주", pa.string()),
        ("금액", pa.int64()),
        (PERSON_COLUMN, pa.int64()),
    ]
)
_ROWS_PER_GROUP = 250_000
# Far more than tells a buyer, and few enough for memory.
_SAMPLE_ROWS_AT_MOST = 1_000_000


class ShardWriter:
    """Writes payments that came in at the door as a Parquet file, a row group at a time."""

    def __init__(self, path: Path) -> None:
        self._writer = pq.ParquetWriter(path, SHARD_SCHEMA)
        self._rows: list[tuple[int, str, str, str, str, str, int, int]] = []
        self.rows = 0

    def add(self, use: PseudonymUse) -> None:
        self._rows.append(
            (
                use.age_from, use.sex, use.residence_dong, use.category, use.merchant_dong, use.monday.isoformat(),
                use.amount_krw, use.person,
            )
        )  # fmt: skip
        self.rows += 1
        if len(self._rows) >= _ROWS_PER_GROUP:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._rows:
            columns = [list(column) for column in zip(*self._rows, strict=True)]
            arrays = [pa.array(column, field.type) for column, field in zip(columns, SHARD_SCHEMA, strict=True)]
            self._writer.write_table(pa.Table.from_arrays(arrays, schema=SHARD_SCHEMA))
            self._rows.clear()


def read_parquet_rows(path: Path) -> tuple[list[str], Iterable[Mapping[str, object]]]:
    """Column names and rows of an operator's Parquet file, a batch in memory at a time."""
    file = pq.ParquetFile(path)
    return list(file.schema_arrow.names), (row for batch in file.iter_batches(50_000) for row in batch.to_pylist())


def count_shard(policy: Policy, path: Path) -> bytes:
    """A shard's histogram, with the labels of every value in it."""
    with tempfile.TemporaryDirectory() as folder:
        spool = _spool(policy, path, Path(folder), 0)
        histogram = count_spool(spool)
    rows = [[list(row) for row in coder.rows] for coder in spool.quasi]
    return _pack_histogram(histogram, rows)


def _spool(policy: Policy, path: Path, folder: Path, seed: int) -> Spool:
    if PERSON_COLUMN in policy.columns or policy.person not in (None, PERSON_COLUMN):
        raise PolicyInvalid(
            f"회차에서 사람을 구별하는 열은 '{PERSON_COLUMN}'이고, 세기만 하고 공개하지 않습니다.",
            f"What tells people apart in a round is {PERSON_COLUMN!r}; it is counted and never published.",
        )
    spool = take_in(
        policy,
        scales_of(policy, _NO_FOLDER),
        path,
        folder,
        folder / "quarantine.csv",
        np.random.default_rng(seed),  # noqa: TID251  # seeded
    )
    if spool.quarantined:
        # Every row was read and checked at the door: here it is the policy that does not fit the data.
        reasons = (folder / "quarantine.csv").read_text().splitlines()[1]
        raise ValueError(f"{spool.quarantined} rows do not fit the policy's hierarchies, the first: {reasons}")
    return spool


def _pack_histogram(histogram: Histogram, rows: list[list[list[str]]]) -> bytes:
    arrays: dict[str, npt.NDArray[Any]] = {f"q{n}": codes for n, codes in enumerate(histogram.codes)} | {
        "count": histogram.count
    }
    for n, counts in enumerate(histogram.sensitive):
        arrays |= {f"s{n}_cell": counts.cell, f"s{n}_value": counts.value, f"s{n}_count": counts.count}
    text = json.dumps(
        {
            "names": histogram.names,
            "domains": histogram.domains,
            "sensitive": [[counts.name, counts.domain] for counts in histogram.sensitive],
            "rows": rows,
        }
    )
    if histogram.people is not None:
        people = histogram.people
        arrays |= {"people_number": people.number, "people_cell": people.cell, "people_person": people.person}
    arrays["text"] = np.frombuffer(text.encode(), dtype=np.uint8)
    out = io.BytesIO()
    np.savez_compressed(out, allow_pickle=False, **arrays)
    return out.getvalue()


def _unpack_histogram(content: bytes) -> tuple[Histogram, list[list[list[str]]]]:
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        told = json.loads(arrays["text"].tobytes())
        histogram = Histogram(
            tuple(told["names"]),
            tuple(tuple(domain) for domain in told["domains"]),
            tuple(arrays[f"q{n}"] for n in range(len(told["names"]))),
            arrays["count"],
            None,
            tuple(
                SensitiveCounts(name, tuple(domain), arrays[f"s{n}_cell"], arrays[f"s{n}_value"], arrays[f"s{n}_count"])
                for n, (name, domain) in enumerate(told["sensitive"])
            ),
            People(arrays["people_number"], arrays["people_cell"], arrays["people_person"])
            if "people_number" in arrays
            else None,
        )
    return histogram, told["rows"]


def decide_round(
    policy: Policy, histograms: Iterable[bytes], out_of_time: Callable[[], bool] = lambda: False
) -> DecisionV1:
    """The optimal node over all shards: what applying it needs, what the certificate tells, and the mark.

    Out of time it is the best found so far, and the certificate tells how far from the optimum it is at most.

    Raises NoSolution, NothingFound, ModelImpossible, HierarchyInvalid.
    """
    parts = [_unpack_histogram(content) for content in histograms]
    histogram = merge([part for part, _ in parts])
    scales = scales_of(policy, _NO_FOLDER)
    hierarchies = [
        hierarchy_of(quasi.column, scales[quasi.column], [tuple(row) for _, rows in parts for row in rows[place]])
        for place, quasi in enumerate(policy.quasi_identifiers)
    ]
    domains = sensitive_domains(policy, _NO_FOLDER, histogram)
    frame = frame_of(histogram, hierarchies, domains)
    privacy, metric = privacy_of(policy, _NO_FOLDER, histogram, domains), metric_of(policy.metric)
    refuse_impossible(policy, frame)
    lowest, highest = bounds_of(policy, {h.name: h.height for h in hierarchies})
    problem = problem_of(frame, privacy, metric, policy.suppressible(frame.rows), lowest=lowest, highest=highest)
    solution = find_optimum(problem, out_of_time=out_of_time)
    groups = frame.group(solution.levels)
    accepted = privacy.accepted(groups)
    assert accepted is not None, "the search returns what is feasible"
    losses = columns_of(metric, Release(table_of(frame), groups, accepted))
    decision = decide(groups, accepted)
    return DecisionV1(
        levels=tuple(int(level) for level in decision.levels),
        keys=tuple(decision.keys.tolist()),
        hierarchies=tuple((h.name, _rows_of(h)) for h in hierarchies),
        loss=float(solution.loss),
        lower_bound=float(solution.lower_bound),
        optimal=solution.optimal,
        rows=int(frame.rows),
        suppressed=int(solution.suppressed),
        column_losses=tuple(float(loss) for loss in losses),
        mark=_mark(groups, accepted, hierarchies),
    )


def _rows_of(hierarchy: Hierarchy) -> tuple[tuple[str, ...], ...]:
    top = range(hierarchy.height)
    return tuple(
        tuple(hierarchy.labels[level][int(hierarchy.climb(0, level)[code])] for level in top)
        for code in range(hierarchy.size(0))
    )


def _mark(groups: Groups, accepted: Bools, hierarchies: list[Hierarchy]) -> BuyersMark | None:
    """The mark for buyers' copies; None where the release is too small to carry one."""
    released = accepted & (groups.count > 0)
    labels = [
        np.array(h.labels[level], dtype=object)[groups.codes(place)[released]]
        for place, (h, level) in enumerate(zip(hierarchies, groups.levels, strict=True))
    ]
    classes: dict[Labels, int] = {
        tuple(each): int(rows) for *each, rows in zip(*labels, groups.count[released], strict=True)
    }
    coarser: list[dict[str, str]] = []
    for h, level in zip(hierarchies, groups.levels, strict=True):
        if level + 1 >= h.height:
            coarser.append({})
            continue
        above = [h.labels[level + 1][int(parent)] for parent in h.climb(level, level + 1)]
        coarser.append({low: high for low, high in zip(h.labels[level], above, strict=True) if low != high})
    try:
        marking = choose_marking(classes, coarser)
    except MarkTooWeak:
        return None
    return BuyersMark(column=marking.column, coarser=dict(marking.coarser), share=marking.share)


def apply_shard(policy: Policy, decided: DecisionV1, source: Path, out: Path, companion: Path | None, seed: int) -> int:
    """Writes a shard's part of the release, its rows in an order of chance, and whose they are; returns how many."""
    hierarchies = tuple(hierarchy_from_rows(name, rows) for name, rows in decided.hierarchies)
    decision = ReleaseDecision(hierarchies, decided.levels, np.array(decided.keys, dtype=np.int64))
    with tempfile.TemporaryDirectory() as folder:
        spool = _spool(policy, source, Path(folder), seed)
        return write_release(spool, decision, out, np.random.default_rng(seed), companion=companion)  # noqa: TID251  # seeded


def join_release(parts: Iterable[Path], out: Path) -> int:
    """One Parquet file of all parts, a row group at a time; returns its rows."""
    rows = 0
    writer: pq.ParquetWriter | None = None
    for part in parts:
        for batch in pq.ParquetFile(part).iter_batches(_ROWS_PER_GROUP):
            table = pa.Table.from_batches([_plain(batch)])
            writer = writer or pq.ParquetWriter(out, table.schema)
            writer.write_table(table)
            rows += table.num_rows
    if writer is not None:
        writer.close()
    return rows


def join_companions(companions: Iterable[Path], parts: Iterable[Path], out: Path) -> None:
    """One companion of the joined release. Raises VerificationFailed for one that is not its part's, row by row."""
    with pq.ParquetWriter(out, pa.schema([(COMPANION_COLUMN, pa.int64())])) as writer:
        for companion, part in zip(companions, parts, strict=True):
            told, written = pq.ParquetFile(companion), pq.read_metadata(part).num_rows
            if told.metadata.num_rows != written:
                raise VerificationFailed(
                    f"{written}행 가운데 누구의 것인지 적힌 행은 {told.metadata.num_rows}개입니다.",
                    f"A part has {written} rows, and {told.metadata.num_rows} are told whose they are.",
                )
            for batch in told.iter_batches(_ROWS_PER_GROUP):
                writer.write_batch(batch)


def _plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Texts as texts: dictionaries differ from part to part."""
    arrays = [column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column for column in batch.columns]
    return pa.RecordBatch.from_arrays(arrays, names=batch.schema.names)


@dataclass(frozen=True, slots=True)
class Verified:
    certificate: bytes
    signature: bytes
    rows: int


def verify_release(
    policy: Policy,
    decided: DecisionV1,
    release: Path,
    companion: Path | None,
    input_digest: str,
    signer: Signer,
) -> Verified:
    """Measures the written file, from it and its companion alone, and certifies it. Raises VerificationFailed."""
    claims = claims_of(policy, _NO_FOLDER)
    measured = measure(release, claims, companion)
    refuse_broken(measured, claims)
    heights = [len(rows[0]) for _, rows in decided.hierarchies]
    losses = decided.column_losses
    utility = tuple(
        ColumnUtility(name, level, height, losses[place] if losses else None, measured.values.get(name, 0))
        for place, ((name, _), level, height) in enumerate(
            zip(decided.hierarchies, decided.levels, heights, strict=True)
        )
    )
    told = Decided(
        policy.metric.kind, decided.loss, decided.lower_bound, decided.optimal, decided.rows,
        decided.suppressed, str(policy.suppression), None, None,
    )  # fmt: skip
    digests = Digests(input_digest, policy.digest, {}, running_engine().digest, digest_of_file(release))
    certificate = certify(policy.name, told, measured, claims, utility, digests, running_engine().libraries)
    return Verified(certificate, sign(certificate, signer), measured.rows)


def mark_copy(release: Path, out: Path, quasi: tuple[str, ...], marking: Marking, key: bytes) -> None:
    """A buyer's copy: the release with the buyer's mark in it, a row group at a time."""
    column = quasi[marking.column]
    file = pq.ParquetFile(release)
    with pq.ParquetWriter(out, file.schema_arrow) as writer:
        known: dict[Labels, str] = {}
        for batch in file.iter_batches(_ROWS_PER_GROUP):
            labels = zip(*(batch.column(name).to_pylist() for name in quasi), strict=True)
            shown = []
            for row in labels:
                if row not in known:
                    known[row] = mark(row, marking, key)[marking.column]
                shown.append(known[row])
            place = batch.schema.get_field_index(column)
            table = pa.Table.from_batches([batch])
            writer.write_table(table.set_column(place, table.schema.field(place), pa.array(shown, pa.string())))


def labels_in(path: Path, quasi: tuple[str, ...]) -> list[Labels]:
    """The quasi-identifiers of every row: what a leaked sample is read for."""
    table = pq.read_table(path, columns=list(quasi))
    return list(zip(*(table.column(name).to_pylist() for name in quasi), strict=True))


def labels_in_sample(path: Path, quasi: tuple[str, ...]) -> list[Labels]:
    """The same of what somebody uploaded, CSV or Parquet; rows with an empty cell say nothing. Raises SampleUnreadable."""
    try:
        rows = _rows_of_csv(path) if path.suffix == ".csv" else _rows_of_parquet(path, quasi)
        first = next(rows, {})
        if missing := [name for name in quasi if name not in first]:
            raise SampleUnreadable(f"no_column: {missing[0]}")
        labels: list[Labels] = []
        for row in itertools.chain([first], rows):
            cells = tuple(str(row[name]) for name in quasi if row[name] not in (None, ""))
            if len(cells) == len(quasi):
                labels.append(cells)
            if len(labels) > _SAMPLE_ROWS_AT_MOST:
                raise SampleUnreadable("too_many_rows")
    except (pa.ArrowException, csv.Error, UnicodeDecodeError, KeyError, OSError):
        raise SampleUnreadable(f"not_{path.suffix.removeprefix('.')}") from None
    return labels


def _rows_of_csv(path: Path) -> Iterator[Mapping[str, object]]:
    # What Korean Excel saves is CP949.
    encoding = "utf-8-sig"
    try:
        with path.open(encoding=encoding) as text:
            while text.read(1024 * 1024):
                pass
    except UnicodeDecodeError:
        encoding = "cp949"
    with path.open(encoding=encoding, newline="") as lines:
        yield from csv.DictReader(lines)


def _rows_of_parquet(path: Path, quasi: tuple[str, ...]) -> Iterator[Mapping[str, object]]:
    file = pq.ParquetFile(path)
    wanted = [name for name in quasi if name in file.schema_arrow.names]
    for batch in file.iter_batches(_ROWS_PER_GROUP, columns=wanted):
        yield from batch.to_pylist()
