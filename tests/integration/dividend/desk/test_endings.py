"""The end of a round, at the staff's API over moto."""

import gzip
import io
import itertools
from collections.abc import Iterator

import boto3
import pyarrow.parquet as pq
import pytest
from botocore.exceptions import ClientError

from city.aws.secrets import read_secret
from city.dividend.bootstrap import open_folder
from city.dividend.desk.bootstrap import build_destroy_rounds
from city.dividend.desk.ending import DestructionPlace
from city.dividend.payout.adapters.rails import FileRail
from city.dividend.payout.rail_faults import Faults
from city.dividend.payout.statement import StatementKey
from city.dividend.rounds.pseudonym import RoundKey
from infra.dividend.local_round import card
from tests.effort import one_in
from tests.integration.dividend.payout_states import CLAIMS, ENDING, over, result_file
from tests.integration.dividend_in_moto import ROUND, DividendInMoto, sold
from tests.integration.dividend_staff import People, publish, published

GROUND = {"ground": "개인정보 보호법 제28조의4", "reason": "지급과 청구 기간이 모두 끝났습니다"}


END = {"approves": True, "reason": "보관 기간이 지난 것을 확인했습니다"}


def destroy(dividend: DividendInMoto, milliseconds: Iterator[int] | None = None) -> dict[str, list[str]]:
    left = milliseconds or itertools.repeat(900_000)
    return dividend.build(build_destroy_rounds).destroy(lambda: next(left))


def everything_kept() -> dict[str, bytes]:
    """Every object of every bucket and every item of every table, unpacked as far as it is packed."""
    s3, dynamodb, kept = boto3.client("s3"), boto3.client("dynamodb"), {}
    for bucket in s3.list_buckets()["Buckets"]:
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket["Name"]):
            for found in page.get("Contents", []):
                content = s3.get_object(Bucket=bucket["Name"], Key=found["Key"])["Body"].read()
                content = gzip.decompress(content) if found["Key"].endswith(".gz") else content
                kept[f"s3 {bucket['Name']}/{found['Key']}"] = found["Key"].encode() + unpacked(content)
    for table in dynamodb.list_tables()["TableNames"]:
        for number, item in enumerate(dynamodb.scan(TableName=table)["Items"]):
            kept[f"dynamodb {table} {number}"] = b"".join(
                gzip.decompress(value["B"]) if "B" in value else repr(value).encode() for value in item.values()
            )
    return kept


def unpacked(content: bytes) -> bytes:
    """A Parquet file as its cells."""
    if content[:4] != b"PAR1":
        return content
    return repr(pq.read_table(io.BytesIO(content)).to_pylist()).encode()


def naming(words: set[str]) -> set[str]:
    """Where any of these words stands."""
    body = [word.encode() for word in words]
    return {name for name, content in everything_kept().items() if any(word in content for word in body)}


def test_after_the_end_nothing_but_the_ledger_names_a_pseudonym_and_nothing_names_a_card(cloud) -> None:
    dividend = sold(cards=120, claim_months=1)
    dividend.sell()
    dividend.rail = FileRail(open_folder("rail"))
    dividend.pay(tries=1)
    key = f"{ROUND}-00000-1"
    open_folder("rail").write(f"in/{key}.res", result_file(key, 3, 5).encode())
    dividend.pay()
    people = People(dividend)
    people.post(f"{CLAIMS}/payments", {"reason": "재발급된 카드로 다시 지급합니다"})
    dividend.pay(tries=1)
    second = f"{ROUND}-50000-1"
    open_folder("rail").write(f"in/{second}.res", result_file(second, 1, lines=2).encode())
    dividend.pay()
    secret = read_secret(boto3.client("secretsmanager"), f"rounds/{ROUND}")
    cards = {card(number) for number in range(120)}
    pseudonyms = {RoundKey(ROUND, secret).pseudonym(each) for each in cards}
    before = naming(cards | pseudonyms)
    ledger_before = dividend.ledger()
    over(dividend)

    status, proposed = people.post(ENDING, GROUND)
    decided = people.post(f"{ENDING}/decision", END, sub="lee")
    done = destroy(dividend)

    assert {name.split("/")[0] for name in before if name.startswith("s3")} == {
        "s3 inbox",
        "s3 linkage",
        "s3 rail",
        "s3 work",
    }
    assert (status, proposed["obstacles"], decided[1]["state"]) == (200, [], "ending")
    assert done == {ROUND: [place.value for place in DestructionPlace]}
    assert naming(cards) == set()
    assert {name.split()[1] for name in naming(pseudonyms)} == {"LedgerTable"}
    handles = {StatementKey(b"s" * 64).handle(ROUND, each) for each in cards}
    holders = {StatementKey(b"s" * 64).holder(each) for each in cards}
    assert naming(handles | holders) == set()
    left = {name.split(f"{ROUND}/")[-1] for name in everything_kept() if name.startswith("s3 work")}
    assert left == {"certificate.json", "certificate.signature.json"}
    assert {
        name
        for name in everything_kept()
        if name.startswith(("s3 linkage", "s3 statements", "s3 statistics", "s3 inbox", "s3 rail"))
    } == set()
    assert dividend.ledger() == {**ledger_before, **dividend.ledger()}
    with pytest.raises(ClientError):
        read_secret(boto3.client("secretsmanager"), f"rounds/{ROUND}")

    story = people.get(ENDING, "auditor")[1]
    assert story["state"] == "ended"
    assert set(story["destroyed"]) == {place.value for place in DestructionPlace}
    for body in story["destroyed"].values():
        assert (body["ground"], body["proposed_by"], body["decided_by"]) == (GROUND["ground"], "kim", "lee")
    assert people.get(f"/rounds/{ROUND}")[1]["certificate"] is not None
    assert dividend.market.show_catalogue.show().revisions[0].rows > 0
    assert sum(people.get(f"/rounds/{ROUND}/ledger")[1]["trial_balance"].values()) == 0
    shown = people.ask(
        f"/statements/{ROUND}", {"card_id": card(7), "code": StatementKey(b"s" * 64).code(ROUND, card(7))}
    )
    assert (shown[0], shown[1]["error"]) == (404, "statement_unknown")
    assert destroy(dividend) == {}


def test_a_round_whose_name_begins_alike_loses_nothing(cloud) -> None:
    dividend = published(claim_months=1)
    dividend.sell()
    dividend.pay()
    publish(dividend, f"{ROUND}0")
    dividend.sell_of(f"{ROUND}0", "kt")
    dividend.pay(round_id=f"{ROUND}0")
    beside = {name: content for name, content in everything_kept().items() if f"{ROUND}0" in name}
    over(dividend)
    people = People(dividend)
    people.post(ENDING, GROUND)
    people.post(f"{ENDING}/decision", END, sub="lee")

    destroy(dividend)

    assert beside
    assert {name: content for name, content in everything_kept().items() if f"{ROUND}0" in name} == beside
    assert len(list(dividend.payouts.of_round(f"{ROUND}0"))) == 1
    assert list(dividend.payouts.of_round(ROUND)) == []


@pytest.mark.parametrize("places", one_in(3, range(len(DestructionPlace))))
def test_killed_after_any_place_the_next_night_goes_on_there(cloud, places: int) -> None:
    dividend = published(claim_months=1)
    dividend.sell()
    dividend.pay()
    over(dividend)
    people = People(dividend)
    people.post(ENDING, GROUND)
    people.post(f"{ENDING}/decision", END, sub="lee")

    first = destroy(dividend, iter([900_000] * places + [0]))
    halfway = people.get(ENDING)[1]["state"]
    second = destroy(dividend)

    every = [place.value for place in DestructionPlace]
    assert (first[ROUND], halfway, second[ROUND]) == (every[:places], "ending", every[places:])
    assert people.get(ENDING)[1]["state"] == "ended"


def test_a_round_does_not_end_while_anything_of_it_is_open(cloud) -> None:
    dividend = published(Faults(returned=0.1), claim_months=1)
    people = People(dividend)
    unpaid = people.post(ENDING, GROUND)
    dividend.sell()
    dividend.pay()
    claimable = people.post(ENDING, GROUND)
    over(dividend)
    dividend.sell("late")
    late = people.post(ENDING, GROUND)

    assert (unpaid[0], unpaid[1]["error"], unpaid[1]["obstacles"]) == (
        409,
        "round_still_needed",
        ["not_paid", "claims_open"],
    )
    assert claimable[1]["obstacles"] == ["claims_open", "money_in_payable"]
    assert late[1]["obstacles"] == ["money_in_late_sales"]
    assert people.get(ENDING)[1]["proposal"] is None
    assert destroy(dividend) == {}


def test_one_person_alone_ends_no_round_and_a_declined_end_destroys_nothing(cloud) -> None:
    dividend = published(claim_months=1)
    dividend.sell()
    dividend.pay()
    over(dividend)
    people, kept = People(dividend), everything_kept().keys()
    people.post(ENDING, GROUND)

    alone = people.post(f"{ENDING}/decision", END)
    declined = people.post(
        f"{ENDING}/decision", {"approves": False, "reason": "감사가 끝난 뒤에 파기합니다"}, sub="lee"
    )

    assert (alone[0], alone[1]["error"]) == (403, "same_who_proposed")
    assert (declined[1]["state"], declined[1]["proposal"]["state"]) == ("paid", "declined")
    assert destroy(dividend) == {}
    assert {name for name in kept if name.startswith("s3")} <= everything_kept().keys()
