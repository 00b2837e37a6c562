"""Video that leaves a local city, as its people do it: asked for by one, decided by another, fetched, and checked without the city."""

import io
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from city.operations.viewlog.adapters.kms import fetch_public_key
from infra.local.calls import fetch
from infra.local.city import City
from infra.operations.room import Person
from infra.operations.verify_export import main as verify_export


def export_film(asks: Person, decides: Person, grant: str, camera: str, minutes: int) -> dict[str, Any]:
    """An export of the last whole minutes of a camera, asked for and decided; once all of its film came."""
    ends = datetime.now(UTC).replace(second=0, microsecond=0)
    asked = asks.do(
        "POST",
        "/cctv/exports",
        grant=grant,
        camera=camera,
        starts=(ends - timedelta(minutes=minutes)).isoformat(),
        ends=ends.isoformat(),
        basis="investigation",
        document="수사과-2026-77",
        purpose="절도 수사",
        safeguards="수사 목적 외 사용 금지",
    )
    path = f"/cctv/exports/{asked['export_id']}"
    decides.do("POST", f"{path}/decision", revision=asked["revision"], approves=True, because="공문을 확인했습니다")
    return dict(
        decides.wait_for("반출할 영상 (the film to be exported)", path, lambda said: said["film"]["is_complete"])
    )


def see_oneself(takes_in: Person, camera: str, minutes: int) -> dict[str, Any]:
    """A request of a person seen in the last whole minutes of a camera, once all of its film came."""
    now = datetime.now(UTC)
    ends = now.replace(second=0, microsecond=0)
    asked = takes_in.do(
        "POST",
        "/cctv/access-requests",
        received_on=(now + timedelta(hours=9)).date().isoformat(),
        requester="홍길동",
        contact="서산시 관아문길 1",
        camera=camera,
        starts=(ends - timedelta(minutes=minutes)).isoformat(),
        ends=ends.isoformat(),
        description="횡단보도 앞",
    )
    path = f"/cctv/access-requests/{asked['request_id']}"
    return dict(
        takes_in.wait_for("열람할 영상 (the film of a person seen)", path, lambda said: said["film"]["is_complete"])
    )


def archive_of(person: Person, export_id: str) -> bytes:
    """Made, and fetched by its link of five minutes."""
    person.do("POST", f"/cctv/exports/{export_id}/archive")
    return fetch(person.do("POST", f"/cctv/exports/{export_id}/link")["url"])


def verified(city: City, person: Person, archive: bytes) -> tuple[bool, str]:
    """Whether an archive is as it was signed, by the city's public keys and nothing else; and what was said."""
    key = fetch_public_key(city.client("kms"), city.output("EvidenceKeyArn"))
    said = io.StringIO()
    with tempfile.TemporaryDirectory() as folder:
        file, own, log = (Path(folder) / name for name in ("export.zip", "evidence.pem", "log.pem"))
        file.write_bytes(archive)
        own.write_text(key.to_pem(), encoding="ascii")
        log.write_text(person.read("/cctv/view-log/key")["key_pem"], encoding="ascii")
        status = verify_export([str(file), "--key", str(own), "--log-key", str(log)], said)
    return status == 0, said.getvalue()


def with_a_changed_byte(archive: bytes) -> bytes:
    """The archive with one byte of its film another."""
    at = archive.rindex(b"mdat") + 100
    return archive[:at] + bytes([archive[at] ^ 1]) + archive[at + 1 :]
