"""How long what is kept of a person is kept, once it has served its purpose. Pure.

개인정보 보호법 §21① has personal data destroyed without delay when their purpose is done, unless another law keeps them.
The ledger and the bare deposits stay (지방회계법: the books), and hold nobody's name, telephone or plate.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from city.fines.law.lifecycle import FINAL, State


@dataclass(frozen=True, slots=True)
class RetentionPeriods:
    """Days after the last thing that happened.

    `case_days`: five years, as long as a refund of money wrongly paid can be claimed (지방재정법 §82), and its decisions.
    `ticket_days`: as long as the talk it belongs to. `view_days`: who looked at what, at least two years in an office
    with data of 50,000 people (개인정보의 안전성 확보조치 기준 §8①); an office may have to keep longer, never shorter.
    """

    case_days: int = 1826
    ticket_days: int = 365
    view_days: int = 1096

    def cases_before(self, now: datetime) -> datetime:
        return now - timedelta(days=self.case_days)

    def tickets_before(self, now: datetime) -> datetime:
        return now - timedelta(days=self.ticket_days)

    def views_before(self, now: datetime) -> datetime:
        return now - timedelta(days=self.view_days)


def has_served(state: State, happened: Iterable[datetime], before: datetime) -> bool:
    """Whether a case has come to its end, and nothing has happened to it since `before`.

    A case of which nothing is known but its end is not thrown away: somebody has to look.
    """
    moments = list(happened)
    return state in FINAL and bool(moments) and max(moments) <= before
