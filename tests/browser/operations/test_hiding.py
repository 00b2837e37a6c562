"""A copy on which others are hidden: asked for, the person pointed at by mouse and by keyboard, and the draft watched."""

import io
import json
import re
from typing import Any

import av
import numpy as np
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.fixtures import Visits
from tests.browser.operations.places import at
from tests.browser.site import HERE, Answer, answer_to
from tests.browser.visits import Language, Theme, Visit

PAGE = "/operations/cctv"
API = "/api/operations/cctv/access-requests"
HIDING = f"**{API}/a-3/hiding"
# A street with three people, 640 by 360.
STREET = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"><rect width="640" height="360" fill="#9ab"/>'
    '<rect y="220" width="640" height="140" fill="#667"/><rect x="150" y="150" width="40" height="130" fill="#c33"/>'
    '<rect x="310" y="140" width="40" height="130" fill="#294"/><rect x="470" y="160" width="40" height="130" fill="#338"/></svg>'
)


def recorded(asked: str) -> Any:
    return answer_to(json.loads((HERE / "answers" / "operations.json").read_text()), *asked.split(" ")).body


def film() -> bytes:
    """Six seconds."""
    kept = io.BytesIO()
    with av.open(kept, "w", format="webm") as out:
        stream = out.add_stream("libvpx-vp9", rate=10)
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        for shade in range(60):
            picture = np.full((90, 160, 3), shade * 4, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode(None))
    return kept.getvalue()


def opened(seen: Visit, request: str, verb: str = "열기") -> Page:
    """The request, with what the store would give of pictures and film."""
    content = film() if request in ("a-4", "a-5") else b""

    def give(route: Route) -> None:
        if "/stills/" in route.request.url:
            route.fulfill(content_type="image/svg+xml", body=STREET)
            return
        wanted = re.match(r"bytes=(\d+)-(\d*)", route.request.headers.get("range", "bytes=0-"))
        assert wanted
        first, last = int(wanted[1]), int(wanted[2] or len(content) - 1)
        headers = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {first}-{last}/{len(content)}"}
        route.fulfill(status=206, content_type="video/webm", headers=headers, body=content[first : last + 1])

    seen.page.route("http://localhost:4566/hiding/**", give)
    page = at(seen, f"requests/{request}")
    page.get_by_role("button", name=verb, exact=True).click()
    return page


def sent_to(page: Page, path: str) -> list[Any]:
    sent: list[Any] = []
    page.on(
        "request",
        lambda asked: (
            sent.append(asked.post_data_json) if asked.url.endswith(path) and asked.method == "POST" else None
        ),
    )
    return sent


def still_of(page: Page) -> Locator:
    return page.get_by_role("application")


def places(page: Page) -> Locator:
    return page.locator(".pointed").get_by_role("listitem")


@pytest.mark.parametrize(("lang", "width", "theme"), [("ko", 1440, "light"), ("en", 320, "dark")])
@pytest.mark.parametrize("request_id", ["a-3", "a-5"])
def test_it_is_fit_to_be_seen(visit: Visits, request_id: str, lang: Language, width: int, theme: Theme) -> None:
    seen = visit(PAGE, who="supervisor", lang=lang, width=width, theme=theme)
    page = opened(seen, request_id, "열기" if lang == "ko" else "Open")
    if request_id == "a-3":
        still_of(page).click()
    else:
        expect(page.locator("video.draft")).to_be_visible()

    seen.picture(f"hiding-{request_id}.{lang}.{width}.{theme}")

    assert seen.look() == []


def test_nobody_s_picture_is_fetched_before_it_is_opened(visit: Visits) -> None:
    seen = visit(PAGE, who="supervisor")
    page = at(seen, "requests/a-3")

    expect(page.get_by_role("heading", name="다른 사람 가리기")).to_be_visible()
    assert not any(url.endswith("/hiding") for url in seen.loaded)


def test_the_person_is_pointed_at_by_mouse_once_on_each_picture(visit: Visits) -> None:
    page = opened(visit(PAGE, who="supervisor"), "a-3")
    sent = sent_to(page, "/hiding/person")
    box = still_of(page).bounding_box()
    assert box is not None
    page.get_by_role("button", name="이 사람만 보여 주기").click()
    expect(page.get_by_text("먼저 그림에서 사람을 가리켜 주세요.")).to_be_visible()

    still_of(page).click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.5})
    still_of(page).click(position={"x": box["width"] * 0.5, "y": box["height"] * 0.5})
    page.get_by_role("button", name="다음 그림").click()
    still_of(page).click(position={"x": box["width"] * 0.75, "y": box["height"] * 0.5})
    expect(places(page)).to_have_count(2)
    page.get_by_role("button", name="0:02에 가리킨 곳 빼기").click()
    expect(places(page)).to_have_count(1)
    page.get_by_role("button", name="이 사람만 보여 주기").click()

    expect(page.get_by_text("가리기 시작했습니다.")).to_be_visible()
    (asked,) = sent
    (finger,) = asked["fingers"]
    assert (asked["revision"], finger["at_s"]) == (21, 0)
    assert (finger["x"], finger["y"]) == pytest.approx((0.5, 0.5), abs=0.005)


def test_the_person_is_pointed_at_by_keyboard_alone(visit: Visits) -> None:
    page = opened(visit(PAGE, who="supervisor"), "a-3")
    sent = sent_to(page, "/hiding/person")
    expect(page.get_by_role("heading", name="다른 사람 가리기")).to_be_focused()
    page.keyboard.press("Tab")
    expect(still_of(page)).to_be_focused()

    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(places(page)).to_contain_text("왼쪽에서 38%, 위에서 52%")
    expect(still_of(page)).to_have_accessible_name(re.compile("가리킨 곳: 왼쪽에서 38%, 위에서 52%"))
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="이 사람만 보여 주기")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_text("가리기 시작했습니다.")).to_be_visible()
    assert sent == [{"revision": 21, "fingers": [{"at_s": 0, "x": 0.38, "y": 0.52}]}]


def test_that_everybody_is_to_be_hidden_is_asked_once_more(visit: Visits) -> None:
    page = opened(visit(PAGE, who="supervisor"), "a-3")
    sent = sent_to(page, "/hiding/person")

    page.get_by_role("button", name="아무도 아님: 모두 가리기").click()
    page.get_by_role("dialog", name="모두 가릴까요?").get_by_role("button", name="아무도 아님: 모두 가리기").click()

    expect(page.get_by_text("가리기 시작했습니다.")).to_be_visible()
    assert sent == [{"revision": 21, "fingers": []}]


def test_a_copy_is_asked_for_and_looked_at_again_until_somebody_is_needed(visit: Visits) -> None:
    seen = visit(PAGE, who="supervisor")
    choosing, working = (
        recorded("GET /cctv/access-requests/a-3/hiding"),
        recorded("POST /cctv/access-requests/a-3/hiding"),
    )
    none = Answer(
        404, {"error": "case_unknown", "message": {"ko": "그런 건이 없습니다.", "en": "There is no such case."}}
    )
    answers = [Answer(200, {**working, "done": 3}), Answer(200, choosing)]
    began: list[bool] = []

    def answer(route: Route) -> None:
        if route.request.method == "POST":
            began.append(True)
            route.fulfill(status=201, json=working)
        else:
            said = none if not began else answers.pop(0) if len(answers) > 1 else answers[0]
            route.fulfill(status=said.status, json=said.body)

    seen.page.route(HIDING, answer)
    seen.expect("status 404: GET /api/operations/cctv/access-requests/a-3/hiding")
    page = opened(seen, "a-3")
    page.get_by_role("button", name="사본 만들기").click()
    expect(page.get_by_role("progressbar", name="사본의 진행")).to_have_attribute("value", "3")
    expect(page.get_by_text("20개 가운데 3개")).to_be_visible()

    with page.expect_response(HIDING):
        page.clock.run_for(4_000)

    expect(still_of(page)).to_be_visible()


def test_a_doubt_is_sought_in_the_draft_and_exactly_the_draft_is_entered(visit: Visits) -> None:
    page = opened(visit(PAGE, who="supervisor"), "a-5")
    sent, draft = sent_to(page, "/a-5/copy"), recorded("GET /cctv/access-requests/a-5/hiding")
    page.wait_for_function("() => document.querySelector('video.draft')?.readyState >= 1")

    page.get_by_role("button", name="보여 줄 사람을 놓침").click()
    page.wait_for_function("() => document.querySelector('video.draft').currentTime === 2.5")
    page.get_by_role("button", name="준비했음").click()
    expect(page.get_by_label("초안을 끝까지 보았습니다")).to_be_focused()
    page.get_by_label("초안을 끝까지 보았습니다").check()
    page.get_by_role("button", name="준비했음").click()

    expect(page.get_by_text("적었습니다. 다른 사람이 확인합니다.")).to_be_visible()
    assert sent == [{"revision": 2, "sha256": draft["sha256"], "box_count": 128, "detector": draft["detector"]}]


def test_whoever_releases_watches_the_draft_and_points_at_nobody(visit: Visits) -> None:
    seen = visit(PAGE, who="supervisor")
    draft = recorded("GET /cctv/access-requests/a-5/hiding")
    seen.page.route(f"**{API}/a-4/hiding", lambda route: route.fulfill(json=draft))
    page = opened(seen, "a-4")

    expect(page.get_by_role("button", name="보여 줄 사람을 놓침")).to_be_visible()
    expect(page.get_by_role("link", name="초안 파일 받기")).to_have_attribute("href", draft["url"])
    expect(page.get_by_text("다시 가리키기")).to_have_count(0)
    expect(page.get_by_label("본 파일")).to_be_visible()


def test_that_somebody_else_pointed_meanwhile_is_said_and_no_place_is_lost(visit: Visits) -> None:
    seen = visit(PAGE, who="supervisor", lang="en", width=320)
    page = opened(seen, "a-3", "Open")
    changed = {"error": "case_changed", "message": {"ko": "바뀌었습니다.", "en": "Somebody else changed it meanwhile."}}
    page.route(f"**{API}/a-3/hiding/person", lambda route: route.fulfill(status=409, json=changed))
    still_of(page).click()

    page.get_by_role("button", name="Show only this person").click()

    expect(page.get_by_role("alert")).to_contain_text("Somebody else changed it meanwhile.")
    expect(places(page)).to_have_count(1)
    seen.expect("status 409")


def test_past_the_pictures_that_came_the_next_are_fetched_and_one_turns_back(visit: Visits) -> None:
    seen = visit(PAGE, who="supervisor")
    choosing = recorded("GET /cctv/access-requests/a-3/hiding")
    (one, *_) = choosing["stills"]
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url.partition("?")[2])
        first = 60 if asked[-1] else 0
        stills = [{**one, "at_s": first + 2 * number} for number in range(4 if first else 30)]
        route.fulfill(json={**choosing, "stills": stills})

    seen.page.route(re.compile(r"/a-3/hiding(\?.*)?$"), answer)
    page = opened(seen, "a-3")
    for _ in range(30):
        page.get_by_role("button", name="다음 그림").click()

    expect(page.get_by_role("img", name="촬영된 그림, 1:00")).to_be_visible()
    page.get_by_role("button", name="앞 그림").click()
    expect(page.get_by_role("img", name="촬영된 그림, 0:58")).to_be_visible()
    assert asked == ["", "from_s=58.001", ""]


def test_what_failed_says_why_and_is_begun_again(visit: Visits) -> None:
    seen = visit(PAGE, who="supervisor")
    choosing = recorded("GET /cctv/access-requests/a-3/hiding")
    failed = {
        **choosing,
        "state": "failed",
        "stills": [],
        "fault_ko": "영상을 읽을 수 없습니다.",
        "fault_en": "It cannot be read.",
    }
    seen.page.route(
        HIDING, lambda route: route.fulfill(json=failed) if route.request.method == "GET" else route.fallback()
    )
    page = opened(seen, "a-3")

    expect(page.get_by_role("alert")).to_contain_text("영상을 읽을 수 없습니다.")
    expect(page.get_by_role("button", name="다시 만들기")).to_be_visible()
