from typing import Any

import pytest

from city.fines.talk.tables.talks import TurnRecord
from city.fines.talk.tables.tickets import TicketRecord
from tests.integration.fines_in_moto import OWNER, FinesInMoto, account_in
from tests.integration.staff import Staff

TICKET = "2611-0001"


@pytest.fixture
def ticket(fines: FinesInMoto) -> str:
    """The owner asked for a person."""
    fines.add_notice()
    assert TICKET in fines.ask(OWNER, "상담원 연결해 주세요 12가3456")
    return TICKET


def answer(staff: Staff, words: str, sub: str = "kim") -> Any:
    return staff.post(f"/tickets/{TICKET}/answer", {"words": words}, "clerk", sub)


def test_tickets_wait_in_order_and_page_by_page(fines: FinesInMoto, staff: Staff) -> None:
    for position in range(3):
        fines.ask(f"010-1111-000{position}", "상담원 연결해 주세요")
        fines.clock.move(minutes=1)

    first = staff.get("/tickets", limit="2")[1]
    second = staff.get("/tickets", limit="2", page=first["next_page"])[1]

    assert [each["number"] for each in first["tickets"]] == ["2611-0001", "2611-0002"]
    assert [each["number"] for each in second["tickets"]] == ["2611-0003"]
    assert second["next_page"] is None


def test_a_ticket_is_shown_with_its_words_masked(fines: FinesInMoto, staff: Staff, ticket: str) -> None:
    fines.ask(OWNER, "상담원 연결해 주세요 제 번호는 010-1234-5678 이고 차는 12가3456")

    status, shown = staff.get(f"/tickets/{ticket}")

    assert status == 200
    assert (shown["state"], shown["reason"], shown["phone"]) == ("open", "asked", "010-****-5678")
    assert len(shown["turns"]) == 2
    assert shown["turns"][0]["said"] == "상담원 연결해 주세요 12가**56"
    for personal in ("12가3456", "1234-5678", "+821012345678"):
        assert personal not in str(shown)


def test_an_answer_reaches_the_citizen_and_closes_the_ticket(fines: FinesInMoto, staff: Staff, ticket: str) -> None:
    status, answered = answer(staff, "확인해 보니 이미 취소된 건입니다.")

    assert (status, answered["state"], answered["answered_by"]) == (200, "answered", "kim")
    assert fines.post.texts[-1] == ("+821012345678", "[중구청 주차관리과] 확인해 보니 이미 취소된 건입니다.")
    assert fines.post.keys[-1].startswith(f"ticket-{ticket}-")
    assert staff.get("/tickets")[1]["tickets"] == []
    assert staff.get(f"/tickets/{ticket}")[1]["turns"][-1]["reply"].endswith("취소된 건입니다.")
    assert "2611-0002" in fines.ask(OWNER, "상담원 연결해 주세요  12가3456")


def test_an_answer_given_twice_is_sent_once_and_other_words_are_refused(
    fines: FinesInMoto, staff: Staff, ticket: str
) -> None:
    first = answer(staff, "곧 전화드리겠습니다.")
    sent = len(fines.post.texts)

    again = answer(staff, "곧 전화드리겠습니다.", "lee")
    other = answer(staff, "다시 확인하겠습니다.")
    closed = staff.post(f"/tickets/{ticket}/close", {"reason": "곧 전화드리겠습니다."})

    assert again == first
    assert (other[0], other[1]["error"]) == (closed[0], closed[1]["error"]) == (409, "ticket_is_closed")
    assert len(fines.post.texts) == sent


def test_an_answer_the_carrier_refused_is_sent_when_it_is_given_again(
    fines: FinesInMoto, staff: Staff, ticket: str
) -> None:
    fines.post.refusals = 1
    refused = answer(staff, "곧 전화드리겠습니다.")
    sent = len(fines.post.texts)

    again = answer(staff, "곧 전화드리겠습니다.")

    assert (refused[0], again[0]) == (503, 200)
    assert len(fines.post.texts) == sent + 1


def test_an_answer_with_a_link_or_too_long_for_a_text_is_refused(fines: FinesInMoto, staff: Staff, ticket: str) -> None:
    linked, long = answer(staff, "www.etax.go.kr 에서 내세요"), answer(staff, "가" * 1000)

    assert (linked[0], linked[1]["error"]) == (400, "text_holds_link")
    assert (long[0], long[1]["error"]) == (400, "text_too_long")
    assert staff.get(f"/tickets/{ticket}")[1]["state"] == "open"


def test_a_ticket_is_closed_with_a_reason_and_no_text(fines: FinesInMoto, staff: Staff, ticket: str) -> None:
    sent = len(fines.post.texts)

    status, answered = staff.post(f"/tickets/{ticket}/close", {"reason": "전화로 안내함"})
    again = staff.post(f"/tickets/{ticket}/close", {"reason": "전화로 안내함"})

    assert (status, answered["state"], answered["answer"]) == (200, "closed", "전화로 안내함")
    assert again == (status, answered)
    assert len(fines.post.texts) == sent


def test_a_web_ticket_is_answered_too_and_texted_to_nobody(fines: FinesInMoto, staff: Staff, ticket: str) -> None:
    record = TicketRecord.get(f"ticket#{ticket}", "ticket")
    record.phone, record.channel = None, "web"
    record.save()
    sent = len(fines.post.texts)

    linked = answer(staff, "자세한 것은 www.example.com")
    status, answered = answer(staff, "확인했습니다.")

    assert linked[0] == 400
    assert (status, answered["state"]) == (200, "answered")
    assert answer(staff, "확인했습니다.") == (status, answered)
    assert answer(staff, "다른 말")[0] == 409
    assert len(fines.post.texts) == sent


def test_a_ticket_behind_which_nobody_waits_keeps_the_words_as_a_note(
    fines: FinesInMoto, staff: Staff, ticket: str
) -> None:
    record = TicketRecord.get(f"ticket#{ticket}", "ticket")
    record.phone, record.channel = None, "desk"
    record.save()
    sent = len(fines.post.texts)

    status, closed = answer(staff, "전화로 안내했습니다.")

    assert (status, closed["state"]) == (200, "closed")
    assert len(fines.post.texts) == sent


def test_a_talk_is_masked_until_somebody_says_why(fines: FinesInMoto, staff: Staff) -> None:
    fines.add_notice()
    account = account_in(fines.ask(OWNER, "계좌 12가3456"))
    holder = next(iter(TurnRecord.scan())).holder

    masked = staff.get(f"/talks/{holder}", "auditor")[1]
    status, whole = staff.post(f"/talks/{holder}/disclosure", {"reason": "민원 처리"}, "clerk", "kim")

    spaced = f"{account[:3]}-{account[3:7]}"
    assert "12가3456" not in str(masked)
    assert spaced not in str(masked)
    assert masked["phone"] == "010-****-5678"
    assert "32,000원" in masked["turns"][0]["reply"]
    assert status == 200
    assert (whole["phone"], whole["turns"][0]["said"]) == ("+821012345678", "계좌 12가3456")
    assert spaced in whole["turns"][0]["reply"]
    (view,) = staff.get("/views", "auditor", subject=f"talk#{holder}")[1]["views"]
    assert (view["by"], view["reason"]) == ("kim", "민원 처리")


def test_the_last_turns_of_a_talk_are_shown(fines: FinesInMoto, staff: Staff) -> None:
    for words in ("안녕하세요", "상담원 연결해 주세요", "상담원  연결해 주세요"):
        fines.ask(OWNER, words)
    holder = next(iter(TurnRecord.scan())).holder

    assert len(staff.get(f"/talks/{holder}", limit="2")[1]["turns"]) == 2
    for limit in ("0", "101", "x"):
        assert staff.get(f"/talks/{holder}", limit=limit)[0] == 400


def test_a_ticket_whose_answer_no_carrier_takes_is_open_again(fines: FinesInMoto, staff: Staff) -> None:
    number = fines.ask(OWNER, "상담원 연결해 주세요").partition("접수 ")[2][:9]
    fines.post.refuses_for_good = True

    status, answer = staff.post(f"/tickets/{number}/answer", {"words": "전화드리겠습니다."})

    assert (status, answer["error"]) == (422, "text_refused")
    (ticket,) = staff.get("/tickets")[1]["tickets"]
    assert (ticket["number"], ticket["state"], ticket["reason"], ticket["answer"]) == (
        number,
        "open",
        "text_refused",
        None,
    )
    assert staff.post(f"/tickets/{number}/close", {"reason": "전화로 안내함"})[1]["state"] == "closed"
