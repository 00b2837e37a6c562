"""Makes a round's private statistics out of its shards, and the labels that may be asked about. Needs the columns layer."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from city.dividend.anonymise.hierarchies.value_scales import AsItIs, Bands, Calendar, Scale
from city.dividend.anonymise.policy import Policy, scales_of
from city.dividend.anonymise.rows.coding import Coder
from city.dividend.rounds.model import Terms
from city.dividend.rounds.pseudonym import PERSON_COLUMN
from city.dividend.rounds.statistics_file import Column, LabelVocabulary, column_of, pack_shard

AMOUNT_COLUMN = "금액"
# A round's policy names built-in hierarchies only.
_NO_FOLDER = Path()


def statistics_of_shard(policy: Policy, released_at: Mapping[str, int], shard: Path) -> bytes:
    """Every payment of the shard, suppressed or not, with its labels at the released levels and its person's number.

    `released_at`: the level of each quasi-identifier.
    """
    table = pq.read_table(shard)
    columns: dict[str, Column] = {}
    for name, scale, level in _labelled(policy, released_at, table.schema):
        coder = Coder(name, scale)
        codes = np.concatenate([np.empty(0, np.int32), *(coder.encode(chunk) for chunk in table.column(name).chunks)])
        if codes.size and codes.min() < 0:
            raise ValueError(f"{name} has values that no shard has whose rows were counted")
        columns[name] = column_of([row[level] for row in coder.rows], codes)
    return pack_shard(columns, table.column(PERSON_COLUMN).to_numpy(), table.column(AMOUNT_COLUMN).to_numpy())


def vocabulary_of(
    policy: Policy, released_at: Mapping[str, int], *, terms: Terms, shards: Iterable[str], release: Path
) -> LabelVocabulary:
    """What may be asked: the labels in the released file, and all that a scale has of itself.

    The order tells nothing: a scale's own first, in its order, then the others in the alphabet's.
    """
    labels: dict[str, tuple[str, ...]] = {}
    for name, scale, level in _labelled(policy, released_at, pq.read_schema(release)):
        shown = _distinct(release, name)
        known = dict.fromkeys(_beforehand(scale, level, terms))
        labels[name] = (*known, *sorted(shown - known.keys()))
    return LabelVocabulary(
        first_day=terms.first_day,
        last_day=terms.last_day,
        shards=tuple(sorted(shards)),
        labels=labels,
        amounts=AMOUNT_COLUMN in policy.columns,
    )


def _labelled(policy: Policy, released_at: Mapping[str, int], schema: pa.Schema) -> Iterator[tuple[str, Scale, int]]:
    """Column, its scale, and the level it is released at. Numbers that are kept as they are have no labels."""
    scales = scales_of(policy, _NO_FOLDER)
    for name, level in released_at.items():
        yield name, scales[name], level
    for sensitive in policy.sensitive:
        yield sensitive.column, AsItIs(), 0
    for name in policy.keep:
        if pa.types.is_string(schema.field(name).type):
            yield name, AsItIs(), 0


def _beforehand(scale: Scale, level: int, terms: Terms) -> Iterator[str]:
    """The labels of a level that are there whatever the data."""
    match scale:
        case Bands(widths, start, int(above)):
            for number in range(start, above + 1, widths[0]):
                yield scale.levels(str(number))[level]
        case Calendar():
            for monday in _mondays(terms.first_day, terms.last_day):
                yield scale.levels(monday.isoformat())[level]
        case _:
            return


def _mondays(first: date, last: date) -> Iterator[date]:
    """Of every week with a day in the period: payments know their week and no day."""
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        yield monday
        monday += timedelta(days=7)


def _distinct(release: Path, column: str) -> set[str]:
    found: set[str] = set()
    for batch in pq.ParquetFile(release).iter_batches(columns=[column]):
        found |= set(pc.unique(batch.column(0)).to_pylist())
    return found - {None}
