"""What agencies and the city said about one incident, at the staff's API: by an index, whatever was merged, page by page."""

from typing import Any

import boto3
import pytest

from city.contracts.operations.city_event import CityEventV1
from tests.integration.operations.agencies.test_telling import WEBHOOK
from tests.integration.operations.agencies.whole_room import WholeRoom
from tests.unit.operations.incidents.told import fire


def messages(whole: WholeRoom, incident_id: str, group: str = "operator", **query: str) -> Any:
    status, answer = whole.agencies.call("GET", f"/incidents/{incident_id}/messages", group=group, **query)
    assert status == 200, answer
    return answer


def test_an_incident_shows_what_came_and_what_went(whole: WholeRoom) -> None:
    whole.agencies.configure("disaster", outgoing={**WEBHOOK, "categories": ["crime"]})
    whole.agencies.key_of("disaster", "webhook")
    whole.tell("112", ocrNbr="20261110115959001")
    whole.tell("112", ocrNbr="20261110115959001")
    whole.flow()
    whole.spread()
    whole.tell("112", ocrNbr="20261110115959001", ocrSts="40", ocrEvtCn="이동 중")
    whole.tell("112", ocrNbr="20261110115959777", ocrLc={"crdntX": "127.1", "crdntY": "37.5", "crdntZ": "0"})
    incident = whole.only().incident_id

    shown = messages(whole, incident)

    assert shown["incident_id"] == incident
    assert shown["next"] is None
    assert [(m["agency_id"], m["direction"], m["outcome"], m["status"], m["status_ko"]) for m in shown["messages"]] == [
        ("112", "in", "taken", "40", "변경"),
        ("disaster", "out", "told", "10", "발생"),
        ("112", "in", "taken", "10", "발생"),
    ]
    newest = shown["messages"][0]
    assert (newest["agency_ko"], newest["summary_ko"], newest["summary_en"], newest["status_en"]) == (
        whole.agencies.line("112")["config"]["name_ko"],
        "112 긴급신고",
        "112 emergency call",
        "changed",
    )
    assert "이동 중" not in str(shown)


def test_what_was_merged_shows_all_and_pages_lose_nothing(whole: WholeRoom) -> None:
    for number in range(7):
        whole.tell("112", ocrNbr=f"2026111011595900{number}")
        whole.tell("119", "DN119002", ocrNbr=f"2026111011595910{number}")
    whole.flow()
    whole.tell("112", ocrNbr="20261110115959000", ocrSts="40")
    incidents = whole.incidents.incidents()
    called = next(each for each in whole.incidents.going_on() if "agency.112" in each.sources)
    assert any(each.merged_into for each in incidents.values()) or len(called.sources) >= 1

    whole_list = messages(whole, called.incident_id)["messages"]
    found, page = [], None
    while True:
        answer = messages(whole, called.incident_id, limit="3", **({"page": page} if page else {}))
        found += answer["messages"]
        page = answer["next"]
        if page is None:
            break

    assert found == whole_list
    assert [m["message_id"] for m in found] == sorted((m["message_id"] for m in found), reverse=True)
    assert len([m for m in found if m["agency_id"] == "112"]) == 8


def test_an_incident_that_no_agency_told_of_asks_nobody_for_its_members(whole: WholeRoom) -> None:
    event: CityEventV1 = fire("1", source="cap.kma")
    whole.incidents.tell([event])

    assert messages(whole, whole.only().incident_id)["messages"] == []


def test_a_storms_thousand_members_are_not_read_for_one_call(whole: WholeRoom) -> None:
    events = [fire(str(number), source="cap.kma", east_m=number) for number in range(60)]
    whole.incidents.tell(events)
    whole.incidents.tell([fire("call")])
    dynamodb = boto3.client("dynamodb")
    found = dynamodb.query(
        TableName="CityEventsTable",
        IndexName="agency",
        KeyConditionExpression="agency_incident = :i",
        ExpressionAttributeValues={":i": {"S": whole.only().incident_id}},
    )

    assert len(found["Items"]) == 1
    assert whole.only().count == 61


@pytest.mark.parametrize("page", ["x", "20261110T030000000000-aa~112 ", "entry=a~b=c"])
def test_a_page_that_is_none_of_ours_is_refused(whole: WholeRoom, page: str) -> None:
    whole.incidents.tell([fire("1")])

    status, answer = whole.agencies.call("GET", f"/incidents/{whole.only().incident_id}/messages", page=page)

    assert (status, answer["error"]) == (400, "invalid")


def test_who_may_see_them(whole: WholeRoom) -> None:
    whole.incidents.tell([fire("1")])
    path = f"/incidents/{whole.only().incident_id}/messages"

    assert [whole.agencies.call("GET", path, group=g)[0] for g in ("operator", "supervisor", "auditor", "agency")] == [
        200,
        200,
        200,
        403,
    ]
    assert whole.agencies.call("GET", "/incidents/20261110T030000-00000000/messages")[0] == 404
