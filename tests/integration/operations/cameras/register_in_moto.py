"""The register of cameras in moto: tables and buckets as the template declares them, and its stream played by hand."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3

from city.aws.clients import open_session
from city.contracts.operations.cameras import CameraFileReportV1
from city.contracts.operations.city_event import Place, PointPlace
from city.operations.cameras.bootstrap import (
    build_addresses,
    build_compare,
    build_desk,
    build_file_address,
    build_import,
    build_lookup,
    build_refresh,
    build_sign_file,
)
from city.operations.cameras.camera import PlacedCamera, place_camera
from city.operations.cameras.tables.cameras import CamerasTable
from functions.operations.cameras.api.app import make_app
from functions.operations.cameras.file_address.app import make_app as make_address_app
from functions.operations.cameras.import_cameras.handler import make_handler as make_import
from functions.operations.cameras.refresh_cameras.handler import make_handler as make_refresh
from functions.operations.cameras.sign_file.app import make_app as make_sign_app
from infra.operations.camera_seed import as_csv, district_boundary
from infra.templates import ROOT, read_template, resources_of
from tests.integration.moto_city import NOW, REGION, Answer, Context, FixedClock, call_api, create_buckets, sqs_event

BUCKETS = ("inbox", "reports", "snapshots", "geography")


@dataclass
class Register:
    """Every part is the real one but the clock."""

    clock: FixedClock = field(default_factory=FixedClock)

    def __post_init__(self) -> None:
        tables = resources_of(read_template(ROOT / "infra/operations/cameras.yaml"), "AWS::DynamoDB::Table")
        for name, properties in tables.items():
            wanted = ("AttributeDefinitions", "KeySchema", "BillingMode")
            boto3.client("dynamodb").create_table(TableName=name, **{part: properties[part] for part in wanted})
        create_buckets(*BUCKETS)
        key = boto3.client("kms").create_key(Description="addresses")["KeyMetadata"]["Arn"]
        self.environment = {
            "STAGE": "local",
            "AWS_REGION": REGION,
            "CAMERAS_TABLE": "CamerasTable",
            "CAMERA_PACKS_TABLE": "CameraPacksTable",
            "CAMERA_ADDRESSES_TABLE": "CameraAddressesTable",
            "CAMERA_ADDRESS_FILINGS_TABLE": "CameraAddressFilingsTable",
            "CAMERA_ADDRESS_KEY": key,
            "CAMERA_INBOX": "inbox",
            "CAMERA_REPORTS": "reports",
            "CAMERA_SNAPSHOTS": "snapshots",
            "CAMERA_GEOGRAPHY": "geography",
        }
        self.lookup = build_lookup(self.environment, self.clock)
        self.importer = build_import(self.environment, self.clock)
        self.refresh = build_refresh(self.environment, self.clock)
        self.compare = build_compare(self.environment, self.clock)
        self.addresses = build_addresses(self.environment)
        self.cameras: CamerasTable = self.refresh.cameras
        desk, file_address = build_desk(self.environment, self.clock), build_file_address(self.environment, self.clock)
        sign = build_sign_file(self.environment, self.clock)
        self.apps = [make_app(lambda: desk), make_address_app(lambda: file_address), make_sign_app(lambda: sign)]

    # --- national files ---

    def load(
        self, rows: list[dict[str, str]], name: str = "a.csv", *, most_retired: int | None = None
    ) -> CameraFileReportV1:
        """Puts a file into the inbox, has it loaded by the real handler, and plays the stream. Returns the report."""
        self.put(as_csv(rows), name, most_retired=most_retired)
        assert self.deliver(name) == []
        self.play_stream()
        return self.report(name)

    def put(self, content: bytes, name: str, *, most_retired: int | None = None) -> None:
        metadata = {"by": "s-1", **({} if most_retired is None else {"most-retired": str(most_retired)})}
        boto3.client("s3").put_object(Bucket="inbox", Key=f"files/{name}", Body=content, Metadata=metadata)

    def deliver(self, name: str) -> list[str]:
        """The message of S3, through the real handler. Returns the ids that failed."""
        record = {"s3": {"bucket": {"name": "inbox"}, "object": {"key": f"files/{name}"}}}
        event = sqs_event(json.dumps({"Records": [record]}))
        answer = make_import(lambda: self.importer)(event, Context())
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    def report(self, name: str) -> CameraFileReportV1:
        found = boto3.client("s3").get_object(Bucket="reports", Key=f"files/{name}.report.json")
        return CameraFileReportV1.model_validate_json(found["Body"].read())

    def put_boundary(self) -> None:
        boto3.client("s3").put_object(Bucket="geography", Key="district.geojson", Body=district_boundary())

    # --- the stream ---

    def play_stream(self, names: list[str] | None = None) -> None:
        """Hands the real handler the keys of these cameras, or of all."""
        keys = [{"camera_id": {"S": name}, "part": {"S": "filed"}} for name in names or self.names()]
        for at in range(0, len(keys), 500):
            records = [
                {"eventName": "MODIFY", "dynamodb": {"Keys": key, "ApproximateCreationDateTime": NOW.timestamp()}}
                for key in keys[at : at + 500]
            ]
            make_refresh(lambda: self.refresh)({"Records": records}, Context())

    # --- what there is ---

    def names(self) -> list[str]:
        return sorted(self.cameras.names())

    def truth(self) -> dict[str, PlacedCamera]:
        """What lookups should know, made from the table alone."""
        found = {name: self.cameras.get(name) for name in self.names()}
        return {
            name: place_camera(each.filed, each.correction)
            for name, each in found.items()
            if each is not None and each.filed.retired_at is None
        }

    def looked_up(self) -> dict[str, PlacedCamera]:
        """What a worker that begins now knows."""
        return {each.camera_id: each for each in build_lookup(self.environment, self.clock).arrays().cameras()}

    # --- staff ---

    def call(self, method: str, path: str, body: Any = None, group: str = "operator", **query: str) -> Answer:
        claims = {"auth_time": str(int(time.mktime(self.clock.now().timetuple()))), "name": "김감독"}
        return call_api(self.apps, method, path, body, group=group, sub=f"{group}-1", query=query, claims=claims)


def at(latitude: float, longitude: float) -> Place:
    return Place(shape=PointPlace(position=(longitude, latitude)))


@contextmanager
def counted_calls() -> Iterator[list[str]]:
    """The calls of DynamoDB made inside, by name."""
    calls: list[str] = []

    def note(model: Any, **_: Any) -> None:
        calls.append(model.name)

    clients = _dynamo_clients()
    for client in clients:
        client.meta.events.register("before-call.dynamodb", note, unique_id="counted")
    yield calls
    for client in clients:
        client.meta.events.unregister("before-call.dynamodb", unique_id="counted")


def _dynamo_clients() -> list[Any]:
    return [
        client for client in open_session()._clients.values() if client.meta.service_model.service_name == "dynamodb"
    ]
