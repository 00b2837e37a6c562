"""Film of a case: fetched piece by piece, once, under a hold, and what is not to be had said by its minutes."""

from datetime import timedelta
from typing import Any

import boto3
import pytest

from city.contracts.operations.staff.evidence import FilmLine
from city.operations.evidence.errors import CaseChanged, FilmOnItsWay, NotAtThisPoint
from city.operations.evidence.film import Film, pass_piece
from city.operations.evidence.service.fetch_film import PIECES_A_TURN
from city.operations.evidence.service.order_film import OrderExportFilm, OrderFilm
from city.operations.evidence.tables.cases import Exports, Films, Holds
from city.operations.viewing.errors import ClipTooLarge
from tests.integration.operations.evidence.film_in_moto import AWAY
from tests.integration.operations.evidence.test_exports import LOUD, SILENT, EvidenceRoom
from tests.integration.operations.viewlog.log_in_moto import START

MINUTES = 12
FROM = START - timedelta(hours=2)


class Case(EvidenceRoom):
    """An export of twelve minutes, of which every one was recorded."""

    def __init__(self) -> None:
        super().__init__()
        for minute in range(MINUTES):
            self.record(minutes_ago=120 - minute)

    def asked(self, **changes: Any) -> str:
        return self.ask(starts=FROM, ends=FROM + timedelta(minutes=MINUTES), **changes).export_id

    def line(self) -> FilmLine:
        (export,) = self.list.list(None, 10, None).exports
        assert export.film is not None
        return export.film

    def again(self, export_id: str) -> FilmLine:
        orders = OrderFilm(films=Films(), holds=Holds(), queue=self.film.queue, clock=self.clock)
        return OrderExportFilm(exports=Exports(), orders=orders, clock=self.clock).order(export_id, "s-1")

    def there(self) -> list[str]:
        found = boto3.client("s3").list_objects_v2(Bucket="recordings").get("Contents", [])
        return [each["Key"] for each in found]


@pytest.fixture
def case(cloud: None) -> Case:
    return Case()


def test_film_comes_from_the_moment_it_is_asked_for_and_one_sees_how_far(case: Case) -> None:
    case.asked()
    assert (case.line().done, case.line().pieces, case.line().is_complete) == (0, MINUTES, False)

    case.film.turn()
    assert case.line().done == PIECES_A_TURN
    case.film.fetch()

    assert (case.line().done, case.line().is_complete, case.line().gaps) == (MINUTES, True, [])
    assert len(case.there()) == MINUTES
    assert case.there()[0] == f"recordings/public_place/cam-1/{FROM:%Y%m%dT%H%M%SZ}-60.mp4"


def test_a_turn_given_twice_fetches_nothing_twice(case: Case) -> None:
    export = case.asked()
    case.film.queue.send(f"export-{export}")

    case.film.fetch()

    assert len(case.film.asked) == len(set(case.film.asked)) == MINUTES


def test_two_cases_about_the_same_minutes_fetch_them_once(case: Case) -> None:
    case.asked()
    case.ask(starts=FROM, ends=FROM + timedelta(minutes=3))

    case.film.fetch()

    assert len(case.film.asked) == MINUTES


def test_a_source_that_is_away_is_asked_again_from_where_it_stopped(case: Case) -> None:
    export = case.asked()
    third = FROM + timedelta(minutes=2)
    case.film.record("cam-1", third, AWAY)

    assert case.film.turn() == [f"export-{export}"]
    assert case.line().done == 2
    assert case.line().gaps == []

    case.film.record("cam-1", third, SILENT)
    case.film.fetch()

    assert case.line().is_complete
    assert case.film.asked.count(("cam-1", FROM)) == 1


@pytest.mark.parametrize(
    ("kept", "why"),
    [(None, "no_film"), (LOUD, "has_sound"), (ClipTooLarge(), "too_large")],
    ids=["none", "loud", "large"],
)
def test_what_is_not_to_be_had_is_said_by_its_minutes(case: Case, kept: Any, why: str) -> None:
    case.asked()
    for minute in (3, 4):
        if kept is None:
            case.film.kept.pop(("cam-1", FROM + timedelta(minutes=minute)))
        else:
            case.film.record("cam-1", FROM + timedelta(minutes=minute), kept)

    case.film.fetch()

    (gap,) = case.line().gaps
    assert (gap.starts, gap.ends, gap.why) == (FROM + timedelta(minutes=3), FROM + timedelta(minutes=5), why)
    assert len(case.there()) == MINUTES - 2


def test_what_did_not_come_is_fetched_anew_when_somebody_says_so(case: Case) -> None:
    fourth = ("cam-1", FROM + timedelta(minutes=3))
    kept = case.film.kept.pop(fourth)
    export = case.asked()
    case.film.fetch()
    assert len(case.line().gaps) == 1

    case.film.kept[fourth] = kept
    assert case.again(export).done == 0
    case.film.fetch()

    assert case.line().gaps == []
    assert len(case.film.asked) == MINUTES + 1


def test_no_more_is_fetched_of_what_was_declined_and_it_is_held_no_longer(case: Case) -> None:
    export = case.asked()
    case.film.turn()
    (line,) = case.list.list(None, 10, None).exports
    assert Holds().is_in_force(f"export-{export}")

    case.approve(line, approves=False)
    case.film.fetch()

    assert not Holds().is_in_force(f"export-{export}")
    assert len(case.there()) == PIECES_A_TURN
    with pytest.raises(NotAtThisPoint):
        case.again(export)


def test_an_archive_waits_for_all_of_it_and_lets_it_go(case: Case) -> None:
    export = case.asked()
    (line,) = case.list.list(None, 10, None).exports
    case.approve(line)
    case.film.turn()
    with pytest.raises(FilmOnItsWay):
        case.make.make(export, "s-2")

    case.film.fetch()
    made = case.make.make(export, "s-2")

    assert made.state == "made"
    assert not Holds().is_in_force(f"export-{export}")


def test_a_worker_that_is_overtaken_leaves_it_to_the_other(case: Case) -> None:
    export = case.asked()
    films = Films()
    seen = films.read(f"export-{export}")
    films.keep(pass_piece(seen))

    with pytest.raises(CaseChanged):
        films.keep(pass_piece(seen))


def test_film_of_nobody_is_none(case: Case) -> None:
    assert Films().find([]) == {}
    assert Films().find(["export-none"]) == {}
    kept = Films().keep(Film(id="access-1", camera="cam-unfiled", starts=FROM, ends=START, asked_at=START))
    assert list(Films().find(["access-1"])) == [kept.id]
