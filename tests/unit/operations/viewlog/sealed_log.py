"""A log of some days with its signed heads, in memory: what lies in the table and in the bucket, to be tampered with."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from city.contracts.operations.viewlog import LegalBasis, ViewEntryV1, ViewOutcome
from city.operations.viewlog.proving.chain import Line, next_line, start_of
from city.operations.viewlog.proving.checking import CheckedLog, StoredLine, StoredVersion, check_log
from city.operations.viewlog.proving.heads import SealedHead, follow
from city.operations.viewlog.proving.p256 import PublicKey

FIRST_DAY = date(2026, 11, 10)
NOON = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)
_PRIVATE = ec.derive_private_key(20261110, ec.SECP256R1())
KEY = PublicKey.from_der(_PRIVATE.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def sign(content: bytes) -> bytes:
    return _PRIVATE.sign(content, ec.ECDSA(hashes.SHA256()))


def entry_of(number: int, **changes: object) -> ViewEntryV1:
    values: dict[str, object] = {
        "key": f"view#{number}",
        "outcome": ViewOutcome.VIEW,
        "at": NOON + timedelta(seconds=number),
        "who": "police-1",
        "name": "김경위",
        "organisation": "112",
        "outside": True,
        "camera": f"cam-{number}",
        "basis": LegalBasis.URGENT_DANGER,
    }
    return ViewEntryV1.model_validate({**values, **changes})


@dataclass
class SealedLog:
    """Each day is `heads_each_day` heads over `lines_each` lines, the last closes it; the last day is left open.

    `tail`: lines of the last day that no head covers yet.
    """

    days: int = 2
    heads_each_day: int = 3
    lines_each: int = 4
    tail: int = 2
    lines: dict[date, list[StoredLine]] = field(default_factory=dict)
    versions: list[StoredVersion] = field(default_factory=list)
    sealed: list[SealedHead] = field(default_factory=list)

    def __post_init__(self) -> None:
        for number in range(self.days):
            self._fill(FIRST_DAY + timedelta(days=number), is_last=number == self.days - 1)

    def _fill(self, day: date, *, is_last: bool) -> None:
        chain: list[Line] = []
        for number in range(self.heads_each_day):
            new = self._extend(chain, day, self.lines_each)
            before = self.sealed[-1] if self.sealed else None
            pin = before.pin(self.versions[-1].version_id) if before else None
            head = follow(
                before.head if before else None,
                pin,
                day,
                [line.hash for line in new],
                last=chain[-1].hash if chain else start_of(day),
                closed=number == self.heads_each_day - 1 and not is_last,
                sealed_at=f"{day}T{number:02}:00:00.000000Z",
            )
            sealed = SealedHead(head, sign(head.to_bytes()), tuple(line.hash for line in new))
            self.sealed.append(sealed)
            self.versions.append(StoredVersion(head.name, f"version-{head.number}", sealed.to_bytes()))
        if is_last:
            self._extend(chain, day, self.tail)
        self.lines[day] = [(line.sequence, line.to_bytes()) for line in chain]

    def _extend(self, chain: list[Line], day: date, count: int) -> list[Line]:
        for _ in range(count):
            previous = chain[-1].hash if chain else start_of(day)
            chain.append(next_line(day, len(chain), previous, entry_of(len(chain)), NOON))
        return chain[-count:] if count else []

    def check(self) -> CheckedLog:
        return check_log(self.lines, self.versions, KEY.verifies)

    def found(self) -> list[tuple[str, date | None, int | None]]:
        return [(finding.kind, finding.day, finding.number) for finding in self.check().findings]
