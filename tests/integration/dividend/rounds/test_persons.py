"""A round with people who pay all the time, over moto: k is kept in people, and who they are stays inside."""

import csv
import gzip
import io
import json
import random
from collections import defaultdict

import boto3
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from city.contracts.dividend.files import OPERATOR_COLUMNS
from city.contracts.dividend.staff.rounds import OpenRound
from city.dividend.anonymise.errors import VerificationFailed
from city.dividend.rounds.bootstrap import build_verify_round
from city.dividend.rounds.errors import RoundInvalid
from city.dividend.rounds.pseudonym import PERSON_COLUMN
from city.dividend.rounds.service import paths
from city.dividend.rounds.tables.rounds import RoundsTable
from infra.dividend.local_round import card
from infra.dividend.story import DONGS, POLICY
from tests.integration.dividend_in_moto import ROUND, TERMS, DividendInMoto

QUASI = ("나이", "성별", "거주지", "이용주")
CARDS, FREQUENT = 160, 16
K = POLICY["privacy"]["k"]


def uneven_files() -> tuple[dict[str, bytes], dict[int, int]]:
    """Two files of one operator, and whose each payment is by its amount, of which there are no two alike.

    Most cards pay three times, a tenth of them sixty times, and everybody in both files.
    """
    chance = random.Random(5)
    uses = [number for number in range(CARDS) for _ in range(60 if number < FREQUENT else 3)]
    chance.shuffle(uses)
    whose = {1_000 + 10 * at: number for at, number in enumerate(uses)}
    files = {}
    for name, part in (("a.csv", 0), ("b.csv", 1)):
        text = io.StringIO()
        writer = csv.DictWriter(text, list(OPERATOR_COLUMNS), restval="")
        writer.writeheader()
        for amount, number in whose.items():
            if amount // 10 % 2 == part:
                home = DONGS[number % len(DONGS)]
                row = {
                    "카드번호": card(number),
                    "생년월일": f"{1946 + number % 60}-03-04",
                    "성별": "남여"[number % 2],
                    "거주지": home,
                    "가맹점": "가게",
                    "업종": chance.choice(["음식점", "학원", "약국"]),
                    "가맹점 소재지": home,
                    "금액": amount,
                    "이용일": f"2026-10-{chance.randrange(1, 32):02d}",
                    "시간대": "12",
                }
                writer.writerow(row)
        files[name] = text.getvalue().encode()
    return files, whose


def prepared(policy: dict | None = None) -> tuple[DividendInMoto, dict[int, int]]:
    dividend = DividendInMoto()
    terms = {**TERMS, "policy": {**POLICY, "suppression": "0.3"} if policy is None else policy}
    dividend.staff.rounds.create.create(OpenRound.model_validate_json(json.dumps(terms)), "steward")
    files, whose = uneven_files()
    for name, content in files.items():
        assert dividend.deliver(f"{ROUND}/konai/{name}", content).outcome == "received"
    dividend.prepare()
    return dividend, whose


def read(name: str) -> bytes:
    return boto3.client("s3").get_object(Bucket="work", Key=name)["Body"].read()


def table(name: str) -> pa.Table:
    return pq.read_table(io.BytesIO(read(name)))


def names(prefix: str) -> list[str]:
    return [entry["Key"] for entry in boto3.client("s3").list_objects_v2(Bucket="work", Prefix=prefix)["Contents"]]


def classes_of_cards(whose: dict[int, int]) -> list[list[int]]:
    """The cards of every class of the release, one per row, known by what was paid."""
    found = defaultdict(list)
    for row in table(paths.release_name(ROUND)).to_pylist():
        found[tuple(row[name] for name in QUASI)].append(whose[row["금액"]])
    return list(found.values())


def test_every_class_has_k_people_though_some_pay_all_the_time_and_in_both_files(cloud) -> None:
    _, whose = prepared()

    classes = classes_of_cards(whose)

    people = min(len(set(cards)) for cards in classes)
    certificate = json.loads(read(paths.certificate_name(ROUND)))
    assert people >= K
    assert certificate["promised"]["unit"] == certificate["measured"]["k_unit"] == "persons"
    assert (certificate["promised"]["k"], certificate["measured"]["k"], certificate["measured"]["k_persons"]) == (
        K,
        people,
        people,
    )
    assert certificate["measured"]["k_rows"] == min(map(len, classes)) >= people
    assert certificate["measured"]["persons"] == len({card for cards in classes for card in cards})
    assert certificate["risk"]["prosecutor_highest"] == pytest.approx(1 / people)


def test_who_pays_is_a_number_in_shards_and_companions_and_nowhere_else(cloud) -> None:
    dividend, _ = prepared()
    dividend.approve()
    numbers = {number for name in names(f"{ROUND}/shards/") for number in table(name).column(PERSON_COLUMN).to_pylist()}
    assert len(numbers) == CARDS

    for name in (*names(f"{ROUND}/parts/"), paths.release_name(ROUND)):
        written = table(name)
        assert written.column_names == [*QUASI, "업종", "금액"]
        assert numbers.isdisjoint(value for column in written.columns for value in column.to_pylist())
    for name in (paths.certificate_name(ROUND), paths.decision_name(ROUND), paths.signature_name(ROUND)):
        assert not any(str(number).encode() in read(name) for number in numbers)
    catalogue = boto3.client("s3").list_objects_v2(Bucket="catalogue")["Contents"]
    assert not [entry["Key"] for entry in catalogue if "companion" in entry["Key"]]


def test_neither_pseudonym_nor_linkage_has_the_number_of_a_person_in_it(cloud) -> None:
    prepared()
    s3 = boto3.client("s3")
    objects = [("work", name) for name in names(f"{ROUND}/weights/")]
    objects += [("linkage", each["Key"]) for each in s3.list_objects_v2(Bucket="linkage")["Contents"]]
    shards = [table(name).column(PERSON_COLUMN) for name in names(f"{ROUND}/shards/")]
    spellings = {
        spelling
        for number in {each for shard in shards for each in shard.to_pylist()}
        for spelling in (str(number).encode(), number.to_bytes(8, "big", signed=True).hex().encode())
    }

    for bucket, name in objects:
        content = gzip.decompress(s3.get_object(Bucket=bucket, Key=name)["Body"].read())
        assert not any(spelling in content for spelling in spellings), name


def test_a_companion_tells_of_every_row_of_its_part(cloud) -> None:
    _, whose = prepared()

    people = defaultdict(set)
    for part in names(f"{ROUND}/parts/"):
        companion = table(part.replace("/parts/", "/companions/")).column(0).to_pylist()
        for amount, number in zip(table(part).column("금액").to_pylist(), companion, strict=True):
            people[number].add(whose[amount])

    assert all(len(cards) == 1 for cards in people.values())
    assert len(people) == len({card for cards in people.values() for card in cards})


def _verify_again(dividend: DividendInMoto) -> None:
    s3 = boto3.client("s3")
    next(r for r in RoundsTable.query(ROUND) if r.entry == "step#verify#-").delete()
    for name in (paths.release_name(ROUND), paths.certificate_name(ROUND)):
        s3.delete_object(Bucket="work", Key=name)
    dividend.build(build_verify_round).verify(ROUND)


@pytest.mark.parametrize("planted", ["one person", "a row too few"])
def test_rows_of_too_few_people_are_found_beside_the_written_release_and_publish_nothing(cloud, planted: str) -> None:
    dividend, _ = prepared()
    parts = names(f"{ROUND}/parts/")
    # Whose the rows of one class are, in every part: as many rows as before.
    victim = tuple(table(parts[0]).slice(0, 1).to_pylist()[0][name] for name in QUASI)
    for part in parts:
        companion = part.replace("/parts/", "/companions/")
        numbers = table(companion).column(0).to_pylist()
        rows = table(part).to_pylist()
        if planted == "one person":
            numbers = [
                7 if tuple(row[name] for name in QUASI) == victim else number
                for row, number in zip(rows, numbers, strict=True)
            ]
        else:
            numbers = numbers[1:]
        out = io.BytesIO()
        pq.write_table(pa.table({"person": pa.array(numbers, pa.int64())}), out)
        boto3.client("s3").put_object(Bucket="work", Key=companion, Body=out.getvalue())

    with pytest.raises(VerificationFailed, match=r"k \(persons\): 1 \(5\)|told whose they are"):
        _verify_again(dividend)
    assert {paths.release_name(ROUND), paths.certificate_name(ROUND)}.isdisjoint(names(f"{ROUND}/"))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"person": None}, "person: 이용자"),
        ({"person": "카드번호"}, "person: 이용자"),
        ({"keep": ["금액", PERSON_COLUMN]}, "never published"),
        ({"sensitive": [{"column": PERSON_COLUMN, "models": []}]}, "never published"),
        ({"quasi_identifiers": []}, "names quasi-identifiers"),
        ({"quasi_identifiers": [{"column": "나이", "hierarchy": {"kind": "file"}}]}, "built-in"),
        ({"quasi_identifiers": [{"column": "나이", "hierarchy": "region"}]}, "shape"),
        ({"quasi_identifiers": ["나이"]}, "shape"),
        ({"quasi_identifiers": {"나이": {}}}, "shape"),
        ({"keep": {"금액": 1}}, "shape"),
        ({"sensitive": "업종"}, "shape"),
    ],
)
def test_a_round_whose_policy_promises_rows_or_publishes_people_is_not_opened(cloud, change: dict, why: str) -> None:
    policy = {name: value for name, value in {**POLICY, **change}.items() if value is not None}
    request = OpenRound.model_validate_json(json.dumps({**TERMS, "policy": policy}))

    with pytest.raises(RoundInvalid, match=why):
        DividendInMoto().staff.rounds.create.create(request, "steward")
