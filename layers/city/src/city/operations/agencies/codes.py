"""Which event codes (`evtId`) there are and what each means: what the city ships, how a code is found, what is no table.

One code is public (MOJUC110). Of 112 and 119 no list is: 112신고법 시행령 8조 leaves items and method to agreement. So the
table is configuration that a supervisor writes, and what is shipped for them is a stand-in until it is agreed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from city.contracts.operations.city_event import Category, Severity
from city.contracts.operations.partners import EventCode, GradeSeverity

OTHER = "other"
_UNTIL_AGREED = "협의 전 임시 코드 (a stand-in until it is agreed)"


def _told(code: str, ko: str, en: str, category: Category, kind: str, severity: Severity, **more: bool) -> EventCode:
    return EventCode(
        code=code,
        name_ko=ko,
        name_en=en,
        category=category,
        kind=kind,
        severity=severity,
        note=_UNTIL_AGREED,
        **more,
    )


def _tells(code: str, ko: str, en: str, category: Category, kind: str = OTHER) -> EventCode:
    return EventCode(
        code=code, name_ko=ko, name_en=en, category=category, kind=kind, direction="out", note=_UNTIL_AGREED
    )


SHIPPED: tuple[EventCode, ...] = (
    EventCode(
        code="MOJUC110",
        name_ko="전자발찌 위치추적",
        name_en="Electronic tag",
        category=Category.CRIME,
        kind="electronic_tag",
        severity=Severity.SEVERE,
        grades=(GradeSeverity(grade="10", severity=Severity.SEVERE),),
        note="KETI init.sql",
    ),
    _told("DN112001", "112 긴급신고", "112 emergency call", Category.CRIME, "emergency_call", Severity.SEVERE),
    _told("DN112002", "112 일반신고", "112 call", Category.CRIME, "call", Severity.MODERATE),
    _told("DN112003", "112 경미신고", "112 minor call", Category.CRIME, "call", Severity.MINOR, is_minor=True),
    _told("DN119001", "119 화재", "119 fire", Category.DISASTER, "fire", Severity.SEVERE, place_text=True),
    _told("DN119002", "119 구조·구급", "119 rescue", Category.DISASTER, "rescue", Severity.SEVERE),
    _told("DNDIS001", "재난 상황", "Disaster", Category.DISASTER, "disaster", Severity.SEVERE, place_text=True),
    _told("DNSOC001", "사회적 약자 보호", "Vulnerable person", Category.CRIME, "vulnerable_person", Severity.SEVERE),
    _tells("DNCRM000", "범죄 의심 상황", "Crime, other", Category.CRIME),
    _tells("DNENV000", "환경 상황", "Environment, other", Category.ENVIRONMENT),
    _tells("DNTRF000", "교통 상황", "Traffic, other", Category.TRAFFIC),
    _tells("DNDIS000", "재난 상황 전파", "Disaster, other", Category.DISASTER),
    _tells("DNFAC000", "시설물 상황", "Facility, other", Category.FACILITY),
    _tells("DNDIS119", "화재 전파", "Fire", Category.DISASTER, "fire"),
)


def find_incoming(codes: Iterable[EventCode], code: str) -> EventCode | None:
    """What a code means that an agency tells; exactly this code, in these letters."""
    return next((row for row in codes if row.code == code and row.direction != "out"), None)


def find_outgoing(codes: Sequence[EventCode], category: Category, kind: str) -> EventCode | None:
    """By which code agencies are told of this: the kind's own, or the one for all others of its category."""
    told = [row for row in codes if row.direction != "in" and row.category is category]
    found = [row for row in told if row.kind == kind] or [row for row in told if row.kind == OTHER]
    return found[0] if found else None


def severity_of(row: EventCode, grade: str) -> Severity:
    return next((each.severity for each in row.grades if each.grade == grade), row.severity)


def faults_of(codes: Sequence[EventCode]) -> Iterator[tuple[str, str]]:
    """What is wrong with a table, field and reason: a code that means two things, or two codes for one."""
    for code, times in Counter(row.code for row in codes).items():
        if times > 1:
            yield f"codes.{code}", "code_twice"
    told = Counter((row.category, row.kind) for row in codes if row.direction != "in")
    for (category, kind), times in told.items():
        if times > 1:
            yield f"codes.{category}/{kind}", "two_codes_for_one_kind"
    for row in codes:
        if len({each.grade for each in row.grades}) < len(row.grades):
            yield f"codes.{row.code}.grades", "grade_twice"
        if row.direction == "in" and row.kind == OTHER:
            yield f"codes.{row.code}.kind", "other_is_for_what_goes_out"
