"""Buyers, their orders and their copies, over moto."""

import json
import random
from pathlib import Path

import boto3
import pytest

from city.contracts.dividend.market import PlaceOrder, RegisterBuyer
from city.dividend.anonymise.watermark import accuse
from city.dividend.market.bootstrap import build_marks
from city.dividend.market.errors import BuyerNotVerified, BuyerUnknown, CopyNotReady, RevisionRevoked
from city.dividend.market.service.make_copy import MakeCopy, marking_of
from city.dividend.market.service.marked_copies import labels_in_sample
from city.dividend.market.service.trace_leak import keys_of_buyers
from city.dividend.market.tables.buyers import Buyers
from city.dividend.market.tables.market import MarketTable
from city.dividend.market.tables.revisions import Revisions
from tests.integration.dividend.round_states import DATA_SET, balance
from tests.integration.dividend_in_moto import ROUND, TERMS, DividendInMoto, sold


def order(buyer: str, name: str = "order-1") -> PlaceOrder:
    return PlaceOrder(
        order_id=name, data_set=DATA_SET, revision=1, purpose="research", use=f"{buyer}의 상권 연구에 씁니다"
    )


def test_a_buyer_is_verified_before_ordering_and_known_by_its_key_alone(cloud) -> None:
    dividend = sold()
    request = RegisterBuyer(buyer_id="new", name="새 연구소", registration_number="123-45-67890", kind="company")
    key = dividend.market.add_buyer.add(request).key

    with pytest.raises(BuyerNotVerified):
        dividend.market.submit_order.submit(key, order("new"))
    for wrong in ("", "new", "new.", "new.wrong", f"other.{key}", key + "x"):
        with pytest.raises(BuyerUnknown):
            dividend.market.submit_order.submit(wrong, order("new"))


def copies(dividend: DividendInMoto) -> MakeCopy:
    return dividend.build(build_marks).make_copy


def test_a_paid_order_gets_a_link_to_a_copy_of_its_own_and_every_download_is_on_file(cloud) -> None:
    dividend = sold(cards=240)
    keys = {buyer: dividend.sell(buyer) for buyer in ("gri", "skku", "kt")}
    with pytest.raises(CopyNotReady):
        dividend.market.make_link.make(keys["gri"], "order-1")
    job = json.loads(
        boto3.client("sqs").receive_message(QueueUrl=dividend.environment["COPIES_QUEUE_URL"])["Messages"][0]["Body"]
    )
    assert (job["buyer_id"], job["data_set"]) == ("gri", DATA_SET)
    digests = {buyer: copies(dividend).make(buyer, DATA_SET, 1) for buyer in keys}

    link = dividend.market.make_link.make(keys["gri"], "order-1")
    dividend.market.make_link.make(keys["gri"], "order-1")

    assert link.digest == digests["gri"]
    assert f"copies/gri/{DATA_SET}/1.parquet" in link.url
    assert len(set(digests.values())) == 3
    assert dividend.market.show_order.show(keys["gri"], "order-1").downloads == 2
    downloads = [r for r in MarketTable.scan() if r.entry.startswith("download#")]
    assert [(r.buyer_id, r.digest) for r in downloads] == [("gri", digests["gri"])] * 2


def test_a_leaked_sample_of_1000_rows_is_traced_to_its_buyer(cloud, tmp_path) -> None:
    dividend = sold(cards=240)
    for buyer in ("gri", "skku", "kt"):
        dividend.sell(buyer)
        copies(dividend).make(buyer, DATA_SET, 1)
    leaked = tmp_path / "leak.parquet"
    boto3.client("s3").download_file("catalogue", f"copies/skku/{DATA_SET}/1.parquet", str(leaked))
    marking, quasi = marking_of(Revisions().get(DATA_SET, 1))
    sample = random.Random(1).sample(labels_in_sample(leaked, quasi), 1000)

    accused = accuse(sample, marking, keys_of_buyers(Buyers(), b"m" * 64, DATA_SET, 1))

    assert [suspicion.buyer for suspicion in accused] == ["skku"]


def _fetched(folder: Path, prefix: str) -> list[Path]:
    """What lies under a prefix of the work bucket, in the order of the shards."""
    s3, found = boto3.client("s3"), []
    for number, entry in enumerate(s3.list_objects_v2(Bucket="work", Prefix=prefix)["Contents"]):
        found.append(folder / f"{prefix.split('/')[1]}-{number}.parquet")
        s3.download_file("work", entry["Key"], str(found[-1]))
    return found


def test_a_copy_keeps_what_the_certificate_promises(cloud, tmp_path) -> None:
    from city.dividend.anonymise.policy import Policy
    from city.dividend.anonymise.requirements import claims_of
    from city.dividend.anonymise.verification.measure import measure
    from city.dividend.anonymise.verification.refusal import refuse_broken
    from city.dividend.rounds.service.preparing.shard_files import join_companions

    dividend = sold(cards=240)
    dividend.sell()
    copies(dividend).make("gri", DATA_SET, 1)
    copy = tmp_path / "copy.parquet"
    boto3.client("s3").download_file("catalogue", f"copies/gri/{DATA_SET}/1.parquet", str(copy))
    claims = claims_of(Policy.model_validate(TERMS["policy"]), tmp_path)
    # The rows of a copy stand in the order of the release's, so its companion tells of them too.
    parts, companions = (_fetched(tmp_path, f"{ROUND}/{folder}/") for folder in ("parts", "companions"))
    join_companions(companions, parts, tmp_path / "companion.parquet")

    measured = measure(copy, claims, tmp_path / "companion.parquet")

    refuse_broken(measured, claims)
    certificate = dividend.staff.rounds.show.show(ROUND).certificate
    assert certificate is not None
    assert measured.k >= certificate["measured"]["k"]
    assert measured.rows == certificate["measured"]["rows"]
    # Sums over the same classes in another order differ in their last digit.
    assert measured.average_risk <= certificate["risk"]["prosecutor_average"] * (1 + 1e-12)


def test_a_revoked_revision_is_neither_ordered_nor_downloaded(cloud) -> None:
    dividend = sold(cards=240)
    key = dividend.sell()
    copies(dividend).make("gri", DATA_SET, 1)

    line = dividend.staff.sales.withdraw_revision.withdraw(DATA_SET, 1, "재식별 위험이 새로 발견되었습니다", "steward")

    assert (line.state, line.revoked_because) == ("revoked", "재식별 위험이 새로 발견되었습니다")
    with pytest.raises(RevisionRevoked):
        dividend.market.make_link.make(key, "order-1")
    with pytest.raises(RevisionRevoked):
        dividend.market.submit_order.submit(key, order("gri", "order-2"))


def test_a_sale_after_the_books_are_closed_is_not_booked_to_them(cloud) -> None:
    dividend = sold()
    dividend.sell()
    dividend.pay()

    dividend.sell("late")

    assert balance(dividend) == {"cash": 1_100_000, "costs": -100_000, "late_sales": -1_000_000}
