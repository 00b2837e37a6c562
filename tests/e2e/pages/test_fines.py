"""A citizen's ways through the fines, and the clerks who answer: each in windows of their own, at the city's door."""

import pytest
from playwright.sync_api import expect

from infra.fines.street import BankClient, FinesClient
from infra.local.city import City
from tests.browser.fixtures import Visits
from tests.browser.staff import sign_in
from tests.browser.visits import Door, Visit
from tests.e2e.pages.citizens import Chat, digits, look_up_notice, new_owner, read_answer
from tests.e2e.pages.saying import confirm

WIDTHS = {"telephone": 360, "desk": 1440}


@pytest.fixture(params=WIDTHS.values(), ids=WIDTHS)
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def test_a_citizen_asks_for_an_account_pays_and_hears_that_it_is_paid(
    visit: Visits, city: City, door: Door, width: int
) -> None:
    owner = new_owner(city)
    opened = visit("/fines/chat", target=door, width=width)
    chat = Chat(opened)

    chat.ask(f"{owner.notice} 계좌 주세요")
    account = opened.page.locator(".account")
    amount = digits(account.locator(".account-amount b").inner_text())
    number = digits(account.locator(".account-number b").inner_text())
    assert opened.look() == []
    key = BankClient(city).deposit(number, int(amount))
    paid = FinesClient(city).wait_for_deposit(key)

    assert (paid["outcome"], paid["notice_number"], amount) == ("settled", owner.number, "32000")
    assert "더 내실 금액이 없습니다" in chat.ask(f"{owner.notice} 납부 확인")
    opened.page.reload()
    expect(chat.answers).to_have_count(3)
    expect(chat.answers.last).to_contain_text("더 내실 금액이 없습니다")


def test_who_asks_for_a_person_reads_the_clerks_answer_with_their_code(
    visit: Visits, city: City, door: Door, width: int
) -> None:
    asking = Chat(visit("/fines/chat", target=door, width=width))
    asking.ask("사람이랑 통화하고 싶어요")
    ticket, code = asking.ticket()

    clerk = at_the_desk(visit, city, door, "clerk", f"work/ticket/{ticket}", width)
    words = f"접수 {ticket}: 평일 9시부터 18시까지 전화해 주세요."
    clerk.page.get_by_label("답변 내용").fill(words)
    clerk.page.get_by_role("button", name="웹에 답변").click()
    confirm(clerk, "이대로 보낼까요?", "보내기")
    expect(clerk.page.get_by_role("heading", name="보낸 답변")).to_be_visible()
    assert clerk.look() == []

    elsewhere = visit("/fines/case", target=door, width=width)
    expect(read_answer(elsewhere, ticket, code)).to_contain_text(words)
    assert elsewhere.look() == []
    # In the tab of the talk nothing has to be typed.
    asking.page.goto(city.door_url("/fines/case"))
    expect(asking.page.get_by_text(words)).to_be_visible()


def test_an_opinion_is_given_in_the_chat_accepted_at_the_desk_and_its_way_is_seen(
    visit: Visits, city: City, door: Door
) -> None:
    owner = new_owner(city)
    chat = Chat(visit("/fines/chat", target=door, width=360))
    assert "응급진료확인서" in chat.ask(f"{owner.notice} 응급실 가느라 세운 건데 억울합니다")
    assert "접수했습니다" in chat.ask("접수")
    case = visit("/fines/case", target=door, width=360)
    expect(look_up_notice(case, owner)).to_contain_text("심의 중")

    clerk = at_the_desk(visit, city, door, "clerk", "work/opinion", 1440)
    clerk.page.get_by_role("link", name=owner.number).click()
    clerk.page.get_by_label("사유 (시행규칙 제142조)").select_option(label="응급환자의 수송 또는 치료")
    clerk.page.get_by_label("응급진료확인서").check()
    clerk.page.get_by_role("button", name="수용 (과태료 취소)").click()
    confirm(clerk, "의견을 수용할까요?", "수용")
    expect(clerk.page.get_by_role("heading", name="결정")).to_be_visible()
    assert clerk.look() == []

    expect(look_up_notice(case, owner)).to_contain_text("받아들여짐")
    assert case.look() == []
    assert "내실 금액이 없습니다" in chat.ask(f"{owner.notice} 얼마예요")


def test_money_that_is_too_much_goes_back_by_two_people(visit: Visits, city: City, door: Door) -> None:
    owner, bank = new_owner(city), BankClient(city)
    opened = visit("/fines/chat", target=door)
    Chat(opened).ask(f"{owner.notice} 계좌 주세요")
    number = digits(opened.page.locator(".account-number b").inner_text())
    first, second = (FinesClient(city).wait_for_deposit(bank.deposit(number, 32_000)) for _ in range(2))
    assert (first["outcome"], second["reason"]) == ("settled", "second_deposit")
    place = f"work/suspense/{second['deposit_key']}"

    clerk = at_the_desk(visit, city, door, "clerk", place, 1440)
    page = clerk.page
    page.get_by_label("은행").select_option(label="농협은행")
    page.get_by_label("계좌번호").fill("302-1234-5678-90")
    page.get_by_label("예금주").fill("한지우")
    page.get_by_label("이유").fill("이중 납부 확인됨")
    page.get_by_role("button", name="제안", exact=True).click()
    confirm(clerk, "이렇게 제안할까요?", "제안")
    expect(page.get_by_text("제안한 사람은 승인할 수 없어 다른 관리자가 결정합니다.")).to_be_visible()
    expect(page.get_by_role("button", name="승인", exact=True)).to_have_count(0)
    assert clerk.look() == []

    manager = at_the_desk(visit, city, door, "manager", place, 1440)
    expect(manager.page.get_by_text("같은 사람은 승인할 수 없습니다.")).to_be_visible()
    manager.page.get_by_role("button", name="승인", exact=True).click()
    confirm(manager, "승인할까요?", "승인")
    manager.page.get_by_label("은행 이체번호").fill("NH-2026-0001")
    manager.page.get_by_role("button", name="지급 확인").click()
    confirm(manager, "지급을 확인할까요?", "지급 확인")
    expect(manager.page.get_by_text("NH-2026-0001")).to_be_visible()
    assert manager.look() == []

    page.reload()
    expect(page.get_by_text("NH-2026-0001")).to_be_visible()
    status, refused = FinesClient(city).ask("POST", f"/suspense/{second['deposit_key']}/approval", approve=True)
    assert (status, refused["error"]) == (403, "forbidden")


def at_the_desk(visit: Visits, city: City, door: Door, who: str, place: str, width: int) -> Visit:
    """Somebody of the staff, signed in, at a place of the desk."""
    opened = visit("/", target=door, width=width)
    sign_in(opened, city, who, to=f"/fines/desk#{place}")
    return opened
