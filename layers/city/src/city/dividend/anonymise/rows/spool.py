"""Rows read once, coded, scattered over buckets on disk, and counted from there: memory stays one bucket wide.

Every row goes to a bucket by chance. Read back bucket by bucket, each in an order of chance, the rows come in an order
that tells nothing of the one they had: all orders are equally likely (Rao 1961, Sandelius 1962). The buckets are also
the shards whose histograms merge.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.ipc
import pyarrow.parquet

from city.dividend.anonymise.errors import HierarchyHasGaps, InputUnreadable
from city.dividend.anonymise.policy import Policy, check_columns
from city.dividend.anonymise.rows.arrays import Bools, Codes, Floats, Ints
from city.dividend.anonymise.rows.hierarchy import Hierarchy, gaps
from city.dividend.anonymise.rows.people import People, distinct, people_in
from city.dividend.anonymise.rows.prefetch import ahead, one_ahead
from city.dividend.anonymise.search.histogram import Histogram, SensitiveCounts, pack
from city.dividend.anonymise.search.value_scales import AsItIs, Scale, ValueUnreadable, hierarchy_of

_BATCH_ROWS = 1 << 18
_CSV_BLOCK_BYTES = 16 << 20
_BYTES_PER_BUCKET = {".csv": 96 << 20, ".parquet": 24 << 20}
_MOST_BUCKETS = 96
_RELEASED = "released"
_PERSON = "person"
_MISSING = (("비어 있습니다.", "Empty."),)


@dataclass(slots=True)
class Coder:
    """Gives every value of one column a small number, as it comes."""

    column: str
    scale: Scale
    # The level labels of each code.
    rows: list[tuple[str, ...]] = field(default_factory=list)
    _codes: dict[tuple[str, ...], int] = field(default_factory=dict)
    _of_value: dict[str, int] = field(default_factory=dict)
    # A value that cannot be read has the code -1 - its place here.
    reasons: list[tuple[str, str]] = field(default_factory=lambda: list(_MISSING))

    def encode(self, values: pa.Array) -> Codes:
        """The code of every value; a negative one is the reason why there is none.

        Raises HierarchyHasGaps, naming the values, where the scale is a hierarchy without a row for them.
        """
        coded = values if pa.types.is_dictionary(values.type) else pc.dictionary_encode(values)
        texts: list[str | None] = coded.dictionary.cast(pa.string()).to_pylist()
        unread: list[str] = []
        place = np.empty(len(texts) + 1, dtype=np.int32)
        for at, text in enumerate(texts):
            try:
                place[at] = self._code((text or "").strip())
            except HierarchyHasGaps:
                unread.append(text or "")
        if unread:
            raise gaps(self.column, unread)
        place[-1] = -1
        indices = pc.fill_null(coded.indices, len(texts)).to_numpy(zero_copy_only=False)
        found: Codes = place[indices]
        return found

    def _code(self, text: str) -> int:
        if not text:
            return -1
        known = self._of_value.get(text)
        if known is None:
            try:
                labels = self.scale.levels(text)
                known = self._codes.setdefault(labels, len(self.rows))
                if known == len(self.rows):
                    self.rows.append(labels)
            except ValueUnreadable as error:
                reason = (error.reason_ko, error.reason_en)
                if reason not in self.reasons:
                    self.reasons.append(reason)
                known = -1 - self.reasons.index(reason)
            self._of_value[text] = known
        return known

    def hierarchy(self) -> Hierarchy:
        """The hierarchy over what came, or the one from the file."""
        return hierarchy_of(self.column, self.scale, self.rows)

    def codes_in(self, values: Sequence[str]) -> Ints:
        """Code -> place among `values`, the finest labels in the order that is wanted."""
        place = {value: code for code, value in enumerate(values)}
        return np.fromiter((place[row[0]] for row in self.rows), np.int64, len(self.rows))


class Roll:
    """Numbers people as they come. Whole numbers keep theirs, so that parts of a table may be numbered by themselves."""

    def __init__(self, column: str) -> None:
        self.column = column
        self.reasons = list(_MISSING)
        self._known: pa.Array | None = None

    def encode(self, values: pa.Array) -> Codes:
        """The place of every row's person on the roll; -1 where nobody is named. Blanks around a text tell nobody apart."""
        coded = values if pa.types.is_dictionary(values.type) else pc.dictionary_encode(values)
        people = coded.dictionary
        if not pa.types.is_signed_integer(people.type):
            people = pc.utf8_trim_whitespace(people.cast(pa.string()))
            people = pc.if_else(pc.equal(people, ""), pa.scalar(None, pa.string()), people)
        new = people if self._known is None else people.filter(pc.invert(pc.is_in(people, self._known)))
        new = new.drop_null().unique()
        self._known = new if self._known is None else pa.concat_arrays([self._known, new])
        place = pc.fill_null(pc.index_in(people, self._known, skip_nulls=True), -1).to_numpy(zero_copy_only=False)
        indices = pc.fill_null(coded.indices, len(place)).to_numpy(zero_copy_only=False)
        found: Codes = np.append(place, np.int32(-1))[indices]
        return found

    @property
    def numbers(self) -> Ints:
        """The number of every person on the roll."""
        assert self._known is not None, "people are numbered as rows are read"
        if pa.types.is_signed_integer(self._known.type):
            numbers: Ints = self._known.cast(pa.int64()).to_numpy(zero_copy_only=False)
            return numbers
        return np.arange(len(self._known), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Spool:
    """Where the coded rows lie, and what their codes mean."""

    policy: Policy
    quasi: tuple[Coder, ...]
    sensitive: tuple[Coder, ...]
    buckets: tuple[Path, ...]
    rows: int
    quarantined: int
    kept_types: tuple[pa.DataType, ...]
    people: Roll | None = None

    def bucket(self, number: int) -> pa.Table:
        """One bucket's rows: `q0…` and `s0…` codes, `k0…` kept columns, `released` where there is a population, `person`
        where people are told apart."""
        with pa.memory_map(str(self.buckets[number])) as source:
            return pa.ipc.open_stream(source).read_all()


def take_in(
    policy: Policy,
    scales: dict[str, Scale],
    source: Path,
    folder: Path,
    quarantine: Path,
    chance: np.random.Generator,
    report: Callable[[int], None] = lambda _: None,
) -> Spool:
    """Reads the file once. Bad rows go to `quarantine` by row, column and reason, the others to buckets in `folder`.

    Raises InputUnreadable, ColumnUnknown, ColumnNamedTwice or HierarchyHasGaps.
    """
    quasi = tuple(Coder(q.column, scales[q.column]) for q in policy.quasi_identifiers)
    sensitive = tuple(Coder(s.column, AsItIs()) for s in policy.sensitive)
    roll = Roll(policy.person) if policy.person else None
    coders: tuple[Coder | Roll, ...] = (*quasi, *sensitive, *((roll,) if roll else ()))
    buckets = min(_MOST_BUCKETS, 1 + source.stat().st_size // _BYTES_PER_BUCKET.get(source.suffix, 24 << 20))
    with quarantine.open("w", encoding="utf-8", newline="") as kept, _Buckets(folder, buckets) as scattered:
        bad = csv.writer(kept)
        bad.writerow(("row", "column", "reason_ko", "reason_en"))
        rows = quarantined = 0
        reader = _Reader(policy, source, lambda row, ko, en: bad.writerow((row, "", ko, en)))
        types: tuple[pa.DataType, ...] = ()
        for first, batch in reader.batches():
            coded = [coder.encode(batch.column(coder.column)) for coder in coders]
            good = np.logical_and.reduce([codes >= 0 for codes in coded])
            if not good.all():
                quarantined += int((~good).sum())
                _write_bad(bad.writerow, first, coders, coded)
            table = _spooled(policy, batch, coded, good, len(quasi))
            types = tuple(table.schema.field(f"k{n}").type for n in range(len(policy.keep)))
            scattered.add(table, chance)
            rows += table.num_rows
            report(rows)
    if not rows:
        raise InputUnreadable("쓸 수 있는 행이 없습니다.", "The file has no usable row.")
    paths = tuple(scattered.paths)
    return Spool(policy, quasi, sensitive, paths, rows, quarantined + reader.malformed, types, roll)


def _write_bad(
    write: Callable[[Sequence[object]], object], first: int, coders: Sequence[Coder | Roll], coded: Sequence[Codes]
) -> None:
    for coder, codes in zip(coders, coded, strict=True):
        for at in np.flatnonzero(codes < 0):
            write((first + int(at), coder.column, *coder.reasons[-1 - int(codes[at])]))


def _spooled(policy: Policy, batch: pa.RecordBatch, coded: Sequence[Codes], good: Bools, quasi: int) -> pa.Table:
    columns: dict[str, pa.Array] = {}
    names = [f"q{n}" for n in range(quasi)] + [f"s{n}" for n in range(len(policy.sensitive))]
    all_good = bool(good.all())
    for name, codes in zip([*names, _PERSON], coded, strict=False):
        columns[name] = pa.array(codes if all_good else codes[good], pa.int32())
    mask = pa.array(good)
    for number, name in enumerate(policy.keep):
        kept = batch.column(name).filter(mask)
        columns[f"k{number}"] = kept.dictionary_decode() if pa.types.is_dictionary(kept.type) else kept
    if policy.population:
        flag = batch.column(policy.population.column).filter(mask).cast(pa.string())
        columns[_RELEASED] = pc.fill_null(pc.equal(flag, policy.population.released), False)
    return pa.table(columns)


class _Buckets:
    """Writes rows to one of several files, each by chance."""

    def __init__(self, folder: Path, number: int) -> None:
        self.paths = [folder / f"bucket-{n:03d}.arrow" for n in range(number)]
        self._writers: list[pa.ipc.RecordBatchStreamWriter | None] = [None] * number

    def __enter__(self) -> "_Buckets":
        return self

    def add(self, table: pa.Table, chance: np.random.Generator) -> None:
        if len(self.paths) == 1:
            self._write(0, table)
            return
        bucket = chance.integers(0, len(self.paths), table.num_rows, dtype=np.uint8)
        order = np.argsort(bucket, kind="stable")
        edges = np.searchsorted(bucket[order], np.arange(len(self.paths) + 1))
        sorted_rows = table.take(pa.array(order))
        for number in range(len(self.paths)):
            self._write(number, sorted_rows.slice(edges[number], edges[number + 1] - edges[number]))

    def _write(self, number: int, table: pa.Table) -> None:
        writer = self._writers[number]
        if writer is None:
            writer = self._writers[number] = pa.ipc.new_stream(str(self.paths[number]), table.schema)
        writer.write_table(table)

    def __exit__(self, *_: object) -> None:
        for writer in self._writers:
            if writer is not None:
                writer.close()
        self.paths = [path for path, writer in zip(self.paths, self._writers, strict=True) if writer is not None]


class _Reader:
    """The needed columns of a CSV or Parquet file, batch by batch, with the number of each batch's first row."""

    def __init__(self, policy: Policy, source: Path, malformed: Callable[[int, str, str], object]) -> None:
        self._policy = policy
        self._source = source
        self._tell = malformed
        self.malformed = 0
        self._columns = list(policy.columns_read)

    def batches(self) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Rows are numbered as a reader of the file counts them: the first row after a CSV's heading is line 2."""
        first = 2 if self._source.suffix == ".csv" else 1
        for batch in self._open():
            yield first, batch
            first += batch.num_rows

    def _open(self) -> Iterator[pa.RecordBatch]:
        if self._source.suffix == ".csv":
            return self._open_csv()
        if self._source.suffix == ".parquet":
            return self._open_parquet()
        raise InputUnreadable("CSV 또는 Parquet 파일이어야 합니다.", "The input must be a .csv or .parquet file.")

    def _open_parquet(self) -> Iterator[pa.RecordBatch]:
        try:
            file = pa.parquet.ParquetFile(self._source)
            names = file.schema_arrow.names
            texts = [n for n in names if pa.types.is_string(file.schema_arrow.field(n).type)]
            file = pa.parquet.ParquetFile(self._source, read_dictionary=[n for n in texts if n in self._columns])
        except (pa.ArrowInvalid, OSError) as error:
            raise InputUnreadable("Parquet 파일이 아닙니다.", "Not a Parquet file.") from error
        check_columns(self._policy, names)
        yield from one_ahead(file.iter_batches(_BATCH_ROWS, columns=self._columns))

    def _open_csv(self) -> Iterator[pa.RecordBatch]:
        encoding, delimiter, heading = _look_at_csv(self._source)
        check_columns(self._policy, heading)
        try:
            yield from pa.csv.open_csv(
                self._source,
                read_options=pa.csv.ReadOptions(block_size=_CSV_BLOCK_BYTES, encoding=encoding, use_threads=False),
                parse_options=pa.csv.ParseOptions(delimiter=delimiter, invalid_row_handler=self._skip),
                convert_options=pa.csv.ConvertOptions(
                    include_columns=self._columns, column_types=dict.fromkeys(self._columns, pa.string())
                ),
            )
        except (pa.ArrowInvalid, UnicodeDecodeError) as error:
            raise InputUnreadable(f"CSV를 읽을 수 없습니다: {error}", f"The CSV cannot be read: {error}") from error

    def _skip(self, row: pa.csv.InvalidRow) -> str:
        self.malformed += 1
        self._tell(
            row.number or 0,
            f"칸이 {row.actual_columns}개입니다. {row.expected_columns}개여야 합니다.",
            f"{row.actual_columns} cells, not {row.expected_columns}.",
        )
        return "skip"


def _look_at_csv(source: Path) -> tuple[str, str, list[str]]:
    """Encoding, delimiter and heading. Raises InputUnreadable."""
    with source.open("rb") as file:
        head = file.readline()
        sample = head + file.read(1 << 16)
    for encoding in ("utf-8-sig", "cp949"):
        try:
            # The sample may end within a letter.
            sample[: sample.rfind(b"\n") + 1 or None].decode(encoding)
        except UnicodeDecodeError:
            continue
        line = head.decode(encoding).strip()
        delimiter = max(",;\t", key=line.count)
        heading = [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
        return ("utf8" if encoding == "utf-8-sig" else encoding), delimiter, heading
    raise InputUnreadable("UTF-8이나 CP949로 된 CSV 파일이 아닙니다.", "Not a CSV file in UTF-8 or CP949.")


def count_spool(spool: Spool) -> Histogram:
    """The histogram of all rows, bucket by bucket: keys are counted per bucket, then merged."""
    domains = [tuple(sorted(row[0] for row in coder.rows)) for coder in spool.quasi]
    places = [coder.codes_in(domain) for coder, domain in zip(spool.quasi, domains, strict=True)]
    sizes = [len(domain) for domain in domains]
    sensitive_domains = [tuple(sorted(row[0] for row in coder.rows)) for coder in spool.sensitive]
    wide = _Counted()
    released = _Counted()
    by_value = [_Counted() for _ in spool.sensitive]

    def count_bucket(number: int) -> tuple[_Keys | None, _Keys, list[_Keys]]:
        bucket = spool.bucket(number)
        keys = mine = pack_wide([place[bucket[f"q{n}"].to_numpy()] for n, place in enumerate(places)], sizes)
        if spool.policy.population:
            mine = keys[mask := bucket[_RELEASED].to_numpy()]
        values = []
        for n, (coder, domain) in enumerate(zip(spool.sensitive, sensitive_domains, strict=True)):
            value = coder.codes_in(domain)[bucket[f"s{n}"].to_numpy()]
            values.append(_count(mine * len(domain) + (value[mask] if spool.policy.population else value)))
        return _count(keys) if spool.policy.population else None, _count(mine), values

    for all_keys, released_keys, value_keys in ahead(count_bucket, range(len(spool.buckets))):
        if all_keys is not None:
            wide.add(all_keys)
        released.add(released_keys)
        for counted, keys_of_values in zip(by_value, value_keys, strict=True):
            counted.add(keys_of_values)
    keys, count = released.merged()
    population: Ints | None = None
    if spool.policy.population:
        every, population = wide.merged()
        full = np.zeros(len(every), dtype=np.int64)
        full[np.searchsorted(every, keys)] = count
        keys, count = every, full
    sensitive = []
    for coder, domain, counted in zip(spool.sensitive, sensitive_domains, by_value, strict=True):
        entries, times = counted.merged()
        cell = np.searchsorted(keys, entries // len(domain))
        sensitive.append(SensitiveCounts(coder.column, domain, cell, entries % len(domain), times))
    names = tuple(coder.column for coder in spool.quasi)
    people = None if spool.people is None else _count_people(spool, places, sizes, keys, spool.people.numbers)
    return Histogram(names, tuple(domains), unpack(keys, sizes), count, population, tuple(sensitive), people)


def _count_people(spool: Spool, places: Sequence[Ints], sizes: Sequence[int], keys: Ints, numbers: Ints) -> People:
    """Who stands in which cell: a second walk through the buckets, now that all cells are known."""
    found: list[tuple[Codes, Codes]] = []
    waiting = 0
    for number in range(len(spool.buckets)):
        bucket = spool.bucket(number)
        mine = pack_wide([place[bucket[f"q{n}"].to_numpy()] for n, place in enumerate(places)], sizes)
        # Cells are looked up in their order: neighbours are found in the processor's cache.
        order = np.argsort(mine)
        cell = np.searchsorted(keys, mine[order])
        found.append(distinct(cell, bucket[_PERSON].to_numpy()[order], len(numbers)))
        waiting += len(found[-1][0])
        if waiting > 2 * max(1 << 22, len(found[0][0])):
            found = [distinct(*_one_after_another(found), len(numbers))]
            waiting = 0
    return people_in(*_one_after_another(found), numbers)


def _one_after_another(found: Sequence[tuple[Codes, Codes]]) -> tuple[Codes, Codes]:
    return np.concatenate([cell for cell, _ in found]), np.concatenate([person for _, person in found])


# Distinct keys in their order, and how often each came.
_Keys = tuple[Ints, Ints]


def _count(keys: Ints) -> _Keys:
    unique, counts = np.unique(keys, return_counts=True)
    return unique, counts.astype(np.int64)


class _Counted:
    """Keys with how often they came, merged whenever what waits has outgrown what is merged."""

    def __init__(self) -> None:
        self._parts: list[_Keys] = []
        self._waiting = 0

    def add(self, counted: _Keys) -> None:
        self._parts.append(counted)
        self._waiting += len(counted[0])
        if self._waiting > 2 * max(1 << 22, len(self._parts[0][0])):
            self._parts = [self.merged()]
            self._waiting = 0

    def merged(self) -> _Keys:
        if len(self._parts) == 1:
            return self._parts[0]
        # The lower keys beside the upper ones: halves of about the same size that share no key.
        largest = max((keys for keys, _ in self._parts), key=len)
        middle = largest[len(largest) // 2] if len(largest) else 0
        cuts = [int(np.searchsorted(keys, middle)) for keys, _ in self._parts]
        lower = [(keys[:cut], counts[:cut]) for (keys, counts), cut in zip(self._parts, cuts, strict=True)]
        upper = [(keys[cut:], counts[cut:]) for (keys, counts), cut in zip(self._parts, cuts, strict=True)]
        halves = list(ahead(_merge, (lower, upper)))
        return np.concatenate([keys for keys, _ in halves]), np.concatenate([counts for _, counts in halves])


def _merge(parts: Sequence[_Keys]) -> _Keys:
    keys = np.concatenate([keys for keys, _ in parts])
    counts = np.concatenate([counts for _, counts in parts])
    order = np.argsort(keys)
    keys, counts = keys[order], counts[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else order
    return keys[starts], np.add.reduceat(counts, starts) if len(keys) else counts


def pack_wide(codes: Sequence[Ints], sizes: Sequence[int]) -> Ints:
    """As `pack`, where the numbering must be the same in every bucket. Raises InputUnreadable if 62 bits do not do."""
    space = 1
    for size in sizes:
        space *= max(1, size)
    if space > 2**62:
        raise InputUnreadable(
            "준식별자의 값 조합이 너무 많습니다. 더 굵은 단계에서 시작하세요.",
            "The quasi-identifiers have too many combinations of values: begin with coarser bands.",
        )
    return pack(codes, sizes)


def unpack(keys: Ints, sizes: Sequence[int]) -> tuple[Codes, ...]:
    """The codes of every column, as small as they fit."""
    found: list[Codes] = []
    rest = keys
    for size in reversed(sizes):
        kind = np.int16 if size < 1 << 15 else np.int32
        rest, code = np.divmod(rest, size)
        found.append(code.astype(kind))
    return tuple(reversed(found))


def frequencies(histogram: Histogram, column: str, domain: Sequence[str]) -> Floats:
    """How often each of `domain` stands in a sensitive column, as parts of one."""
    counts = next(s for s in histogram.sensitive if s.name == column)
    place = {value: code for code, value in enumerate(domain)}
    recode = np.fromiter((place[value] for value in counts.domain), np.int64, len(counts.domain))
    total = np.bincount(recode[counts.value], weights=counts.count, minlength=len(domain))
    found: Floats = total / total.sum()
    return found
