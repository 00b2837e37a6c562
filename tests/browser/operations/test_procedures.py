"""Procedures: read by all of the room, written by supervisors with the keyboard, tried out before they are in force."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import Visits
from tests.browser.operations.places import at, faults_at
from tests.browser.visits import Language, Theme

PAGE = "/operations/procedures"


def sent_by(page: Page, method: str) -> list[Any]:
    sent: list[Any] = []
    page.on("request", lambda asked: sent.append(asked.post_data_json) if asked.method == method else None)
    return sent


def step(page: Page, number: int) -> Any:
    return page.get_by_role("group", name=f"{number}단계")


@pytest.mark.parametrize(("lang", "width", "theme"), [("ko", 1440, "light"), ("en", 320, "dark")])
def test_every_part_is_fit_to_be_seen(visit: Visits, lang: Language, width: int, theme: Theme) -> None:
    seen = visit(PAGE, who="supervisor", lang=lang, width=width, theme=theme)

    assert faults_at(seen, ("fire", "fire/edit", "new"), f"procedures.{lang}.{width}.{theme}") == {}


def test_who_does_not_write_reads(visit: Visits) -> None:
    page = visit(PAGE, who="operator").page
    expect(page.get_by_role("link", name="새 절차")).to_have_count(0)

    page.get_by_role("link", name="화재").click()

    expect(page.get_by_role("heading", name="화재", level=2)).to_be_focused()
    expect(page.get_by_text("119에 알리고 출동을 확인합니다")).to_be_visible()
    expect(page.get_by_role("link", name="고치기")).to_have_count(0)
    page.get_by_text("지난 판").click()
    expect(page.get_by_text("2판", exact=True)).to_be_visible()


def test_steps_are_added_moved_and_taken_away_by_keyboard(visit: Visits) -> None:
    page = at(visit(PAGE, who="supervisor"), "fire/edit")
    sent = sent_by(page, "POST")

    step(page, 1).get_by_label("할 일 (한국어)").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(step(page, 2).get_by_label("할 일 (한국어)")).to_have_value("가까운 카메라로 불이 난 곳을 확인합니다")
    expect(page.get_by_role("button", name="2단계 아래로")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="3단계 아래로")).to_be_focused()
    page.keyboard.press("Enter")
    expect(step(page, 3).get_by_label("할 일 (한국어)")).to_have_value("가까운 카메라로 불이 난 곳을 확인합니다")
    page.get_by_role("button", name="2단계 지우기").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="지우기").press("Enter")
    page.get_by_role("button", name="단계 더하기").press("Enter")
    expect(step(page, 3).get_by_label("할 일 (한국어)")).to_be_focused()
    page.keyboard.type("현장을 정리합니다")
    step(page, 3).get_by_label("할 일 (영어)").fill("Clear the place")
    step(page, 3).get_by_label("기한").fill("2")
    step(page, 3).get_by_label("단위").select_option("hour")
    page.get_by_role("button", name="시험 실행").press("Enter")

    expect(page.get_by_role("list", name="시간표")).to_be_visible()
    (trial,) = sent
    assert [each["ko"] for each in trial["procedure"]["steps"]] == [
        "119에 알리고 출동을 확인합니다",
        "가까운 카메라로 불이 난 곳을 확인합니다",
        "현장을 정리합니다",
    ]
    assert trial["procedure"]["steps"][2]["limit_s"] == 7200
    assert trial["supposed"] == []


def test_a_procedure_is_put_in_force_only_as_it_was_tried_out(visit: Visits) -> None:
    page = at(visit(PAGE, who="supervisor"), "fire/edit")
    put = sent_by(page, "PUT")
    expect(page.get_by_role("button", name="이대로 시행")).to_have_count(0)

    page.get_by_role("button", name="시험 실행").click()
    expect(page.get_by_role("list", name="시간표")).to_contain_text("+3분 30초")
    page.get_by_label("이름 (영어)").fill("Fire!")
    expect(page.get_by_role("button", name="이대로 시행")).to_have_count(0)
    page.get_by_role("button", name="시험 실행").click()
    page.get_by_role("button", name="이대로 시행").click()
    page.get_by_role("dialog", name="이대로 시행할까요?").get_by_role("button", name="시행").click()

    expect(page.get_by_role("status").filter(has_text="4판을 저장했습니다.")).to_be_visible()
    assert [(each["version"], each["en"]) for each in put] == [(3, "Fire!")]


def test_another_answer_is_supposed_and_the_times_follow(visit: Visits) -> None:
    page = at(visit(PAGE, who="supervisor"), "fire/edit")
    page.get_by_role("button", name="시험 실행").click()
    sent = sent_by(page, "POST")

    page.get_by_label("1단계 답").select_option("late")

    expect(page.get_by_role("list", name="시간표")).to_be_visible()
    assert sent[0]["supposed"] == [{"number": 1, "turn": 1, "answer": "late", "took_s": 60}]


def test_what_is_written_outlives_the_page(visit: Visits) -> None:
    page = at(visit(PAGE, who="supervisor"), "new")
    page.get_by_label("이름 (한국어)").fill("산불")
    step(page, 1).get_by_label("할 일 (한국어)").fill("산림청에 알립니다")

    page.reload()

    expect(page.get_by_label("이름 (한국어)")).to_have_value("산불")
    expect(step(page, 1).get_by_label("할 일 (한국어)")).to_have_value("산림청에 알립니다")


def test_what_is_refused_is_said_beside_the_button_and_nothing_is_lost(visit: Visits) -> None:
    seen = visit(PAGE, who="supervisor", answers={"PUT /api/operations/procedures/fire": 409})
    seen.expect("status 409")
    page = at(seen, "fire/edit")

    page.get_by_role("button", name="시험 실행").click()
    page.get_by_role("button", name="이대로 시행").click()
    page.get_by_role("dialog").get_by_role("button", name="시행").click()

    expect(page.get_by_role("alert")).to_contain_text("409")
    expect(page.get_by_role("button", name="이대로 시행")).to_be_visible()


def test_another_procedure_is_another_form(visit: Visits) -> None:
    seen = visit(PAGE, who="supervisor")
    page = at(seen, "fire/edit")
    page.get_by_label("이름 (영어)").fill("Fire!")

    at(seen, "flood/edit")

    expect(page.get_by_label("이름 (영어)")).to_have_value("River flooding")
