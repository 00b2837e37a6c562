"""Files at the desk: what cannot be read is refused in red, what was sent is watched until it is read."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.fixtures import Visits
from tests.browser.site import Site

FILES = "/fines/desk#files"
REPORT: dict[str, Any] = {
    "version": 1,
    "file": "desk/new.csv",
    "finished_at": "2026-10-21T01:00:05Z",
    "rows": 2,
    "loaded": 1,
    "already_present": 0,
    "rejected_rows": 1,
    "rejected": [
        {"row": 3, "column": "차량번호", "reason_ko": "차량번호가 아닙니다.", "reason_en": "No plate.", "sheet": ""}
    ],
}


def choose(page: Page, folder: Path, name: str, content: bytes = b"a,b\r\n") -> None:
    (folder / name).write_bytes(content)
    page.locator("input[type=file]").set_input_files(folder / name)


def test_an_old_workbook_is_refused_beside_its_field_before_it_is_sent(visit: Visits, tmp_path: Path) -> None:
    opened = visit(FILES, who="clerk")
    page = opened.page
    choose(page, tmp_path, "고지.xls")

    page.get_by_role("button", name="올리기").click()

    wrong = page.locator("city-field[name=file] .wrong")
    expect(wrong).to_contain_text("옛 엑셀 형식")
    expect(page.locator("input[type=file]")).to_have_attribute("aria-invalid", "true")
    assert not any("/api/fines/uploads" in url for url in opened.loaded)


def test_what_is_certainly_not_read_is_told_apart_from_what_may_be(visit: Visits, site: Site) -> None:
    page = visit(FILES, who="clerk").page
    mb = 1024 * 1024
    files = [
        ("notices", "a.csv", 1),
        ("notices", "A.XLSX", 30 * mb),
        ("accounts", "a.csv", 100 * mb),
        ("notices", "a.xls", 1),
        ("accounts", "a.xlsx", 1),
        ("notices", "a.csv", 0),
        ("notices", "a.xlsx", 30 * mb + 1),
        ("statement", "a.csv", 100 * mb + 1),
    ]

    unfit = page.evaluate(
        "([from, all]) => import(from).then((it) => all.map(([kind, name, size]) => it.unfit(kind, { name, size }) !== null))",
        [f"/v/{site.digest}/fines/desk/files.js", files],
    )

    assert unfit == [False, False, False, True, True, True, True, True]


def test_what_was_sent_is_shown_as_being_read_until_its_report_comes_by_itself(visit: Visits, tmp_path: Path) -> None:
    opened = visit(FILES, who="clerk")
    page, asked = opened.page, [0]
    opened.expect("status 404: GET /api/fines/report")

    def answer(route: Route) -> None:
        asked[0] += 1
        route.fulfill(json=REPORT) if asked[0] > 1 else route.fulfill(status=404, json={"error": "report_unknown"})

    page.route("**/api/fines/report?*", answer)
    page.route("**/nowhere", lambda route: route.fulfill(status=204))
    choose(page, tmp_path, "고지_11월.csv")

    page.get_by_role("button", name="올리기").click()
    expect(page.get_by_role("dialog")).to_contain_text("고지_11월.csv")
    page.locator("dialog .do").click()

    sent = page.locator("desk-files article")
    expect(sent).to_contain_text("읽는 중")
    # Nobody presses anything.
    expect(sent).to_contain_text("거절 1행")
    row = sent.locator(".refused tbody tr")
    expect(row).to_contain_text("3")
    expect(row).to_contain_text("차량번호가 아닙니다.")
    red, danger = page.evaluate(
        "() => { const it = document.querySelector('.refused .why');"
        " const probe = Object.assign(document.createElement('i'), {className: 'late'}); it.append(probe);"
        " return [getComputedStyle(it).color, getComputedStyle(probe).color]; }"
    )
    assert red == danger
    assert opened.look() == []


def test_a_file_that_is_being_read_is_still_watched_after_the_page_is_loaded_anew(
    visit: Visits, tmp_path: Path
) -> None:
    opened = visit(FILES, who="clerk")
    page = opened.page
    opened.expect("status 404: GET /api/fines/report")
    page.route("**/api/fines/report?*", lambda route: route.fulfill(status=404, json={"error": "report_unknown"}))
    page.route("**/nowhere", lambda route: route.fulfill(status=204))
    choose(page, tmp_path, "고지_11월.csv")
    page.get_by_role("button", name="올리기").click()
    page.locator("dialog .do").click()
    expect(page.locator("desk-files article")).to_contain_text("읽는 중")

    page.unroute_all()
    page.route("**/api/fines/report?*", lambda route: route.fulfill(json=REPORT))
    page.reload()

    expect(page.locator("desk-files article")).to_contain_text("거절 1행")


def test_a_bucket_that_does_not_take_the_file_says_so_and_keeps_it(visit: Visits, tmp_path: Path) -> None:
    opened = visit(FILES, who="clerk")
    page = opened.page
    opened.expect("status 403: POST /nowhere")
    page.route("**/nowhere", lambda route: route.fulfill(status=403))
    choose(page, tmp_path, "고지_11월.csv")

    page.get_by_role("button", name="올리기").click()
    page.locator("dialog .do").click()

    expect(page.locator("desk-files .notice[data-tone=danger]")).to_be_visible()
    assert page.locator("input[type=file]").evaluate("(it) => it.files.length") == 1


def test_earlier_files_are_listed_with_who_and_what_became_of_them(visit: Visits) -> None:
    opened = visit(FILES, who="clerk")
    page = opened.page
    first, unread = page.locator("desk-upload").all()

    expect(first).to_contain_text("고지_서소문.csv")
    expect(first).to_contain_text("박서준")
    expect(first.locator(".tag.alarm")).to_have_text("거절된 행 2")
    expect(unread.locator(".tag.alarm")).to_have_text("읽지 못함")
    first.locator("summary").click()
    expect(first.locator(".refused tbody tr")).to_have_count(2)
    assert opened.look() == []


def test_a_bank_s_file_is_a_manager_s(visit: Visits) -> None:
    page = visit(FILES, who="manager").page
    page.get_by_label("은행: 하루 거래내역").check()

    expect(page.get_by_label("거래일")).to_be_visible()
    expect(page.locator("city-field[name=bank] select")).to_be_visible()
    page.get_by_label("고지 파일", exact=True).check()
    expect(page.locator("city-field[name=bank]")).to_be_hidden()
