"""What a public body publishes of uses beyond purpose (개인정보 보호법 18조④), and until when.

18조④ (read in the text of 2026-09): uses by 18조②2–6 and 8–10, so not those by consent (1) nor for an investigation (7);
their legal ground, purpose and scope, "보호위원회가 고시로 정하는 바에 따라" in the gazette or on the website. The notice is
개인정보 처리 방법에 관한 고시 §2: within 30 days of the use, ten days at least on the website. That text could not be read here:
the days are a parameter, for the city's lawyer to confirm.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from city.contracts.operations.viewlog import LegalBasis, ViewEntryV1, ViewOutcome
from city.kernel.clock import seoul_date
from city.operations.viewlog.ledgers import BASIS_KO, is_beyond_purpose

SOURCE = (
    "개인정보 보호법 제18조제4항, 개인정보 처리 방법에 관한 고시 제2조 (기한은 설정값이며 담당 변호사의 확인이 필요합니다) · "
    "PIPA art. 18(4) and the Commission's notice art. 2; the number of days is a setting for the city's lawyer to confirm"
)
_NOT_PUBLISHED = frozenset({LegalBasis.CONSENT, LegalBasis.INVESTIGATION})
_PUBLISHED = "notice#"
COLUMNS = ("날짜", "이용·제공받은 기관", "법적 근거", "목적", "항목", "범위", "게재 기한")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One grant or one export, with all its uses. `name`: of the grant, or of the export's entry."""

    name: str
    first_on: date
    last_on: date
    organisation: str
    basis: str
    purpose: str
    items: str
    scope: str
    due: date
    published_on: date | None


def is_published_use(entry: ViewEntryV1) -> bool:
    """Whether the law asks that this use be published."""
    return is_beyond_purpose(entry) and entry.basis not in _NOT_PUBLISHED


def list_notices(entries: Iterable[ViewEntryV1], days: int) -> list[Notice]:
    """What is to be published of these uses, and what was, earliest deadline first. `days`: from the first use on."""
    uses: dict[str, list[ViewEntryV1]] = {}
    published: dict[str, date] = {}
    for entry in entries:
        if entry.outcome is ViewOutcome.NOTICE:
            published[entry.key.removeprefix(_PUBLISHED)] = seoul_date(entry.starts or entry.at)
        elif is_published_use(entry):
            uses.setdefault(entry.grant or entry.key, []).append(entry)
    notices = [_notice(name, of_it, days, published.get(name)) for name, of_it in uses.items()]
    return sorted(notices, key=lambda notice: (notice.due, notice.name))


def key_of_publication(notice: str) -> str:
    return f"{_PUBLISHED}{notice}"


def _notice(name: str, uses: list[ViewEntryV1], days: int, published_on: date | None) -> Notice:
    first = min(uses, key=lambda entry: entry.at)
    cameras = sorted({entry.camera for entry in uses if entry.camera})
    first_on = seoul_date(first.at)
    return Notice(
        name=name,
        first_on=first_on,
        last_on=seoul_date(max(entry.at for entry in uses)),
        organisation=first.organisation,
        basis=BASIS_KO[first.basis] if first.basis is not None else "",
        purpose=first.purpose,
        items=first.items or "영상",
        # How many, not which: where a camera stands is not published.
        scope=first.scope or f"카메라 {len(cameras)}대, {len(uses)}회",
        due=first_on + timedelta(days=days),
        published_on=published_on,
    )
