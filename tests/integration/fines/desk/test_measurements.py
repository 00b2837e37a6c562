from datetime import UTC, datetime, timedelta

import boto3
import pytest

from city.fines.desk.bootstrap import build_measurement
from city.fines.desk.service.measure_desk import MeasureDesk
from city.fines.law.tables.opinions import OPINIONS
from city.fines.law.tables.worklist import DeskTable
from city.fines.money.bootstrap import build_bank_files
from city.fines.talk.tables.tickets import TICKETS, TicketRecord, ticket_subject
from tests.integration.fines.money.test_bank_files import statement
from tests.integration.fines_in_moto import OWNER, FinesInMoto, account_in
from tests.integration.moto_city import Context


@pytest.fixture
def measurement(fines: FinesInMoto) -> MeasureDesk:
    return build_measurement(fines.environment, fines.clock)


def wait(fines: FinesInMoto, worklist: str, number: str) -> None:
    now = fines.clock.now()
    TicketRecord(
        ticket_subject(number),
        "ticket",
        worklist=worklist,
        since=now,
        number=number,
        reason="unclear",
        holder="h",
        channel="sms",
        language="ko",
        opened_at=now,
    ).save()


def test_a_quiet_desk_measures_nothing_but_its_pool(measurement: MeasureDesk) -> None:
    levels = measurement.measure()

    assert levels.pool_level == 50
    assert (levels.suspense_open, levels.suspense_oldest_minutes) == (0, 0)
    assert (levels.tickets_oldest_minutes, levels.opinions_oldest_minutes) == (0, 0)


def test_a_number_that_serves_is_missing_from_the_pool(fines: FinesInMoto, measurement: MeasureDesk) -> None:
    fines.add_notice()
    account_in(fines.ask(OWNER, "계좌 12가3456"))

    assert measurement.measure().pool_level == 49


@pytest.mark.parametrize(("at_most", "counted"), [(10, 10), (50, 50), (1_000, 50)])
def test_a_pool_is_counted_no_further_than_asked(fines: FinesInMoto, at_most: int, counted: int) -> None:
    assert fines.accounts.count_free(fines.clock.now(), at_most) == counted


def test_money_without_a_fine_is_counted_and_timed(fines: FinesInMoto, measurement: MeasureDesk) -> None:
    fines.pay("79019999999999", 5_000, deposit_id="deposit-1")
    fines.clock.move(days=2)
    fines.pay("79019999999999", 6_000, deposit_id="deposit-2")
    fines.clock.move(hours=1, seconds=59)

    levels = measurement.measure()

    assert (levels.suspense_open, levels.suspense_oldest_minutes) == (2, 49 * 60)


def test_what_waits_longest_is_what_is_timed(fines: FinesInMoto, measurement: MeasureDesk) -> None:
    wait(fines, TICKETS, "2611-0001")
    fines.clock.move(minutes=30)
    wait(fines, TICKETS, "2611-0002")
    wait(fines, OPINIONS, "2611-0003")
    fines.clock.move(minutes=30)

    levels = measurement.measure()
    done = TicketRecord.get(ticket_subject("2611-0001"), "ticket")
    done.update(actions=[DeskTable.worklist.remove()])
    after = measurement.measure()

    assert (levels.tickets_oldest_minutes, levels.opinions_oldest_minutes) == (60, 30)
    assert (after.tickets_oldest_minutes, after.opinions_oldest_minutes) == (30, 30)


def test_the_function_measures(
    fines: FinesInMoto, measurement: MeasureDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    from functions.fines.desk.measure_desk.handler import make_handler

    make_handler(lambda: measurement)({}, Context())

    printed = capsys.readouterr().out
    for name in (
        "PoolLevel",
        "SuspenseOpen",
        "SuspenseOldestMinutes",
        "TicketsOldestMinutes",
        "OpinionsOldestMinutes",
        "HolidaysUnannounced",
    ):
        assert f'"Name":"{name}"' in printed


def test_clocks_that_disagree_measure_no_negative_wait(fines: FinesInMoto, measurement: MeasureDesk) -> None:
    wait(fines, TICKETS, "2611-0001")
    fines.clock.moment -= timedelta(minutes=5)

    assert measurement.measure().tickets_oldest_minutes == 0


# --- statements that did not come ---


@pytest.mark.parametrize(
    ("hour_in_seoul", "banks", "reconciled", "missing"),
    [
        (9, "NH", [], 0),
        (10, "NH", [], 1),
        (23, "NH,KB", [], 2),
        (10, "NH,KB", ["reconciliation/NH/2026-11-09.json"], 1),
        (10, "NH", ["reconciliation/NH/2026-11-08.json", "reconciliation/NH/2026-11-09.json.part"], 1),
        (10, "", [], 0),
    ],
)
def test_yesterdays_statement_is_missed_from_ten_on(
    fines: FinesInMoto, hour_in_seoul: int, banks: str, reconciled: list[str], missing: int
) -> None:
    fines.clock.moment = fines.clock.moment.replace(hour=0) + timedelta(hours=hour_in_seoul - 9)
    for key in reconciled:
        boto3.client("s3").put_object(Bucket="reports", Key=key, Body=b"{}")

    levels = build_measurement({**fines.environment, "STATEMENT_BANKS": banks}, fines.clock).measure()

    assert levels.statements_missing == missing


def test_a_statement_that_was_compared_is_not_missed(fines: FinesInMoto, measurement: MeasureDesk) -> None:
    bank_files = build_bank_files(fines.environment, fines.clock)
    boto3.client("s3").put_object(
        Bucket="inbox", Key="statements/NH/2026-11-09.csv", Body=statement(day="2026-11-09").encode()
    )
    before = measurement.measure().statements_missing

    bank_files.import_file("inbox", "statements/NH/2026-11-09.csv")

    assert (before, measurement.measure().statements_missing) == (1, 0)


# --- years whose holidays nobody has entered ---


@pytest.mark.parametrize(
    ("today", "entered", "unannounced"),
    [
        ((2026, 11, 10), "", 0),
        ((2027, 6, 30), "", 0),
        # The government announces a year in June: half a year is left to enter 2028.
        ((2027, 7, 2), "", 1),
        ((2027, 7, 2), "2028-05-04", 1),
        ((2027, 7, 2), "2028-01-01,2028-05-04", 0),
        ((2028, 3, 1), "", 1),
        ((2035, 7, 2), "2035-01-01", 1),
        ((2036, 3, 1), "2035-01-01", 1),
    ],
)
def test_a_year_is_missed_half_a_year_before_it_begins(
    fines: FinesInMoto, today: tuple[int, int, int], entered: str, unannounced: int
) -> None:
    fines.clock.moment = datetime(*today, 3, tzinfo=UTC)

    levels = build_measurement({**fines.environment, "EXTRA_HOLIDAYS": entered}, fines.clock).measure()

    assert levels.years_unannounced == unannounced
