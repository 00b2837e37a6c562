"""The video door: a running player is cut off at its next request, and nobody else's link shows anything."""

import json
import re
from typing import Any

import pytest

from city.operations.viewing.adapters.sandbox_film import SandboxFilm
from city.operations.viewing.errors import ViewLogClosed
from city.operations.viewing.ports import OpenFilm
from tests.integration.operations.viewing.viewing_in_moto import Film, ViewingInMoto

ADDRESS = "rtsp://10.20.30.40/secret-stream"


@pytest.fixture
def police(viewing: ViewingInMoto) -> dict[str, Any]:
    """A grant of a 112 call, and an officer of 112."""
    viewing.put_cameras(5, 30)
    incident = viewing.call()
    viewing.place_officer()
    return viewing.grant_of(incident, "112")


def names(playlist: Film) -> list[str]:
    return [line for line in playlist.body.splitlines() if line and not line.startswith("#")]


def watch(viewing: ViewingInMoto, view: Film) -> tuple[Film, Film]:
    """The playlist, and the newest piece of it."""
    playlist = viewing.play(view)
    assert playlist.status == 200, playlist.body
    return playlist, viewing.piece(view, names(playlist)[-1])


def test_an_officer_watches_and_it_is_one_entry_of_the_log(viewing: ViewingInMoto, police: dict[str, Any]) -> None:
    view = viewing.open(police)
    assert view.status == 201, view.body

    playlist, piece = watch(viewing, view)

    assert (playlist.kind, piece.kind) == ("application/vnd.apple.mpegurl", "video/mp4")
    assert viewing.piece(view, "init.mp4").body[4:8] == b"ftyp"
    assert piece.body[4:8] == b"moof"
    (entry,) = viewing.logged("view")
    assert (entry["who"], entry["name"], entry["organisation"], entry["outside"]) == (
        "police-1",
        "n police-1",
        "112",
        True,
    )
    assert (entry["grant"], entry["camera"], entry["basis"]) == (
        police["grant_id"],
        police["cameras"][0]["camera_id"],
        "urgent_danger",
    )


def test_revoked_the_next_playlist_and_the_next_piece_are_refused(
    viewing: ViewingInMoto, police: dict[str, Any]
) -> None:
    view = viewing.open(police)
    playlist, _ = watch(viewing, view)

    viewing.post(f"/cctv/grants/{police['grant_id']}/revocation", {"reason": "오인 신고"})

    for answer in (viewing.piece(view, names(playlist)[-1]), viewing.play(view), viewing.piece(view, "init.mp4")):
        assert (answer.status, answer.body["error"], answer.body["refusal"]) == (403, "viewing_ended", "revoked")
    assert viewing.open(police).status == 403
    assert [entry["reason"] for entry in viewing.logged("refusal")] == ["revoked"] * 4


def test_its_own_agency_s_last_word_cuts_a_player_off_before_any_event_or_schedule(
    viewing: ViewingInMoto, police: dict[str, Any]
) -> None:
    viewing.call(source="agency.119", source_id="2")
    view = viewing.open(police)
    playlist, _ = watch(viewing, view)

    viewing.ends()

    for answer in (viewing.piece(view, names(playlist)[-1]), viewing.play(view), viewing.piece(view, "init.mp4")):
        assert (answer.status, answer.body["error"], answer.body["refusal"]) == (403, "viewing_ended", "partner_over")
    assert viewing.open(police).status == 403


@pytest.mark.parametrize("step", ["resolve", "false", "cancel"])
def test_the_incident_over_it_is_refused_before_any_event_or_schedule(
    viewing: ViewingInMoto, police: dict[str, Any], step: str
) -> None:
    view = viewing.open(police)
    playlist, _ = watch(viewing, view)

    viewing.step(police["incident_id"], step, "supervisor")

    assert viewing.piece(view, names(playlist)[-1]).body["refusal"] == "incident_over"
    assert viewing.play(view).status == 403


def test_the_window_and_idleness_end_it_without_any_schedule(viewing: ViewingInMoto, police: dict[str, Any]) -> None:
    view = viewing.open(police)
    for _ in range(5):
        viewing.clock.move(minutes=23)
        assert viewing.play(view).status == 200
    viewing.clock.move(minutes=5)
    assert viewing.play(view).body["refusal"] == "window_over"

    room = viewing.grant_of(police["incident_id"], "city")
    assert room["ending"] == "inactive" or room["ending"] == "window_over"
    assert viewing.open(room, "operator-1", "operator").status == 403


def test_a_link_in_another_viewers_hands_is_refused_and_logged(viewing: ViewingInMoto, police: dict[str, Any]) -> None:
    viewing.place_officer("police-2")
    view = viewing.open(police)
    playlist, _ = watch(viewing, view)

    for answer in (
        viewing.play(view, "police-2"),
        viewing.piece(view, names(playlist)[-1], "police-2"),
        viewing.play(view, "supervisor-1", "supervisor"),
    ):
        assert (answer.status, answer.body["error"]) == (403, "view_not_yours")
    assert [(entry["who"], entry["reason"]) for entry in viewing.logged("refusal")] == [
        ("police-2", "link_of_another"),
        ("police-2", "link_of_another"),
        ("supervisor-1", "link_of_another"),
    ]
    assert watch(viewing, view)[1].status == 200


def test_no_role_stands_above_a_grant(viewing: ViewingInMoto, police: dict[str, Any]) -> None:
    assert viewing.open(police, "supervisor-1", "supervisor").body["refusal"] == "other_organisation"
    viewing.place_officer("fire-1", "119")
    assert viewing.open(police, "fire-1").body["refusal"] == "other_organisation"
    body = json.dumps({"camera_id": "c0000000000ff-1"})
    path = f"/cctv/grants/{police['grant_id']}/views"
    assert viewing.fetch("POST", path, "police-1", "agency", body).body["refusal"] == "camera_not_included"
    assert viewing.open(police, "auditor-1", "auditor").status == 403


def test_whoever_leaves_the_agency_is_cut_off(viewing: ViewingInMoto, police: dict[str, Any]) -> None:
    view = viewing.open(police)
    viewing.post("/cctv/agency-people/police-1/end", {"reason": "복귀"})

    assert viewing.play(view).body["refusal"] == "other_organisation"


def test_what_cannot_be_logged_is_not_shown_and_still_refused(viewing: ViewingInMoto, police: dict[str, Any]) -> None:
    class Closed:
        def append(self, entry: object) -> None:
            raise ViewLogClosed

    view = viewing.open(police)
    for owner in (viewing.door.open_view, viewing.door.open_view.looks):
        object.__setattr__(owner, "log", Closed())

    assert (viewing.open(police).status, len(viewing.logged("view"))) == (503, 1)
    viewing.post(f"/cctv/grants/{police['grant_id']}/revocation", {"reason": "오인"})
    assert viewing.play(view).status == 403


def test_no_answer_and_no_log_line_holds_a_camera_s_address(
    viewing: ViewingInMoto, police: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """The source is asked with the address, and everything that comes out of the city is searched for it."""
    asked = []

    class Streams:
        def stream_of(self, camera_id: str) -> str:
            return ADDRESS

    class Source:
        film = SandboxFilm(viewing.clock)

        def open(self, stream: str) -> OpenFilm:
            asked.append(stream)
            return OpenFilm(f"{stream}?token=secret-token", self.film.open(stream).until)

        def playlist(self, film: OpenFilm) -> str:
            return self.film.playlist(film)

        def segment(self, film: OpenFilm, name: str) -> bytes:
            return self.film.segment(film, name)

    door = viewing.door
    for owner in (door.open_view, door.playlist, door.segment):
        object.__setattr__(owner, "source", Source())
    for owner in (door.open_view, door.playlist):
        object.__setattr__(owner, "streams", Streams())
    view = viewing.open(police)
    answers = [view, *watch(viewing, view), viewing.play(view, "police-2"), viewing.piece(view, "other.mp4")]
    viewing.clock.move(hours=1, minutes=1)
    answers.append(viewing.play(view))
    said = json.dumps([repr(each.body) for each in answers]) + json.dumps(viewing.logged()) + capsys.readouterr().out
    said += json.dumps(viewing.grants(police["incident_id"]))

    assert asked
    assert not re.search(r"10\.20\.30|rtsp|secret", said)


def test_a_piece_that_is_none_of_ours_is_not_asked_for(viewing: ViewingInMoto, police: dict[str, Any]) -> None:
    view = viewing.open(police)

    for name in ("..%2F..%2Fetc", "1.mp4", "init.ts", "a.mp4?x=1"):
        assert viewing.piece(view, name).body["error"] == "segment_unknown"


def test_what_is_over_is_written_down_and_logged_once(viewing: ViewingInMoto, police: dict[str, Any]) -> None:
    viewing.clock.move(minutes=31)

    viewing.tidy()
    viewing.tidy()

    assert viewing.grant_of(police["incident_id"], "112")["ended_by"] == "city"
    assert len(viewing.logged("end")) == 2
