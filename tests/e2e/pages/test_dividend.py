"""A round of the data dividend from its opening to a statement, by whoever carries it, each at their own page.

The operator's files and the bank's word that a buyer has paid come without a page, as they do.
"""

import re

from playwright.sync_api import Page, expect

from infra.dividend.local_round import LocalRound, card, opted_out, round_ids
from infra.dividend.story import (
    CARDS,
    COSTS_KRW,
    REASON,
    TERMS,
    USES,
    choose_cards,
    choose_round_id,
    operator_file,
    texts_of,
)
from infra.local.city import City
from infra.local.staff import ApiClient
from tests.browser.fixtures import Visits
from tests.browser.staff import sign_in
from tests.browser.visits import Door, Visit
from tests.e2e.pages.saying import confirm

DESK = "/dividend/desk"


def test_a_round_goes_from_its_opening_to_a_citizens_statement(visit: Visits, city: City, door: Door) -> None:
    one = LocalRound(city, choose_round_id(round_ids(city)))
    steward = at_the_desk(visit, city, door, "steward", "rounds/new")
    open_round(steward, one.round_id)
    numbers = choose_cards(CARDS, lambda cards: opted_out(city, map(card, cards)))
    one.bring({"1.csv": operator_file(numbers, USES)})
    steward.page.get_by_role("button", name="준비 시작").click()
    confirm(steward, "준비를 시작할까요?", "시작")
    one.wait_for("awaiting_panel")
    assert steward.look() == []

    for who in ("panel-1", "panel-2"):
        approve(at_the_desk(visit, city, door, who, f"rounds/{one.round_id}/panel"))
    # The steward's page follows by itself.
    expect(steward.page.locator(".round-head")).to_contain_text("판매 중")

    market = visit("/dividend/market#join", target=door, width=360)
    buy(market, one, steward)
    one.wait_until(lambda shown: shown["state"] == "published", "on sale")
    steward.page.get_by_role("tab", name="배당금").click()
    steward.page.get_by_label("비용").fill(str(COSTS_KRW))
    steward.page.get_by_role("button", name="지급 시작").click()
    confirm(steward, "지급을 시작할까요?", "지급 시작")
    one.wait_for("paid")
    one.wait_for_payout()
    expect(steward.page.locator(".round-head")).to_contain_text("지급 완료")
    assert steward.look() == []

    texts = texts_of(one)
    mine = min(texts)
    statement = visit(f"/dividend/statement#{one.round_id}", target=door, width=360)
    read_statement(statement.page, mine, texts[mine].split()[-1])
    share = (TERMS["price_krw"] - COSTS_KRW) // CARDS
    expect(statement.page.locator(".mine b")).to_have_text(re.compile(f"^{share:,}원$|^{share + 1:,}원$"))
    expect(statement.page.locator(".mine")).to_contain_text("카드에 입금됐습니다")
    assert statement.look() == []


def at_the_desk(visit: Visits, city: City, door: Door, who: str, place: str) -> Visit:
    opened = visit("/", target=door)
    # Every batch is answered for, and the operator's record is not compared yet: the page says that it is to come.
    opened.allow("status 404: GET /api/dividend/rounds/[^/]+/payout/report")
    sign_in(opened, city, who, to=f"{DESK}#{place}")
    return opened


def open_round(visit: Visit, round_id: str) -> None:
    page = visit.page
    for name, words in {
        "회차 (해-번호)": round_id,
        "제목": TERMS["title"],
        "첫날": TERMS["first_day"],
        "마지막 날": TERMS["last_day"],
        "동의한 시·군": ", ".join(TERMS["cities"]),
    }.items():
        page.get_by_label(name).fill(words)
    page.get_by_role("button", name="회차 열기").click()
    confirm(visit, "이 회차를 열까요?", "열기")
    expect(page.locator(".round-head")).to_contain_text(round_id)


def approve(visit: Visit) -> None:
    page = visit.page
    page.get_by_label("승인합니다").check()
    page.get_by_label("이유 (10자 이상)").fill(REASON)
    page.get_by_role("button", name="의견 내기").click()
    confirm(visit, "승인할까요?", "승인")
    expect(page.get_by_text("의견을 적었습니다.").first).to_be_visible()
    assert visit.look() == []


def buy(visit: Visit, one: LocalRound, steward: Visit) -> None:
    """Registers, is verified by the steward, orders, pays, and gets the link to a copy."""
    page = visit.page
    page.get_by_label("기관 이름").fill(f"경기연구원 {one.round_id}")
    page.get_by_label("사업자등록번호").fill("123-45-67890")
    page.get_by_label("종류").select_option(index=1)
    page.get_by_label("쓸 이름표").fill(one.buyer_id)
    page.get_by_role("button", name="등록", exact=True).click()
    expect(page.get_by_role("heading", name="열쇠: 지금 한 번만 보입니다")).to_be_visible()
    key = page.locator(".key code").inner_text()
    page.get_by_role("link", name="보관했습니다. 주문으로").click()

    steward.page.get_by_role("tab", name="구매자").click()
    buyer = steward.page.locator(".card", has=steward.page.get_by_role("heading", name=f"경기연구원 {one.round_id}"))
    buyer.get_by_label("예, 확인했습니다").check()
    buyer.get_by_label(re.compile("이유")).fill("사업자등록을 확인했습니다")
    buyer.get_by_role("button", name="적기").click()
    expect(buyer.get_by_text("확인됨")).to_be_visible()
    steward.page.go_back()
    expect(steward.page.locator(".round-head")).to_contain_text(one.round_id)

    page.get_by_label("자료").select_option(f"dividend-{one.round_id}/1")
    page.get_by_label("목적 필수").select_option("research")
    page.get_by_label("어디에 어떻게 쓰나요?").fill("상권 변화 연구에 씁니다")
    page.get_by_label(re.compile("적은 목적으로만 쓰고")).check()
    page.get_by_role("button", name="1,000,000원 주문").click()
    confirm(visit, "주문할까요?", "주문")
    heading = page.locator("#my-order")
    expect(heading).to_be_visible()
    assert visit.look() == []
    order_id = heading.inner_text().split()[-1]
    status, answer = one.steward.ask(
        "POST",
        f"/buyers/{one.buyer_id}/orders/{order_id}/payment",
        bank_reference="NH-1234",
        amount_krw=TERMS["price_krw"],
    )
    assert status == 200, answer
    # A copy is made in a while; the page would ask again until it is there.
    mine = ApiClient(one.city, "dividend", {"X-Buyer-Key": key})
    mine.wait_until("사본 (the copy)", lambda status, _: status == 200, "POST", f"/orders/{order_id}/links")
    page.get_by_role("button", name="입금 확인됐는지 보기").click()
    page.get_by_role("button", name="내려받기 주소 받기").click()
    expect(page.get_by_role("link", name="내려받기 (Parquet)")).to_be_visible()


def read_statement(page: Page, card_id: str, code: str) -> None:
    page.get_by_label("지역화폐 카드번호").fill(card_id)
    page.get_by_label("확인번호").fill(code)
    page.get_by_role("button", name="명세 보기").click()
    expect(page.get_by_role("heading", name=re.compile("회차$"))).to_be_visible()
