"""The two ledgers of the law, printed from entries of the log, column for column.

개인영상정보 관리대장: 표준 개인정보 보호지침's form as cities use it. 목적 외 이용 및 제3자 제공 대장: the eight items of 개인정보
보호법 시행령 제15조.
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from city.contracts.operations.viewlog import LegalBasis, ViewEntryV1, ViewOutcome
from city.kernel.clock import SEOUL
from city.operations.bodies import body_ko

BYTE_ORDER_MARK = "\ufeff"
BASIS_KO: dict[LegalBasis, str] = {
    LegalBasis.OWN_PURPOSE: "개인정보 보호법 제25조제1항 (설치 목적)",
    LegalBasis.CONSENT: "개인정보 보호법 제18조제2항제1호 (동의)",
    LegalBasis.OTHER_LAW: "개인정보 보호법 제18조제2항제2호 (다른 법률)",
    LegalBasis.URGENT_DANGER: "개인정보 보호법 제18조제2항제3호 (급박한 생명·신체·재산의 이익)",
    LegalBasis.COMMISSION_DECISION: "개인정보 보호법 제18조제2항제5호 (보호위원회 심의·의결)",
    LegalBasis.TREATY: "개인정보 보호법 제18조제2항제6호 (조약)",
    LegalBasis.INVESTIGATION: "개인정보 보호법 제18조제2항제7호 (범죄의 수사)",
    LegalBasis.COURT: "개인정보 보호법 제18조제2항제8호 (재판)",
    LegalBasis.SENTENCE: "개인정보 보호법 제18조제2항제9호 (형·감호·보호처분의 집행)",
    LegalBasis.PUBLIC_SAFETY: "개인정보 보호법 제18조제2항제10호 (공공의 안전)",
    LegalBasis.PERSON_SEEN: "개인정보 보호법 제35조 (정보주체의 열람)",
}
_WITHIN_PURPOSE = frozenset({LegalBasis.OWN_PURPOSE, LegalBasis.PERSON_SEEN})
_USES = frozenset({ViewOutcome.VIEW, ViewOutcome.EXPORT, ViewOutcome.DISCLOSURE})
_FILE = "고정형 영상정보처리기기 영상"
_ITEMS = "영상 (얼굴·차량번호 등 촬영된 모습)"


@dataclass(frozen=True, slots=True)
class LedgerForm:
    """`holds`: whether an entry is in this ledger; `cells`: one for each column, given the row's number."""

    title: str
    columns: tuple[str, ...]
    holds: Callable[[ViewEntryV1], bool]
    cells: Callable[[int, ViewEntryV1], list[str]]


def rows_of(form: LedgerForm, entries: Iterable[ViewEntryV1], first: int = 1) -> list[list[str]]:
    """The rows of entries in their order, numbered from `first`."""
    held = [entry for entry in entries if form.holds(entry)]
    return [form.cells(number, entry) for number, entry in enumerate(held, start=first)]


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Text for spreadsheets: a byte order mark, and no cell that a spreadsheet would take for a formula."""
    sheet = _Text()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + sheet.text


def kind_of(entry: ViewEntryV1) -> str:
    """이용, 제공, 열람 or 파기; empty for what is in no ledger."""
    if entry.outcome in _USES:
        return "제공" if entry.outside or entry.outcome is ViewOutcome.DISCLOSURE else "이용"
    return {ViewOutcome.ACCESS: "열람", ViewOutcome.DESTRUCTION: "파기"}.get(entry.outcome, "")


def basis_text(entry: ViewEntryV1) -> str:
    """The ground in the law's words, with the document that asks where there is one."""
    ground = BASIS_KO[entry.basis] if entry.basis is not None else ""
    return f"{ground}, {entry.document}" if entry.document else ground


def is_beyond_purpose(entry: ViewEntryV1) -> bool:
    """Used or given beyond what the camera was set up for (법 18조②)."""
    return entry.outcome in _USES and entry.basis is not None and entry.basis not in _WITHIN_PURPOSE


def period_text(entry: ViewEntryV1) -> str:
    if entry.starts is None:
        return ""
    until = "" if entry.ends is None else seoul_text(entry.ends)
    return f"{seoul_text(entry.starts)} ~ {until}".rstrip()


def seoul_text(moment: datetime) -> str:
    return moment.astimezone(SEOUL).strftime("%Y-%m-%d %H:%M:%S")


def _personal_video_cells(number: int, entry: ViewEntryV1) -> list[str]:
    kind = kind_of(entry)
    asks = kind in ("제공", "열람")
    return [
        str(number),
        kind,
        seoul_text(entry.at),
        entry.subject or _subject_of(entry),
        entry.handler or entry.name,
        _joined(entry.purpose, entry.reason) or ("훈련" if entry.exercise else ""),
        f"{body_ko(entry.organisation)} {entry.name}" if asks else "",
        basis_text(entry),
        entry.form or ("실시간 열람" if entry.outcome is ViewOutcome.VIEW else ""),
        period_text(entry),
    ]


def _decree_cells(_: int, entry: ViewEntryV1) -> list[str]:
    return [
        entry.subject or _subject_of(entry),
        body_ko(entry.organisation),
        _joined(entry.purpose, entry.reason),
        basis_text(entry),
        entry.items or _ITEMS,
        period_text(entry) or seoul_text(entry.at),
        entry.form or ("실시간 열람" if entry.outcome is ViewOutcome.VIEW else ""),
        entry.safeguards,
    ]


def _subject_of(entry: ViewEntryV1) -> str:
    which = entry.camera_name or entry.camera or entry.scope
    return f"{_FILE} ({which})" if which else _FILE


def _joined(*texts: str) -> str:
    return " / ".join(text for text in texts if text)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


class _Text:
    """A file of the writer's, in memory."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text += text


PERSONAL_VIDEO = LedgerForm(
    title="개인영상정보 관리대장",
    columns=(
        "번호",
        "구분",
        "일시",
        "파일명/형태",
        "담당자",
        "목적/사유",
        "이용·제공받는 제3자 / 열람등 요구자",
        "이용·제공 근거",
        "이용·제공 형태",
        "기간",
    ),
    holds=lambda entry: kind_of(entry) != "",
    cells=_personal_video_cells,
)
DECREE_15 = LedgerForm(
    title="개인정보의 목적 외 이용 및 제3자 제공 대장",
    columns=(
        "이용하거나 제공하는 개인정보 또는 개인정보파일의 명칭",
        "이용기관 또는 제공받는 기관의 명칭",
        "이용 목적 또는 제공받는 목적",
        "이용 또는 제공의 법적 근거",
        "이용하거나 제공하는 개인정보의 항목",
        "이용 또는 제공의 날짜·주기 또는 기간",
        "이용하거나 제공하는 형태",
        "법 제18조제5항에 따라 제한을 하거나 조치를 요청한 경우 그 내용",
    ),
    holds=is_beyond_purpose,
    cells=_decree_cells,
)
FORMS = {"personal-video": PERSONAL_VIDEO, "decree-15": DECREE_15}
