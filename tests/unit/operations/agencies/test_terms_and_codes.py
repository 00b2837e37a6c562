"""Codes and terms are configuration: what ships is right, what is wrong is named, what a code means is found."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from city.contracts.operations.city_event import Category, MessageType, Severity
from city.contracts.operations.integrated_platform import PlatformStatus
from city.contracts.operations.partners import AgencyConfig, EventCode, GradeSeverity, OutgoingTerms
from city.operations.agencies import codes, terms
from city.operations.agencies.translation import message_type_of, to_city_event
from city.operations.agencies.wire_reading import PlatformEvent, read_event
from tests.unit.operations.agencies.golden import event_body

NOW = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)
MOJ = codes.SHIPPED[0]


def test_what_ships_is_without_fault() -> None:
    assert list(codes.faults_of(codes.SHIPPED)) == []
    for agency in terms.SHIPPED:
        assert list(terms.faults_of(agency, codes.SHIPPED, (), is_local=False)) == []
    assert [agency.agency_id for agency in terms.SHIPPED] == ["112", "119", "disaster", "vulnerable", "moj"]


def test_the_public_code_is_among_them_and_each_category_has_one_to_tell() -> None:
    found = codes.find_incoming(codes.SHIPPED, "MOJUC110")

    assert found is not None
    assert (found.category, found.kind, found.severity) == (Category.CRIME, "electronic_tag", Severity.SEVERE)
    for category in Category:
        told = codes.find_outgoing(codes.SHIPPED, category, "whatever")
        assert told is not None
        assert told.kind == "other"


def test_a_kind_with_a_code_of_its_own_has_that() -> None:
    own, other = (codes.find_outgoing(codes.SHIPPED, Category.DISASTER, kind) for kind in ("fire", "flood"))

    assert (own and own.code, other and other.code) == ("DNDIS119", "DNDIS000")
    assert codes.find_outgoing((MOJ,), Category.DISASTER, "fire") is None
    assert codes.find_incoming(codes.SHIPPED, "DNDIS119") is None


def row(**changes: Any) -> EventCode:
    return MOJ.model_copy(update=changes)


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ((MOJ, row(name_ko="다른 뜻")), ("codes.MOJUC110", "code_twice")),
        (
            (row(direction="out"), row(code="B", direction="both")),
            ("codes.crime/electronic_tag", "two_codes_for_one_kind"),
        ),
        ((row(kind="other"),), ("codes.MOJUC110.kind", "other_is_for_what_goes_out")),
        (
            (row(grades=(GradeSeverity(grade="10", severity=Severity.MINOR),) * 2),),
            ("codes.MOJUC110.grades", "grade_twice"),
        ),
    ],
)
def test_a_table_that_means_two_things_is_refused(table: tuple[EventCode, ...], fault: tuple[str, str]) -> None:
    assert list(codes.faults_of(table)) == [fault]


@pytest.mark.parametrize("code", ["mojuc110", "MOJ UC", "ＭＯＪ", "", "A" * 21, "MOJ#1"])
def test_a_code_is_capital_letters_and_digits(code: str) -> None:
    with pytest.raises(ValidationError):
        EventCode.model_validate({**MOJ.model_dump(), "code": code})


def outgoing(url: str, **more: Any) -> AgencyConfig:
    told = OutgoingTerms(way="webhook", url=url, categories=(Category.CRIME,), states=("detected",), **more)
    return terms.SHIPPED[0].model_copy(update={"outgoing": told})


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://fire.example.kr/notices", None),
        ("https://fire.example.kr:443/notices?a=b", None),
        ("https://other.example.kr:8443/x", None),
        ("https://fire.example.kr:8443/", "host_not_allowed"),
        ("https://other.example.kr/", "host_not_allowed"),
        ("https://fire.example.kr.evil.example/", "host_not_allowed"),
        ("https://evil.example/fire.example.kr", "host_not_allowed"),
        ("http://fire.example.kr/notices", "not_https"),
        ("https://user:pass@fire.example.kr/", "no_plain_address"),  # pragma: allowlist secret
        ("https://fire.example.kr@evil.example/", "no_plain_address"),
        ("https://fire.example.kr#@evil.example/", "no_plain_address"),
        ("https://fire.example.kr\\@evil.example/", "no_plain_address"),
        ("https://FIRE.example.kr/", "no_plain_address"),
        ("https://169.254.169.254/latest/meta-data", "host_not_allowed"),
        ("https://[::1]/", "no_plain_address"),
        ("https://0x7f.1/", "host_not_allowed"),
        ("https://fire.example.kr:99999/", "no_plain_address"),
        ("https://-", "no_plain_address"),
    ],
)
def test_only_named_hosts_by_https_may_be_called(url: str, reason: str | None) -> None:
    hosts = ("fire.example.kr", "other.example.kr:8443")
    faults = list(terms.faults_of(outgoing(url), codes.SHIPPED, hosts, is_local=False))

    assert faults == ([("outgoing.url", reason)] if reason else [])


def test_locally_a_named_host_may_be_called_plainly() -> None:
    assert terms.fault_of_address("http://localhost:9000/x", ("localhost",), is_local=True) is None
    assert terms.fault_of_address("http://elsewhere:9000/x", ("localhost",), is_local=True) == "host_not_allowed"


def test_an_agency_tells_only_codes_that_there_are() -> None:
    config = terms.SHIPPED[0]
    assert config.incoming is not None
    wrong = config.model_copy(
        update={"incoming": config.incoming.model_copy(update={"event_codes": ("NOSUCH", "DNDIS000")})}
    )

    assert list(terms.faults_of(wrong, codes.SHIPPED, (), is_local=False)) == [
        ("incoming.event_codes.NOSUCH", "no_such_code"),
        ("incoming.event_codes.DNDIS000", "no_such_code"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"agency_id": "codes"},
        {"agency_id": "a/b"},
        {"outgoing": {"way": "platform", "url": "https://a.kr/", "categories": ["crime"], "states": ["detected"]}},
        {
            "outgoing": {
                "way": "webhook",
                "url": "https://a.kr/",
                "auth_url": "https://a.kr/",
                "categories": ["crime"],
                "states": ["detected"],
            }
        },
        {"incoming": {"send_codes": [], "event_codes": []}},
        {"incoming": {"send_codes": ["A"], "event_codes": [], "kept_days": 5_000}},
    ],
)
def test_terms_that_cannot_be_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        AgencyConfig.model_validate({**terms.SHIPPED[0].model_dump(), **change})


# --- an event of the city ------------------------------------------------------------------------


def told(event: PlatformEvent, row_: EventCode = MOJ, **more: Any) -> Any:
    wanted: dict[str, Any] = {
        "agency_id": "moj",
        "message_id": "m1",
        "message_type": MessageType.NEW,
        "revision": 0,
        "is_exercise": False,
        "is_over": False,
        "received_at": NOW,
        **more,
    }
    return to_city_event(event, row_, **wanted)


def test_an_event_of_the_city_holds_nothing_of_anybody() -> None:
    event = told(read_event(event_body()))

    text = event.model_dump_json()
    assert [word for word in ("사용자1", "user1", "접근금지", "삼거리", "FTP") if word in text] == []
    assert (event.source, event.source_id) == ("agency.moj", "MOJUC110/20261110115959123")
    assert (event.category, event.kind, event.headline) == (Category.CRIME, "electronic_tag", "전자발찌 위치추적")
    assert event.place.shape.position == (126.4503, 36.7849)
    assert event.evidence[0].reference == "moj/m1"


def test_words_for_a_place_pass_where_the_code_says_so() -> None:
    event = read_event(event_body())

    assert told(event).place.address is None
    assert told(event, row(place_text=True)).place.address == "공공 삼거리 인근"


def test_a_grade_says_how_severe_it_is() -> None:
    graded = row(severity=Severity.MINOR, grades=(GradeSeverity(grade="90", severity=Severity.EXTREME),))

    assert told(read_event(event_body(evtGrad="90")), graded).severity is Severity.EXTREME
    assert told(read_event(event_body(evtGrad="10")), graded).severity is Severity.MINOR


@pytest.mark.parametrize(
    ("status", "known", "kind"),
    [
        ("10", False, MessageType.NEW),
        ("10", True, MessageType.UPDATE),
        ("40", False, MessageType.UPDATE),
        ("50", True, MessageType.UPDATE),
        ("90", True, MessageType.CANCEL),
        ("91", True, MessageType.UPDATE),
    ],
)
def test_a_status_is_a_kind_of_message(status: str, known: bool, kind: MessageType) -> None:
    assert message_type_of(PlatformStatus(status), is_known=known) is kind


@pytest.mark.parametrize("status", ["10", "50", "91"])
def test_what_is_over_is_valid_until_this_report(status: str) -> None:
    """Also where the message is of its beginning, and its end had overtaken it."""
    event = told(read_event(event_body(ocrSts=status)), is_over=True)

    assert event.valid_until == event.reported_at == NOW
    assert told(read_event(event_body())).valid_until is None


@pytest.mark.parametrize("moment", ["20991231235959", "19700101000000", "20261110120459"])
def test_a_clock_that_is_wrong_breaks_nothing(moment: str) -> None:
    event = told(read_event(event_body(ocrEvtTime=moment, ocrSts="91")), is_over=True)

    assert NOW - timedelta(days=366) <= event.occurred_at <= NOW + timedelta(minutes=5)
    assert event.valid_until >= event.occurred_at
