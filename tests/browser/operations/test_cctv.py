"""Cameras and views: what supervisors decide and correct, what auditors read and prove."""

import re
from hashlib import sha256
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import Visits
from tests.browser.operations.places import at, faults_at
from tests.browser.visits import Language, Theme

PAGE = "/operations/cctv"
CAMERA = "c0123456789ab-1"
UNKNOWN = {"error": "camera_unknown", "message": {"ko": "그런 카메라가 없습니다.", "en": "There is no such camera."}}
PLACES = (
    f"cameras/{CAMERA}",
    "cameras/c0123456789ab-2",
    "cameras/files",
    "grants",
    "requests",
    "requests/new",
    "requests/hold",
    "requests/a-1",
    "requests/a-3",
    "requests/a-4",
    "log",
    "ledgers/personal-video",
    "ledgers/decree-15",
    "notices",
    "statistics",
    "people",
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
    # No auditor takes in a request or holds video.
    places = [place for place in PLACES if who == "supervisor" or place not in ("requests/new", "requests/hold")]

    assert faults_at(seen, places, f"cctv.{lang}.{width}.{theme}") == {}


def test_a_camera_s_direction_is_corrected_by_the_revision_that_was_seen(visit: Visits) -> None:
    page = at(visit(PAGE, who="supervisor"), f"cameras/{CAMERA}")
    sent = sent_to(page, f"/cctv/cameras/{CAMERA}/view")
    expect(page.get_by_role("img", name="보는 방향 90°")).to_be_visible()
    page.get_by_text("방향·화각·거리 고치기").click()

    page.get_by_label("방향 (북 0°, 동 90°)").fill("370")
    page.get_by_label("이유").fill("현장 확인")
    page.get_by_role("button", name="고치기").click()
    expect(page.get_by_label("방향 (북 0°, 동 90°)")).to_have_accessible_description("359.9 이하여야 합니다.")
    page.get_by_label("방향 (북 0°, 동 90°)").fill("135.5")
    page.get_by_label("화각").fill("")
    page.get_by_role("button", name="고치기").click()

    expect(page.get_by_text("고쳤습니다.")).to_be_visible()
    assert sent == [{"revision": 2, "azimuth_deg": 135.5, "width_deg": None, "range_m": 45, "reason": "현장 확인"}]


ADDRESS = "rtsp://10.20.30.40:554/stream1"


def test_an_address_is_filed_by_keyboard_and_never_shown_again(visit: Visits) -> None:
    page = at(visit(PAGE, who="supervisor"), f"cameras/{CAMERA}")
    sent = sent_to(page, f"/cctv/cameras/{CAMERA}/address")
    expect(page.get_by_role("list", name="영상 주소를 등록한 이력").get_by_role("listitem")).to_contain_text(
        ["RTSP", "Kinesis 비디오 스트림"]
    )
    page.get_by_text("영상 주소 등록", exact=True).focus()
    page.keyboard.press("Enter")

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.insert_text(ADDRESS.removeprefix("rtsp://"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("주소", exact=False).and_(page.get_by_role("textbox"))).to_have_accessible_description(
        re.compile("이 종류의 주소는 다르게 시작합니다")
    )
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text(ADDRESS)
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="이 주소를 등록할까요?").get_by_role("button", name="등록").press("Enter")

    expect(page.get_by_text("영상 주소를 등록했습니다.")).to_be_visible()
    assert sent == [{"kind": "rtsp", "address": ADDRESS}]
    assert ADDRESS not in page.content()
    assert ADDRESS not in str(
        page.evaluate("() => [JSON.stringify({ ...sessionStorage }), JSON.stringify({ ...localStorage })]")
    )


def test_an_address_that_the_city_refuses_is_not_repeated_on_the_page(visit: Visits) -> None:
    seen = visit(PAGE, who="supervisor", lang="en", width=320)
    page = at(seen, f"cameras/{CAMERA}")
    page.route(f"**/cctv/cameras/{CAMERA}/address", lambda route: route.fulfill(status=404, json=UNKNOWN))
    page.get_by_text("File an address").click()
    seen.picture("cctv-address.en.320.light")
    assert seen.look() == []

    page.get_by_label("Kind").select_option("kvs")
    page.get_by_label("Address", exact=False).and_(page.get_by_role("textbox")).fill("seosan-17")
    page.get_by_role("button", name="File", exact=True).click()
    page.get_by_role("dialog", name="File this address?").get_by_role("button", name="File").click()

    expect(page.get_by_text("There is no such camera.")).to_be_visible()
    assert page.get_by_text("seosan-17").count() == 0
    seen.expect("404")


def test_an_auditor_sees_who_filed_an_address_and_files_none(visit: Visits) -> None:
    page = at(visit(PAGE, who="auditor"), f"cameras/{CAMERA}")

    expect(page.get_by_role("heading", name="영상 주소")).to_be_visible()
    expect(page.get_by_text("영상 주소 등록", exact=True)).to_have_count(0)


def test_whoever_asked_does_not_decide_and_another_does(visit: Visits) -> None:
    page = at(visit(PAGE, who="supervisor"), "grants")
    sent = sent_to(page, "/cctv/grants/g-1/decision")
    own = page.locator("article", has_text="서울중부서-2026-1234")
    expect(own.get_by_text("직접 요청한 건입니다.")).to_be_visible()
    expect(own.get_by_role("button", name="정하기")).to_have_count(0)

    other = page.locator("article", has_text="소방 119")
    expect(other.get_by_text("승인 1/2")).to_be_visible()
    other.get_by_role("radio", name="승인").check()
    other.get_by_label("이유").fill("신고와 위치가 맞습니다")
    other.get_by_role("button", name="정하기").click()
    page.get_by_role("dialog", name="승인할까요?").get_by_role("button", name="승인").click()

    expect(page.get_by_text("정했습니다.").first).to_be_visible()
    assert sent == [{"approves": True, "reason": "신고와 위치가 맞습니다", "revision": 1}]


def test_an_auditor_reads_grants_and_decides_none(visit: Visits) -> None:
    page = at(visit(PAGE, who="auditor"), "grants")

    expect(page.get_by_text("승인 1/2")).to_be_visible()
    expect(page.get_by_role("button", name="정하기")).to_have_count(0)
    expect(page.get_by_role("button", name="요청 거두기")).to_have_count(0)


def test_an_entry_of_the_log_is_proved_to_whoever_asks(visit: Visits) -> None:
    page = at(visit(PAGE, who="auditor"), "log")

    page.get_by_role("row", name="1 09:11:00").get_by_role("button", name="자세히").click()
    expect(page.get_by_role("dialog")).to_contain_text("박서윤")
    page.get_by_role("button", name="증명 받기").click()
    with page.expect_download() as saved:
        page.get_by_role("dialog", name="기록 하나의 증명").get_by_role("button", name="증명 파일 저장").click()

    assert saved.value.suggested_filename == "proof-2026-10-21-1.json"


def test_no_supervisor_reads_entries_and_all_the_same_has_one_proved(visit: Visits) -> None:
    page = at(visit(PAGE, who="supervisor"), "log")

    expect(page.get_by_text("기록의 내용은 감사만 봅니다.")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)
    page.get_by_label("그날의 번호").fill("1")
    page.get_by_role("button", name="증명", exact=True).click()

    expect(page.get_by_role("dialog", name="기록 하나의 증명")).to_be_visible()


def test_a_ledger_is_printed_without_what_is_only_pressed_and_saved_for_a_spreadsheet(visit: Visits) -> None:
    page = at(visit(PAGE, who="auditor"), "ledgers/personal-video")
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV 저장").click()
    assert saved.value.path().read_bytes().startswith(b"\xef\xbb\xbf")

    page.emulate_media(media="print")

    for gone in (page.get_by_role("tablist").first, page.get_by_role("button", name="인쇄"), page.locator(".city-nav")):
        expect(gone).to_be_hidden()
    expect(page.get_by_role("columnheader", name="이용·제공 근거")).to_be_visible()


def test_a_request_shows_its_ten_days_and_is_answered_with_what_that_answer_needs(visit: Visits) -> None:
    seen = visit(PAGE, who="supervisor")
    page = at(seen, "requests")
    sent = sent_to(page, "/cctv/access-requests/a-2/answer")
    expect(page.get_by_role("link", name="홍길동")).to_contain_text("2일 지남")
    page.get_by_role("link", name="성춘향").click()
    expect(page.get_by_text("열흘째인 10월 24일 (토)이 쉬는 날이어서 미뤄짐")).to_be_visible()

    expect(page.get_by_label("거절하는 근거")).to_be_hidden()
    page.get_by_role("radio", name="거절").check()
    page.get_by_label("거절하는 근거").select_option("destroyed")
    page.get_by_label("이유").fill("보관 기간이 지났습니다")
    page.get_by_role("button", name="답하기").click()
    page.get_by_role("dialog").get_by_role("button", name="답하기").click()

    expect(page.get_by_text("답을 적었습니다.")).to_be_visible()
    (answer,) = sent
    assert (answer["answer"], answer["ground"], answer["seen_at"], answer["revision"]) == (
        "refuse",
        "destroyed",
        None,
        1,
    )


def test_a_copy_is_entered_by_its_hash_and_another_file_is_not_released(visit: Visits) -> None:
    seen = visit(PAGE, who="supervisor")
    page = at(seen, "requests/a-3")
    sent = sent_to(page, "/cctv/access-requests/a-3/copy")
    film = {"name": "copy.mp4", "mimeType": "video/mp4", "buffer": b"film"}
    page.get_by_label("가린 사본").set_input_files([film])
    page.get_by_label("가린 곳의 수").fill("3")
    page.get_by_role("button", name="준비했음").click()
    expect(page.get_by_text("적었습니다. 다른 사람이 확인합니다.")).to_be_visible()
    assert sent == [{"revision": 2, "sha256": sha256(b"film").hexdigest(), "box_count": 3, "detector": None}]

    at(seen, "requests/a-4")
    expect(page.get_by_role("heading", name="심청")).to_be_visible()
    page.get_by_label("본 파일").set_input_files([film])
    page.get_by_label("다른 사람은 아무도 알아볼 수 없습니다").check()
    page.get_by_role("button", name="열람하게 하기").click()
    page.get_by_role("dialog").get_by_role("button", name="열람하게 하기").click()

    expect(page.get_by_label("본 파일")).to_have_accessible_description("준비한 사본과 다른 파일입니다.")


def test_what_is_to_be_published_is_said_with_its_day_and_written_down(visit: Visits) -> None:
    page = at(visit(PAGE, who="supervisor"), "notices")
    sent = sent_to(page, "/cctv/view-log/notices/g-70/publication")
    late = page.locator("article", has_text="기한 지남")

    late.get_by_text("공고했다고 적기").click()
    late.get_by_label("어디에").fill("시 누리집 공고 2026-55")
    late.get_by_role("button", name="적기").click()

    expect(page.get_by_text("적었습니다.")).to_be_visible()
    assert sent == [{"published_on": "2026-10-21", "where": "시 누리집 공고 2026-55"}]


def test_somebody_is_placed_in_an_agency_by_two(visit: Visits) -> None:
    page = at(visit(PAGE, who="supervisor"), "people")
    sent = sent_to(page, "/cctv/agency-people/p-1/proposal")
    seen = page.locator("article", has_text="한지우")

    seen.get_by_label("어느 기관").select_option("112")
    seen.get_by_label("이유").fill("공문으로 확인")
    seen.get_by_role("button", name="제안").click()

    expect(page.get_by_text("제안했습니다. 다른 사람이 정해야 합니다.")).to_be_visible()
    assert sent == [{"organisation": "112", "reason": "공문으로 확인"}]


def test_nothing_answering_is_said_with_a_way_on(visit: Visits) -> None:
    seen = visit(PAGE, who="supervisor", answers={"GET /api/operations/cctv/grants/waiting": None})
    seen.expect("console: Failed to load resource: net::ERR_CONNECTION_REFUSED")
    page = at(seen, "grants")

    expect(page.get_by_role("alert")).to_be_visible()
    page.context.unroute(f"{page.url.split('/operations')[0]}/api/operations/cctv/grants/waiting")
    page.get_by_role("button", name="다시 시도").click()

    expect(page.get_by_text("승인 1/2")).to_be_visible()
