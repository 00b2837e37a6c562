"""What goes wrong in a page is seen: each fault is sown into a page that is otherwise right, and found."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from infra.pages.browser import launch_arguments
from tests.browser.door import headers_of
from tests.browser.fixtures import Visits
from tests.browser.pictures import lay_out, share_that_differs
from tests.browser.reach.hardships import hardships_in_own_colours, space_widely
from tests.browser.reach.keyboard import keyboard_finds
from tests.browser.site import Site, answer_to, served
from tests.browser.visits import NOW, Visit, open_visit

PAGE = """<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>주차 과태료</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/v/-/sown.css">
<script type="module" src="/v/-/sown.js"></script>
{head}
</head>
<body><main><h1>과태료</h1><p>안내 <button type="button">보기</button></p>{body}</main></body>
</html>
"""
SCRIPT = "document.documentElement.lang = localStorage.getItem('dongne.language') ?? 'ko';\n"
SCRIPT += "if (document.documentElement.lang === 'en') document.title = 'Parking fines';\n"
CITY = {"domains": [{"name": "fines", "names": {"ko": "과태료", "en": "fines"}, "pages": []}], "official": False}
# A fault: what is sown into the head, the body and the script, and what is said of it.
PROBLEMS = {
    "error": ("", "", "throw new Error('sown');", "error: sown"),
    "console": ("", "", "console.error('sown');", "console: sown"),
    "promise": ("", "", "Promise.reject(new Error('sown'));", "error: sown"),
    "inline-script": ("<script>window.ran = 1</script>", "", "", "content policy: script-src-elem inline"),
    "inline-style": ("", '<p style="color: red">가</p>', "", "content policy: style-src-attr inline"),
    "text-as-markup": ("", "", "document.body.innerHTML = 'a';", "content policy: require-trusted-types-for"),
    "text-as-code": ("", "", "try { eval('1'); } catch { }", "content policy: require-trusted-types-for"),
    "outside": (
        "",
        "",
        "fetch('https://example.org/a').catch(() => {});",
        "content policy: connect-src https://example.org/a",
    ),
    "no-answer-written": ("", "", "fetch('/api/fines/tickets');", "status 404: GET /api/fines/tickets"),
}
SEEN = {
    "contrast": ('<p class="pale">흐린 글</p>', "color-contrast at .pale"),
    "unnamed-field": ('<input type="text">', "label at input"),
    "unnamed-button": ('<button type="button"></button>', "button-name at"),
    "null": ("<p>위반 장소: nullnull</p>", "shows 'nullnull'"),
    "person-without-a-name": (
        "<p>제안: 3f2a9c41-7d10-4b7e-9a52-1c0d5e8f6a77</p>",
        "shows '3f2a9c41-7d10-4b7e-9a52-1c0d5e8f6a77'",
    ),
    "undefined-said-aloud": (
        '<button type="button" aria-label="undefined원 납부">납부</button>',
        "shows 'undefined원'",
    ),
    "too-wide": ('<p class="wide">넓은 글</p>', "px wider than its window"),
    "cut-off": ('<p class="cut">끝까지 읽을 수 없는 글</p>', 'cuts off <p class="cut">'),
    "outside-landmark": ('</main><p>어느 구역에도 없는 글</p><main class="no-second">', "region at"),
}
WITHOUT_A_MOUSE = {
    "unmarked": ('<a href="/a" class="unmarked">가기</a>', "<a> '가기' has the focus and nothing shows it"),
    "unseen": ('<a href="/a" class="unseen">가기</a>', "<a> '가기' has the focus and is not in the window"),
    "covered": (
        '<a href="/a">가기</a><div class="over"></div>',
        "<a> '가기' has the focus and lies beneath something",
    ),
    "trap": ("<p><a href='/a'>처음</a> <a href='/b' id='last'>끝</a></p>", "Tab never leaves the page"),
    "no-skip-link": ("", "Tab stops first at <button> '보기'"),
}
CSS = "body { color: #111; background: #fff; } .pale { color: #bbb; } .wide { width: 3000px; }\n"
CSS += ".unmarked:focus { outline: none; } .unseen { position: absolute; left: -999px; }\n"
CSS += ".cut { width: 3em; white-space: nowrap; overflow: hidden; } .over { position: fixed; inset: 0; background: #fff; }\n"
CSS += ".fits { width: max-content; height: 1.3em; line-height: 1.3; overflow: hidden; }\n"
CSS += "@media (forced-colors: active) { .kept-pale { forced-color-adjust: none; color: #ddd; background: #fff; } }\n"
CSS += ".steps a { border-bottom: 3px solid transparent; } .steps a[aria-current] { border-color: #00f; }\n"
TRAP = "addEventListener('focusin', (event) => { if (event.target.id === 'last') event.target.previousElementSibling.focus(); });"


@pytest.fixture(scope="module")
def sown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A page for each fault, and one without."""
    web = tmp_path_factory.mktemp("web")
    (web / "city.json").write_text(json.dumps(CITY))
    (web / "favicon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (web / "sown.css").write_text(CSS)
    (web / "sown.js").write_text(SCRIPT)
    (web / "letters.woff2").write_bytes(bytes(160_000))
    (web / "right.html").write_text(PAGE.format(head="", body=""))
    for name, (head, body, script, _) in PROBLEMS.items():
        (web / f"{name}.html").write_text(PAGE.format(head=head, body=body).replace("sown.js", f"{name}.js"))
        (web / f"{name}.js").write_text(SCRIPT + script)
    for name, (body, _) in SEEN.items():
        (web / f"{name}.html").write_text(PAGE.format(head="", body=body))
    for name, (body, _) in WITHOUT_A_MOUSE.items():
        skip = "" if name == "no-skip-link" else '<a href="#main">본문으로 건너뛰기</a>'
        page = PAGE.format(head="", body=body).replace("<main>", f'{skip}<main id="main">')
        (web / f"{name}.html").write_text(page.replace("sown.js", "trap.js") if name == "trap" else page)
    (web / "trap.js").write_text(SCRIPT + TRAP)
    (web / "skips.html").write_text(
        PAGE.format(head="", body="").replace("<main>", '<a href="#main">본문</a><main id="main">')
    )
    (web / "spaced.html").write_text(PAGE.format(head="", body='<p class="fits">글자 사이가 벌어지면 넘침</p>'))
    (web / "forced.html").write_text(
        PAGE.format(
            head="",
            body='<p class="kept-pale">흐린 글</p><nav class="steps"><a href="/a" aria-current="page">하나</a> <a href="/b">둘</a></nav>',
        )
    )
    (web / "figures.html").write_text(PAGE.format(head="", body="<p>32,000원, 10월 21일</p>"))
    answers = tmp_path_factory.mktemp("answers")
    with served(web, tmp_path_factory.mktemp("assembled"), answers) as site:
        yield site


@pytest.fixture
def opened(browser: Browser, sown: Site) -> Iterator[Visits]:
    visits: list[Visit] = []

    def open_page(path: str, **how: object) -> Visit:
        visits.append(open_visit(browser, sown, path, **how))  # type: ignore[arg-type]
        return visits[-1]

    yield open_page
    for each in visits:
        each.page.context.close()


def test_a_page_that_is_right_has_no_problem_and_nothing_is_found_in_it(opened: Visits) -> None:
    visit = opened("/right")

    assert visit.look() == []
    assert visit.unexpected() == []


@pytest.mark.parametrize("fault", PROBLEMS)
def test_a_problem_is_heard(opened: Visits, fault: str) -> None:
    visit = opened(f"/{fault}")

    assert any(problem.startswith(PROBLEMS[fault][-1]) for problem in visit.unexpected()), visit.problems


@pytest.mark.parametrize("fault", SEEN)
def test_what_somebody_would_see_or_miss_is_found(opened: Visits, fault: str) -> None:
    visit = opened(f"/{fault}", width=360)

    found = visit.look()
    assert any(SEEN[fault][-1] in each for each in found), found


@pytest.mark.parametrize("fault", WITHOUT_A_MOUSE)
def test_what_stops_somebody_without_a_mouse_is_found(opened: Visits, fault: str) -> None:
    found = keyboard_finds(opened(f"/{fault}").page)

    assert any(each.startswith(WITHOUT_A_MOUSE[fault][-1]) for each in found), found


def test_a_page_that_begins_with_a_link_to_its_content_is_used_without_a_mouse(opened: Visits) -> None:
    assert keyboard_finds(opened("/skips").page) == []


def test_korean_figures_are_found_in_english_alone(opened: Visits) -> None:
    assert opened("/figures").look(axe=False) == []
    found = opened("/figures", lang="en").look(axe=False)
    assert found == [f"shows '{figure}' in English" for figure in ("32,000원", "10월", "21일")]


def test_a_korean_title_is_found_in_english(opened: Visits) -> None:
    visit = opened("/right", lang="en")

    visit.page.evaluate("() => { document.title = '주차 과태료'; }")

    assert visit.look(axe=False) == ["has the title '주차 과태료' in English"]


def test_what_the_reader_s_own_colours_hide_is_found(opened: Visits) -> None:
    found = hardships_in_own_colours(opened("/forced", forced=True).page)

    assert [each for each in found if each.startswith("color-contrast at .kept-pale")]
    assert "'하나' is chosen, and looks like '둘'" in found
    assert hardships_in_own_colours(opened("/right", forced=True).page) == []


def test_wider_spaced_text_that_does_not_fit_is_found(opened: Visits) -> None:
    visit = opened("/spaced", width=360)
    assert visit.look(axe=False) == []

    space_widely(visit.page)

    assert [each[:21] for each in visit.look(axe=False)] == ['cuts off <p class="fi']


def test_a_page_in_the_wrong_language_is_found(opened: Visits) -> None:
    visit = opened("/right", lang="en")

    visit.page.evaluate("() => { document.documentElement.lang = 'ko'; }")

    assert visit.look(axe=False) == ['says that it is in "ko", not en']


def test_a_problem_that_a_test_brings_about_must_come(opened: Visits) -> None:
    visit = opened("/console")

    visit.expect("console: sown")
    assert visit.unexpected() == []

    visit.expect("status 500")
    assert visit.unexpected() == ["did not come: status 500"]


def test_no_address_outside_this_machine_is_reached(browser: Browser, sown: Site) -> None:
    visit = open_visit(browser, sown, "/right")

    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
        visit.page.goto("https://example.org/")
    assert "outside: https://example.org/" in visit.problems
    visit.page.context.close()
    assert any(argument.startswith("--host-resolver-rules=MAP * ~NOTFOUND") for argument in launch_arguments())


def test_two_pictures_of_a_page_are_the_same_and_those_of_two_widths_are_not(opened: Visits, tmp_path: Path) -> None:
    first, again = (opened("/right").picture(name, tmp_path) for name in ("first", "again"))
    narrow = opened("/right", width=360).picture("narrow", tmp_path)

    assert share_that_differs(first, again) == 0
    assert share_that_differs(first, narrow) == 1


def test_pictures_are_compared_by_the_share_of_their_pixels_and_laid_side_by_side(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.png" for name in ("white", "quarter-black")]
    picture = Image.new("RGB", (40, 40), "white")
    picture.save(files[0])
    picture.paste("black", (0, 0, 20, 20))
    picture.save(files[1])

    lay_out(files, tmp_path / "sheet.png")

    assert share_that_differs(*files) == 0.25
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.size == (72, 40)


def test_the_clock_of_a_page_stands_where_the_answers_were_written(opened: Visits) -> None:
    assert opened("/right").page.evaluate("() => Date.now()") == NOW.timestamp() * 1000


def test_a_hurried_page_lives_through_a_night(opened: Visits) -> None:
    page = opened("/right", hurried=True).page
    page.evaluate("() => { window.ticks = 0; setInterval(() => { window.ticks += 1; }, 60_000); }")

    page.clock.run_for("08:00:00")

    assert page.evaluate("() => window.ticks") == 8 * 60


# --- answers in place of APIs ---

WRITTEN = {
    "GET /tickets": [1],
    "GET /tickets?status=open": [2],
    "GET /tickets/*": {"number": 3},
    "POST /tickets/*/answer": {"$status": 409, "$body": {"error": "answered"}},
}


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("GET /tickets", 200, [1]),
        ("GET /tickets?status=open", 200, [2]),
        ("GET /tickets?status=closed", 200, [1]),
        ("GET /tickets/12", 200, {"number": 3}),
        ("POST /tickets/12/answer", 409, {"error": "answered"}),
        ("POST /tickets", 404, {"error": "not_found"}),
    ],
)
def test_an_answer_is_found_by_the_nearest_words(asked: str, status: int, body: object) -> None:
    method, _, path = asked.partition(" ")

    answer = answer_to(WRITTEN, method, path)

    assert (answer.status, answer.body) == (status, body)


def test_a_visit_may_have_answers_of_its_own(opened: Visits) -> None:
    visit = opened("/right", answers={"GET /api/fines/tickets": {"tickets": []}, "GET /api/fines/down": None})

    assert visit.page.evaluate("() => fetch('/api/fines/tickets').then((it) => it.json())") == {"tickets": []}
    assert visit.page.evaluate("() => fetch('/api/fines/down').catch(() => 'no answer')") == "no answer"


@pytest.mark.parametrize(("who", "status"), [("clerk", 200), (None, 401)])
def test_somebody_is_signed_in_or_nobody(opened: Visits, who: str | None, status: int) -> None:
    visit = opened("/right", who=who)

    asked = "() => fetch('/api/session/token', {method: 'POST'}).then(async (it) => [it.status, await it.json()])"
    said, me = visit.page.evaluate(asked)
    assert said == status
    assert me.get("groups") == (["clerk"] if who else None)


# --- what the door does ---


def test_the_pages_alone_are_held_to_the_door_s_headers() -> None:
    page, with_map = (headers_of("/fines/desk", is_map=is_map)["Content-Security-Policy"] for is_map in (False, True))

    assert page.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert page == f"{with_map}; require-trusted-types-for 'script'; trusted-types lit-html dongne"
    assert "Content-Security-Policy" not in headers_of("/v/0/shell/base.css", is_map=False)
    assert headers_of("/v/0/shell/base.css", is_map=False)["X-Content-Type-Options"] == "nosniff"


def test_files_are_kept_for_a_year_by_their_digest_and_pages_are_asked_for_again(opened: Visits, sown: Site) -> None:
    page = opened("/right").page

    of = "(path) => fetch(path).then((it) => it.headers.get('cache-control'))"
    assert page.evaluate(of, "/right") == "no-cache"
    assert page.evaluate(of, f"/v/{sown.digest}/sown.css") == "public, max-age=31536000, immutable"


def test_what_a_page_weighs_is_what_is_sent(opened: Visits, sown: Site) -> None:
    loaded = opened("/right").loaded

    assert f"{sown.url}/v/{sown.digest}/sown.css" in loaded
    content = (sown.home / "v" / sown.digest / "letters.woff2").read_bytes()
    assert sown.weight_of(f"{sown.url}/v/{sown.digest}/letters.woff2") == len(content) == 160_000
    assert 0 < sown.weight_of(f"{sown.url}/v/{sown.digest}/sown.css") < len(CSS)


def test_what_makes_the_pages_is_not_served(visit: Visits) -> None:
    page = visit("/").page

    for path in ("/tsconfig.json", "/Makefile", "/assemble.py"):
        assert page.request.get(page.url + path.removeprefix("/")).status == 404
