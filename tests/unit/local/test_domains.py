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
    pages=(Page(path="/desk", names=Names(ko="공원 업무", en="parks desk"), who=("gardener",)),),
    commands=(Command(line="make rain", names=Names(ko="비", en="rain")),),
    outputs={"ParksApiId": "ApiId"},
)


def city_with(home: Path, **outputs: str) -> City:
    city = City(home=home, port=4570)
    city.save_facts(outputs=outputs, clerk_password="x")
    return city


def test_addresses_are_whole_and_named_in_two_languages(tmp_path: Path) -> None:
    url = "http://localhost:4570/restapis/abc/v1/_user_request_"

    assert lines_of(PARKS, city_with(tmp_path, ParksApiId="abc")) == [
        ("공원 API (parks API)", url),
        ("공원 업무 (parks desk)", f"{url}/desk"),
        ("비 (rain)", "make rain"),
    ]


def test_a_domain_without_an_api_has_its_commands(tmp_path: Path) -> None:
    silent = Manifest(name="parks", names=PARKS.names, commands=PARKS.commands)

    assert lines_of(silent, city_with(tmp_path)) == [("비 (rain)", "make rain")]


def test_every_domain_of_the_city_can_be_shown(tmp_path: Path) -> None:
    manifests = read_manifests().values()
    city = city_with(tmp_path, **{output: "abc" for manifest in manifests for output in manifest.outputs})

    shown = {name for manifest in manifests for name, _ in lines_of(manifest, city)}

    assert {"과태료 API (fines API)", "직원 화면 (staff desk)", "횡단보도 상황판 (crosswalk board)"} <= shown


def test_who_does_not_work_here_is_told_who_does(tmp_path: Path) -> None:
    city = city_with(tmp_path)

    assert staff_password(city, "clerk") == "x"
    with pytest.raises(CityTrouble, match=f"WHO is one of {', '.join(working_here())}"):
        staff_password(city, "mayor")
