"""A leaked sample, at the staff's API over moto."""

import base64
import hashlib
import io
import json
from typing import Any

import boto3
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from city.dividend.market.bootstrap import build_marks
from tests.integration.dividend_in_moto import ROUND, DividendInMoto, sold
from tests.integration.dividend_staff import People, load_function, published
from tests.integration.moto_city import Context

LEAKS = f"/data-sets/dividend-{ROUND}/1/leaks"


CASE = {"case_id": "leak-1", "format": "csv", "size_bytes": 100, "reason": "온라인 게시판에서 발견했습니다"}


def work_off(dividend: DividendInMoto) -> list[Any]:
    """As the queue hands the jobs to the function that has the marks' secret."""
    url = dividend.environment["COPIES_QUEUE_URL"]
    messages = boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    records = [{"messageId": m["MessageId"], "body": m["Body"], "eventSource": "aws:sqs"} for m in messages]
    make = load_function("make_copy", "handler").make_handler
    marks = dividend.build(build_marks)
    for message in messages:
        boto3.client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return make(lambda: marks)({"Records": records}, Context())["batchItemFailures"] if records else []


def upload(form: dict[str, Any], content: bytes) -> None:
    """What a browser posts with the form; moto judges no form."""
    boto3.client("s3").put_object(Bucket="catalogue", Key=form["fields"]["key"], Body=content)


def test_a_leaked_sample_names_its_buyer_and_an_innocent_one_names_nobody(cloud, tmp_path) -> None:
    dividend = sold(cards=240)
    copies = dividend.build(build_marks).make_copy
    for buyer in ("gri", "skku", "kt"):
        dividend.sell(buyer)
        copies.make(buyer, f"dividend-{ROUND}", 1)
    people = People(dividend)
    copy, release = tmp_path / "copy.parquet", tmp_path / "release.parquet"
    boto3.client("s3").download_file("catalogue", f"copies/skku/dividend-{ROUND}/1.parquet", str(copy))
    boto3.client("s3").download_file("catalogue", f"releases/dividend-{ROUND}/1.parquet", str(release))
    leaked, innocent = (pq.read_table(path).slice(100, 2000) for path in (copy, release))
    as_csv = io.BytesIO()
    pacsv.write_csv(leaked, as_csv)
    as_excel = as_csv.getvalue().decode().encode("cp949")
    parquet = io.BytesIO()
    pq.write_table(innocent, parquet)

    answers = {}
    for case, kind, content in (
        ("utf8", "csv", as_csv.getvalue()),
        ("excel", "csv", as_excel),
        ("none", "parquet", parquet.getvalue()),
    ):
        body = {**CASE, "case_id": f"leak-{case}", "format": kind, "size_bytes": len(content)}
        _, form = people.post(LEAKS, body)
        upload(form, content)
        waiting = people.post(f"{LEAKS}/leak-{case}/tracing", None, sub="lee")
        assert (waiting[0], waiting[1]["state"]) == (202, "waiting")
        assert work_off(dividend) == []
        answers[case] = people.get(f"{LEAKS}/leak-{case}", "panel")[1]

    for case in ("utf8", "excel"):
        assert [each["buyer_id"] for each in answers[case]["accused"]] == ["skku"]
        assert answers[case]["accused"][0]["score"] >= answers[case]["threshold"]
    assert answers["none"]["accused"] == []
    assert answers["none"]["highest_score"] < answers["none"]["threshold"]
    first = answers["utf8"]
    assert (first["state"], first["rows"], first["buyers"], first["false_accusation"]) == ("traced", 2000, 3, 1e-6)
    assert (first["reported_by"], first["traced_by"], first["reason"]) == ("kim", "lee", CASE["reason"])
    assert first["sample_sha256"] == hashlib.sha256(as_csv.getvalue()).hexdigest()
    assert len(people.get(LEAKS, "auditor")[1]["cases"]) == 3
    assert (
        people.post(LEAKS, {**CASE, "case_id": "leak-utf8", "size_bytes": len(as_csv.getvalue())})[1]["error"]
        == "leak_traced"
    )


@pytest.mark.parametrize(
    ("content", "because"),
    [
        (None, "not_uploaded"),
        (b"", "no_column: 나이"),
        ("이름\n홍길동\n".encode(), "no_column: 나이"),
        ("나이\n".encode() + b"20-24\n" * 999, "fewer_than_1000_rows"),
        (b"\xff\xfe\x00\x80" * 10, "not_csv"),
    ],
)
def test_a_sample_that_cannot_be_read_says_why_and_may_be_replaced(cloud, content, because: str) -> None:
    dividend = published()
    people = People(dividend)
    form = people.post(LEAKS, CASE)[1]
    if content is not None:
        upload(form, content)
    people.post(f"{LEAKS}/leak-1/tracing", None)

    failures = work_off(dividend)
    refused = people.get(f"{LEAKS}/leak-1")[1]
    upload(people.post(LEAKS, CASE)[1], "나이\n".encode() + b"20-24\n" * 1000)
    people.post(f"{LEAKS}/leak-1/tracing", None)
    work_off(dividend)

    assert failures == []
    assert (refused["state"], refused["refused_because"], refused["accused"]) == ("refused", because, [])
    assert people.get(f"{LEAKS}/leak-1")[1]["state"] == "traced"


def test_a_case_is_one_case_and_its_form_takes_one_file_of_one_size(cloud) -> None:
    people = People(published())
    status, first = people.post(LEAKS, CASE)

    again = people.post(LEAKS, CASE)
    other = people.post(LEAKS, {**CASE, "reason": "다른 사유로 다시 등록합니다"})
    policy = json.loads(base64.b64decode(first["fields"]["policy"]))

    assert (status, again[0]) == (201, 201)
    assert again[1]["case"] == first["case"]
    assert (other[0], other[1]["error"]) == (409, "leak_reported_before")
    assert ["content-length-range", 100, 100] in policy["conditions"]
    assert first["fields"]["key"] == f"leaks/dividend-{ROUND}/1/leak-1.csv"


@pytest.mark.parametrize(
    ("path", "change", "status", "error"),
    [
        (LEAKS, {"size_bytes": 33_554_433}, 400, "invalid"),
        (LEAKS, {"size_bytes": 0}, 400, "invalid"),
        (LEAKS, {"format": "xlsx"}, 400, "invalid"),
        (LEAKS, {"case_id": "../../x"}, 400, "invalid"),
        (LEAKS, {"more": 1}, 400, "invalid"),
        (LEAKS.replace("/1/", "/2/"), {}, 404, "data_set_unknown"),
        (LEAKS.replace("/1/", "/x/"), {}, 404, "data_set_unknown"),
        (LEAKS.replace(ROUND, "2031-1"), {}, 404, "data_set_unknown"),
    ],
)
def test_a_report_out_of_shape_opens_no_case(cloud, path: str, change, status: int, error: str) -> None:
    answer = People(published()).post(path, {**CASE, **change})

    assert (answer[0], answer[1]["error"]) == (status, error)
