"""The room at the API: what is open, worst first; each step by name and over what was seen; who may do what."""

from dataclasses import replace
from typing import Any

import pytest

from city.contracts.operations.city_event import MessageType, Severity
from tests.integration.operations.incidents.incidents_in_moto import IncidentsInMoto, Room
from tests.unit.operations.incidents.told import fire

STEPS = ("acknowledge", "dispatch", "resolve", "cancel", "false", "reopen")


def by_hand(number: str = "form-0001", **more: Any) -> dict[str, Any]:
    return {"number": number, "category": "crime", "kind": "assault", "severity": "severe", "headline": "폭행", **more}


def only(incidents: IncidentsInMoto) -> str:
    (incident,) = incidents.going_on()
    return incident.incident_id


def step(room: Room, incident: str, each: str, revision: int, **more: Any) -> Any:
    status, body = room.post(f"/incidents/{incident}/{each}", {"revision": revision, **more.pop("body", {})}, **more)
    assert status == 200, body
    return body


def test_an_incident_goes_its_way_each_step_timed_and_by_name(incidents: IncidentsInMoto, room: Room) -> None:
    incidents.deliver(fire("1"))
    name = only(incidents)
    incidents.told_bus()

    for at, (each, who) in enumerate([("acknowledge", "김관제"), ("dispatch", "이관제"), ("resolve", "김관제")]):
        incidents.clock.move(minutes=1)
        body = step(room, name, each, at + 1, name=who, body={"note": f"note {at}"})

    assert (body["line"]["state"], body["line"]["revision"]) == ("resolved", 4)
    timeline = [(one["what"], one["by_name"], one["about"], one["at"][14:16]) for one in body["timeline"]]
    assert timeline == [
        ("opened", None, "", "00"),
        ("acknowledge", "김관제", "note 0", "01"),
        ("dispatch", "이관제", "note 1", "02"),
        ("resolve", "김관제", "note 2", "03"),
    ]
    told = [(kind, detail["change"], detail["state"]) for kind, detail in incidents.told_bus()]
    assert told == [("IncidentChanged", "state", s) for s in ("acknowledged", "dispatched", "resolved")]
    assert incidents.told_boards()[name]["state"] == "resolved"


def test_nobody_s_name_is_told_to_boards_or_on_the_bus(incidents: IncidentsInMoto, room: Room) -> None:
    incidents.deliver(fire("1"))
    step(room, only(incidents), "acknowledge", 1, name="박비밀", body={"note": "전화 옴"})

    told = f"{incidents.told_bus()} {incidents.told_boards()}"

    assert "acknowledged" in told
    assert "박비밀" not in told
    assert "전화 옴" not in told


def test_of_two_who_answer_at_once_the_second_sees_what_the_first_did(incidents: IncidentsInMoto, room: Room) -> None:
    incidents.deliver(fire("1"))
    name = only(incidents)
    step(room, name, "acknowledge", 1)

    status, body = room.post(f"/incidents/{name}/dispatch", {"revision": 1})

    assert (status, body["error"]) == (409, "incident_moved")
    assert (body["now"]["state"], body["now"]["revision"]) == ("acknowledged", 2)
    step(room, name, "dispatch", body["now"]["revision"])


def test_events_that_join_meanwhile_are_no_conflict(incidents: IncidentsInMoto, room: Room) -> None:
    incidents.deliver(fire("1"))
    name = only(incidents)
    incidents.tell([fire(f"9{n}", minutes=n / 10) for n in range(1, 6)], batch=1)

    assert incidents.incidents()[name].revision == 6
    assert step(room, name, "acknowledge", 1)["line"]["count"] == 6


def test_a_revision_that_never_was_is_a_conflict(incidents: IncidentsInMoto, room: Room) -> None:
    incidents.deliver(fire("1"))

    assert room.post(f"/incidents/{only(incidents)}/acknowledge", {"revision": 2})[0] == 409


def test_an_incident_that_was_merged_is_shown_under_both_ids_and_answered_under_one(
    incidents: IncidentsInMoto, room: Room
) -> None:
    incidents.deliver(fire("1"), fire("3", east_m=500, minutes=2))
    first, second = sorted(incidents.incidents())
    step(room, first, "acknowledge", 1, name="김관제")
    step(room, second, "dispatch", 1, name="이관제", body={"note": "소방차 출발"})
    incidents.deliver(fire("2", east_m=250, minutes=1))

    status, body = room.get(f"/incidents/{second}")

    assert (status, body["asked"], body["line"]["incident_id"]) == (200, second, first)
    assert (body["line"]["state"], body["absorbed"], body["line"]["count"]) == ("dispatched", [second], 3)
    done = [(one["what"], one["by_name"], one["incident_id"]) for one in body["timeline"] if one["by_name"]]
    assert done == [("acknowledge", "김관제", first), ("dispatch", "이관제", second)]
    assert [one["source_id"] for one in body["members"]["events"]] == ["1", "2", "3"]
    status, refused = room.post(f"/incidents/{second}/resolve", {"revision": 2})
    assert (status, refused["now"]["incident_id"]) == (409, first)
    step(room, first, "resolve", body["line"]["revision"])


def test_a_step_that_the_state_does_not_allow_is_refused(incidents: IncidentsInMoto, room: Room) -> None:
    incidents.deliver(fire("1"))
    name = only(incidents)
    step(room, name, "false", 1)

    status, body = room.post(f"/incidents/{name}/acknowledge", {"revision": 2})

    assert (status, body["error"]) == (409, "step_not_possible")


@pytest.mark.parametrize("each", STEPS)
@pytest.mark.parametrize("group", ["auditor", "agency", "clerk", None])
def test_only_the_room_answers(incidents: IncidentsInMoto, room: Room, each: str, group: str | None) -> None:
    incidents.deliver(fire("1"))

    assert room.post(f"/incidents/{only(incidents)}/{each}", {"revision": 1}, group=group)[0] == 403


def test_a_supervisor_reopens_and_an_operator_does_not(incidents: IncidentsInMoto, room: Room) -> None:
    incidents.deliver(fire("1"))
    name = only(incidents)
    ended = step(room, name, "resolve", 1)

    assert ended["steps_possible"] == ["note"]
    assert room.post(f"/incidents/{name}/reopen", {"revision": 2})[0] == 403
    again = step(room, name, "reopen", 2, group="supervisor")
    assert (again["line"]["state"], again["line"]["ended_at"]) == ("detected", None)


def test_a_note_needs_no_revision_and_changes_no_state(incidents: IncidentsInMoto, room: Room) -> None:
    incidents.deliver(fire("1"))
    name = only(incidents)

    status, body = room.post(f"/incidents/{name}/notes", {"note": " 현장 확인 중 "})

    assert (status, body["line"]["state"], body["timeline"][-1]["about"]) == (200, "detected", "현장 확인 중")


@pytest.mark.parametrize("group", ["operator", "supervisor", "auditor"])
@pytest.mark.parametrize("path", ["", "/board", "/statistics"])
def test_readers_read(incidents: IncidentsInMoto, room: Room, group: str, path: str) -> None:
    assert room.get(f"/incidents{path}", group=group)[0] == 200
    assert room.get(f"/incidents{path}", group="agency")[0] == 403


def test_an_incident_that_is_not_there_is_not_found(room: Room) -> None:
    assert room.get("/incidents/20261110T030000-00000000")[0] == 404


def test_what_is_open_is_listed_worst_first_over_pages(incidents: IncidentsInMoto, room: Room) -> None:
    severities = [Severity.MINOR, Severity.EXTREME, Severity.MODERATE, Severity.SEVERE, Severity.UNKNOWN]
    incidents.deliver(
        *(fire(str(n), east_m=1_000 * n, severity=severities[n % 5], minutes=n / 60) for n in range(15)),
        fire("drill", north_m=9_000, severity=Severity.EXTREME, exercise=True),
    )
    worst = room.get("/incidents", limit="1")[1]["incidents"][0]["incident_id"]
    step(room, worst, "acknowledge", 1)

    found: list[dict[str, Any]] = []
    page: dict[str, str] = {}
    while True:
        _, body = room.get("/incidents", limit="4", **page)
        found += body["incidents"]
        if body["next"] is None:
            break
        page = {"page": body["next"]}

    order = ["extreme", "severe", "moderate", "minor", "unknown"]
    real = [order.index(each["severity"]) for each in found if not each["exercise"]]
    assert real == sorted(real)
    assert (len(found), found[-1]["exercise"]) == (16, True)
    # Among the worst, what somebody answers already stands after what nobody does.
    assert [each["state"] for each in found[:3]] == ["detected", "detected", "acknowledged"]
    assert [each["incident_id"] for each in room.get("/incidents", state="acknowledged")[1]["incidents"]] == [worst]


def test_what_ended_is_listed_newest_first_over_pages(incidents: IncidentsInMoto, room: Room) -> None:
    for day in range(3):
        incidents.deliver(*(fire(f"{day}/{n}", east_m=1_000 * n, minutes=-1_440 * day + n) for n in range(3)))
    for each in incidents.going_on():
        step(room, each.incident_id, "resolve" if each.incident_id.endswith(("0", "2", "4", "6", "8")) else "false", 1)

    found: list[str] = []
    page: dict[str, str] = {}
    for _ in range(30):
        _, body = room.get("/incidents", state="ended", limit="2", **page)
        found += [each["incident_id"] for each in body["incidents"]]
        if body["next"] is None:
            break
        page = {"page": body["next"]}

    assert len(found) == 9
    assert found == sorted(found, reverse=True)
    assert room.get("/incidents")[1]["incidents"] == []


@pytest.mark.parametrize(
    "asked", [{"state": "burning"}, {"page": "x"}, {"limit": "101"}, {"state": "ended", "page": "rank=1"}]
)
def test_what_is_no_question_is_refused(room: Room, asked: dict[str, str]) -> None:
    assert room.get("/incidents", **asked)[0] == 400


def test_the_board_shows_what_is_open_and_the_place_to_go_on_from(incidents: IncidentsInMoto, room: Room) -> None:
    incidents.deliver(fire("1"), fire("2", east_m=5_000, severity=Severity.EXTREME), fire("3", north_m=5_000))
    cancelled = fire("3", message_type=MessageType.CANCEL, revision=1)
    incidents.deliver(cancelled)

    _, board = room.get("/incidents/board")

    assert [each["severity"] for each in board["incidents"]] == ["extreme", "unknown"]
    assert (board["cursor"], board["left_off"]) == (0, 0)
    told = incidents.told_boards()
    assert {each["incident_id"]: each for each in board["incidents"]} == {
        key: body for key, body in told.items() if body["state"] == "detected"
    }


def test_an_operator_opens_an_incident_by_hand_once(incidents: IncidentsInMoto, room: Room) -> None:
    status, first = room.post("/incidents", by_hand())
    _, again = room.post("/incidents", by_hand())

    assert (status, first["line"]["state"], first["line"]["sources"]) == (201, "detected", ["operator"])
    assert again["line"] == first["line"]
    assert [kind for kind, _ in incidents.told_bus()] == ["IncidentOpened"]


def test_what_an_operator_saw_may_be_of_an_incident_that_is_open(incidents: IncidentsInMoto, room: Room) -> None:
    incidents.deliver(fire("1"))
    place = fire("x").model_dump(mode="json")["place"]

    _, body = room.post("/incidents", by_hand(category="disaster", kind="smoke", place=place))

    # It happened at the same moment, so that either may be the smaller.
    assert (body["line"]["count"], body["line"]["sources"]) == (2, ["agency.119", "operator"])


@pytest.mark.parametrize("more", [{"number": "x"}, {"kind": "Assault!"}, {"headline": ""}, {"unknown": 1}])
def test_what_is_no_incident_is_refused(room: Room, more: dict[str, Any]) -> None:
    assert room.post("/incidents", by_hand(**more))[0] == 400


def test_statistics_count_incidents_and_events_by_day_and_kind(incidents: IncidentsInMoto, room: Room) -> None:
    incidents.deliver(
        fire("1"),
        fire("2", minutes=1, source="agency.112"),
        fire("3", east_m=5_000, kind="smoke"),
        fire("4", east_m=9_000, exercise=True),
        fire("5", minutes=-1_440, category="crime", kind="assault"),
    )
    first = next(each for each in incidents.going_on() if each.count == 2)
    step(room, first.incident_id, "acknowledge", first.revision)

    _, body = room.get("/incidents/statistics")

    lines = [(d["day"], d["kind"], d["kind_ko"], d["incidents"], d["events"], d["answered"]) for d in body["days"]]
    assert lines == [
        ("2026-11-09", "assault", "폭행", 1, 1, 0),
        ("2026-11-10", "fire", "화재", 1, 2, 1),
        ("2026-11-10", "smoke", "연기", 1, 1, 0),
    ]
    assert body["sources"] == [
        {"source": "agency.112", "incidents": 1},
        {"source": "agency.119", "incidents": 3},
    ]
    assert room.get("/incidents/statistics", first="2026-01-01", last="2026-11-10")[0] == 400


def test_members_are_listed_over_pages_across_merges(incidents: IncidentsInMoto, room: Room) -> None:
    incidents.tell([fire(str(n), minutes=10 - n / 10) for n in range(60)], batch=7)
    (incident,) = incidents.going_on()
    assert incident.absorbed

    found: list[str] = []
    page: dict[str, str] = {}
    while True:
        _, body = room.get(f"/incidents/{incident.incident_id}/events", limit="11", **page)
        found += [each["source_id"] for each in body["events"]]
        if body["next"] is None:
            break
        page = {"page": body["next"]}

    assert sorted(found, key=int) == [str(n) for n in range(60)]
    assert room.get(f"/incidents/{incident.incident_id}/events", page="other!x")[0] == 400


def test_after_an_end_the_same_thing_reopens_within_ten_minutes_and_opens_anew_later(
    incidents: IncidentsInMoto, room: Room
) -> None:
    incidents.deliver(fire("1"))
    name = only(incidents)
    step(room, name, "resolve", 1)
    incidents.told_bus()

    incidents.deliver(fire("2", minutes=5))
    assert [(d["incident_id"], d["state"]) for _, d in incidents.told_bus()] == [(name, "detected")]
    step(room, name, "resolve", incidents.incidents()[name].revision)
    incidents.deliver(fire("3", minutes=20))

    assert [kind for kind, _ in incidents.told_bus()] == ["IncidentChanged", "IncidentOpened"]
    assert len(incidents.going_on()) == 2


def test_a_step_that_lost_a_race_with_events_is_taken_all_the_same(incidents: IncidentsInMoto, room: Room) -> None:
    incidents.deliver(fire("1"))
    name = only(incidents)
    take = incidents.staff.take_step
    late = [fire("2", minutes=1)]
    find = take.incidents.find

    class Overtaken:
        def __getattr__(self, attribute: str) -> Any:
            return self.find if attribute == "find" else getattr(take.incidents, attribute)

        def find(self, incident_id: str) -> Any:
            found = find(incident_id)
            if late:
                incidents.deliver(late.pop())
            return found

    raced = replace(incidents.staff, take_step=replace(take, incidents=Overtaken()))
    incidents.__dict__["staff"] = raced

    assert step(room, name, "acknowledge", 1)["line"]["count"] == 2
