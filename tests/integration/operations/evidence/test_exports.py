"""An export from the asking to the link: two people, what the grant gives, silence, a signed archive, and the log of all."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest

from city.aws.dynamo import bind, open_connection
from city.aws.presigned import Presigner, open_presigning_client
from city.aws.store import Folder
from city.contracts.operations.staff.evidence import AskExport, DecideExport, ExportLine
from city.kernel.errors import Invalid
from city.kernel.settings import Stage
from city.operations.evidence.errors import (
    CaseChanged,
    ExportUndocumented,
    HasSound,
    NotAtThisPoint,
    NothingRecorded,
    OutsideGrant,
    SamePerson,
)
from city.operations.evidence.exports import GrantSeen
from city.operations.evidence.service.archives import check_archive
from city.operations.evidence.service.export_video import (
    DecideOnExport,
    HandOutExport,
    ListExports,
    MakeArchive,
    RequestExport,
)
from city.operations.evidence.service.order_film import OrderFilm
from city.operations.evidence.tables.cases import CaseRecord, Exports, Films, Holds
from city.operations.viewlog.adapters.kms import KmsSigner, fetch_public_key
from city.operations.viewlog.bootstrap import build_api
from city.operations.viewlog.proving.chain import read_line
from infra.operations.verify_export import main as verify_export
from infra.templates import ROOT, read_template, resources_of
from tests.integration.moto_city import REGION, create_buckets, create_signing_key
from tests.integration.operations.evidence.film_in_moto import FilmStore
from tests.integration.operations.viewlog.log_in_moto import START, Room, view_of
from tests.unit.operations.evidence.test_retention import film

SILENT, LOUD = film(b"vide"), film(b"vide", b"soun")


class GrantsOnPaper:
    """One grant: 112 may look through cam-1."""

    def find(self, grant_id: str) -> GrantSeen | None:
        seen = GrantSeen("grant-1", "20261110T030000-0a1b2c3d", "112", True, frozenset({"cam-1"}))
        return seen if grant_id == seen.id else None


class EvidenceRoom(Room):
    """The log's room, with recordings, archives, and a key that signs manifests."""

    def __init__(self) -> None:
        super().__init__()
        table = resources_of(read_template(ROOT / "infra/operations/evidence.yaml"), "AWS::DynamoDB::Table")[
            "EvidenceTable"
        ]
        wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
        boto3.client("dynamodb").create_table(TableName="EvidenceTable", **{part: table[part] for part in wanted})
        bind(CaseRecord, "EvidenceTable", open_connection(REGION))
        create_buckets("recordings", "archives")
        self.evidence_key = create_signing_key()
        self.film = FilmStore(self.clock)
        exports, films, holds, s3 = Exports(), Films(), Holds(), boto3.client("s3")
        orders = OrderFilm(films=films, holds=holds, queue=self.film.queue, clock=self.clock)
        ids = iter(range(1, 100))
        log_uses = build_api({**self.environment, "VIEWLOG_NOTICE_DAYS": "30"}, self.clock)
        self.request = RequestExport(
            exports=exports, grants=GrantsOnPaper(), orders=orders, new_id=lambda: f"x-{next(ids)}", clock=self.clock
        )
        self.decide = DecideOnExport(exports=exports, films=films, holds=holds, log=self.log, clock=self.clock)
        self.list = ListExports(exports=exports, films=films)
        self.make = MakeArchive(
            exports=exports,
            films=films,
            holds=holds,
            recordings=Folder(s3, "recordings"),
            archives=Folder(s3, "archives"),
            log=self.log,
            proofs=log_uses.prove,
            sign=KmsSigner(boto3.client("kms"), self.evidence_key),
            clock=self.clock,
        )
        self.hand_out = HandOutExport(
            exports=exports,
            log=self.log,
            presigner=Presigner(open_presigning_client(Stage.LOCAL)),
            bucket="archives",
            clock=self.clock,
        )

    def record(self, content: bytes = SILENT, minutes_ago: int = 60, camera: str = "cam-1") -> None:
        """A minute of a camera is kept where it is recorded."""
        self.film.record(camera, START - timedelta(minutes=minutes_ago), content)

    def make_archive(self, line: ExportLine) -> ExportLine:
        self.film.fetch()
        return self.make.make(line.export_id, "s-2")

    def ask(self, **changes: Any) -> ExportLine:
        body = {
            "grant": "grant-1",
            "camera": "cam-1",
            "starts": START - timedelta(hours=2),
            "ends": START - timedelta(minutes=30),
            "basis": "investigation",
            "document": "수사과-123",
            "purpose": "절도 수사",
            "safeguards": "목적 외 사용 금지",
            **changes,
        }
        return self.request.request(AskExport.model_validate(body), "s-1", "이주무")

    def approve(self, line: ExportLine, by: str = "s-2", *, approves: bool = True) -> ExportLine:
        body = DecideExport(revision=line.revision, approves=approves, because="공문 확인")
        return self.decide.decide(line.export_id, body, by, "박과장")

    def archive(self) -> bytes:
        body: bytes = self.s3.get_object(Bucket="archives", Key="exports/x-1.zip")["Body"].read()
        return body

    def verifiers(self) -> tuple[Callable[[bytes, bytes], bool], Callable[[bytes, bytes], bool]]:
        return fetch_public_key(boto3.client("kms"), self.evidence_key).verifies, self.sealer.verifies

    def logged(self) -> list[Any]:
        return [read_line(content).entry for _, content in self.log.lines(self.log.end_of(START.date()).day)]


@pytest.fixture
def room(cloud: None) -> EvidenceRoom:
    return EvidenceRoom()


def test_an_export_is_decided_by_another_made_and_handed_out(room: EvidenceRoom) -> None:
    room.record()
    room.record(minutes_ago=45)
    room.record(minutes_ago=10)  # after the time that was asked for
    room.log.append(view_of(1))
    room.seal()
    made = room.make_archive(room.approve(room.ask()))

    link = room.hand_out.hand_out(made.export_id)

    content = room.archive()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert len([name for name in archive.namelist() if name.startswith("video/")]) == 2
    assert check_archive(content, *room.verifiers()) == []
    assert (link.expires_in, link.sha256) == (300, made.sha256)
    assert "X-Amz-Expires=300" in link.url
    assert [(entry["outcome"], entry["who"], entry.get("handler")) for entry in room.logged()[1:]] == [
        ("grant", "s-1", "박과장"),
        ("export", "s-1", "박과장"),
    ]
    assert room.logged()[2]["document"] == "수사과-123"
    assert room.logged()[2]["sha256"] == made.sha256


def test_the_audit_extract_has_the_entries_of_the_grant_proved_where_they_are_sealed(room: EvidenceRoom) -> None:
    room.record()
    room.log.append_all([view_of(1), view_of(2, grant="grant-2")])
    room.seal()
    room.make_archive(room.approve(room.ask()))

    with zipfile.ZipFile(io.BytesIO(room.archive())) as archive:
        audit = archive.read("audit.json").decode()

    assert audit.count('"line"') == 2  # the look, and the decision
    assert audit.count('"proof": null') == 1  # the decision, which no head covers yet
    assert "view#session-2" not in audit


def test_nobody_decides_on_their_own_request(room: EvidenceRoom) -> None:
    with pytest.raises(SamePerson):
        room.approve(room.ask(), by="s-1")

    assert room.logged() == []


def test_a_decision_is_made_once(room: EvidenceRoom) -> None:
    asked = room.ask()
    declined = room.approve(asked, approves=False)

    with pytest.raises(CaseChanged):
        room.approve(asked)
    with pytest.raises(NotAtThisPoint):
        room.approve(declined, by="s-3")
    with pytest.raises(NotAtThisPoint):
        room.make.make(asked.export_id, "s-2")
    assert [entry["outcome"] for entry in room.logged()] == ["refusal"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"document": None}, ExportUndocumented),
        ({"basis": "court", "document": None}, ExportUndocumented),
        ({"camera": "cam-2"}, OutsideGrant),
        ({"grant": "grant-9"}, OutsideGrant),
        ({"ends": START + timedelta(minutes=1)}, Invalid),
        ({"starts": START - timedelta(hours=9)}, Invalid),
        ({"starts": START}, Invalid),
    ],
)
def test_what_may_not_leave(room: EvidenceRoom, changes: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        room.ask(**changes)


def test_an_urgent_danger_needs_no_document(room: EvidenceRoom) -> None:
    assert room.ask(basis="urgent_danger", document=None).document is None


def test_film_with_sound_is_not_fetched_and_does_not_leave(room: EvidenceRoom) -> None:
    room.record()
    room.record(LOUD, minutes_ago=45)
    approved = room.approve(room.ask())
    room.film.fetch()
    (there,) = room.s3.list_objects_v2(Bucket="recordings")["Contents"]
    room.s3.put_object(Bucket="recordings", Key=there["Key"], Body=LOUD)

    with pytest.raises(HasSound):
        room.make.make(approved.export_id, "s-2")


def test_what_is_missing_stands_in_the_manifest(room: EvidenceRoom) -> None:
    room.record()
    room.make_archive(room.approve(room.ask(starts=START - timedelta(minutes=61), ends=START - timedelta(minutes=58))))

    with zipfile.ZipFile(io.BytesIO(room.archive())) as archive:
        said = json.loads(archive.read("manifest.json"))

    assert [(each["starts"][11:16], each["why"]) for each in said["export"]["missing"]] == [
        (f"{START - timedelta(minutes=61):%H:%M}", "no_film"),
        (f"{START - timedelta(minutes=59):%H:%M}", "no_film"),
    ]
    assert len(said["files"]) == 1


def test_there_is_no_archive_of_nothing(room: EvidenceRoom) -> None:
    room.record(camera="cam-2")
    approved = room.approve(room.ask())

    with pytest.raises(NothingRecorded):
        room.make_archive(approved)
    with pytest.raises(NotAtThisPoint):
        room.hand_out.hand_out(approved.export_id)


def test_an_archive_made_again_is_the_one_that_stands(room: EvidenceRoom) -> None:
    room.record()
    approved = room.approve(room.ask())
    made = room.make_archive(approved)
    room.record(minutes_ago=45)

    assert room.make_archive(approved) == made
    assert room.list.list(None, 10, None).exports == []
    assert [each.state for each in room.list.list("over", 10, None).exports] == ["made"]


def repack(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    change(held)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in held.items():
            archive.writestr(name, part)
    return out.getvalue()


def video_of(held: dict[str, bytes]) -> str:
    return next(name for name in held if name.startswith("video/"))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda held: held.update({video_of(held): b"other film"}), "was changed"),
        (lambda held: held.pop(video_of(held)), "is not in the archive"),
        (lambda held: held.update({"video/more.mp4": b"film"}), "is not in the manifest"),
        (lambda held: held.update({"more.txt": b"x"}), "does not belong here"),
        (lambda held: held.update({"audit.json": b"[]"}), "audit.json was changed"),
        (
            lambda held: held.update(
                {"manifest.json": held["manifest.json"].replace("이주무".encode(), "박주무".encode())}
            ),
            "not signed by this key",
        ),
        (lambda held: held.pop("signature.json"), "no archive of an export"),
    ],
)
def test_whatever_is_changed_in_an_archive_is_found(
    room: EvidenceRoom, change: Callable[[dict[str, bytes]], None], fault: str
) -> None:
    room.record()
    room.make_archive(room.approve(room.ask()))

    faults = check_archive(repack(room.archive(), change), *room.verifiers())

    assert any(fault in each for each in faults), faults


def test_a_byte_changed_on_the_way_is_found_with_its_file(room: EvidenceRoom) -> None:
    room.record()
    room.make_archive(room.approve(room.ask()))
    content = room.archive()
    at = content.index(SILENT) + len(SILENT) // 2

    (fault,) = check_archive(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :], *room.verifiers())

    assert fault.startswith("video/public_place_cam-1_")
    assert fault.endswith("was changed")


def test_the_command_checks_an_archive(room: EvidenceRoom, tmp_path: Path) -> None:
    room.record()
    room.log.append(view_of(1))
    room.seal()
    room.make_archive(room.approve(room.ask()))
    (tmp_path / "x.zip").write_bytes(room.archive())
    kms = boto3.client("kms")
    (tmp_path / "evidence.pem").write_text(fetch_public_key(kms, room.evidence_key).to_pem())
    (tmp_path / "log.pem").write_text(fetch_public_key(kms, room.environment["VIEWLOG_KEY_ARN"]).to_pem())
    given = [str(tmp_path / "x.zip"), "--key", str(tmp_path / "evidence.pem"), "--log-key", str(tmp_path / "log.pem")]

    assert verify_export(given, io.StringIO()) == 0

    given[2] = given[4]
    assert verify_export(given, io.StringIO()) == 1
