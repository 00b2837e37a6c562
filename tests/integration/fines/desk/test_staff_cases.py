from typing import Any

import pytest

from city.fines.law.tables.accounts import AccountRecord
from tests.integration.fines_in_moto import OWNER, FinesInMoto, account_in
from tests.integration.staff import Staff

NEW_PHONE = "010-2222-3333"


@pytest.fixture
def number(fines: FinesInMoto) -> str:
    return fines.add_notice()


def move(staff: Staff, number: str, move: str, group: str = "clerk", **more: Any) -> Any:
    return staff.post(f"/cases/{number}/moves", {"move": move, "note": "처리", **more}, group)


def overdue(fines: FinesInMoto) -> None:
    fines.clock.move(days=90)  # 8 February: the due date was 29 January


# --- search ---


def test_a_case_is_found_by_plate_number_and_telephone(staff: Staff, number: str) -> None:
    for query in ({"plate": "12 가 3456"}, {"number": number}, {"phone": "+82 10 1234 5678"}):
        status, answer = staff.get("/cases", **query)

        assert status == 200
        (case,) = answer["cases"]
        assert (case["number"], case["plate"], case["owner_name"], case["owner_phone"]) == (
            number,
            "12가**56",
            "홍*동",
            "010-****-5678",
        )
        assert case["state"] == "noticed"
        assert case["amount"] == {
            "stage": "early",
            "amount_krw": 32_000,
            "fine_krw": 40_000,
            "pay_until": "2026-11-25",
        }
        assert (case["nothing_due"], case["due_on"]) == (None, "2026-11-25")


def test_nobody_is_found_by_what_nobody_has(staff: Staff, number: str) -> None:
    for query in ({"plate": "99하9999"}, {"number": "1140-2026-9999999"}, {"phone": "010-9999-9999"}):
        assert staff.get("/cases", **query) == (200, {"cases": [], "next_page": None})


def test_a_search_names_one_criterion_in_its_shape(staff: Staff, number: str) -> None:
    for query in ({}, {"plate": "12가3456", "number": number}, {"plate": "3456"}, {"phone": "12"}):
        assert staff.get("/cases", **query)[0] == 400


@pytest.mark.parametrize("criterion", [{"plate": "12가3456"}, {"phone": OWNER}])
def test_many_cases_are_found_page_by_page(fines: FinesInMoto, staff: Staff, criterion: dict[str, str]) -> None:
    numbers = [fines.add_notice(serial) for serial in range(1, 6)]

    found, query = [], {"limit": "2"}
    for _ in range(5):
        _, answer = staff.get("/cases", **criterion, **query)
        found += [case["number"] for case in answer["cases"]]
        if not answer["next_page"]:
            break
        query["page"] = answer["next_page"]

    assert sorted(found) == numbers
    assert staff.get("/cases", **criterion, page="holder=x~entry=y~kind=z")[0] == 400


def test_what_is_paid_says_so_in_the_list(fines: FinesInMoto, staff: Staff, number: str) -> None:
    fines.pay(account_in(fines.ask(OWNER, "계좌 12가3456")), 32_000)

    (case,) = staff.get("/cases", number=number)[1]["cases"]

    assert (case["state"], case["amount"], case["nothing_due"]) == ("closed_final", None, "fine_already_paid")


# --- one case ---


def test_a_case_is_told_with_all_that_happened_and_masked(fines: FinesInMoto, staff: Staff, number: str) -> None:
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))
    fines.pay(account, 31_000)

    status, case = staff.get(f"/cases/{number}", "auditor")

    assert status == 200
    assert [line["what"] for line in case["history"]] == ["account issued (early)"]
    assert case["account"]["account_number"] == "**********" + account[-4:]
    (deposit,) = case["deposits"]
    assert (deposit["reason"], [entry["kind"] for entry in deposit["ledger"]]) == (
        "wrong_amount",
        ["received_into_suspense"],
    )
    assert case["moves"] == ["mail_returned", "bar"]
    shown = str(case)
    for personal in ("12가3456", "홍길동", "1012345678", account):
        assert personal not in shown


def test_who_says_why_sees_it_whole_and_is_written_down(fines: FinesInMoto, staff: Staff, number: str) -> None:
    status, case = staff.post(f"/cases/{number}/disclosure", {"reason": "민원 전화 확인"}, "clerk", "kim")
    fines.clock.move(minutes=1)
    staff.post(f"/cases/{number}/disclosure", {"reason": "한 번 더 확인"}, "manager", "lee")

    views = staff.get("/views", "auditor", subject=f"notice#{number}", limit="1")[1]
    rest = staff.get("/views", "auditor", subject=f"notice#{number}", page=views["next_page"])[1]

    assert status == 200
    assert (case["plate"], case["owner_name"], case["owner_phone"]) == ("12가3456", "홍길동", "+821012345678")
    assert [(view["by"], view["reason"]) for view in [*views["views"], *rest["views"]]] == [
        ("kim", "민원 전화 확인"),
        ("lee", "한 번 더 확인"),
    ]
    assert staff.get("/views", "auditor")[0] == 400


# --- moves ---


def test_a_case_goes_the_way_of_collection(fines: FinesInMoto, staff: Staff, number: str) -> None:
    early = move(staff, number, "dun")
    overdue(fines)

    states = [move(staff, number, step)[1]["state"] for step in ("dun", "seize")]

    assert (early[0], early[1]["error"]) == (409, "not_imposed_yet")
    assert states == ["dunned", "seized"]
    case = staff.get(f"/cases/{number}")[1]
    assert [(line["what"], line["by"], line["note"]) for line in case["history"]] == [
        ("dun", "clerk-1", "처리"),
        ("seize", "clerk-1", "처리"),
    ]


def test_a_move_told_twice_is_made_once(fines: FinesInMoto, staff: Staff, number: str) -> None:
    overdue(fines)

    first, again = move(staff, number, "dun"), move(staff, number, "dun")
    fines.clock.move(days=1)
    next_day = move(staff, number, "dun")

    assert first == again
    assert next_day[0] == 200
    assert [line["what"] for line in staff.get(f"/cases/{number}")[1]["history"]] == ["dun", "dun"]


def test_a_day_that_has_not_come_is_refused(staff: Staff, number: str) -> None:
    assert move(staff, number, "dun", on="2027-11-11")[1]["error"] == "day_in_future"


def test_an_objection_in_time_lets_the_account_go_and_a_late_one_is_refused(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    fines.clock.move(days=30)
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))
    late = move(staff, number, "object", received_on="2026-10-01")

    status, case = move(staff, number, "object", received_on="2026-12-05")

    assert (late[0], late[1]["error"]) == (409, "objection_too_late")
    assert (status, case["state"], case["nothing_due"]) == (200, "objected", "imposition_lost_effect")
    assert account not in fines.bound_accounts()
    assert fines.pay(account, 40_000).reason == "nothing_due"


def test_a_withdrawn_objection_brings_the_fine_back_with_another_account(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    fines.clock.move(days=30)
    before = account_in(fines.ask(OWNER, "계좌 12가3456"))
    move(staff, number, "object", received_on="2026-12-05")

    _, case = move(staff, number, "withdraw_objection")

    assert case["amount"]["amount_krw"] == 40_000
    assert account_in(fines.ask(OWNER, "계좌  12가3456")) != before


def test_the_court_decides_and_sets_a_due_date(fines: FinesInMoto, staff: Staff, number: str) -> None:
    fines.clock.move(days=30)
    move(staff, number, "object", received_on="2026-12-05")
    move(staff, number, "report_to_court")

    _, case = move(staff, number, "court_decides_against", pay_until="2027-06-30")

    assert (case["state"], case["due_on"], case["amount"]["amount_krw"]) == ("imposed", "2027-06-30", 40_000)


def test_a_court_that_cancels_ends_the_case(fines: FinesInMoto, staff: Staff, number: str) -> None:
    fines.clock.move(days=30)
    for step in ("object", "report_to_court", "court_cancels"):
        status, case = move(staff, number, step, **({"received_on": "2026-12-05"} if step == "object" else {}))
        assert status == 200, case

    assert (case["state"], case["nothing_due"]) == ("cancelled", "case_is_cancelled")


def test_a_plate_is_held_for_enough_arrears_long_enough_announced(fines: FinesInMoto, staff: Staff) -> None:
    zone = {"구역": "어린이보호구역"}
    numbers = [fines.add_notice(serial, **zone) for serial in (1, 2)]
    other_car = fines.add_notice(3, 차량번호="34나5678", **zone)
    overdue(fines)
    fines.clock.move(days=80)
    for each in (*numbers, other_car):
        for step in ("dun", "seize"):
            assert move(staff, each, step)[0] == 200
    too_small = move(staff, numbers[0], "hold_plate", announced_on="2027-04-01")
    third = fines.add_notice(4, **zone)

    unannounced = move(staff, numbers[0], "hold_plate")
    held = move(staff, numbers[0], "hold_plate", announced_on="2027-04-01")

    assert too_small[1]["error"] == "arrears_too_small"
    assert third
    assert unannounced[1]["error"] == "plate_hold_not_announced"
    assert held[1]["state"] == "plate_held"


def test_only_time_bars_a_case_and_only_a_manager_says_so(fines: FinesInMoto, staff: Staff, number: str) -> None:
    too_soon = move(staff, number, "bar", "manager")
    overdue(fines)
    fines.clock.move(days=365 * 5 + 10)
    without_start = move(staff, number, "bar", "manager")

    barred = move(staff, number, "bar", "manager", runs_from="2027-01-29")

    assert too_soon[1]["error"] == without_start[1]["error"] == "not_yet_barred"
    assert barred[1]["state"] == "barred"


# --- the social reduction, instalments ---


def claim(staff: Staff, number: str, **more: str) -> Any:
    return staff.post(f"/cases/{number}/social-claim", {"ground": "minor", "claimed_on": "2026-11-10", **more})


def test_a_claim_halves_the_fine_and_changes_the_account(fines: FinesInMoto, staff: Staff, number: str) -> None:
    before = account_in(fines.ask(OWNER, "계좌 12가3456"))

    status, case = claim(staff, number)
    again = claim(staff, number)
    other_ground = claim(staff, number, ground="severe_disability")

    assert (status, case["amount"]["amount_krw"]) == (200, 16_000)
    assert again == (status, case)
    assert other_ground[1]["error"] == "social_claim_already_reduced"
    after = fines.ask(OWNER, "계좌  12가3456")
    assert "16,000원" in after
    assert fines.bound_accounts() == [account_in(after)] != [before]


def test_a_claim_that_may_not_be_granted_is_refused(fines: FinesInMoto, staff: Staff, number: str) -> None:
    late = claim(staff, number, claimed_on="2026-11-26")
    fines.clock.move(days=20)
    too_late = claim(staff, number, claimed_on="2026-11-26")
    fines.add_notice(
        2,
        위반일시="2026-05-03 14:05",
        사전통지일="2026-05-05",
        의견제출기한="2026-05-25",
        부과일="2026-06-01",
        납부기한="2026-07-30",
    )

    assert late[1]["error"] == "day_in_future"
    assert too_late[1]["error"] == "social_claim_too_late"
    assert claim(staff, number)[1]["error"] == "social_claim_with_arrears"


def test_instalments_are_shown_and_bind_nobody(staff: Staff, number: str) -> None:
    ask = {"months": 3, "first_due": "2026-12-01"}

    status, preview = staff.post(f"/cases/{number}/instalments", ask)
    too_many = staff.post(f"/cases/{number}/instalments", {**ask, "months": 10})

    assert (status, preview["binding"]) == (200, False)
    assert [line["amount_krw"] for line in preview["instalments"]] == [10_680, 10_660, 10_660]
    assert preview["amount_krw"] == 32_000
    assert "미리보기" in preview["note_ko"]
    assert too_many[0] == 409
    (line,) = staff.get(f"/cases/{number}")[1]["history"]
    assert (line["what"], line["note"]) == ("instalments previewed", "3 months from 2026-12-01")


# --- the owner's telephone ---


def test_a_case_moves_to_another_telephone_with_its_account(fines: FinesInMoto, staff: Staff, number: str) -> None:
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))

    status, case = staff.post(f"/cases/{number}/owner", {"phone": NEW_PHONE})
    again = staff.post(f"/cases/{number}/owner", {"phone": NEW_PHONE})

    assert (status, case["owner_phone"]) == (200, "010-****-3333")
    assert again == (status, case)
    assert staff.get("/cases", phone=OWNER)[1]["cases"] == []
    assert staff.get("/cases", plate="12가3456")[1]["cases"] == [case]
    assert "확인되는 내용이 없습니다" in fines.ask(OWNER, "계좌  12가3456")
    assert account_in(fines.ask(NEW_PHONE, "계좌 12가3456")) == account
    assert fines.pay(account, 32_000).outcome == "settled"
    assert fines.post.texts[-1][0] == "+821022223333"
    history = [line["what"] for line in staff.get(f"/cases/{number}")[1]["history"]]
    assert history == ["account issued (early)", "owner's telephone changed", "paid (early)"]


def test_money_to_an_account_from_before_the_move_still_finds_its_case(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    old, in_time = account_in(fines.ask(OWNER, "계좌 12가3456")), fines.clock.now()
    fines.clock.move(days=20)
    fines.ask(OWNER, "계좌  12가3456")
    staff.post(f"/cases/{number}/owner", {"phone": NEW_PHONE})

    assert fines.pay(old, 32_000, deposited_at=in_time).outcome == "settled"


def test_a_case_without_a_telephone_gets_one(fines: FinesInMoto, staff: Staff) -> None:
    number = fines.add_notice(휴대전화="")

    staff.post(f"/cases/{number}/owner", {"phone": NEW_PHONE})

    assert "32,000원" in fines.ask(NEW_PHONE, "계좌 12가3456")


def test_an_account_that_serves_another_now_stays_where_it_is(fines: FinesInMoto, staff: Staff, number: str) -> None:
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))
    record = AccountRecord.get(account)
    record.issue.notice_number = "1140-2026-0000009"
    record.save()

    assert staff.post(f"/cases/{number}/owner", {"phone": NEW_PHONE})[0] == 200
    assert AccountRecord.get(account).owner.phone == "+821012345678"
