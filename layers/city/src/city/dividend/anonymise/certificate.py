"""The certificate of a release: what was promised, what was measured, and digests of everything it rests on. Pure.

Canonical JSON (RFC 8785 in spirit: sorted names, no blanks, UTF-8), no clock and no chance in it: the same input, policy
and code give the same bytes, so anybody may make it again and compare.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from city.dividend.anonymise.verification.claims import ReleaseClaims
from city.dividend.anonymise.verification.measure import MeasuredRelease

# 2: `digests.code` is of all that the engine imports and of `made_with`. In 1 it was of the modules in `city/dividend` alone,
# those that decide, apply and verify a round not among them.
VERSION = 2
# What signs a certificate's bytes: a key of the cloud, or nothing on a laptop.
Signer = Callable[[bytes], "Signature"]


@dataclass(frozen=True, slots=True)
class Signature:
    """Of the certificate's bytes. `key_id` and `algorithm` are KMS's."""

    key_id: str
    algorithm: str
    value_base64: str


@dataclass(frozen=True, slots=True)
class ColumnUtility:
    """`level` of `levels`; `loss` of this column alone, by the metric; how many different values are published."""

    column: str
    level: int
    levels: int
    loss: float | None
    values: int


@dataclass(frozen=True, slots=True)
class Decided:
    """What the search says of its choice. `lower_bound` equals `loss` for a proven optimum."""

    metric: str
    loss: float
    lower_bound: float
    optimal: bool
    rows: int
    suppressed: int
    suppression_limit: str
    population_rows: int | None
    journalist_highest_risk: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """SHA-256 of what the release was made from, by, and as. `code` is the engine's (`city.dividend.anonymise.engine`)."""

    input: str
    policy: str
    hierarchies: Mapping[str, str]
    code: str
    output: str


def certify(
    *,
    policy_name: str,
    decided: Decided,
    measured: MeasuredRelease,
    claims: ReleaseClaims,
    utility: tuple[ColumnUtility, ...],
    digests: Digests,
    libraries: Mapping[str, str],
) -> bytes:
    """The certificate's bytes. `libraries`: the versions that `digests.code` rests on, named so that it can be made again."""
    content: dict[str, object] = {
        "version": VERSION,
        "policy": policy_name,
        "promised": _without_none(asdict(claims)),
        "decided": asdict(decided),
        "measured": {
            "rows": measured.rows,
            "classes": measured.classes,
            **_k_of(measured),
            "uniqueness": measured.uniqueness,
            "sensitive": [_without_none(asdict(found)) for found in measured.sensitive],
        },
        "risk": {
            "prosecutor_highest": measured.highest_risk,
            "prosecutor_average": measured.average_risk,
            # Without a population around it, somebody in the release is all the journalist can go by.
            "journalist_highest": (
                measured.highest_risk if decided.journalist_highest_risk is None else decided.journalist_highest_risk
            ),
            "marketer": measured.average_risk,
        },
        "utility": [asdict(column) for column in utility],
        "digests": asdict(digests),
        "made_with": dict(libraries),
    }
    return canonical(content)


def _k_of(measured: MeasuredRelease) -> dict[str, float | str]:
    """k in the unit it was promised in; where that is people, also in rows, which is never less."""
    if measured.persons is None:
        return {"k": measured.k}
    return {
        "k": measured.persons.k,
        "k_unit": "persons",
        "k_persons": measured.persons.k,
        "k_rows": measured.k,
        "persons": measured.persons.persons,
        "largest_share_of_a_person": measured.persons.largest_share,
    }


def canonical(content: Mapping[str, object]) -> bytes:
    """Bytes that depend on the content alone. Raises ValueError for a number that JSON cannot write."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sign(certificate: bytes, signer: Signer) -> bytes:
    """The signature file of a certificate."""
    return canonical({"certificate_sha256": hashlib.sha256(certificate).hexdigest(), **asdict(signer(certificate))})


def digest_of_file(path: Path) -> str:
    """SHA-256, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _without_none(value: object) -> object:
    if isinstance(value, dict):
        return {name: _without_none(part) for name, part in value.items() if part not in (None, (), [])}
    if isinstance(value, list | tuple):
        return [_without_none(part) for part in value]
    # An infinite c says that some class has fewer than l values; JSON has no word for it.
    return None if isinstance(value, float) and value in (float("inf"), float("-inf")) else value
