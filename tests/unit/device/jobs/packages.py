"""Packages as the city sends them, for tests."""

import io
import tarfile
from pathlib import Path
from typing import Any

from iot.crosswalk_unit.profile import MODEL_FILE
from iot.device.jobs.slots import Slots


def package(folder: Path, content: bytes) -> Path:
    path = folder / "package"
    path.write_bytes(content)
    return path


def model_in(slots: Slots) -> bytes | None:
    current = slots.current("model")
    return (current / MODEL_FILE).read_bytes() if current else None


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
