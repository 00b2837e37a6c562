import json
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.law.amounts import (
    AMOUNT_RULES,
    REDUCTION_RULES,
    SURCHARGE_RULES,
    base_fine_krw,
    early_krw,
    monthly_surcharge_krw,
    overdue_krw,
    social_krw,
)
from city.fines.law.errors import FineAlreadyPaid, NoRuleInForce, NoticeInvalid, NotYetImposed, VehicleNotFined
from city.fines.law.lifecycle import State
from city.fines.law.notices import PaymentStage, VehicleClass, Violation, Zone
from city.fines.law.procedure.imposition import Imposition, check_notice, judge_imposition
from city.fines.law.quotes import quote
from city.kernel.clock import SEOUL, seoul_date
from tests.unit.fines.law.notices import VIOLATED, a_notice, a_violation, days

ZONES = {
    "일반": (Zone.GENERAL, False),
    "소방시설5m(안전표지/노면표시)": (Zone.FIRE_FACILITY, True),
    "노인·장애인보호구역(08-20시)": (Zone.SENIOR_OR_DISABLED, False),
    "어린이보호구역(08-20시)": (Zone.CHILDREN, False),
}
VEHICLES = {"승용등": VehicleClass.PASSENGER, "승합등": VehicleClass.VAN}
ON = VIOLATED.date()

violations = st.builds(
    a_violation,
    # hypothesis wants naive bounds and adds the zone itself
    at=st.datetimes(min_value=datetime(2021, 5, 12), max_value=datetime(2030, 1, 1), timezones=st.just(SEOUL)),  # noqa: DTZ001
    zone=st.sampled_from(Zone),
    vehicle=st.sampled_from([VehicleClass.PASSENGER, VehicleClass.VAN]),
    over_two_hours=st.booleans(),
    safety_marking=st.booleans(),
)


def test_every_published_row_holds(shared: Path) -> None:
    rows = json.loads((shared / "data" / "fines" / "fines_vectors.json").read_text())
    assert len(rows) == 16

    for row in rows:
        zone, marking = ZONES[row["zone"]]
        violation = a_violation(
            zone=zone, vehicle=VEHICLES[row["vehicle"]], over_two_hours=row["over2h"], safety_marking=marking
        )
        fine = base_fine_krw(violation)
        half = social_krw(fine, ON)
        computed = {
            "base": fine,
            "early20": early_krw(fine, ON),
            "half": half,
            "half_then_early": early_krw(half, ON),
            "first_overdue": overdue_krw(fine, 0, ON),
            "monthly": monthly_surcharge_krw(fine, ON),
            "after_1m": overdue_krw(fine, 1, ON),
            "max_60m": overdue_krw(fine, 60, ON),
        }
        assert computed == {name: row[name] for name in computed}, row


@pytest.mark.parametrize(
    ("clock", "fine"),
    [("07:59", 40_000), ("08:00", 120_000), ("19:59", 120_000), ("20:00", 40_000), ("00:00", 40_000)],
)
def test_a_childrens_zone_costs_more_from_eight_to_eight_only(clock: str, fine: int) -> None:
    at = datetime.fromisoformat(f"2026-11-03T{clock}:00").replace(tzinfo=SEOUL)

    assert base_fine_krw(a_violation(at=at, zone=Zone.CHILDREN)) == fine


def test_zone_hours_are_read_in_seoul_whatever_the_offset() -> None:
    eight_in_seoul = datetime.fromisoformat("2026-11-02T23:00:00+00:00")

    assert base_fine_krw(a_violation(at=eight_in_seoul, zone=Zone.CHILDREN)) == 120_000


def test_a_fire_facility_without_its_marking_costs_the_general_rate() -> None:
    assert base_fine_krw(a_violation(zone=Zone.FIRE_FACILITY)) == 40_000
    assert base_fine_krw(a_violation(zone=Zone.FIRE_FACILITY, safety_marking=True)) == 80_000


def test_a_two_wheeler_is_not_fined() -> None:
    with pytest.raises(VehicleNotFined):
        base_fine_krw(a_violation(vehicle=VehicleClass.TWO_WHEELER))


def test_a_violation_older_than_the_first_rule_has_no_amount() -> None:
    with pytest.raises(NoRuleInForce):
        base_fine_krw(a_violation(at=datetime(2019, 6, 30, 12, tzinfo=SEOUL)))


@pytest.mark.parametrize("rules", [AMOUNT_RULES, REDUCTION_RULES, SURCHARGE_RULES])
def test_rules_stand_in_order_of_date(rules: tuple) -> None:
    assert all(earlier.in_force_from < later.in_force_from for earlier, later in pairwise(rules))


@given(violations, st.integers(min_value=-5, max_value=500))
def test_an_overdue_fine_stays_between_itself_and_its_cap(violation: Violation, months: int) -> None:
    on = seoul_date(violation.at)
    fine = base_fine_krw(violation)

    amount = overdue_krw(fine, months, on)

    assert fine < amount <= fine * 175 // 100
    assert amount <= overdue_krw(fine, months + 1, on)


# --- the amount on a day ---


@pytest.mark.parametrize(
    ("on", "stage", "amount"),
    [
        (date(2026, 11, 25), PaymentStage.EARLY, 32_000),
        (date(2026, 11, 26), PaymentStage.FULL, 40_000),
        (date(2027, 1, 29), PaymentStage.FULL, 40_000),
        (date(2027, 1, 30), PaymentStage.OVERDUE, 41_200),
        # No 30 February: the month ends with February (민법 §160③).
        (date(2027, 2, 28), PaymentStage.OVERDUE, 41_200),
        (date(2027, 3, 1), PaymentStage.OVERDUE, 41_680),
        (date(2027, 3, 29), PaymentStage.OVERDUE, 41_680),
        (date(2027, 3, 30), PaymentStage.OVERDUE, 42_160),
    ],
)
def test_the_amount_follows_the_calendar(on: date, stage: PaymentStage, amount: int) -> None:
    offer = quote(a_notice(), on)

    assert (offer.stage, offer.amount_krw) == (stage, amount)


def test_only_the_reduced_amount_ends_the_procedure() -> None:
    assert quote(a_notice(), date(2026, 11, 25)).ends_the_procedure
    assert not quote(a_notice(), date(2026, 11, 26)).ends_the_procedure


def test_an_account_holds_until_midnight_of_the_last_day_of_its_amount() -> None:
    offer = quote(a_notice(), date(2026, 11, 10))

    assert offer.expires_at == datetime(2026, 11, 26, 0, 0, tzinfo=SEOUL)


def test_a_paid_fine_takes_no_amount() -> None:
    with pytest.raises(FineAlreadyPaid):
        quote(a_notice(status=State.CLOSED_FINAL), date(2026, 11, 10))


def test_between_the_opinion_period_and_the_imposition_nothing_is_due() -> None:
    with pytest.raises(NotYetImposed):
        quote(a_notice(imposed_on=None, pay_until=None), date(2026, 11, 26))


def test_the_social_and_the_early_reduction_follow_each_other() -> None:
    assert quote(a_notice(social_reduction=True), date(2026, 11, 10)).amount_krw == 16_000


@given(violations, st.booleans(), st.integers(min_value=0, max_value=3000), st.integers(min_value=1, max_value=400))
def test_waiting_never_makes_a_fine_cheaper(violation: Violation, social: bool, wait: int, more: int) -> None:
    violated = seoul_date(violation.at)
    notice = a_notice(
        violation=violation,
        social_reduction=social,
        notified_on=violated + days(2),
        opinion_until=violated + days(22),
        imposed_on=violated + days(30),
        pay_until=violated + days(90),
    )
    fine = base_fine_krw(violation)

    now, later = quote(notice, violated + days(wait)), quote(notice, violated + days(wait + more))

    assert 0 < now.amount_krw <= later.amount_krw <= fine * 175 // 100
    assert now.amount_krw % 10 == 0


@given(st.integers(min_value=0, max_value=2400))
def test_an_amount_holds_exactly_until_it_says(wait: int) -> None:
    notice = a_notice()
    on = date(2026, 11, 5) + days(wait)

    offer = quote(notice, on)

    assert on <= offer.pay_until
    assert quote(notice, offer.pay_until).amount_krw == offer.amount_krw
    after = quote(notice, offer.pay_until + days(1)).amount_krw
    assert after > offer.amount_krw or (offer.stage is PaymentStage.OVERDUE and offer.next_month_krw == 0)
    if offer.stage is PaymentStage.OVERDUE:
        assert after == offer.amount_krw + offer.next_month_krw


# --- what a notice must be ---


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"opinion_until": date(2026, 11, 14)}, "의견제출기한"),
        ({"notified_on": date(2026, 11, 2)}, "사전통지일"),
        ({"pay_until": None}, "납부기한"),
        ({"imposed_on": date(2026, 11, 25)}, "부과일"),
        ({"imposed_on": date(2031, 11, 4), "pay_until": date(2032, 1, 1)}, "부과일"),
        ({"pay_until": date(2026, 11, 30)}, "납부기한"),
    ],
)
def test_a_notice_against_the_law_is_refused_at_its_field(changes: dict, field: str) -> None:
    with pytest.raises(NoticeInvalid) as refusal:
        check_notice(a_notice(**changes))

    assert refusal.value.field == field


def test_an_opinion_period_of_ten_days_is_enough() -> None:
    notice = a_notice(opinion_until=date(2026, 11, 15))

    assert check_notice(notice) is notice


def test_five_years_to_the_day_may_still_be_imposed() -> None:
    check_notice(a_notice(imposed_on=date(2031, 11, 3), pay_until=date(2032, 1, 2)))


@pytest.mark.parametrize(
    ("known", "filed", "imposition"),
    [
        ({"imposed_on": None, "pay_until": None}, {}, Imposition.NEW),
        ({"imposed_on": None, "pay_until": None}, {"imposed_on": None, "pay_until": None}, Imposition.KNOWN),
        ({}, {}, Imposition.KNOWN),
        ({}, {"imposed_on": None, "pay_until": None}, Imposition.KNOWN),
        ({}, {"pay_until": date(2027, 2, 28)}, Imposition.CONTRADICTS),
        ({"imposed_on": None, "pay_until": None, "status": State.CLOSED_FINAL}, {}, Imposition.KNOWN),
    ],
)
def test_an_imposition_is_told_once(known: dict, filed: dict, imposition: Imposition) -> None:
    assert judge_imposition(a_notice(**known), a_notice(**filed)) is imposition
