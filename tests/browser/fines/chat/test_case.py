"""A citizen follows a case on the web, and reads what a person answered."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fines.chat.office import Office
from tests.browser.fines.chat.test_chat import PLATE, answers, say
from tests.browser.fixtures import Visits
from tests.integration.fines_in_moto import OWNER, account_in

PROGRESS = "POST /api/fines/chat/progress"


def look_up(page: Page, number: str, plate: str = PLATE) -> None:
    form = page.locator("section", has=page.get_by_role("heading", name="고지서로 확인"))
    form.locator("input[name=number]").fill(number)
    form.locator("input[name=plate]").fill(plate)
    form.get_by_role("button", name="확인").click()


def test_an_opinion_is_followed_from_the_number_as_it_is_printed(visit: Visits, office: Office) -> None:
    number = office.fines.add_notice()
    for words in (f"의견 {number} {PLATE}", "응급환자를 병원에 데려다주느라 잠시 세웠습니다", "네 접수해 주세요"):
        office.visitor.say(words)
    opened = visit("/fines/case", width=360)
    office.answer(opened.page.context)

    look_up(opened.page, number.replace("-", ""))

    found = opened.page.locator(".found")
    expect(found).to_contain_text("2026년 11월 10일")
    expect(found.locator(".steps .tag")).to_have_text("심의 중")
    assert opened.look() == []
    opened.picture("fines-case-found.ko.360.light")


def test_a_payment_is_followed_from_what_is_due_to_what_was_paid(visit: Visits, office: Office) -> None:
    number = office.fines.add_notice()
    account = account_in(office.fines.ask(OWNER, f"{PLATE} 가상계좌"))
    opened = visit("/fines/case", width=360)
    office.answer(opened.page.context)

    look_up(opened.page, number)

    found = opened.page.locator(".found")
    expect(found.locator(".tag")).to_have_text("납부 전")
    expect(found).to_contain_text("32,000원")
    expect(found).to_contain_text("2026년 11월 25일 밤 12시까지 쓸 수 있습니다.")
    expect(found).to_contain_text("의견제출·이의제기를 하실 수 없습니다.")
    assert opened.look() == []
    opened.picture("fines-case-due.ko.360.light")

    office.fines.pay(account, 32_000)
    look_up(opened.page, number)

    expect(found.locator(".tag")).to_have_text("납부 완료")
    expect(found).to_contain_text("납부일")
    expect(found).not_to_contain_text("가상계좌")
    assert opened.look() == []


@pytest.mark.parametrize("plate", ["99하9999", "12가3457"])
def test_a_plate_that_is_not_its_own_hears_what_nobody_hears(visit: Visits, office: Office, plate: str) -> None:
    number = office.fines.add_notice()
    page = visit("/fines/case").page
    office.answer(page.context)

    look_up(page, number, plate)

    expect(page.locator(".found")).to_have_text("고지서 번호나 차량번호가 맞지 않습니다.")


def test_what_is_wrong_with_a_number_is_said_beside_it_before_it_is_sent(visit: Visits) -> None:
    page = visit("/fines/case").page

    look_up(page, "1140-2026-012")

    expect(page.locator("input[name=number]")).to_be_focused()
    expect(page.locator(".wrong:visible")).to_have_text("숫자 15자리를 적어 주세요.")


def test_a_press_right_after_something_wrong_was_typed_is_not_lost(visit: Visits) -> None:
    page = visit("/fines/case").page
    page.locator("input[name=number]").fill("1140")

    page.locator("section", has=page.get_by_role("heading", name="고지서로 확인")).get_by_role("button").click()

    # The press was heard: it leads to what is wrong, and says of the empty field as well.
    expect(page.locator("input[name=number]")).to_be_focused()
    expect(page.locator(".wrong:visible")).to_have_count(2)


def test_an_answer_is_read_with_what_the_talk_gave(visit: Visits, office: Office) -> None:
    opened = visit("/fines/chat")
    page = opened.page
    office.answer(page.context)
    say(page, "상담원과 얘기하고 싶어요")
    expect(answers(page)).to_have_count(2)
    page.get_by_role("link", name="진행·답변 확인").click()
    expect(page.locator("#answer .found")).to_contain_text("아직 답변 전입니다.")
    ticket = page.locator("input[name=ticket]").input_value()

    assert office.staff.post(f"/tickets/{ticket}/answer", {"words": "전화 주시면 안내해 드립니다."})[0] == 200
    page.locator("#answer").get_by_role("button", name="확인").click()

    expect(page.locator("#answer .quote")).to_contain_text("전화 주시면 안내해 드립니다.")
    expect(page.locator("#answer .quote")).to_have_attribute("lang", "ko")
    assert opened.look() == []


def test_a_wrong_code_says_so_and_keeps_what_was_typed(visit: Visits, office: Office) -> None:
    opened = visit("/fines/case")
    office.answer(opened.page.context)
    form = opened.page.locator("#answer")
    form.locator("input[name=ticket]").fill("2611-0042")
    form.locator("input[name=code]").fill("AAAAA-AAAAA")
    opened.expect("status 404: POST /api/fines/chat/answer")

    form.get_by_role("button", name="확인").click()

    expect(form.get_by_role("alert")).to_contain_text("접수번호나 확인 코드가 맞지 않습니다.")
    expect(form.locator("input[name=code]")).to_have_value("AAAAA-AAAAA")


def test_an_office_that_is_down_is_asked_again_by_a_press(visit: Visits) -> None:
    opened = visit("/fines/case", answers={PROGRESS: 503})
    opened.expect("status 503")

    look_up(opened.page, "1140-2026-0000001")

    expect(opened.page.get_by_role("alert")).to_contain_text("다시 시도해 주세요")
    expect(opened.page.locator("input[name=number]")).to_have_value("1140-2026-0000001")


def test_back_from_the_case_is_the_talk_as_it_was(visit: Visits, office: Office) -> None:
    page = visit("/fines").page
    office.answer(page.context)
    page.get_by_role("link", name="물어보기", exact=True).click()
    say(page, "납부 방법이 궁금합니다")
    expect(answers(page)).to_have_count(2)
    page.get_by_role("link", name="진행·답변 확인").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("내 고지 진행 확인")

    page.go_back()

    expect(answers(page)).to_have_count(2)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("주정차 과태료")
