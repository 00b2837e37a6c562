"""The jobs chapter of AWS IoT Device Advisor: success, failure with a way back, rejection, a restart in the middle."""

import http.server
import io
import json
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

import pytest

from iot.crosswalk_unit.profile import MODEL_FILE, PART_FILES
from iot.crosswalk_unit.unit_jobs import make_jobs
from iot.device.jobs.health import Health
from iot.device.jobs.jobs import Jobs
from iot.device.jobs.slots import Slots
from iot.device.jobs.updates import PartUnusable
from iot.device.line.mqtt_link import MqttLink
from tests.e2e.devices.device_cloud import DeviceCloud, until
from tests.unit.crosswalk_unit.sites import Signer

pytestmark = pytest.mark.e2e

UNIT = "okgye-jobs"
SIGNER = Signer()


@dataclass
class Running:
    """A unit that runs well until its model says otherwise."""

    slots: Slots
    began: float = field(default_factory=time.monotonic)
    model: bytes = b""
    restarts: int = 0

    def health(self) -> Health:
        now = time.monotonic()
        blind = b"blind" in self.model
        return Health(now, 0 if blind else int((now - self.began) * 100), 40.0, frozenset())

    def load(self, part: str) -> None:
        folder = self.slots.current(part)
        self.model = (folder / MODEL_FILE).read_bytes() if folder else b""
        if b"broken" in self.model:
            raise PartUnusable("the model does not load")

    def restart(self) -> None:
        self.restarts += 1

    def last_picture(self) -> bytes | None:
        return b"\xff\xd8 a blurred picture \xff\xd9"

    def clip(self, journal: str, sequence: int) -> bytes | None:
        return b"a clip" if (journal, sequence) == ("0000000a", 7) else None


class Shop(http.server.BaseHTTPRequestHandler):
    """Where packages are fetched and pictures brought: the part of S3 that presigned addresses need."""

    shelf: ClassVar[dict[str, bytes]] = {}

    def do_GET(self) -> None:
        content = self.shelf.get(self.path)
        self.send_response(404 if content is None else 200)
        self.end_headers()
        self.wfile.write(content or b"")

    def do_PUT(self) -> None:
        self.shelf[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@dataclass
class Workshop:
    """A unit with its jobs thread, and the city that orders."""

    cloud: DeviceCloud
    link: MqttLink
    folder: Path
    running: Running
    new_jobs: Callable[[], Jobs]
    shop: str
    ordered: int = 0

    def order(self, **document: Any) -> str:
        self.ordered += 1
        name = f"job-{self.ordered}"
        thing = self.cloud.client("iot").describe_thing(thingName=UNIT)["thingArn"]
        self.cloud.client("iot").create_job(jobId=name, targets=[thing], document=json.dumps(document))
        return name

    def update(self, operation: str, content: bytes, signer: Signer = SIGNER, **changed: Any) -> str:
        digest = sha256(content).hexdigest()
        Shop.shelf[f"/{digest}"] = content
        order = {
            "version": 1,
            "operation": operation,
            "name": "nanodet-h",
            "url": f"{self.shop}/{digest}",
            "sha256": digest,
            "size_bytes": len(content),
            "signature": signer.sign(digest),
            "health_check_s": 1,
        }
        return self.order(**{**order, **changed})

    def execution(self, job: str) -> dict[str, Any]:
        answer = self.cloud.client("iot").describe_job_execution(jobId=job, thingName=UNIT)
        execution: dict[str, Any] = answer["execution"]
        return execution

    def outcome(self, job: str) -> tuple[str, dict[str, str]]:
        until(lambda: self.execution(job)["status"] not in ("QUEUED", "IN_PROGRESS"))
        execution = self.execution(job)
        return execution["status"], execution.get("statusDetails", {}).get("detailsMap", {})


@pytest.fixture(scope="module")
def workshop(devices: DeviceCloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    folder: Path = tmp_path_factory.mktemp("unit")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    slots = Slots(folder / "slots", PART_FILES)
    running = Running(slots)
    link = devices.link(UNIT, devices.unit(UNIT))

    def new_jobs() -> Jobs:
        # Tries follow each other without the long waits.
        def pause(seconds: float) -> None:
            time.sleep(min(seconds, 0.25))

        return make_jobs(
            unit=UNIT,
            link=link,
            slots=slots,
            key=SIGNER.public,
            running=running,
            scratch=folder / "scratch",
            monotonic_s=time.monotonic,
            pause=pause,
        )

    jobs = new_jobs()
    link.start()
    until(lambda: link.connected)
    jobs.start()
    yield Workshop(devices, link, folder, running, new_jobs, f"http://127.0.0.1:{server.server_port}")
    jobs.stop()
    link.stop()
    server.shutdown()
    server.server_close()


def test_a_good_model_stays(workshop: Workshop) -> None:
    job = workshop.update("update_model", b"a good model")

    assert workshop.outcome(job) == ("SUCCEEDED", {"name": "nanodet-h"})
    assert workshop.running.model == b"a good model"
    assert workshop.running.slots.trial() is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"a blind model", "rolled back: no new frame"), (b"a broken model", "rolled back: the model does not load")],
)
def test_a_bad_model_goes_and_the_one_before_is_back(workshop: Workshop, content: bytes, reason: str) -> None:
    before = workshop.running.model

    status, details = workshop.outcome(workshop.update("update_model", content, health_check_s=3))

    assert status == "FAILED"
    assert details["reason"].startswith(reason)
    assert workshop.running.model == before


def test_a_model_that_the_city_did_not_sign_is_not_even_fetched(workshop: Workshop) -> None:
    job = workshop.update("update_model", b"a stranger's model", signer=Signer())

    assert workshop.outcome(job) == ("REJECTED", {"reason": "the city's signature does not hold"})


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"size_bytes": 5}, "more than the announced 5 bytes came"),
        ({"url": "http://127.0.0.1:1/nothing"}, "the download broke off"),
        ({"url": "http://example.com/package"}, "only https addresses are used"),
    ],
)
def test_a_package_that_does_not_come_as_announced_fails(
    workshop: Workshop, changed: dict[str, Any], reason: str
) -> None:
    status, details = workshop.outcome(workshop.update("update_model", b"some model", **changed))

    assert status == "FAILED"
    assert reason in details["reason"]


def test_a_job_that_the_unit_does_not_know_is_rejected(workshop: Workshop) -> None:
    status, details = workshop.outcome(workshop.order(version=1, operation="make_coffee"))

    assert status == "REJECTED"
    assert "no such operation" in details["reason"]


def test_an_order_that_does_not_fit_its_contract_is_rejected(workshop: Workshop) -> None:
    status, details = workshop.outcome(workshop.order(version=1, operation="send_frame", url=5))

    assert status == "REJECTED"
    assert "url" in details["reason"]


def test_the_last_frame_is_brought_to_the_address(workshop: Workshop) -> None:
    job = workshop.order(version=1, operation="send_frame", url=f"{workshop.shop}/frames/1.jpg")

    assert workshop.outcome(job)[0] == "SUCCEEDED"
    assert Shop.shelf["/frames/1.jpg"].startswith(b"\xff\xd8")


def test_a_clip_is_brought_while_it_is_kept(workshop: Workshop) -> None:
    kept = workshop.order(
        version=1, operation="send_clip", url=f"{workshop.shop}/clips/7.mp4", incident_sequence=7, journal="0000000a"
    )
    gone = workshop.order(
        version=1, operation="send_clip", url=f"{workshop.shop}/clips/8.mp4", incident_sequence=8, journal="0000000a"
    )

    assert workshop.outcome(kept)[0] == "SUCCEEDED"
    assert workshop.outcome(gone) == ("FAILED", {"reason": "the clip is not kept any more"})


def test_new_software_is_tried_after_a_restart(workshop: Workshop) -> None:
    job = workshop.update("update_software", package({"iot/__init__.py": b"# newer"}))

    until(lambda: workshop.running.restarts == 1)
    assert workshop.execution(job)["status"] == "IN_PROGRESS"
    # The next program finds the trial, and tells how it ended.
    workshop.running.slots.count_start()
    jobs = workshop.new_jobs()
    jobs.finish_trial()
    jobs.work()

    assert workshop.outcome(job)[0] == "SUCCEEDED"
    current = workshop.running.slots.current("software")
    assert current is not None
    assert (current / "iot" / "__init__.py").read_bytes() == b"# newer"


def package(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return packed.getvalue()
