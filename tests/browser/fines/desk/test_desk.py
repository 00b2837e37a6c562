"""The desk of fines in a browser: each of its places looks right, the focus stays where somebody works, and roles are told apart."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.fixtures import Visits
from tests.browser.site import Site
from tests.browser.visits import Language, Theme

DESK = "/fines/desk"
CASE, OTHER = "1140-2026-3350017", "1140-2026-3350426"
PLACES = {
    "today": "",
    "a list": "#today/overdue",
    "a case of a list": f"#today/overdue/{CASE}",
    "tickets": "#work",
    "a ticket": "#work/ticket/2610-0007",
    "an opinion": f"#work/opinion/{OTHER}/2026-10-20T02%3A11%3A09Z",
    "money held": "#work/suspense/NH%3Aa7bbd2417a60",
    "a proposal": "#work/proposal/NH%3Ac0ffee0042",
    "corrections": "#work/correction",
    "finding": "#find",
    "a case": f"#find/{CASE}",
    "a conversation": f"#find/{CASE}/talk",
    "refunds": "#refunds/NH%3Abeef0077",
    "days": "#days",
    "a day": "#days/bank/NH/2026-10-20",
    "a night": "#days/books/2026-10-20",
    "files": "#files",
    "figures": "#figures",
}
TICKET = PLACES["a ticket"]


@pytest.mark.parametrize(("lang", "width", "theme"), [("ko", 360, "light"), ("en", 1440, "dark")])
def test_every_place_is_right_to_look_at(visit: Visits, lang: Language, width: int, theme: Theme) -> None:
    opened = visit(DESK, lang=lang, width=width, theme=theme, who="manager")
    found = {}
    for place, address in PLACES.items():
        opened.page.evaluate("(place) => { location.hash = place; }", address)
        opened.picture(f"fines-desk-{place.replace(' ', '-')}.{lang}.{width}.{theme}")
        found[place] = opened.look() + opened.page.locator("city-state .error:visible").all_inner_texts()

    assert {place: faults for place, faults in found.items() if faults} == {}


def test_an_auditor_sees_who_looked_and_nothing_to_press(visit: Visits) -> None:
    opened = visit(f"{DESK}#views/notice%23{CASE}", who="auditor")

    expect(opened.page.locator("desk-views .list")).to_contain_text("박서준")
    assert opened.look() == []
    opened.page.goto(opened.page.url.split("#")[0] + TICKET)
    expect(opened.page.locator("desk-ticket h2")).to_have_text("문의 2610-0007")
    expect(opened.page.get_by_role("button", name="문자 보내기")).to_have_count(0)


@pytest.mark.parametrize(
    ("who", "first", "tab"),
    [
        ("clerk", "먼저 할 일", 0),
        ("manager", "본인이 제안한 건은 다른 관리자가", 0),
        ("auditor", "읽기만 할 수 있습니다", 1),
    ],
)
def test_a_first_visit_says_what_to_do_until_it_is_closed(visit: Visits, who: str, first: str, tab: int) -> None:
    page = visit(DESK, who=who).page
    notice = page.locator("city-notice")

    expect(notice).to_contain_text(first)
    expect(page.get_by_role("tab", name="기록 열람")).to_have_count(tab)
    notice.get_by_role("button").click()
    page.reload()
    expect(page.locator("desk-today h2")).to_contain_text("할 일")
    expect(notice).to_be_hidden()


# --- the address and the focus --------------------------------------------------------------------------------------


def test_what_is_open_stands_in_the_address_and_back_leads_to_the_list(visit: Visits) -> None:
    page = visit(DESK, who="clerk").page

    page.locator('a[data-list="tickets"]').click()
    page.locator("desk-inbox a.line").first.click()
    expect(page.locator("desk-ticket h2")).to_be_focused()
    assert page.url.endswith(TICKET)

    page.go_back()
    expect(page.locator("desk-ticket")).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("tab", name="오늘")).to_have_attribute("aria-selected", "true")


def test_unmasking_asks_why_and_keeps_the_focus(visit: Visits) -> None:
    page = visit(DESK + TICKET, who="clerk").page
    talk = page.locator("desk-ticket city-masked").first

    talk.get_by_role("button", name="사유를 적고 전체 보기").press("Enter")
    expect(page.locator("dialog textarea")).to_be_focused()
    page.keyboard.type("이중납부 확인")
    page.locator("dialog .do").click()

    expect(talk).to_contain_text("010-1234-5678")
    expect(talk.get_by_role("button", name="가리기")).to_be_focused()
    page.keyboard.press("Enter")
    expect(talk).not_to_contain_text("010-1234-5678")
    expect(talk.get_by_role("button", name="사유를 적고 전체 보기")).to_be_focused()


def test_a_dialog_closed_by_escape_gives_the_focus_back_and_sends_nothing(visit: Visits) -> None:
    opened = visit(DESK + TICKET, who="clerk")
    page = opened.page
    page.get_by_label("답변 내용").fill("확인했습니다.")

    page.get_by_role("button", name="문자 보내기").press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("이대로 보낼까요?")
    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="문자 보내기")).to_be_focused()
    expect(page.get_by_label("답변 내용")).to_have_value("확인했습니다.")
    assert not any(url.endswith("/answer") for url in opened.loaded)


def test_lists_that_come_anew_leave_what_is_typed_and_where(visit: Visits) -> None:
    page = visit(DESK + TICKET, who="clerk").page
    words = page.get_by_label("답변 내용")
    words.fill("확인 중")

    with page.expect_response("**/api/fines/tickets?**"):
        page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")

    expect(words).to_be_focused()
    expect(words).to_have_value("확인 중")


def test_after_an_answer_the_focus_is_at_the_ticket(visit: Visits) -> None:
    page = visit(DESK + TICKET, who="clerk").page
    page.get_by_label("답변 내용").fill("확인했습니다.")
    answered = {**page.evaluate("() => fetch('/api/fines/tickets/2610-0007').then((it) => it.json())")}
    answered |= {
        "state": "answered",
        "answer": "확인했습니다.",
        "answered_by": "clerk",
        "answered_at": "2026-10-21T01:00:00Z",
    }

    page.get_by_role("button", name="문자 보내기").click()
    page.route("**/api/fines/tickets/2610-0007", lambda route: route.fulfill(json=answered))
    page.locator("dialog .do").click()

    expect(page.locator("desk-ticket")).to_contain_text("보낸 답변")
    expect(page.locator("desk-ticket h2")).to_be_focused()


def test_a_token_that_ends_in_mid_form_leaves_the_words(visit: Visits) -> None:
    opened = visit(DESK + TICKET, who="clerk", answers={"POST /api/fines/tickets/2610-0007/answer": 401})
    page = opened.page
    opened.expect("status 401: POST /api/fines/tickets/2610-0007/answer")
    page.get_by_label("답변 내용").fill("확인했습니다.")

    page.route("**/api/session/token", lambda route: route.fulfill(status=401, json={"error": "signed_out"}))
    page.get_by_role("button", name="문자 보내기").click()
    page.locator("dialog .do").click()

    expect(page.locator("dialog[open]").last).to_contain_text("로그인")
    kept = page.evaluate("() => sessionStorage.getItem('dongne.draft.fines/ticket/2610-0007')")
    assert "확인했습니다." in kept


def test_an_api_that_is_down_says_so_and_comes_back(visit: Visits) -> None:
    opened = visit(DESK, who="clerk", answers={"GET /api/fines/waiting": 503})
    page = opened.page
    opened.expect("status 503: GET /api/fines/waiting")

    expect(page.locator("desk-today .error")).to_contain_text("잠시 뒤")
    page.unroute_all()
    page.context.unroute_all()
    page.get_by_role("button", name="다시 시도").click()

    expect(page.locator("desk-today h2")).to_contain_text("할 일")


# --- one key --------------------------------------------------------------------------------------------------------


def test_the_slash_leads_to_finding_until_it_is_turned_off(visit: Visits) -> None:
    page = visit(DESK, who="clerk").page
    field = page.get_by_label("관리번호, 차량번호 또는 전화번호")

    page.locator("body").press("/")
    expect(field).to_be_focused()
    field.fill("12가3456/")
    expect(field).to_have_value("12가3456/")
    page.get_by_label("빗금(/) 키로 여기로 오기").uncheck()

    page.reload()
    page.get_by_role("tab", name="오늘").click()
    page.locator("body").press("/")
    expect(field).not_to_be_focused()
    expect(page.get_by_role("tab", name="오늘")).to_have_attribute("aria-selected", "true")


def test_what_is_looked_for_is_told_by_how_it_is_written(visit: Visits, site: Site) -> None:
    page = visit(DESK, who="clerk").page
    written = [
        "1140-2026-0123456",
        "1140 20260123456",
        "010-1234-5678",
        "+82 10 1234 5678",
        "12가3456",
        " 서울12가3456 ",
    ]

    told = page.evaluate(
        "([from, all]) => import(from).then(({ criterion }) => all.map(criterion))",
        [f"/v/{site.digest}/fines/desk/find.js", written],
    )

    assert told == [
        ["number", "1140-2026-0123456"],
        ["number", "1140-2026-0123456"],
        ["phone", "010-1234-5678"],
        ["phone", "+82 10 1234 5678"],
        ["plate", "12가3456"],
        ["plate", "서울12가3456"],
    ]


def test_tabs_are_turned_by_arrows(visit: Visits) -> None:
    page = visit(DESK, who="clerk").page
    page.get_by_role("tab", name="오늘").focus()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")

    expect(page.get_by_role("tab", name="사건 찾기")).to_be_focused()
    assert page.url.endswith("#find")


# --- two people -----------------------------------------------------------------------------------------------------


def decided_by_whom(page: Page) -> str:
    return page.locator("desk-decision-steps").inner_text()


def test_a_proposal_says_whose_it_is_and_that_they_may_not_approve(visit: Visits) -> None:
    page = visit(DESK + PLACES["a proposal"], who="manager").page

    assert "박서준 님이 제안했습니다. 같은 사람은 승인할 수 없습니다." in decided_by_whom(page)
    expect(page.get_by_role("button", name="승인", exact=True)).to_be_visible()


def test_ones_own_proposal_is_left_to_another_manager(visit: Visits) -> None:
    page = visit(DESK, who="manager").page
    page.route("**/api/fines/deposits/**", lambda route: _proposed_by(route, "manager"))

    page.goto(page.url.split("#")[0] + PLACES["a proposal"])

    expect(page.locator("desk-decision-steps")).to_contain_text("제안한 사람은 승인할 수 없어 다른 관리자가 결정합니다")
    expect(page.get_by_role("button", name="승인", exact=True)).to_have_count(0)


def test_a_clerk_is_told_that_a_manager_decides(visit: Visits) -> None:
    page = visit(DESK + PLACES["a proposal"], who="clerk").page

    assert "관리자의 승인을 기다립니다" in decided_by_whom(page)


def _proposed_by(route: Route, who: str) -> None:
    found: dict[str, Any] = route.fetch().json()
    found["decision"]["proposed_by"] = who
    route.fulfill(json=found)


def test_another_case_is_another_element_in_which_nothing_of_the_first_is_left(visit: Visits) -> None:
    """What somebody typed about one case never stands under another's name."""
    page = visit(f"{DESK}#find/{CASE}", width=1440, who="manager").page
    first = page.locator("desk-case")
    expect(first).to_have_count(1)
    first.evaluate("case_ => { case_.typed = 'a word about the first'; }")

    page.evaluate(f"location.hash = '#find/{OTHER}'")
    page.wait_for_function(f"() => document.querySelector('desk-case')?.subject?.[0] === '{OTHER}'")
    assert page.locator("desk-case").evaluate("case_ => case_.typed ?? null") is None

    page.evaluate(f"location.hash = '#find/{CASE}'")
    page.wait_for_function(f"() => document.querySelector('desk-case')?.subject?.[0] === '{CASE}'")
    assert page.locator("desk-case").evaluate("case_ => case_.typed ?? null") is None
