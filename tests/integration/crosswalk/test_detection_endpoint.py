"""The endpoint as SageMaker and the local city meet it: processes of their own, over HTTP, boto3's client included."""

import base64
import http.client
import io
import json
import socket
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from models.detection.package import pack_model

ROOT = Path(__file__).resolve().parents[3]
FRAME = cv2.GaussianBlur(np.random.default_rng(4).integers(0, 255, (240, 320, 3), np.uint8), (0, 0), 3)
JPEG = cv2.imencode(".jpg", FRAME)[1].tobytes()
PNG = cv2.imencode(".png", FRAME)[1].tobytes()


class Endpoint:
    def __init__(self, folder: Path, workers: int) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        # The archive's own code, not the checkout's: what is packed is what serves.
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "models.detection.serve",
                "serve",
                "--folder",
                str(folder),
                "--port",
                str(self.port),
                "--workers",
                str(workers),
            ],
            cwd=folder,
            env={"PYTHONPATH": str(folder / "code"), "PATH": "", "OMP_NUM_THREADS": "1"},
            stderr=subprocess.PIPE,
        )

    def wait(self) -> None:
        for _ in range(300):
            assert self.process.poll() is None, self.process.stderr.read()
            try:
                if self.ask("GET", "/ping")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("it did not start")

    def ask(self, method, path, body=None, content_type="image/jpeg"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, {"Content-Type": content_type} if body is not None else {})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def post(self, body, content_type="image/jpeg", path="/invocations"):
        return self.ask("POST", path, body, content_type)

    def send_raw(self, content: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(content)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65_536), b""))

    def stop(self) -> int:
        self.process.terminate()
        return self.wait_for_the_end()[0]

    def wait_for_the_end(self) -> tuple[int, bytes]:
        """The exit status, and what was written to standard error."""
        _, written = self.process.communicate(timeout=60)
        return self.process.returncode, written


def unpack(content: bytes, folder: Path) -> Path:
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture(scope="module")
def packed(shared):
    return pack_model("yolox-nano", {"yolox-nano": shared / "data" / "detection" / "yolox_nano.onnx"})


@pytest.fixture(scope="module", params=[1, 2], ids=["one worker", "two workers"])
def endpoint(packed, request, tmp_path_factory):
    running = Endpoint(unpack(packed, tmp_path_factory.mktemp("model")), request.param)
    running.wait()
    yield running
    assert running.stop() == 0


@pytest.mark.parametrize(("content", "kind"), [(JPEG, "image/jpeg"), (PNG, "image/png")])
def test_a_picture_is_answered(endpoint, content, kind):
    status, answer = endpoint.post(content, kind)

    assert status == 200
    assert (answer["model"], answer["width"], answer["height"]) == ("yolox-nano", 320, 240)
    assert answer["milliseconds"] > 0


def test_people_are_found_where_they_are(endpoint, shared):
    picture = (shared / "data" / "detection" / "images" / "coco_000000397133.jpg").read_bytes()

    _, answer = endpoint.post(picture)

    first = answer["boxes"][0]
    assert first["kind"] == "person"
    assert first["score"] > 0.7
    # Labelled at 388.7, 69.9, 109.4 wide, 277.6 high.
    assert abs(first["x1"] - 388.7) < 15
    assert abs(first["y2"] - 347.5) < 15


def test_a_batch_is_answered_in_order_and_one_bad_picture_fails_alone(endpoint):
    texts = [base64.b64encode(content).decode() for content in (JPEG, b"no picture", PNG)]

    status, answer = endpoint.post(json.dumps({"images": [*texts, "not base64!"]}).encode(), "application/json")

    assert status == 200
    assert [result.get("error") for result in answer["results"]] == [
        None,
        "picture_type_unknown",
        None,
        "batch_malformed",
    ]


def test_boto3s_runtime_client_is_answered(endpoint):
    import boto3

    client = boto3.client(
        "sagemaker-runtime",
        endpoint_url=f"http://127.0.0.1:{endpoint.port}",
        region_name="ap-northeast-2",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",  # pragma: allowlist secret
    )

    answer = client.invoke_endpoint(EndpointName="detection", ContentType="image/jpeg", Body=JPEG)

    assert json.load(answer["Body"])["model"] == "yolox-nano"


BAD = {
    "zero bytes": (b"", "image/jpeg", 400, "picture_empty"),
    "cut off": (JPEG[: len(JPEG) // 2], "image/jpeg", 400, "picture_unreadable"),
    "announced as another type": (JPEG, "image/png", 415, "picture_type_unknown"),
    "text": (b"hello", "text/plain", 415, "picture_type_unknown"),
    "no picture": (b"hello", "image/jpeg", 415, "picture_type_unknown"),
    "no JSON": (b"{", "application/json", 400, "batch_malformed"),
    "JSON too deep": (b"[" * 100_000, "application/json", 400, "batch_malformed"),
    "JSON of another form": (b'{"images": "x"}', "application/json", 400, "batch_malformed"),
    "an empty batch": (b'{"images": []}', "application/json", 400, "batch_malformed"),
    "forty megapixels": (
        JPEG.replace((240).to_bytes(2, "big") + (320).to_bytes(2, "big"), b"\x13\x88\x1f\x40", 1),
        "image/jpeg",
        413,
        "picture_too_large",
    ),
    "too many bytes": (bytes(26 * 1024 * 1024), "image/jpeg", 413, "picture_too_large"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_picture_is_refused_by_name_and_the_next_one_is_answered(endpoint, name):
    content, kind, status, error = BAD[name]

    answered, document = endpoint.post(content, kind)

    assert (answered, document["error"]) == (status, error)
    assert set(document["message"]) == {"ko", "en"}
    assert endpoint.post(JPEG)[0] == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/invocations", 405),
        ("PUT", "/invocations", 405),
        ("POST", "/ping", 405),
        ("GET", "/", 404),
        ("POST", "/endpoints/../x", 404),
    ],
)
def test_other_paths_and_methods_are_refused(endpoint, method, path, status):
    assert endpoint.ask(method, path, b"" if method == "POST" else None)[0] == status


def test_a_request_that_is_none_and_one_that_ends_early_do_no_harm(endpoint):
    assert b"400" in endpoint.send_raw(b"nonsense\r\n\r\n").split(b"\r\n")[0]
    early = b"POST /invocations HTTP/1.1\r\nContent-Type: image/jpeg\r\nContent-Length: 500\r\n\r\nabc"
    assert b"body_cut_off" in endpoint.send_raw(early)
    chunked = b"POST /invocations HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    assert b"length_unknown" in endpoint.send_raw(chunked)
    assert endpoint.post(JPEG)[0] == 200


def test_idle_clients_do_not_keep_others_waiting(endpoint):
    idle = [socket.create_connection(("127.0.0.1", endpoint.port)) for _ in range(8)]
    try:
        assert endpoint.post(JPEG)[0] == 200
    finally:
        for connection in idle:
            connection.close()


def test_weights_that_were_changed_after_packing_do_not_start(packed, tmp_path):
    folder = unpack(packed, tmp_path)
    (folder / "yolox_nano.onnx").write_bytes(b"something else")

    status, written = Endpoint(folder, 1).wait_for_the_end()

    assert status == 2
    assert b"hash" in written


def test_a_supervisor_whose_workers_die_gives_up(packed, tmp_path):
    folder = unpack(packed, tmp_path)
    (folder / "model.json").write_text("{}")

    assert Endpoint(folder, 2).wait_for_the_end()[0] == 1


def test_packing_twice_gives_the_same_bytes(packed, shared):
    again = pack_model("yolox-nano", {"yolox-nano": shared / "data" / "detection" / "yolox_nano.onnx"})

    assert again == packed
