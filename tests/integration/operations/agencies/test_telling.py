"""Agencies are told over moto: who wants it, once for each state, in one session, later where it was not taken."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest

from city.contracts.operations.city_event import Category, Place, PointPlace, Severity
from city.contracts.operations.events import IncidentChangedV1, IncidentOpenedV1
from city.contracts.operations.partners import AgencyNoticeV1
from city.operations.agencies.service.tell_agency import MOST_ATTEMPTS
from tests.integration.moto_city import NOW, sqs_event
from tests.integration.operations.agencies.room import AgenciesRoom, take_all

INCIDENT = "20261110T025900-0a1b2c3d"
WEBHOOK = {
    "way": "webhook",
    "url": "https://fire.example.kr/notices",
    "categories": ["disaster"],
    "states": ["detected", "acknowledged", "dispatched", "resolved", "cancelled", "false"],
}
PLATFORM = {
    **WEBHOOK,
    "way": "platform",
    "url": "https://platform.example.kr/linkHttp/recvEvent.json",
    "auth_url": "https://platform.example.kr/api/getAuth.json",
    "receive_code": "B4113000000",
}


def opened(incident_id: str = INCIDENT, **changes: Any) -> IncidentOpenedV1:
    return IncidentOpenedV1(
        event_id=IncidentOpenedV1.id_of(incident_id),
        **{"revision": 1, **common(incident_id), **changes},
    )


def changed(revision: int, state: str, incident_id: str = INCIDENT, **changes: Any) -> IncidentChangedV1:
    wanted: Any = {"revision": revision, "change": "state", "state": state, **common(incident_id), **changes}
    return IncidentChangedV1(event_id=IncidentChangedV1.id_of(incident_id, revision), **wanted)


def common(incident_id: str) -> dict[str, Any]:
    return {
        "occurred_at": NOW,
        "correlation_id": "c",
        "incident_id": incident_id,
        "category": Category.DISASTER,
        "kind": "fire",
        "severity": Severity.SEVERE,
        "began_at": NOW - timedelta(minutes=1),
        "place": Place(shape=PointPlace(position=(126.45, 36.78)), address="시청 앞"),
        "sources": ("crosswalk",),
    }


@pytest.fixture
def webhook(room: AgenciesRoom) -> AgenciesRoom:
    room.configure("119", outgoing=WEBHOOK)
    room.key_of("119", "webhook")
    return room


@pytest.fixture
def platform(room: AgenciesRoom) -> AgenciesRoom:
    room.configure("119", outgoing=PLATFORM)
    room.key_of("119", "platform", given="their-key")
    return room


def outcomes(room: AgenciesRoom, agency_id: str = "119") -> list[tuple[str, str | None]]:
    return [(each["outcome"], each["status"]) for each in room.messages(agency_id)][::-1]


def test_a_webhook_is_told_each_state_once_signed(webhook: AgenciesRoom) -> None:
    for event in (opened(), opened(), changed(2, "acknowledged"), changed(3, "resolved"), changed(2, "acknowledged")):
        webhook.happen(event)
    webhook.work_off()

    notices = [AgencyNoticeV1.model_validate(each) for each in webhook.told()]
    assert [(each.status, each.state, each.revision) for each in notices] == [
        ("10", "detected", 1),
        ("40", "acknowledged", 2),
        ("91", "resolved", 3),
    ]
    # The sandbox refuses what is not signed as documented.
    assert outcomes(webhook) == [("told", "10"), ("told", "40"), ("told", "91")]
    assert webhook.line("119")["health"]["last_told_at"] is not None


def test_a_platform_is_told_as_its_format_says(platform: AgenciesRoom) -> None:
    for event in (opened(), changed(2, "dispatched"), changed(3, "false")):
        platform.happen(event)
    platform.work_off()

    messages = platform.told()
    assert [each["body"]["ocrSts"] for each in messages] == ["10", "40", "50"]
    # One occurrence, by one number, and the city's name as who says so.
    assert len({each["body"]["ocrNbr"] for each in messages}) == 1
    body = messages[0]["body"]
    assert (body["evtId"], body["ocrLc"]["crdntX"], body["ocrPlc"]) == ("DNDIS119", "126.45", "시청 앞")
    assert (body["ocrEvtStsUsr"]["ocrEvtUsrId"], messages[0]["rcvCd"]) == ("dongne", "B4113000000")
    assert platform.partner.asked_for_sessions == 1


@pytest.mark.parametrize("events", [40, pytest.param(1_000, marks=pytest.mark.exhaustive)])
def test_one_session_serves_many_events_and_its_end_costs_one_more(platform: AgenciesRoom, events: int) -> None:
    platform.partner.events_per_session = events * 6 // 10
    for number in range(events):
        event = opened(f"20261110T025900-{number:08x}")
        boto3.client("sqs").send_message(
            QueueUrl=platform.notices_queue,
            MessageBody=json.dumps(
                {"version": 1, "agency_id": "119", "attempt": 0, "opened": event.model_dump(mode="json")}
            ),
        )
    assert platform.work_off() == 0

    assert len(platform.partner.received) == events
    assert platform.partner.asked_for_sessions == 2
    assert len({each["body"]["ocrNbr"] for each in platform.told()}) == events


def test_a_session_that_ends_amid_events_is_asked_for_anew_once(platform: AgenciesRoom) -> None:
    platform.happen(opened())
    platform.work_off()
    platform.partner.faults = ["expired"]

    platform.happen(changed(2, "acknowledged"))

    assert platform.work_off() == 0
    assert platform.partner.asked_for_sessions == 2
    assert [each["body"]["ocrSts"] for each in platform.told()] == ["10", "40"]


def test_an_exercise_never_reaches_an_agency(webhook: AgenciesRoom) -> None:
    for event in (opened(exercise=True), changed(2, "resolved", exercise=True)):
        webhook.happen(event)
    assert take_all(webhook.notices_queue) == []

    # And not by an order that somebody put on the queue all the same.
    order = {"version": 1, "agency_id": "119", "attempt": 0, "opened": opened(exercise=True).model_dump(mode="json")}
    boto3.client("sqs").send_message(QueueUrl=webhook.notices_queue, MessageBody=json.dumps(order))
    webhook.work_off()

    assert webhook.partner.received == []
    assert outcomes(webhook) == [("skipped", None)]


def test_who_told_it_is_not_told_it_and_others_are(webhook: AgenciesRoom) -> None:
    webhook.configure("disaster", outgoing=WEBHOOK)
    webhook.key_of("disaster", "webhook")

    webhook.happen(opened(sources=("agency.119", "crosswalk")))
    webhook.work_off()

    assert [each["agency_id"] for each in webhook.told()] == ["disaster"]


def test_what_an_agency_does_not_want_it_is_not_told(webhook: AgenciesRoom) -> None:
    webhook.happen(opened(category=Category.CRIME))

    assert take_all(webhook.notices_queue) == []


def test_what_was_not_taken_is_tried_later_and_later_and_then_is_a_dead_letter(webhook: AgenciesRoom) -> None:
    webhook.partner.faults = ["down"] * 50
    webhook.happen(opened())
    delays: list[int] = []
    real = webhook.teller.queue

    class Noting:
        def send(self, body: str, delay_s: int = 0) -> None:
            delays.append(delay_s)
            real.send(body)

    from dataclasses import replace

    noting: Any = Noting()
    webhook.teller = replace(webhook.teller, queue=noting)

    assert webhook.work_off() == 1

    assert delays == [30, 60, 120, 240, 480, 900]
    assert len(delays) == MOST_ATTEMPTS
    assert outcomes(webhook) == [("failed", "10")]
    assert webhook.line("119")["health"]["failing_since"] is not None


def test_once_it_is_back_it_is_told_and_no_longer_failing(webhook: AgenciesRoom) -> None:
    webhook.partner.faults = ["down"] * 3
    webhook.happen(opened())
    from dataclasses import replace

    class AtOnce:
        def __init__(self, queue: Any) -> None:
            self._queue = queue

        def send(self, body: str, delay_s: int = 0) -> None:
            self._queue.send(body)

    at_once: Any = AtOnce(webhook.teller.queue)
    webhook.teller = replace(webhook.teller, queue=at_once)

    assert webhook.work_off() == 0

    assert outcomes(webhook) == [("told", "10")]
    assert webhook.line("119")["health"]["failing_since"] is None


def test_a_redriven_dead_letter_is_tried_at_once_and_told_once(webhook: AgenciesRoom) -> None:
    letter = {
        "version": 1,
        "agency_id": "119",
        "attempt": MOST_ATTEMPTS,
        "opened": opened().model_dump(mode="json"),
    }
    for _ in range(2):
        boto3.client("sqs").send_message(QueueUrl=webhook.notices_queue, MessageBody=json.dumps(letter))

    assert webhook.work_off() == 0
    assert len(webhook.partner.received) == 1


def test_two_workers_do_not_tell_at_once_and_a_dead_one_blocks_for_a_while_only(webhook: AgenciesRoom) -> None:
    now = webhook.clock.now()
    assert webhook.teller.tellings.claim("119", INCIDENT, now) is None

    webhook.happen(opened())
    assert webhook.work_off() == 1
    assert webhook.partner.received == []

    webhook.clock.move(minutes=2)
    webhook.happen(opened())
    assert webhook.work_off() == 0
    assert len(webhook.partner.received) == 1


def test_an_agency_without_its_key_is_told_once_it_has_one(room: AgenciesRoom) -> None:
    room.configure("119", outgoing=WEBHOOK)
    room.happen(opened())
    (order,) = take_all(room.notices_queue)
    room.teller.tell(json.dumps(order))
    assert room.partner.received == []

    room.key_of("119", "webhook")
    room.clock.move(minutes=2)
    room.teller.tell(json.dumps({**order, "attempt": 1}))

    assert len(room.partner.received) == 1


def test_what_is_no_fact_comes_back_alone(webhook: AgenciesRoom) -> None:
    from functions.operations.agencies.choose_agencies.handler import make_handler
    from tests.integration.moto_city import Context

    answer = make_handler(lambda: webhook.chooser)(sqs_event("{}", "text"), Context())

    assert [each["itemIdentifier"] for each in answer["batchItemFailures"]] == ["sqs-0", "sqs-1"]


def test_the_sandbox_writes_down_what_it_took(room: AgenciesRoom) -> None:
    room.partner.keeps = True
    room.configure("119", outgoing=WEBHOOK)
    room.key_of("119", "webhook")
    room.happen(opened())
    room.work_off()

    kept = boto3.client("dynamodb").query(
        TableName="AgencyMessagesTable",
        KeyConditionExpression="subject = :s",
        ExpressionAttributeValues={":s": {"S": "sandbox#notices"}},
    )["Items"]
    assert [json.loads(each["body"]["S"])["incident_id"] for each in kept] == [INCIDENT]
