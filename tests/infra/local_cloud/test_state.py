"""The cloud's state: whole or as before, of one moment, and read whoever wrote it."""

import contextlib
import json
import os
import subprocess
import threading
import time
from pathlib import Path

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from infra.local.city import ROOT
from infra.local.cloud.state.generations import Generations
from infra.local.cloud.state.saving import decode
from tests.infra.local_cloud.running import INTERPRETER, RUNTIME, RunningCloud, archive


def test_a_save_killed_at_any_step_leaves_the_state_before_or_the_new_one_whole(tmp_path: Path) -> None:
    done = subprocess.run(
        [str(INTERPRETER), "-m", "tests.infra.local_cloud.killed_while_saving"],
        cwd=ROOT,
        env={**os.environ, "PERSIST_STATE": "1", "STATE_DIR": str(tmp_path / "state")},
        text=True,
        capture_output=True,
        check=False,
    )

    states = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr[-2000:]
    assert states.count("old") > 10, "the save has fewer steps than files"
    assert states == sorted(states, reverse=True), "once the new state stands, it stays"
    assert set(states) == {"old", "new"}


def items(cloud: RunningCloud) -> int:
    return int(cloud.client("dynamodb").scan(TableName="items", Select="COUNT")["Count"])


def fill(cloud: RunningCloud, count: int) -> None:
    dynamodb = cloud.client("dynamodb")
    with contextlib.suppress(dynamodb.exceptions.ResourceInUseException):
        dynamodb.create_table(
            TableName="items",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        )
    for number in range(count):
        dynamodb.put_item(
            TableName="items", Item={"id": {"S": str(number)}, "name": {"S": "동네"}, "b": {"B": b"\0\xff"}}
        )


def publish_layer(cloud: RunningCloud, name: str, files: dict[str, str]) -> str:
    content = {"ZipFile": archive(files)}
    published = cloud.client("lambda").publish_layer_version(
        LayerName=name, Content=content, CompatibleRuntimes=[RUNTIME]
    )
    return str(published["LayerVersionArn"])


def use_it(cloud: RunningCloud) -> None:
    fill(cloud, 3)
    layer = publish_layer(cloud, "word", {"python/word.py": f"WORD = {'city' * 50_000!r}\n"})
    cloud.create_function("say", "import word\ndef handler(event, context):\n    return word.WORD[:4]\n", [layer])


def test_a_stopped_cloud_wakes_up_with_everything_it_had(start_cloud, tmp_path: Path) -> None:
    cloud = start_cloud()
    use_it(cloud)
    cloud.stop()
    cloud.start()

    assert items(cloud) == 3
    assert cloud.client("dynamodb").get_item(TableName="items", Key={"id": {"S": "0"}})["Item"]["b"]["B"] == b"\0\xff"
    assert cloud.invoke("say") == "city"
    cloud.stop()

    saved = Generations(tmp_path / "state").current()
    assert (saved / "lambda.json").stat().st_size < 20_000, "the layer's archive stands in the state"
    assert [path.name for path in (tmp_path / "state").glob("saved-*")] == [saved.name], "an old save was kept"


def test_a_killed_cloud_wakes_up_as_it_was_when_it_last_saved(start_cloud, tmp_path: Path) -> None:
    cloud = start_cloud()
    fill(cloud, 3)
    cloud.stop()
    cloud.start()
    fill(cloud, 5)
    cloud.kill()
    cloud.start()

    assert items(cloud) == 3
    cloud.stop()


WAITS = """
import pathlib, time
def handler(event, context):
    pathlib.Path({folder!r}, "on").touch()
    time.sleep(600)
"""


def call_and_be_cut_off(cloud: RunningCloud) -> None:
    with contextlib.suppress(AssertionError, BotoCoreError, ClientError):
        cloud.invoke("waits")


def test_a_cloud_whose_functions_are_busy_saves_without_waiting_for_them(start_cloud, tmp_path: Path) -> None:
    cloud = start_cloud()
    fill(cloud, 3)
    cloud.create_function("waits", WAITS.format(folder=str(tmp_path)))
    caller = threading.Thread(target=call_and_be_cut_off, args=(cloud,))
    caller.start()
    while not (tmp_path / "on").exists():
        time.sleep(0.01)
    cloud.stop()
    caller.join()

    assert "timed out" not in cloud.log(), "it waited for the function"
    cloud.start()
    assert items(cloud) == 3
    cloud.stop()


NOTES = """
import json, pathlib
def handler(event, context):
    with open({file!r}, "a") as notes:
        for record in event["Records"]:
            notes.write(record["dynamodb"]["Keys"]["id"]["S"] + "\\n")
"""


@pytest.mark.parametrize(("without", "told"), [([], True), (["stream_positions"], False)])
def test_a_stream_goes_on_after_a_start(start_cloud, tmp_path: Path, without: list[str], told: bool) -> None:
    cloud, notes = start_cloud(without=without), tmp_path / "notes"
    fill(cloud, 0)
    dynamodb = cloud.client("dynamodb")
    stream = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
    arn = dynamodb.update_table(TableName="items", StreamSpecification=stream)["TableDescription"]["LatestStreamArn"]
    cloud.create_function("note", NOTES.format(file=str(notes)))
    cloud.client("lambda").create_event_source_mapping(
        EventSourceArn=arn, FunctionName="note", StartingPosition="TRIM_HORIZON"
    )
    fill(cloud, 5)
    assert noted(notes, "4")
    cloud.stop()
    cloud.start()

    cloud.client("dynamodb").put_item(TableName="items", Item={"id": {"S": "later"}})

    assert noted(notes, "later", patience_s=60 if told else 5) == told


def noted(notes: Path, line: str, patience_s: float = 60) -> bool:
    """Whether it comes: waited for so long."""
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        if notes.exists() and line in notes.read_text().splitlines():
            return True
        time.sleep(0.1)
    return False


def test_a_state_written_before_there_were_generations_is_read_and_then_saved_whole(
    start_cloud, tmp_path: Path
) -> None:
    cloud = start_cloud(without=["state", "layer_archives"])
    use_it(cloud)
    cloud.stop()
    assert (tmp_path / "state" / "dynamodb.json").exists()

    cloud.without = []
    for _ in range(2):
        cloud.start()
        assert items(cloud) == 3
        assert cloud.invoke("say") == "city"
        cloud.stop()

    assert [path.name for path in (tmp_path / "state").glob("*.json")] == ["current.json"]


def test_a_reset_forgets_what_was_saved(start_cloud, tmp_path: Path) -> None:
    cloud = start_cloud()
    fill(cloud, 1)
    cloud.stop()
    cloud.start()
    cloud.post("/_ministack/reset")
    cloud.kill()
    cloud.start()

    assert cloud.client("dynamodb").list_tables()["TableNames"] == []
    cloud.stop()


def test_a_broken_state_stops_the_start_and_is_named(start_cloud, tmp_path: Path) -> None:
    cloud = start_cloud()
    fill(cloud, 1)
    cloud.stop()
    broken = Generations(tmp_path / "state").current() / "dynamodb.json"
    broken.write_bytes(broken.read_bytes()[:-20])

    with pytest.raises(AssertionError):
        cloud.start()

    assert "the saved state dynamodb.json is broken" in cloud.log()


def test_what_a_save_has_nothing_new_for_is_kept(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    generations.save({"a.json": b"1", "b.json": b"1"})
    generations.save({"a.json": b"2"})

    assert [generations.read(name) for name in ("a.json", "b.json", "c.json")] == [b"2", b"1", None]


def test_a_save_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    generations.save({"a.json": b"1"})

    with pytest.raises(OSError, match="b"):
        generations.save({"a.json": b"2", "no/such/folder/b.json": b"2"})

    assert generations.read("a.json") == b"1"
    assert len(list(tmp_path.glob("saved-*"))) == 1


def hook(value: dict) -> object:
    """As ministack's: a store by account, and bytes."""
    if value.get("__scoped__") is True:
        return ("store", tuple(value["data"].items()))
    return ("bytes", value["__bytes__"]) if "__bytes__" in value else value


@pytest.mark.parametrize(
    "state",
    [
        {"payload": {"tables": {"__scoped__": True, "data": {"a": {"items": {"1": {"S": "x"}}}}}, "tags": {}}},
        {"payload": {"__scoped__": True, "data": {}}},
        {"payload": {"zip": {"__bytes__": "AA=="}, "t": {"__scoped__": True, "data": {"a": {"__bytes__": "AA=="}}}}},
        {"payload": {"a": {"b": {"c": {"d": {"__scoped__": True, "data": {"deep": 1}}}}}}},
        {"payload": {"text": '"__scoped__": true and "__bytes__": x', "list": [{"__scoped__": True, "data": {}}]}},
        {"payload": {"t": {"__scoped__": True, "data": {"in": {"__scoped__": True, "data": {"x": 1}}}}}},
        [1, {"__bytes__": ""}],
    ],
)
def test_a_state_is_read_as_if_the_hook_had_been_asked_about_everything(state: object) -> None:
    raw = json.dumps(state).encode()

    assert decode(raw, hook) == json.loads(raw, object_hook=hook)
