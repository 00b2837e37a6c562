"""What comes between somebody and their work: a sign-in that ends, another tab, a city that does not answer, the way back, no
mouse."""

import re

from playwright.sync_api import Page, Route, expect

from infra.local.city import City
from infra.local.staff import staff_password
from tests.browser.fixtures import Visits
from tests.browser.reach.keyboard import MOST_STOPS
from tests.browser.staff import sign_in
from tests.browser.visits import Door, Visit
from tests.e2e.pages.citizens import Chat, new_owner, read_answer

DESK, BOARD = "/fines/desk", "/crosswalk/board"
_FOCUSED = """() => {
  const el = document.activeElement;
  return [el?.getAttribute('aria-label'), el?.labels?.[0]?.innerText, el?.innerText, el?.getAttribute('name')]
    .filter(Boolean).join(' ').trim();
}"""


def test_a_sign_in_that_ends_in_the_middle_of_a_form_costs_no_word(visit: Visits, city: City, door: Door) -> None:
    asking = Chat(visit("/fines/chat", target=door))
    asking.ask("사람이랑 통화하고 싶어요")
    ticket, code = asking.ticket()
    opened = visit("/", target=door)
    sign_in(opened, city, "clerk", to=f"{DESK}#work/ticket/{ticket}")
    page, words = opened.page, f"{ticket}: 내일 아침 9시에 전화드리겠습니다."
    page.get_by_label("답변 내용").fill(words)

    # The token has run out, and what would renew it is gone.
    page.context.clear_cookies()
    page.route("**/api/fines/**", with_an_old_token)
    opened.expect("status 401: POST /api/fines/tickets")
    page.get_by_role("button", name="웹에 답변").click()
    page.get_by_role("dialog", name="이대로 보낼까요?").get_by_role("button", name="보내기").click()
    asked = page.get_by_role("dialog", name="다시 로그인해 주세요")
    expect(asked).to_contain_text("적던 내용은 이 화면에 그대로 남아 있습니다.")
    expect(page.get_by_label("답변 내용")).to_have_value(words)

    page.unroute("**/api/fines/**")
    with page.context.expect_page() as opening:
        asked.get_by_role("link", name="새 창에서 로그인").click()
    give_password(opening.value, city, "clerk")

    expect(asked).to_have_count(0)
    expect(page.get_by_role("heading", name="보낸 답변")).to_be_visible()
    expect(read_answer(visit("/fines/case", target=door), ticket, code)).to_contain_text(words)


def test_who_signs_out_in_one_tab_is_signed_out_in_the_other(visit: Visits, city: City, door: Door) -> None:
    opened = visit("/", target=door)
    sign_in(opened, city, "clerk", to=DESK)
    other = opened.page.context.new_page()
    other.goto(city.door_url(BOARD))
    expect(other.locator(".board-standing")).to_be_visible()

    opened.page.locator("summary.who").click()
    opened.page.get_by_role("button", name="로그아웃", exact=True).click()

    expect(other.get_by_role("dialog", name="로그아웃되었습니다")).to_be_visible()
    expect(other.locator(".city-content")).to_have_class(re.compile("covered"))
    other.reload()
    expect(other.get_by_role("heading", name="직원 로그인이 필요합니다")).to_be_visible()


def test_a_board_says_that_the_city_does_not_answer_and_goes_on_by_itself(
    visit: Visits, city: City, door: Door
) -> None:
    opened = visit("/", target=door)
    sign_in(opened, city, "clerk", to="/")
    page = opened.page
    opened.expect("ERR_CONNECTION_REFUSED")
    page.route("**/api/**", refuse)
    page.goto(city.door_url(BOARD))
    expect(page.get_by_role("heading", name="연결되지 않았습니다")).to_be_visible()
    assert opened.look() == []

    page.unroute("**/api/**")

    # It asks again every five seconds, and a machine may be slow.
    expect(page.get_by_role("heading", name="횡단보도 상황판")).to_be_visible(timeout=60_000)
    expect(page.locator(".board-standing")).to_have_attribute("data-standing", "live")


def test_what_a_citizen_says_while_the_city_does_not_answer_is_sent_once_it_does(
    visit: Visits, city: City, door: Door
) -> None:
    owner = new_owner(city)
    opened = visit("/fines/chat", target=door, width=360)
    page, chat = opened.page, Chat(opened)
    opened.expect("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    chat.field.fill(f"{owner.notice} 계좌 주세요")
    chat.field.press("Enter")
    expect(page.get_by_text("아직 보내지 못했습니다.")).to_be_visible()
    assert opened.look() == []

    page.context.set_offline(False)

    expect(chat.answers).to_have_count(2)
    expect(chat.answers.last).to_contain_text("32,000원")
    expect(page.locator(".said.citizen")).to_have_count(1)


def test_the_way_back_leads_to_where_somebody_was(visit: Visits, city: City, door: Door) -> None:
    opened = visit("/fines/chat", target=door)
    page, chat = opened.page, Chat(opened)
    said = chat.ask("납부 방법")
    chat.field.fill("아직 보내지 않은 말")
    page.get_by_role("link", name="진행·답변 확인").click()
    expect(page.get_by_role("heading", name="내 고지 진행 확인")).to_be_visible()
    page.go_back()
    assert chat.answers.last.inner_text() == said
    expect(chat.field).to_have_value("아직 보내지 않은 말")

    sign_in(opened, city, "clerk", to=DESK)
    page.get_by_role("tab", name="문의·의견·입금").click()
    page.get_by_role("tab", name=re.compile("승인 대기")).click()
    page.get_by_role("tab", name="통계").click()
    expect(page).to_have_url(re.compile("#figures$"))
    page.go_back()
    expect(page.get_by_role("tab", name=re.compile("승인 대기"))).to_have_attribute("aria-selected", "true")
    page.reload()
    expect(page.get_by_role("tab", name=re.compile("승인 대기"))).to_have_attribute("aria-selected", "true")
    page.go_forward()
    expect(page.get_by_role("tab", name="통계")).to_have_attribute("aria-selected", "true")


def test_a_ticket_is_asked_for_and_answered_without_a_mouse(visit: Visits, city: City, door: Door) -> None:
    citizen = visit("/", target=door)
    press(citizen, "과태료 상담", "Enter")
    citizen.page.wait_for_url("**/fines/chat")
    asking = Chat(citizen)
    tab_to(citizen, "문의 내용")
    citizen.page.keyboard.type("사람이랑 통화하고 싶어요")
    citizen.page.keyboard.press("Enter")
    expect(asking.answers).to_have_count(2)
    ticket, code = asking.ticket()

    opened = visit(f"{DESK}#work/ticket/{ticket}", target=door)
    page = opened.page
    press(opened, "로그인", "Enter")
    page.locator("input[name=username]").wait_for()
    for _ in range(MOST_STOPS):
        if page.evaluate("() => document.activeElement?.getAttribute('name')") == "username":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("clerk")
    page.keyboard.press("Tab")
    page.keyboard.type(staff_password(city, "clerk"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("답변 내용")).to_be_visible()
    tab_to(opened, "답변 내용")
    page.keyboard.type("자판으로 적은 답입니다.")
    press(opened, "웹에 답변", "Enter")
    expect(page.get_by_role("dialog", name="이대로 보낼까요?")).to_be_visible()
    press(opened, "보내기", "Enter")
    expect(page.get_by_role("heading", name="보낸 답변")).to_be_visible()

    citizen.page.goto(city.door_url("/fines/case"))
    expect(citizen.page.get_by_text("자판으로 적은 답입니다.")).to_be_visible()
    assert code


def with_an_old_token(route: Route) -> None:
    route.continue_(headers={**route.request.headers, "authorization": "e30.e30.run-out"})


def refuse(route: Route) -> None:
    route.abort("connectionrefused")


def give_password(page: Page, city: City, who: str) -> None:
    page.locator("input[name=username]").fill(who)
    page.locator("input[name=password]").fill(staff_password(city, who))
    page.locator("button[type=submit]").click()


def tab_to(visit: Visit, name: str) -> None:
    """By Tab alone, to what is called so."""
    passed: list[str] = []
    for _ in range(MOST_STOPS):
        visit.page.keyboard.press("Tab")
        found = str(visit.page.evaluate(_FOCUSED))
        if found.startswith(name):
            return
        passed.append(found[:30])
    raise AssertionError(f"Tab does not lead to {name!r}, but to {passed}")


def press(visit: Visit, name: str, key: str) -> None:
    tab_to(visit, name)
    visit.page.keyboard.press(key)
