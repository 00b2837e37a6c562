"""The CPU that a document takes at the door for alerts, until it is read or refused: whatever is in it, at most 50 ms.

Documents of offices with some changes each, as a broken line or an attacker makes them, and those that are made to be slow:
as many elements, points, sides side by side and letters as a document may have.
"""

import gc
import math
import os
import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from time import process_time

from benchmarks.measurement import Absent, Measurement, percentile
from city.operations.alerts.cap.reading import read_alert
from city.operations.alerts.cap.rules import AlertRefused
from infra.manifest import ROOT

AT_MOST_MS = 50
_HEAD = (
    '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>a</identifier><sender>b</sender>'
    "<sent>2026-01-01T00:00:00-00:00</sent><status>Actual</status><msgType>Update</msgType><scope>Public</scope>"
)
_INFO = (
    "<info><category>Met</category><event>e</event><urgency>Past</urgency><severity>Minor</severity>"
    "<certainty>Likely</certainty>{}</info>"
)
_AREA = "<references/>" + _INFO.format("<area><areaDesc>a</areaDesc>{}</area>")
_PIECES = (
    b"<", b">", b"&", b"&amp;", b"&#0;", b"&x;", b"<!DOCTYPE a [", b"<!ENTITY a 'b'>", b"]]>", b"<![CDATA[", b"<?a?>",
    b"\x00", b"\xff", b"\xed\xa0\x80", b"</alert>", b"<info>", b"<polygon>", b" xmlns=''", b"9" * 30, b"-", b"NaN",
    b"encoding='zlib'", b"encoding='utf-16'", b"1e999", b",,,", "가".encode(), b"<!--", b"Update", b"Private",
)  # fmt: skip


def spoil(content: bytes, chance: random.Random) -> bytes:
    """Some changes of a document, such as a broken line, a hurried programmer or an attacker makes."""
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 4, 16))):
        at = chance.randrange(len(spoilt) + 1)
        span = chance.choice((0, 1, 4, 40, 400))
        match chance.choice((0, 0, 1, 1, 2, 3, 3, 3, 3, 4)):
            case 0:
                spoilt[at : at + span] = b""
            case 1:
                spoilt[at : at + span] = chance.choice(_PIECES)
            case 2:
                spoilt[at:at] = spoilt[at : at + span] * chance.choice((1, 2, 50))
            case 3:
                spoilt[at : at + 1] = bytes([chance.randrange(256)])
            case 4:
                del spoilt[at:]
    return bytes(spoilt)


def measure(documents: int = 10_000) -> Iterator[Measurement]:
    folder = Path(os.environ.get("DONGNE_SHARED", ROOT.parent / "shared")) / "data" / "operations" / "cap"
    sources = [file.read_bytes() for file in sorted(folder.glob("*/*.xml"))]
    if not sources:
        raise Absent(f"no alerts at {folder}: name the folder above data/ in DONGNE_SHARED")
    # As a function does once it has started: its own modules are not looked through for garbage again and again.
    gc.collect()
    gc.freeze()
    chance = random.Random(15)
    yield from _spread(
        "alerts with changes", [_cpu_ms(spoil(chance.choice(sources), chance)) for _ in range(documents)]
    )
    yield from _spread("alerts of offices", [_cpu_ms(content) for content in sources])
    yield from _spread("alerts made to be slow", [_cpu_ms(content) for content in slow_documents()])
    gc.unfreeze()


def slow_documents() -> Iterator[bytes]:
    bodies = [_AREA.format(f"<polygon>{_comb(1_300, angle)}</polygon>") for angle in (0.0, 0.3, 0.39, 0.785)]
    bodies += [
        "<references/>" + _INFO.format("") * 550,
        "<x/>" * 3_900,
        "".join(f'<x xmlns:a{at}="{at}"/>' for at in range(3_900)),
        _AREA.format("<polygon>1,1 1,1 1,1 1,1</polygon>" * 900),
        _AREA.format("<geocode><valueName>a</valueName><value>b</value></geocode>" * 1_300),
        "<references/>" + _INFO.format("<description>" + "&lt;a " * 40_000 + "</description>"),
        f"<references>{'a ' * 100_000}</references>",
        "<a>" * 80_000,
    ]
    return (f"{_HEAD}{body}</alert>".encode() for body in bodies)


def _comb(teeth: int, angle: float) -> str:
    """A polygon of long thin teeth, turned: most of its sides lie side by side whatever way one looks."""
    corners = [corner for at in range(teeth) for corner in ((at / teeth, 0.0), ((at + 0.5) / teeth, 1.0))]
    ring = [*corners, (0.0, -1.0), corners[0]]
    cos, sin = math.cos(angle), math.sin(angle)
    return " ".join(f"{x * cos - y * sin:.7f},{x * sin + y * cos:.7f}" for x, y in ring)


def _cpu_ms(content: bytes) -> float:
    began = process_time()
    with suppress(AlertRefused):
        read_alert(content)
    return (process_time() - began) * 1000


def _spread(name: str, taken: Sequence[float]) -> Iterator[Measurement]:
    detail = f"p50 {percentile(taken, 50):.2f}, p99 {percentile(taken, 99):.2f} ms of {len(taken)}"
    yield Measurement(f"{name}, slowest", max(taken), "ms", at_most=AT_MOST_MS, detail=detail)
