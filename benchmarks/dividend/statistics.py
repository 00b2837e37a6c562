"""Private statistics: what a question takes over a round's payments, and how near its answer comes.

A million payments as one shard of a round has them, and ten times as many in ten shards: more than an API may take
half a minute for, if anything does. Reading from disk stands for reading from S3, whose time is not in here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from time import perf_counter

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.measurement import Measurement
from city.dividend.anonymise.policy import Policy
from city.dividend.rounds.contributions import Unit, add_up, join
from city.dividend.rounds.pseudonym import PERSON_COLUMN
from city.dividend.rounds.service.preparing.private_statistics import statistics_of_shard
from city.dividend.rounds.statistics_file import rows_of
from city.dividend.statistics.noise import CERTAINTY_PERCENT, laplace
from infra.dividend.story import POLICY

FEW, MANY = 1_000_000, 10_000_000
_SEED, _PAYMENTS_PER_CARD, _DRAWS = 7, 20, 400
_SHOPS = tuple(f"업종 {number:02d}" for number in range(24))
# The answer has half a minute at the API, of which S3 takes its part.
_AT_MOST_S = 10.0
_RELEASED_AT = {"나이": 1, "성별": 0, "거주지": 2, "이용주": 0}


@dataclass(frozen=True, slots=True)
class BenchmarkQuery:
    name: str
    unit: Unit
    most: int
    by: str | None = None
    where: tuple[tuple[str, str], ...] = ()


_QUESTIONS = (
    BenchmarkQuery("cards", Unit.CARDS, 1),
    BenchmarkQuery("cards of one shop", Unit.CARDS, 1, where=(("업종", _SHOPS[3]), ("성별", "여"))),
    BenchmarkQuery("cards by shop, 5 each", Unit.CARDS, 5, "업종"),
    BenchmarkQuery("payments by week, 30 each", Unit.PAYMENTS, 30, "이용주"),
    BenchmarkQuery("won by shop, 500,000 each", Unit.AMOUNT_KRW, 500_000, "업종"),
)


def measure(folder: Path, few: int = FEW, many: int = MANY) -> Iterator[Measurement]:
    """`many` is a multiple of `few`, which is what a shard holds."""
    policy = Policy.model_validate(POLICY)
    for payments in (few, many):
        shards: list[Path] = []
        took = 0.0
        for number in range(payments // few):
            _invent(folder / "shard.parquet", number, few, payments)
            began = perf_counter()
            content = statistics_of_shard(policy, _RELEASED_AT, folder / "shard.parquet")
            took += perf_counter() - began
            shards.append(folder / f"{number}.npz")
            shards[-1].write_bytes(content)
        size = sum(shard.stat().st_size for shard in shards) / 1e6
        yield Measurement(f"{payments:,} payments kept for statistics", took, "s", detail=f"{size:.0f} MB")
        for question in _QUESTIONS:
            yield from _ask(question, shards, payments, with_errors=payments == few)


def _invent(path: Path, number: int, rows: int, payments: int) -> None:
    """A shard. Cards pay in every shard, some much more often than others."""
    chance = np.random.default_rng((_SEED, number))
    cards = payments // _PAYMENTS_PER_CARD
    card = (cards * chance.random(rows) ** 1.5).astype(np.int64)
    table = pa.table(
        {
            "나이": pa.array(20 + card % 60, pa.int32()),
            "성별": pa.array(np.array(["남", "여"], dtype=object)[card % 2]),
            "거주지": pa.array(
                np.array([f"수원시 {gu}구 {dong}동" for gu in "가나" for dong in "가나다라"], dtype=object)[card % 8]
            ),
            "업종": pa.array(np.array(_SHOPS, dtype=object)[np.minimum(chance.geometric(0.2, rows), 24) - 1]),
            "가맹점 소재지": pa.array(["수원시 가구 가동"] * rows),
            "이용주": pa.array(
                np.array([f"2026-10-{day:02d}" for day in (5, 12, 19, 26)], dtype=object)[chance.integers(0, 4, rows)]
            ),
            "금액": pa.array(chance.gamma(2, 8_000, rows).astype(np.int64)),
            PERSON_COLUMN: pa.array(card * 2_654_435_761),
        }
    )
    pq.write_table(table, path)


def _ask(question: BenchmarkQuery, shards: list[Path], payments: int, *, with_errors: bool) -> Iterator[Measurement]:
    labels = {"업종": _SHOPS, "이용주": tuple(f"2026-W{week}" for week in range(40, 45)), None: ()}[question.by]
    began = perf_counter()
    rows = join(
        rows_of(shard, dict(question.where), question.by, labels, amounts=question.unit is Unit.AMOUNT_KRW)
        for shard in shards
    )
    exact = add_up(rows, question.unit, len(labels) + 1, question.most)
    counted = perf_counter() - began
    mechanism = laplace(question.most, 100)
    began = perf_counter()
    mechanism.release(exact.tolist())
    drawn = perf_counter() - began
    yield Measurement(
        f"{question.name}, {payments:,}",
        counted + drawn,
        "s",
        at_most=_AT_MOST_S,
        detail=f"{drawn * 1000:.1f} ms of it noise",
    )
    if not with_errors:
        return
    everything = int(add_up(rows, question.unit, len(labels) + 1, 10**9).sum())
    cut = 100 * (1 - int(exact.sum()) / everything)
    off = [
        abs(said - true)
        for _ in range(_DRAWS)
        for said, true in zip(mechanism.release(exact.tolist()), exact.tolist(), strict=True)
    ]
    near = 100 * mean(error < mechanism.plus_minus for error in off)
    yield Measurement(
        f"{question.name}: mean error at ε = 0.1",
        mean(off),
        "won" if question.unit is Unit.AMOUNT_KRW else question.unit.value,
        detail=f"largest of {int(exact.max()):,}; said to be within {mechanism.plus_minus:,} with {CERTAINTY_PERCENT} %, "
        f"is with {near:.1f} %; {cut:.1f} % cut off",
    )
