"""What the READY table shows of the domains is what their manifests say."""

from pathlib import Path

import pytest

from infra.local.city import City
from infra.local.domains import lines_of
from infra.local.machine.trouble import CityTrouble
from infra.local.staff import staff_password, working_here
from infra.manifest import Command, Manifest, Names, Page, read_manifests

PARKS = Manifest(
    name="parks",
    names=Names(ko="공원", en="parks"),
    pages=(Page(path="/parks/desk", names=Names(ko="공원 업무", en="parks desk"), who=("gardener",)),),
    commands=(Command(line="make rain", names=Names(ko="비", en="rain")),),
    outputs={"ParksApiId": "ApiId"},
)


def city_with(home: Path) -> City:
    city = City(home=home, port=4570)
    city.save_facts(clerk_password="x")
    return city


def test_pages_and_apis_are_named_in_two_languages_with_their_paths_at_the_door() -> None:
    assert lines_of(PARKS) == [
        ("공원 업무 (parks desk)", "/parks/desk"),
        ("공원 API (parks API)", "/api/parks"),
        ("비 (rain)", "make rain"),
    ]


def test_a_domain_without_an_api_has_its_commands() -> None:
    silent = Manifest(name="parks", names=PARKS.names, commands=PARKS.commands)

    assert lines_of(silent) == [("비 (rain)", "make rain")]


def test_every_domain_of_the_city_can_be_shown() -> None:
    shown = {name for manifest in read_manifests().values() for name, _ in lines_of(manifest)}

    assert {"과태료 API (fines API)", "과태료 업무 (parking fines)", "횡단보도 상황판 (crosswalk board)"} <= shown


def test_who_does_not_work_here_is_told_who_does(tmp_path: Path) -> None:
    city = city_with(tmp_path)

    assert staff_password(city, "clerk") == "x"
    with pytest.raises(CityTrouble, match=f"WHO is one of {', '.join(working_here())}"):
        staff_password(city, "mayor")
