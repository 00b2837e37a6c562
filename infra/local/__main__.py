"""The commands behind the Makefile that are of no domain: run, stop, pages, token, password, demo, deploy."""

import argparse
import contextlib
import os
from collections.abc import Iterator
from functools import partial

from rich.cells import cell_len
from rich.markup import escape

from infra.local import deploy, livelog
from infra.local.city import City
from infra.local.command_line import perform, stay_on_this_machine
from infra.local.domains import Line, lines_of, play_stories, seed_city
from infra.local.machine.interruption import Interruption
from infra.local.machine.progress import SEEDING
from infra.local.machine.trouble import CityTrouble
from infra.local.staff import staff_password, staff_token, working_here
from infra.manifest import read_manifests
from infra.pages.publish import publish_pages


def main() -> None:
    parser = argparse.ArgumentParser(prog="make", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("run", "demo"):
        command = commands.add_parser(name)
        command.add_argument("--port", type=int, default=4566)
        command.add_argument("--mqtt-port", type=int, default=8883)
        command.add_argument("--door-port", type=int, default=8000)
    for name in ("stop", "pages", "token", "password", "deploy"):
        commands.add_parser(name)
    asked = parser.parse_args()
    if asked.command != "deploy":
        stay_on_this_machine()
    perform(partial(COMMANDS[asked.command], asked))


def run(asked: argparse.Namespace) -> int:
    city = City(port=asked.port, mqtt_port=asked.mqtt_port, door_port=asked.door_port)
    try:
        with until_stopped(city):
            city.start()
            with city.step(SEEDING):
                lines = seed_city(city)
            show_ready(city, lines)
            livelog.follow(city)
    except KeyboardInterrupt:
        return 0
    if was_stopped(city):
        city.console.print("멈췄습니다 (stopped, as `make stop` asked)")
        return 0
    city.console.print("[red]The local cloud has ended by itself: see .city/cloud.log.[/]")
    return 1


@contextlib.contextmanager
def until_stopped(city: City) -> Iterator[None]:
    """Whatever ends this, the city that was started in it is stopped and has saved. Ctrl-C, SIGTERM and SIGHUP raise
    KeyboardInterrupt; what fails because another command has stopped the city is no failure."""
    interruption = Interruption()
    interruption.listen()
    try:
        yield
    except Exception:
        if not (city.is_ours() and was_stopped(city)):
            raise
    finally:
        if city.is_ours():
            city.stop(insisted=interruption.times_again)


def was_stopped(city: City) -> bool:
    """Whether somebody asked for it; with `make clean` what was known of the city is gone too."""
    return bool(city.facts.get("asked_to_stop", True))


def show_ready(city: City, seeded: list[Line]) -> None:
    """The table, the city's address first; its values are never cut, because they are there to be copied."""
    rows = (
        ("여기로 들어오세요 (open this)", city.door_url("/")),
        *seeded,
        *(line for manifest in read_manifests().values() for line in lines_of(manifest)),
        ("AWS 종단점 (AWS endpoint)", city.url()),
        ("MQTT (IoT Core, mutual TLS)", f"localhost:{city.mqtt_port}"),
        ("직원 (staff)", f"{', '.join(working_here())}: make password WHO=clerk, make token WHO=clerk"),
        ("멈춤 (stop)", "Ctrl-C: saves and stops"),
    )
    width = max(cell_len(name) for name, _ in rows)
    city.console.print("\n[bold green]READY[/] 동네 Dongne")
    for name, value in rows:
        city.console.print(f"  {name}{' ' * (width - cell_len(name))}  {escape(value)}", soft_wrap=True)
    city.console.print()


def stop(_: argparse.Namespace) -> int:
    city = City()
    if not city.stop():
        city.console.print("No city is running.")
    return 0


def pages(_: argparse.Namespace) -> int:
    city = City.running()
    print(f"{city.door_url('/')} {publish_pages(city)}")
    return 0


def token(_: argparse.Namespace) -> int:
    print(staff_token(City.running(), _who()))
    return 0


def password(_: argparse.Namespace) -> int:
    print(staff_password(City.running(), _who()))
    return 0


def _who() -> str:
    return os.environ.get("WHO") or "clerk"


def run_demo(asked: argparse.Namespace) -> int:
    try:
        return play_stories(City.running())
    except CityTrouble:
        if City().is_running():
            raise
    city = City(port=asked.port, mqtt_port=asked.mqtt_port, door_port=asked.door_port)
    with until_stopped(city):
        city.start()
        with city.step(SEEDING):
            seed_city(city)
        return play_stories(city)
    return 1


def run_deploy(_: argparse.Namespace) -> int:
    return deploy.deploy(os.environ.get("ENV", ""))


COMMANDS = {
    "run": run,
    "stop": stop,
    "pages": pages,
    "token": token,
    "password": password,
    "demo": run_demo,
    "deploy": run_deploy,
}

if __name__ == "__main__":
    main()
