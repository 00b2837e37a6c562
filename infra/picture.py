"""The picture of the whole city, drawn of its manifests, templates and events: `docs/city.svg`.

    python -m infra.picture        draws it: what `make picture` does

Nothing in it is placed by hand but the rows: who comes, the doors, the services, the bus, and the ground that all stand
on. A service is a domain whose manifest names pages or a story; every other stack is ground.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from city.contracts.events import Event
from infra.manifest import EVERYBODY, Manifest, read_manifests
from infra.templates import DOMAIN_TEMPLATES, ROOT, read_domain

PICTURE = Path("docs", "city.svg")
_WIDTH, _EDGE, _GAP = 1120, 20, 14
_FONT = "'Pretendard GOV','Noto Sans CJK KR','Noto Sans KR','Apple SD Gothic Neo','Malgun Gothic',sans-serif"
_STYLE = (
    ".page{fill:#fff} rect{stroke-width:1.4} .person{fill:#fff7e6;stroke:#c98a1b} .door{fill:#e8f1fb;stroke:#0b50d0}"
    " .service{fill:#eef7f1;stroke:#2f855a} .bus{fill:#fdf1e3;stroke:#b45309} .ground{fill:#f4f4f5;stroke:#71717a}"
    " text{fill:#1e2124;font-size:13px} .h{font-weight:bold;font-size:15px} .s{fill:#46545f;font-size:12px}"
    " path{fill:none;stroke:#52606d;stroke-width:1.5;marker-end:url(#to)}"
)
_ARROW = (
    '<defs><marker id="to" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0L8 4L0 8z" style="fill:#52606d;stroke:none;marker:none"/></marker></defs>'
)
# What a resource is called, one and many.
_KINDS = {
    "AWS::Serverless::Function": ("function", "functions"),
    "AWS::Serverless::StateMachine": ("state machine", "state machines"),
    "AWS::DynamoDB::Table": ("table", "tables"),
    "AWS::SQS::Queue": ("queue", "queues"),
    "AWS::S3::Bucket": ("bucket", "buckets"),
    "AWS::CloudWatch::Alarm": ("alarm", "alarms"),
}
# By what else than the web a service is reached: the resource that tells, and who is behind it.
_OTHER_DOORS = {
    "AWS::SNS::Topic": ("문자 SMS", "SNS → SQS"),
    "AWS::IoT::TopicRule": ("장치 devices", "IoT Core, MQTT, mutual TLS"),
}


@dataclass(frozen=True, slots=True)
class _Box:
    kind: str
    head: str
    lines: tuple[str, ...] = ()

    @property
    def height(self) -> int:
        return 34 + 17 * len(self.lines)


def draw() -> str:
    """The picture's text: the same structure gives the same picture, byte for byte."""
    manifests = {name: each for name, each in read_manifests().items() if name in DOMAIN_TEMPLATES}
    services = [each for each in manifests.values() if each.pages or each.story or each.areas]
    stacks = sorted(set(DOMAIN_TEMPLATES) - {each.name for each in services})
    rows = [
        (_people(services), 74),
        (_doors(services), 70),
        ([_service(each) for each in services], 0),
        ([_bus(services)], 0),
        ([_ground(name, manifests.get(name)) for name in stacks], 0),
    ]
    drawn, top = list[str](), 52
    for number, (boxes, least) in enumerate(rows):
        height = max(least, *(box.height for box in boxes))
        drawn += _row(boxes, top, height)
        if number + 1 < len(rows) - 1:
            drawn.append(f'<path d="M{_WIDTH // 2} {top + height + 2}V{top + height + 24}"/>')
        top += height + 28
    title = "동네의 짜임: 사람, 문, 서비스, 이벤트, 바탕 · Dongne: people, doors, services, events, ground"
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {top}" font-family="{_FONT}" role="img">',
            f"<title>{title}</title>",
            f"<style>{_STYLE}</style>",
            _ARROW,
            f'<rect class="page" width="{_WIDTH}" height="{top}"/>',
            f'<text class="h" x="{_EDGE}" y="32">동네 Dongne</text>',
            *drawn,
            "</svg>\n",
        )
    )


def _people(services: Sequence[Manifest]) -> list[_Box]:
    groups = sorted({group for each in services for page in each.pages for group in page.who if group != EVERYBODY})
    everybody = sorted({each.names.ko for each in services for page in each.pages if EVERYBODY in page.who})
    reached = Counter(kind for each in services for kind in _resources(each.name) if kind in _OTHER_DOORS)
    return [
        _Box("person", "시민 citizens", ("웹 web, 문자 SMS", ", ".join(everybody))),
        _Box("person", "직원 staff", tuple(_wrapped(groups, 34))),
        *((_Box("person", "장치 devices", ("MQTT",)),) if reached["AWS::IoT::TopicRule"] else ()),
        _Box("person", "기관 partners", ("은행 bank, 통신사 carrier,", "구매자 buyers, 운영사 operator")),
    ]


def _doors(services: Sequence[Manifest]) -> list[_Box]:
    kinds = {kind for each in services for kind in _resources(each.name)}
    pages = sum(len(each.pages) for each in services)
    one = _Box("door", "하나의 주소 one address", (f"CloudFront: {pages} pages, /api/<domain>, one sign-in",))
    return [one, *(_Box("door", head, (line,)) for kind, (head, line) in _OTHER_DOORS.items() if kind in kinds)]


def _service(manifest: Manifest) -> _Box:
    counted = _resources(manifest.name)
    held = [f"{counted[k]} {_KINDS[k][counted[k] != 1]}" for k in _KINDS if counted[k]]
    return _Box(
        "service",
        f"{manifest.names.ko} {manifest.names.en}",
        (*_wrapped(manifest.areas, 27), *_wrapped(held, 27), *(page.path for page in manifest.pages)),
    )


def _bus(services: Sequence[Manifest]) -> _Box:
    told = [f"{each.names.ko}: {', '.join(names)}" for each in services if (names := events_of(each.name))]
    listening = [each.names.ko for each in services if "AWS::Events::Rule" in _resources(each.name)]
    return _Box("bus", "이벤트 버스 event bus", (*told, f"듣는 곳 listening: {', '.join(listening)}"))


def _ground(name: str, manifest: Manifest | None) -> _Box:
    counted = _resources(name)
    kinds = sorted({kind.split("::")[1] for kind in counted} - {"Logs", "Serverless", "IAM"})
    head = f"{manifest.names.ko} {manifest.names.en}" if manifest else name
    return _Box("ground", head, tuple(_wrapped(kinds, 18)))


def events_of(domain: str) -> list[str]:
    """The facts that a domain tells the others: its newest events' names, without their versions."""
    name = f"city.contracts.{domain}.events"
    if find_spec(f"city.contracts.{domain}") is None or find_spec(name) is None:
        return []
    found = vars(import_module(name)).values()
    return sorted(
        {re.sub(r"V\d+$", "", e.__name__) for e in found if isinstance(e, type) and issubclass(e, Event)} - {"Event"}
    )


def _resources(domain: str) -> Counter[str]:
    resources: dict[str, Any] = read_domain(domain).get("Resources", {})
    return Counter(each["Type"] for each in resources.values())


def _wrapped(words: Iterable[str], most: int) -> list[str]:
    """Words with commas between, in lines of at most so many characters."""
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + len(word) + 2 <= most:
            lines[-1] += f", {word}"
        else:
            if lines:
                lines[-1] += ","
            lines.append(word)
    return lines


def _row(boxes: Sequence[_Box], top: int, height: int) -> list[str]:
    width = (_WIDTH - 2 * _EDGE - _GAP * (len(boxes) - 1)) / len(boxes)
    drawn = []
    for place, box in enumerate(boxes):
        left = _EDGE + place * (width + _GAP)
        drawn.append(
            f'<rect class="{box.kind}" x="{left:.1f}" y="{top}" width="{width:.1f}" height="{height}" rx="8"/>'
        )
        drawn.append(f'<text class="h" x="{left + 10:.1f}" y="{top + 22}">{escape(box.head)}</text>')
        drawn += (
            f'<text class="s" x="{left + 10:.1f}" y="{top + 42 + 17 * line}">{escape(text)}</text>'
            for line, text in enumerate(box.lines)
        )
    return drawn


if __name__ == "__main__":
    (ROOT / PICTURE).write_text(draw())
