"""Who takes part in a golden dialogue: notices made by the day of the city, their owners, and whoever else writes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from city.kernel.calendar import PUBLIC_HOLIDAYS
from infra.fines.seed import notice_row

# Days from today: the violation, its notification, the end of the opinion period, the imposition, the due date.
_STAGES: Mapping[str, tuple[int, int, int, int | None, int | None]] = {
    "noticed": (-6, -4, 15, None, None),
    "noticed long ago": (-18, -14, 6, None, None),
    "imposed": (-52, -48, -26, -12, 46),
    "one month late": (-150, -146, -122, -108, -46),
    "six months late": (-310, -306, -282, -262, -199),
}
_WEEKDAYS = "월화수목금토일"
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody and everything in one dialogue. `series` keeps apart the casts that share a city."""

    series: int
    today: date
    notices: Mapping[str, Mapping[str, Any]]

    def number(self, name: str) -> str:
        return f"1140-{self.today.year}-{5_000_000 + self.series * 10 + self._at(name):07d}"

    def plate(self, name: str) -> str:
        """A car's plate; `nobody` is a car that no notice is about."""
        shared = self.notices.get(name, {}).get("same_car_as")
        if shared:
            return self.plate(shared)
        letter = "하" if self.notices.get(name, {}).get("rented") else "루"
        at = 9 if name == "nobody" else self._at(name)
        return f"{301 + self.series // 1000}{letter}{(self.series % 1000) * 10 + at:04d}"

    def telephone(self, who: str) -> str:
        at = ("owner", "other", "stranger", "control").index(who)
        return f"010-{7000 + self.series // 1000:04d}-{(self.series % 1000) * 10 + at:04d}"

    def session(self, who: str) -> str:
        return f"golden-dialogue-{who}-{self.series:06d}"

    def opinion_until(self, name: str) -> date:
        """The last day for an opinion as the file has it: perhaps a Saturday."""
        if self.notices[name].get("opinion_until") == "saturday":
            return self.today + timedelta(days=3 + (_SATURDAY - self.today.weekday() - 3) % 7)
        return self.today + timedelta(days=self._days(name)[2])

    def last_day(self, name: str) -> date:
        """The day on which the opinion period really ends (민법 §161)."""
        return PUBLIC_HOLIDAYS.end_of_term(self.opinion_until(name))

    def rows(self) -> list[dict[str, str]]:
        """The notice file that the office hands in before anybody writes."""
        return [self._row(name) for name in self.notices]

    def moves(self) -> list[tuple[str, str]]:
        """What the office did with the notices since: number and move."""
        return [(self.number(name), move) for name, spec in self.notices.items() for move in spec.get("moves", ())]

    def fill(self, words: str) -> str:
        """Puts the cast's names for `{car}`, `{car.number}`, `{car.bare}`, `{car.last_day}`, `{car.pay_until}`."""
        return re.sub(r"\{(\w+)(?:\.(\w+))?\}", lambda found: self._named(found[1], found[2]), words)

    def _named(self, name: str, field: str | None) -> str:
        match field:
            case None:
                return self.plate(name)
            case "number":
                return self.number(name)
            case "bare":
                return self.number(name).replace("-", "")
            case "last_day":
                return as_told(self.last_day(name))
            case "file_day":
                return as_told(self.opinion_until(name))
            case "pay_until":
                due = self._days(name)[4]
                assert due is not None, f"{name} is not imposed"
                return as_told(PUBLIC_HOLIDAYS.end_of_term(self.today + timedelta(days=due)))
        raise AssertionError(f"a notice has no {field}")

    def _row(self, name: str) -> dict[str, str]:
        spec = self.notices[name]
        violated, notified, _, imposed, due = self._days(name)
        day = {
            "부과일": "" if imposed is None else self.today + timedelta(days=imposed),
            "납부기한": "" if due is None else self.today + timedelta(days=due),
        }
        return notice_row(
            관리번호=self.number(name),
            차량번호=self.plate(name),
            소유자=spec.get("owner", OWNER_NAME),
            휴대전화="" if spec.get("telephone") == "none" else self.telephone("owner"),
            위반일시=f"{self.today + timedelta(days=violated)} 14:05",
            위반장소=spec.get("place", OWNER_PLACE),
            구역=spec.get("zone", "일반"),
            사전통지일=self.today + timedelta(days=notified),
            의견제출기한=self.opinion_until(name),
            **day,
        )

    def _days(self, name: str) -> tuple[int, int, int, int | None, int | None]:
        return _STAGES[self.notices[name].get("stage", "noticed")]

    def _at(self, name: str) -> int:
        return 9 if name == "nobody" else list(self.notices).index(name)


OWNER_NAME, OWNER_PLACE = "표가람", "만리재로 203"


def as_told(day: date) -> str:
    """As Korean texts tell a day."""
    return f"{day.month}.{day.day}.({_WEEKDAYS[day.weekday()]})"
