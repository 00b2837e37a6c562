"""The bank's files go through the deployed inbox, queue and function, under the function's own role."""

import json
from typing import Any

from infra.fines.street import FinesClient
from infra.local.city import City
from infra.local.patience import wait_on


def drop(city: City, key: str, text: str) -> None:
    city.client("s3").put_object(Bucket=city.output("BankInboxBucket"), Key=key, Body=text.encode("utf-8-sig"))


def report(city: City, key: str) -> Any:
    """A report once it is written."""
    s3, bucket = city.client("s3"), city.output("NoticeReportsBucket")

    def look() -> Any:
        if not s3.list_objects_v2(Bucket=bucket, Prefix=key).get("KeyCount"):
            return None
        return json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read())

    return wait_on(city, f"a report at {key}", look)


def test_numbers_reach_the_pool_and_a_bad_row_is_named(city: City) -> None:
    drop(city, "accounts/end-to-end.csv", "은행,가상계좌번호\n농협은행,88010000000001\n011,88010000000002\nNH,x\n")

    loaded = report(city, "accounts/end-to-end.csv.report.json")

    assert (loaded["added"], loaded["rejected_rows"], loaded["rejected"][0]["row"]) == (2, 1, 4)


def test_a_deposit_nobody_told_of_stands_in_the_days_reconciliation(city: City) -> None:
    heading, row = (
        "거래일자,거래시각,가상계좌번호,구분,금액,거래번호",
        "2026-01-05,12:00:00,88010000000001,입금,32000,unheard-of-1",
    )
    drop(city, "statements/NH/2026-01-05.csv", f"{heading}\n{row}\n")

    (difference,) = report(city, "reconciliation/NH/2026-01-05.json")["differences"]

    assert (difference["kind"], difference["deposit_key"]) == ("missing_here", "NH:unheard-of-1")


def test_a_reconciled_day_and_a_checked_night_are_read_at_the_desk_under_their_roles(city: City) -> None:
    heading = "거래일자,거래시각,가상계좌번호,구분,금액,거래번호"
    drop(city, "statements/NH/2026-01-06.csv", f"{heading}\n2026-01-06,12:00:00,79011111111111,입금,32000,JAN6-1\n")
    auditor = FinesClient(city, "auditor")
    report(city, "reconciliation/NH/2026-01-06.json")
    night = city.client("lambda").invoke(FunctionName=city.function("CheckBooksFunction"), Payload=b"{}")

    listed = auditor.ask("GET", "/reconciliations?from=2026-01-06&to=2026-01-06")
    day = auditor.ask("GET", "/reconciliations/NH/2026-01-06")
    whole = auditor.ask("GET", "/report?key=reconciliation/NH/2026-01-06.json")
    nights = auditor.ask("GET", "/books?limit=1")

    assert "FunctionError" not in night
    assert [each["differences"] for each in listed[1]["reconciliations"]] == [1]
    assert [each["name_ko"] for each in day[1]["differences"]] == ["은행에만 있는 입금"]
    assert (whole[0], whole[1]["bank"]) == (200, "NH")
    checked = nights[1]["nights"][0]["day"]
    assert auditor.ask("GET", f"/books/{checked}")[1]["gaps"] == []
