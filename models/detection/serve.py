"""The endpoint: SageMaker's container contract, and its runtime path for the local city.

    python -m models.detection.serve --model yolox-nano [--weights FILE] [--port 8080] [--workers 2]
    python -m models.detection.serve --folder /opt/ml/model      # what package.py packed

    GET  /ping                            200 once the model has looked at a first picture
    POST /invocations                     image/jpeg or image/png: one picture; application/json {"images": [base64, …]}
    POST /endpoints/{name}/invocations    the same, under the path that SageMaker's runtime API has

A picture's answer is {"model", "milliseconds", "width", "height", "boxes": [{"kind", "score", "x1", "y1", "x2", "y2"}]} in
pixels of the picture; a batch's {"results": […]}, each an answer or, for a picture that was refused, its error. Errors are
{"error": code, "message": {"ko", "en"}, "detail"}.

Worker processes share one listening socket: whoever is idle takes the next request. One connection carries one request,
so that no worker is tied to a client. In a worker, receiving and decoding go on beside one detection at a time.
"""

import argparse
import base64
import binascii
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import FrameType
from typing import Any

import cv2
import numpy as np

from city.kernel.errors import Rejected
from models.detection.errors import (
    BatchMalformed,
    BodyCutOff,
    LengthUnknown,
    MethodUnknown,
    PathUnknown,
    PictureTooLarge,
    PictureTypeUnknown,
    RequestRefused,
    WeightsMissing,
)
from models.detection.inference.boxes import Box
from models.detection.inference.detector import Detector, load_detector
from models.detection.inference.pictures import read_header, read_picture
from models.detection.inference.profiles import open_detector

MOST_IMAGES = 32
MOST_BODY = 25 * 1024 * 1024  # SageMaker's own limit for a real-time endpoint
_SECONDS_FOR_A_CLIENT = 20.0
_REQUESTS_AT_ONCE = 16  # per worker; more wait in the socket's queue
_BACKLOG = 256
_INVOCATIONS = re.compile(r"/invocations|/endpoints/[A-Za-z0-9](?:-?[A-Za-z0-9]){0,62}/invocations")
_STATUSES: dict[type[Rejected], HTTPStatus] = {
    PictureTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    PictureTypeUnknown: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    LengthUnknown: HTTPStatus.LENGTH_REQUIRED,
    PathUnknown: HTTPStatus.NOT_FOUND,
    MethodUnknown: HTTPStatus.METHOD_NOT_ALLOWED,
}
Answer = Callable[[str, bytes], dict[str, Any]]


class Invocations:
    """What a request's body is answered with. Raises Rejected."""

    def __init__(self, detector: Detector, clock: Callable[[], float] = time.perf_counter) -> None:
        self._detector = detector
        self._clock = clock
        self._one_at_a_time = threading.Lock()

    def __call__(self, content_type: str, body: bytes) -> dict[str, Any]:
        kind = content_type.partition(";")[0].strip().lower()
        if kind == "application/json":
            return {"results": [self._outcome(text) for text in parse_batch(body)]}
        if kind in ("image/jpeg", "image/png"):
            return self.look(body, kind)
        raise PictureTypeUnknown(f"content type {content_type or 'missing'}")

    def look(self, content: bytes, announced: str = "") -> dict[str, Any]:
        began = self._clock()
        header = read_header(content)
        if announced and header.type != announced:
            raise PictureTypeUnknown(f"announced as {announced}, it is {header.type}")
        picture = read_picture(content)
        with self._one_at_a_time:
            boxes = self._detector.detect(picture)
        return {
            "model": self._detector.name,
            "milliseconds": round((self._clock() - began) * 1000, 2),
            "width": header.width,
            "height": header.height,
            "boxes": [as_json(box) for box in boxes],
        }

    def _outcome(self, text: str) -> dict[str, Any]:
        try:
            return self.look(base64.b64decode(text, validate=True))
        except binascii.Error:
            return error_body(BatchMalformed("not base64"))
        except Rejected as refusal:
            return error_body(refusal)


def parse_batch(body: bytes) -> list[str]:
    """Raises BatchMalformed."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BatchMalformed(f"not JSON: {error}") from error
    images = document.get("images") if isinstance(document, dict) else None
    if not isinstance(images, list) or not all(isinstance(image, str) for image in images):
        raise BatchMalformed
    if not 1 <= len(images) <= MOST_IMAGES:
        raise BatchMalformed(f"{len(images)} pictures, of 1 to {MOST_IMAGES}")
    return images


def as_json(box: Box) -> dict[str, Any]:
    corners = {name: round(getattr(box, name), 2) for name in ("x1", "y1", "x2", "y2")}
    return {"kind": box.kind, "score": round(box.score, 4), **corners}


def error_body(refusal: Rejected) -> dict[str, Any]:
    return {
        "error": refusal.code,
        "message": {"ko": refusal.message_ko, "en": refusal.message_en},
        "detail": refusal.detail,
    }


def status_of(refusal: Rejected) -> HTTPStatus:
    return next((status for kind, status in _STATUSES.items() if isinstance(refusal, kind)), HTTPStatus.BAD_REQUEST)


class Handler(BaseHTTPRequestHandler):
    """One request. `answer` is set by make_handler."""

    protocol_version = "HTTP/1.1"
    timeout = _SECONDS_FOR_A_CLIENT
    server_version = "dongne-detection"
    sys_version = ""
    has_read_all = False
    answer: Answer

    def do_GET(self) -> None:
        self.has_read_all = True
        if self.path.partition("?")[0] == "/ping":
            self._send(HTTPStatus.OK, {"status": "ready"})
        else:
            self._refuse(MethodUnknown() if _INVOCATIONS.fullmatch(self.path) else PathUnknown())

    def do_POST(self) -> None:
        try:
            result = self._invoke()
        except Rejected as refusal:
            self._refuse(refusal)
        except (TimeoutError, ConnectionError):
            self.close_connection = True
        except Exception as error:  # noqa: BLE001  # one bad picture must not end the worker
            self.log_error("%s: %s", type(error).__name__, error)
            self._send(
                HTTPStatus.INTERNAL_SERVER_ERROR,
                {
                    "error": "failed",
                    "message": {"ko": "처리하지 못했습니다.", "en": "It could not be done."},
                    "detail": "",
                },
            )
        else:
            self._send(HTTPStatus.OK, result)

    def _invoke(self) -> dict[str, Any]:
        if not _INVOCATIONS.fullmatch(self.path.partition("?")[0]):
            raise MethodUnknown if self.path == "/ping" else PathUnknown
        return type(self).answer(self.headers.get("Content-Type", ""), self._read_body())

    def _read_body(self) -> bytes:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or "Transfer-Encoding" in self.headers:
            raise LengthUnknown
        if int(length) > MOST_BODY:
            raise PictureTooLarge(f"{int(length):,} bytes, at most {MOST_BODY:,}")
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise BodyCutOff
        self.has_read_all = True
        return body

    def _refuse(self, refusal: Rejected) -> None:
        self._send(status_of(refusal), error_body(refusal))

    def _send(self, status: HTTPStatus, document: dict[str, Any]) -> None:
        content = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
        self.close_connection = True
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(content)}\r\nConnection: close\r\n\r\n"
        )
        self.wfile.write(head.encode() + content)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the base class refuses by itself: a malformed request, a method without a `do_`."""
        status = HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else HTTPStatus(code)
        refusal = (
            MethodUnknown() if status is HTTPStatus.METHOD_NOT_ALLOWED else RequestRefused(message or explain or "")
        )
        self._send(status, error_body(refusal))

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # the base class's name for it
        """Requests are counted by the platform; only what failed is written, and never what was sent."""
        if "code" not in format and not format.startswith('"'):
            sys.stderr.write(f"{format % arguments}\n")


def make_handler(answer: Answer) -> type[Handler]:
    return type("BoundHandler", (Handler,), {"answer": staticmethod(answer)})


def serve_requests(listening: socket.socket, handler: type[Handler], stopping: threading.Event) -> None:
    """Takes connections until it is stopped; each has a thread of the pool. No more are taken than can be worked on."""
    slots = threading.Semaphore(_REQUESTS_AT_ONCE)

    def work(connection: socket.socket, address: Any) -> None:
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            done = handler(connection, address, None)  # type: ignore[arg-type]  # the server is asked for nothing
            if not done.has_read_all:
                _drain(connection)
        except OSError:
            pass  # the client is gone
        finally:
            connection.close()
            slots.release()

    with ThreadPoolExecutor(_REQUESTS_AT_ONCE) as pool:
        while not stopping.is_set():
            slots.acquire()
            try:
                connection, address = listening.accept()
            except OSError:
                slots.release()
                if not stopping.is_set():
                    time.sleep(0.05)  # out of descriptors: let some requests end
                continue
            connection.settimeout(_SECONDS_FOR_A_CLIENT)
            pool.submit(work, connection, address)


def _drain(connection: socket.socket, most: int = 2 * MOST_BODY, seconds: float = 5.0) -> None:
    """A refused body that is still on its way: closing at once would reset the connection under our answer."""
    connection.shutdown(socket.SHUT_WR)
    until = time.monotonic() + seconds
    while most > 0 and (left := until - time.monotonic()) > 0:
        connection.settimeout(left)
        received = len(connection.recv(1 << 20))
        if not received:
            return
        most -= received


def run_worker(listening: socket.socket, detector: Detector) -> None:
    """Takes requests until SIGTERM; what is under way then is still answered."""
    stopping = threading.Event()

    def stop(_: int, __: FrameType | None) -> None:
        stopping.set()
        raise SystemExit  # out of the accept that this thread waits in

    signal.signal(signal.SIGTERM, stop)
    try:
        serve_requests(listening, make_handler(Invocations(detector)), stopping)
    except (SystemExit, KeyboardInterrupt):
        sys.stderr.write("stopped\n")


def load_first(arguments: argparse.Namespace) -> Detector:
    """The detector, after its first look: memory is laid out then, and no citizen waits for it. Raises Rejected."""
    # OpenCV would take every processor for a resize, from the other workers too.
    cv2.setNumThreads(arguments.threads)
    detector: Detector
    if arguments.folder is not None:
        manifest = read_manifest(arguments.folder)
        weights = {name: arguments.folder / file for name, file in manifest["weights"].items()}
        detector = load_detector(manifest["name"], weights, threads=arguments.threads, sha256=manifest.get("sha256"))
    else:
        detector = open_detector(arguments.model, weights=arguments.weights, threads=arguments.threads)
    detector.detect(np.full((576, 768, 3), 127, np.uint8))
    return detector


def read_manifest(folder: Path) -> dict[str, Any]:
    """What package.py wrote beside the weights. Raises WeightsMissing."""
    try:
        manifest: dict[str, Any] = json.loads((folder / "model.json").read_bytes())
        files = manifest["weights"].values()
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise WeightsMissing(f"{folder / 'model.json'}: {error}") from error
    if any(not isinstance(file, str) or Path(file).name != file for file in files):
        raise WeightsMissing("model.json names a file outside its folder")
    return manifest


def supervise(listening: socket.socket, workers: int, arguments: Sequence[str]) -> int:
    """Keeps `workers` processes on the socket until SIGTERM; gives up when three in a row die at once."""
    command = [sys.executable, "-m", "models.detection.serve", *arguments, "--socket", str(listening.fileno())]
    running: dict[int, tuple[subprocess.Popen[bytes], float]] = {}
    stopping = threading.Event()

    def stop(_: int, __: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    early_deaths = 0
    while not stopping.wait(0.1) and early_deaths < 3:
        for number, (process, since) in list(running.items()):
            if process.poll() is not None:
                early_deaths = early_deaths + 1 if time.monotonic() - since < 10 else 0
                sys.stderr.write(f"worker {number} ended with {process.returncode}\n")
                del running[number]
        for number in range(workers):
            if number not in running and early_deaths < 3:
                process = subprocess.Popen(command, pass_fds=[listening.fileno()])  # noqa: S603
                running[number] = (process, time.monotonic())
    for process, _ in running.values():
        process.terminate()
    for process, _ in running.values():
        try:
            process.wait(_SECONDS_FOR_A_CLIENT)
        except subprocess.TimeoutExpired:
            process.kill()
    return 0 if stopping.is_set() else 1


def open_socket(host: str, port: int) -> socket.socket:
    listening = socket.create_server((host, port), backlog=_BACKLOG, reuse_port=False)
    listening.set_inheritable(True)
    return listening


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m models.detection.serve", description=__doc__.splitlines()[0])
    parser.add_argument(
        "command", nargs="?", choices=["serve"], help="SageMaker's word for starting; needs nothing else"
    )
    parser.add_argument("--model", default="nanodet-g", help="a model or a profile of the catalogue")
    parser.add_argument("--weights", type=Path, help="its ONNX file, where it is not in the cache")
    parser.add_argument("--folder", type=Path, help="an unpacked model.tar.gz, instead of model and weights")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--threads", type=int, default=1, help="threads of the processor per worker")
    parser.add_argument("--socket", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.workers < 1 or arguments.threads < 1:
        parser.error("at least one worker and one thread")
    if arguments.socket is None and arguments.workers > 1:
        with open_socket(arguments.host, arguments.port) as listening:
            sys.stderr.write(f"listening on {arguments.host}:{listening.getsockname()[1]}\n")
            return supervise(listening, arguments.workers, [*sys.argv[1:], "--workers", "1"])
    try:
        detector = load_first(arguments)
    except Rejected as refusal:
        sys.stderr.write(f"{refusal.message_en} {refusal.detail}\n")
        return 2
    listening = (
        socket.socket(fileno=arguments.socket) if arguments.socket else open_socket(arguments.host, arguments.port)
    )
    with listening:
        if not arguments.socket:
            sys.stderr.write(f"listening on {arguments.host}:{listening.getsockname()[1]}\n")
        run_worker(listening, detector)
    return 0


if __name__ == "__main__":
    sys.exit(main())
