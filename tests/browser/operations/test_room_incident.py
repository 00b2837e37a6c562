"""One incident whole, and hand-overs of shifts, as people use them: recorded answers."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.fixtures import Visits
from tests.browser.site import HERE

ANSWERS: Mapping[str, Any] = json.loads((HERE / "answers" / "operations.json").read_text())
FIRE, NOWHERE, DRILL = "20261021T004812-1f6a09c2", "20261021T005730-c0ffee12", "20261021T001500-e3f5c7aa"
PAGE = f"/operations/incident#{FIRE}"
SHIFTS = ANSWERS["GET /shifts"]
OTHER = "3f2a9c41-1111-4222-8333-444455556666"
OFFERED = {**SHIFTS["hand_overs"][0], "hand_over_id": "h-2", "state": "offered", "signed_by": None, "signed_at": None}

expect.set_options(timeout=20_000)


@pytest.mark.parametrize("part", ["story", "procedures", "cameras", "alert", "agencies"])
@pytest.mark.parametrize(
    ("width", "theme", "lang", "who"), [(320, "dark", "ko", "supervisor"), (1440, "light", "en", "operator")]
)
def test_every_part_of_an_incident_is_right(
    visit: Visits, part: str, width: int, theme: Any, lang: Any, who: str
) -> None:
    opened = visit(f"{PAGE}/{part}", who=who, width=width, theme=theme, lang=lang)

    opened.page.locator(f"#panel-{part} h3").first.wait_for()
    opened.picture(f"operations-incident-{part}.{lang}.{width}.{theme}")
    assert opened.look() == []


def test_a_step_carries_the_revision_that_was_seen(visit: Visits) -> None:
    page = visit(PAGE, who="operator").page
    page.get_by_role("button", name="접수", exact=True).click()
    form = page.get_by_role("dialog")
    form.get_by_role("textbox", name="메모").fill("119와 통화")
    with page.expect_request("**/acknowledge") as asked:
        form.get_by_role("button", name="접수").click()

    assert asked.value.post_data_json == {"revision": 4, "note": "119와 통화"}
    expect(page.get_by_text("접수 처리했습니다.")).to_be_visible()


def test_a_step_that_came_too_late_is_said_and_what_stands_now_is_read(visit: Visits) -> None:
    opened = visit(PAGE, who="operator")
    page = opened.page
    said = {"ko": "다른 사람이 먼저 처리했습니다.", "en": "Somebody was faster."}
    page.route(
        "**/dispatch", lambda route: route.fulfill(status=409, json={"error": "incident_moved", "message": said})
    )
    moved = ANSWERS[f"POST /incidents/{FIRE}/acknowledge"]
    page.route(f"**/api/operations/incidents/{FIRE}", lambda route: route.fulfill(json=moved))
    opened.expect("status 409")
    page.get_by_role("button", name="출동", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="출동").click()

    expect(page.get_by_role("alert")).to_contain_text("다른 사람이 먼저")
    expect(page.locator("room-incident .tag", has_text="접수함").first).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_note_is_kept_until_it_is_written_down(visit: Visits) -> None:
    page = visit(PAGE, who="operator").page
    field = page.get_by_role("textbox", name="메모")
    field.fill("상인 대피 완료")
    page.get_by_role("tab", name="절차").click()
    page.get_by_role("tab", name="상황").click()
    expect(field).to_have_value("상인 대피 완료")
    with page.expect_request("**/notes") as asked:
        page.get_by_role("button", name="남기기").click()

    assert asked.value.post_data_json == {"note": "상인 대피 완료"}
    expect(field).to_have_value("")


def test_an_incident_without_a_place_says_that_no_camera_is_found(visit: Visits) -> None:
    opened = visit(f"/operations/incident#{NOWHERE}/cameras", who="operator")

    expect(opened.page.get_by_text("위치를 몰라 카메라를 찾지 못합니다.")).to_be_visible()
    assert opened.look() == []


def test_a_drill_asks_for_no_camera(visit: Visits) -> None:
    page = visit(f"/operations/incident#{DRILL}/cameras", who="operator").page

    expect(page.get_by_text("훈련 사건입니다.")).to_be_visible()
    expect(page.get_by_text("훈련 사건으로는 카메라를 열 수 없습니다.")).to_be_visible()
    expect(page.get_by_role("button", name="열람 권한 요청")).to_have_count(0)


def test_viewing_is_asked_for_with_one_ground_and_its_document(visit: Visits) -> None:
    opened = visit(f"{PAGE}/cameras", who="operator")
    page = opened.page
    page.get_by_role("button", name="열람 권한 요청").click()
    form = page.get_by_role("dialog")
    form.get_by_role("combobox", name="누가 봅니까").select_option(label="경찰 112")
    form.get_by_role("radio", name="범죄 수사").check()
    form.get_by_role("textbox", name="목적").fill("방화 여부 확인")
    form.get_by_role("button", name="요청").click()
    expect(form).to_contain_text("이 근거에는 요청 공문의 문서번호가 필요합니다.")
    assert opened.look() == []
    form.get_by_role("textbox", name="요청 공문의 문서번호").fill("중부서-2026-1140")
    with page.expect_request(lambda each: each.method == "POST" and each.url.endswith("/grants")) as asked:
        form.get_by_role("button", name="요청").click()

    assert asked.value.post_data_json == {
        "organisation": "112",
        "basis": "investigation",
        "document": "중부서-2026-1140",
        "cameras": ["junggu-0412", "junggu-0413", "junggu-0877"],
        "minutes": 60,
        "purpose": "방화 여부 확인",
    }


def test_whoever_asked_or_spoke_does_not_decide_again(visit: Visits) -> None:
    waiting = f"GET /api/operations/cctv/incidents/{FIRE}/grants"
    grant = ANSWERS[f"GET /cctv/incidents/{FIRE}/grants"]["grants"][1]
    for who, may in (("operator", True), ("supervisor", False)):
        page = visit(f"{PAGE}/cameras", who=who, answers={waiting: {"grants": [grant]}}).page
        expect(page.get_by_text("1명이 더 승인해야 열립니다.")).to_be_visible()
        expect(page.get_by_role("button", name="승인", exact=True)).to_have_count(int(may))
    mine = {**grant, "asked_by": "operator", "voices": []}
    page = visit(f"{PAGE}/cameras", who="operator", answers={waiting: {"grants": [mine]}}).page
    expect(page.get_by_text("2명이 더 승인해야 열립니다.")).to_be_visible()
    expect(page.get_by_role("button", name="승인", exact=True)).to_have_count(0)


def test_a_grant_is_decided_made_longer_and_taken_back_with_reasons(visit: Visits) -> None:
    page = visit(f"{PAGE}/cameras", who="operator").page
    for button, verb, path, sent in (
        ("승인", "승인", "grants/g-2/decision", {"approves": True, "reason": "인명 위험", "revision": 1}),
        (
            "연장 승인",
            "승인",
            "grants/g-1/extension/decision",
            {"approves": True, "reason": "인명 위험", "revision": 1},
        ),
        ("회수", "거두기", "grants/g-1/revocation", {"reason": "인명 위험"}),
    ):
        page.get_by_role("button", name=button, exact=True).click()
        page.get_by_role("textbox", name="사유").fill("인명 위험")
        with page.expect_request(f"**/{path}") as asked:
            page.get_by_role("dialog").get_by_role("button", name=verb).click()
        assert asked.value.post_data_json == sent


def test_a_picture_is_opened_under_the_city_s_own_grant_and_its_refusal_is_said(visit: Visits) -> None:
    opened = visit(f"{PAGE}/cameras", who="operator")
    page = opened.page
    body = {"error": "viewing_ended", "refusal": "revoked", "message": {"ko": "끝났습니다.", "en": "It has ended."}}
    page.route("**/grants/g-1/views", lambda route: route.fulfill(status=403, json=body))
    opened.expect("status 403")
    with page.expect_request("**/grants/g-1/views") as asked:
        page.get_by_role("button", name="영상 보기: 생활방범 · 을지로39길 25").click()

    assert asked.value.post_data_json == {"camera_id": "junggu-0412"}
    expect(page.locator("city-video")).to_contain_text("권한이 회수되었습니다.")
    assert opened.look() == []
    page.get_by_role("button", name="닫기: 생활방범 · 을지로39길 25").click()
    expect(page.locator("city-video")).to_have_count(0)


def test_a_supervisor_publishes_an_alert_and_an_operator_reads_the_draft(visit: Visits) -> None:
    page = visit(f"{PAGE}/alert", who="supervisor").page
    page.get_by_role("textbox", name="행동 요령 (한국어)").fill("창문을 닫고 우회하세요.")
    page.get_by_role("button", name="경보 발표").click()
    with page.expect_request(lambda each: each.method == "POST" and each.url.endswith("/alert")) as asked:
        page.get_by_role("dialog").get_by_role("button", name="경보 발표").click()
    sent = asked.value.post_data_json
    assert (sent["number"], sent["incident_revision"], sent["valid_minutes"]) == (2, 4, 120)
    assert sent["ko"] == {"headline": "화재", "description": "", "instruction": "창문을 닫고 우회하세요."}
    assert sent["en"] == {"headline": "Fire", "description": "", "instruction": ""}

    page = visit(f"{PAGE}/alert", who="operator").page
    expect(page.get_by_text("발표는 관제 책임자가 합니다.")).to_be_visible()
    expect(page.get_by_role("button", name="경보 발표")).to_have_count(0)


def test_an_incident_that_was_merged_says_so(visit: Visits) -> None:
    merged = {**ANSWERS[f"GET /incidents/{FIRE}"], "asked": "20261021T004955-aa01bb02"}
    answers = {"GET /api/operations/incidents/20261021T004955-aa01bb02": merged}
    page = visit("/operations/incident#20261021T004955-aa01bb02", who="operator", answers=answers).page

    expect(page.get_by_text("찾으신 사건은 이 사건에 합쳐졌습니다.")).to_be_visible()


# --- shifts ------------------------------------------------------------------------------------------------------------


def test_a_shift_is_handed_over_with_a_note_on_what_needs_one(visit: Visits) -> None:
    page = visit("/operations/shifts", who="operator").page
    page.get_by_role("textbox", name="다음 근무자에게: 중앙시장 2층에서 연기").fill("지휘소는 을지로4가역")
    page.get_by_role("textbox", name="전체 인계 사항").fill("비 예보")
    page.get_by_role("button", name="이 목록을 인계").click()
    with page.expect_request(lambda each: each.method == "POST" and each.url.endswith("/shifts")) as asked:
        page.get_by_role("dialog").get_by_role("button", name="이 목록을 인계").click()

    assert asked.value.post_data_json == {
        "seen": "d" * 64,
        "notes": [{"incident_id": FIRE, "note": "지휘소는 을지로4가역"}],
        "remark": "비 예보",
    }


def test_whoever_comes_signs_what_they_see_and_whoever_left_does_not(visit: Visits) -> None:
    notes = [{**SHIFTS["open"][0], "note": "지휘소는 을지로4가역"}]
    board = {**SHIFTS, "changed": [FIRE], "hand_overs": [{**OFFERED, "incidents": notes}, *SHIFTS["hand_overs"]]}
    opened = visit("/operations/shifts", who="operator", answers={"GET /api/operations/shifts": board})
    page = opened.page
    expect(page.get_by_text("인계한 뒤 1건이 바뀌었습니다.")).to_be_visible()
    expect(page.get_by_role("row", name="중앙시장")).to_contain_text("지휘소는 을지로4가역")
    assert opened.look() == []
    page.get_by_role("button", name="확인했고, 인수 서명").click()
    with page.expect_request("**/shifts/h-2/signature") as asked:
        page.get_by_role("dialog").get_by_role("button", name="서명").click()
    assert asked.value.post_data_json == {"seen": "d" * 64}

    mine = {**board, "hand_overs": [{**OFFERED, "offered_by": "operator"}]}
    page = visit("/operations/shifts", who="operator", answers={"GET /api/operations/shifts": mine}).page
    expect(page.get_by_role("button", name="인계 철회")).to_be_visible()
    expect(page.get_by_role("button", name="확인했고, 인수 서명")).to_have_count(0)


def test_on_paper_a_hand_over_has_its_table_and_room_to_sign(visit: Visits) -> None:
    board = {**SHIFTS, "hand_overs": [OFFERED]}
    page = visit("/operations/shifts", who="operator", answers={"GET /api/operations/shifts": board}).page
    page.emulate_media(media="print")

    expect(page.get_by_text("인수자")).to_be_visible()
    expect(page.get_by_role("button", name="확인했고, 인수 서명")).to_be_hidden()
    expect(page.locator("city-table").first).to_contain_text("중앙시장 2층에서 연기")


def test_an_auditor_reads_and_changes_nothing(visit: Visits) -> None:
    for path in ("/operations", f"{PAGE}/cameras", "/operations/shifts"):
        opened = visit(path, who="auditor")
        for name in ("접수:", "열람 권한 요청", "회수", "승인", "사건 등록", "이 목록을 인계", "완료", "영상 보기"):
            assert opened.page.get_by_role("button", name=name).count() == 0, (path, name)
        assert opened.look() == []


def test_what_agencies_said_and_were_told_is_listed_by_their_names(visit: Visits) -> None:
    rows = visit(f"{PAGE}/agencies", who="operator").page.locator("room-agencies tbody tr")

    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("112 치안종합상황실")
    expect(rows.first).to_contain_text("전달 못 함")
    expect(rows.last).to_contain_text("119 화재 · 발생")
