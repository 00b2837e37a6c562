"""The detection endpoint beside the bare ONNX session: how much of a processor's time is not the network's.

The bare session gets tensors that are ready; the endpoint gets JPEGs over HTTP and decodes, feeds, reads and answers. One
client more than there are workers asks, so that none waits for work. Rounds of the two take turns.
"""

import http.client
import itertools
import multiprocessing
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from benchmarks.measurement import Absent, BenchmarkTrouble, Measurement
from models.detection.catalogue.cache import weights_path
from models.detection.catalogue.detectors import CATALOGUE
from models.detection.inference.detector import open_session
from models.detection.inference.feeding import feed

MODELS = ("nanodet-g", "yolox-nano")
WORKERS = (1, 2)
ROUNDS = 9
SECONDS = 1.5
MOST_OVERHEAD_PERCENT = 15.0
ROOT = Path(__file__).resolve().parents[2]
_HOST = "127.0.0.1"


def measure(workers: Sequence[int] = WORKERS, rounds: int = ROUNDS, seconds: float = SECONDS) -> Iterator[Measurement]:
    """Of every model that has its weights here. Raises Absent."""
    present = [name for name in MODELS if weights_path(CATALOGUE[name]).is_file()]
    pictures = read_jpegs()
    for name, count in itertools.product(present, workers):
        yield from _compare(name, count, pictures=pictures, rounds=rounds, seconds=seconds)
    if missing := [name for name in MODELS if name not in present]:
        raise Absent(f"no weights for {', '.join(missing)}: make models")


def read_jpegs() -> list[bytes]:
    """Frames of 768 x 576 as a thin unit sends them, below 100 kB: labelled pictures, or drawn ones without them."""
    folder = Path(os.environ.get("DONGNE_SHARED", ROOT.parent / "shared")) / "data" / "detection" / "images"
    files = sorted(folder.glob("coco_*.jpg"))[:16]
    chance = np.random.default_rng(7)
    frames = [cv2.imread(str(file)) for file in files] or [
        cv2.GaussianBlur(chance.integers(0, 255, (576, 768, 3), np.uint8), (0, 0), 3) for _ in range(16)
    ]
    sized = [cv2.resize(np.asarray(frame, np.uint8), (768, 576)) for frame in frames]
    return [cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, 70])[1].tobytes() for frame in sized]


def _compare(
    name: str, workers: int, *, pictures: Sequence[bytes], rounds: int, seconds: float
) -> Iterator[Measurement]:
    bare, served = [], []
    with _bare_sessions(name, workers, seconds) as run_bare, _endpoint(name, workers) as port:
        _ask(port, pictures, workers + 1, min(1.0, seconds))
        for _ in range(rounds):
            bare.append(run_bare())
            served.append(_ask(port, pictures, workers + 1, seconds))
    # Round by round: whatever else the machine does meets both.
    overhead = statistics.median(b / s - 1 for b, s in zip(bare, served, strict=True)) * 100
    yield Measurement(
        f"{name}, {workers} worker{'s' * (workers > 1)}: overhead over the bare session",
        overhead,
        "%",
        at_most=MOST_OVERHEAD_PERCENT,
        detail=f"{statistics.median(served):.1f} pictures/s served, {statistics.median(bare):.1f} bare; "
        f"{len(pictures)} JPEGs of 768x576, {statistics.mean(map(len, pictures)) / 1000:.0f} kB",
    )


@contextmanager
def _bare_sessions(name: str, workers: int, seconds: float) -> Iterator[Any]:
    """Gives a function that runs `workers` bare sessions for a while and tells their pictures per second."""
    context = multiprocessing.get_context("spawn")
    barrier, counts = context.Barrier(workers + 1), context.Queue()
    processes = [
        context.Process(target=_spin, args=(name, seconds, barrier, counts), daemon=True) for _ in range(workers)
    ]
    for process in processes:
        process.start()

    def run() -> float:
        barrier.wait(60)
        return float(sum(counts.get(timeout=60) for _ in processes))

    try:
        yield run
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _spin(name: str, seconds: float, barrier: Barrier, counts: Any) -> None:
    adapter = CATALOGUE[name]
    session = open_session(weights_path(adapter).read_bytes(), threads=1)
    values, _ = feed(np.full((576, 768, 3), 127, np.uint8), adapter.feeding)
    feeds = {session.get_inputs()[0].name: values}
    session.run(None, feeds)
    while True:
        barrier.wait()
        count, began = 0, time.perf_counter()
        while (spent := time.perf_counter() - began) < seconds:
            session.run(None, feeds)
            count += 1
        counts.put(count / spent)


@contextmanager
def _endpoint(name: str, workers: int) -> Iterator[int]:
    with socket.create_server((_HOST, 0)) as free:
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "models.detection.serve", "--model", name, "--port", str(port)]
    serving = subprocess.Popen([*command, "--workers", str(workers)], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        _wait_until_ready(port)
        yield port
    finally:
        serving.terminate()
        serving.wait(30)


def _wait_until_ready(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection(_HOST, port, timeout=5)
            connection.request("GET", "/ping")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise BenchmarkTrouble("the endpoint did not start")


def _ask(port: int, pictures: Sequence[bytes], clients: int, seconds: float) -> float:
    """Pictures per second that so many clients get answered. The clients are plain sockets: they share the processor."""
    requests = [
        f"POST /invocations HTTP/1.1\r\nHost: {_HOST}\r\nContent-Type: image/jpeg\r\n"
        f"Content-Length: {len(picture)}\r\n\r\n".encode()
        + picture
        for picture in pictures
    ]

    def ask(start: int) -> int:
        answered = 0
        for request in itertools.cycle([*requests[start:], *requests[:start]]):
            if time.perf_counter() >= until:
                return answered
            with socket.create_connection((_HOST, port), timeout=60) as connection:
                connection.sendall(request)
                answer = b"".join(iter(partial(connection.recv, 65_536), b""))
            if not answer.startswith(b"HTTP/1.1 200 "):
                raise BenchmarkTrouble(f"the endpoint answered {answer[:200]!r}")
            answered += 1
        return answered

    began = time.perf_counter()
    until = began + seconds
    with ThreadPoolExecutor(clients) as pool:
        answered = sum(pool.map(ask, range(clients)))
    return answered / (time.perf_counter() - began)
