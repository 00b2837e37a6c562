"""Transactions of a local currency as operators would send them, invented: any number, seeded, streamed.

Nobody in it exists. People live in dongs of very different sizes and shop mostly near home; few shops and few cards
make most of the turnover; Fridays and Saturdays are busy, Sundays and nights are not; amounts are round and skewed.
The same seed and sizes give the same rows whatever the size of the batches they are taken in, chunk by chunk.

    python -m city.dividend.anonymise.generator --rows 10000000 --out transactions.parquet
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from city.dividend.anonymise.arrays import Floats, Ints

# Rows are made by chunks of this size, each with a stream of chance of its own.
_CHUNK = 250_000
_ROWS_PER_CARD = 24
_ROWS_PER_SHOP = 400

# Areas as they are called; which dong has how many people is invented.
_DONGS = {
    "수원시 팔달구": "매교동 매산동 고등동 화서동 지동 우만동 인계동 행궁동",
    "수원시 영통구": "매탄동 원천동 영통동 광교동 망포동",
    "수원시 권선구": "세류동 평동 서둔동 구운동 금곡동 호매실동 권선동 곡선동",
    "성남시 수정구": "신흥동 태평동 수진동 단대동 산성동 양지동 복정동 위례동",
    "성남시 분당구": "분당동 수내동 정자동 서현동 이매동 야탑동 판교동 구미동 백현동",
    "고양시 덕양구": "주교동 원신동 흥도동 성사동 화정동 행주동 능곡동 행신동",
    "고양시 일산동구": "식사동 중산동 정발산동 풍산동 백석동 마두동 장항동",
    "안양시 만안구": "안양동 석수동 박달동",
    "안양시 동안구": "비산동 부흥동 달안동 관양동 평촌동 귀인동 호계동 범계동",
    "안산시 상록구": "일동 이동 사동 본오동 부곡동 월피동 성포동",
    "안산시 단원구": "와동 고잔동 호수동 원곡동 초지동 선부동",
    "의정부시": "의정부동 호원동 장암동 신곡동 송산동 자금동 가능동 녹양동",
    "부천시": "심곡동 부천동 중동 신중동 상동 대산동 소사본동 범안동 오정동",
    "광명시": "광명동 철산동 하안동 소하동 일직동",
    "평택시": "중앙동 서정동 송탄동 지산동 송북동 신평동 원평동 통복동 비전동 용이동",
    "동두천시": "생연동 중앙동 보산동 불현동 소요동 상패동",
    "과천시": "중앙동 갈현동 별양동 부림동 과천동 문원동",
    "구리시": "갈매동 동구동 인창동 교문동 수택동",
    "오산시": "중앙동 남촌동 신장동 세마동 초평동 대원동",
    "군포시": "군포동 당동 금정동 산본동 재궁동 오금동 수리동 궁내동 대야동 광정동",
}
_CATEGORIES = (
    "한식 음식점",
    "중식 음식점",
    "분식",
    "커피 전문점",
    "제과점",
    "치킨",
    "주점",
    "슈퍼마켓",
    "편의점",
    "정육점",
    "청과물",
    "반찬 가게",
    "미용실",
    "이발소",
    "세탁소",
    "약국",
    "내과 의원",
    "치과 의원",
    "한의원",
    "동물 병원",
    "입시 학원",
    "예체능 학원",
    "서점",
    "문구점",
    "의류",
    "신발",
    "안경원",
    "꽃집",
    "철물점",
    "자동차 정비",
    "주유소",
    "헬스장",
)
# The middle of what is spent at a shop of each category, in won.
_USUAL_KRW = (
    14_000,
    16_000,
    8_000,
    6_000,
    9_000,
    21_000,
    32_000,
    24_000,
    6_000,
    28_000,
    18_000,
    15_000,
    30_000,
    14_000,
    12_000,
    9_000,
    11_000,
    45_000,
    22_000,
    55_000,
    240_000,
    120_000,
    18_000,
    7_000,
    48_000,
    62_000,
    95_000,
    25_000,
    19_000,
    110_000,
    50_000,
    60_000,
)
_SURNAMES = tuple("김이박최정강조윤장임한오서신권황안송류홍전고문손양배백허남심")
_SYLLABLES = tuple("민서지현수영진은하준우도예윤재호성경미정혜선희철용태연아원규나다라소유주승동건빈")
_HOURS = np.array([2, 1, 1, 0.5, 0.5, 1, 3, 8, 14, 18, 24, 40, 62, 50, 34, 32, 36, 46, 66, 64, 44, 26, 14, 6])
_WEEKDAYS = np.array([0.92, 0.94, 0.97, 1.0, 1.22, 1.25, 0.78])
_FIRST_DAY, _DAYS = date(2026, 10, 1), 31

COLUMNS = (
    "카드번호",
    "성명",
    "휴대전화",
    "생년월일",
    "나이",
    "성별",
    "거주지",
    "가맹점",
    "업종",
    "가맹점 소재지",
    "금액",
    "이용일",
    "시간대",
)


@dataclass(frozen=True, eq=False, kw_only=True)
class _Town:
    """Who lives where, and which shops there are."""

    dongs: tuple[str, ...]
    home: Ints
    age: Ints
    is_female: Ints
    birth_day: Ints
    surname: Ints
    given: Ints
    card_weights: Floats
    shop_dong: Ints
    shop_category: Ints
    shops_of_dong: tuple[Ints, ...]
    shop_weights: tuple[Floats, ...]


def dongs() -> tuple[str, ...]:
    """Every dong with its city and, where the city has them, its gu: the finest value of the region hierarchy."""
    return tuple(f"{area} {dong}" for area, names in _DONGS.items() for dong in names.split())


def _found_town(rows: int, seed: int) -> _Town:
    chance = np.random.default_rng([seed, 0])  # noqa: TID251  # seeded
    places = dongs()
    crowd = chance.pareto(1.6, len(places)) + 0.3
    crowd /= crowd.sum()
    cards = max(20, rows // _ROWS_PER_CARD)
    shops = max(2 * len(places), rows // _ROWS_PER_SHOP)
    shop_dong = np.concatenate(
        [np.arange(len(places)), chance.choice(len(places), shops - len(places), p=crowd)]
    ).astype(np.int64)
    popularity = chance.pareto(1.2, shops) + 0.05
    of_dong = tuple(np.flatnonzero(shop_dong == dong) for dong in range(len(places)))
    age = np.clip(chance.normal(46, 17, cards), 14, 97).astype(np.int64)
    return _Town(
        dongs=places,
        home=chance.choice(len(places), cards, p=crowd).astype(np.int64),
        age=age,
        is_female=(chance.random(cards) < 0.57).astype(np.int64),
        birth_day=chance.integers(0, 365, cards),
        surname=chance.choice(len(_SURNAMES), cards, p=_falling(len(_SURNAMES))).astype(np.int64),
        given=chance.integers(0, len(_SYLLABLES) ** 2, cards),
        card_weights=_cumulative(chance.pareto(1.5, cards) + 0.1),
        shop_dong=shop_dong,
        shop_category=chance.choice(len(_CATEGORIES), shops, p=_falling(len(_CATEGORIES))).astype(np.int64),
        shops_of_dong=of_dong,
        shop_weights=tuple(_cumulative(popularity[shop]) for shop in of_dong),
    )


def _falling(size: int) -> Floats:
    weights: Floats = 1 / (np.arange(size) + 3.0)
    found: Floats = weights / weights.sum()
    return found


def _cumulative(weights: Floats) -> Floats:
    total: Floats = np.cumsum(weights)
    found: Floats = total / total[-1]
    return found


def generate(rows: int, seed: int) -> Iterator[pa.RecordBatch]:
    """`rows` transactions in chunks. Columns as in COLUMNS; repeated texts are dictionaries."""
    town = _found_town(rows, seed)
    texts = _Texts(town)
    for number, start in enumerate(range(0, rows, _CHUNK), start=1):
        yield _chunk(town, texts, min(_CHUNK, rows - start), np.random.default_rng([seed, number]))  # noqa: TID251  # seeded


class _Texts:
    """What stands in the columns, each text once."""

    def __init__(self, town: _Town) -> None:
        cards = len(town.home)
        names = [
            _SURNAMES[s] + _SYLLABLES[g // len(_SYLLABLES)] + _SYLLABLES[g % len(_SYLLABLES)]
            for s, g in zip(town.surname.tolist(), town.given.tolist(), strict=True)
        ]
        born = [
            (date(_FIRST_DAY.year - age - 1, 1, 1) + timedelta(days=day)).isoformat()
            for age, day in zip(town.age.tolist(), town.birth_day.tolist(), strict=True)
        ]
        self.card = pa.array([f"9410-{n // 10_000:06d}-{n % 10_000:04d}" for n in range(cards)])
        self.name = pa.array(names)
        self.phone = pa.array([f"010-{n // 10_000 % 10_000:04d}-{n % 10_000:04d}" for n in range(cards)])
        self.born = pa.array(born)
        self.sex = pa.array(["남", "여"])
        self.dong = pa.array(town.dongs)
        self.shop = pa.array([f"가맹점 {n:07d}" for n in range(len(town.shop_dong))])
        self.category = pa.array(_CATEGORIES)
        self.day = pa.array([(_FIRST_DAY + timedelta(days=n)).isoformat() for n in range(_DAYS)])
        self.hour = pa.array([f"{hour:02d}" for hour in range(24)])


def _chunk(town: _Town, texts: _Texts, rows: int, chance: np.random.Generator) -> pa.RecordBatch:
    card = np.searchsorted(town.card_weights, chance.random(rows))
    home = town.home[card]
    # Seven in ten purchases are made in one's own dong.
    place = np.where(chance.random(rows) < 0.7, home, town.home[chance.integers(0, len(town.home), rows)])
    shop = np.empty(rows, dtype=np.int64)
    order = np.argsort(place, kind="stable")
    edges = np.searchsorted(place[order], np.arange(len(town.dongs) + 1))
    for dong in range(len(town.dongs)):
        here = order[edges[dong] : edges[dong + 1]]
        shop[here] = town.shops_of_dong[dong][np.searchsorted(town.shop_weights[dong], chance.random(len(here)))]
    category = town.shop_category[shop]
    usual = np.array(_USUAL_KRW)[category]
    amount = np.maximum(500, (usual * chance.lognormal(0, 0.55, rows) / 100).astype(np.int64) * 100)
    weekday = (np.arange(_DAYS) + _FIRST_DAY.weekday()) % 7
    day = np.searchsorted(_cumulative(_WEEKDAYS[weekday]), chance.random(rows))
    hour = np.searchsorted(_cumulative(_HOURS), chance.random(rows))
    columns = [
        _of(card, texts.card),
        _of(card, texts.name),
        _of(card, texts.phone),
        _of(card, texts.born),
        pa.array(town.age[card], pa.int32()),
        _of(town.is_female[card], texts.sex),
        _of(home, texts.dong),
        _of(shop, texts.shop),
        _of(category, texts.category),
        _of(town.shop_dong[shop], texts.dong),
        pa.array(amount, pa.int64()),
        _of(day, texts.day),
        _of(hour, texts.hour),
    ]
    return pa.record_batch(columns, names=list(COLUMNS))


def _of(codes: Ints, values: pa.Array) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), values)


def write(rows: int, seed: int, path: Path, columns: tuple[str, ...] | None = None) -> None:
    """Writes CSV or Parquet, by the name's ending, batch by batch; only `columns` of them if given."""
    writer: pa.csv.CSVWriter | pa.parquet.ParquetWriter | None = None
    for batch in generate(rows, seed):
        table = pa.Table.from_batches([batch])
        if columns is not None:
            table = table.select(list(columns))
        if path.suffix == ".csv":
            table = pa.table({name: table[name].cast(pa.string()) for name in table.column_names})
        if writer is None:
            is_csv = path.suffix == ".csv"
            writer = pa.csv.CSVWriter(path, table.schema) if is_csv else pa.parquet.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m city.dividend.anonymise.generator", description="Invents transactions."
    )
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True, help="FILE.csv or FILE.parquet")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    write(options.rows, options.seed, options.out)
    sys.stdout.write(f"{options.rows:,} rows in {options.out}\n")


if __name__ == "__main__":
    main()
