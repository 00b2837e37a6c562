"""From an access request to a draft on which others are hidden: asked for, looked at, pointed at, drawn, watched, released."""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

import boto3
import numpy as np
import pytest

pytest.importorskip("av")

from city.contracts.operations.viewlog import ViewOutcome
from city.operations.evidence.adapters.film import pictures
from city.operations.evidence.bootstrap import build_api, build_hiding, build_hiding_api
from city.operations.evidence.film import access_case, pass_piece
from city.operations.evidence.recordings import write_name
from city.operations.evidence.retention import RecordingPurpose
from city.operations.evidence.service.hide_others import HideOthers
from city.operations.evidence.tables.cases import Films
from city.operations.viewlog.proving.chain import read_line
from functions.operations.evidence.api.app import make_app as make_requests_app
from functions.operations.evidence.hiding.app import make_app
from infra.templates import ROOT, read_template, resources_of
from tests.integration.moto_city import NOW, REGION, Answer, FixedClock, call_api, create_buckets
from tests.integration.operations.evidence.test_access_requests import BODY
from tests.integration.operations.viewlog.log_in_moto import TABLE, create_log_table, open_log
from tests.unit.operations.evidence.walkers import DARKEST, Walker, draw_film, find_drawn

STARTS = NOW - timedelta(days=1)
# Both on the drawn pavement, walking towards each other; they never meet in these eight seconds.
HER, HIM = Walker(20, y=82, speed=10, width=8, height=10), Walker(280, y=82, speed=-10, width=8, height=10)
SECONDS = 8


class Office:
    """Staff, the queue's worker and its messages, one after the other."""

    def __init__(self, film: bytes) -> None:
        create_log_table()
        table = resources_of(read_template(ROOT / "infra/operations/evidence.yaml"), "AWS::DynamoDB::Table")[
            "EvidenceTable"
        ]
        wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
        boto3.client("dynamodb").create_table(TableName="EvidenceTable", **{part: table[part] for part in wanted})
        create_buckets("recordings", "hiding")
        self.sqs = boto3.client("sqs")
        self.queue_url = self.sqs.create_queue(QueueName="hiding")["QueueUrl"]
        self.s3 = boto3.client("s3")
        name = write_name(RecordingPurpose.PUBLIC_PLACE, "cam-1", STARTS, SECONDS)
        self.s3.put_object(Bucket="recordings", Key=name, Body=film)
        environment = {
            "STAGE": "local",
            "AWS_REGION": REGION,
            "EVIDENCE_TABLE": "EvidenceTable",
            "VIEWLOG_TABLE": TABLE,
            "RECORDINGS_BUCKET": "recordings",
            "HIDING_BUCKET": "hiding",
            "HIDING_QUEUE_URL": self.queue_url,
            "FILM_QUEUE_URL": self.sqs.create_queue(QueueName="film")["QueueUrl"],
        }
        self.environment, self.clock = environment, FixedClock()
        self.apps = [
            # Cuts of three seconds, so that a short film has several.
            make_app(lambda: build_hiding_api(environment, self.clock, cut_s=3.0)),
            make_requests_app(lambda: build_api(environment, self.clock)),
        ]
        self.worker: HideOthers = build_hiding(environment, find=find_drawn)

    def call(self, method: str, path: str, body: Any = None, *, by: str = "s-1", group: str = "supervisor") -> Answer:
        return call_api(self.apps, method, path, body, group=group, sub=by, claims={"name": "박과장"})

    def fetch(self, request_id: str) -> None:
        """As if all of its film had come; the piece it is made of lies there."""
        films = Films()
        film = films.read(access_case(request_id))
        while not film.is_complete:
            film = films.keep(pass_piece(film))

    def request(self, *, fetched: bool = True) -> str:
        ends = (STARTS + timedelta(seconds=SECONDS)).isoformat()
        status, said = self.call("POST", "/cctv/access-requests", {**BODY, "starts": STARTS.isoformat(), "ends": ends})
        assert status == 201, said
        seen_at = (NOW + timedelta(days=3)).isoformat()
        answer = {
            "revision": said["revision"],
            "answer": "part",
            "reason": "다른 사람",
            "place": "3층",
            "seen_at": seen_at,
        }
        self.done(f"{said['request_id']}/answer", answer)
        if fetched:
            self.fetch(said["request_id"])
        return str(said["request_id"])

    def done(self, path: str, body: Any = None, *, by: str = "s-1", status: int = 200) -> dict[str, Any]:
        answered, said = self.call("POST", f"/cctv/access-requests/{path}", body, by=by)
        assert answered == status, said
        return dict(said)

    def show(self, request_id: str) -> dict[str, Any]:
        status, said = self.call("GET", f"/cctv/access-requests/{request_id}/hiding")
        assert status == 200, said
        return dict(said)

    def messages(self) -> list[str]:
        taken = []
        while found := self.sqs.receive_message(QueueUrl=self.queue_url, MaxNumberOfMessages=10).get("Messages", []):
            for each in found:
                self.sqs.delete_message(QueueUrl=self.queue_url, ReceiptHandle=each["ReceiptHandle"])
                taken.append(each["Body"])
        return taken

    def work(self, *, times: int = 1) -> int:
        """Until the queue is empty; each message is delivered so many times. Returns how many were taken."""
        taken = 0
        while waiting := self.messages():
            assert taken < 200
            for body in sorted(set(waiting)) * times:
                taken += 1
                self.worker.take(body)
        return taken

    def draft(self, said: dict[str, Any]) -> bytes:
        key = f"drafts/{said['request_id']}/{said['sha256']}.webm"
        return bytes(self.s3.get_object(Bucket="hiding", Key=key)["Body"].read())


@pytest.fixture(scope="module")
def film() -> bytes:
    return draw_film([HER, HIM], SECONDS)


@pytest.fixture
def office(cloud: None, film: bytes) -> Office:
    return Office(film)


def finger_on(walker: Walker, at_s: float) -> dict[str, float]:
    place = walker.at(at_s)
    return {"at_s": at_s, "x": (place.x1 + 4) / 320, "y": (place.y1 + 5) / 176}


def dark_share(content: bytes, walker: Walker) -> list[float]:
    """In each picture, which share of a walker's place is as dark as people are drawn."""
    shares = []
    for at, picture in pictures(content):
        place = walker.at(at)
        part = picture[int(place.y1) + 2 : int(place.y2) - 2, int(place.x1) + 2 : int(place.x2) - 2]
        shares.append(float((part.max(axis=2) < DARKEST + 20).mean()))
    return shares


def test_a_copy_shows_the_person_pointed_at_and_nobody_else(office: Office, film: bytes) -> None:
    request = office.request()
    asked = office.done(f"{request}/hiding", status=201)
    assert (asked["state"], asked["steps"], asked["seconds"]) == ("looking", 8, 8.0)
    office.work()

    choosing = office.show(request)
    assert choosing["state"] == "choosing"
    assert [each["at_s"] for each in choosing["stills"]] == [0.0, 2.0, 3.0, 5.0, 6.0]
    office.done(f"{request}/hiding/person", {"revision": choosing["revision"], "fingers": [finger_on(HER, 2.0)]})
    office.work()
    drafted = office.show(request)

    assert min(dark_share(film, HER)) == min(dark_share(film, HIM)) == 1
    copy = office.draft(drafted)
    assert drafted["state"] == "draft"
    assert sha256(copy).hexdigest() == drafted["sha256"]
    assert len(dark_share(copy, HER)) == drafted["pictures"] == drafted["shown"] == SECONDS * 5
    assert min(dark_share(copy, HER)) > 0.9
    assert max(dark_share(copy, HIM)) == 0
    assert drafted["box_count"] >= SECONDS * 5
    assert b"soun" not in copy
    assert b"Lavf6" not in copy


def test_where_nobody_is_pointed_at_nobody_is_seen(office: Office) -> None:
    request = office.request()
    office.done(f"{request}/hiding", status=201)
    office.work()
    office.done(f"{request}/hiding/person", {"revision": office.show(request)["revision"], "fingers": []})
    office.work()

    copy = office.draft(office.show(request))
    assert max(dark_share(copy, HER)) == max(dark_share(copy, HIM)) == 0


def test_messages_that_come_twice_and_workers_that_die_make_the_same_copy(office: Office) -> None:
    request = office.request()
    office.done(f"{request}/hiding", status=201)
    office.work(times=2)
    fingers = {"revision": office.show(request)["revision"], "fingers": [finger_on(HER, 2.0)]}
    office.done(f"{request}/hiding/person", fingers)
    once = office.messages()
    office.worker.take(once[0])
    # The step was done, and the worker died before it asked for the next.
    office.messages()
    office.worker.take(once[0])
    office.work(times=2)
    first = office.show(request)

    again = office.show(request)
    office.done(f"{request}/hiding/person", {"revision": again["revision"], "fingers": [finger_on(HER, 2.0)]})
    office.work()

    assert first["state"] == "draft"
    assert office.show(request)["sha256"] == first["sha256"]


def test_a_message_of_an_earlier_choice_does_nothing(office: Office) -> None:
    request = office.request()
    office.done(f"{request}/hiding", status=201)
    office.work()
    shown = office.show(request)
    pointed = office.done(f"{request}/hiding/person", {"revision": shown["revision"], "fingers": []})
    [message] = office.messages()
    old = json.loads(message) | {"round": 1}

    office.worker.take(json.dumps(old))

    assert office.show(request)["revision"] == pointed["revision"]
    assert office.messages() == []


def test_only_another_person_releases_exactly_the_draft(office: Office) -> None:
    request = office.request()
    office.done(f"{request}/hiding", status=201)
    office.work()
    office.done(f"{request}/hiding/person", {"revision": office.show(request)["revision"], "fingers": []})
    office.work()
    draft = office.show(request)

    _, known = office.call("GET", f"/cctv/access-requests/{request}")
    assert known["state"] == "allowed"
    copy = {"sha256": draft["sha256"], "box_count": draft["box_count"], "detector": draft["detector"]}
    prepared = office.done(f"{request}/copy", {"revision": known["revision"], **copy})
    release = {"revision": prepared["revision"], "sha256": draft["sha256"], "nobody_else": True}
    assert office.call("POST", f"/cctv/access-requests/{request}/release", release, by="s-1")[0] == 403
    other = {**release, "sha256": "0" * 64}
    assert office.call("POST", f"/cctv/access-requests/{request}/release", other, by="s-2")[0] == 409
    assert office.done(f"{request}/release", release, by="s-2")["state"] == "released"


def test_whoever_saw_people_as_they_were_recorded_stands_in_the_log(office: Office) -> None:
    request = office.request()
    office.done(f"{request}/hiding", status=201)
    office.work()
    office.show(request)
    office.show(request)

    day = open_log(office.clock).lines(office.clock.now().date())
    entries = [read_line(content).entry for _, content in day]
    views = [each for each in entries if each["outcome"] == ViewOutcome.VIEW]
    assert [(each["who"], each["camera"]) for each in views] == [("s-1", "cam-1")]


def test_broken_film_ends_the_copy_with_its_reason(office: Office, film: bytes) -> None:
    name = write_name(RecordingPurpose.PUBLIC_PLACE, "cam-1", STARTS, SECONDS)
    office.s3.put_object(Bucket="recordings", Key=name, Body=b"no film")
    request = office.request()
    office.done(f"{request}/hiding", status=201)
    office.work()

    failed = office.show(request)
    assert failed["state"] == "failed"
    assert failed["fault_ko"]
    office.s3.put_object(Bucket="recordings", Key=name, Body=film)
    office.done(f"{request}/hiding", status=201)
    office.work()
    assert office.show(request)["state"] == "choosing"


def test_without_the_promised_weights_nothing_is_made(office: Office) -> None:
    office.worker = build_hiding(office.environment)
    office.s3.put_object(Bucket="hiding", Key="weights/yolox_nano_any_size.onnx", Body=b"other weights")
    request = office.request()
    office.done(f"{request}/hiding", status=201)
    office.work()

    assert office.show(request)["state"] == "failed"


def test_a_request_that_was_not_granted_has_no_copy(office: Office) -> None:
    status, said = office.call("POST", "/cctv/access-requests", BODY)
    assert status == 201

    assert office.call("POST", f"/cctv/access-requests/{said['request_id']}/hiding")[0] == 409


def test_of_film_that_still_comes_no_copy_is_made(office: Office) -> None:
    request = office.request(fetched=False)

    said = office.done(f"{request}/hiding", status=409)
    assert said["error"] == "film_on_its_way"
    assert office.messages() == []

    office.fetch(request)
    office.done(f"{request}/hiding", status=201)


@pytest.mark.parametrize("group", ["operator", "auditor", "agency"])
def test_only_supervisors_may(office: Office, group: str) -> None:
    assert office.call("POST", "/cctv/access-requests/r/hiding", group=group)[0] == 403


def test_what_is_written_is_what_is_read(film: bytes) -> None:
    first = next(iter(pictures(film)))[1]
    assert first.shape == (176, 320, 3)
    assert first.dtype == np.uint8
