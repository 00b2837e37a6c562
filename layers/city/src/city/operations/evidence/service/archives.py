"""The archive of an export: the video, a signed manifest of it, the entries of the log that led to it, and how to check both."""

import base64
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from city.operations.viewlog.proving.canonical import NotCanonical, read_canonical, write_canonical
from city.operations.viewlog.proving.heads import ALGORITHM, Signer, Verifier
from city.operations.viewlog.proving.merkle import ProofInvalid
from city.operations.viewlog.proving.proof import ProofUnreadable, check_proof, read_proof

FORM = "dongne.operations.evidence/1"
MANIFEST, SIGNATURE, AUDIT, READ_ME = "manifest.json", "signature.json", "audit.json", "README.txt"
_VIDEO = "video/"
# The same video, manifest and log give the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_HOW = """영상 반출 묶음 · an export of video

manifest.json   영상 파일과 그 SHA-256 · the video files and their SHA-256
signature.json  manifest.json의 SHA-256에 대한 서명 (ECDSA P-256) · a signature of its SHA-256
audit.json      이 반출에 이르는 열람 기록과 그 증명 · the log entries that led to it, with their proofs

도시의 공개키는 이 묶음이 아니라 시에서 따로 받으십시오. The city's public keys come from the city, not from this archive.
python -m infra.operations.verify_export <archive> --key <evidence key> --log-key <log key>
"""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A line of the log, with the text of its proof; None where no signed head covers it yet."""

    line: str
    proof: str | None


def write_archive(
    export: Mapping[str, Any], video: Mapping[str, bytes], audit: Sequence[AuditLine], sign: Signer
) -> bytes:
    """The bytes of the archive. `export`: what the manifest says of it; `video`: by file name."""
    files = [
        {"bytes": len(content), "name": f"{_VIDEO}{name}", "sha256": sha256(content).hexdigest()}
        for name, content in sorted(video.items())
    ]
    extract = json.dumps([{"line": each.line, "proof": each.proof} for each in audit], ensure_ascii=False).encode()
    manifest = write_canonical(
        {"audit_sha256": sha256(extract).hexdigest(), "export": dict(export), "files": files, "form": FORM}
    )
    # KMS signs what is short, so the statement names the manifest by its hash.
    statement = _statement(manifest)
    signature = write_canonical(
        {
            "algorithm": ALGORITHM,
            "signature": base64.b64encode(sign(statement)).decode(),
            "statement": statement.decode(),
        }
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for name, content in (
            (MANIFEST, manifest),
            (SIGNATURE, signature),
            (AUDIT, extract),
            (READ_ME, _HOW.encode()),
            *((f"{_VIDEO}{name}", video[name]) for name in sorted(video)),
        ):
            archive.writestr(zipfile.ZipInfo(name, _NO_TIME), content)
    return held.getvalue()


def check_archive(content: bytes, verifies: Verifier, log_verifies: Verifier) -> list[str]:
    """What is wrong with an archive, in words; empty where all is as it was signed."""
    try:
        held, names = _read(content)
        if len(held) != names:
            return ["a name stands twice"]
        manifest, signature = read_canonical(held[MANIFEST]), read_canonical(held[SIGNATURE])
        statement, signed = signature["statement"].encode(), base64.b64decode(signature["signature"], validate=True)
        listed = {each["name"]: each["sha256"] for each in manifest["files"]}
        audit = json.loads(held[AUDIT])
        audit_sha256 = manifest["audit_sha256"]
    except (zipfile.BadZipFile, KeyError, TypeError, AttributeError, ValueError, NotCanonical):
        return ["no archive of an export"]
    faults = []
    if statement != _statement(held[MANIFEST]) or not verifies(statement, signed):
        faults.append("the manifest is not signed by this key")
    video = {name for name in held if name.startswith(_VIDEO)}
    faults += [f"{name} is not in the archive" for name in sorted(listed.keys() - video)]
    faults += [f"{name} is not in the manifest" for name in sorted(video - listed.keys())]
    faults += [
        f"{name} was changed"
        for name in sorted(video & listed.keys())
        if sha256(held[name]).hexdigest() != listed[name]
    ]
    faults += [f"{name} does not belong here" for name in sorted(held.keys() - video - _PARTS)]
    if sha256(held[AUDIT]).hexdigest() != audit_sha256:
        faults.append(f"{AUDIT} was changed")
    for number, each in enumerate(audit):
        if each["proof"] is not None and not _proves(each, log_verifies):
            faults.append(f"entry {number} of {AUDIT} is not proved")
    return faults


def _read(content: bytes) -> tuple[dict[str, bytes], int]:
    """What is in an archive, and how many names. Film whose own sum is wrong is empty: its hash then says which it is."""
    held: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            try:
                held[name] = archive.read(name)
            except zipfile.BadZipFile:
                if not name.startswith(_VIDEO):
                    raise
                held[name] = b""
        return held, len(archive.namelist())


_PARTS = {MANIFEST, SIGNATURE, AUDIT, READ_ME}


def _statement(manifest: bytes) -> bytes:
    return write_canonical({"form": FORM, "manifest_sha256": sha256(manifest).hexdigest()})


def _proves(each: Mapping[str, str], verifies: Verifier) -> bool:
    try:
        proof = read_proof(each["proof"])
        check_proof(proof, verifies)
    except (ProofUnreadable, ProofInvalid):
        return False
    return proof.line.decode() == each["line"]
