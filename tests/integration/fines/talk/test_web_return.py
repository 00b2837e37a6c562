"""Who comes back to the web hears how far things are, and what a person answered; nobody else hears anything."""

import json
from typing import Any

import pytest

from city.aws.dynamo import Writes
from city.fines.desk.tables.desk import DeskEntries
from city.fines.law.language import Language
from city.fines.talk.dialogue import HandOff
from city.fines.talk.tables.talks import TurnRecord
from city.fines.talk.tables.tickets import TicketRecord, add_ticket
from city.fines.talk.web.limits import LOOKED_UP_AN_HOUR_AT_MOST
from tests.integration.fines.talk.web_visitor import Visitor
from tests.integration.fines_in_moto import OWNER, FinesInMoto
from tests.integration.staff import Staff

EMPTY = {"opinions": [], "tickets": []}


@pytest.fixture
def visitor(fines: FinesInMoto) -> Visitor:
    return Visitor(fines)


def progress(visitor: Visitor, number: str, plate: str = "12가3456") -> Any:
    return visitor.post("/chat/progress", {"notice_number": number, "plate": plate})


def read(visitor: Visitor, ticket: str, code: str) -> Any:
    return visitor.post("/chat/answer", {"ticket": ticket, "code": code})


def give_opinion(fines: FinesInMoto) -> str:
    fines.ask(OWNER, "의견 12가3456")
    fines.ask(OWNER, "응급환자를 병원에 데려다주느라 잠시 세웠습니다")
    fines.ask(OWNER, "접수")
    return str(fines.staff.cases.list_opinions.list(10, None).opinions[0].given_at)


# --- progress ---


def test_an_opinion_is_followed_until_it_is_decided_with_its_reason(
    fines: FinesInMoto, visitor: Visitor, staff: Staff
) -> None:
    number = fines.add_notice()
    given_at = give_opinion(fines)

    before = progress(visitor, number)
    decision = {"accepted": False, "reason": "응급진료확인서가 없습니다. 문의 010-9876-5432"}
    assert staff.post(f"/opinions/{number}/{given_at}/decision", decision)[0] == 200
    after = progress(visitor, number)

    assert before[1]["opinions"] == [
        {"given_on": "2026-11-10", "state": "under_review", "decided_on": None, "reason": None}
    ]
    (opinion,) = after[1]["opinions"]
    assert (opinion["state"], opinion["decided_on"]) == ("rejected", "2026-11-10")
    assert opinion["reason"].startswith("응급진료확인서가 없습니다.")
    assert "9876" not in json.dumps(after)


def test_an_opinion_that_was_accepted_names_its_ground(fines: FinesInMoto, visitor: Visitor, staff: Staff) -> None:
    number = fines.add_notice()
    given_at = give_opinion(fines)
    decision = {"accepted": True, "ground": "emergency_patient", "documents_seen": ["응급진료확인서"]}
    status, _ = staff.post(f"/opinions/{number}/{given_at}/decision", decision)
    assert status == 200

    (opinion,) = progress(visitor, number)[1]["opinions"]

    assert opinion["state"] == "accepted"
    assert opinion["reason"]


def test_progress_holds_nothing_personal(fines: FinesInMoto, visitor: Visitor) -> None:
    number = fines.add_notice()
    give_opinion(fines)

    told = json.dumps(progress(visitor, number)[1], ensure_ascii=False)

    for personal in ("홍길동", "1234", "병원", "퇴계로", "12가3456", "32,000"):
        assert personal not in told


def test_a_ticket_about_a_notice_is_followed_too(fines: FinesInMoto, visitor: Visitor, staff: Staff) -> None:
    number, writes = fines.add_notice(), Writes()
    add_ticket(
        writes,
        number="2611-0001",
        reason=HandOff.ASKED,
        holder="somebody",
        phone=None,
        channel="web",
        language=Language.KOREAN,
        notice_number=number,
        now=fines.clock.now(),
    )
    writes.commit(fines.texts.answer_text.converse.keep_answer.connection)

    before = progress(visitor, number)[1]["tickets"]
    assert staff.post("/tickets/2611-0001/close", {"reason": "전화로 안내"})[0] == 200
    after = progress(visitor, number)[1]["tickets"]

    DeskEntries().forget_notice(number)

    assert before == [{"number": "2611-0001", "opened_on": "2026-11-10", "state": "open"}]
    assert [ticket["state"] for ticket in after] == ["closed"]
    assert progress(visitor, number)[1] == EMPTY


def test_a_wrong_plate_an_unknown_number_and_nothing_on_file_are_answered_alike(
    fines: FinesInMoto, visitor: Visitor
) -> None:
    number = fines.add_notice()
    give_opinion(fines)
    quiet = fines.add_notice(2, 차량번호="34나5678")

    answers = [
        progress(visitor, number, "99하9999"),
        progress(visitor, number, "no plate"),
        progress(visitor, "1140-2026-9999999"),
        progress(visitor, quiet, "34나5678"),
    ]

    assert answers == [(200, EMPTY)] * 4


def test_as_many_reads_are_made_for_a_wrong_plate_as_for_a_number_nobody_has(
    fines: FinesInMoto, visitor: Visitor
) -> None:
    number = fines.add_notice()
    calls: list[str] = []
    client = fines.texts.answer_text.converse.keep_answer.connection.client
    client.meta.events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))

    progress(visitor, number, "99하9999")
    wrong_plate, calls[:] = list(calls), []
    progress(visitor, "1140-2026-9999999")

    assert wrong_plate == calls
    assert sorted(set(calls)) == ["GetItem", "Query", "UpdateItem"]


def test_an_address_that_guesses_is_stopped(fines: FinesInMoto, visitor: Visitor) -> None:
    statuses = [progress(visitor, f"1140-2026-{n:07d}")[0] for n in range(LOOKED_UP_AN_HOUR_AT_MOST + 1)]

    assert statuses == [200] * LOOKED_UP_AN_HOUR_AT_MOST + [429]


# --- a person's answer ---


def test_a_persons_answer_is_read_with_the_code_that_came_with_the_ticket(
    fines: FinesInMoto, visitor: Visitor, staff: Staff
) -> None:
    _, handed = visitor.say("상담원 연결해 주세요")
    waiting = read(visitor, handed["ticket"], handed["code"])
    words = "확인했습니다. 뷁 — 문의는 02-3396-0000 😀"
    status, line = staff.post(f"/tickets/{handed['ticket']}/answer", {"words": words})
    later = Visitor(fines, "another-day-000000000", ip="198.51.100.20")

    answered = read(later, handed["ticket"], handed["code"].lower().replace("-", ""))

    assert (status, line["state"]) == (200, "answered")
    assert (waiting[0], waiting[1]["state"], waiting[1]["answer"]) == (200, "open", None)
    assert answered[1]["state"] == "answered"
    assert answered[1]["answer"] == f"[중구청 주차관리과] {words}"  # the web is bound to no carrier's characters
    assert fines.post.texts == []


def test_the_code_is_in_the_reply_and_kept_nowhere(visitor: Visitor) -> None:
    _, handed = visitor.say("상담원 연결해 주세요")

    assert handed["code"] in handed["reply"]
    assert handed["ticket"] in handed["reply"]
    for code in (handed["code"], handed["code"].replace("-", "")):
        assert all(code not in json.dumps(turn.to_simple_dict(), default=str) for turn in TurnRecord.scan())
        assert all(code not in json.dumps(each.to_simple_dict(), default=str) for each in TicketRecord.scan())


def test_a_code_stays_the_same_when_more_is_said_and_in_the_first_version_of_the_contract(visitor: Visitor) -> None:
    _, handed = visitor.say("상담원 연결해 주세요")
    _, more = visitor.say("상담원 빨리요")
    body = {"version": 1, "session": visitor.session, "message_id": "message-v1-00001", "text": "상담원"}
    _, first_version = visitor.post("/chat", body)

    assert (more["ticket"], more["code"]) == (handed["ticket"], handed["code"])
    assert handed["code"] in first_version["reply"]
    assert set(first_version) == {"version", "reply", "outcome", "language"}


def test_a_wrong_code_and_a_ticket_nobody_has_are_answered_alike(fines: FinesInMoto, visitor: Visitor) -> None:
    _, handed = visitor.say("상담원 연결해 주세요")
    fines.ask(OWNER, "상담원 연결해 주세요")  # a ticket of a telephone: it was told no code

    answers = [
        read(visitor, handed["ticket"], "AAAAA-AAAAA"),
        read(visitor, "2611-9999", handed["code"]),
        read(visitor, "2611-0002", handed["code"]),
    ]

    assert {status for status, _ in answers} == {404}
    assert len({json.dumps(body) for _, body in answers}) == 1


def test_why_a_ticket_was_closed_is_the_offices_own_note(visitor: Visitor, staff: Staff) -> None:
    _, handed = visitor.say("상담원 연결해 주세요")
    staff.post(f"/tickets/{handed['ticket']}/close", {"reason": "장난 같음"})

    status, told = read(visitor, handed["ticket"], handed["code"])

    assert (status, told["state"], told["answer"]) == (200, "closed", None)


def test_an_address_that_tries_codes_is_stopped(visitor: Visitor) -> None:
    statuses = [read(visitor, "2611-0001", f"AAAAA-{n:05d}")[0] for n in range(LOOKED_UP_AN_HOUR_AT_MOST + 1)]

    assert statuses == [404] * LOOKED_UP_AN_HOUR_AT_MOST + [429]


# --- the web is bound to no carrier's characters ---


def test_the_web_reads_what_a_text_may_not_hold(fines: FinesInMoto, visitor: Visitor) -> None:
    vietnamese, chinese = visitor.say("tôi muốn gặp nhân viên")[1], Visitor(fines, "z" * 24).say("人工客服")[1]
    texted = fines.ask("010-2222-3333", "tôi muốn gặp nhân viên")

    assert "Đã chuyển cho nhân viên" in vietnamese["reply"]
    assert (vietnamese["language"], chinese["language"]) == ("vi", "zh")
    assert "已转交负责人员" in chinese["reply"]
    assert "Da chuyen cho nhan vien" in texted


def test_a_message_sent_again_later_keeps_its_first_answer(fines: FinesInMoto, visitor: Visitor) -> None:
    # A reload sends again what it has no answer to; read anew after itself, it would go to a person.
    first = visitor.say("how do I pay", message_id="message-again-1")
    fines.clock.move(seconds=3)
    again = visitor.say("how do I pay", message_id="message-again-1")

    assert first == again
    assert len([turn for turn in TurnRecord.scan() if turn.said == "how do I pay"]) == 1
