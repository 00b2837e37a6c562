"""Each thing that goes wrong at the start gets one sentence with the cure."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.city import ROOT, City
from infra.local.machine.ports import free_port
from infra.local.machine.trouble import CityTrouble


def a_city(home: Path, **ports: int) -> City:
    free = {name: free_port() for name in ("port", "mqtt_port", "door_port")}
    return City(home=home, build_dir=home / "build", **{**free, **ports})


@pytest.mark.parametrize(("setting", "name"), [("port", "PORT"), ("mqtt_port", "MQTT_PORT"), ("door_port", "DOOR")])
def test_a_busy_port(tmp_path: Path, setting: str, name: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        busy = other.getsockname()[1]

        with pytest.raises(CityTrouble, match=rf"Port {busy} is in use .* make run {name}="):
            a_city(tmp_path, **{setting: busy}).start()


def test_a_broken_state_folder(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "dynamodb.json").write_text('{"cut of')

    with pytest.raises(CityTrouble, match=r"dynamodb\.json is broken: start afresh with `make clean`"):
        a_city(tmp_path).start()


def test_a_state_folder_that_is_a_file(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "state").write_text("")

    with pytest.raises(CityTrouble, match="cannot be written"):
        a_city(home).start()


def test_a_city_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CityTrouble, match="make run"):
        City.running(tmp_path)


def test_a_process_that_took_the_pid_of_a_dead_city_is_not_touched(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as stranger:
        city = a_city(tmp_path)
        city.save_facts(pid=stranger.pid)

        assert not city.is_running()
        assert city.stop() is False
        assert stranger.poll() is None
        stranger.kill()


def test_prod_is_refused_while_an_adapter_is_a_toy() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "infra.local", "deploy"],
        cwd=ROOT,
        env={"ENV": "prod", "PATH": "/usr/bin:/bin"},
        text=True,
        capture_output=True,
        check=False,
        timeout=600,
    )

    assert done.returncode == 1
    assert "sandbox adapter configured for prod: " in done.stderr
    named = done.stderr.partition("prod: ")[2].partition(".")[0].split(", ")
    assert {"Bank", "Detector", "Rail", "Video", "AgencyGateway"} <= set(named)
    assert "Traceback" not in done.stderr
