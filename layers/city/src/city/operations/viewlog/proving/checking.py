"""Checks a log against its signed heads: what was changed, deleted, inserted, reordered or cut off, and which entry it was.

It takes what lies in the table and in the bucket, and the public key, and trusts nothing but the key.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from city.operations.viewlog.proving.canonical import NotCanonical
from city.operations.viewlog.proving.chain import hash_line, read_line, start_of
from city.operations.viewlog.proving.differences import find_differences
from city.operations.viewlog.proving.heads import (
    Head,
    HeadInvalid,
    SealedHead,
    Verifier,
    follow,
    hash_file,
    read_sealed,
)

# A line as it lies in the table: its place, and its bytes.
StoredLine = tuple[int, bytes]

_WORDS = {
    "changed": "바뀌었습니다 (was changed)",
    "deleted": "지워졌습니다 (was deleted)",
    "inserted": "끼워 넣어졌습니다 (was put in)",
    "reordered": "자리가 바뀌었습니다 (was moved)",
    "cut_off": "끝에서 잘렸습니다 (was cut off the end)",
    "chain_broken": "앞 기록과 이어지지 않습니다 (does not follow from the one before)",
    "day_without_head": "봉인이 없는 날입니다 (its day has no signed head)",
    "head_unreadable": "봉인을 읽을 수 없습니다 (the head cannot be read)",
    "head_signature": "봉인의 서명이 틀립니다 (the head's signature is wrong)",
    "head_missing": "봉인이 없습니다 (the head is missing)",
    "head_replaced": "봉인에 다른 판이 있습니다 (the head has another version, or was hidden)",
    "head_pin": "다음 봉인이 가리키는 판이 아닙니다 (it is not the version that the next head names)",
    "head_inconsistent": "앞 봉인에서 자라지 않았습니다 (it did not grow from the head before)",
}


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One version of a head's file. `content`: None where it is a mark that hides the file."""

    name: str
    version_id: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Finding:
    """`number`: of the entry within its day, or of the head where `kind` begins with `head_`."""

    kind: str
    day: date | None
    number: int | None

    def __str__(self) -> str:
        what = "봉인 (head)" if self.kind.startswith("head_") else "기록 (entry)"
        which = "" if self.number is None else f" {self.number}"
        return f"{self.day or '-'} {what}{which}: {_WORDS[self.kind]}"


@dataclass(slots=True)
class CheckedLog:
    """`sealed`, `unsealed`: lines that a head covers, and those that none covers yet. `last`: the last head."""

    findings: list[Finding] = field(default_factory=list)
    heads: int = 0
    sealed: int = 0
    unsealed: int = 0
    last: Head | None = None


def check_log(
    lines: Mapping[date, Sequence[StoredLine]],
    versions: Sequence[StoredVersion],
    verifies: Verifier,
    *,
    from_start: bool = True,
) -> CheckedLog:
    """Checks every line of these days, and these heads from the first on.

    `versions`: all versions of the heads' files, of each file the oldest first; with `from_start` those of the whole log,
    else of some days on end. `lines`: of the days that these heads are of, and of later ones.
    """
    checked = CheckedLog()
    signed: dict[date, list[str]] = {}
    closed: set[date] = set()
    for head, leaves in _check_heads(versions, verifies, checked, from_start=from_start):
        signed.setdefault(head.day, []).extend(leaves)
        if head.closed:
            closed.add(head.day)
    for day in sorted({*signed, *lines}):
        stored = sorted(lines.get(day, ()))
        if day in signed:
            _check_day(day, stored, signed[day], day in closed, checked)
        elif checked.last is not None and day < checked.last.day:
            checked.findings += [Finding("day_without_head", day, place) for place, _ in stored]
        else:
            _check_unsealed(day, stored, 0, start_of(day), checked)
    return checked


# --- heads ---


def _check_heads(
    versions: Sequence[StoredVersion], verifies: Verifier, checked: CheckedLog, *, from_start: bool
) -> Iterator[tuple[Head, tuple[str, ...]]]:
    files: dict[str, list[StoredVersion]] = {}
    for version in versions:
        files.setdefault(version.name, []).append(version)
    before: tuple[SealedHead, StoredVersion] | None = None
    for name in sorted(files):
        # What was written first is under lock; a version after it is somebody's attempt to have it read instead.
        first = files[name][0]
        sealed = _read(first, checked)
        if sealed is None:
            continue
        head = sealed.head
        if len(files[name]) > 1:
            checked.findings.append(Finding("head_replaced", head.day, head.number))
        if not verifies(head.to_bytes(), sealed.signature):
            checked.findings.append(Finding("head_signature", head.day, head.number))
        if before is None:
            _check_first(head, checked, from_start=from_start)
        else:
            _check_link(before[0], before[1], sealed, checked)
        if not _grew(before and before[0].head, sealed):
            checked.findings.append(Finding("head_inconsistent", head.day, head.number))
        checked.heads += 1
        checked.last = head
        before = (sealed, first)
        yield head, sealed.leaves


def _read(version: StoredVersion, checked: CheckedLog) -> SealedHead | None:
    try:
        sealed = read_sealed(version.content or b"")
    except HeadInvalid:
        sealed = None
    if sealed is None or sealed.head.name != version.name:
        checked.findings.append(Finding("head_unreadable", _day_of(version.name), None))
        return None
    return sealed


def _check_first(head: Head, checked: CheckedLog, *, from_start: bool) -> None:
    if from_start and (head.number, head.previous) != (0, None):
        checked.findings += [Finding("head_missing", None, number) for number in range(head.number)]


def _check_link(before: SealedHead, file: StoredVersion, sealed: SealedHead, checked: CheckedLog) -> None:
    head, pin = sealed.head, sealed.head.previous
    missing = range(before.head.number + 1, head.number)
    checked.findings += [Finding("head_missing", None, number) for number in missing]
    if missing:
        return
    content = file.content or b""
    pinned = pin and (pin.number, pin.name, pin.version_id, pin.sha256)
    if pinned != (before.head.number, file.name, file.version_id, hash_file(content)):
        checked.findings.append(Finding("head_pin", before.head.day, before.head.number))


def _grew(before: Head | None, sealed: SealedHead) -> bool:
    """Whether a head is what follows from the one before and its own leaves, and its day is the next to be sealed."""
    head = sealed.head
    if before is None:
        # Of some days only: the first head must be the first of its day.
        before_same = None
    elif before.day == head.day:
        before_same = before
        if before.closed:
            return False
    else:
        before_same = None
        if not before.closed or head.day != before.day + timedelta(days=1):
            return False
    last = sealed.leaves[-1] if sealed.leaves else (before_same.last if before_same else start_of(head.day))
    # Hashes that are none lead nowhere.
    try:
        grown = follow(before_same, None, head.day, sealed.leaves, last=last, closed=False, sealed_at="")
    except ValueError:
        return False
    return (grown.size, grown.root, grown.peaks, grown.last) == (head.size, head.root, head.peaks, head.last)


def _day_of(name: str) -> date | None:
    try:
        return date.fromisoformat(name.removeprefix("heads/").partition("/")[0])
    except ValueError:
        return None


# --- lines ---


def _check_day(day: date, stored: Sequence[StoredLine], signed: list[str], closed: bool, checked: CheckedLog) -> None:
    known = set(signed)
    hashed = [(place, hash_line(content), content) for place, content in stored]
    covered = [(place, value) for place, value, _ in hashed if closed or place < len(signed) or value in known]
    differences = find_differences(signed, [value for _, value in covered])
    for each in differences:
        at = covered[each.at][0] if each.kind == "inserted" else each.at
        checked.findings.append(Finding(each.kind, day, at))
    if not differences:
        # The right lines in the right order, and one stands at a place that is not its own.
        checked.findings += [
            Finding("reordered", day, index) for index, (place, _) in enumerate(covered) if place != index
        ]
    checked.sealed += len(signed)
    rest = [
        (place, content)
        for place, value, content in hashed
        if not closed and place >= len(signed) and value not in known
    ]
    _check_unsealed(day, rest, len(signed), signed[-1] if signed else start_of(day), checked)


def _check_unsealed(day: date, stored: Sequence[StoredLine], size: int, last: str, checked: CheckedLog) -> None:
    previous = last
    for number, (place, content) in enumerate(stored, start=size):
        try:
            line = read_line(content)
        except NotCanonical:
            checked.findings.append(Finding("chain_broken", day, place))
        else:
            if (place, line.sequence, line.day, line.previous) != (number, number, day, previous):
                checked.findings.append(Finding("chain_broken", day, place))
        previous = hash_line(content)
        checked.unsealed += 1
