"""A round of the dividend, its money and its market, over moto."""

import json
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest

from city.aws.clients import open_session
from city.contracts.dividend.citizens import AskStatement, OptOut
from city.contracts.dividend.market import PlaceOrder, RegisterBuyer
from city.contracts.dividend.rounds import PayoutCompared, RoundDecided
from city.contracts.dividend.staff.rounds import OpenRound, Speak
from city.dividend import bootstrap
from city.dividend.anonymise.errors import VerificationFailed
from city.dividend.books.tables.ledger import Ledger
from city.dividend.errors import (
    ApprovalNotAsked,
    BuyerNotVerified,
    BuyerUnknown,
    CopyNotReady,
    RevisionRevoked,
    RoundNotThere,
    RoundWorkUnreadable,
    StatementUnknown,
    StepContradicts,
)
from city.dividend.market.service.make_copy import MakeCopy
from city.dividend.payout.adapters.rails import FileRail
from city.dividend.payout.rail_faults import Faults
from city.dividend.payout.statement import StatementKey
from city.dividend.rounds.service import paths
from city.dividend.rounds.service.shards import labels_in
from city.dividend.rounds.steps import APPLY, PSEUDONYMISE
from infra.dividend.local_round import card
from infra.dividend.story import POLICY, USES, operator_file
from tests.effort import one_in
from tests.integration.dividend_in_moto import ROUND, TERMS, DividendInMoto, opened, sold

DATA_SET = f"dividend-{ROUND}"
BAD_DAY = Faults(unreachable=0.2, lost_answers=0.3, refused=0.3, returned=0.05, told_twice=0.3, late=0.3)


def balance(dividend: DividendInMoto, round_id: str = ROUND) -> dict[str, int]:
    held = Ledger(bootstrap.open_tables(bootstrap.told.TableSettings.from_environment(dividend.environment)))
    return {account.value: amount for account, amount in held.trial_balance(round_id).items() if amount}


def ask(number: int, secret: bytes = b"s" * 64, round_id: str = ROUND) -> AskStatement:
    return AskStatement(card_id=card(number), code=StatementKey(secret).code(round_id, card(number)))


# --- receiving -------------------------------------------------------------------------------------


def test_a_file_is_received_once_by_name_and_by_content(cloud) -> None:
    dividend = opened()
    content = operator_file(range(60), USES)

    again = dividend.deliver(f"{ROUND}/konai/suwon.csv", content)
    copied = dividend.deliver(f"{ROUND}/konai/copy.csv", content)
    replaced = dividend.deliver(f"{ROUND}/konai/suwon.csv", operator_file(range(10), 3))

    assert again.outcome == "received"
    assert (copied.outcome, copied.reason, copied.duplicate_of) == (
        "duplicate", "same_content", f"files/{ROUND}/konai/suwon.csv",
    )  # fmt: skip
    assert (replaced.outcome, replaced.reason) == ("duplicate", "name_taken")
    assert len(dividend.rounds.show(ROUND).files) == 2


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


# --- preparing -------------------------------------------------------------------------------------


def test_a_round_is_prepared_approved_by_two_and_published_with_its_certificate(cloud) -> None:
    dividend = opened(policy=POLICY)

    dividend.prepare()
    story = dividend.rounds.show(ROUND)
    dividend.approve()

    assert story.state == "awaiting_panel"
    assert story.certificate is not None
    assert story.certificate["measured"]["k"] >= 5
    assert story.certificate["measured"]["sensitive"][0]["distinct_l"] >= 2
    assert dividend.machine_api.answers == [("token", "approved")]
    assert dividend.rounds.show(ROUND).state == "published"
    (revision,) = dividend.market.show_catalogue().revisions
    assert (revision.data_set, revision.rows) == (DATA_SET, story.certificate["measured"]["rows"])


def test_a_round_prepared_again_after_it_was_killed_comes_to_the_same(cloud) -> None:
    dividend = opened()
    dividend.prepare()
    first = dividend.rounds.show(ROUND)
    s3 = boto3.client("s3")
    before = {o["Key"]: o["ETag"] for o in s3.list_objects_v2(Bucket="work")["Contents"]}

    dividend.later()
    dividend.prepare()

    after = {o["Key"]: o["ETag"] for o in s3.list_objects_v2(Bucket="work")["Contents"]}
    assert after == before
    assert dividend.rounds.show(ROUND).certificate == first.certificate


def forget(step: str) -> dict[str, Any]:
    """What a step came to, which nobody knows any more."""
    found = [r for r in bootstrap.RECORDS["rounds_table"].query(ROUND) if r.entry.startswith(f"step#{step}#")]
    for record in found:
        record.delete()
    return dict(json.loads(found[0].result))


@pytest.mark.parametrize("lost", one_in(2, ["pseudonymise", "count", "decide", "apply", "verify"]))
def test_a_step_killed_before_it_was_written_down_is_done_again_with_the_same_result(cloud, lost: str) -> None:
    dividend = opened()
    dividend.prepare()
    certificate = dividend.rounds.show(ROUND).certificate
    forget(lost)

    dividend.prepare()

    assert dividend.rounds.show(ROUND).certificate == certificate


def decision() -> dict[str, Any]:
    body = boto3.client("s3").get_object(Bucket="work", Key=paths.decision_name(ROUND))["Body"].read()
    return dict(json.loads(body))


def leave_decision(content: bytes) -> None:
    boto3.client("s3").put_object(Bucket="work", Key=paths.decision_name(ROUND), Body=content)


def test_a_round_decided_before_there_were_versions_goes_on_after_an_update(cloud) -> None:
    dividend = opened()
    dividend.prepare()
    certificate = dividend.rounds.show(ROUND).certificate
    for step in ("decide", "apply", "verify"):
        forget(step)
    older = {name: value for name, value in decision().items() if name != "version"}
    leave_decision(json.dumps(older, ensure_ascii=False, sort_keys=True).encode())

    dividend.prepare()
    dividend.approve()

    assert dividend.rounds.show(ROUND).certificate == certificate
    assert dividend.rounds.show(ROUND).state == "published"


def test_a_decision_says_its_version(cloud) -> None:
    dividend = opened()
    dividend.prepare()

    assert decision()["version"] == 1


def test_a_certificate_from_before_its_code_was_told_in_whole_is_still_shown_and_published(cloud) -> None:
    dividend = opened()
    dividend.prepare()
    certificate = dividend.rounds.show(ROUND).certificate
    assert certificate is not None
    older = {name: part for name, part in certificate.items() if name != "made_with"} | {"version": 1}
    content = json.dumps(older, ensure_ascii=False).encode()
    boto3.client("s3").put_object(Bucket="work", Key=paths.certificate_name(ROUND), Body=content)

    dividend.approve()

    assert dividend.rounds.show(ROUND).certificate == older
    assert dividend.market.show_catalogue().revisions[0].certificate == older
    assert (certificate["version"], sorted(certificate["made_with"])) == (2, ["numpy", "pyarrow", "python"])


@pytest.mark.parametrize("content", [b"", b"{", b'{"version": 2}', None])
def test_whoever_reads_a_broken_decision_stops_under_its_name(cloud, content: bytes | None) -> None:
    dividend = opened()
    dividend.prepare()
    for member in ("lee", "kim"):
        dividend.rounds.speak(ROUND, Speak(approves=True, reason="증명서의 수치를 확인했습니다"), member)
    shard = next(iter(bootstrap.build_plan(dividend.environment, dividend.clock).rounds.steps(ROUND, APPLY)))
    if content is None:
        boto3.client("s3").delete_object(Bucket="work", Key=paths.decision_name(ROUND))
    else:
        leave_decision(content)
    unreadable = pytest.raises(RoundWorkUnreadable, match=paths.decision_name(ROUND))

    with unreadable:
        bootstrap.build_publication(dividend.environment, dividend.clock).publish(ROUND)
    forget("verify")
    with unreadable:
        bootstrap.build_verification(dividend.environment, dividend.clock).verify(ROUND)
    forget("apply")
    with unreadable:
        bootstrap.build_application(dividend.environment, dividend.clock).apply(ROUND, shard)
    if content is not None:
        # Where there is none, it is decided again.
        forget("decide")
        with unreadable:
            bootstrap.build_shards(dividend.environment, dividend.clock).decide(ROUND)


def test_a_step_that_was_written_down_broken_stops_whoever_hears_of_it(cloud) -> None:
    dividend = opened()
    dividend.prepare()
    record = next(r for r in bootstrap.RECORDS["rounds_table"].query(ROUND) if r.entry == "step#verify#-")
    record.result = '{"rows": "many"}'
    record.save()
    for member in ("lee", "kim"):
        dividend.rounds.speak(ROUND, Speak(approves=True, reason="증명서의 수치를 확인했습니다"), member)

    with pytest.raises(RoundWorkUnreadable, match="step#verify#-: rows"):
        bootstrap.build_publication(dividend.environment, dividend.clock).publish(ROUND)


@dataclass
class Passing:
    """A clock on which time goes by with every look: a search of nine minutes may look once."""

    moment: datetime
    step: timedelta = timedelta(minutes=5)

    def now(self) -> datetime:
        self.moment += self.step
        return self.moment


def test_a_search_that_runs_out_of_time_certifies_the_best_it_found_and_its_gap_and_keeps_to_it(cloud) -> None:
    dividend = opened()
    usual = dividend.clock
    dividend.clock = Passing(usual.now())
    dividend.prepare()
    found = forget("decide")

    again = bootstrap.build_shards(dividend.environment, usual).decide(ROUND)

    dividend.clock = usual
    certificate = dividend.rounds.show(ROUND).certificate
    assert certificate is not None
    decided = certificate["decided"]
    assert decided["optimal"] is False
    assert decided["lower_bound"] < decided["loss"]
    assert again == RoundDecided.model_validate(found)


def test_one_voice_is_no_approval_and_a_refusal_ends_the_round(cloud) -> None:
    dividend = opened()
    with pytest.raises(ApprovalNotAsked):
        dividend.rounds.speak(ROUND, Speak(approves=True, reason="아직 심의 전입니다만 찬성"), "lee")
    dividend.prepare()

    dividend.rounds.speak(ROUND, Speak(approves=True, reason="증명서의 수치를 확인했습니다"), "lee")
    with pytest.raises(RoundNotThere):
        bootstrap.build_publication(dividend.environment, dividend.clock).publish(ROUND)
    dividend.rounds.speak(ROUND, Speak(approves=False, reason="작은 동의 위험이 큽니다"), "kim")

    assert dividend.machine_api.answers == [("token", "PanelRefused")]
    assert "작은 동의 위험이 큽니다" in {voice.reason for voice in dividend.rounds.show(ROUND).voices}


def test_an_output_that_breaks_its_promise_publishes_nothing(cloud) -> None:
    dividend = opened()
    dividend.prepare()
    s3 = boto3.client("s3")
    records = {r.entry: r for r in bootstrap.RECORDS["rounds_table"].query(ROUND)}
    records["step#verify#-"].delete()
    # Somebody tampers with a part: rows that nobody decided to release.
    part = next(o["Key"] for o in s3.list_objects_v2(Bucket="work", Prefix=f"{ROUND}/parts/")["Contents"])
    s3.put_object(
        Bucket="work", Key=part, Body=_with_a_unique_row(s3.get_object(Bucket="work", Key=part)["Body"].read())
    )

    with pytest.raises(VerificationFailed):
        bootstrap.build_verification(dividend.environment, dividend.clock).verify(ROUND)


def _with_a_unique_row(content: bytes) -> bytes:
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(content))
    plain = pa.table(
        {n: [str(v) if n != "금액" else v for v in table.column(n).to_pylist()] for n in table.column_names}
    )
    rows = [*plain.to_pylist(), {**plain.to_pylist()[0], "거주지": "김포시 유일동"}]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, plain.schema), out)
    return out.getvalue()


def test_neither_shard_nor_weights_nor_release_has_a_card_a_name_or_a_telephone(cloud) -> None:
    dividend = opened()
    dividend.prepare()
    s3 = boto3.client("s3")

    for found in s3.list_objects_v2(Bucket="work")["Contents"]:
        content = s3.get_object(Bucket="work", Key=found["Key"])["Body"].read()
        if found["Key"].endswith(".gz"):
            import gzip

            content = gzip.decompress(content)
        for secret in (b"9410-", "홍길동".encode(), b"010-0000"):
            assert secret not in content, found["Key"]


# --- paying ----------------------------------------------------------------------------------------


def test_a_round_is_shared_paid_and_reconciled_to_the_last_won(cloud) -> None:
    dividend = sold()
    dividend.sell()

    result = dividend.pay(costs_krw=100_000)

    assert result == PayoutCompared(differences=0, open=0, paid_krw=900_000)
    assert balance(dividend) == {"cash": 100_000, "costs": -100_000}
    assert dividend.rounds.show(ROUND).state == "paid"


def test_a_payout_on_a_bad_day_ends_with_every_won_accounted_for(cloud) -> None:
    dividend = sold(BAD_DAY)
    dividend.sell()

    result = dividend.pay()

    held = balance(dividend)
    assert result.differences == result.open == 0
    assert sum(held.values()) == 0
    assert "in_transit" not in held
    assert held["cash"] == 1_000_000 - result.paid_krw
    assert -held.get("payable", 0) == 900_000 - result.paid_krw


def test_a_payout_done_again_changes_nothing(cloud) -> None:
    dividend = sold(BAD_DAY)
    dividend.sell()
    dividend.pay()
    before = dividend.ledger()

    dividend.later()
    bootstrap.build_shares(dividend.environment, dividend.clock).share(ROUND)
    for item in dividend.items(f"plans/{ROUND}/batches.json"):
        bootstrap.build_payout(dividend.environment, dividend.clock, dividend.rail).pay(ROUND, item["batches"])

    assert dividend.ledger() == before


class _Killed(Exception):
    """The worker died here."""


@pytest.mark.parametrize("dies_at", one_in(3, range(6)))
def test_killed_at_any_write_and_started_again_it_ends_with_the_same_ledger(cloud, dies_at: int) -> None:
    dividend = sold()
    dividend.sell()
    writes = 0

    def die(model: Any, **_: object) -> None:
        nonlocal writes
        writes += model.name in ("PutItem", "TransactWriteItems", "UpdateItem", "BatchWriteItem")
        if writes == dies_at + 1:
            writes += 1
            raise _Killed

    open_session.cache_clear()
    open_session().register("before-call.dynamodb", die)
    with pytest.raises(_Killed):
        dividend.pay()
    open_session.cache_clear()

    dividend.pay()

    assert balance(dividend) == {"cash": 100_000, "costs": -100_000}
    assert {key.split(":")[0] for key in dividend.ledger()} == {"sale", "close", "allocate", "send", "settle"}


def test_other_costs_on_a_second_start_are_refused(cloud) -> None:
    dividend = sold()
    dividend.sell()
    dividend.pay(100_000)

    with pytest.raises(RoundNotThere):
        dividend.rounds.pay(ROUND, 99_999, "steward")


def test_who_opted_out_after_the_door_is_not_paid_and_never_counted_again(cloud) -> None:
    dividend = sold()
    dividend.sell()
    office = bootstrap.build_office(dividend.environment, dividend.clock)
    office.opt_outs.opt_out(bootstrap_opt_out(3), "clerk")

    result = dividend.pay()

    held = balance(dividend)
    assert -held["unclaimed"] == 7_500
    assert result.paid_krw == 892_500


def bootstrap_opt_out(number: int):
    from city.contracts.dividend.citizens import OptOutByStaff

    return OptOutByStaff(card_id=card(number), reason="창구에서 본인이 요청했습니다")


def test_who_opted_out_before_never_comes_in(cloud) -> None:
    dividend = opened()
    bootstrap.build_office(dividend.environment, dividend.clock).opt_outs.opt_out(bootstrap_opt_out(3), "clerk")

    dividend.prepare()

    made = bootstrap.build_plan(dividend.environment, dividend.clock).rounds.steps(ROUND, PSEUDONYMISE)
    assert sum(step.turned_away.get("opted_out", 0) for step in made.values()) == USES
    assert sum(step.cards for step in made.values()) == 119


def test_too_little_is_carried_over_and_not_sent(cloud) -> None:
    dividend = sold(minimum_krw=10_000)
    dividend.sell()

    result = dividend.pay()

    assert result.paid_krw == 0
    assert balance(dividend) == {"cash": 1_000_000, "costs": -100_000, "carried": -900_000}


def test_what_was_carried_over_is_paid_in_the_next_round_the_card_takes_part_in(cloud) -> None:
    dividend, then = sold(minimum_krw=10_000), "2026-2"
    dividend.sell()
    dividend.pay()
    dividend.rounds.open(OpenRound.model_validate_json(json.dumps({**TERMS, "round_id": then})), "steward")
    dividend.deliver(f"{then}/konai/suwon.csv", operator_file(range(100), USES, seed=3))
    dividend.prepare(then)
    dividend.approve(then)
    dividend.sell_of(then, "skku", "order-2")

    first = dividend.pay(round_id=then)
    again = dividend.pay(round_id=then)

    # 900,000 won for a hundred cards, and 7,500 each from before; twenty cards still wait for their 7,500.
    assert first == again == PayoutCompared(differences=0, open=0, paid_krw=900_000 + 100 * 7_500)
    assert balance(dividend, then)["carried"] + balance(dividend)["carried"] == -20 * 7_500
    shown = bootstrap.build_citizens(dividend.environment, dividend.clock).show(then, ask(7, round_id=then))
    assert (shown.amount_krw, shown.state) == (16_500, "paid")


def test_an_operator_who_takes_files_is_reconciled_from_its_files(cloud) -> None:
    from tests.unit.dividend.payout.test_rails import operator_answers

    dividend = sold()
    dividend.sell()
    folder = bootstrap._folder("rail")
    dividend.rail = FileRail(folder)

    first = dividend.pay(tries=1)
    operator_answers(_Files(folder), f"{ROUND}-00000-1", "P" * 119 + "R")
    second = dividend.pay()

    assert first.open == 1
    assert second == PayoutCompared(differences=0, open=0, paid_krw=892_500)
    assert balance(dividend)["payable"] == -7_500


class _Files:
    """The operator's side of the exchange."""

    def __init__(self, folder) -> None:
        self.folder = folder

    @property
    def files(self):
        return {name: self.folder.read(name) for name in self.folder.names()}

    def write_new(self, name: str, content: bytes) -> bool:
        return self.folder.write_new(name, content)


def test_an_allocation_that_changed_under_its_payout_is_refused(cloud) -> None:
    dividend = sold()
    dividend.sell()
    dividend.pay()
    s3 = boto3.client("s3")
    name = next(o["Key"] for o in s3.list_objects_v2(Bucket="work", Prefix=paths.weights_folder(ROUND))["Contents"])
    s3.delete_object(Bucket="work", Key=name)

    with pytest.raises(StepContradicts):
        bootstrap.build_shares(dividend.environment, dividend.clock).share(ROUND)


# --- statements ------------------------------------------------------------------------------------


def test_card_and_code_open_a_statement_and_nothing_else_does(cloud) -> None:
    dividend = sold()
    dividend.sell()
    dividend.pay()
    citizens = bootstrap.build_citizens(dividend.environment, dividend.clock)

    statement = citizens.show(ROUND, ask(7))

    assert (statement.amount_krw, statement.state, statement.citizens) == (7_500, "paid", 120)
    assert (statement.revenue_krw, statement.citizens_krw) == (1_000_000, 900_000)
    assert [(line.buyers, line.purposes) for line in statement.sold] == [(1, ("research",))]
    for wrong in (ask(7, b"x" * 64), ask(100_000), AskStatement(card_id=card(7), code=ask(8).code)):
        with pytest.raises(StatementUnknown):
            citizens.show(ROUND, wrong)


def test_a_citizen_leaves_the_next_round_by_card_and_code(cloud) -> None:
    dividend = sold()
    dividend.sell()
    dividend.pay()
    citizens = bootstrap.build_citizens(dividend.environment, dividend.clock)

    citizens.opt_out(ROUND, OptOut(**ask(7).model_dump()))

    assert len(citizens.opt_outs.all()) == 1
    with pytest.raises(StatementUnknown):
        citizens.opt_out(ROUND, OptOut(card_id=card(8), code=ask(7).code))


# --- the market ------------------------------------------------------------------------------------


def order(buyer: str, name: str = "order-1") -> PlaceOrder:
    return PlaceOrder(
        order_id=name, data_set=DATA_SET, revision=1, purpose="research", use=f"{buyer}의 상권 연구에 씁니다"
    )


def test_a_buyer_is_verified_before_ordering_and_known_by_its_key_alone(cloud) -> None:
    dividend = sold()
    told = RegisterBuyer(buyer_id="new", name="새 연구소", registration_number="123-45-67890", kind="company")
    key = dividend.market.register(told).key

    with pytest.raises(BuyerNotVerified):
        dividend.market.order(key, order("new"))
    for wrong in ("", "new", "new.", "new.wrong", f"other.{key}", key + "x"):
        with pytest.raises(BuyerUnknown):
            dividend.market.order(wrong, order("new"))


def copies(dividend: DividendInMoto) -> MakeCopy:
    return bootstrap.build_copies(dividend.environment, dividend.clock)


def test_a_paid_order_gets_a_link_to_a_copy_of_its_own_and_every_download_is_on_file(cloud) -> None:
    dividend = sold(cards=240)
    keys = {buyer: dividend.sell(buyer) for buyer in ("gri", "skku", "kt")}
    with pytest.raises(CopyNotReady):
        dividend.market.link(keys["gri"], "order-1")
    job = json.loads(
        boto3.client("sqs").receive_message(QueueUrl=dividend.environment["COPIES_QUEUE_URL"])["Messages"][0]["Body"]
    )
    assert (job["buyer_id"], job["data_set"]) == ("gri", DATA_SET)
    digests = {buyer: copies(dividend).make(buyer, DATA_SET, 1) for buyer in keys}

    link = dividend.market.link(keys["gri"], "order-1")
    dividend.market.link(keys["gri"], "order-1")

    assert link.digest == digests["gri"]
    assert f"copies/gri/{DATA_SET}/1.parquet" in link.url
    assert len(set(digests.values())) == 3
    assert dividend.market.show_order(keys["gri"], "order-1").downloads == 2
    downloads = [r for r in bootstrap.RECORDS["market_table"].scan() if r.entry.startswith("download#")]
    assert [(r.buyer_id, r.digest) for r in downloads] == [("gri", digests["gri"])] * 2


def test_a_leaked_sample_of_1000_rows_is_traced_to_its_buyer(cloud, tmp_path) -> None:
    dividend = sold(cards=240)
    for buyer in ("gri", "skku", "kt"):
        dividend.sell(buyer)
        copies(dividend).make(buyer, DATA_SET, 1)
    leaked = tmp_path / "leak.parquet"
    boto3.client("s3").download_file("catalogue", f"copies/skku/{DATA_SET}/1.parquet", str(leaked))
    record = dividend.market.market.revision(DATA_SET, 1)
    rows = labels_in(leaked, tuple(json.loads(record.quasi_identifiers)))

    accused = copies(dividend).trace(random.Random(1).sample(rows, 1000), DATA_SET, 1)

    assert [suspicion.buyer for suspicion in accused] == ["skku"]


def _fetched(folder: Path, prefix: str) -> list[Path]:
    """What lies under a prefix of the work bucket, in the order of the shards."""
    s3, found = boto3.client("s3"), []
    for number, told in enumerate(s3.list_objects_v2(Bucket="work", Prefix=prefix)["Contents"]):
        found.append(folder / f"{prefix.split('/')[1]}-{number}.parquet")
        s3.download_file("work", told["Key"], str(found[-1]))
    return found


def test_a_copy_keeps_what_the_certificate_promises(cloud, tmp_path) -> None:
    from city.dividend.anonymise.policy import Policy
    from city.dividend.anonymise.requirements import claims_of
    from city.dividend.anonymise.verification.measure import measure
    from city.dividend.anonymise.verification.refusal import refuse_broken
    from city.dividend.rounds.service.shards import join_companions

    dividend = sold(cards=240)
    dividend.sell()
    copies(dividend).make("gri", DATA_SET, 1)
    copy = tmp_path / "copy.parquet"
    boto3.client("s3").download_file("catalogue", f"copies/gri/{DATA_SET}/1.parquet", str(copy))
    claims = claims_of(Policy.model_validate(TERMS["policy"]), tmp_path)
    # The rows of a copy stand in the order of the release's, so its companion tells of them too.
    parts, told = (_fetched(tmp_path, f"{ROUND}/{folder}/") for folder in ("parts", "companions"))
    join_companions(told, parts, tmp_path / "companion.parquet")

    measured = measure(copy, claims, tmp_path / "companion.parquet")

    refuse_broken(measured, claims)
    certificate = dividend.rounds.show(ROUND).certificate
    assert certificate is not None
    assert measured.k >= certificate["measured"]["k"]
    assert measured.rows == certificate["measured"]["rows"]
    assert measured.average_risk <= certificate["risk"]["prosecutor_average"]


def test_a_revoked_revision_is_neither_ordered_nor_downloaded(cloud) -> None:
    dividend = sold(cards=240)
    key = dividend.sell()
    copies(dividend).make("gri", DATA_SET, 1)
    office = bootstrap.build_office(dividend.environment, dividend.clock)

    line = office.market.revoke(DATA_SET, 1, "재식별 위험이 새로 발견되었습니다", "steward")

    assert (line.state, line.revoked_because) == ("revoked", "재식별 위험이 새로 발견되었습니다")
    with pytest.raises(RevisionRevoked):
        dividend.market.link(key, "order-1")
    with pytest.raises(RevisionRevoked):
        dividend.market.order(key, order("gri", "order-2"))


def test_a_sale_after_the_books_are_closed_is_not_booked_to_them(cloud) -> None:
    dividend = sold()
    dividend.sell()
    dividend.pay()

    dividend.sell("late")

    assert balance(dividend) == {"cash": 1_100_000, "costs": -100_000, "late_sales": -1_000_000}
