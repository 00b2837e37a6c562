"""What does not open by itself waits for two people, neither of whom asked; and for whom an officer works, too."""

from tests.integration.operations.viewing.viewing_in_moto import ViewingInMoto


def test_two_others_give_it_and_one_of_them_is_a_supervisor(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)
    status, grant = viewing.ask(viewing.call(source="crosswalk"))
    assert (status, grant["state"], grant["basis"]["article"]) == (201, "waiting", "개인정보 보호법 18조②7")

    assert viewing.decide(grant, "operator-1")[1]["error"] == "asked_oneself"
    assert viewing.decide(grant, "supervisor-1", "supervisor")[0] == 200
    _, waiting = viewing.get("/cctv/grants/waiting")
    assert [each["grant_id"] for each in waiting["grants"]] == [grant["grant_id"]]
    assert viewing.decide(grant, "operator-2")[1]["error"] == "grant_changed"
    _, grant = viewing.get(f"/cctv/grants/{grant['grant_id']}")
    status, given = viewing.decide(grant, "operator-2")

    assert (status, given["state"], [each["by"] for each in given["voices"]]) == (
        200,
        "given",
        ["supervisor-1", "operator-2"],
    )
    assert [entry["basis"] for entry in viewing.logged("grant")] == ["investigation"]


def test_two_operators_are_not_enough(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)
    _, grant = viewing.ask(viewing.call(source="crosswalk"))
    _, grant = viewing.decide(grant, "operator-2")

    assert viewing.decide(grant, "operator-3")[1]["error"] == "needs_supervisor"
    assert viewing.decide(grant, "operator-2")[1]["state"] == "waiting"
    assert viewing.decide(grant, "supervisor-1", "supervisor", approves=False)[1]["state"] == "declined"
    assert viewing.logged("grant") == []


def test_what_the_law_or_the_policy_does_not_allow_is_refused(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)
    incident = viewing.call(source="crosswalk")

    assert viewing.ask(incident, basis="curiosity")[1]["error"] == "basis_unknown"
    assert viewing.ask(incident, basis="consent")[1]["error"] == "basis_unknown"
    assert viewing.ask(incident, document=None)[1]["error"] == "document_missing"
    assert viewing.ask(incident, basis="own_purpose")[1]["error"] == "basis_not_for_others"
    assert viewing.ask(incident, minutes=25 * 60)[1]["error"] == "window_too_long"
    assert viewing.ask(incident, cameras=["c000000000009-1"])[1]["error"] == "cameras_missing"
    assert viewing.ask("20261110T000000-00000000")[1]["error"] == "incident_unknown"
    viewing.step(incident, "resolve")
    assert viewing.ask(incident)[1]["error"] == "incident_over"


def test_asked_again_it_is_the_same_until_it_is_over(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)
    incident = viewing.call(source="crosswalk")
    _, first = viewing.ask(incident)

    assert viewing.ask(incident)[1]["grant_id"] == first["grant_id"]
    viewing.post(f"/cctv/grants/{first['grant_id']}/revocation", {"reason": "다시 요청"})
    _, second = viewing.ask(incident)

    assert second["grant_id"] != first["grant_id"]
    assert viewing.logged("end") == []


def test_more_time_waits_for_two_people_too(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)
    grant = viewing.grant_of(viewing.call(), "112")
    path = f"/cctv/grants/{grant['grant_id']}/extension"
    longer = {"minutes": 60, "reason": "추적 계속", "revision": grant["revision"]}

    assert viewing.post(path, {**longer, "minutes": 60 * 25})[1]["error"] == "window_too_long"
    _, asked = viewing.post(path, longer)
    assert asked["ends_at"] == grant["ends_at"]
    decision = {"approves": True, "reason": "적정", "revision": asked["revision"]}
    assert viewing.post(f"{path}/decision", decision)[1]["error"] == "asked_oneself"
    _, half = viewing.post(f"{path}/decision", decision, "supervisor", "supervisor-1")
    assert half["ends_at"] == grant["ends_at"]
    _, given = viewing.post(f"{path}/decision", {**decision, "revision": half["revision"]}, "operator", "operator-2")

    assert (given["ends_at"] > grant["ends_at"], given["extension"]) == (True, None)


def test_what_ran_out_is_not_brought_back_by_more_time(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)
    grant = viewing.grant_of(viewing.call(), "112")
    path = f"/cctv/grants/{grant['grant_id']}/extension"
    _, asked = viewing.post(path, {"minutes": 60, "reason": "추적", "revision": grant["revision"]})
    decision = {"approves": True, "reason": "적정", "revision": asked["revision"]}
    _, half = viewing.post(f"{path}/decision", decision, "supervisor", "supervisor-1")
    viewing.clock.move(minutes=31)

    again = viewing.post(f"{path}/decision", {**decision, "revision": half["revision"]}, "operator", "operator-2")

    assert again[1]["error"] == "grant_not_waiting"
    assert viewing.grant_of(grant["incident_id"], "112")["ending"] == "inactive"


def test_an_officer_sees_nothing_until_two_people_said_where_they_work(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)
    viewing.call()
    assert viewing.get("/cctv/grants/mine", "agency", "police-1")[1]["error"] == "no_agency"
    _, people = viewing.get("/cctv/agency-people")
    assert [(each["person_id"], each["state"]) for each in people["people"]] == [("police-1", "seen")]

    body, yes = {"organisation": "112", "reason": "파견 근무"}, {"approves": True, "reason": "확인"}
    assert viewing.post("/cctv/agency-people/nobody/proposal", body)[0] == 404
    assert viewing.post("/cctv/agency-people/police-1/proposal", body)[0] == 200
    assert viewing.post("/cctv/agency-people/police-1/decision", yes)[1]["error"] == "asked_oneself"
    assert (
        viewing.post("/cctv/agency-people/police-1/decision", yes, "operator", "operator-2")[1]["error"]
        == "needs_supervisor"
    )
    assert viewing.get("/cctv/grants/mine", "agency", "police-1")[0] == 403
    assert viewing.post("/cctv/agency-people/police-1/decision", yes, "supervisor", "supervisor-1")[0] == 200

    status, mine = viewing.get("/cctv/grants/mine", "agency", "police-1")
    assert (status, {each["organisation"] for each in mine["grants"]}) == (200, {"112"})
    assert viewing.post("/cctv/agency-people/police-1/end", {"reason": "복귀"})[1]["state"] == "ended"
    assert viewing.get("/cctv/grants/mine", "agency", "police-1")[0] == 403


def test_agencies_and_auditors_do_only_what_is_theirs(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)
    incident = viewing.call()
    viewing.place_officer()

    assert viewing.get(f"/cctv/incidents/{incident}/grants", "agency", "police-1")[0] == 403
    assert viewing.get("/cctv/agency-people", "agency", "police-1")[0] == 403
    assert viewing.get(f"/cctv/incidents/{incident}/grants", "auditor", "auditor-1")[0] == 200
    assert viewing.get("/cctv/grants/mine", "auditor", "auditor-1")[0] == 403
    grant = viewing.grant_of(incident, "112")["grant_id"]
    assert viewing.post(f"/cctv/grants/{grant}/revocation", {"reason": "감사"}, "auditor", "auditor-1")[0] == 403


def test_whoever_asked_and_decided_is_shown_and_logged_by_name(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)
    viewing.place_officer()
    _, grant = viewing.ask(viewing.call(source="crosswalk"), person="police-1")
    _, grant = viewing.decide(grant, "supervisor-1", "supervisor")
    _, grant = viewing.decide(grant, "operator-2")
    viewing.open(grant)
    _, over = viewing.post(f"/cctv/grants/{grant['grant_id']}/revocation", {"reason": "다른 사건"}, sub="operator-3")

    assert (over["asked_by_name"], over["person_name"]) == ("n operator-1", "n police-1")
    assert [voice["by_name"] for voice in over["voices"]] == ["n supervisor-1", "n operator-2"]
    assert over["ended_by_name"] == "n operator-3"
    (given,), (view,), (ended,) = (viewing.logged(outcome) for outcome in ("grant", "view", "end"))
    assert [entry["name"] for entry in (given, view, ended)] == ["n operator-2", "n police-1", "n operator-3"]
    assert (view["handler"], view["camera_name"]) == ("n operator-2", grant["cameras"][0]["name"])
    assert grant["cameras"][0]["name"] in view["subject"]
    assert view["event_kind"] == "intrusion"


def test_more_time_and_an_officers_agency_are_decided_by_name(viewing: ViewingInMoto) -> None:
    viewing.put_cameras(5)
    viewing.place_officer()
    grant = viewing.grant_of(viewing.call(), "112")
    path = f"/cctv/grants/{grant['grant_id']}/extension"
    _, asked = viewing.post(path, {"minutes": 60, "reason": "추적 계속", "revision": grant["revision"]})
    decision = {"approves": True, "reason": "적정", "revision": asked["revision"]}
    _, half = viewing.post(f"{path}/decision", decision, "supervisor", "supervisor-1")

    assert half["extension"]["asked_by_name"] == "n operator-1"
    assert [voice["by_name"] for voice in half["extension"]["voices"]] == ["n supervisor-1"]
    (officer,) = viewing.get("/cctv/agency-people")[1]["people"]
    assert (officer["proposed_by_name"], officer["decided_by_name"]) == ("n operator-1", "n supervisor-1")
    viewing.open(grant)
    assert viewing.logged("view")[0]["handler"] == "자동 열람 정책"
