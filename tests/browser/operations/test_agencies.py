"""Partner agencies: read by the room, changed by supervisors, keys by two of them, and what crossed."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import Visits
from tests.browser.operations.places import at, faults_at
from tests.browser.visits import Language, Theme

PAGE = "/operations/agencies"
PLACES = (
    "partners/112/health",
    "partners/119/health",
    "partners/119/config",
    "partners/119/keys",
    "partners/112/keys",
    "partners/119/messages",
    "partners/new",
    "codes",
    "alerts/al-1",
    "senders/kma",
    "senders/new",
    "statistics",
)


def sent_to(page: Page, path: str) -> list[Any]:
    sent: list[Any] = []
    page.on(
        "request",
        lambda asked: (
            sent.append(asked.post_data_json) if asked.url.endswith(path) and asked.method in ("POST", "PUT") else None
        ),
    )
    return sent


@pytest.mark.parametrize(
    ("who", "lang", "width", "theme"), [("supervisor", "ko", 1440, "light"), ("auditor", "en", 320, "dark")]
)
def test_every_part_is_fit_to_be_seen(visit: Visits, who: str, lang: Language, width: int, theme: Theme) -> None:
    seen = visit(PAGE, who=who, lang=lang, width=width, theme=theme)
    places = [place for place in PLACES if who == "supervisor" or not place.endswith("/new")]

    assert faults_at(seen, places, f"agencies.{lang}.{width}.{theme}") == {}


def test_an_operator_reads_and_changes_nothing(visit: Visits) -> None:
    page = visit(PAGE, who="operator").page

    expect(page.get_by_role("tab", name="경보 발신 기관")).to_have_count(0)
    expect(page.get_by_role("link", name="새 기관")).to_have_count(0)
    page.get_by_role("link", name="소방 119").click()
    expect(page.get_by_role("alert")).to_contain_text("알림을 받지 않습니다")
    page.get_by_role("tab", name="약정").click()
    expect(page.get_by_text("https://fire.example/notices")).to_be_visible()
    expect(page.get_by_role("button", name="바꾸기")).to_have_count(0)
    page.get_by_role("tab", name="키", exact=True).click()
    expect(page.get_by_role("button", name="정하기")).to_have_count(0)


def test_an_agreement_is_changed_by_the_revision_that_was_seen(visit: Visits) -> None:
    page = at(visit(PAGE, who="supervisor"), "partners/119/config")
    sent = sent_to(page, "/agencies/119")

    page.get_by_label("시설").check()
    expect(page.get_by_label("범죄")).to_be_checked()
    page.get_by_label("이 기관이 우리에게 알립니다").uncheck()
    expect(page.get_by_label("기관 코드")).to_be_hidden()
    page.get_by_label("이유").fill("협약을 바꿨습니다")
    page.get_by_role("button", name="바꾸기").click()
    page.get_by_role("dialog").get_by_role("button", name="바꾸기").click()

    expect(page.get_by_text("바꿨습니다.", exact=True)).to_be_visible()
    (change,) = sent
    assert (change["revision"], change["config"]["incoming"]) == (2, None)
    assert change["config"]["outgoing"] == {
        "way": "webhook",
        "url": "https://fire.example/notices",
        "auth_url": None,
        "receive_code": None,
        "categories": ["disaster", "crime", "facility"],
        "kinds": [],
        "least_severity": "moderate",
        "states": ["detected", "resolved"],
    }


def test_a_new_key_is_decided_by_another_and_shown_once(visit: Visits) -> None:
    seen = visit(PAGE, who="supervisor")
    page = at(seen, "partners/119/keys")
    expect(page.get_by_text("직접 제안했습니다. 다른 책임자가 정합니다.")).to_be_visible()
    expect(page.get_by_role("button", name="정하기")).to_have_count(0)

    page = at(seen, "partners/112/keys")
    sent = sent_to(page, "/agencies/112/credentials/decision")
    page.get_by_role("radio", name="승인").check()
    page.get_by_label("이유").fill("약속한 날입니다")
    page.get_by_role("button", name="정하기").click()
    page.get_by_role("dialog", name="승인할까요?").get_by_role("button", name="승인").click()

    shown = page.get_by_role("dialog", name="새 키")
    expect(shown).to_contain_text("dk_9f3b-not-a-key")
    shown.get_by_role("button", name="닫기").click()
    expect(page.get_by_text("dk_9f3b-not-a-key")).to_have_count(0)
    assert sent == [{"approve": True, "reason": "약속한 날입니다", "given": None}]


def test_what_a_message_said_is_read_with_a_reason(visit: Visits) -> None:
    page = at(visit(PAGE, who="auditor"), "partners/112/messages")
    sent = sent_to(page, "/messages/m-1/content")
    expect(page.get_by_text("남아 있지 않음")).to_be_visible()

    page.get_by_role("button", name="보기 (2 kB)").first.click()
    page.get_by_role("dialog").get_by_label("사유").fill("민원 확인")
    page.get_by_role("dialog").get_by_role("button", name="보기").click()

    expect(page.get_by_role("dialog", name="메시지 원문")).to_contain_text("E01")
    assert sent == [{"reason": "민원 확인"}]


def test_codes_are_changed_one_by_one_and_put_in_force_together(visit: Visits) -> None:
    page = at(visit(PAGE, who="supervisor"), "codes")
    sent = sent_to(page, "/agencies/codes")

    page.get_by_role("button", name="E03 지우기").click()
    page.get_by_role("button", name="E01 고치기").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("들어올 때 등급별 심각도").fill("10=terrible")
    dialog.get_by_role("button", name="담기").click()
    expect(dialog.get_by_label("들어올 때 등급별 심각도")).to_have_accessible_description("10=severe처럼 적어 주세요.")
    dialog.get_by_label("들어올 때 등급별 심각도").fill("10=extreme")
    dialog.get_by_role("button", name="담기").click()
    page.get_by_role("button", name="시행", exact=True).click()
    page.get_by_role("dialog").get_by_label("사유").fill("협의 결과입니다")
    page.get_by_role("dialog").get_by_role("button", name="시행").click()

    expect(page.get_by_text("시행했습니다.")).to_be_visible()
    (change,) = sent
    assert [each["code"] for each in change["codes"]] == ["E01", "E02"]
    assert change["codes"][0]["grades"] == [{"grade": "10", "severity": "extreme"}]
    assert change["revision"] == 4


def test_a_sender_s_key_is_shown_once_and_the_old_one_is_over(visit: Visits) -> None:
    page = at(visit(PAGE, who="supervisor"), "senders/kma")

    page.get_by_role("button", name="키 다시 발급").click()
    page.get_by_role("dialog", name="키를 다시 발급할까요?").get_by_role("button", name="발급").click()

    expect(page.get_by_role("dialog", name="새 키")).to_contain_text("ck_12-not-a-key")


def test_days_are_added_up_by_agency_direction_and_code(visit: Visits) -> None:
    page = at(visit(PAGE, who="supervisor"), "statistics")

    row = page.get_by_role("row").filter(has_text="E02")
    expect(row.get_by_role("cell").nth(2)).to_have_text("42")
    expect(row.get_by_role("cell").nth(3)).to_have_text("30")
    with page.expect_download() as saved:
        page.get_by_role("button", name="날짜별 CSV 저장").click()
    assert "2026-10-20,112,들어옴,E02,30,21,1" in saved.value.path().read_text("utf-8-sig")
