"""How long video is kept, names of recordings, and that none has sound."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.operations.evidence.errors import HasSound, NotAtThisPoint
from city.operations.evidence.recordings import is_held, read_name, require_silence, write_name
from city.operations.evidence.retention import LegalHold, RecordingPurpose, last_day_kept, rule_for

# 12:00 in Seoul.
NOON = datetime(2026, 10, 31, 3, 0, tzinfo=UTC)
PUBLIC, PARKING, SCENE = RecordingPurpose.PUBLIC_PLACE, RecordingPurpose.ROOFED_PARKING, RecordingPurpose.SCENE_112


@pytest.mark.parametrize(
    ("purpose", "recorded_at", "last"),
    [
        (PUBLIC, NOON, date(2026, 11, 30)),
        # 23:59 and 00:01 in Seoul are two days.
        (PUBLIC, datetime(2026, 10, 31, 14, 59, tzinfo=UTC), date(2026, 11, 30)),
        (PUBLIC, datetime(2026, 10, 31, 15, 1, tzinfo=UTC), date(2026, 12, 1)),
        (SCENE, NOON, date(2026, 11, 30)),
        # A month of the calendar: a floor that is now shorter, now longer than thirty days.
        (PARKING, NOON, date(2026, 11, 30)),
        (PARKING, datetime(2027, 1, 31, 3, 0, tzinfo=UTC), date(2027, 2, 28)),
        (PARKING, datetime(2026, 12, 15, 3, 0, tzinfo=UTC), date(2027, 1, 15)),
    ],
)
def test_the_last_day(purpose: RecordingPurpose, recorded_at: datetime, last: date) -> None:
    assert last_day_kept(purpose, recorded_at) == last


def test_the_scene_of_a_call_is_kept_thirty_days_longer_at_most() -> None:
    assert last_day_kept(SCENE, NOON, extended_days=30) == date(2026, 12, 30)
    with pytest.raises(NotAtThisPoint):
        last_day_kept(SCENE, NOON, extended_days=31)
    with pytest.raises(NotAtThisPoint):
        last_day_kept(PUBLIC, NOON, extended_days=1)


@given(st.datetimes(datetime(2012, 1, 1), datetime(2035, 1, 1)))  # noqa: DTZ001  # the zone follows
def test_ceilings_and_floors_hold_on_every_day(moment: datetime) -> None:
    recorded = moment.replace(tzinfo=UTC)
    day = (recorded + timedelta(hours=9)).date()

    assert last_day_kept(PUBLIC, recorded) - day == timedelta(days=30)
    month = last_day_kept(PARKING, recorded) - day
    assert timedelta(days=28) <= month <= timedelta(days=31)


def test_before_the_first_rule_the_first_applies() -> None:
    assert rule_for(SCENE, date(2020, 1, 1)).days == 30


def test_a_name_says_purpose_camera_and_time() -> None:
    name = write_name(PARKING, "cam-0007", NOON, 60)
    read = read_name(name)

    assert name == "recordings/roofed_parking/cam-0007/20261031T030000Z-60.mp4"
    assert read is not None
    assert (read.purpose, read.camera, read.starts, read.ends) == (
        PARKING,
        "cam-0007",
        NOON,
        NOON + timedelta(seconds=60),
    )


def test_an_unknown_purpose_has_the_general_rule_and_another_form_none() -> None:
    known = read_name("recordings/school_zone/cam-1/20261031T030000Z-60.mp4")

    assert known is not None
    assert known.purpose is PUBLIC
    for name in (
        "recordings/public_place/cam-1/film.mp4",
        "recordings/public_place/cam-1/20261331T030000Z-60.mp4",
        "x",
    ):
        assert read_name(name) is None


@pytest.mark.parametrize(
    ("camera", "starts", "ends", "lifted", "held"),
    [
        ("cam-1", 0, 60, False, True),
        (None, 0, 60, False, True),
        ("cam-2", 0, 60, False, False),
        ("cam-1", 60, 90, False, True),
        ("cam-1", 61, 90, False, False),
        ("cam-1", -90, 0, False, True),
        ("cam-1", 0, 60, True, False),
    ],
)
def test_what_a_hold_covers(camera: str | None, starts: int, ends: int, lifted: bool, held: bool) -> None:
    recording = read_name(write_name(PUBLIC, "cam-1", NOON, 60))
    hold = LegalHold(
        "h-1",
        camera,
        NOON + timedelta(seconds=starts),
        NOON + timedelta(seconds=ends),
        "소송",
        "s-1",
        NOON,
        "s-2" if lifted else None,
        NOON if lifted else None,
    )

    assert recording is not None
    assert is_held(recording, [hold]) is held


# --- sound ---


def box(kind: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4) + kind + body


def film(*handlers: bytes) -> bytes:
    tracks = b"".join(
        box(b"trak", box(b"tkhd", b"\0" * 20) + box(b"mdia", box(b"hdlr", b"\0" * 8 + kind + b"\0" * 13)))
        for kind in handlers
    )
    return box(b"ftyp", b"iso5") + box(b"moov", box(b"mvhd", b"\0" * 20) + tracks) + box(b"mdat", b"soun hdlr")


def test_film_without_sound_may_leave() -> None:
    require_silence(film(b"vide"))


@pytest.mark.parametrize("content", [film(b"vide", b"soun"), film(b"soun"), b"\0\0\0\0" + b"free", film(b"soun")[:-3]])
def test_film_with_sound_may_not(content: bytes) -> None:
    if b"soun" in content:
        with pytest.raises(HasSound):
            require_silence(content)
    else:
        require_silence(content)


@given(st.binary(max_size=300))
def test_whatever_the_bytes_it_ends(content: bytes) -> None:
    try:
        require_silence(content)
    except HasSound:
        assert b"soun" in content
