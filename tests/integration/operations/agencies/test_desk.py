"""Supervisors over moto: terms, codes and keys, each with its bounds, and what the ministry's relay would count."""

from typing import Any

import pytest

from tests.integration.operations.agencies.room import AgenciesRoom
from tests.unit.operations.agencies.golden import event_body

REASON = "연계 조건 변경"


def config_of(room: AgenciesRoom, agency_id: str = "moj", **changes: Any) -> dict[str, Any]:
    line = room.line(agency_id)
    return {"revision": line["revision"], "reason": REASON, "config": {**line["config"], **changes}}


def test_all_that_ship_are_listed_and_none_has_a_key(room: AgenciesRoom) -> None:
    status, answer = room.call("GET", "/agencies", group="auditor")

    assert status == 200
    assert [each["config"]["agency_id"] for each in answer["agencies"]] == [
        "112",
        "119",
        "disaster",
        "moj",
        "vulnerable",
    ]
    assert {each["revision"] for each in answer["agencies"]} == {0}
    assert [each["credentials"] for each in answer["agencies"]] == [[]] * 5


@pytest.mark.parametrize("group", ["operator", "auditor", "agency", "clerk"])
def test_only_a_supervisor_changes_anything(room: AgenciesRoom, group: str) -> None:
    proposal = {"credential": "incoming", "reason": REASON}
    decision = {"approve": True, "reason": REASON}
    codes = {"revision": 0, "reason": REASON, "codes": room.call("GET", "/agencies/codes")[1]["codes"]}

    assert room.call("PUT", "/agencies/moj", config_of(room), group=group)[0] == 403
    assert room.call("PUT", "/agencies/codes", codes, group=group)[0] == 403
    assert room.call("POST", "/agencies/moj/credentials", proposal, group=group)[0] == 403
    assert room.call("POST", "/agencies/moj/credentials/decision", decision, group=group)[0] == 403


def test_agency_staff_sees_no_agencies(room: AgenciesRoom) -> None:
    for path in ("/agencies", "/agencies/codes", "/agencies/statistics", "/agencies/112/messages"):
        assert room.call("GET", path, group="agency")[0] == 403


def test_terms_are_changed_by_name_and_revision(room: AgenciesRoom) -> None:
    asked = config_of(room, name_ko="보호관찰소")

    status, line = room.call("PUT", "/agencies/moj", asked)

    assert (status, line["revision"], line["changed_by"], line["changed_by_name"]) == (200, 1, "kim", "Kim")
    status, refusal = room.call("PUT", "/agencies/moj", asked, sub="lee")
    assert (status, refusal["error"]) == (409, "revision_moved")
    assert room.line("moj")["config"]["name_ko"] == "보호관찰소"


def test_an_agency_that_is_new_is_added(room: AgenciesRoom) -> None:
    config = {**room.line("moj")["config"], "agency_id": "security-firm", "name_ko": "민간보안"}

    assert room.call("PUT", "/agencies/security-firm", {"revision": 0, "reason": REASON, "config": config})[0] == 200
    assert room.line("security-firm")["config"]["name_ko"] == "민간보안"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agency_id": "119"}, "agency_id"),
        ({"incoming": {"send_codes": ["A"], "event_codes": ["NOSUCH"]}}, "incoming.event_codes.NOSUCH"),
        (
            {
                "outgoing": {
                    "way": "webhook",
                    "url": "https://evil.example/",
                    "categories": ["crime"],
                    "states": ["detected"],
                }
            },
            "outgoing.url",
        ),
    ],
)
def test_terms_that_are_wrong_are_named_and_not_written(
    room: AgenciesRoom, changes: dict[str, Any], field: str
) -> None:
    status, refusal = room.call("PUT", "/agencies/moj", config_of(room, **changes))

    assert (status, [each["field"] for each in refusal["problems"]]) == (400, [field])
    assert room.line("moj")["revision"] == 0


def test_codes_are_a_table_with_revisions(room: AgenciesRoom) -> None:
    _, table = room.call("GET", "/agencies/codes", group="operator")
    new = {**table["codes"][0], "code": "MOJUC111", "name_ko": "전자장치 훼손", "kind": "tag_damage"}

    status, changed = room.call(
        "PUT", "/agencies/codes", {"revision": 0, "reason": REASON, "codes": [*table["codes"], new]}
    )

    assert (status, changed["revision"], changed["changed_by_name"]) == (200, 1, "Kim")
    config = room.line("moj")["config"]
    room.configure("moj", incoming={**config["incoming"], "event_codes": ["MOJUC110", "MOJUC111"]})
    session = room.session_of("moj")
    assert room.tell(session, event_body(evtId="MOJUC111"))[1]["result"] == "0"
    assert room.call("PUT", "/agencies/codes", {"revision": 0, "reason": REASON, "codes": table["codes"]})[0] == 400
    body = {"revision": 0, "reason": REASON, "codes": [*table["codes"], new]}
    assert room.call("PUT", "/agencies/codes", body)[0] == 409


def test_a_code_that_an_agency_tells_does_not_go_away_under_it(room: AgenciesRoom) -> None:
    _, table = room.call("GET", "/agencies/codes")
    fewer = [each for each in table["codes"] if each["code"] != "MOJUC110"]

    status, refusal = room.call("PUT", "/agencies/codes", {"revision": 0, "reason": REASON, "codes": fewer})

    assert (status, refusal["problems"]) == (400, [{"field": "codes.MOJUC110", "reason": "used_by_moj"}])


def test_a_key_takes_two_supervisors_and_is_shown_once(room: AgenciesRoom) -> None:
    path = "/agencies/moj/credentials"
    proposal = {"credential": "incoming", "overlap_hours": 0, "reason": "첫 키 발급"}
    decision = {"approve": True, "reason": "확인했습니다"}
    assert room.call("POST", f"{path}/decision", decision, sub="lee")[0] == 404
    status, proposed = room.call("POST", path, proposal)
    assert (status, proposed["state"], proposed["proposed_by_name"]) == (200, "proposed", "Kim")
    assert room.call("POST", path, proposal)[0] == 200
    assert room.call("POST", path, {**proposal, "reason": "다른 이유로 발급"}, sub="lee")[0] == 409
    assert room.line("moj")["proposal"]["state"] == "proposed"

    assert room.call("POST", f"{path}/decision", decision)[0] == 403
    status, decided = room.call("POST", f"{path}/decision", decision, sub="lee")
    again = room.call("POST", f"{path}/decision", decision, sub="lee")

    assert status == 200
    assert decided["secret"].startswith("dna.moj.")
    assert (again[0], again[1]["secret"]) == (200, None)
    assert room.call("POST", f"{path}/decision", decision, sub="park")[0] in (403, 409)
    line = room.line("moj")
    assert (line["credentials"], line["proposal"]["decided_by_name"]) == (["incoming"], "Lee")
    assert decided["secret"] not in str(line)


def test_a_declined_key_changes_nothing(room: AgenciesRoom) -> None:
    key = room.key_of("moj")
    room.call("POST", "/agencies/moj/credentials", {"credential": "incoming", "reason": "교체가 필요합니다"})

    decision = {"approve": False, "reason": "지금은 아닙니다"}
    status, decided = room.call("POST", "/agencies/moj/credentials/decision", decision, sub="lee")

    assert (status, decided["secret"], decided["proposal"]["state"]) == (200, None, "declined")
    assert room.auth(key)[1]["result"] == "0"


@pytest.mark.parametrize(
    ("credential", "given", "status"),
    [("webhook", None, 422), ("platform", None, 422), ("incoming", "theirs", 422)],
)
def test_a_key_that_has_no_use_or_the_wrong_origin_is_refused(
    room: AgenciesRoom, credential: str, given: str | None, status: int
) -> None:
    proposed, _ = room.call("POST", "/agencies/moj/credentials", {"credential": credential, "reason": REASON})
    if proposed == 200:
        body = {"approve": True, "reason": REASON, "given": given}
        assert room.call("POST", "/agencies/moj/credentials/decision", body, sub="lee")[0] == status
    else:
        assert proposed == status


def test_statistics_count_requests_and_events_by_code(room: AgenciesRoom) -> None:
    session = room.session_of("moj")
    for number in ("20261110115959", "20261110115959", "20261110115958"):
        room.tell(session, event_body(ocrNbr=number))
    room.tell(session, event_body(ocrNbr="20261110115959", ocrSts="40"))
    room.tell(session, event_body(evtId="NOSUCH"))

    status, answer = room.call("GET", "/agencies/statistics", group="auditor")

    assert status == 200
    counts = {each["event_code"]: (each["requests"], each["events"], each["refused"]) for each in answer["counts"]}
    # Three messages of one occurrence and one of another; AUTH and what was refused have no code.
    assert counts == {"MOJUC110": (4, 2, 0), "-": (2, 0, 1)}
    assert room.call("GET", "/agencies/statistics", **{"from": "2026-01-01", "to": "2026-12-31"})[0] == 400
    assert room.call("GET", "/agencies/statistics", **{"from": "x"})[0] == 400
    assert room.call("GET", "/agencies/statistics", **{"from": "2026-11-11", "to": "2026-11-12"})[1]["counts"] == []


def test_messages_come_in_pages_newest_first(room: AgenciesRoom) -> None:
    session = room.session_of("moj")
    for number in range(5):
        room.tell(session, event_body(ocrNbr=f"2026111011595{number}"))

    seen: list[str] = []
    page: dict[str, str] = {}
    while True:
        _, answer = room.call("GET", "/agencies/moj/messages", group="operator", limit="2", **page)
        seen += [each["message_id"] for each in answer["messages"]]
        if answer["next"] is None:
            break
        page = {"page": answer["next"]}

    assert len(seen) == 6
    assert seen == sorted(seen, reverse=True)
    assert room.call("GET", "/agencies/moj/messages", page="subject=other")[0] == 400
    assert room.call("GET", "/agencies/nobody/messages")[0] == 404
