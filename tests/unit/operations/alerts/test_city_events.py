"""What an alert becomes in the city, and that nothing turns into its opposite on the way there and back."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from city.contracts.operations.city_event import AreaPlace, Category, CityEventV1, Place, PointPlace, Severity
from city.operations.alerts.cap.model import Area, CapCategory, CapSeverity, Circle, Reference
from city.operations.alerts.cap.reading import read_alert
from city.operations.alerts.categories import (
    FROM_CAP,
    SMART_DATA_MODELS,
    from_cap_severity,
    to_cap_category,
    to_cap_severity,
)
from city.operations.alerts.city_events import Teller, event_of, first_of, revision_of, source_id
from city.operations.alerts.places import area_of, around, place_of
from tests.effort import examples
from tests.unit.operations.alerts.documents import area, document, info

KMA = Teller("kma", {"지진해일": "tsunami"})
FIRST = "alerts@office.example,KR.2026.1,2026-01-31T09:00:00+09:00"


def told(given: bytes) -> CityEventV1:
    event = told_or_none(given)
    assert event is not None
    return event


def told_or_none(given: bytes) -> CityEventV1 | None:
    alert = read_alert(given).alert
    return event_of(alert, KMA, first_of(alert), "originals/kma/1.xml")


def test_an_alert_is_one_event_with_its_place_longitude_first() -> None:
    event = told(document(info(area(), expires="2026-01-31T15:00:00+09:00")))

    assert (event.source, event.category, event.kind, event.severity) == ("cap.kma", "disaster", "fire", "severe")
    assert (event.headline, event.description) == ("부춘동 산불", "부춘산 서쪽에서 불이 났습니다.")
    assert event.occurred_at == event.reported_at == datetime(2026, 1, 31, tzinfo=UTC)
    assert event.valid_until == datetime(2026, 1, 31, 6, tzinfo=UTC)
    assert event.place is not None
    assert isinstance(event.place.shape, AreaPlace)
    assert event.place.shape.ring[0] == (126.4, 36.7)
    assert event.place.address == "부춘동"
    assert event.evidence[0].reference == "originals/kma/1.xml"


@pytest.mark.parametrize("status", ["System", "Test", "Draft"])
def test_what_is_not_meant_is_no_incident(status: str) -> None:
    assert told_or_none(document(status=status)) is None


@pytest.mark.parametrize("kind", ["Ack", "Error"])
def test_an_answer_to_a_message_is_no_incident(kind: str) -> None:
    assert told_or_none(document(msgType=kind, references="a,b,2026-01-01T00:00:00+09:00")) is None


def test_a_drill_is_an_exercise() -> None:
    assert told(document(status="Exercise")).exercise
    assert not told(document()).exercise


def test_an_update_and_a_cancellation_belong_to_the_first_message() -> None:
    first = told(document())
    update = told(
        document(identifier="KR.2026.2", sent="2026-01-31T09:10:00+09:00", msgType="Update", references=FIRST)
    )
    cancel = told(
        document(
            "",
            identifier="KR.2026.3",
            sent="2026-01-31T09:20:00+09:00",
            msgType="Cancel",
            references=f"alerts@office.example,KR.2026.2,2026-01-31T09:10:00+09:00 {FIRST}",
        )
    )

    assert {each.source_id for each in (first, update, cancel)} == {first.source_id}
    assert [each.message_type for each in (first, update, cancel)] == ["new", "update", "cancel"]
    assert [each.revision for each in (first, update, cancel)] == [0, 600, 1200]


def test_an_update_of_nothing_is_new() -> None:
    assert told(document(msgType="Update", references="")).message_type == "new"


def test_the_id_of_a_message_is_the_same_by_every_clock_and_names_no_sender() -> None:
    moment = datetime(2026, 1, 31, 9, tzinfo=UTC)
    names = {source_id(Reference("person@office.example", "KR.1", moment + timedelta(0)))}
    read = read_alert(document(identifier="KR.1", sender="person@office.example", sent="2026-01-31T18:00:00+09:00"))

    names.add(source_id(read.alert.name))

    assert len(names) == 1
    assert "person" not in names.pop()
    assert len(source_id(Reference("s" * 200, "i" * 200, moment))) <= 200


def test_korean_is_read_first_then_english_then_whatever_is_first() -> None:
    def headline(*languages: str) -> str:
        infos = "".join(info(language=each, headline=each, description=each) for each in languages)
        return told(document(infos)).headline

    assert headline("fr", "en-GB", "ko") == "ko"
    assert headline("fr", "en-GB", "kok") == "en-GB"
    assert headline("fr", "de") == "fr"


def test_of_several_infos_the_gravest_is_told_and_all_their_places() -> None:
    event = told(
        document(
            info(area("<circle>36.7,126.4 1</circle>"), severity="Minor", headline="작은 불")
            + info(area("<circle>36.9,126.6 1</circle>"), severity="Extreme", headline="큰 불")
        )
    )

    assert (event.severity, event.headline) == (Severity.EXTREME, "큰 불")
    assert event.place is not None
    assert isinstance(event.place.shape, AreaPlace)
    longitudes = [longitude for longitude, _ in event.place.shape.ring]
    assert min(longitudes) < 126.4 < 126.6 < max(longitudes)


def test_nothing_of_an_alert_about_people_goes_on_but_what_it_is() -> None:
    described = info(category="Rescue", event="아동 실종", headline="김철수 어린이", description="붉은 옷, 12가3456")

    event = told(document(described))

    assert (event.category, event.kind) == (Category.CRIME, "missing_person")
    assert (event.headline, event.description) == ("아동 실종", "")


def test_nothing_of_an_alert_for_some_goes_on_but_what_it_is() -> None:
    assert told(document(scope="Private", addresses="a")).headline == "산불"


def test_telephones_and_plates_in_a_text_are_masked() -> None:
    event = told(document(info(description="문의 041-660-2114, 010 1234 5678. 차량 12가3456, 수위 12345 m")))

    assert event.description == "문의 ●●●, ●●●. 차량 ●●●, 수위 12345 m"


def test_what_is_only_expected_began_when_it_was_told() -> None:
    later = told(document(info(onset="2026-02-02T09:00:00+09:00", expires="2026-02-03T09:00:00+09:00")))
    earlier = told(document(info(onset="2026-01-31T08:00:00+09:00", expires="2026-01-30T09:00:00+09:00")))

    assert later.occurred_at == later.reported_at
    assert earlier.occurred_at == earlier.valid_until == datetime(2026, 1, 30, 23, tzinfo=UTC)


def test_an_offices_own_name_of_an_event_says_its_kind() -> None:
    assert told(document(info(category="Geo", event="지진해일"))).kind == "tsunami"
    assert told(document(info(category="Geo", event="지진"))).kind == "geological"


@pytest.mark.parametrize("category", CapCategory)
def test_a_category_comes_back_by_its_kind(category: CapCategory) -> None:
    city, kind = FROM_CAP[category]
    expected = CapCategory.SAFETY if category is CapCategory.SAFETY else category

    assert to_cap_category(city, kind) is expected


@pytest.mark.parametrize("category", Category)
def test_a_category_of_the_city_comes_back(category: Category) -> None:
    assert FROM_CAP[to_cap_category(category, "whatever")][0] is category


def test_a_severity_comes_back_and_is_a_word_of_smart_data_models() -> None:
    assert [to_cap_severity(from_cap_severity(each)) for each in CapSeverity] == list(CapSeverity)
    assert list(SMART_DATA_MODELS.values()) == ["critical", "high", "medium", "low", "informational"]
    assert set(SMART_DATA_MODELS) == set(Severity)


@settings(max_examples=examples(300))
@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_later_message_never_has_a_lower_revision(one: int, other: int) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    sooner, later = sorted((one, other))

    revisions = [revision_of(start + timedelta(seconds=seconds), start) for seconds in (sooner, later)]

    assert 0 < revisions[0] <= revisions[1] <= 1_000_000
    if later < 900_000:
        assert revisions == [sooner, later]


@settings(max_examples=examples(100))
@given(st.floats(-60, 60), st.floats(-150, 150), st.floats(0.1, 300))
def test_corners_about_a_circle_hold_it(latitude: float, longitude: float, radius: float) -> None:
    circle = Circle((latitude, longitude), radius)
    ring = around(circle)

    place = place_of([Area(description="", circles=(circle, Circle((latitude, longitude), radius / 2)))])

    assert place is not None
    assert isinstance(place.shape, AreaPlace)
    latitudes = [corner[0] for corner in ring]
    assert max(latitudes) - min(latitudes) >= 2 * radius / 111.32
    turns = [
        (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
        for (a, b), (_, c) in pairwise(pairwise(place.shape.ring))
    ]
    assert min(turns) >= -1e-9


def test_a_circle_is_a_point_with_its_accuracy_unless_it_is_too_wide() -> None:
    small = place_of([Area(description="", circles=(Circle((36.7, 126.4), 2.5),))])
    wide = place_of([Area(description="", circles=(Circle((36.7, 126.4), 250.0),))])

    assert small == Place(shape=PointPlace(position=(126.4, 36.7)), accuracy_m=2_500)
    assert wide is not None
    assert isinstance(wide.shape, AreaPlace)
    assert place_of([Area(description="어디")]) is None


def test_a_coast_of_a_thousand_points_keeps_five_hundred_and_its_ends() -> None:
    corners = " ".join(f"{36 + at % 7 / 1000 + at / 1e4},{126 + at / 1000}" for at in range(1_000))

    event = told(document(info(area(f"<polygon>{corners} 30,126.5 {corners.split()[0]}</polygon>"))))

    assert event.place is not None
    assert isinstance(event.place.shape, AreaPlace)
    assert len(event.place.shape.ring) == 500
    assert (126.5, 30.0) in event.place.shape.ring


@pytest.mark.parametrize(
    "place",
    [
        Place(shape=PointPlace(position=(126.4, 36.7)), accuracy_m=50, address="부춘동"),
        Place(shape=AreaPlace(ring=((126.4, 36.7), (126.5, 36.7), (126.5, 36.8), (126.4, 36.7))), address="부춘동"),
    ],
)
def test_a_place_comes_back(place: Place) -> None:
    assert place_of([area_of(place, "부춘동")]) == place


def test_a_city_event_refuses_what_no_alert_may_become() -> None:
    with pytest.raises(ValidationError):
        CityEventV1.model_validate({**told(document()).model_dump(), "kind": "산불"})
