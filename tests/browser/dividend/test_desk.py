"""The desk of the data dividend: what each role sees and does, and what happens by itself."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import Visits
from tests.browser.site import HERE, answer_to
from tests.browser.visits import Language, Theme, Visit

DESK = "/dividend/desk"
PARTS = ("progress", "certificate", "panel", "orders", "payout", "leaks", "ledger", "ending")
# Rounds at every state, and what only some of them show.
PLACES = (
    *(f"rounds/2026-1/{part}" for part in PARTS),
    "rounds/2026-2/orders",
    "rounds/2026-2/payout",
    "rounds/2026-3/panel",
    "rounds/2026-4",
    "rounds/2026-5/payout",
    "rounds/2026-6",
    "rounds/2025-9/ending",
    "rounds/new",
    "buyers",
    "counter",
)
VOICES = "POST /api/dividend/rounds/2026-3/voices"


def recorded(path: str) -> Any:
    return answer_to(json.loads((HERE / "answers/dividend.json").read_text()), "GET", path).body


def at(visit: Visit, place: str) -> Page:
    visit.page.evaluate("place => { location.hash = place; }", place)
    visit.settle()
    return visit.page


@pytest.mark.parametrize(("lang", "width", "theme"), [("ko", 1440, "light"), ("en", 320, "dark")])
def test_every_part_of_every_round_is_fit_to_be_seen(visit: Visits, lang: Language, width: int, theme: Theme) -> None:
    seen = visit(DESK, who="steward", lang=lang, width=width, theme=theme)
    found = {}

    for place in PLACES:
        page = at(seen, place)
        page.evaluate("() => { for (const each of document.querySelectorAll('main details')) each.open = true; }")
        found[place] = seen.look()
        seen.picture(f"dividend-desk-{place.replace('/', '-')}.{lang}.{width}.{theme}")

    assert {place: said for place, said in found.items() if said} == {}


def test_a_refused_file_is_red_with_its_reason_and_the_others_stand_beside_it(visit: Visits) -> None:
    page = at(visit(DESK, who="steward"), "rounds/2026-4")

    refused = page.locator("tr", has_text="c.csv")
    expect(refused.locator(".tag.alarm")).to_have_text("받지 않음")
    expect(refused.locator(".why")).to_have_text("있어야 할 칸이 없습니다: 카드번호")
    expect(page.locator("tr", has_text="b.csv").locator(".why")).to_have_text("글자 인코딩이 UTF-8이 아닙니다")
    expect(page.locator("tr", has_text="a.csv").locator(".tag.fine")).to_have_text("받음")
    expect(page.locator("tr", has_text="d.csv")).to_contain_text("이미 받은 파일")


def test_files_that_come_show_by_themselves_and_leave_what_is_being_done_alone(visit: Visits) -> None:
    empty = {"GET /api/dividend/rounds/2026-4/files": {"reports": []}}
    seen = visit(f"{DESK}#rounds/2026-4", who="steward", answers=empty, hurried=True)
    page = seen.page
    expect(page.get_by_text("아직 없습니다.")).to_be_visible()
    page.get_by_text("비식별 정책").focus()

    page.context.unroute(f"{seen.page.url.split('/dividend')[0]}/api/dividend/rounds/2026-4/files")
    page.clock.run_for(6000)

    expect(page.locator("tr", has_text="a.csv")).to_be_visible()
    expect(page.locator("summary", has_text="비식별 정책")).to_be_focused()


def test_a_round_that_goes_on_says_so_and_shows_it(visit: Visits) -> None:
    before = recorded("/rounds/2026-3") | {"state": "preparing", "certificate": None}
    seen = visit(
        f"{DESK}#rounds/2026-3", who="steward", answers={"GET /api/dividend/rounds/2026-3": before}, hurried=True
    )
    page = seen.page
    expect(page.locator(".round-head .tag")).to_have_text("비식별 처리 중")

    page.context.unroute(f"{page.url.split('/dividend')[0]}/api/dividend/rounds/2026-3")
    page.clock.run_for(4000)

    expect(page.locator(".round-head .tag")).to_have_text("심의 대기")
    expect(page.locator("#city-voice")).to_have_text("심의 대기")


def test_a_member_of_the_panel_reads_speaks_and_is_asked_first(visit: Visits) -> None:
    page = at(visit(DESK, who="panel-1", answers={VOICES: recorded("/rounds/2026-3")}), "rounds/2026-3/panel")
    sent: list[Any] = []
    page.on("request", lambda request: sent.append(request.post_data_json) if "/voices" in request.url else None)

    expect(page.get_by_role("link", name="새 회차")).to_have_count(0)
    expect(page.get_by_role("tab", name="장부")).to_have_count(0)
    page.get_by_role("radio", name="승인합니다").check()
    page.get_by_label("이유").fill("증명서를 읽고 수치를 견주었습니다")
    page.get_by_role("button", name="의견 내기").click()
    page.get_by_role("dialog", name="승인할까요?").get_by_role("button", name="승인").click()

    expect(page.locator(".done")).to_have_text("의견을 적었습니다.")
    assert sent == [{"approves": True, "reason": "증명서를 읽고 수치를 견주었습니다"}]


def test_words_outlive_a_sign_in_that_ended(visit: Visits) -> None:
    seen = visit(DESK, who="panel-1", answers={VOICES: 401})
    page = at(seen, "rounds/2026-3/panel")
    seen.expect(r"status 401: POST /api/dividend/rounds/2026-3/voices")
    page.get_by_role("radio", name="반대합니다").check()
    page.get_by_label("이유").fill("업종의 다양성이 모자라 보입니다")
    page.context.clear_cookies()

    page.get_by_role("button", name="의견 내기").click()
    page.get_by_role("dialog", name="반대할까요?").get_by_role("button", name="반대").click()

    expect(page.get_by_role("dialog", name="다시 로그인해 주세요")).to_be_visible()
    expect(page.get_by_label("이유")).to_have_value("업종의 다양성이 모자라 보입니다")
    page.reload()
    expect(page.get_by_role("heading", name="직원 로그인이 필요합니다")).to_be_visible()
    assert page.evaluate("() => JSON.stringify(sessionStorage)").count("업종의 다양성이") == 1


def test_whoever_proposed_waits_for_another_and_another_decides(visit: Visits) -> None:
    path = "rounds/2025-9/ending"
    page = at(visit(DESK, who="steward-2"), path)
    expect(page.get_by_text("내가 제안한 일입니다. 다른 담당이 정해야 합니다.")).to_be_visible()
    expect(page.locator("round-ending")).to_contain_text("정하은 (haeun.jung@city.example) (나)")
    expect(page.get_by_role("button", name="정하기")).to_have_count(0)

    other = visit(DESK, who="steward", answers={f"POST /api/dividend/{path}/decision": recorded(f"/{path}")})
    page = at(other, "rounds/2025-9")
    page.get_by_role("link", name="회차 닫기: 두 번째 사람의 결정을 기다립니다").click()
    page.get_by_role("radio", name="승인").check()
    page.locator("round-ending").get_by_label("이유").fill("기간이 지난 것을 확인했습니다")
    page.get_by_role("button", name="정하기").click()
    page.get_by_role("dialog", name="승인할까요?").get_by_role("button", name="승인").click()

    expect(page.locator(".done")).to_have_text("정했습니다.")


def test_a_held_batch_asks_for_the_operators_file_only_where_lines_differ(visit: Visits) -> None:
    page = at(visit(DESK, who="steward"), "rounds/2026-5/payout")
    form = page.locator("batch-ruling")

    expect(form.get_by_label("결과 파일")).to_be_hidden()
    form.get_by_label("운영사의 답").select_option("by_line")
    expect(form.get_by_label("결과 파일")).to_be_visible()
    form.get_by_role("button", name="제안").click()

    expect(form.get_by_label("결과 파일")).to_have_accessible_description("골라 주세요.")
    # The other batch waits for this person, who did not propose it.
    expect(page.get_by_role("button", name="정하기")).to_be_visible()


def test_a_round_is_opened_by_its_terms_and_its_promises_are_in_what_is_sent(visit: Visits) -> None:
    opened = {**recorded("/rounds")["rounds"][0]}
    page = at(visit(DESK, who="steward", answers={"POST /api/dividend/rounds": opened}), "rounds/new")
    sent: list[Any] = []
    page.on(
        "request",
        lambda request: (
            sent.append(request.post_data_json)
            if request.method == "POST" and request.url.endswith("/rounds")
            else None
        ),
    )

    page.get_by_label("회차 (해-번호)").fill("2026-9")
    page.get_by_label("제목").fill("시군 결제 10월분")
    page.get_by_label("동의한 시·군").fill("수원시, 김포시")
    page.get_by_label("마지막 날").fill("2026-01-01")
    page.get_by_role("button", name="회차 열기").click()
    expect(page.get_by_label("마지막 날")).to_have_accessible_description("첫날보다 앞섭니다.")
    page.get_by_label("마지막 날").fill("2026-09-30")
    page.get_by_label("가장 작은 무리").fill("7")
    page.get_by_label("공익적 기록 보존").check()
    page.get_by_role("button", name="회차 열기").click()
    page.get_by_role("dialog").get_by_role("button", name="열기").click()

    expect(page.locator(".round-head h2")).to_contain_text("2026-4")
    (request,) = sent
    assert (request["first_day"], request["last_day"]) == ("2026-09-01", "2026-09-30")
    assert request["cities"] == ["수원시", "김포시"]
    assert request["purposes"] == ["statistics", "research", "archiving"]
    assert (request["cost_cap_permille"], request["policy"]["privacy"]["k"]) == (150, 7)
    assert not {"k", "l", "left"} & request.keys()


def test_costs_show_what_would_be_shared_before_anything_is_paid(visit: Visits) -> None:
    page = at(visit(DESK, who="steward"), "rounds/2026-2/payout")

    page.get_by_label("비용").fill("0")

    expect(page.get_by_role("table", name="나눈 셈")).to_contain_text("= 시민 몫")
    page.get_by_role("button", name="지급 시작").click()
    expect(page.get_by_role("dialog", name="지급을 시작할까요?")).to_contain_text("= 시민 몫")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="지급 시작")).to_be_focused()


def test_nothing_there_is_said_with_what_to_do_and_nothing_answering_with_a_way_on(visit: Visits) -> None:
    seen = visit(DESK, who="steward", answers={"GET /api/dividend/rounds": {"rounds": []}})
    expect(seen.page.get_by_text("‘새 회차’에서 기간과 약속을 정해 여세요.")).to_be_visible()

    broken = visit(DESK, who="steward", answers={"GET /api/dividend/rounds": None})
    broken.expect("console: Failed to load resource: net::ERR_CONNECTION_REFUSED")
    page = broken.page
    expect(page.get_by_role("alert")).to_be_visible()
    page.context.unroute(re.compile(r"/api/dividend/rounds$"))
    page.context.unroute(f"{page.url.split('/dividend')[0]}/api/dividend/rounds")
    page.get_by_role("button", name="다시 시도").click()
    expect(page.get_by_role("link", name=re.compile("2026-1"))).to_be_visible()


def test_back_leads_to_the_list_and_the_keyboard_goes_through_the_parts(visit: Visits) -> None:
    page = visit(DESK, who="auditor", width=360).page

    page.get_by_role("link", name=re.compile("2026-1 ")).click()
    expect(page.get_by_role("heading", level=2, name=re.compile("2026-1"))).to_be_focused()
    page.get_by_role("tab", name="진행").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="증명서")).to_be_focused()
    expect(page.get_by_text("가장 작은 무리")).to_be_visible()
    page.go_back()
    page.go_back()

    expect(page.get_by_role("link", name=re.compile("2026-1 "))).to_be_visible()


@pytest.mark.parametrize("part", ["certificate", "ledger"])
def test_certificates_and_ledgers_are_printed_without_what_is_only_pressed(visit: Visits, part: str) -> None:
    page = at(visit(DESK, who="auditor"), f"rounds/2026-1/{part}")

    page.emulate_media(media="print")

    for gone in (
        page.get_by_role("tablist").first,
        page.get_by_role("button", name="인쇄"),
        page.locator(".split-list"),
        page.locator(".city-nav"),
    ):
        expect(gone).to_be_hidden()
    expect(page.locator("#main table").first).to_be_visible()
    expect(page.locator(".only-printed", has_text="2026-1")).to_be_visible()
