"""The pictures of the README, of a city in which something has happened: `make readme-pictures` puts them into `docs/pictures`.

Without `--readme` they are made all the same, into the test's own folder, so that they can be made when they are wanted.
"""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from infra.dividend.local_round import LocalRound, round_ids
from infra.dividend.story import CARDS, TERMS, USES, choose_round_id, operator_file
from infra.local.city import City
from tests.browser.fixtures import Visits
from tests.browser.staff import sign_in
from tests.browser.visits import Door, Visit
from tests.e2e.pages.citizens import Chat, new_owner
from tests.e2e.pages.night import play_night
from tests.e2e.pages.roadside import Unit

ROOT = Path(__file__).resolve().parents[3]
MOST_BYTES, COLOURS = 120_000, 256
WIDE, TELEPHONE = 1280, 390
PLAYING = "() => [...document.querySelectorAll('city-video video')].every(film => film.currentTime > 0.2)"


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return ROOT / "docs" / "pictures" if request.config.getoption("readme") else tmp_path


def test_home(visit: Visits, door: Door, folder: Path) -> None:
    keep(visit("/", target=door, width=WIDE), folder / "home.png")


def test_chat(visit: Visits, city: City, door: Door, folder: Path) -> None:
    owner = new_owner(city)
    opened = visit("/fines/chat", target=door, width=TELEPHONE)
    chat = Chat(opened)
    chat.ask(f"{owner.notice} 계좌 주세요")
    keep(opened, folder / "chat.png")


def test_desk(visit: Visits, city: City, door: Door, folder: Path) -> None:
    owner = new_owner(city)
    asking = Chat(visit("/fines/chat", target=door))
    asking.ask(f"{owner.notice} 과태료 얼마예요")
    asking.ask("사람이랑 통화하고 싶어요")
    ticket, _ = asking.ticket()
    opened = visit("/", target=door, width=WIDE)
    sign_in(opened, city, "clerk", to=f"/fines/desk#work/ticket/{ticket}")
    expect(opened.page.get_by_label("답변 내용")).to_be_visible()
    keep(opened, folder / "desk.png")


def test_board(visit: Visits, city: City, door: Door, folder: Path) -> None:
    with Unit(city, "옥계초등학교 앞") as unit, Unit(city, "옥계중학교 앞", (36.142, 128.426)):
        opened = visit("/", target=door, width=WIDE)
        sign_in(opened, city, "clerk", to=f"/crosswalk/board#units/{unit.name}")
        unit.tell(raised=True)
        expect(opened.page.get_by_role("heading", name="지금 있는 고장")).to_be_visible()
        keep(opened, folder / "board.png")


def test_certificate(visit: Visits, city: City, door: Door, folder: Path) -> None:
    one = LocalRound(city, choose_round_id(round_ids(city)))
    one.open(TERMS)
    one.bring({"1.csv": operator_file(range(CARDS), USES)})
    one.start()
    one.wait_for("awaiting_panel")
    opened = visit("/", target=door, width=WIDE)
    sign_in(opened, city, "panel-1", to=f"/dividend/desk#rounds/{one.round_id}/certificate")
    expect(opened.page.get_by_role("heading", name="증명서")).to_be_visible()
    keep(opened, folder / "certificate.png")


def test_room(visit: Visits, city: City, door: Door, folder: Path) -> None:
    play_night(city)
    opened = visit("/", target=door, width=WIDE)
    sign_in(opened, city, "operator", to="/operations")
    expect(opened.page.locator(".room-one").first).to_contain_text("시장 창고 화재")
    keep(opened, folder / "room.png")
    opened.page.goto(city.door_url("/operations/watching"))
    cameras = opened.page.get_by_role("article").first.get_by_role("list", name="카메라").get_by_role("button")
    for camera in (cameras.nth(0), cameras.nth(1)):
        camera.click()
    expect(opened.page.locator("city-video video")).to_have_count(2)
    opened.page.wait_for_function(PLAYING, timeout=60_000)
    opened.page.evaluate("scrollTo(0, 0)")
    keep(opened, folder / "watching.png")


def keep(visit: Visit, file: Path) -> None:
    """What is in the window, in as few colours as it is drawn with, so that a picture is small."""
    visit.settle()
    file.parent.mkdir(parents=True, exist_ok=True)
    visit.page.screenshot(path=file, animations="disabled", caret="hide")
    with Image.open(file) as drawn:
        few = drawn.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(file, optimize=True)
    assert file.stat().st_size <= MOST_BYTES
