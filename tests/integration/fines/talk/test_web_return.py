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
from city.fines.talk.web.limits import LOOKED_UP_OF_A_PLATE_AT_MOST, LOOKED_UP_OF_AN_ADDRESS_AT_MOST
from tests.integration.fines.talk.web_visitor import Visitor
from tests.integration.fines_in_moto import OWNER, FinesInMoto, account_in
from tests.integration.staff import Staff

EMPTY: dict[str, Any] = {"opinions": [], "tickets": [], "payment": None}
NOTHING_PAID: dict[str, Any] = {"paid_krw": None, "paid_on": None}
NOTHING_DUE: dict[str, Any] = {"amount_krw": None, "stage": None, "until": None, "account": None}


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
    assert progress(visitor, number)[1]["tickets"] == []


def test_a_wrong_plate_and_an_unknown_number_are_answered_alike(fines: FinesInMoto, visitor: Visitor) -> None:
    number = fines.add_notice()
    give_opinion(fines)

    answers = [
        progress(visitor, number, "99하9999"),
        progress(visitor, number, "no plate"),
        progress(visitor, "1140-2026-9999999"),
    ]

    assert answers == [(200, EMPTY)] * 3


def test_a_payment_is_followed_from_what_is_due_over_the_account_to_what_was_paid(
    fines: FinesInMoto, visitor: Visitor
) -> None:
    number = fines.add_notice()
    due = {"state": "due", "amount_krw": 32_000, "stage": "early", "until": "2026-11-25", **NOTHING_PAID}
    before = progress(visitor, number)[1]
    account = account_in(fines.ask(OWNER, "12가3456 가상계좌"))

    given = progress(visitor, number)[1]
    assert fines.pay(account, 32_000) is not None
    paid = progress(visitor, number)[1]

    opened = {"amount_krw": 32_000, "until": "2026-11-25", "state": "open"}
    assert before == EMPTY | {"payment": due | {"account": None}}
    assert given == EMPTY | {"payment": due | {"account": opened}}
    assert account not in json.dumps(given)
    was_paid = {"state": "paid", "paid_krw": 32_000, "paid_on": "2026-11-10"}
    assert paid == EMPTY | {"payment": NOTHING_DUE | was_paid}


def test_an_account_whose_day_has_passed_has_ended_and_another_amount_is_due(
    fines: FinesInMoto, visitor: Visitor
) -> None:
    number = fines.add_notice()
    fines.ask(OWNER, "12가3456 가상계좌")

    fines.clock.move(days=16)
    after = progress(visitor, number)[1]["payment"]

    assert (after["state"], after["amount_krw"]) == ("due", 40_000)
    assert (after["stage"], after["until"]) == ("full", "2027-01-29")
    assert after["account"] == {"amount_krw": 32_000, "until": "2026-11-25", "state": "ended"}


def test_between_the_opinion_period_and_the_imposition_nothing_is_due_yet(fines: FinesInMoto, visitor: Visitor) -> None:
    number = fines.add_notice(부과일="", 납부기한="")
    fines.clock.move(days=16)

    assert progress(visitor, number)[1]["payment"] == {"state": "not_yet"} | NOTHING_DUE | NOTHING_PAID


def test_of_a_case_that_was_cancelled_nothing_is_due(fines: FinesInMoto, visitor: Visitor, staff: Staff) -> None:
    number = fines.add_notice()
    decision = {"accepted": True, "ground": "emergency_patient", "documents_seen": ["응급진료확인서"]}
    assert staff.post(f"/opinions/{number}/{give_opinion(fines)}/decision", decision)[0] == 200

    payment = progress(visitor, number)[1]["payment"]

    assert payment == {"state": "cancelled"} | NOTHING_DUE | NOTHING_PAID


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


def test_whoever_guesses_the_notices_of_a_car_is_stopped_and_nobody_else(fines: FinesInMoto) -> None:
    guesses = [
        progress(Visitor(fines, ip=f"198.51.100.{n}"), f"1140-2026-{n:07d}")[0]
        for n in range(LOOKED_UP_OF_A_PLATE_AT_MOST + 1)
    ]

    assert guesses == [200] * LOOKED_UP_OF_A_PLATE_AT_MOST + [429]
    assert progress(Visitor(fines), "1140-2026-0000001", "34나5678")[0] == 200


def test_an_address_that_guesses_is_stopped(fines: FinesInMoto, visitor: Visitor) -> None:
    fines.visited("ip progress", "203.0.113.7", LOOKED_UP_OF_AN_ADDRESS_AT_MOST)

    assert progress(visitor, "1140-2026-0000001")[0] == 429


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


def test_an_address_that_tries_codes_is_stopped(fines: FinesInMoto, visitor: Visitor) -> None:
    assert read(visitor, "2611-0001", "AAAAA-00001")[0] == 404
    fines.visited("ip answers", "203.0.113.7", LOOKED_UP_OF_AN_ADDRESS_AT_MOST)

    assert read(visitor, "2611-0001", "AAAAA-00001")[0] == 429


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
