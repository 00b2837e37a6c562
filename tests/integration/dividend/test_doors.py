"""Doors for the rules of the dividend: who may go through each, and what it comes to, over moto."""

import base64
import gzip
import hashlib
import io
import itertools
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import boto3
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from botocore.exceptions import ClientError

from city.aws.secrets import read_secret
from city.contracts.dividend.citizens import OptOutByStaff
from city.contracts.dividend.rounds import PayoutCompared
from city.contracts.dividend.staff.proposals import DecideProposal
from city.dividend import bootstrap
from city.dividend.payout.adapters.rails import FileRail, SandboxRail
from city.dividend.payout.model import RailAnswer, RailState, RailTexts
from city.dividend.payout.rail_faults import Faults
from city.dividend.payout.rail_file import ResultFile, ResultLine, read_batch_file, read_text_file, write_result_file
from city.dividend.payout.service.settle_claims import Lapsed
from city.dividend.payout.statement import StatementKey
from city.dividend.rounds.ending import Place
from city.dividend.rounds.pseudonym import RoundKey
from city.dividend.rounds.steps import PAY_AGAIN
from city.dividend.rounds.tables.rounds import RoundRecord
from city.kernel.clock import add_months, end_of_day_in_seoul, seoul_date
from infra.dividend.local_round import card
from tests.effort import one_in
from tests.integration.dividend_in_moto import ROUND, DividendInMoto, sold
from tests.integration.dividend_staff import People, desk_of, load_function, office_of, publish, published
from tests.integration.moto_city import Context, FixedClock

COSTS = {"costs_krw": 100_000}


# --- a payout that stopped -------------------------------------------------------------------------


def stop(dividend: DividendInMoto, step: str = "pay every batch", error: str = "ItemFailed") -> None:
    bootstrap.build_stop(dividend.environment, dividend.clock).stop(ROUND, step, error)


def test_a_payout_that_stopped_says_why_until_it_is_started_again(cloud) -> None:
    dividend = published()
    dividend.sell()
    people = People(dividend)
    people.post(f"/rounds/{ROUND}/payout", COSTS)

    stop(dividend)
    stopped = people.get(f"/rounds/{ROUND}")[1]
    people.post(f"/rounds/{ROUND}/payout", COSTS)
    again = people.get(f"/rounds/{ROUND}")[1]

    assert (stopped["state"], stopped["stopped_because"]) == ("paying", "pay every batch: ItemFailed")
    assert (again["state"], again["stopped_because"]) == ("paying", None)


def test_a_paid_round_whose_statements_failed_says_so_and_is_finished_by_another_start(cloud) -> None:
    dividend = published()
    dividend.sell()
    dividend.pay()
    people = People(dividend)

    stop(dividend, "write the statements", "ClientError")
    stopped = people.get(f"/rounds/{ROUND}")[1]
    before = dividend.ledger()
    status, again = people.post(f"/rounds/{ROUND}/payout", COSTS)
    dividend.pay()

    assert (stopped["state"], stopped["stopped_because"]) == ("paid", "write the statements: ClientError")
    assert (status, again["state"], again["stopped_because"]) == (202, "paid", None)
    assert dividend.ledger() == before


def test_a_preparation_that_stops_twice_says_why_the_second_time_too(cloud) -> None:
    dividend = published()
    dividend.rounds.rounds.write(dividend.rounds.rounds.get(ROUND), state="stopped", stopped_because="the first")
    people = People(dividend)

    people.post(f"/rounds/{ROUND}/preparation", None)
    cleared = people.get(f"/rounds/{ROUND}")[1]["stopped_because"]
    stop(dividend, "list the files", "NoFiles")

    assert cleared is None
    assert people.get(f"/rounds/{ROUND}")[1]["stopped_because"] == "list the files: NoFiles"


# --- a text to every citizen -----------------------------------------------------------------------


def texted(folder: str = "sandbox/outbox/") -> dict[str, RailTexts]:
    store = bootstrap._folder("rail", folder)
    return {name: read_text_file(store.read(name) or b"") for name in store.names() if name.endswith(".msg")}


def test_every_citizen_who_was_paid_is_texted_once_with_a_code_that_opens_the_statement(cloud) -> None:
    dividend = published(Faults(returned=0.1))
    dividend.sell()
    result = dividend.pay()
    people = People(dividend)

    (told,) = texted().values()
    first = told.texts[0]
    status, statement = people.ask(
        f"/statements/{ROUND}", {"card_id": first.card_id, "code": first.text.rsplit(" ", 1)[1]}
    )
    dividend.pay()

    assert 90 < len(told.texts) < 120
    assert result.paid_krw == 7_500 * len(told.texts)
    assert (status, statement["state"], statement["amount_krw"]) == (200, "paid", 7_500)
    assert f"{ROUND}회 7,500원" in first.text
    assert list(texted().values()) == [told]


def test_an_operator_who_takes_files_finds_the_texts_beside_its_batches(cloud) -> None:
    dividend = published()
    dividend.sell()
    dividend.rail = FileRail(bootstrap._folder("rail"))
    dividend.pay(tries=1)
    unanswered = texted("out/")
    (name,) = bootstrap._folder("rail", "out/").names()
    order = read_batch_file(bootstrap._folder("rail", "out/").read(name) or b"")
    lines = tuple(ResultLine(line.position, line.amount_krw, "P", None, "K") for line in order.lines)
    result = ResultFile(order.key, order.created_at, None, lines)
    bootstrap._folder("rail").write(f"in/{order.key}.res", write_result_file(result))

    dividend.pay()

    assert unanswered == {}
    assert {name: len(told.texts) for name, told in texted("out/").items()} == {f"{order.key}.msg": 120}


# --- a batch that is held --------------------------------------------------------------------------

LETTER = {"operator_reference": "코나아이 2026-11-24 공문 17호", "reason": "운영사 담당자가 공문으로 확인했습니다"}
YES = {"approves": True, "reason": "공문 원본을 직접 확인했습니다"}
NO = {"approves": False, "reason": "공문에 날인이 없어 반려합니다"}
RULING = f"/rounds/{ROUND}/batches/0/ruling"


def held(spoiled: bytes = b"nobody can read this") -> tuple[DividendInMoto, People, str]:
    """A round whose one batch is held, because the operator's result file is nonsense."""
    dividend = published()
    dividend.sell()
    dividend.rail = FileRail(bootstrap._folder("rail"))
    dividend.pay(tries=1)
    (name,) = bootstrap._folder("rail", "out/").names()
    key = name.removesuffix(".pay")
    bootstrap._folder("rail").write(f"in/{key}.res", spoiled)
    dividend.pay(tries=1)
    return dividend, People(dividend), key


def money(people: People) -> dict[str, int]:
    balances = people.get(f"/rounds/{ROUND}/ledger")[1]["trial_balance"]
    assert sum(balances.values()) == 0
    return {account: amount for account, amount in balances.items() if amount}


def result_file(key: str, *returned: int, amount_krw: int = 7_500, lines: int = 120) -> str:
    told = tuple(
        ResultLine(place, amount_krw, *(("R", "card_closed") if place in returned else ("P", None)), f"K{place}")
        for place in range(1, lines + 1)
    )
    return write_result_file(ResultFile(key, FixedClock().now(), None, told)).decode()


def test_a_held_batch_says_what_waits_and_its_money_stays_in_transit(cloud) -> None:
    _, people, key = held()

    status, page = people.get(f"/rounds/{ROUND}/batches", "auditor")

    assert status == 200
    (batch,) = page["batches"]
    assert (batch["number"], batch["rail_key"], batch["lines"], batch["amount_krw"]) == (0, key, 120, 900_000)
    assert batch["in_transit"]
    assert batch["reason"].startswith("rail_file_invalid")
    assert money(people) == {"cash": 1_000_000, "in_transit": -900_000, "costs": -100_000}


def test_one_person_alone_books_nothing(cloud) -> None:
    _, people, _ = held()
    before = money(people)

    proposed = people.post(RULING, {"finding": "all_paid", **LETTER})
    again = people.post(RULING, {"finding": "all_paid", **LETTER})
    alone = people.post(f"{RULING}/decision", YES)
    other = people.post(RULING, {"finding": "none_paid", **LETTER})

    assert proposed == again
    assert (proposed[0], proposed[1]["proposal"]["state"]) == (200, "proposed")
    assert (alone[0], alone[1]["error"]) == (403, "same_who_proposed")
    assert (other[0], other[1]["error"]) == (409, "proposed_before")
    assert set(alone[1]["message"]) == {"ko", "en"}
    assert money(people) == before


def test_a_batch_that_was_paid_after_all_is_booked_and_the_round_ends(cloud) -> None:
    dividend, people, _ = held()
    people.post(RULING, {"finding": "all_paid", **LETTER})

    status, ruled = people.post(f"{RULING}/decision", YES, sub="lee")
    again = people.post(f"{RULING}/decision", YES, sub="lee")
    result = dividend.pay()

    assert (status, ruled["state"], ruled["proposal"]["decided_by"]) == (200, "settled", "lee")
    assert again[1]["proposal"] == ruled["proposal"]
    assert dividend.machine_api.started[-1][0] == "payout"
    assert result == PayoutCompared(differences=0, open=0, paid_krw=900_000)
    assert money(people) == {"cash": 100_000, "costs": -100_000}
    assert people.get(f"/rounds/{ROUND}")[1]["state"] == "paid"


def test_a_ruling_by_line_is_the_operators_corrected_file(cloud) -> None:
    dividend, people, key = held()
    ruling = {"finding": "by_line", **LETTER, "result_file": result_file(key, 3, 5)}
    people.post(RULING, ruling)

    status, ruled = people.post(f"{RULING}/decision", YES, sub="lee")
    result = dividend.pay()

    assert (status, ruled["state"]) == (200, "settled")
    assert result == PayoutCompared(differences=0, open=0, paid_krw=885_000)
    assert money(people) == {"cash": 115_000, "costs": -100_000, "payable": -15_000}


def test_a_batch_of_which_nothing_was_paid_is_sent_under_its_next_key(cloud) -> None:
    dividend, people, key = held()
    people.post(RULING, {"finding": "none_paid", **LETTER})

    status, ruled = people.post(f"{RULING}/decision", YES, sub="lee")
    dividend.pay(tries=1)
    following = f"{ROUND}-00000-2"
    bootstrap._folder("rail").write(f"in/{following}.res", result_file(following).encode())
    result = dividend.pay()

    assert (status, ruled["state"], ruled["rail_key"]) == (200, "sending", following)
    assert sorted(bootstrap._folder("rail", "out/").names()) == [f"{key}.pay", f"{following}.msg", f"{following}.pay"]
    assert result == PayoutCompared(differences=0, open=0, paid_krw=900_000)
    assert money(people) == {"cash": 100_000, "costs": -100_000}


def test_what_was_paid_after_all_under_the_old_key_is_a_difference_with_a_name(cloud) -> None:
    """The operator was wrong in writing: the ledger does not hide it."""
    dividend, people, key = held()
    people.post(RULING, {"finding": "none_paid", **LETTER})
    people.post(f"{RULING}/decision", YES, sub="lee")
    following = f"{ROUND}-00000-2"
    bootstrap._folder("rail").write(f"in/{key}.2.res", result_file(key).encode())
    bootstrap._folder("rail").write(f"in/{following}.res", result_file(following).encode())

    result = dividend.pay()

    assert result.differences == 120


def test_a_declined_ruling_stays_on_file_and_another_may_follow(cloud) -> None:
    _, people, _ = held()
    people.post(RULING, {"finding": "all_paid", **LETTER})
    declined = people.post(f"{RULING}/decision", NO, sub="lee")[1]
    late = people.post(f"{RULING}/decision", YES, sub="park")

    second = people.post(RULING, {"finding": "none_paid", **LETTER})[1]
    done = people.post(f"{RULING}/decision", YES, sub="lee")[1]

    assert (declined["state"], declined["proposal"]["state"]) == ("held", "declined")
    assert (late[0], late[1]["error"]) == (409, "decided_before")
    assert second["proposal"]["what"]["finding"] == "none_paid"
    assert done["state"] == "sending"
    kept = [p for p in desk_of(people.dividend).rulings.rounds.proposals(ROUND) if p.subject.startswith("batch#")]
    assert [(p.turn, p.state.value) for p in kept] == [(1, "declined"), (2, "approved")]


def test_a_batch_refused_too_often_is_sent_once_more_and_never_paid_by_word(cloud) -> None:
    dividend = published()
    dividend.sell()
    dividend.rail = always = Refusing(SandboxRail(bootstrap._folder("rail", "sandbox/")))
    dividend.pay()
    people = People(dividend)
    (batch,) = people.get(f"/rounds/{ROUND}/batches")[1]["batches"]

    by_word = people.post(RULING, {"finding": "all_paid", **LETTER})
    people.post(RULING, {"finding": "none_paid", **LETTER})
    people.post(f"{RULING}/decision", YES, sub="lee")
    always.refuses = False
    result = dividend.pay()

    assert not batch["in_transit"]
    assert (by_word[0], by_word[1]["error"]) == (422, "ruling_contradicts")
    assert (result.open, result.paid_krw) == (0, 900_000)
    assert money(people) == {"cash": 100_000, "costs": -100_000}


class Refusing:
    """An operator who refuses every order while it is in the mood."""

    def __init__(self, rail) -> None:
        self.rail, self.refuses = rail, True

    def submit(self, order):
        if self.refuses:
            return RailAnswer(order.key, RailState.REFUSED, reason="operator_busy")
        return self.rail.submit(order)

    def __getattr__(self, name: str):
        return getattr(self.rail, name)


@pytest.mark.parametrize(
    ("change", "status", "error"),
    one_in(3, [
        ({"finding": "by_line"}, 400, "invalid"),
        ({"finding": "all_paid", "result_file": "x"}, 400, "invalid"),
        ({"finding": "some_paid"}, 400, "invalid"),
        ({"finding": "all_paid", "reason": "짧다"}, 400, "invalid"),
        ({"finding": "all_paid", "operator_reference": "<b>"}, 400, "invalid"),
        ({"finding": "by_line", "result_file": "nonsense"}, 400, "rail_file_invalid"),
        ({"finding": "by_line", "result_file": "가" * 102}, 400, "rail_file_invalid"),
        ({"finding": "by_line", "result_file": result_file("2026-1-00009-1")}, 422, "ruling_contradicts"),
        ({"finding": "by_line", "result_file": result_file("2026-1-00000-1", lines=119)}, 422, "ruling_contradicts"),
        ({"finding": "by_line", "result_file": result_file("2026-1-00000-1", amount_krw=1)}, 422, "ruling_contradicts"),
    ]),
)  # fmt: skip
def test_a_word_that_cannot_be_true_of_the_batch_is_refused(cloud, change, status: int, error: str) -> None:
    _, people, _ = held()

    answer = people.post(RULING, {**LETTER, **change})

    assert (answer[0], answer[1]["error"]) == (status, error)
    assert people.get(f"/rounds/{ROUND}/batches")[1]["batches"][0]["proposal"] is None


def test_a_batch_that_goes_its_way_takes_no_ruling(cloud) -> None:
    dividend = published()
    dividend.sell()
    dividend.pay()
    people = People(dividend)

    settled = people.post(RULING, {"finding": "none_paid", **LETTER})
    nowhere = [
        people.post(f"/rounds/{ROUND}/batches/{number}/ruling", {"finding": "none_paid", **LETTER})[1]["error"]
        for number in ("7", "x", "-1", "٣", "1" * 20)
    ]

    assert (settled[0], settled[1]["error"]) == (409, "batch_not_held")
    assert nowhere == ["batch_unknown"] * 5


# --- a leaked sample -------------------------------------------------------------------------------

LEAKS = f"/data-sets/dividend-{ROUND}/1/leaks"
CASE = {"case_id": "leak-1", "format": "csv", "size_bytes": 100, "reason": "온라인 게시판에서 발견했습니다"}


def work_off(dividend: DividendInMoto) -> list[Any]:
    """As the queue hands the jobs to the function that has the marks' secret."""
    url = dividend.environment["COPIES_QUEUE_URL"]
    messages = boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    records = [{"messageId": m["MessageId"], "body": m["Body"], "eventSource": "aws:sqs"} for m in messages]
    make = load_function("make_copy", "handler").make_handler
    tracing = bootstrap.build_tracing(dividend.environment, dividend.clock)
    for message in messages:
        boto3.client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return make(lambda: tracing)({"Records": records}, Context())["batchItemFailures"] if records else []


def upload(form: dict[str, Any], content: bytes) -> None:
    """What a browser posts with the form; moto judges no form."""
    boto3.client("s3").put_object(Bucket="catalogue", Key=form["fields"]["key"], Body=content)


def test_a_leaked_sample_names_its_buyer_and_an_innocent_one_names_nobody(cloud, tmp_path) -> None:
    dividend = sold(cards=240)
    copies = bootstrap.build_copies(dividend.environment, dividend.clock)
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
        told = {**CASE, "case_id": f"leak-{case}", "format": kind, "size_bytes": len(content)}
        _, form = people.post(LEAKS, told)
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


class Killed(Exception):
    """The function died here."""


def test_killed_between_a_ruling_and_the_start_of_the_payout_it_is_started_by_the_same_word_again(cloud) -> None:
    dividend, people, _ = held()
    people.post(RULING, {"finding": "none_paid", **LETTER})
    desk = desk_of(dividend)

    def die(round_id: str, by: str) -> None:
        raise Killed

    object.__setattr__(desk.rulings, "resume", die)
    with pytest.raises(Killed):
        desk.rulings.decide(ROUND, 0, DecideProposal(**YES), "lee")
    started, booked = len(dividend.machine_api.started), dividend.ledger()

    status, again = people.post(f"{RULING}/decision", YES, sub="lee")

    assert (status, again["state"], again["proposal"]["state"]) == (200, "sending", "approved")
    assert len(dividend.machine_api.started) == started + 1
    assert dividend.ledger() == booked


def test_killed_between_a_second_payment_and_its_start_it_is_started_by_asking_again(cloud) -> None:
    dividend, people = came_back()
    desk = desk_of(dividend)

    def die(round_id: str, by: str) -> None:
        raise Killed

    object.__setattr__(desk.claims, "resume", die)
    with pytest.raises(Killed):
        desk.claims.pay_again(ROUND, "재발급된 카드로 다시 지급합니다", "kim")
    started = len(dividend.machine_api.started)

    told = people.post(f"{CLAIMS}/payments", {"reason": "재발급된 카드로 다시 지급합니다"})[1]

    assert told["lines"] == 0
    assert len(dividend.machine_api.started) == started + 1


# --- money that came back --------------------------------------------------------------------------

CLAIMS = f"/rounds/{ROUND}/claims"
SECOND = "2026-2"


def a_night(dividend: DividendInMoto) -> Lapsed:
    return bootstrap.build_lapsing(dividend.environment, dividend.clock).lapse(lambda: 900_000)


def came_back(**terms: Any) -> tuple[DividendInMoto, People]:
    """A paid round of which some lines were returned: the operator could not credit the card."""
    dividend = published(Faults(returned=0.1), **terms)
    dividend.sell()
    dividend.pay()
    return dividend, People(dividend)


def after(dividend: DividendInMoto, months: int, days: int = 0) -> None:
    dividend.clock.move(seconds=timedelta(days=months * 31 + days).total_seconds())


def test_what_came_back_is_shown_with_its_reasons_and_the_day_it_lapses(cloud) -> None:
    dividend, people = came_back(claim_months=6)

    status, story = people.get(CLAIMS, "auditor")

    (batch,) = story["batches"]
    assert status == 200
    assert batch["reasons"] == {"card_closed": batch["lines"]}
    assert (batch["amount_krw"], story["owed_krw"]) == (7_500 * batch["lines"],) * 2
    assert batch["lines"] > 0
    sent = dividend.rounds.payouts.get(ROUND, 0)[0].sent_at
    assert datetime.fromisoformat(batch["claimed_until"]) == end_of_day_in_seoul(add_months(seoul_date(sent), 6))
    assert (story["lapsed_krw"], story["unclaimed_krw"], story["given_krw"]) == (0, 0, 0)


def test_what_came_back_is_paid_again_under_a_key_of_its_own_and_once(cloud) -> None:
    dividend, people = came_back()
    owed = people.get(CLAIMS)[1]["owed_krw"]
    paid_before = 900_000 - owed
    body = {"reason": "재발급된 카드로 다시 지급합니다"}

    status, told = people.post(f"{CLAIMS}/payments", body)
    again = people.post(f"{CLAIMS}/payments", body)[1]
    dividend.rail = SandboxRail(bootstrap._folder("rail", "sandbox/"))
    result = dividend.pay()

    assert (status, told["amount_krw"], told["batches"]) == (202, owed, 1)
    assert again["lines"] == 0
    assert result == PayoutCompared(differences=0, open=0, paid_krw=paid_before + owed)
    assert money(people) == {"cash": 100_000, "costs": -100_000}
    assert f"send:{ROUND}-50000-1" in dividend.ledger()
    assert sum(len(texts.texts) for texts in texted().values()) == 120
    note = dividend.rounds.rounds.done(ROUND, PAY_AGAIN, f"{ROUND}-50000")
    assert (note.by, note.reason, note.of) == ("kim", body["reason"], f"{ROUND}-00000")
    assert people.get(CLAIMS)[1]["batches"] == []


def test_what_comes_back_again_can_be_paid_again_and_every_citizen_has_one_statement(cloud) -> None:
    dividend, people = came_back()
    people.post(f"{CLAIMS}/payments", {"reason": "재발급된 카드로 다시 지급합니다"})
    dividend.rail = SandboxRail(bootstrap._folder("rail", "sandbox/"), Faults(returned=1))
    dividend.pay()
    people.post(f"{CLAIMS}/payments", {"reason": "한 번 더 지급을 시도합니다"})
    dividend.rail = SandboxRail(bootstrap._folder("rail", "sandbox/"))

    result = dividend.pay()

    states = {number: state.value for number, state in dividend.rounds.payouts.states_of(ROUND).items()}
    assert states == {0: "settled", 50_000: "settled", 100_000: "settled"}
    assert (result.differences, result.paid_krw) == (0, 900_000)
    key = StatementKey(b"s" * 64)
    shown = [
        people.ask(f"/statements/{ROUND}", {"card_id": card(n), "code": key.code(ROUND, card(n))})[1]
        for n in range(120)
    ]
    assert {(one["state"], one["amount_krw"]) for one in shown} == {("paid", 7_500)}


def test_a_second_payment_takes_nothing_along_that_was_carried(cloud) -> None:
    """Carried money is brought in once a round: a batch that pays again brings none."""
    dividend = published(minimum_krw=10_000)
    dividend.sell()
    dividend.pay()
    publish(dividend, SECOND)
    dividend.sell_of(SECOND, "kt")
    dividend.faults = Faults(returned=0.1)
    dividend.rail = SandboxRail(bootstrap._folder("rail", "sandbox/"), Faults(returned=0.1))
    dividend.pay(round_id=SECOND)
    people = People(dividend)
    people.post(f"/rounds/{SECOND}/claims/payments", {"reason": "재발급된 카드로 다시 지급합니다"})
    dividend.rail = SandboxRail(bootstrap._folder("rail", "sandbox/"))

    result = dividend.pay(round_id=SECOND)

    assert (result.differences, result.paid_krw) == (0, 1_800_000)


@pytest.mark.parametrize("goes_to", ["city", "next_round"])
def test_what_nobody_claimed_lapses_on_its_day_and_goes_where_the_terms_say(cloud, goes_to: str) -> None:
    dividend, people = came_back(claim_months=2, unclaimed=goes_to)
    owed = people.get(CLAIMS)[1]["owed_krw"]
    too_early = a_night(dividend)
    after(dividend, 2, 1)

    lapsed = a_night(dividend)
    once_more = a_night(dividend)

    assert (too_early.lines, too_early.given_krw) == (0, 0)
    assert (lapsed.lapsed_krw, once_more.lapsed_krw) == (owed, 0)
    story = people.get(CLAIMS)[1]
    assert (story["owed_krw"], story["lapsed_krw"]) == (0, owed)
    if goes_to == "city":
        assert (lapsed.given_krw, once_more.given_krw) == (owed, 0)
        assert money(people) == {"cash": 100_000 + owed, "costs": -100_000, "city": -owed}
        return
    assert money(people) == {"cash": 100_000 + owed, "costs": -100_000, "unclaimed": -owed}
    publish(dividend, SECOND)
    assert (a_night(dividend).given_krw, a_night(dividend).given_krw) == (owed, 0)
    assert money(people) == {"cash": 100_000, "costs": -100_000}
    dividend.sell_of(SECOND, "kt")
    dividend.rail = SandboxRail(bootstrap._folder("rail", "sandbox/"))
    assert dividend.pay(round_id=SECOND).paid_krw == 900_000 + owed


def test_what_was_withheld_goes_the_same_way_and_a_lapsed_line_is_not_paid_again(cloud) -> None:
    dividend = published(Faults(returned=0.1), claim_months=1)
    dividend.sell()
    office_of(dividend).opt_outs.opt_out(OptOutByStaff(card_id=card(3), reason="창구에서 본인이 요청했습니다"), "clerk")
    dividend.pay()
    people = People(dividend)
    after(dividend, 1, 1)
    a_night(dividend)

    again = people.post(f"{CLAIMS}/payments", {"reason": "기한이 지난 뒤의 요청입니다"})[1]
    result = dividend.pay()

    assert again["lines"] == 0
    assert (result.differences, result.open) == (0, 0)
    assert money(people)["city"] == -(people.get(CLAIMS)[1]["given_krw"])
    assert people.get(CLAIMS)[1]["given_krw"] == people.get(CLAIMS)[1]["lapsed_krw"] + 7_500


def test_what_was_carried_into_no_round_lapses_with_its_own(cloud) -> None:
    dividend = published(minimum_krw=10_000, claim_months=1)
    dividend.sell()
    dividend.pay()
    after(dividend, 1, 1)

    lapsed = a_night(dividend)

    assert (lapsed.lapsed_krw, lapsed.given_krw) == (900_000, 900_000)
    assert money(People(dividend)) == {"cash": 1_000_000, "costs": -100_000, "city": -900_000}
    assert a_night(dividend).lapsed_krw == 0


def test_a_night_that_runs_out_of_time_stops_and_the_next_goes_on(cloud) -> None:
    dividend, _ = came_back(claim_months=1)
    after(dividend, 1, 1)
    nights = bootstrap.build_lapsing(dividend.environment, dividend.clock)

    short = nights.lapse(lambda: 1_000)
    whole = nights.lapse(lambda: 900_000)

    assert (short.unfinished, short.lines) == (True, 0)
    assert not whole.unfinished
    assert whole.lines > 0


def test_money_that_is_given_back_after_all_claims_are_over_goes_the_same_way(cloud) -> None:
    dividend = published(claim_months=1)
    dividend.sell()
    dividend.rail = FileRail(bootstrap._folder("rail"))
    dividend.pay(tries=1)
    key = f"{ROUND}-00000-1"
    bootstrap._folder("rail").write(f"in/{key}.res", result_file(key, 3).encode())
    dividend.pay()
    over(dividend)
    line = ResultLine(1, 7_500, "V", "card_closed", "K1")
    given_back = ResultFile(key, FixedClock().now(), None, (line,))
    bootstrap._folder("rail").write(f"in/{key}.2.res", write_result_file(given_back))
    dividend.pay()
    people = People(dividend)
    open_again = people.get(ENDING)[1]["obstacles"]

    a_night(dividend)

    assert open_again == ["money_in_payable"]
    assert people.get(ENDING)[1]["obstacles"] == []
    assert money(people) == {"cash": 115_000, "costs": -100_000, "city": -15_000}
    assert {f"lapse:{ROUND}-00000", f"lapse:{ROUND}-00000:2"} <= dividend.ledger().keys()


# --- a sale after the books are closed -------------------------------------------------------------


def test_a_late_sale_is_counted_in_the_next_round_whose_books_are_open(cloud) -> None:
    dividend = published()
    dividend.sell()
    dividend.pay()
    publish(dividend, SECOND)
    people = People(dividend)

    key = dividend.sell("late")
    again = people.post("/buyers/late/orders/order-1/payment", {"bank_reference": "NH-late", "amount_krw": 1_000_000})
    dividend.rail = SandboxRail(bootstrap._folder("rail", "sandbox/"))
    result = dividend.pay(round_id=SECOND)

    assert again[1]["counted_in"] == SECOND
    assert people.buy("GET", "/orders/order-1", key=key)[1]["state"] == "paid"
    assert money(people) == {"cash": 100_000, "costs": -100_000}
    assert result.paid_krw == 900_000
    code = StatementKey(b"s" * 64)
    first, second = (
        people.ask(f"/statements/{each}", {"card_id": card(7), "code": code.code(each, card(7))})[1]
        for each in (ROUND, SECOND)
    )
    assert [(line["buyers"], line["late_from"]) for line in first["sold"]] == [(1, None)]
    assert [(line["buyers"], line["late_from"]) for line in second["sold"]] == [(0, None), (1, ROUND)]


def test_a_late_sale_waits_for_a_round_and_is_swept_into_it_when_it_opens(cloud) -> None:
    dividend = published()
    dividend.sell()
    dividend.pay()
    people = People(dividend)
    dividend.sell("late")
    waiting = money(people)

    publish(dividend, SECOND)
    night = a_night(dividend)

    assert waiting == {"cash": 1_100_000, "costs": -100_000, "late_sales": -1_000_000}
    assert money(people) == {"cash": 100_000, "costs": -100_000}
    held = people.get(f"/rounds/{SECOND}/ledger")[1]["trial_balance"]
    assert (held["cash"], held["sales"]) == (1_000_000, -1_000_000)
    assert night.sales_moved == 0
    order = people.post("/buyers/late/orders/order-1/payment", {"bank_reference": "NH-late", "amount_krw": 1_000_000})[
        1
    ]
    assert order["counted_in"] == SECOND


def test_what_a_crash_left_waiting_is_swept_in_the_next_night(cloud) -> None:
    dividend = published()
    dividend.sell()
    dividend.pay()
    dividend.sell("late")
    rounds = dividend.rounds.rounds
    opened = rounds.get(ROUND)
    rounds.open(
        RoundRecord(
            SECOND,
            state="open",
            title="다음",
            terms=opened.terms,
            policy="{}",
            purposes="[]",
            price_krw=1,
            opened_at=dividend.clock.now(),
            opened_by="x",
            seed="x",
        )
    )

    assert (a_night(dividend).sales_moved, a_night(dividend).sales_moved) == (1, 0)


def test_a_sale_while_the_books_are_being_closed_is_never_left_between_two_rounds(cloud) -> None:
    """The books close when the payout is started: from then on no sale of the round is booked in it."""
    dividend = published()
    dividend.sell()
    people = People(dividend)
    people.post(f"/rounds/{ROUND}/payout", COSTS)
    dividend.sell("late")

    result = dividend.pay()

    assert result.paid_krw == 900_000
    assert money(people) == {"cash": 1_100_000, "costs": -100_000, "late_sales": -1_000_000}


# --- the end of a round ----------------------------------------------------------------------------

ENDING = f"/rounds/{ROUND}/ending"
GROUND = {"ground": "개인정보 보호법 제28조의4", "reason": "지급과 청구 기간이 모두 끝났습니다"}
END = {"approves": True, "reason": "보관 기간이 지난 것을 확인했습니다"}


def destroy(dividend: DividendInMoto, milliseconds: Iterator[int] | None = None) -> dict[str, list[str]]:
    left = milliseconds or itertools.repeat(900_000)
    return bootstrap.build_destruction(dividend.environment, dividend.clock).destroy(lambda: next(left))


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
    told = [word.encode() for word in words]
    return {name for name, content in everything_kept().items() if any(word in content for word in told)}


def over(dividend: DividendInMoto, months: int = 1) -> None:
    """Time to claim passes, and a night."""
    after(dividend, months, 1)
    a_night(dividend)


def test_after_the_end_nothing_but_the_ledger_names_a_pseudonym_and_nothing_names_a_card(cloud) -> None:
    dividend = sold(cards=120, claim_months=1)
    dividend.sell()
    dividend.rail = FileRail(bootstrap._folder("rail"))
    dividend.pay(tries=1)
    key = f"{ROUND}-00000-1"
    bootstrap._folder("rail").write(f"in/{key}.res", result_file(key, 3, 5).encode())
    dividend.pay()
    people = People(dividend)
    people.post(f"{CLAIMS}/payments", {"reason": "재발급된 카드로 다시 지급합니다"})
    dividend.pay(tries=1)
    second = f"{ROUND}-50000-1"
    bootstrap._folder("rail").write(f"in/{second}.res", result_file(second, 1, lines=2).encode())
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
    assert done == {ROUND: [place.value for place in Place]}
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
    assert set(story["destroyed"]) == {place.value for place in Place}
    for told in story["destroyed"].values():
        assert (told["ground"], told["proposed_by"], told["decided_by"]) == (GROUND["ground"], "kim", "lee")
    assert people.get(f"/rounds/{ROUND}")[1]["certificate"] is not None
    assert dividend.market.show_catalogue().revisions[0].rows > 0
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
    assert len(list(dividend.rounds.payouts.of_round(f"{ROUND}0"))) == 1
    assert list(dividend.rounds.payouts.of_round(ROUND)) == []


@pytest.mark.parametrize("places", one_in(3, range(len(Place))))
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

    every = [place.value for place in Place]
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


# --- a revocation, and the money of what was revoked -----------------------------------------------

REVOKED = {"reason": "재식별 위험이 새로 발견되었습니다"}
REFUND = "/buyers/gri/orders/order-1/refund"
OWED = {"reason": "철회된 데이터의 대금을 돌려줍니다"}


def revoked(paid: bool = False) -> tuple[DividendInMoto, People, str]:
    dividend = published()
    key = dividend.sell()
    if paid:
        dividend.pay()
    people = People(dividend)
    people.post(f"/data-sets/dividend-{ROUND}/1/revocation", REVOKED)
    return dividend, people, key


def test_a_buyer_of_what_was_revoked_hears_why_and_gets_no_link(cloud) -> None:
    dividend, people, key = revoked()

    order = people.buy("GET", "/orders/order-1", key=key)[1]
    link = people.buy("POST", "/orders/order-1/links", key=key)
    another = people.post(f"/data-sets/dividend-{ROUND}/1/revocation", {"reason": "다른 이유를 나중에 댑니다"})

    assert (order["state"], order["revoked_because"]) == ("paid", REVOKED["reason"])
    assert datetime.fromisoformat(order["revoked_at"]) == dividend.clock.now()
    assert (link[0], link[1]["error"]) == (422, "revision_revoked")
    assert (another[0], another[1]["revoked_because"]) == (200, REVOKED["reason"])
    record = dividend.market.market.revision(f"dividend-{ROUND}", 1)
    assert (record.revoked_by, record.revoked_because) == ("kim", REVOKED["reason"])


def test_the_city_hears_of_a_revocation_again_where_a_crash_may_have_kept_it_from_hearing(cloud) -> None:
    dividend = published()
    dividend.sell()
    told: list[Any] = []
    desk = office_of(dividend).market
    object.__setattr__(desk, "events", Events(told))

    for reason in (REVOKED["reason"], "다른 이유를 나중에 댑니다"):
        desk.revoke(f"dividend-{ROUND}", 1, reason, "kim")

    assert [(event.data_set, event.reason) for event in told] == [(f"dividend-{ROUND}", REVOKED["reason"])] * 2


class Events:
    """Keeps what the city is told."""

    def __init__(self, told: list[Any]) -> None:
        self.told = told

    def publish(self, event: Any) -> None:
        self.told.append(event)


def test_two_people_pay_a_buyer_back_while_the_books_are_open(cloud) -> None:
    dividend, people, key = revoked()

    proposed = people.post(REFUND, OWED)
    alone = people.post(f"{REFUND}/decision", YES)
    decided = people.post(f"{REFUND}/decision", YES, sub="lee")
    again = people.post(f"{REFUND}/decision", YES, sub="lee")

    assert (proposed[0], proposed[1]["order"]["state"]) == (200, "paid")
    assert (alone[0], alone[1]["error"]) == (403, "same_who_proposed")
    assert (decided[0], decided[1]["order"]["state"]) == (200, "refunded")
    assert again == decided
    assert money(people) == {}
    assert people.buy("GET", "/orders/order-1", key=key)[1]["state"] == "refunded"
    listed = people.get(f"/rounds/{ROUND}/proposals", "auditor")[1]["proposals"]
    assert [(each["subject"], each["state"], each["decided_by"]) for each in listed] == [
        ("refund#gri#order-1", "approved", "lee")
    ]
    assert dividend.ledger().keys() == {"sale:gri:order-1", "refund:gri:order-1"}


def test_money_that_was_divided_is_not_paid_back_here(cloud) -> None:
    _, people, _ = revoked(paid=True)
    before = money(people)
    people.post(REFUND, OWED)

    late = people.post(f"{REFUND}/decision", YES, sub="lee")

    assert (late[0], late[1]["error"]) == (422, "refund_too_late")
    assert money(people) == before
    assert people.get(f"/rounds/{ROUND}/proposals")[1]["proposals"][0]["state"] == "proposed"


def test_what_was_not_revoked_or_not_paid_is_not_paid_back(cloud) -> None:
    dividend = published()
    key = dividend.sell()
    people = People(dividend)
    order = {
        "order_id": "order-2",
        "data_set": f"dividend-{ROUND}",
        "revision": 1,
        "purpose": "research",
        "use": "상권 변화 연구에 씁니다",
    }
    people.buy("POST", "/orders", order, key)

    kept = people.post(REFUND, OWED)
    people.post(f"/data-sets/dividend-{ROUND}/1/revocation", REVOKED)
    unpaid = people.post(REFUND.replace("order-1", "order-2"), OWED)
    unknown = people.post(REFUND.replace("gri", "kt"), OWED)
    undecided = people.post(f"{REFUND}/decision", YES, sub="lee")

    assert (kept[0], kept[1]["error"]) == (422, "refund_not_owed")
    assert (unpaid[0], unpaid[1]["error"]) == (409, "order_not_there")
    assert (unknown[0], unknown[1]["error"]) == (404, "order_unknown")
    assert (undecided[0], undecided[1]["error"]) == (404, "proposal_unknown")


def test_a_late_sale_that_waits_or_moved_is_paid_back_where_its_money_lies(cloud) -> None:
    dividend = published()
    dividend.sell()
    dividend.pay()
    for buyer in ("waits", "moves"):
        dividend.sell(buyer)
    people = People(dividend)
    people.post(f"/data-sets/dividend-{ROUND}/1/revocation", REVOKED)
    people.post("/buyers/waits/orders/order-1/refund", OWED)
    people.post("/buyers/waits/orders/order-1/refund/decision", YES, sub="lee")
    after_first = money(people)
    publish(dividend, SECOND)
    people.post("/buyers/moves/orders/order-1/refund", OWED)

    status, moved = people.post("/buyers/moves/orders/order-1/refund/decision", YES, sub="lee")

    assert after_first == {"cash": 1_100_000, "costs": -100_000, "late_sales": -1_000_000}
    assert (status, moved["order"]["state"], moved["order"]["counted_in"]) == (200, "refunded", SECOND)
    assert money(people) == {"cash": 100_000, "costs": -100_000}
    assert not any(people.get(f"/rounds/{SECOND}/ledger")[1]["trial_balance"].values())
    assert dividend.market.market.late_sales_of(SECOND) == []
    assert a_night(dividend).sales_moved == 0
