"""The commands behind the Makefile: run, stop, sms, deposit, unit, token, password, demo, deploy."""

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from typing import NoReturn

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

from city.kernel.errors import CityError, Rejected
from infra.local import demo, deploy, livelog, seed
from infra.local.city import SERVICE_NUMBER, City, CityTrouble
from infra.local.interruption import Interruption
from infra.local.patience import in_one_sentence
from infra.local.street import Bank, Desk, Phone


def main() -> None:
    parser = argparse.ArgumentParser(prog="make", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("run", "demo"):
        command = commands.add_parser(name)
        command.add_argument("--port", type=int, default=4566)
        command.add_argument("--mqtt-port", type=int, default=8883)
    for name in ("stop", "sms", "deposit", "unit", "token", "password", "deploy"):
        commands.add_parser(name)
    asked = parser.parse_args()
    # Tools of the laptop talk to the laptop's cloud, whatever account the shell is signed in to.
    if asked.command != "deploy":
        os.environ.update(City().credentials)
        os.environ.pop("AWS_PROFILE", None)
    perform(COMMANDS[asked.command], asked)


def perform(command: Callable[[argparse.Namespace], int], asked: argparse.Namespace) -> NoReturn:
    """Ends the program with the command's status; whatever may be expected to go wrong is one sentence, never a trace."""
    try:
        with in_one_sentence(City()):
            sys.exit(command(asked))
    except Rejected as refusal:
        complain(f"{refusal.message_ko} {refusal.message_en}")
    except (CityTrouble, CityError) as trouble:
        complain(str(trouble))
    except KeyboardInterrupt:
        sys.exit(130)


def complain(sentence: str) -> NoReturn:
    Console(stderr=True, highlight=False).print(f"[red]{escape(sentence)}[/]", soft_wrap=True)
    sys.exit(1)


def run(asked: argparse.Namespace) -> int:
    city = City(port=asked.port, mqtt_port=asked.mqtt_port)
    try:
        with until_stopped(city):
            city.start()
            with city.step("시연 자료 (demo data)"):
                summary = seed.seed_city(city)
            show_ready(city, summary)
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


def show_ready(city: City, summary: dict[str, object]) -> None:
    """The table; its values are never cut, because they are there to be copied."""
    rows = (
        ("문자 번호 (service number)", f"#{SERVICE_NUMBER}"),
        ("과태료 API (fines API)", city.fines_api_url),
        ("AWS 종단점 (AWS endpoint)", city.url()),
        ("MQTT (IoT Core, mutual TLS)", f"localhost:{city.mqtt_port}"),
        ("고지 (notices)", f"{summary.get('loaded')} of {summary.get('rows')} rows loaded from {summary.get('file')}"),
        ("웹 상담 (web chat)", f"{city.fines_api_url}/chat"),
        ("직원 화면 (staff desk)", f"{city.fines_api_url}/desk"),
        ("횡단보도 API (crosswalk API)", city.crosswalk_api_url),
        ("횡단보도 상황판 (crosswalk board)", f"{city.crosswalk_api_url}/board"),
        ("배당 업무 (dividend desk)", f"{city.dividend_api_url}/desk"),
        ("데이터 장터 (data market)", f"{city.dividend_api_url}/market"),
        ("배당 명세 (dividend statement)", f"{city.dividend_api_url}/statement"),
        ("직원 (staff)", f"{', '.join(seed.STAFF)}: make password WHO=clerk, make token WHO=clerk"),
        ("문자 보내기 (text the city)", 'make sms FROM=01012345678 TEXT="가상계좌 주세요 12가3456"'),
        ("입금 (pay)", "make deposit ACCOUNT=… AMOUNT=…"),
        ("횡단보도 장치 (a crosswalk unit)", "make unit"),
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


def sms(_: argparse.Namespace) -> int:
    sender, words = os.environ.get("FROM", ""), os.environ.get("TEXT", "")
    if not sender or not words:
        raise CityTrouble('Say who texts what: make sms FROM=01012345678 TEXT="가상계좌 주세요 12가3456"')
    city = City.running()
    phone = Phone(city, sender)
    city.console.print(Panel(escape(words), title=sender, title_align="right", width=60, border_style="cyan"))
    for reply in [phone.ask(words), *phone.whatever_else_comes()]:
        city.console.print(Panel(escape(reply), title=f"#{SERVICE_NUMBER}", title_align="left", width=60))
    return 0


def deposit(_: argparse.Namespace) -> int:
    account = "".join(c for c in os.environ.get("ACCOUNT", "") if c.isdigit())
    amount = "".join(c for c in os.environ.get("AMOUNT", "") if c.isdigit())
    if not account or not amount:
        raise CityTrouble("Say which account receives how much: make deposit ACCOUNT=790-0101-2345-678 AMOUNT=32000")
    city = City.running()
    key = Bank(city).deposit(account, int(amount))
    outcome = Desk(city).wait_for_deposit(key)
    if outcome["outcome"] == "settled":
        city.console.print(f"[green]납부 완료[/] {outcome['notice_number']} · settled, the case is closed ({key})")
        return 0
    city.console.print(f"[yellow]보관[/] {outcome['reason']} · kept in suspense for staff ({key})")
    return 0


def unit(_: argparse.Namespace) -> int:
    # A detector, a broker's client and a camera: nobody else waits for their import.
    from infra.local import roadside

    city = City.running()
    try:
        return roadside.stand_by_the_road(city, city.console)
    except KeyboardInterrupt:
        return 0


def token(_: argparse.Namespace) -> int:
    print(seed.staff_token(City.running(), _who()))
    return 0


def password(_: argparse.Namespace) -> int:
    print(seed.staff_password(City.running(), _who()))
    return 0


def _who() -> str:
    return os.environ.get("WHO") or "clerk"


def play_everything(city: City) -> int:
    # A detector and a broker's client: nobody else waits for their import.
    from infra.local import crosswalk_story, dividend_story

    return demo.play(city) | crosswalk_story.play(city) | dividend_story.play(city)


def run_demo(asked: argparse.Namespace) -> int:
    try:
        return play_everything(City.running())
    except CityTrouble:
        if City().is_running():
            raise
    city = City(port=asked.port, mqtt_port=asked.mqtt_port)
    with until_stopped(city):
        city.start()
        with city.step("시연 자료 (demo data)"):
            seed.seed_city(city)
        return play_everything(city)
    return 1


def run_deploy(_: argparse.Namespace) -> int:
    return deploy.deploy(os.environ.get("ENV", ""))


COMMANDS = {
    "run": run,
    "stop": stop,
    "sms": sms,
    "deposit": deposit,
    "unit": unit,
    "token": token,
    "password": password,
    "demo": run_demo,
    "deploy": run_deploy,
}

if __name__ == "__main__":
    main()
