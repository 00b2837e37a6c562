"""The log at the staff's API: who may ask what, pages of entries, proofs that hold, ledgers, notices, counts; the export."""

import base64
import io
from typing import Any

import boto3
import pytest

from city.contracts.operations.viewlog import LegalBasis, ViewOutcome
from city.operations.viewlog.bootstrap import build_api
from city.operations.viewlog.proving.heads import read_sealed
from city.operations.viewlog.proving.p256 import PublicKey
from city.operations.viewlog.proving.proof import check_proof, read_proof
from city.operations.viewlog.verify import main as verify
from functions.operations.viewlog.api.app import make_app
from infra.operations.export_log import export_log
from tests.integration.moto_city import Answer, call_api
from tests.integration.operations.viewlog.log_in_moto import BUCKET, TABLE, Room, view_of


class Desk(Room):
    """The room with its staff at the API."""

    def ask(self, path: str, group: str = "auditor", **query: str) -> Any:
        status, said = self.call("GET", path, group=group, query=query)
        assert status == 200, said
        return said

    def call(self, method: str, path: str, body: Any = None, *, group: str = "auditor", query: Any = None) -> Answer:
        app = make_app(lambda: build_api({**self.environment, "VIEWLOG_NOTICE_DAYS": "30"}, self.clock))
        return call_api([app], method, path, body, group=group, sub="s-1", query=query, claims={"name": "박과장"})


@pytest.fixture
def desk(cloud: None) -> Desk:
    return Desk()


def test_entries_are_listed_page_by_page_and_say_whether_they_are_sealed(desk: Desk) -> None:
    desk.append(3)
    desk.seal()
    desk.append(2)

    first = desk.ask("/cctv/view-log", day="2026-11-10", limit="4")
    second = desk.ask("/cctv/view-log", day="2026-11-10", limit="4", page=first["next"])

    lines = first["lines"] + second["lines"]
    assert [(line["sequence"], line["sealed"]) for line in lines] == [
        (0, True),
        (1, True),
        (2, True),
        (3, False),
        (4, False),
    ]
    assert lines[0]["entry"]["name"] == "김경위"
    assert second["next"] is None


def test_entries_of_one_outcome_and_one_camera(desk: Desk) -> None:
    desk.log.append_all([view_of(1), view_of(2, outcome=ViewOutcome.REFUSAL, reason="grant_ended"), view_of(8)])

    refusals = desk.ask("/cctv/view-log", outcome="refusal")["lines"]
    of_camera = desk.ask("/cctv/view-log", camera="cam-1")["lines"]

    assert [line["sequence"] for line in refusals] == [1]
    assert [line["sequence"] for line in of_camera] == [0, 2]


def test_a_proof_holds_outside_the_city(desk: Desk) -> None:
    desk.append(5)
    desk.seal()

    given = desk.ask("/cctv/view-log/days/2026-11-10/entries/3/proof")

    key = PublicKey.from_pem(given["key_pem"])
    assert check_proof(read_proof(given["text"]), key.verifies).entry["key"] == "view#session-3"
    assert desk.ask("/cctv/view-log/key")["key_pem"] == given["key_pem"]


def test_there_is_no_proof_before_the_seal_and_none_of_nothing(desk: Desk) -> None:
    desk.append()

    assert desk.call("GET", "/cctv/view-log/days/2026-11-10/entries/0/proof")[0] == 404
    assert desk.call("GET", "/cctv/view-log/days/2026-11-10/entries/7/proof")[1]["error"] == "entry_unknown"
    assert desk.call("GET", "/cctv/view-log/days/2026-11-10/entries/x/proof")[0] == 404
    assert desk.call("GET", "/cctv/view-log/days/today/entries/0/proof")[0] == 400


def test_heads_of_a_day_are_given_as_they_lie_there(desk: Desk) -> None:
    desk.append(2)
    desk.seal()

    (head,) = desk.ask("/cctv/view-log/days/2026-11-10/heads")["heads"]

    assert read_sealed(base64.b64decode(head["file"])).head.root == head["root"]
    assert head["size"] == 2


def test_a_ledger_is_printed_and_written(desk: Desk) -> None:
    desk.log.append_all([view_of(number) for number in range(3)])

    page = desk.ask("/cctv/view-log/ledgers/personal-video", group="supervisor", limit="2")
    rest = desk.ask("/cctv/view-log/ledgers/personal-video", group="supervisor", limit="2", page=page["next"])
    file = desk.ask("/cctv/view-log/ledgers/decree-15/file")

    assert [row[0] for row in page["rows"] + rest["rows"]] == ["1", "2", "3"]
    assert rest["next"] is None
    assert file["file_name"] == "개인정보의_목적_외_이용_및_제3자_제공_대장_2026-11-04_2026-11-10.csv"
    assert file["text"].startswith("\ufeff이용하거나 제공하는")


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/cctv/view-log/ledgers/another", {}, 404),
        ("/cctv/view-log/ledgers/decree-15", {"first": "2026-01-01", "last": "2026-11-10"}, 400),
        ("/cctv/view-log/ledgers/decree-15", {"first": "2026-11-11", "last": "2026-11-10"}, 400),
        ("/cctv/view-log/ledgers/decree-15", {"first": "yesterday"}, 400),
        ("/cctv/view-log/ledgers/decree-15", {"page": "place=1"}, 400),
        ("/cctv/view-log", {"day": "x"}, 400),
        ("/cctv/view-log", {"page": "place=-1"}, 400),
    ],
)
def test_what_is_refused(desk: Desk, path: str, query: dict[str, str], status: int) -> None:
    assert desk.call("GET", path, query=query)[0] == status


def test_a_notice_is_listed_until_it_is_published(desk: Desk) -> None:
    desk.log.append_all([view_of(1), view_of(2, grant="grant-2", basis=LegalBasis.INVESTIGATION)])

    before = desk.ask("/cctv/view-log/notices")
    desk.clock.move(days=31)
    overdue = desk.ask("/cctv/view-log/notices", first="2026-11-10", last="2026-11-10")
    status, _ = desk.call(
        "POST",
        "/cctv/view-log/notices/grant-1/publication",
        {"published_on": "2026-12-09", "where": "홈페이지 공고 2026-77"},
        group="supervisor",
    )
    after = desk.ask("/cctv/view-log/notices", first="2026-11-10", last="2026-11-10")

    assert [(line["notice"], line["due"]) for line in before["notices"]] == [("grant-1", "2026-12-10")]
    assert "18조" in before["text"]
    assert overdue["notices"][0]["overdue"] is True
    assert status == 204
    assert (after["notices"][0]["published_on"], after["notices"][0]["overdue"]) == ("2026-12-09", False)
    assert len(after["text"].splitlines()) == 1
    (entry,) = desk.ask("/cctv/view-log", outcome="notice")["lines"]
    assert entry["entry"]["name"] == "박과장"


def test_nothing_is_published_tomorrow(desk: Desk) -> None:
    body = {"published_on": "2026-11-11", "where": "홈페이지"}

    assert desk.call("POST", "/cctv/view-log/notices/grant-1/publication", body, group="supervisor")[0] == 400


def test_counts(desk: Desk) -> None:
    desk.log.append_all([view_of(1), view_of(8), view_of(2, exercise=True)])

    said = desk.ask("/cctv/view-log/statistics", group="supervisor")

    assert said["total"]["views"] == 2
    assert said["cameras"] == [{"name": "cam-1", "called": None, "views": 2, "refusals": 0, "exports": 0}]


@pytest.mark.parametrize(
    ("group", "path", "status"),
    [
        ("operator", "/cctv/view-log", 403),
        ("supervisor", "/cctv/view-log", 403),
        ("agency", "/cctv/view-log/ledgers/decree-15", 403),
        ("operator", "/cctv/view-log/statistics", 403),
        ("supervisor", "/cctv/view-log/statistics", 200),
        ("auditor", "/cctv/view-log", 200),
    ],
)
def test_who_may_read(desk: Desk, group: str, path: str, status: int) -> None:
    assert desk.call("GET", path, group=group)[0] == status


def test_an_auditor_publishes_nothing(desk: Desk) -> None:
    body = {"published_on": "2026-11-10", "where": "홈페이지"}

    assert desk.call("POST", "/cctv/view-log/notices/grant-1/publication", body, group="auditor")[0] == 403


def test_an_export_is_verified_by_the_command(desk: Desk, tmp_path: Any) -> None:
    desk.append(6)
    desk.seal()
    desk.append()
    folder, out = tmp_path / "export", io.StringIO()
    export_log(folder, TABLE, BUCKET, desk.environment["VIEWLOG_KEY_ARN"])

    assert verify([str(folder)], out) == 0
    assert "봉인된 기록 6" in out.getvalue()

    boto3.client("dynamodb").delete_item(
        TableName=TABLE, Key={"day": {"S": "2026-11-10"}, "place": {"S": "line#0000000004"}}
    )
    export_log(folder, TABLE, BUCKET, desk.environment["VIEWLOG_KEY_ARN"])

    assert verify([str(folder)], out) == 1
    assert "2026-11-10 기록 (entry) 4: 지워졌습니다" in out.getvalue()
