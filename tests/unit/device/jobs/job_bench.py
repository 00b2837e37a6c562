"""A device's end of AWS IoT jobs, and the cloud's, for tests."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from iot.crosswalk_unit.profile import PART_FILES
from iot.crosswalk_unit.unit_jobs import make_jobs
from iot.device.jobs.health import Health
from iot.device.jobs.jobs import Jobs
from iot.device.jobs.slots import Slots
from iot.device.jobs.updates import PartUnusable
from iot.device.line.memory_link import MemoryLink
from tests.unit.crosswalk_unit.sites import Signer
from tests.unit.device.jobs.packages import model_in

UNIT = "okgye-01"
SIGNER = Signer()


@dataclass
class Running:
    slots: Slots
    frames: int = 0
    loaded: list[bytes] = field(default_factory=list)
    faults: frozenset[str] = frozenset()

    def health(self) -> Health:
        self.frames += 1
        return Health(self.frames * 0.5, self.frames * 5, 40.0, self.faults)

    def load(self, part: str) -> None:
        assert part == "model"
        model = model_in(self.slots) or b""
        if b"broken" in model:
            raise PartUnusable("it does not load")
        self.loaded.append(model)

    def restart(self) -> None: ...

    def last_picture(self) -> bytes | None:
        return None

    def clip(self, journal: str, sequence: int) -> bytes | None:
        return None


class Cloud:
    """AWS IoT jobs as a unit hears it: one job, its version, and what it was told."""

    def __init__(self, link: MemoryLink, document: dict[str, Any]) -> None:
        self.link, self.document = link, document
        self.version, self.status = 1, "QUEUED"
        self.updates: list[tuple[str, dict[str, str]]] = []
        self.silent_for = 0
        # What happens at a request of the device; a test may put something before it or in its place.
        self.respond: Callable[[str, bytes], None] = self.answer_request
        self.somebody_else_moved_it = False

    def answer_request(self, topic: str, payload: bytes) -> None:
        request = json.loads(payload)
        head = {"clientToken": request["clientToken"], "timestamp": 0}
        if topic.endswith("/start-next"):
            execution: dict[str, Any] = {}
            if self.status in ("QUEUED", "IN_PROGRESS"):
                if self.status == "QUEUED":
                    self.status, self.version = "IN_PROGRESS", self.version + 1
                execution = {
                    "execution": {
                        "jobId": "job-1",
                        "executionNumber": 1,
                        "versionNumber": self.version,
                        "status": self.status,
                        "jobDocument": self.document,
                    }
                }
            self.answer(topic, "accepted", {**head, **execution})
            return
        if self.somebody_else_moved_it:
            self.somebody_else_moved_it, self.version = False, self.version + 3
        state = {"executionState": {"status": self.status, "versionNumber": self.version}}
        if self.status not in ("QUEUED", "IN_PROGRESS"):
            self.answer(topic, "rejected", {**head, "code": "InvalidStateTransition", "message": "it is over", **state})
        elif request["expectedVersion"] != self.version:
            self.answer(topic, "rejected", {**head, "code": "VersionMismatch", "message": "another version", **state})
        else:
            self.version, self.status = self.version + 1, request["status"]
            self.updates.append((request["status"], request["statusDetails"]))
            if self.silent_for:
                self.silent_for -= 1
                return
            self.answer(topic, "accepted", head)

    def answer(self, topic: str, outcome: str, document: dict[str, Any]) -> None:
        self.link.hear(f"{topic}/{outcome}", json.dumps(document).encode())


class TalkingLink(MemoryLink):
    cloud: Cloud

    def publish(self, topic: str, payload: bytes, *, retain: bool = False, urgent: bool = False) -> Any:
        done = super().publish(topic, payload, retain=retain, urgent=urgent)
        self.cloud.respond(topic, payload)
        return done


@dataclass
class Bench:
    jobs: Jobs
    cloud: Cloud
    slots: Slots
    running: Running


def bench(disk: Path, document: dict[str, Any]) -> Bench:
    link = TalkingLink()
    link.cloud = Cloud(link, document)
    slots = Slots(disk / "slots", PART_FILES)
    running = Running(slots)
    clock = iter(range(1_000_000))
    jobs = make_jobs(
        unit=UNIT,
        link=link,
        slots=slots,
        key=SIGNER.public,
        running=running,
        scratch=disk / "scratch",
        monotonic_s=lambda: float(next(clock)),
        pause=lambda _: None,
    )
    link.start()
    return Bench(jobs, link.cloud, slots, running)


def order(url: str, content: bytes, **changed: Any) -> dict[str, Any]:
    digest = sha256(content).hexdigest()
    return {
        "version": 1,
        "operation": "update_model",
        "name": "nanodet-h",
        "url": url,
        "sha256": digest,
        "size_bytes": len(content),
        "signature": SIGNER.sign(digest),
        "health_check_s": 5,
        **changed,
    }
