"""The agencies' door over moto: what it takes becomes one event of the city, and `0` is said of what is safe alone."""

import json
from dataclasses import replace
from typing import Any

import boto3
import pytest

from city.contracts.operations.city_event import CityEventV1
from city.operations.agencies.bootstrap import SYSTEM_CODE
from tests.integration.operations.agencies.room import CITY, AgenciesRoom, take_all
from tests.unit.operations.agencies.golden import event_body

TAKEN = (200, {"startTag": "$DA", "result": "0", "type": "2000", "message": "", "finishTag": "$DF"})


def refused(type_: str, because: str) -> tuple[int, dict[str, str]]:
    return 200, {"startTag": "$DA", "result": "1", "type": type_, "message": because, "finishTag": "$DF"}


class Killed(BaseException):
    """The worker died. No handler of errors sees it."""


class DyingQueue:
    """Dies before or after the queue took the event."""

    def __init__(self, queue: Any, *, before: bool) -> None:
        self._queue, self._before = queue, before

    def send(self, body: str) -> None:
        if not self._before:
            self._queue.send(body)
        raise Killed


def test_an_agency_with_a_key_gets_a_session_and_tells_an_event(room: AgenciesRoom) -> None:
    session = room.session_of("moj")

    assert room.tell(session) == TAKEN

    (event,) = [CityEventV1.model_validate(each) for each in take_all(room.city_queue)]
    assert (event.source, event.source_id, event.message_type, event.revision) == (
        "agency.moj",
        "MOJUC110/20261110115959123",
        "new",
        0,
    )
    assert not event.exercise
    line = room.line("moj")
    assert line["health"]["last_heard_at"] is not None
    assert (line["health"]["taken_today"], line["health"]["refused_today"]) == (2, 0)


def test_the_same_words_are_one_event_however_often_and_however_they_come(room: AgenciesRoom) -> None:
    session = room.session_of("moj")
    user = {"ocrEvtStsUsr": None, "ocrEvtUsr": event_body()["ocrEvtStsUsr"]}

    assert room.tell(session) == TAKEN
    room.clock.move(minutes=3)
    for body in (event_body(), event_body(**user), event_body(startTag="$DA")):
        assert room.tell(session, body) == TAKEN

    assert len(take_all(room.city_queue)) == 1
    assert [each["outcome"] for each in room.messages("moj")] == ["repeated"] * 3 + ["taken"] * 2


@pytest.mark.parametrize("before", [True, False], ids=["before the commit", "after the commit"])
def test_a_worker_that_dies_said_nothing_and_the_sender_tries_again_and_it_is_one(
    room: AgenciesRoom, before: bool
) -> None:
    session, whole = room.session_of("moj"), room.door
    dying: Any = DyingQueue(whole.receive.take.queue, before=before)
    room.door = replace(whole, receive=replace(whole.receive, take=replace(whole.receive.take, queue=dying)))
    content = json.dumps(room.message(rrKey=session)).encode()
    with pytest.raises(Killed):
        room.door.receive.receive({"Content-Type": "application/json"}, content, "211.1.2.3")

    room.door = whole
    assert room.tell(session) == TAKEN

    events = [CityEventV1.model_validate(each) for each in take_all(room.city_queue)]
    assert len(events) == (1 if before else 2)
    # What the incidents know an event by.
    assert len({(e.source, e.source_id, e.message_type, e.revision) for e in events}) == 1


def test_a_queue_that_refuses_is_no_success(room: AgenciesRoom) -> None:
    session = room.session_of("moj")
    boto3.client("sqs").delete_queue(QueueUrl=room.city_queue)

    status, answer = room.tell(session)

    assert status == 500
    assert "result" not in answer


def test_each_state_of_an_occurrence_is_a_revision_of_its_own(room: AgenciesRoom) -> None:
    session = room.session_of("moj")

    for status in ("10", "40", "91", "40"):
        room.tell(session, event_body(ocrSts=status, ocrEvtCn="가" if status == "40" else "나"))
    room.tell(session, event_body(ocrSts="90"))

    events = take_all(room.city_queue)
    assert [(each["message_type"], each["revision"]) for each in events] == [
        ("new", 0),
        ("update", 1),
        ("update", 2),
        ("cancel", 3),
    ]
    assert events[2]["valid_until"] == events[2]["reported_at"]


def test_an_update_that_overtakes_its_event_leaves_the_event_new(room: AgenciesRoom) -> None:
    session = room.session_of("moj")

    for status in ("40", "10"):
        room.tell(session, event_body(ocrSts=status))

    assert [(e["message_type"], e["revision"]) for e in take_all(room.city_queue)] == [("update", 0), ("new", 1)]


def test_an_encrypted_message_is_refused_loudly(room: AgenciesRoom, capsys: pytest.CaptureFixture[str]) -> None:
    key = room.key_of("moj")
    session = room.auth(key)[1]["message"]
    capsys.readouterr()

    assert room.knock(room.message(rrKey=session, encAt="Y", body="\u0001ciphertext")) == refused("4015", "encAt")
    assert room.auth(key, encAt="Y") == refused("4015", "encAt")

    counted = [line for line in capsys.readouterr().out.splitlines() if "EncryptedMessageRefused" in line]
    assert len(counted) == 2
    assert take_all(room.city_queue) == []
    assert room.messages("moj")[0]["outcome"] == "refused"
    # Of whom nothing was read, nothing is known.
    assert room.messages("unknown")[0]["because"] == "4015 encAt"


def test_what_the_city_told_itself_does_not_come_in_again(room: AgenciesRoom) -> None:
    session = room.session_of("moj")

    assert room.tell(session, tranSysHis=[{"tranSysHis": f"{CITY}_{SYSTEM_CODE}"}]) == TAKEN

    assert take_all(room.city_queue) == []
    assert room.messages("moj")[0]["outcome"] == "own"


def test_a_partner_on_trial_tells_exercises(room: AgenciesRoom) -> None:
    config = room.line("moj")["config"]
    room.configure("moj", incoming={**config["incoming"], "is_trial": True})

    room.tell(room.session_of("moj"))

    assert [each["exercise"] for each in take_all(room.city_queue)] == [True]


def test_only_agreed_codes_are_taken(room: AgenciesRoom) -> None:
    session = room.session_of("moj")

    for code in ("DN119001", "NOSUCH", "DNDIS000"):
        assert room.tell(session, event_body(evtId=code)) == refused("4102", "evtId is not agreed")

    assert take_all(room.city_queue) == []


def test_an_agency_has_its_own_rate(room: AgenciesRoom) -> None:
    config = room.line("moj")["config"]
    room.configure("moj", incoming={**config["incoming"], "per_minute": 3})
    session = room.session_of("moj")
    other = room.session_of("119")

    answers = [room.tell(session, event_body(ocrNbr=f"2026111011595{n}")) for n in range(5)]
    fire = room.tell(other, event_body(evtId="DN119001"))

    assert answers == [TAKEN, TAKEN, *[refused("4209", "too many")] * 3]
    assert fire == TAKEN
    room.clock.move(minutes=1)
    assert room.tell(session) == TAKEN


def test_what_was_said_is_read_with_a_reason_and_ends(room: AgenciesRoom) -> None:
    session = room.session_of("112")
    room.tell(session, event_body(evtId="DN112001"))
    room.tell(session, event_body(evtId="DN112003", ocrNbr="20261110115958"))
    minor, call, _ = room.messages("112")
    assert (call["is_kept"], call["status"], call["event_name_ko"]) == (True, "10", "112 긴급신고")

    def read(line: dict[str, Any], **more: Any) -> Any:
        path = f"/agencies/112/messages/{line['message_id']}/content"
        return room.call("POST", path, {"reason": "신고 내용 확인", **more}, group="operator")

    status, content = read(call)
    assert (status, json.loads(content["text"])["body"]["ocrEvtStsUsr"]["ocrEvtUsrNm"]) == (200, "사용자1")
    assert read(call, reason="ㅇㅇ")[0] == 400
    # 112신고법 시행령 6조: a minor call for a year, any other for three.
    room.clock.move(days=366)
    assert (read(minor)[0], read(call)[0]) == (404, 200)
    room.clock.move(days=2 * 365)
    assert read(call)[0] == 404
    views = boto3.client("dynamodb").scan(TableName="AgenciesTable", FilterExpression="kind = :v", ExpressionAttributeValues={":v": {"S": "view"}})  # fmt: skip
    assert {each["reason"]["S"] for each in views["Items"]} == {"신고 내용 확인"}


def test_nothing_of_anybody_is_logged_counted_or_listed(room: AgenciesRoom, capsys: pytest.CaptureFixture[str]) -> None:
    key = room.key_of("moj")
    capsys.readouterr()
    session = room.auth(key)[1]["message"]
    room.tell(session)
    room.tell(session, event_body(evtId="NOSUCH"))
    room.knock("{")

    shown = capsys.readouterr().out + json.dumps(room.messages("moj"), ensure_ascii=False)
    secret = ["사용자1", "user1", "접근금지", "삼거리", "126.4503", key, session]
    assert [word for word in secret if word in shown] == []


def test_no_key_is_kept_as_it_is(room: AgenciesRoom) -> None:
    key = room.key_of("moj")
    session = room.auth(key)[1]["message"]
    room.tell(session)

    for table in ("AgenciesTable", "AgencySessionsTable", "AgencyMessagesTable"):
        kept = json.dumps(boto3.client("dynamodb").scan(TableName=table)["Items"], ensure_ascii=False)
        if table != "AgencyMessagesTable":
            assert key.rpartition(".")[2] not in kept
            assert session.rpartition(".")[2] not in kept
