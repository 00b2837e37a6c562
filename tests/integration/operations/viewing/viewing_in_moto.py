"""Grants and the video door in moto: incidents, register and log are the real ones; the clock stands, film is drawn."""

import json
from base64 import b64decode
from dataclasses import dataclass
from datetime import date
from typing import Any

import boto3

from city.aws.observability import observed
from city.contracts.operations.city_event import Category, CityEventV1, Place, PointPlace
from city.operations.cameras.bootstrap import build_refresh
from city.operations.cameras.camera import FiledCamera
from city.operations.viewing.bootstrap import build_desk, build_end_grants, build_follow, build_video
from functions.operations.viewing.end_grants.handler import make_handler as make_end
from functions.operations.viewing.follow_incidents.handler import make_handler as make_follow
from functions.operations.viewing.grants.app import make_app as make_grants
from functions.operations.viewing.video.app import make_app as make_video
from infra.templates import ROOT, read_template, resources_of
from tests.integration.moto_city import Answer, Context, call_api, create_buckets, gateway_event, sqs_event
from tests.integration.operations.incidents.incidents_in_moto import IncidentsInMoto, Room
from tests.integration.operations.viewlog.log_in_moto import TABLE as LOG_TABLE
from tests.integration.operations.viewlog.log_in_moto import create_log_table, open_log

AT = (126.45, 36.78)
_DEGREE_M = 111_195.0


@dataclass(frozen=True)
class Film:
    """What the door answers: JSON, a playlist or bytes."""

    status: int
    kind: str
    body: Any


class ViewingInMoto:
    def __init__(self) -> None:
        self.incidents = IncidentsInMoto()
        self.clock, self.room = self.incidents.clock, Room(self.incidents)
        for template in ("viewing", "cameras"):
            declared = read_template(ROOT / f"infra/operations/{template}.yaml")
            for name, properties in resources_of(declared, "AWS::DynamoDB::Table").items():
                wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
                boto3.client("dynamodb").create_table(
                    TableName=name, **{part: properties[part] for part in wanted if part in properties}
                )
        create_log_table()
        self.log = open_log(self.clock)
        create_buckets("snapshots", "geography")
        self.environment = {
            **self.incidents.environment,
            "GRANTS_TABLE": "GrantsTable",
            "VIEWS_TABLE": "ViewsTable",
            "AGENCY_PEOPLE_TABLE": "AgencyPeopleTable",
            "VIEWLOG_TABLE": LOG_TABLE,
            "CAMERAS_TABLE": "CamerasTable",
            "CAMERA_PACKS_TABLE": "CameraPacksTable",
            "CAMERA_ADDRESSES_TABLE": "CameraAddressesTable",
            "CAMERA_ADDRESS_KEY": "-",
            "CAMERA_SNAPSHOTS": "snapshots",
            "CAMERA_GEOGRAPHY": "geography",
            "VIDEO": "sandbox",
        }
        desk, self.door = build_desk(self.environment, self.clock), build_video(self.environment, self.clock)
        self.grants_app, self.video_app = make_grants(lambda: desk), make_video(lambda: self.door)
        self.follow = build_follow(self.environment, self.clock)
        self._requests = 0

    # --- the world ---

    def put_cameras(self, *metres_north: float) -> list[str]:
        """Cameras of which nobody knows where they look, so many metres north of `AT`. Their ids."""
        refresh = build_refresh(self.environment, self.clock)
        cameras = [_camera(number, metres) for number, metres in enumerate(metres_north)]
        refresh.cameras.file(cameras)
        refresh.refresh([camera.camera_id for camera in cameras])
        return [camera.camera_id for camera in cameras]

    def call(self, source: str = "agency.112", source_id: str = "1", **changes: Any) -> str:
        """Somebody tells of something at `AT`. The incident's id; the bus is carried to the grants' queue."""
        assert self.incidents.deliver(self.event(source=source, source_id=source_id, **changes)) == []
        told = self.carry()
        opened = [each["incident_id"] for name, each in told if name == "IncidentOpened"]
        return str(opened[0] if opened else told[-1][1]["incident_id"])

    def event(self, **changes: Any) -> CityEventV1:
        told = {
            "source": "agency.112",
            "source_id": "1",
            "category": Category.CRIME,
            "kind": "intrusion",
            "occurred_at": self.clock.now(),
            "reported_at": self.clock.now(),
            "place": Place(shape=PointPlace(position=AT)),
            **changes,
        }
        return CityEventV1.model_validate(told)

    def ending(self, **changes: Any) -> dict[str, Any]:
        return {"message_type": "update", "revision": 1, "valid_until": self.clock.now(), **changes}

    def ends(self, **changes: Any) -> None:
        """A source tells that what it told is over; the bus is not carried."""
        assert self.incidents.deliver(self.event(**self.ending(**changes))) == []

    def carry(self, times: int = 1) -> list[tuple[str, dict[str, Any]]]:
        """What the bus told since the last time, through the real handler."""
        told = self.incidents.told_bus()
        for _ in range(times):
            assert not told or self.deliver(*told) == []
        return told

    def deliver(self, *told: tuple[str, dict[str, Any]]) -> list[str]:
        bodies = [
            json.dumps(
                {
                    "id": f"{number}",
                    "source": "dongne.operations",
                    "detail-type": name,
                    "time": self.clock.now().isoformat(),
                    "detail": detail,
                }
            )
            for number, (name, detail) in enumerate(told)
        ]
        answer = make_follow(lambda: self.follow)(sqs_event(*bodies), Context())
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    def step(self, incident: str, step: str, group: str = "operator") -> None:
        """Somebody of the room takes a step; the bus is not carried."""
        _, shown = self.room.get(f"/incidents/{incident}", group)
        revision = shown.get("line", shown)["revision"]
        status, said = self.room.post(f"/incidents/{incident}/{step}", {"revision": revision, "note": "현장"}, group)
        assert status == 200, said

    def tidy(self) -> None:
        make_end(lambda: build_end_grants(self.environment, self.clock))({}, Context())

    # --- people ---

    def get(self, path: str, group: str = "operator", sub: str = "operator-1", **query: str) -> Answer:
        return call_api([self.grants_app], "GET", path, group=group, sub=sub, query=query, claims={"name": f"n {sub}"})

    def post(self, path: str, body: Any, group: str = "operator", sub: str = "operator-1") -> Answer:
        return call_api([self.grants_app], "POST", path, body, group=group, sub=sub, claims={"name": f"n {sub}"})

    def grants(self, incident: str) -> list[dict[str, Any]]:
        status, said = self.get(f"/cctv/incidents/{incident}/grants")
        assert status == 200, said
        return list(said["grants"])

    def grant_of(self, incident: str, organisation: str) -> dict[str, Any]:
        (found,) = [each for each in self.grants(incident) if each["organisation"] == organisation]
        return found

    def place_officer(self, sub: str = "police-1", organisation: str = "112") -> None:
        assert self.get("/cctv/grants/mine", "agency", sub)[0] == 403
        body = {"organisation": organisation, "reason": "파견 근무"}
        assert self.post(f"/cctv/agency-people/{sub}/proposal", body)[0] == 200
        decision = {"approves": True, "reason": "공문 확인"}
        assert self.post(f"/cctv/agency-people/{sub}/decision", decision, "supervisor", "supervisor-1")[0] == 200

    def ask(self, incident: str, **changes: Any) -> Answer:
        body = {
            "basis": "investigation",
            "document": "수사-2026-11",
            "organisation": "112",
            "minutes": 60,
            "purpose": "수사 협조",
            **changes,
        }
        return self.post(f"/cctv/incidents/{incident}/grants", body)

    def decide(self, grant: dict[str, Any], sub: str, group: str = "operator", **changes: Any) -> Answer:
        body = {"approves": True, "reason": "적정", "revision": grant["revision"], **changes}
        return self.post(f"/cctv/grants/{grant['grant_id']}/decision", body, group, sub)

    # --- film ---

    def open(self, grant: dict[str, Any], sub: str = "police-1", group: str = "agency", camera: int = 0) -> Film:
        body = json.dumps({"camera_id": grant["cameras"][camera]["camera_id"]})
        return self.fetch("POST", f"/cctv/grants/{grant['grant_id']}/views", sub, group, body)

    def play(self, view: Film, sub: str = "police-1", group: str = "agency") -> Film:
        return self.fetch("GET", f"/{view.body['playlist']}", sub, group)

    def piece(self, view: Film, name: str, sub: str = "police-1", group: str = "agency") -> Film:
        return self.fetch("GET", f"/cctv/views/{view.body['view_id']}/{name}", sub, group)

    def fetch(self, method: str, path: str, sub: str, group: str, body: str | None = None) -> Film:
        """As API Gateway calls the door: each request has a number of its own."""
        self._requests += 1
        parts = path.removeprefix("/cctv/").split("/")
        if parts[0] == "grants":
            resource, arguments = "/cctv/grants/{grant_id}/views", {"grant_id": parts[1]}
        elif parts[2] == "playlist.m3u8":
            resource, arguments = "/cctv/views/{view_id}/playlist.m3u8", {"view_id": parts[1]}
        else:
            resource, arguments = "/cctv/views/{view_id}/{segment}", {"view_id": parts[1], "segment": parts[2]}
        event = gateway_event(
            method,
            path,
            resource=resource,
            arguments=arguments,
            body=body,
            group=group,
            sub=sub,
            headers={"Accept": "video/mp4" if path.endswith(".mp4") else "*/*"},
            claims={"name": f"n {sub}"},
        )
        event["requestContext"]["requestId"] = f"request-{self._requests}"
        answer = observed(self.video_app)(event, Context())
        kind, text = answer["headers"]["Content-Type"], answer["body"]
        if kind == "application/json":
            return Film(answer["statusCode"], kind, json.loads(text))
        return Film(answer["statusCode"], kind, b64decode(text) if answer.get("isBase64Encoded") else text)

    # --- the log ---

    def logged(self, outcome: str | None = None) -> list[dict[str, Any]]:
        days = {self.clock.now().date(), date(2026, 11, 10)}
        lines = [json.loads(line) for day in sorted(days) for _, line in self.log.lines(day)]
        entries = [line.get("entry", line) for line in lines]
        return [entry for entry in entries if outcome in (None, entry["outcome"])]


def _camera(number: int, metres: float) -> FiledCamera:
    return FiledCamera(
        camera_id=f"c{number:012x}-1",
        institution="충청남도 서산시청",
        road_address=f"충청남도 서산시 관아문길 {number + 1}",
        lot_address="",
        purpose="생활방범",
        number=1,
        of_row=1,
        pixels=2_000_000,
        direction_text="",
        kept_days=30,
        installed=None,
        telephone="041-660-2114",
        latitude=AT[1] + metres / _DEGREE_M,
        longitude=AT[0],
        data_date=None,
        row_digest="-",
    )
