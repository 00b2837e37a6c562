"""The two ledgers, the notices of 18조④ and the counts, from entries of the log."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from city.contracts.operations.viewlog import LegalBasis, ViewEntryV1, ViewOutcome
from city.operations.viewlog.ledgers import (
    BASIS_KO,
    DECREE_15,
    FORMS,
    PERSONAL_VIDEO,
    is_beyond_purpose,
    kind_of,
    rows_of,
    write_csv,
)
from city.operations.viewlog.notices import is_published_use, key_of_publication, list_notices
from city.operations.viewlog.tallies import ranked, tally
from tests.unit.operations.viewlog.sealed_log import entry_of

NOON = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)


def read_columns(shared: Path, name: str) -> tuple[str, ...]:
    file = shared / "data/operations/ledger" / name
    if not file.is_file():
        pytest.skip(f"no ledger form at {file}")
    with file.open(encoding="utf-8") as rows:
        return tuple(row["column_ko"] for row in csv.DictReader(rows))


def test_the_columns_are_those_of_the_forms(shared: Path) -> None:
    assert PERSONAL_VIDEO.columns == read_columns(shared, "personal_video_ledger_columns.csv")
    assert DECREE_15.columns == read_columns(shared, "pipa_decree_15_ledger_columns.csv")


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_each_row_has_a_cell_for_each_column(form: object) -> None:
    (row,) = rows_of(form, [entry_of(1)])  # type: ignore[arg-type]

    assert len(row) == len(form.columns)  # type: ignore[attr-defined]


def test_a_row_of_the_ledger_of_personal_video() -> None:
    entry = entry_of(
        1,
        purpose="112 신고 현장 확인",
        handler="이주무",
        document="수사과-123",
        starts=NOON,
        ends=NOON + timedelta(minutes=10),
    )

    assert rows_of(PERSONAL_VIDEO, [entry]) == [
        [
            "1",
            "제공",
            "2026-11-10 12:00:01",
            "고정형 영상정보처리기기 영상 (cam-1)",
            "이주무",
            "112 신고 현장 확인",
            "112 치안종합상황실 김경위",
            "개인정보 보호법 제18조제2항제3호 (급박한 생명·신체·재산의 이익), 수사과-123",
            "실시간 열람",
            "2026-11-10 12:00:00 ~ 2026-11-10 12:10:00",
        ]
    ]


def test_ledgers_name_cameras_and_bodies_and_no_ids() -> None:
    entry = entry_of(1, camera="c000000000001-1", camera_name="관아문길 1", organisation="moj")

    (row,), (beyond,) = rows_of(PERSONAL_VIDEO, [entry]), rows_of(DECREE_15, [entry])

    assert (row[3], row[6]) == ("고정형 영상정보처리기기 영상 (관아문길 1)", "법무부 위치추적관제센터 김경위")
    assert beyond[1] == "법무부 위치추적관제센터"
    assert "c000000000001-1" not in " ".join([*row, *beyond])


def test_cameras_are_counted_under_their_last_name() -> None:
    tallies = tally(
        [entry_of(1, camera_name="옛 이름"), entry_of(2, camera="cam-1", camera_name="관아문길 1"), entry_of(3)]
    )

    assert tallies.camera_names == {"cam-1": "관아문길 1"}


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "제공"),
        ({"outside": False, "basis": LegalBasis.OWN_PURPOSE}, "이용"),
        ({"outcome": ViewOutcome.EXPORT}, "제공"),
        ({"outcome": ViewOutcome.DISCLOSURE, "outside": False}, "제공"),
        ({"outcome": ViewOutcome.ACCESS, "basis": LegalBasis.PERSON_SEEN}, "열람"),
        ({"outcome": ViewOutcome.DESTRUCTION, "basis": None}, "파기"),
        ({"outcome": ViewOutcome.REFUSAL, "reason": "grant_ended"}, ""),
        ({"outcome": ViewOutcome.GRANT}, ""),
        ({"outcome": ViewOutcome.NOTICE}, ""),
    ],
)
def test_what_is_in_the_ledger_and_as_what(changes: dict[str, object], kind: str) -> None:
    entry = entry_of(1, **changes)

    assert kind_of(entry) == kind
    assert len(rows_of(PERSONAL_VIDEO, [entry])) == (kind != "")


def test_the_ledger_of_decree_15_holds_what_is_beyond_the_purpose() -> None:
    entries = [
        entry_of(1, basis=basis, document="번호-1", outcome=ViewOutcome.EXPORT, safeguards="목적 외 사용 금지")
        for basis in LegalBasis
    ]

    rows = rows_of(DECREE_15, entries)

    assert len(rows) == len(LegalBasis) - 2
    assert not any("제25조" in cell or "제35조" in cell for row in rows for cell in row)
    assert {row[7] for row in rows} == {"목적 외 사용 금지"}


def test_every_ground_has_its_words() -> None:
    assert set(BASIS_KO) == set(LegalBasis)
    assert len(set(BASIS_KO.values())) == len(LegalBasis)


def test_rows_are_numbered_in_their_order() -> None:
    rows = rows_of(PERSONAL_VIDEO, [entry_of(1), entry_of(2, outcome=ViewOutcome.REFUSAL, reason="x"), entry_of(3)])

    assert [row[0] for row in rows] == ["1", "2"]


def test_a_file_is_read_again_as_it_was_written_and_holds_no_formula() -> None:
    entry = entry_of(1, purpose='=HYPERLINK("http://x")', handler='쉼표, 따옴표 " 줄\n바꿈')

    text = write_csv(PERSONAL_VIDEO.columns, rows_of(PERSONAL_VIDEO, [entry]))
    header, row = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))

    assert text.startswith("\ufeff")
    assert tuple(header) == PERSONAL_VIDEO.columns
    assert row[4] == '쉼표, 따옴표 " 줄\n바꿈'
    assert row[5].startswith("'=")


# --- what an entry must have ---


@pytest.mark.parametrize(
    "changes",
    [
        {"basis": None},
        {"outcome": ViewOutcome.GRANT, "basis": None},
        {"outcome": ViewOutcome.REFUSAL, "reason": ""},
        {"outcome": ViewOutcome.EXPORT, "basis": LegalBasis.INVESTIGATION},
        {"outcome": ViewOutcome.EXPORT, "basis": LegalBasis.COURT},
        {"basis": "because"},
        {"starts": NOON, "ends": NOON - timedelta(seconds=1)},
        {"at": datetime(2026, 11, 10, 3, 0)},  # noqa: DTZ001  # that is what is refused
        {"address": "rtsp://10.0.0.1"},
    ],
)
def test_what_is_no_entry(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        entry_of(1, **changes)


# --- notices ---


@pytest.mark.parametrize(
    ("basis", "published"),
    [
        (LegalBasis.OWN_PURPOSE, False),
        (LegalBasis.CONSENT, False),
        (LegalBasis.OTHER_LAW, True),
        (LegalBasis.URGENT_DANGER, True),
        (LegalBasis.COMMISSION_DECISION, True),
        (LegalBasis.TREATY, True),
        (LegalBasis.INVESTIGATION, False),
        (LegalBasis.COURT, True),
        (LegalBasis.SENTENCE, True),
        (LegalBasis.PUBLIC_SAFETY, True),
        (LegalBasis.PERSON_SEEN, False),
    ],
)
def test_what_18_4_has_published(basis: LegalBasis, published: bool) -> None:
    assert is_published_use(entry_of(1, basis=basis)) is published


def test_a_grant_is_one_notice_with_its_deadline() -> None:
    uses = [
        entry_of(number, at=NOON + timedelta(days=number), grant="grant-1", purpose="실종자 수색")
        for number in range(3)
    ]
    other = entry_of(9, at=NOON + timedelta(days=1), outcome=ViewOutcome.EXPORT, basis=LegalBasis.COURT, document="1호")

    first, second = list_notices([*uses, other], days=30)

    assert (first.name, first.first_on, first.last_on) == ("grant-1", date(2026, 11, 10), date(2026, 11, 12))
    assert (first.due, first.published_on, first.purpose) == (date(2026, 12, 10), None, "실종자 수색")
    assert first.scope == "카메라 3대, 3회"
    assert (second.name, second.due) == (other.key, date(2026, 12, 11))


def test_a_notice_names_no_person_and_no_camera() -> None:
    (notice,) = list_notices([entry_of(1, grant="grant-1")], days=30)

    assert "김경위" not in str(notice)
    assert "cam-1" not in str(notice)


def test_what_was_published_is_known() -> None:
    published = ViewEntryV1(
        key=key_of_publication("grant-1"),
        outcome=ViewOutcome.NOTICE,
        at=NOON,
        who="s-1",
        name="박과장",
        organisation="city",
        starts=datetime(2026, 11, 20, 14, 59, 59, tzinfo=UTC),
    )

    (notice,) = list_notices([entry_of(1, grant="grant-1"), published], days=30)

    assert notice.published_on == date(2026, 11, 20)


# --- counts ---


def test_counts_by_camera_event_and_request() -> None:
    entries = [
        entry_of(1, camera="a", event_kind="assault"),
        entry_of(2, camera="a", event_kind="assault"),
        entry_of(3, camera="b", organisation="119", event_kind=None),
        entry_of(4, camera="b", outcome=ViewOutcome.REFUSAL, reason="grant_ended"),
        entry_of(5, camera="b", outcome=ViewOutcome.EXPORT),
        entry_of(6, camera="a", exercise=True),
        entry_of(7, outcome=ViewOutcome.GRANT),
    ]

    tallies = tally(entries)

    assert (tallies.total.views, tallies.total.refusals, tallies.total.exports) == (3, 1, 1)
    assert [(name, counts.views) for name, counts in ranked(tallies.cameras)] == [("a", 2), ("b", 1)]
    assert [(name, counts.views) for name, counts in ranked(tallies.events)] == [("assault", 2), ("-", 1)]
    assert [(name, counts.views) for name, counts in ranked(tallies.requests)] == [("112", 2), ("119", 1)]


def test_a_use_within_the_purpose_is_not_beyond_it() -> None:
    assert not is_beyond_purpose(entry_of(1, basis=LegalBasis.OWN_PURPOSE, outside=False))
    assert is_beyond_purpose(entry_of(1))
