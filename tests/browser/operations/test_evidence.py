"""Video that leaves: exports decided by two, the film of a case as it comes, and requests of people seen with their days."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import Visits
from tests.browser.operations.places import at, faults_at
from tests.browser.visits import Language, Theme

PAGE = "/operations/evidence"
INCIDENT = "20261021T004812-1f6a09c2"
PLACES = (
    "exports/x-1",
    "exports/x-2",
    "exports/x-3",
    "exports/x-4",
    "exports/x-5",
    "exports/x-6",
    "exports/new",
    f"exports/new/{INCIDENT}",
    "requests",
    "requests/a-1",
    "requests/a-3",
    "requests/a-4",
)


def sent_to(page: Page, path: str) -> list[Any]:
    sent: list[Any] = []
    page.on(
        "request",
        lambda asked: (
            sent.append(asked.post_data_json) if asked.url.endswith(path) and asked.method == "POST" else None
        ),
    )
    return sent


@pytest.mark.parametrize(
    ("who", "lang", "width", "theme"), [("supervisor", "ko", 1440, "light"), ("auditor", "en", 320, "dark")]
)
def test_every_part_is_fit_to_be_seen(visit: Visits, who: str, lang: Language, width: int, theme: Theme) -> None:
    seen = visit(PAGE, who=who, lang=lang, width=width, theme=theme)
    # No auditor asks for an export.
    places = [place for place in PLACES if who == "supervisor" or not place.startswith("exports/new")]

    assert faults_at(seen, places, f"evidence.{lang}.{width}.{theme}") == {}


def test_an_export_is_asked_for_under_a_grant_within_the_api_s_limits(visit: Visits) -> None:
    page = at(visit(PAGE, who="supervisor"), "exports")
    sent = sent_to(page, "/cctv/exports")
    page.get_by_role("link", name="요청", exact=True).click()
    page.get_by_label("사건 번호").fill(INCIDENT)
    page.get_by_role("button", name="권한 찾기").click()

    page.get_by_label("기관과 카메라").select_option("g-1 junggu-0412")
    page.get_by_label("영상의 날짜").fill("2026-10-20")
    page.get_by_label("부터").fill("01:00")
    page.get_by_label("까지").fill("07:01")
    page.get_by_label("법적 근거").select_option("investigation")
    page.get_by_label("목적").fill("절도 수사")
    page.get_by_role("button", name="요청", exact=True).click()
    expect(page.get_by_label("공문이나 영장 번호")).to_be_focused()
    page.get_by_label("공문이나 영장 번호").fill("수사과-123")
    page.get_by_role("button", name="요청", exact=True).click()
    expect(page.get_by_text("한 번에 여섯 시간까지입니다.")).to_be_visible()
    page.get_by_label("까지").fill("07:00")
    page.get_by_role("button", name="요청", exact=True).click()

    expect(page.get_by_role("heading", name="112 치안종합상황실 · 범죄 수사 (18조②7호)")).to_be_visible()
    assert sent == [
        {
            "grant": "g-1",
            "camera": "junggu-0412",
            "starts": "2026-10-20T01:00:00+09:00",
            "ends": "2026-10-20T07:00:00+09:00",
            "basis": "investigation",
            "document": "수사과-123",
            "purpose": "절도 수사",
            "safeguards": "",
        }
    ]


def test_how_far_film_came_is_seen_and_what_there_is_none_of_is_said(visit: Visits) -> None:
    seen = visit(PAGE, who="supervisor")
    page = at(seen, "exports/x-1")
    expect(page.get_by_text("30조각 가운데 12조각을 가져왔습니다.")).to_be_visible()
    expect(page.get_by_role("progressbar", name="가져온 영상")).to_have_attribute("value", "12")

    at(seen, "exports/x-2")

    expect(page.get_by_text("30조각 가운데 26조각을 가져왔습니다.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="녹화된 영상이 없거나 보관 기간이 지남")).to_contain_text(
        "07:10"
    )
    expect(page.get_by_role("listitem").filter(has_text="소리가 들어 있어 받지 않음")).to_be_visible()


def test_film_is_looked_at_again_until_all_of_it_is_there(visit: Visits) -> None:
    seen = visit(PAGE, who="supervisor")
    asked: list[str] = []
    seen.page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/exports/x-1") else None)
    page = at(seen, "exports/x-1")
    expect(page.get_by_text("30조각 가운데 12조각을 가져왔습니다.")).to_be_visible()

    with page.expect_response("**/cctv/exports/x-1"):
        page.clock.run_for(4_000)

    assert len(asked) >= 2


def test_whoever_asked_does_not_decide_and_another_does(visit: Visits) -> None:
    seen = visit(PAGE, who="supervisor")
    page = at(seen, "exports/x-2")
    expect(page.get_by_text("직접 요청한 건입니다.")).to_be_visible()
    expect(page.get_by_role("button", name="정하기")).to_have_count(0)
    at(seen, "exports/x-1")
    sent = sent_to(page, "/cctv/exports/x-1/decision")

    page.get_by_role("radio", name="승인").check()
    page.get_by_label("이유").fill("공문을 확인했습니다")
    page.get_by_role("button", name="정하기").click()
    page.get_by_role("dialog", name="승인할까요?").get_by_role("button", name="승인").click()

    expect(page.get_by_text("정했습니다.").first).to_be_visible()
    assert sent == [{"revision": 1, "approves": True, "because": "공문을 확인했습니다"}]


def test_an_archive_leaves_by_an_address_that_ends(visit: Visits) -> None:
    seen = visit(PAGE, who="supervisor")
    page = at(seen, "exports/x-3")
    made = sent_to(page, "/cctv/exports/x-3/archive")
    page.get_by_role("button", name="묶음 만들기").click()
    expect(page.get_by_text("묶음을 만들었습니다.")).to_be_visible()
    assert made == [{}]

    at(seen, "exports/x-4")
    expect(page.get_by_text("9f9f9f")).to_be_visible()
    page.get_by_role("button", name="주소 만들기").click()
    page.get_by_role("dialog").get_by_role("button", name="내보내기").click()

    expect(page.get_by_text("까지 받을 수 있습니다.")).to_be_visible()
    link = page.get_by_role("link", name="묶음 받기")
    expect(link).to_have_attribute("href", "https://archives.example/exports/x-4.zip?X-Amz-Expires=300")


def test_what_is_missing_is_fetched_again_by_keyboard_alone(visit: Visits) -> None:
    page = at(visit(PAGE, who="supervisor"), "exports/x-6")
    sent = sent_to(page, "/cctv/exports/x-6/film")
    expect(page.get_by_text("아직 가져오지 않은 영상입니다.")).to_be_visible()

    page.get_by_role("button", name="다시 가져오기").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("없는 영상을 다시 가져옵니다.")).to_be_visible()
    assert sent == [{}]


def test_an_auditor_reads_everything_and_does_nothing(visit: Visits) -> None:
    seen = visit(PAGE, who="auditor")
    page = at(seen, "exports/x-1")
    expect(page.get_by_text("30조각 가운데 12조각을 가져왔습니다.")).to_be_visible()
    for place in ("exports/x-1", "exports/x-3", "exports/x-4", "exports/x-6", "requests/a-1"):
        at(seen, place)
        for name in ("정하기", "묶음 만들기", "주소 만들기", "다시 가져오기"):
            expect(page.get_by_role("button", name=name)).to_have_count(0)


def test_a_request_of_a_person_seen_shows_its_days_its_people_and_its_film(visit: Visits) -> None:
    seen = visit(PAGE, who="supervisor")
    page = at(seen, "requests")
    expect(page.get_by_role("link", name="홍길동")).to_contain_text("2일 지남")
    expect(page.get_by_role("link", name="홍길동")).to_contain_text("영상 7/20")

    page.get_by_role("link", name="이몽룡").click()

    expect(page.get_by_text("최은서").first).to_be_visible()
    expect(page.get_by_text("09:05")).to_be_visible()
    expect(page.get_by_role("link", name="답하고 사본 준비")).to_have_attribute("href", "/operations/cctv#requests/a-3")


def test_nothing_answering_is_said_with_a_way_on(visit: Visits) -> None:
    seen = visit(PAGE, who="supervisor", answers={"GET /api/operations/cctv/exports/x-1": None})
    seen.expect("console: Failed to load resource: net::ERR_CONNECTION_REFUSED")

    page = at(seen, "exports/x-1")

    expect(page.get_by_role("alert")).to_be_visible()
