"""Staff at the cameras: who may do what, what they are shown, and that no address is ever among it."""

import json
import re
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from city.contracts.operations.cameras import StreamAddressV1
from city.kernel.errors import NotFound
from infra.operations.camera_seed import draw_rows
from infra.templates import read_domain, resources_of
from tests.integration.operations.cameras.register_in_moto import Register, counted_calls

CAMERAS = 24
ROWS = draw_rows(CAMERAS)
SECRET = "rtsp://10.20.30.40:554/stream1"  # pragma: allowlist secret


@pytest.fixture
def register(cloud: None) -> Register:
    register = Register()
    register.load(ROWS)
    return register


def read_all(register: Register, path: str = "/cctv/cameras", **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    page: dict[str, str] = {}
    while True:
        status, answer = register.call("GET", path, **query, **page, limit="7")
        assert status == 200
        found += answer["cameras"]
        if answer["next_page"] is None:
            return found
        page = {"page": answer["next_page"]}


def test_cameras_are_listed_page_by_page_in_two_reads_and_no_scan(register: Register) -> None:
    assert [each["camera_id"] for each in read_all(register)] == register.names()
    with counted_calls() as calls:
        register.call("GET", "/cctv/cameras", limit="50")
    assert calls == ["GetItem", "BatchGetItem"]


def test_a_box_a_purpose_and_an_unknown_direction_narrow_the_list(register: Register) -> None:
    everything = read_all(register)
    west, east = sorted(each["longitude"] for each in everything)[4], sorted(e["longitude"] for e in everything)[12]
    box = read_all(register, west=str(west), east=str(east), south="30", north="40")
    unknown = read_all(register, direction="unknown")
    purpose = everything[0]["purpose"]

    assert {e["camera_id"] for e in box} == {e["camera_id"] for e in everything if west <= e["longitude"] <= east}
    assert {e["camera_id"] for e in unknown} == {e["camera_id"] for e in everything if not e["sectors"]}
    assert all(e["direction_from"] == "unknown" for e in unknown)
    assert len(read_all(register, purpose=purpose)) == sum(e["purpose"] == purpose for e in everything)
    assert read_all(register, purpose="없는 목적") == []
    assert register.call("GET", "/cctv/cameras", west="1")[0] == 400


def test_the_cameras_that_see_a_point_say_how(register: Register) -> None:
    one = read_all(register, direction="unknown")[0]
    point = {"latitude": str(one["latitude"]), "longitude": str(one["longitude"])}

    status, answer = register.call("GET", "/cctv/cameras/seeing", **point)

    assert status == 200
    assert answer["buildings"] is False
    assert {each["verdict"] for each in answer["cameras"] if each["camera"]["camera_id"] == one["camera_id"]} == {
        "may_see"
    }
    near = register.call("GET", "/cctv/cameras/seeing", **point, within_m="1", nearest="5")[1]["cameras"]
    assert len(near) >= 5
    assert [each["distance_m"] for each in near] == sorted(each["distance_m"] for each in near)


def test_a_supervisor_corrects_a_view_and_the_history_is_kept_by_name(register: Register) -> None:
    name = register.names()[0]
    first = {"revision": 0, "azimuth_deg": 30.0, "width_deg": 60.0, "range_m": 120.0, "reason": "현장 확인"}

    status, shown = register.call("PUT", f"/cctv/cameras/{name}/view", first, "supervisor")

    assert status == 200
    assert shown["camera"]["sectors"] == [{"azimuth_deg": 30.0, "width_deg": 60.0}]
    assert (shown["camera"]["direction_from"], shown["camera"]["range_from"]) == ("corrected", "corrected")
    again = register.call("PUT", f"/cctv/cameras/{name}/view", first, "supervisor")
    assert (again[0], again[1]["error"]) == (409, "camera_corrected_meanwhile")
    same = register.call("PUT", f"/cctv/cameras/{name}/view", {**first, "revision": 1}, "supervisor")
    assert (same[0], same[1]["error"]) == (422, "nothing_corrected")
    back = {"revision": 1, "reason": "잘못 봄"}
    shown = register.call("PUT", f"/cctv/cameras/{name}/view", back, "supervisor")[1]
    assert [(line["revision"], line["azimuth_deg"], line["by_name"]) for line in shown["corrections"]] == [
        (2, None, "김감독"),
        (1, 30.0, "김감독"),
    ]
    # An import leaves corrections alone.
    register.call("PUT", f"/cctv/cameras/{name}/view", {**first, "revision": 2}, "supervisor")
    register.load(ROWS, "again.csv")
    assert register.call("GET", f"/cctv/cameras/{name}")[1]["camera"]["direction_from"] == "corrected"


def test_two_supervisors_at_once_are_told_apart(register: Register) -> None:
    name = register.names()[0]
    from city.operations.cameras.camera import Correction

    def correction(azimuth: float) -> Correction:
        return Correction(
            azimuth_deg=azimuth, width_deg=None, range_m=None, revision=1, by="s", by_name=None,
            at=register.clock.now(), reason="seen",
        )  # fmt: skip

    assert register.cameras.correct(name, correction(1))
    assert not register.cameras.correct(name, correction(2))
    camera = register.cameras.get(name)
    assert camera is not None
    assert camera.correction == correction(1)
    assert register.cameras.history(name) == [correction(1)]


@pytest.mark.parametrize(
    ("method", "path", "groups"),
    [
        ("GET", "/cctv/cameras", {"operator", "supervisor", "auditor"}),
        ("GET", "/cctv/cameras/seeing", {"operator", "supervisor", "auditor"}),
        ("GET", "/cctv/cameras/export", {"operator", "supervisor", "auditor"}),
        ("GET", "/cctv/cameras/files", {"operator", "supervisor", "auditor"}),
        ("GET", "/cctv/cameras/files/none", {"operator", "supervisor", "auditor"}),
        ("GET", "/cctv/cameras/c000000000000-1", {"operator", "supervisor", "auditor"}),
        ("PUT", "/cctv/cameras/c000000000000-1/view", {"supervisor"}),
        ("PUT", "/cctv/cameras/c000000000000-1/address", {"supervisor"}),
        ("POST", "/cctv/cameras/files", {"supervisor"}),
    ],
)
def test_each_route_is_for_its_groups_alone(cloud: None, method: str, path: str, groups: set[str]) -> None:
    register = Register()
    for group in ("operator", "supervisor", "auditor", "agency", "clerk"):
        status, _ = register.call(method, path, None if method == "GET" else {}, group)
        assert (status == 403) == (group not in groups), group


def test_a_file_is_put_in_by_a_form_and_its_report_is_listed(register: Register) -> None:
    ask = {"name": "서산 CCTV.csv", "size_bytes": 1_000, "most_retired": 5}
    status, signed = register.call("POST", "/cctv/cameras/files", ask, "supervisor")

    assert status == 200
    assert signed["key"].endswith("-서산_CCTV.csv")
    assert signed["fields"]["x-amz-meta-most-retired"] == "5"
    files = register.call("GET", "/cctv/cameras/files")[1]["files"]
    assert [(each["name"], each["loaded"], each["counts"]["new"]) for each in files] == [("a.csv", True, CAMERAS)]
    assert register.call("GET", "/cctv/cameras/files/a.csv")[1]["cameras"] == CAMERAS
    assert register.call("GET", "/cctv/cameras/files/b.csv")[0] == 404


def test_an_unknown_camera_is_not_found(register: Register) -> None:
    for name in ("c000000000000-1", "import", "x"):
        assert register.call("GET", f"/cctv/cameras/{name}")[0] == 404


def test_an_export_has_every_camera_and_no_address(register: Register) -> None:
    entities = read_all(register, "/cctv/cameras/export")

    assert len(entities) == CAMERAS
    assert {entity["type"] for entity in entities} == {"Camera"}
    assert not any("stream" in json.dumps(entity).lower() for entity in entities)


# --- addresses -----------------------------------------------------------------------------------


def test_an_address_is_filed_encrypted_and_read_by_its_camera_alone(register: Register, capsys: Any) -> None:
    one, other = register.names()[:2]

    status, answer = register.call(
        "PUT", f"/cctv/cameras/{one}/address", {"kind": "rtsp", "address": SECRET}, "supervisor"
    )

    assert status == 200
    assert SECRET not in json.dumps(answer)
    assert register.addresses.read(one) == StreamAddressV1(kind="rtsp", address=SECRET)
    with pytest.raises(NotFound):
        register.addresses.read(other)
    items = boto3.client("dynamodb").scan(TableName="CameraAddressesTable")["Items"]
    assert b"10.20.30.40" not in items[0]["secret"]["B"]
    # Moved to another camera, a ciphertext is none.
    boto3.client("dynamodb").put_item(TableName="CameraAddressesTable", Item={**items[0], "camera_id": {"S": other}})
    with pytest.raises(ClientError, match="InvalidCiphertextException"):
        register.addresses.read(other)
    for path in ("/cctv/cameras", "/cctv/cameras/export", f"/cctv/cameras/{one}"):
        assert "10.20.30.40" not in json.dumps(register.call("GET", path)[1])
    assert "10.20.30.40" not in "".join(capsys.readouterr())


def test_a_camera_says_who_filed_its_address_and_when_and_never_which(register: Register) -> None:
    one, other = register.names()[:2]
    path = f"/cctv/cameras/{one}/address"
    register.call("PUT", path, {"kind": "rtsp", "address": SECRET}, "supervisor")
    register.clock.move(days=1)
    register.call("PUT", path, {"kind": "kvs", "address": "seosan-17"}, "supervisor")

    shown = register.call("GET", f"/cctv/cameras/{one}", group="auditor")[1]

    assert [(line["kind"], line["by"], line["by_name"]) for line in shown["address_filings"]] == [
        ("kvs", "supervisor-1", "김감독"),
        ("rtsp", "supervisor-1", "김감독"),
    ]
    assert [set(line) for line in shown["address_filings"]] == [{"at", "by", "by_name", "kind"}] * 2
    assert register.call("GET", f"/cctv/cameras/{other}")[1]["address_filings"] == []


def test_an_address_and_who_filed_it_are_written_together_or_not_at_all(register: Register) -> None:
    name = register.names()[0]
    boto3.client("dynamodb").delete_table(TableName="CameraAddressFilingsTable")

    body = {"kind": "rtsp", "address": SECRET}
    status, answer = register.call("PUT", f"/cctv/cameras/{name}/address", body, "supervisor")

    assert status == 500
    assert SECRET not in json.dumps(answer)
    assert boto3.client("dynamodb").scan(TableName="CameraAddressesTable")["Items"] == []


def test_a_refused_address_is_not_repeated(register: Register) -> None:
    name = register.names()[0]
    status, answer = register.call(
        "PUT", f"/cctv/cameras/{name}/address", {"kind": "rtsp", "address": "x://10.20.30.40"}, "supervisor"
    )

    assert status == 400
    assert "10.20.30.40" not in json.dumps(answer)
    assert "10.20.30.40" not in repr(StreamAddressV1(kind="rtsp", address=SECRET))
    missing = register.call(
        "PUT", "/cctv/cameras/c000000000000-1/address", {"kind": "rtsp", "address": SECRET}, "supervisor"
    )
    assert missing[0] == 404


def test_only_what_shows_and_what_fetches_film_may_read_or_decrypt_an_address() -> None:
    """By the templates; under enforced IAM it is asked of a running city (`tests/e2e/operations/test_rights.py`)."""
    functions = resources_of(read_domain("operations"), "AWS::Serverless::Function")
    readers = {
        name: function["Handler"]
        for name, function in functions.items()
        for statement in statements(function)
        if any(
            re.search(rf'"{secret}(Arn)?["}}.]', json.dumps(statement["Resource"]))
            for secret in ("CameraAddressesTable", "CameraAddressKey")
        )
        and set(actions(statement))
        & {"dynamodb:GetItem", "dynamodb:Query", "dynamodb:BatchGetItem", "dynamodb:Scan", "kms:Decrypt"}
    }

    assert set(readers) == {"VideoDoorFunction", "FetchFilmFunction"}, readers
    writers = {name for name, f in functions.items() for s in statements(f) if "kms:Encrypt" in actions(s)}
    assert writers == {"FileCameraAddressFunction"}


def statements(function: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for policy in function.get("Policies", []) for each in policy.get("Statement", [])]


def actions(statement: dict[str, Any]) -> list[str]:
    action = statement["Action"]
    return [action] if isinstance(action, str) else action
