"""What the stories reckon with themselves: the street's time on a slow machine, and what a used city has left."""

import threading
from dataclasses import dataclass, field
from random import Random
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from infra.crosswalk.story import StreetClock, _Camera, _WatchedDetector
from infra.dividend.story import choose_cards, choose_round_id, pool_krw
from infra.fines.draws import draw_phone, draw_plate, unknown_to
from infra.local.machine.trouble import CityTrouble
from iot.simulators.drawn_scene import DrawnScene

Picture = NDArray[np.uint8]


@dataclass
class Real:
    now_s: float = 50.0

    def __call__(self) -> float:
        return self.now_s


def test_before_the_first_frame_the_streets_time_is_real() -> None:
    real = Real()
    street = StreetClock(0.1, real)
    began_s = street()

    real.now_s += 7

    assert street() - began_s == pytest.approx(7)


def test_frames_that_come_in_time_leave_the_streets_time_real() -> None:
    real = Real()
    street = StreetClock(0.1, real)
    began_s = street()

    for _ in range(100):
        street.show_frame()
        real.now_s += 0.1

    assert street() - began_s == pytest.approx(10)


def test_the_streets_time_waits_for_a_machine_that_draws_too_slowly() -> None:
    """Ten frames are a second on the street, though the machine took eight for them."""
    real = Real()
    street = StreetClock(0.1, real)
    moments = []
    for _ in range(11):
        moments.append(street.show_frame())
        real.now_s += 0.8

    assert moments[-1] - moments[0] == pytest.approx(1.0)
    assert np.diff(moments) == pytest.approx([0.1] * 10)


def test_the_streets_time_never_goes_back_and_goes_on_after_the_last_frame() -> None:
    chance, real = Random(1), Real()
    street = StreetClock(0.1, real)
    seen = [street()]
    for _ in range(200):
        real.now_s += chance.expovariate(5)
        if chance.random() < 0.5:
            street.show_frame()
        seen.append(street())
    street.end()
    real.now_s += 3
    seen.append(street())

    assert seen == sorted(seen)
    assert seen[-1] - seen[-2] == pytest.approx(3)


@dataclass
class Looks:
    name: str = "made"
    seen: list[Picture] = field(default_factory=list)

    def detect(self, picture: Picture) -> list[Any]:
        self.seen.append(picture)
        return []


def test_the_camera_shows_no_frame_before_the_last_one_was_looked_at() -> None:
    camera = _Camera(DrawnScene(seed=1, lasts_s=1.0), StreetClock(0.1, Real()), held_s=300)
    detector = Looks()
    watched = _WatchedDetector(detector, camera)
    shown: list[Picture] = []
    came = threading.Semaphore(0)

    def film() -> None:
        while (picture := camera.read()) is not None:
            shown.append(picture)
            came.release()

    filming = threading.Thread(target=film)
    filming.start()
    for number in range(1, 11):
        came.acquire()
        assert len(shown) == number
        watched.detect(shown[-1])
    filming.join()

    assert len(detector.seen) == 10
    assert len(camera.shown_s) == 11


@pytest.mark.parametrize("out", [set(), {0}, {239}, {7, 8, 100}, {240}, set(range(240)), set(range(235, 260))])
def test_as_many_cards_take_part_whoever_opted_out(out: set[int]) -> None:
    """Three had opted out, and the others got 3,797 won where 3,750 were expected; of eight, the release was too small."""
    cards = choose_cards(240, lambda numbers: {str(n) for n in numbers if n in out})

    assert len([card for card in cards if card not in out]) == 240
    assert cards == list(range(len(cards)))


def test_a_round_is_chosen_that_the_city_does_not_have() -> None:
    taken = {f"2026-{n}" for n in range(1, 100) if n != 57}

    assert choose_round_id(taken, Random(1)) == "2026-57"
    assert choose_round_id(taken | {"2026-57"}, Random(1)).startswith("2027-")


def test_a_city_in_which_every_round_was_opened_says_so() -> None:
    with pytest.raises(CityTrouble, match="make clean"):
        choose_round_id({f"{year}-{n}" for year in range(2026, 2100) for n in range(100)})


def test_the_pool_is_what_the_books_set_aside_with_what_earlier_rounds_left() -> None:
    entries = [
        {"key": "sale:order-1", "totals": {"cash": 1_000_000, "sales": -1_000_000}},
        {"key": "close:2026-23", "totals": {"sales": 1_000_000, "costs": -100_000, "round_pool": -900_000}},
        {"key": "unclaimed:2019-1:0", "totals": {"unclaimed": 7_000, "round_pool": -7_000}},
        {"key": "allocated:2026-23:0", "totals": {"round_pool": 907_000, "due": -907_000}},
    ]

    assert pool_krw(entries) == 907_000


class Register:
    """A desk at which some plates are known."""

    def __init__(self, known: int) -> None:
        self.known, self.asked = known, list[str]()

    def read(self, path: str) -> Any:
        self.asked.append(path)
        return {"cases": [{}] if len(self.asked) <= self.known else []}


def test_what_the_city_knows_already_is_drawn_again() -> None:
    desk = Register(known=3)

    drawn = unknown_to(desk, "plate", lambda: draw_plate("가"))

    assert "가" in drawn
    assert len(desk.asked) == 4


def test_a_city_that_knows_everything_that_is_drawn_says_so() -> None:
    with pytest.raises(CityTrouble, match="make clean"):
        unknown_to(Register(known=10_000), "phone", draw_phone)
