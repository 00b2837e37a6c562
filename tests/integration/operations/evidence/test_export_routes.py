"""Exports at the API, under a grant as the video door keeps it."""

from datetime import timedelta
from typing import Any

import boto3
import pytest

from city.contracts.operations.viewing import GrantBasis, GrantState
from city.operations.evidence.bootstrap import build_exports
from city.operations.viewing.grants import Grant, GrantedCamera
from city.operations.viewing.tables.grants import Grants
from functions.operations.evidence.exports.app import make_app
from infra.templates import ROOT, read_template, resources_of
from tests.integration.moto_city import Answer, call_api
from tests.integration.operations.evidence.test_exports import EvidenceRoom
from tests.integration.operations.viewlog.log_in_moto import START


class Desk(EvidenceRoom):
    def __init__(self) -> None:
        super().__init__()
        table = resources_of(read_template(ROOT / "infra/operations/viewing.yaml"), "AWS::DynamoDB::Table")[
            "GrantsTable"
        ]
        wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
        boto3.client("dynamodb").create_table(TableName="GrantsTable", **{part: table[part] for part in wanted})
        environment = {
            **self.environment,
            "EVIDENCE_TABLE": "EvidenceTable",
            "GRANTS_TABLE": "GrantsTable",
            "RECORDINGS_BUCKET": "recordings",
            "ARCHIVES_BUCKET": "archives",
            "EVIDENCE_KEY_ARN": self.evidence_key,
            "FILM_QUEUE_URL": self.film.url,
        }
        self.uses = build_exports(environment, self.clock)
        self.app = make_app(lambda: self.uses)

    def grant(self, state: GrantState = GrantState.GIVEN) -> None:
        Grants().add(
            Grant(
                id="grant-1",
                incident_id="20261110T030000-0a1b2c3d",
                organisation="112",
                person=None,
                basis=GrantBasis.URGENT_DANGER,
                document=None,
                purpose="112 신고",
                cameras=(GrantedCamera("cam-1", "관아문 앞"),),
                lasts=timedelta(hours=1),
                inactive_after=timedelta(minutes=10),
                asked_by="city",
                asked_at=START - timedelta(hours=2),
                state=state,
                starts_at=START - timedelta(hours=2) if state is GrantState.GIVEN else None,
                ends_at=START - timedelta(hours=1) if state is GrantState.GIVEN else None,
            )
        )

    def call(self, method: str, path: str, body: Any = None, *, by: str = "s-1", group: str = "supervisor") -> Answer:
        return call_api([self.app], method, path, body, group=group, sub=by, claims={"name": f"직원 {by}"})

    def body(self, **changes: Any) -> dict[str, Any]:
        return {
            "grant": "grant-1",
            "camera": "cam-1",
            "starts": (START - timedelta(hours=2)).isoformat(),
            "ends": (START - timedelta(minutes=30)).isoformat(),
            "basis": "investigation",
            "document": "수사과-123",
            "purpose": "절도 수사",
            **changes,
        }


@pytest.fixture
def desk(cloud: None) -> Desk:
    return Desk()


def test_an_export_from_the_asking_to_the_link(desk: Desk) -> None:
    desk.grant()
    desk.record()

    status, asked = desk.call("POST", "/cctv/exports", desk.body())
    path = f"/cctv/exports/{asked['export_id']}"
    decision = {"revision": asked["revision"], "approves": True, "because": "공문 확인"}
    own = desk.call("POST", f"{path}/decision", decision)
    decided = desk.call("POST", f"{path}/decision", decision, by="s-2")
    early = desk.call("POST", f"{path}/archive")
    desk.film.fetch()
    made = desk.call("POST", f"{path}/archive")
    link = desk.call("POST", f"{path}/link")

    assert (status, own[0], decided[0], made[0], link[0]) == (201, 403, 200, 200, 200)
    assert (early[0], early[1]["error"]) == (409, "film_on_its_way")
    assert (asked["film"]["pieces"], asked["film"]["done"], asked["asked_by"]) == (90, 0, "s-1")
    assert (made[1]["film"]["done"], len(made[1]["film"]["gaps"])) == (90, 2)
    assert desk.call("GET", path)[1] == made[1]
    assert made[1]["decided_by"] == "직원 s-2"
    assert link[1]["sha256"] == made[1]["sha256"]


def test_nothing_leaves_under_a_grant_that_was_never_given(desk: Desk) -> None:
    desk.grant(GrantState.WAITING)

    assert desk.call("POST", "/cctv/exports", desk.body())[1]["error"] == "outside_grant"


def test_what_did_not_come_is_fetched_again_by_a_supervisor(desk: Desk) -> None:
    desk.grant()
    path = f"/cctv/exports/{desk.call('POST', '/cctv/exports', desk.body())[1]['export_id']}/film"

    assert desk.call("POST", path, group="auditor")[0] == 403
    assert desk.call("POST", path)[0] == 200
    assert desk.call("POST", "/cctv/exports/none/film")[0] == 404


@pytest.mark.parametrize(("group", "status"), [("operator", 403), ("agency", 403), ("auditor", 200)])
def test_who_sees_exports(desk: Desk, group: str, status: int) -> None:
    assert desk.call("GET", "/cctv/exports", group=group)[0] == status
