"""Requests of people seen at the API, what is held for them, what is destroyed, and what of it stands in the log."""

from datetime import date, timedelta
from typing import Any

import boto3
import pytest

from city.contracts.operations.viewlog import ViewOutcome
from city.operations.evidence.bootstrap import build_api, build_tidy, build_watch
from city.operations.evidence.recordings import write_name
from city.operations.evidence.retention import RecordingPurpose
from city.operations.viewlog.proving.chain import read_line
from functions.operations.evidence.api.app import make_app
from functions.operations.evidence.tidy_video.handler import make_handler as make_tidy
from functions.operations.evidence.watch_requests.handler import make_handler as make_watch
from infra.templates import ROOT, read_template, resources_of
from tests.integration.moto_city import NOW, REGION, Answer, Context, FixedClock, call_api, create_buckets
from tests.integration.operations.evidence.film_in_moto import FilmStore
from tests.integration.operations.viewlog.log_in_moto import TABLE, create_log_table, open_log
from tests.unit.operations.evidence.test_retention import film

BODY = {
    "received_on": "2026-11-10",
    "requester": "홍길동",
    "contact": "서산시 관아문길 1",
    "camera": "cam-1",
    "starts": (NOW - timedelta(days=29)).isoformat(),
    "ends": (NOW - timedelta(days=28)).isoformat(),
    "description": "횡단보도 앞",
}
SHA = "a" * 64


class Desk:
    def __init__(self) -> None:
        create_log_table()
        table = resources_of(read_template(ROOT / "infra/operations/evidence.yaml"), "AWS::DynamoDB::Table")[
            "EvidenceTable"
        ]
        wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
        boto3.client("dynamodb").create_table(TableName="EvidenceTable", **{part: table[part] for part in wanted})
        create_buckets("recordings")
        self.clock = FixedClock()
        self.film = FilmStore(self.clock)
        self.environment = {
            "STAGE": "local",
            "AWS_REGION": REGION,
            "EVIDENCE_TABLE": "EvidenceTable",
            "VIEWLOG_TABLE": TABLE,
            "RECORDINGS_BUCKET": "recordings",
            "FILM_QUEUE_URL": self.film.url,
        }
        self.app = make_app(lambda: build_api(self.environment, self.clock))

    def call(
        self, method: str, path: str, body: Any = None, *, by: str = "s-1", group: str = "supervisor", query: Any = None
    ) -> Answer:
        return call_api([self.app], method, path, body, group=group, sub=by, query=query, claims={"name": "박과장"})

    def do(self, what: str, request: dict[str, Any], by: str = "s-1", **body: Any) -> dict[str, Any]:
        path = f"/cctv/access-requests/{request['request_id']}/{what}"
        status, said = self.call("POST", path, {"revision": request["revision"], **body}, by=by)
        assert status == 200, said
        return dict(said)

    def receive(self, **changes: Any) -> dict[str, Any]:
        status, said = self.call("POST", "/cctv/access-requests", {**BODY, **changes})
        assert status == 201, said
        return dict(said)

    def record(self, camera: str, days_ago: int, purpose: RecordingPurpose = RecordingPurpose.PUBLIC_PLACE) -> str:
        name = write_name(purpose, camera, self.clock.now() - timedelta(days=days_ago), 60)
        boto3.client("s3").put_object(Bucket="recordings", Key=name, Body=b"film")
        return name

    def recorded(self) -> list[str]:
        found = boto3.client("s3").list_objects_v2(Bucket="recordings").get("Contents", [])
        return [each["Key"] for each in found]

    def tidy(self) -> None:
        make_tidy(lambda: build_tidy(self.environment, self.clock))({}, Context())

    def logged(self, day: date = date(2026, 11, 10)) -> list[Any]:
        return [read_line(content).entry for _, content in open_log(self.clock).lines(day)]


@pytest.fixture
def desk(cloud: None) -> Desk:
    return Desk()


def test_a_request_is_answered_a_copy_prepared_and_released_by_another(desk: Desk) -> None:
    request = desk.receive()
    allowed = desk.do("answer", request, answer="whole", place="관제센터 2층", seen_at=NOW.isoformat())
    prepared = desk.do("copy", allowed, sha256=SHA, box_count=3)
    own, _ = desk.call(
        "POST",
        f"/cctv/access-requests/{request['request_id']}/release",
        {"revision": prepared["revision"], "sha256": SHA, "nobody_else": True},
    )
    released = desk.do("release", prepared, by="s-2", sha256=SHA, nobody_else=True)

    assert (request["due"], request["plain_due"], request["days_left"]) == ("2026-11-20", "2026-11-20", 10)
    assert own == 403
    assert (released["state"], released["prepared_by"], released["released_by"]) == ("released", "s-1", "s-2")
    (entry,) = desk.logged()
    assert (entry["outcome"], entry["basis"], entry["sha256"]) == (ViewOutcome.ACCESS, "person_seen", SHA)
    assert "홍길동" not in str(entry)


def test_a_refusal_names_its_ground_and_the_way_to_object(desk: Desk) -> None:
    refused = desk.do("answer", desk.receive(), answer="refuse", ground="destroyed", reason="보유기간이 지났습니다")

    assert refused["state"] == "refused"
    assert "분쟁조정위원회" in refused["appeal"]
    assert desk.logged()[0]["outcome"] == ViewOutcome.REFUSAL
    assert desk.call("GET", "/cctv/access-requests")[1]["requests"] == []
    assert len(desk.call("GET", "/cctv/access-requests", query={"state": "over"})[1]["requests"]) == 1


def test_two_who_answer_at_once_do_not_both(desk: Desk) -> None:
    request = desk.receive()
    desk.do("answer", request, answer="postpone", reason="작업")

    status, said = desk.call(
        "POST",
        f"/cctv/access-requests/{request['request_id']}/answer",
        {"revision": request["revision"], "answer": "postpone", "reason": "작업"},
    )

    assert (status, said["error"]) == (409, "case_changed")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"received_on": "2026-11-11"}, 400),
        ({"ends": BODY["starts"]}, 400),
        ({"starts": (NOW - timedelta(days=30)).isoformat()}, 400),  # more than a day of film
        ({"ends": (NOW + timedelta(minutes=1)).isoformat(), "starts": (NOW - timedelta(hours=1)).isoformat()}, 400),
        ({"requester": ""}, 400),
        ({"starts": "yesterday"}, 400),
    ],
)
def test_what_is_no_request(desk: Desk, changes: dict[str, Any], status: int) -> None:
    assert desk.call("POST", "/cctv/access-requests", {**BODY, **changes})[0] == status


def test_open_requests_are_listed_by_their_last_day(desk: Desk) -> None:
    later, sooner = desk.receive(), desk.receive(received_on="2026-11-02")

    first = desk.call("GET", "/cctv/access-requests", query={"limit": "1"})[1]
    second = desk.call("GET", "/cctv/access-requests", query={"limit": "1", "page": first["next"]})[1]

    assert [each["request_id"] for each in first["requests"] + second["requests"]] == [
        sooner["request_id"],
        later["request_id"],
    ]


@pytest.mark.parametrize(("days", "rings"), [(7, False), (8, True), (12, True)])
def test_an_answer_that_is_nearly_due_rings(
    desk: Desk, capsys: pytest.CaptureFixture[str], days: int, rings: bool
) -> None:
    desk.receive()
    desk.do("answer", desk.receive(), answer="postpone", reason="작업")
    desk.clock.move(days=days)

    make_watch(lambda: build_watch(desk.environment, desk.clock))({}, Context())

    said = capsys.readouterr().out.replace(" ", "")
    assert f'"AccessAnswerDue":[{1.0 if rings else 0.0}]' in said


def test_who_may_do_what(desk: Desk) -> None:
    for group, status in (("operator", 403), ("agency", 403), ("auditor", 200), ("supervisor", 200)):
        assert desk.call("GET", "/cctv/access-requests", group=group)[0] == status
    assert desk.call("POST", "/cctv/access-requests", BODY, group="auditor")[0] == 403


# --- what is destroyed ---


def test_what_is_too_old_is_destroyed_and_entered(desk: Desk) -> None:
    desk.record("cam-1", 31)
    desk.record("cam-1", 32)
    desk.record("cam-2", 31)
    kept = [desk.record("cam-1", 30), desk.record("cam-3", 31, RecordingPurpose.ROOFED_PARKING)]

    desk.tidy()

    assert desk.recorded() == sorted(kept)
    entries = desk.logged()
    assert [(entry["outcome"], entry["camera"]) for entry in entries] == [
        ("destruction", "cam-1"),
        ("destruction", "cam-2"),
    ]
    assert entries[0]["scope"] == "2개 파일"


def test_nothing_is_destroyed_twice_and_nothing_under_a_hold(desk: Desk) -> None:
    held, other = desk.record("cam-1", 40), desk.record("cam-2", 40)
    body = {
        "camera": "cam-1",
        "starts": (NOW - timedelta(days=41)).isoformat(),
        "ends": (NOW - timedelta(days=39)).isoformat(),
        "reason": "소송",
    }
    assert desk.call("POST", "/cctv/video-holds", body)[0] == 204

    desk.tidy()
    desk.tidy()

    assert desk.recorded() == [held]
    assert other not in desk.recorded()
    assert len(desk.logged()) == 1


def test_what_somebody_asked_to_see_is_held_until_it_is_answered(desk: Desk) -> None:
    asked = desk.record("cam-1", 29)
    request = desk.receive()
    desk.clock.move(days=10)
    desk.tidy()

    assert desk.recorded() == [asked]

    desk.do("answer", request, answer="refuse", ground="not_the_person", reason="본인 확인 불가")
    desk.tidy()

    assert desk.recorded() == []


def test_what_somebody_asked_to_see_is_fetched_until_the_case_is_over(desk: Desk) -> None:
    starts, ends = NOW - timedelta(minutes=20), NOW - timedelta(minutes=5)
    for minute in range(15):
        desk.film.record("cam-1", starts + timedelta(minutes=minute), film(b"vide"))
    request = desk.receive(starts=starts.isoformat(), ends=ends.isoformat())
    desk.film.turn()
    path = f"/cctv/access-requests/{request['request_id']}"

    assert (request["film"]["pieces"], request["received_by"]) == (15, "s-1")
    assert desk.call("GET", path)[1]["film"]["done"] == len(desk.recorded()) == 5
    assert desk.call("GET", "/cctv/access-requests")[1]["requests"][0]["film"]["done"] == 5

    assert desk.call("POST", f"{path}/film")[0] == 200
    desk.do("answer", request, answer="refuse", ground="not_the_person", reason="본인 확인 불가")
    desk.film.fetch()

    assert len(desk.recorded()) == 5
    assert desk.call("POST", f"{path}/film")[1]["error"] == "not_at_this_point"


def test_who_fetches_film_reads_no_name_of_who_asked(desk: Desk) -> None:
    request = desk.receive()

    record = boto3.client("dynamodb").get_item(
        TableName="EvidenceTable", Key={"case_id": {"S": f"film#access-{request['request_id']}"}}
    )["Item"]

    assert "홍길동" not in str(record)
    assert "cam-1" in str(record)


def test_a_name_that_says_nothing_is_left_for_a_person(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    boto3.client("s3").put_object(Bucket="recordings", Key="recordings/film.mp4", Body=b"film")

    desk.tidy()

    assert desk.recorded() == ["recordings/film.mp4"]
    assert "RecordingUnnamed" in capsys.readouterr().out


def test_a_run_that_dies_between_entry_and_deed_is_repeated(desk: Desk) -> None:
    desk.record("cam-1", 31)
    tidy = build_tidy(desk.environment, desk.clock)
    tidy.tidy()
    desk.record("cam-1", 31)

    tidy.tidy()

    assert desk.recorded() == []
    assert len(desk.logged()) == 1
