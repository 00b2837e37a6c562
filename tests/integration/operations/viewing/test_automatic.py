"""A call of 112 opens cameras to police, and nothing else does; what is over stays over."""

import pytest

from tests.integration.operations.viewing.viewing_in_moto import ViewingInMoto


def test_a_call_opens_cameras_to_police_and_to_the_room(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5, 30, 60, 100, 200, 400, 700)

    incident = viewing.call()

    police, room = viewing.grant_of(incident, "112"), viewing.grant_of(incident, "city")
    assert (police["basis"]["code"], room["basis"]["code"]) == ("urgent_danger", "own_purpose")
    assert (police["automatic"], police["state"]) == (True, "given")
    # Three are near enough to see; the nearest besides them make five.
    assert [each["verdict"] for each in police["cameras"]] == ["may_see"] * 3 + ["near"] * 2
    assert police["cameras"][0]["name"] == "생활방범 · 충청남도 서산시 관아문길 1"
    assert {entry["organisation"] for entry in viewing.logged("grant")} == {"112", "city"}


def test_told_again_it_opens_nothing_more(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)
    viewing.call()
    incident = viewing.call(source="agency.119", source_id="2")

    viewing.carry(times=3)

    assert sorted(each["organisation"] for each in viewing.grants(incident)) == ["112", "119", "city"]
    assert len(viewing.logged("grant")) == 3


def test_other_events_open_nothing(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)

    assert viewing.grants(viewing.call(source="crosswalk")) == []
    assert viewing.grants(viewing.call(source_id="9", exercise=True)) == []


def test_a_call_without_a_camera_or_a_place_opens_nothing(viewing: ViewingInMoto) -> None:
    assert viewing.grants(viewing.call()) == []
    viewing.put_cameras(5)
    assert viewing.grants(viewing.call(source_id="2", kind="fire", category="disaster", place=None)) == []


def test_an_incident_that_is_over_ends_them_even_if_it_comes_back(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)
    incident = viewing.call()
    viewing.clock.move(minutes=1)
    viewing.step(incident, "resolve")
    # Nothing has carried the event: what is shown is decided at each use.
    assert viewing.grant_of(incident, "112")["ending"] == "incident_over"

    viewing.clock.move(minutes=1)
    viewing.step(incident, "reopen", "supervisor")

    assert viewing.grant_of(incident, "112")["ending"] == "incident_over"
    viewing.carry()
    assert viewing.grant_of(incident, "112")["ended_at"] is not None
    assert {entry["grant"] for entry in viewing.logged("end")} == {f"{incident}-auto-112", f"{incident}-auto-city"}


def test_a_partner_that_closes_its_case_ends_its_own_grant_alone(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)
    incident = viewing.call()
    viewing.call(source="agency.119", source_id="2")

    viewing.ends()

    # Nothing has carried the event: what is shown is decided at each use.
    (going_on,) = viewing.incidents.going_on()
    assert viewing.grant_of(incident, "112")["ending"] == "partner_over"
    assert viewing.grant_of(incident, "city")["ending"] is None
    assert viewing.grant_of(going_on.incident_id, "119")["ending"] is None
    assert (going_on.shown_state, going_on.sources_over) == ("detected", ("agency.112",))
    viewing.carry(times=2)
    assert viewing.grant_of(incident, "112")["ended_at"] is not None
    assert [entry["grant"] for entry in viewing.logged("end")] == [f"{incident}-auto-112"]


def test_all_that_a_body_told_has_to_be_over(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)
    incident = viewing.call()
    viewing.call(source_id="second call")

    viewing.ends()
    assert viewing.grant_of(incident, "112")["ending"] is None

    viewing.ends(source_id="second call", message_type="cancel")
    assert viewing.grant_of(incident, "112")["ending"] == "partner_over"


def test_only_its_own_can_a_body_end(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)
    incident = viewing.call()

    viewing.ends(source="agency.119")

    assert viewing.grant_of(incident, "112")["ending"] is None
    assert viewing.incidents.going_on()[0].shown_state == "detected"


def test_what_people_gave_a_body_outlives_its_call(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)
    incident = viewing.call()
    viewing.step(incident, "acknowledge")
    _, asked = viewing.ask(incident)
    viewing.decide(asked, "operator-2")
    viewing.decide(viewing.get(f"/cctv/grants/{asked['grant_id']}")[1], "supervisor-1", "supervisor")

    viewing.ends()

    mine = {each["automatic"]: each for each in viewing.grants(incident) if each["organisation"] == "112"}
    assert (mine[True]["ending"], mine[False]["ending"], mine[False]["state"]) == ("partner_over", None, "given")


def test_the_next_call_opens_cameras_again_under_a_grant_of_its_own(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)
    incident = viewing.call()
    viewing.clock.move(minutes=1)
    viewing.ends()
    viewing.carry()
    assert {each["ending"] for each in viewing.grants(incident)} == {"partner_over", "incident_over"}
    viewing.clock.move(minutes=1)

    assert viewing.call(source_id="another caller") == incident
    viewing.carry(times=2)

    standing = [each["grant_id"] for each in viewing.grants(incident) if each["ending"] is None]
    assert sorted(standing) == [f"{incident}-auto-112-1", f"{incident}-auto-city-1"]
    assert len(viewing.logged("grant")) == 4


def test_what_people_took_back_opens_with_no_further_call(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)
    incident = viewing.call()
    viewing.post(f"/cctv/grants/{incident}-auto-112/revocation", {"reason": "장난 전화"})
    viewing.ends()
    viewing.clock.move(minutes=1)
    viewing.call(source_id="again")

    assert [g["ending"] for g in viewing.grants(incident) if g["organisation"] == "112"] == ["revoked"]


def test_a_drill_that_ends_has_opened_and_ends_nothing(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)
    incident = viewing.call(exercise=True)

    viewing.ends(exercise=True)
    viewing.carry()

    assert viewing.grants(incident) == []


@pytest.mark.parametrize("order", [1, -1], ids=["as told", "the other way round"])
def test_an_end_before_its_beginning_opens_nothing(viewing: ViewingInMoto, order: int) -> None:
    viewing.put_cameras(5)
    told = [viewing.event(), viewing.event(**viewing.ending())]

    assert viewing.incidents.deliver(*told[::order]) == []
    (incident,) = viewing.incidents.going_on()
    told_bus = viewing.carry()

    assert incident.shown_state == "resolved"
    assert viewing.grants(incident.incident_id) == []
    assert [(name, each.get("state")) for name, each in told_bus] == [("IncidentChanged", "resolved")]


def test_what_was_taken_back_stays_so_when_its_incident_is_merged(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)
    incident = viewing.call()
    viewing.post(f"/cctv/grants/{incident}-auto-112/revocation", {"reason": "장난 전화"})
    viewing.clock.move(minutes=1)
    earlier = viewing.clock.now().replace(hour=2, minute=55)

    # An older member: the incident goes on under its id.
    viewing.call(source="agency.119", source_id="older", occurred_at=earlier)
    (going_on,) = viewing.incidents.going_on()
    viewing.carry()

    assert going_on.incident_id != incident
    found = [each for each in viewing.grants(going_on.incident_id) if each["organisation"] == "112"]
    assert {each["ending"] for each in found} == {"revoked"}


def test_a_message_that_is_none_comes_back_alone(viewing: ViewingInMoto) -> None:
    assert viewing.deliver(("IncidentOpened", {"version": 1})) == ["sqs-0"]
