"""What a start looks at before it begins."""

import json
import socket
from pathlib import Path

import pytest

from infra.local.city import City
from infra.local.machine.model_server import ModelServer
from infra.local.machine.state_files import is_whole, remove_all_but_logs, remove_temporary

# As the cloud writes it: one object, on one line, larger than what is parsed before a start.
LARGE = json.dumps(
    {"__ministack_format__": 1, "payload": {str(number): {"S": "동네" * 40} for number in range(8000)}}
).encode()


@pytest.mark.parametrize("content", [b"{}", b'{"a": {"b": [1, 2]}}\n', LARGE, LARGE + b"\n"])
def test_a_whole_file_of_the_state_is_taken(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "dynamodb.json").write_bytes(content)

    assert is_whole(tmp_path / "dynamodb.json")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b'{"cut of',
        b"{}}",
        b"\0" * 4096,
        LARGE[:-3],
        LARGE[:-100],
        LARGE[1:],
        LARGE[: 2 * 1024**2],
        LARGE[:-4096] + b"\0" * 4096,
        b"\0" * 2 * 1024**2,
    ],
)
def test_a_broken_one_is_noticed(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "dynamodb.json").write_bytes(content)

    assert not is_whole(tmp_path / "dynamodb.json")


def test_a_file_that_is_replaced_meanwhile_is_no_trouble(tmp_path: Path) -> None:
    assert is_whole(tmp_path / "dynamodb.json")


def test_a_city_s_model_server_keeps_its_port(tmp_path: Path) -> None:
    city = City(home=tmp_path)
    first = ModelServer(tmp_path, 60).port()
    city.save_facts(eyes_port=first)

    assert {ModelServer(tmp_path, 60).port() for _ in range(3)} == {first}


def test_unless_somebody_else_has_taken_it(tmp_path: Path) -> None:
    city = City(home=tmp_path)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        city.save_facts(eyes_port=taken)

        assert ModelServer(tmp_path, 60).port() != taken


def test_a_full_disk_is_given_back_what_earlier_clouds_left(tmp_path: Path) -> None:
    for folder in ("tmp", "tmp.17"):
        (tmp_path / folder / "code").mkdir(parents=True)
    (tmp_path / "state").mkdir()

    remove_temporary(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["state"]


def test_of_a_city_that_was_somebody_s_own_only_what_it_logged_stays(tmp_path: Path) -> None:
    for folder in ("tmp", "tmp.17", "state", "s3", "layers"):
        (tmp_path / folder / "deep").mkdir(parents=True)
    for log in ("cloud.log", "sam-build.log"):
        (tmp_path / log).write_text("")

    remove_all_but_logs(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["cloud.log", "sam-build.log"]
