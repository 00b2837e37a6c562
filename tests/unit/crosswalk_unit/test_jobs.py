"""Jobs without a cloud: slots and trials over power cuts, packages, transfers, and the talk with AWS IoT jobs."""

import http.server
import io
import itertools
import json
import shutil
import tarfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_socket import enable_socket

from iot.crosswalk_unit.health import LONGEST_GAP_S, Health, find_ailment
from iot.crosswalk_unit.jobs import JobGone, Jobs, ModelUnusable, RestartNeeded
from iot.crosswalk_unit.link import MemoryLink
from iot.crosswalk_unit.slots import MODEL_FILE, MOST_STARTS, PackageRefused, Slots, Trial
from iot.crosswalk_unit.transfer import TransferFailed, TransferRefused, download, upload
from tests.unit.crosswalk_unit.sites import Signer

UNIT = "okgye-01"
SIGNER = Signer()
TRIAL = Trial("job-1", 1, "model", "nanodet-h", "", 60.0)


def package(folder: Path, content: bytes) -> Path:
    path = folder / "package"
    path.write_bytes(content)
    return path


def model_in(slots: Slots) -> bytes | None:
    current = slots.current("model")
    return (current / MODEL_FILE).read_bytes() if current else None


# --- slots -----------------------------------------------------------------------------------------


def test_a_new_model_is_laid_beside_the_old_and_counts_only_once_it_is_switched(disk: Path) -> None:
    slots = Slots(disk)
    slots.begin(TRIAL, slots.lay("model", package(disk, b"old"), "old"))
    slots.end()

    slot = slots.lay("model", package(disk, b"new"), "new")
    assert model_in(slots) == b"old"
    slots.begin(TRIAL, slot)

    assert model_in(slots) == b"new"


def test_a_lost_trial_brings_the_old_model_back(disk: Path) -> None:
    slots = Slots(disk)
    slots.begin(TRIAL, slots.lay("model", package(disk, b"old"), "old"))
    slots.end()
    slots.begin(TRIAL, slots.lay("model", package(disk, b"new"), "new"))
    trial = slots.trial()
    assert trial is not None

    slots.lose(trial, "no new frame")

    assert model_in(slots) == b"old"
    trial = slots.trial()
    assert trial is not None
    assert trial.lost == "no new frame"


def test_the_first_model_of_a_unit_leaves_nothing_behind_when_it_is_lost(disk: Path) -> None:
    slots = Slots(disk)
    slots.begin(TRIAL, slots.lay("model", package(disk, b"new"), "new"))
    trial = slots.trial()
    assert trial is not None

    slots.lose(trial, "worse")

    assert slots.current("model") is None


def test_software_that_cannot_start_is_gone_after_three_starts(disk: Path) -> None:
    slots = Slots(disk)
    slots.begin(TRIAL, slots.lay("model", package(disk, b"old"), "old"))
    slots.end()
    slots.begin(TRIAL, slots.lay("model", package(disk, b"new"), "new"))

    for _ in range(MOST_STARTS):
        slots.count_start()
        assert model_in(slots) == b"new"
    last = slots.count_start()

    assert model_in(slots) == b"old"
    assert last is not None
    assert "starts" in last.lost


@pytest.mark.parametrize("step", range(6))
def test_a_power_cut_at_any_step_of_an_update_leaves_one_whole_model(disk: Path, step: int) -> None:
    """The steps one after the other, cut after `step` of them; whoever starts next has a whole model."""
    slots = Slots(disk)
    slots.begin(TRIAL, slots.lay("model", package(disk, b"old"), "old"))
    slots.end()
    laid: list[str] = []

    def trial() -> Trial:
        found = slots.trial()
        assert found is not None
        return found

    steps: list[Callable[[], object]] = [
        (disk / "model" / "b").mkdir,
        lambda: laid.append(slots.lay("model", package(disk, b"new"), "new")),
        lambda: slots._write(TRIAL),
        lambda: slots.begin(TRIAL, laid[0]),
        lambda: slots.win(trial()),
        slots.end,
    ]
    for take in steps[: step + 1]:
        take()

    after = Slots(disk)
    after.count_start()
    assert model_in(after) == (b"new" if step >= 3 else b"old")


def test_half_a_trial_file_is_no_trial(disk: Path) -> None:
    slots = Slots(disk)
    slots.begin(TRIAL, slots.lay("model", package(disk, b"old"), "old"))
    (disk / "trial.json").write_bytes((disk / "trial.json").read_bytes()[:20])

    assert slots.trial() is None


def packed(*members: tuple[str, bytes | None, dict[str, Any]]) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for name, data, more in members:
            member = tarfile.TarInfo(name)
            member.size = len(data or b"")
            for key, value in more.items():
                setattr(member, key, value)
            archive.addfile(member, io.BytesIO(data or b""))
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"no archive at all",
        packed(("../outside", b"x", {})),
        packed(("/etc/outside", b"x", {})),
        packed(("link", None, {"type": tarfile.SYMTYPE, "linkname": "/etc"}), ("link/outside", b"x", {})),
        packed(("hard", None, {"type": tarfile.LNKTYPE, "linkname": "/etc/passwd"})),
        packed(("device", None, {"type": tarfile.CHRTYPE})),
        packed(("iot/whole.py", b"x" * 10_000, {}))[:-200],
    ],
    ids=["no archive", "upwards", "absolute", "through a link", "hard link", "device", "cut off"],
)
def test_a_package_may_not_leave_its_slot(disk: Path, content: bytes) -> None:
    slots = Slots(disk / "slots")

    with pytest.raises(PackageRefused):
        slots.lay("software", package(disk, content), "1.1")

    assert not list(disk.rglob("outside"))
    assert slots.current("software") is None


def test_a_package_is_unpacked_with_its_programs(disk: Path) -> None:
    slots = Slots(disk / "slots")
    content = packed(("iot", None, {"type": tarfile.DIRTYPE}), ("iot/a.py", b"a", {}), ("run", b"r", {"mode": 0o777}))

    slots.begin(replace(TRIAL, part="software"), slots.lay("software", package(disk, content), "1.1"))

    slot = disk / "slots" / "software" / "a"
    assert (slot / "iot" / "a.py").read_bytes() == b"a"
    assert (slot / "run").stat().st_mode & 0o777 == 0o755


# --- health ----------------------------------------------------------------------------------------


def looks(*frames: int, every_s: float = 0.5, p95: float = 40.0) -> list[Health]:
    return [Health(n * every_s, count, p95, frozenset()) for n, count in enumerate(frames)]


def test_a_unit_whose_frames_come_is_well() -> None:
    assert find_ailment(frozenset(), looks(0, 5, 10, 15)) is None


def test_a_unit_whose_frames_stop_is_not() -> None:
    ailment = find_ailment(frozenset(), looks(0, 5, 5, 5, 5, 5, 5))

    assert ailment is not None
    assert "no new frame" in ailment


@given(st.lists(st.integers(0, 3), min_size=2, max_size=60))
def test_a_gap_is_found_exactly_when_it_is_longer_than_allowed(steps: list[int]) -> None:
    counts = [sum(steps[: n + 1]) for n in range(len(steps))]
    longest_still, still = 0, 0
    for earlier, later in itertools.pairwise(counts):
        still = still + 1 if later == earlier else 0
        longest_still = max(longest_still, still)

    ailment = find_ailment(frozenset(), looks(*counts))

    assert (ailment is not None) == (longest_still * 0.5 > LONGEST_GAP_S)


def test_a_new_fault_is_the_updates_and_an_old_one_is_not() -> None:
    faulty = [Health(n, n * 10, 40.0, frozenset({"camera_dark"})) for n in range(3)]

    assert find_ailment(frozenset({"camera_dark"}), faulty) is None
    assert find_ailment(frozenset(), faulty) == "new fault: camera_dark"


def test_a_model_that_takes_too_long_is_not_well() -> None:
    assert "decisions take 900 ms" in str(find_ailment(frozenset(), looks(0, 5, 10, p95=900.0)))


# --- transfers -------------------------------------------------------------------------------------


class Shop(http.server.BaseHTTPRequestHandler):
    """Breaks off, redirects, or answers, as told."""

    content: ClassVar[bytes] = b""
    breaks_after: ClassVar[list[int]] = []
    ranges: ClassVar[list[str]] = []
    status: ClassVar[int] = 200
    brought: ClassVar[dict[str, bytes]] = {}

    def do_GET(self) -> None:
        asked = self.headers.get("Range", "")
        self.ranges.append(asked)
        if self.status != 200:
            self.send_response(self.status)
            self.send_header("Location", "http://127.0.0.1/elsewhere")
            self.end_headers()
            return
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        rest = self.content[start:]
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        self.wfile.write(rest[: self.breaks_after.pop(0)] if self.breaks_after else rest)

    def do_PUT(self) -> None:
        self.brought[self.headers["Content-Type"]] = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def shop() -> Iterator[str]:
    # A server on this very machine; nothing leaves it.
    enable_socket()
    Shop.breaks_after, Shop.ranges, Shop.status, Shop.brought = [], [], 200, {}
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/package"
    server.shutdown()
    server.server_close()


def fetch(url: str, to: Path, content: bytes, **changed: Any) -> None:
    promised = {"size_bytes": len(content), "sha256": sha256(content).hexdigest(), "pause": lambda _: None}
    download(url, to, **{**promised, **changed})


def test_a_download_is_taken_up_where_the_line_broke(shop: str, disk: Path) -> None:
    Shop.content, Shop.breaks_after = bytes(range(256)) * 1000, [100_000, 50_000]

    fetch(shop, disk / "package", Shop.content)

    assert (disk / "package").read_bytes() == Shop.content
    assert Shop.ranges == ["", "bytes=100000-", "bytes=150000-"]


def test_a_line_that_breaks_again_and_again_fails_and_may_work_later(shop: str, disk: Path) -> None:
    Shop.content, Shop.breaks_after = b"x" * 1000, [1] * 10

    with pytest.raises(TransferFailed):
        fetch(shop, disk / "package", Shop.content)


@pytest.mark.parametrize(
    ("changed", "status", "reason"),
    [
        ({"sha256": "0" * 64}, 200, "SHA-256"),
        ({"size_bytes": 10}, 200, "more than the announced 10"),
        ({}, 403, "answered 403"),
        ({}, 302, "answered 302"),
    ],
)
def test_what_is_not_as_announced_is_refused(
    shop: str, disk: Path, changed: dict[str, Any], status: int, reason: str
) -> None:
    Shop.content, Shop.status = b"a package of some bytes", status

    with pytest.raises(TransferRefused, match=reason):
        fetch(shop, disk / "package", Shop.content, **changed)


@pytest.mark.parametrize("url", ["http://example.com/x", "file:///etc/passwd", "ftp://example.com/x", "https://", ""])
def test_only_https_leaves_this_machine(disk: Path, url: str) -> None:
    with pytest.raises(TransferRefused, match="https"):
        fetch(url, disk / "package", b"x")


def test_a_picture_is_brought_with_its_type(shop: str) -> None:
    upload(shop, b"a picture", "image/jpeg", pause=lambda _: None)

    assert Shop.brought == {"image/jpeg": b"a picture"}


def test_an_address_that_is_over_is_not_tried_again(shop: str) -> None:
    Shop.status = 403

    with pytest.raises(TransferRefused, match="403"):
        upload(shop, b"a picture", "image/jpeg", pause=lambda _: pytest.fail("it was tried again"))


# --- the talk --------------------------------------------------------------------------------------


@dataclass
class Running:
    slots: Slots
    frames: int = 0
    loaded: list[bytes] = field(default_factory=list)

    def health(self) -> Health:
        self.frames += 1
        return Health(self.frames * 0.5, self.frames * 5, 40.0, frozenset())

    def load_model(self) -> None:
        model = model_in(self.slots) or b""
        if b"broken" in model:
            raise ModelUnusable("it does not load")
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
        self.told: list[tuple[str, dict[str, str]]] = []
        self.silent_for = 0
        self.somebody_else_moved_it = False

    def publish(self, topic: str, payload: bytes) -> None:
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
            self.told.append((request["status"], request["statusDetails"]))
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
        self.cloud.publish(topic, payload)
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
    slots = Slots(disk / "slots")
    running = Running(slots)
    clock = iter(range(1_000_000))
    jobs = Jobs(UNIT, link, slots, SIGNER.public, running, disk / "scratch", lambda: float(next(clock)), lambda _: None)
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


def test_an_update_says_each_step(disk: Path, shop: str) -> None:
    Shop.content = b"a good model"
    there = bench(disk, order(shop, Shop.content))

    there.jobs.work()

    assert [(status, list(details.values())) for status, details in there.cloud.told] == [
        ("IN_PROGRESS", ["downloading"]),
        ("IN_PROGRESS", ["on trial"]),
        ("SUCCEEDED", ["nanodet-h"]),
    ]
    assert there.running.loaded == [b"a good model"]
    assert not list((disk / "scratch").iterdir())


def test_a_model_that_does_not_load_is_rolled_back(disk: Path, shop: str) -> None:
    Shop.content = b"a broken model"
    there = bench(disk, order(shop, Shop.content))

    there.jobs.work()

    assert there.cloud.told[-1] == ("FAILED", {"reason": "rolled back: it does not load"})
    assert there.slots.current("model") is None


def test_a_version_that_moved_on_is_taken_over(disk: Path, shop: str) -> None:
    Shop.content = b"a good model"
    there = bench(disk, order(shop, Shop.content))
    there.cloud.somebody_else_moved_it = True

    there.jobs.work()

    assert there.cloud.status == "SUCCEEDED"


def test_a_job_cancelled_in_the_cloud_is_not_carried_out(disk: Path, shop: str) -> None:
    Shop.content = b"a good model"
    there = bench(disk, order(shop, Shop.content))
    given_out = there.jobs._start_next()
    assert given_out is not None
    there.cloud.status = "CANCELED"

    there.jobs._do(given_out)

    assert there.cloud.told == []
    assert there.running.loaded == []


def test_an_answer_that_was_lost_does_not_end_a_job_twice(disk: Path, shop: str) -> None:
    """The city heard, and its answer did not come back: asked again, it says that the job is over."""
    Shop.content = b"a good model"
    there = bench(disk, order(shop, Shop.content, health_check_s=1))
    told = there.cloud.told
    original = there.cloud.publish

    def lose_the_last_answer(topic: str, payload: bytes) -> None:
        if json.loads(payload).get("status") == "SUCCEEDED":
            there.cloud.silent_for = 1
        original(topic, payload)

    there.cloud.publish = lose_the_last_answer  # type: ignore[method-assign]
    there.jobs.work()

    assert [status for status, _ in told].count("SUCCEEDED") == 1
    assert there.slots.trial() is None


def test_a_restart_in_the_middle_of_a_trial_finishes_it(disk: Path, shop: str) -> None:
    Shop.content = packed(("iot/a.py", b"a", {}))
    there = bench(disk, order(shop, Shop.content, operation="update_software"))
    with pytest.raises(RestartNeeded):
        there.jobs.work()
    assert there.cloud.status == "IN_PROGRESS"

    there.jobs.finish_trial()
    trial = there.slots.trial()
    assert trial is not None
    assert trial.won
    there.jobs.work()

    assert there.cloud.status == "SUCCEEDED"
    assert there.slots.trial() is None


def test_software_lost_on_trial_goes_back_and_asks_for_a_restart(disk: Path, shop: str) -> None:
    Shop.content = packed(("iot/a.py", b"a", {}))
    there = bench(disk, order(shop, Shop.content, operation="update_software"))
    with pytest.raises(RestartNeeded):
        there.jobs.work()
    still = Health(0.0, 7, 40.0, frozenset({"detector_failed"}))
    there.running.health = lambda: still  # type: ignore[method-assign]

    with pytest.raises(RestartNeeded):
        there.jobs.finish_trial()
    there.jobs.work()

    assert there.slots.current("software") is None
    assert there.cloud.told[-1] == ("FAILED", {"reason": "rolled back: new fault: detector_failed"})


def test_what_was_wrong_before_the_restart_is_not_the_new_softwares_doing(disk: Path, shop: str) -> None:
    Shop.content = packed(("iot/a.py", b"a", {}))
    there = bench(disk, order(shop, Shop.content, operation="update_software"))
    well = there.running.health

    def with_an_old_fault() -> Health:
        return replace(well(), faults=frozenset({"lamp_stuck_off"}))

    there.running.health = with_an_old_fault  # type: ignore[method-assign]
    with pytest.raises(RestartNeeded):
        there.jobs.work()

    there.jobs.finish_trial()
    there.jobs.work()

    assert there.cloud.status == "SUCCEEDED"


def test_a_full_disk_fails_the_job_and_nothing_else(disk: Path, shop: str) -> None:
    Shop.content = b"a good model"
    there = bench(disk, order(shop, Shop.content))
    (disk / "scratch").write_text("a file where the folder should be")

    there.jobs.work()

    assert there.cloud.told[-1][0] == "FAILED"
    assert "disk" in there.cloud.told[-1][1]["reason"]
    shutil.rmtree(disk / "slots", ignore_errors=True)


# --- answers that are not the one that is waited for -----------------------------------------------


def hear_before(there: Bench, noise: Callable[[str, str], list[tuple[str, Any]]]) -> None:
    """Before each right answer these are heard: `noise` makes them of the topic and the token that is asked with."""
    answer = there.cloud.publish

    def noisy(topic: str, payload: bytes) -> None:
        for heard_on, content in noise(topic, json.loads(payload)["clientToken"]):
            raw = content if isinstance(content, bytes) else json.dumps(content).encode()
            there.cloud.link.hear(heard_on, raw)
        answer(topic, payload)

    there.cloud.publish = noisy  # type: ignore[method-assign]


EXECUTION = {"jobId": "job-9", "executionNumber": 1, "versionNumber": 1, "jobDocument": {}}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"[" * 100_000, b"\xff", {}, {"clientToken": None}, {"clientToken": ["x"]}],
)
def test_noise_on_the_jobs_topics_harms_nothing(disk: Path, shop: str, content: Any) -> None:
    Shop.content = b"a good model"
    there = bench(disk, order(shop, Shop.content))
    hear_before(there, lambda topic, _: [(f"{topic}/accepted", content), (f"{topic}/rejected", content)])

    there.jobs.work()

    assert there.cloud.status == "SUCCEEDED"


def test_an_answer_to_an_earlier_request_is_not_taken_for_this_ones(disk: Path, shop: str) -> None:
    """Late, twice, and of the start of the program before: an order that is long over."""
    Shop.content = b"a good model"
    there = bench(disk, order(shop, Shop.content))
    stale = [f"{UNIT}-1", f"{UNIT}-2", f"{UNIT}-0000000a-1"]
    seen: list[str] = []

    def late(topic: str, token: str) -> list[tuple[str, Any]]:
        earlier = [*stale, *seen]
        seen.append(token)
        return [
            (f"{topic}/{outcome}", {"clientToken": old, "execution": EXECUTION, "code": "TerminalStateReached"})
            for old in earlier
            for outcome in ("accepted", "rejected")
        ]

    hear_before(there, late)
    there.jobs.work()

    assert there.cloud.status == "SUCCEEDED"
    assert [status for status, _ in there.cloud.told] == ["IN_PROGRESS", "IN_PROGRESS", "SUCCEEDED"]


def test_two_starts_of_the_program_never_ask_with_the_same_token(new_disk: Callable[[], Path]) -> None:
    tokens = []
    for _ in range(10):
        there = bench(new_disk(), {})
        there.jobs._start_next()
        tokens.append(json.loads(there.cloud.link.sent[-1].payload)["clientToken"])

    assert len(set(tokens)) == 10
    assert all(len(token) <= 64 for token in tokens)


def test_our_token_on_another_requests_topic_is_not_our_answer(disk: Path, shop: str) -> None:
    Shop.content = b"a good model"
    there = bench(disk, order(shop, Shop.content))
    base = f"$aws/things/{UNIT}/jobs"

    def swapped(topic: str, token: str) -> list[tuple[str, Any]]:
        other = f"{base}/job-1/update" if topic.endswith("start-next") else f"{base}/start-next"
        refused = {"clientToken": token, "code": "InvalidStateTransition"}
        return [(f"{other}/accepted", {"clientToken": token, "execution": EXECUTION}), (f"{other}/rejected", refused)]

    hear_before(there, swapped)
    there.jobs.work()

    assert there.cloud.status == "SUCCEEDED"


@pytest.mark.parametrize(
    "execution",
    [
        None, [], "job", 5,
        {**EXECUTION, "jobId": None}, {**EXECUTION, "jobId": ["job-9"]}, {**EXECUTION, "jobId": "a/b"},
        {**EXECUTION, "jobId": "+"}, {**EXECUTION, "jobId": ""}, {**EXECUTION, "jobId": "x" * 65},
        {**EXECUTION, "executionNumber": "one"}, {**EXECUTION, "executionNumber": None},
        {**EXECUTION, "versionNumber": {}}, {**EXECUTION, "versionNumber": -1}, {**EXECUTION, "versionNumber": True},
        {**EXECUTION, "versionNumber": 10**40},
    ],
)  # fmt: skip
def test_an_execution_that_nobody_can_read_is_left_alone(disk: Path, execution: Any) -> None:
    there = bench(disk, {})

    def answer(topic: str, payload: bytes) -> None:
        assert topic.endswith("start-next")
        token = json.loads(payload)["clientToken"]
        there.cloud.answer(topic, "accepted", {"clientToken": token, "execution": execution})

    there.cloud.publish = answer  # type: ignore[method-assign]
    there.jobs.work()

    assert there.cloud.told == []


@pytest.mark.parametrize("document", [None, [], "update", 5, {"operation": ["update_model"]}])
def test_an_order_of_any_shape_is_rejected_with_a_reason(disk: Path, document: Any) -> None:
    there = bench(disk, document)

    there.jobs.work()

    ((status, details),) = there.cloud.told
    assert status == "REJECTED"
    assert details["reason"]


@pytest.mark.parametrize(
    "refusal",
    [
        {},
        {"code": None},
        {"code": "VersionMismatch"},
        {"code": "VersionMismatch", "executionState": "IN_PROGRESS"},
        {"code": "VersionMismatch", "executionState": {"status": ["QUEUED"]}},
        {"code": ["VersionMismatch"], "executionState": 5},
    ],
)
def test_a_refused_update_of_any_shape_ends_the_job_and_is_no_success(disk: Path, refusal: dict[str, Any]) -> None:
    there = bench(disk, {"operation": "unheard of"})
    given_out = there.jobs._start_next()
    assert given_out is not None

    def refuse(topic: str, payload: bytes) -> None:
        there.cloud.answer(topic, "rejected", {**refusal, "clientToken": json.loads(payload)["clientToken"]})

    there.cloud.publish = refuse  # type: ignore[method-assign]
    with pytest.raises(JobGone):
        there.jobs._update(given_out, "SUCCEEDED", {})


@pytest.mark.parametrize("number", ["five", None, {}, -1, 10**40])
def test_a_version_that_nobody_can_read_is_guessed_and_given_up_in_the_end(disk: Path, number: Any) -> None:
    there = bench(disk, {"operation": "unheard of"})
    given_out = there.jobs._start_next()
    assert given_out is not None
    state = {"status": "IN_PROGRESS", "versionNumber": number}

    def refuse(topic: str, payload: bytes) -> None:
        mismatch = {"code": "VersionMismatch", "executionState": state}
        there.cloud.answer(topic, "rejected", {**mismatch, "clientToken": json.loads(payload)["clientToken"]})

    there.cloud.publish = refuse  # type: ignore[method-assign]

    assert there.jobs._update(given_out, "IN_PROGRESS", {}) is False


def test_a_job_whose_refusal_is_refused_ends_no_thread(disk: Path) -> None:
    """Cancelled in the cloud just before the unit says that it will not do it."""
    there = bench(disk, {"operation": "unheard of"})
    start = there.cloud.publish

    def cancel(topic: str, payload: bytes) -> None:
        if topic.endswith("/update"):
            there.cloud.status = "CANCELED"
        start(topic, payload)

    there.cloud.publish = cancel  # type: ignore[method-assign]
    there.jobs.work()

    assert there.cloud.told == []
