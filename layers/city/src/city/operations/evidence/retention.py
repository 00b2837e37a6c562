"""How long recorded video is kept, by its purpose: dated rows, the rule in force on the day of recording applies.

A ceiling is the longest it may be kept, a floor the shortest. Whatever is older than its last day is destroyed, unless a
hold covers it; nothing is kept longer because it might be useful.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from city.kernel.clock import end_of_months, seoul_date
from city.operations.evidence.errors import NotAtThisPoint


class RecordingPurpose(StrEnum):
    """What video was recorded for; a name that is none of these is kept as `public_place`."""

    PUBLIC_PLACE = "public_place"
    ROOFED_PARKING = "roofed_parking"
    SCENE_112 = "scene_112"


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """`days`, or `months` of the calendar. `extendable_days`: by so many more at most, once, for a reason."""

    purpose: RecordingPurpose
    since: date
    days: int = 0
    months: int = 0
    extendable_days: int = 0


# The newest row of a purpose that is not after the day of recording applies.
RULES = (
    # 표준 개인정보 보호지침 41조②: 30 days at most where the shortest time cannot be told. The policy of a camera may say less.
    RetentionRule(RecordingPurpose.PUBLIC_PLACE, date(2011, 9, 30), days=30),
    # 주차장법 시행규칙 6조: roofed lots of more than 30 bays keep it for a month at least. A floor, and with us the end too.
    RetentionRule(RecordingPurpose.ROOFED_PARKING, date(2011, 9, 30), months=1),
    # 112신고의 운영 및 처리에 관한 법률 10·11조, 시행령 5·6조: 30 days, by 30 more at most.
    RetentionRule(RecordingPurpose.SCENE_112, date(2024, 7, 3), days=30, extendable_days=30),
)
# A stream is given hours: a month is never shorter than this of the calendar's.
_LONGEST_MONTH_DAYS = 31


@dataclass(frozen=True, slots=True)
class LegalHold:
    """Video of a camera (of all where None) from a time that is not to be destroyed until the hold is lifted."""

    id: str
    camera: str | None
    starts: datetime
    ends: datetime
    reason: str
    placed_by: str
    placed_at: datetime
    lifted_by: str | None = None
    lifted_at: datetime | None = None

    def covers(self, camera: str, starts: datetime, ends: datetime) -> bool:
        """Whether it is in force and any moment of a recording is in it."""
        return self.lifted_at is None and self.camera in (None, camera) and starts <= self.ends and ends >= self.starts


def rule_for(purpose: RecordingPurpose, recorded_on: date) -> RetentionRule:
    """The rule in force; before the first, the first."""
    rows = sorted((rule for rule in RULES if rule.purpose is purpose), key=lambda rule: rule.since)
    in_force = [rule for rule in rows if rule.since <= recorded_on]
    return in_force[-1] if in_force else rows[0]


def last_day_kept(purpose: RecordingPurpose, recorded_at: datetime, extended_days: int = 0) -> date:
    """The last day in Seoul on which video is there; the day of recording is not counted (민법 157조).

    Raises NotAtThisPoint where the rule knows no extension that long.
    """
    day = seoul_date(recorded_at)
    rule = rule_for(purpose, day)
    if not 0 <= extended_days <= rule.extendable_days:
        raise NotAtThisPoint
    last = end_of_months(day, rule.months) if rule.months else day + timedelta(days=rule.days)
    return last + timedelta(days=extended_days)


def kept_at_source(purpose: RecordingPurpose, at: datetime) -> timedelta:
    """How long a camera's stream keeps what it records: the `DataRetentionInHours` of its stream, as a length of time."""
    rule = rule_for(purpose, seoul_date(at))
    return timedelta(days=_LONGEST_MONTH_DAYS * rule.months or rule.days)
