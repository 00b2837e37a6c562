"""Operators' files of a round, over moto: received once, quarantined where they are wrong."""

import boto3
import pytest

from infra.dividend.story import USES, operator_file
from tests.integration.dividend_in_moto import ROUND, opened


def test_a_file_is_received_once_by_name_and_by_content(cloud) -> None:
    dividend = opened()
    content = operator_file(range(60), USES)

    again = dividend.deliver(f"{ROUND}/konai/suwon.csv", content)
    copied = dividend.deliver(f"{ROUND}/konai/copy.csv", content)
    replaced = dividend.deliver(f"{ROUND}/konai/suwon.csv", operator_file(range(10), 3))

    assert again.outcome == "received"
    assert (copied.outcome, copied.reason, copied.duplicate_of) == (
        "duplicate",
        "same_content",
        f"files/{ROUND}/konai/suwon.csv",
    )
    assert (replaced.outcome, replaced.reason) == ("duplicate", "name_taken")
    assert len(dividend.staff.rounds.show.show(ROUND).files) == 2


def test_bad_rows_are_quarantined_and_nothing_is_lost(cloud) -> None:
    dividend = opened()
    good = operator_file(range(5), 2, seed=9).decode()
    spoiled = good.replace("음식점", "", 1).replace(",남,", ",X,", 1)

    report = dividend.deliver(f"{ROUND}/konai/bad.csv", spoiled.encode())

    assert (report.rows, report.accepted, report.quarantined) == (10, 8, 2)
    assert {(fault.column, fault.reason) for fault in report.faults} == {("업종", "empty"), ("성별", "not_a_sex_code")}
    kept = boto3.client("s3").get_object(Bucket="inbox", Key=report.quarantine_file)["Body"].read().decode()
    assert len(kept.splitlines()) == 2
    assert "홍길동" not in kept


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (f"{ROUND}/konai/x.txt", "neither_csv_nor_parquet"),
        (f"{ROUND}/konai/x.parquet", "not_parquet"),
        ("2031-1/konai/x.csv", "round_unknown"),
        ("somewhere/x.csv", "round_invalid"),
    ],
)
def test_what_is_no_file_of_a_round_is_refused_with_a_report(cloud, name: str, reason: str) -> None:
    dividend = opened()

    report = dividend.deliver(name, b"nonsense")

    assert (report.outcome, report.reason) == ("refused", reason)
