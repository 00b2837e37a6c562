"""Whole conversations, text by text, as citizens have them."""

from datetime import UTC, datetime

import pytest

from city.fines.desk.tables.desk import DeskEntries
from city.fines.law.lifecycle import State
from city.fines.law.tables.opinions import OPINIONS, OpinionRecord
from city.fines.talk.limits import PROMPTS_AN_HOUR_AT_MOST
from city.fines.talk.tables.talks import TurnRecord
from city.fines.talk.tables.tickets import TICKETS, TicketRecord
from tests.integration.fines_in_moto import OWNER, STRANGER, FinesInMoto, account_in


@pytest.fixture
def owner(fines: FinesInMoto) -> str:
    """An owner with one notice: 32,000 won until 25 November, 40,000 afterwards."""
    fines.add_notice()
    return OWNER


def tickets() -> list[TicketRecord]:
    return [record for record in DeskEntries().list_work(TICKETS, 50, None)[0] if isinstance(record, TicketRecord)]


def opinions() -> list[OpinionRecord]:
    return [record for record in DeskEntries().list_work(OPINIONS, 50, None)[0] if isinstance(record, OpinionRecord)]


def state(fines: FinesInMoto, serial: int = 1) -> State:
    case = fines.cases.by_number(f"1140-2026-{serial:07d}")
    assert case is not None
    return State(case.status)


# --- slots ---


def test_the_plate_is_asked_for_once_and_remembered(fines: FinesInMoto, owner: str) -> None:
    asked = fines.ask(owner, "과태료 얼마 나왔어요?")
    answered = fines.ask(owner, "12 가 3456이요")
    later = fines.ask(owner, "납부 기한이 언제예요?")

    assert "차량번호를 보내 주세요" in asked
    assert "32,000원" in answered
    assert "11.25.(수) 밤 12시까지 32,000원" in later


def test_the_end_of_the_plate_is_enough_from_the_owners_own_telephone(fines: FinesInMoto, owner: str) -> None:
    fines.ask(owner, "가상계좌 주세요")

    assert "32,000원" in fines.ask(owner, "3456")
    assert "확인되는 내용이 없습니다" in fines.ask(STRANGER, "뒷자리 3456 계좌")


def test_after_thirty_minutes_the_conversation_is_forgotten(fines: FinesInMoto, owner: str) -> None:
    fines.ask(owner, "계좌 12가3456")
    fines.clock.move(minutes=31)

    assert "차량번호를 보내 주세요" in fines.ask(owner, "얼마예요")


def test_another_topic_wins_over_an_open_question(fines: FinesInMoto, owner: str) -> None:
    fines.ask(owner, "과태료 얼마 나왔어요?")

    assert "이택스" in fines.ask(owner, "아 그전에 신용카드로도 낼 수 있나요")
    assert "32,000원" in fines.ask(owner, "계좌 12가3456")


def test_no_ends_the_question(fines: FinesInMoto, owner: str) -> None:
    fines.ask(owner, "과태료 얼마 나왔어요?")

    assert "알겠습니다" in fines.ask(owner, "아니오")
    assert "도와드릴까요" in fines.ask(owner, "그거요 그거")


# --- several notices ---


@pytest.fixture
def two(fines: FinesInMoto) -> FinesInMoto:
    fines.add_notice(1)
    fines.add_notice(2, 위반일시="2026-11-04 10:00", 위반장소="을지로 30", 구역="어린이보호구역")
    return fines


@pytest.mark.parametrize("choice", ["2", "2번이요", "②", "두번째", "2번 주세요"])
def test_one_of_several_is_chosen_by_number(two: FinesInMoto, choice: str) -> None:
    listed = two.ask(OWNER, "계좌 부탁드려요 12가3456")
    chosen = two.ask(OWNER, choice)

    assert "2건이 확인됩니다" in listed
    assert "합계 128,000원" in listed
    assert "96,000원" in chosen
    assert "32,000원" not in chosen
    assert len(two.bound_accounts()) == 1


def test_a_number_that_was_not_offered_chooses_nothing(two: FinesInMoto) -> None:
    two.ask(OWNER, "계좌 12가3456")
    answered = two.ask(OWNER, "7")

    assert "32,000원" in answered
    assert "96,000원" in answered
    assert two.bound_accounts() == []


def test_paying_the_first_leaves_the_second(two: FinesInMoto) -> None:
    two.ask(OWNER, "계좌 12가3456")
    first = account_in(two.ask(OWNER, "1"))
    two.pay(first, 32_000)

    assert "96,000원" in two.ask(OWNER, "12가3456 계좌")


# --- not sure what is meant ---


def test_what_is_unclear_is_asked_once_by_number_and_then_goes_to_a_person(fines: FinesInMoto, owner: str) -> None:
    asked = fines.ask(owner, "그거 어떻게 해요")
    person = fines.ask(owner, "아니 그거 말이에요 그거")

    assert "어떤 것을 도와드릴까요? 1)" in asked
    assert "상담원" in asked
    assert "접수 2611-0001" in person
    assert [ticket.reason for ticket in tickets()] == ["unclear"]


def test_a_topic_is_chosen_by_its_number(fines: FinesInMoto, owner: str) -> None:
    asked = fines.ask(owner, "그거 어떻게 해요")
    number = asked[asked.index(") 가상계좌") - 1]

    assert "차량번호를 보내 주세요" in fines.ask(owner, number)
    assert "32,000원" in fines.ask(owner, "12가3456")


# --- a person ---


def test_a_wish_for_a_person_opens_one_ticket_and_what_follows_joins_it(fines: FinesInMoto, owner: str) -> None:
    first = fines.ask(owner, "사람이랑 통화하고 싶어요")
    second = fines.ask(owner, "상담원")

    assert "담당자에게 전달했습니다(접수 2611-0001)" in first
    assert "접수 2611-0001에 덧붙였습니다" in second
    (ticket,) = tickets()
    assert (ticket.number, ticket.reason, ticket.phone) == ("2611-0001", "asked", "+821012345678")
    said = [turn.said for turn in TurnRecord.query(ticket.holder) if turn.ticket == ticket.number]
    assert said == ["사람이랑 통화하고 싶어요", "상담원"]


def test_a_refund_is_a_matter_for_a_person(fines: FinesInMoto, owner: str) -> None:
    assert "환급받을 계좌는 담당자가 전화로" in fines.ask(owner, "두 번 냈는데 환급해 주세요")
    assert [ticket.reason for ticket in tickets()] == ["refund"]


def test_a_photo_alone_goes_to_a_person(fines: FinesInMoto, owner: str) -> None:
    body = (
        '{"message_id": "mo-photo-1", "sender": "01012345678", "text": "", "received_at": "2026-11-10T03:00:00Z",'
        ' "channel": "sms", "has_photo": true}'
    )

    assert fines.deliver(body) == {"batchItemFailures": []}
    assert "사진은 문자로 처리할 수 없어" in fines.post.last()


# --- opinions ---


def test_an_opinion_is_kept_word_for_word_once_the_citizen_says_so(fines: FinesInMoto, owner: str) -> None:
    words = "응급실 가느라 세운 건데 억울합니다 12가3456"

    offered = fines.ask(owner, words)
    assert opinions() == []
    recorded = fines.ask(owner, "접수")

    assert "응급진료확인서 또는 입원확인서" in offered
    assert "11.25.(수)까지" in offered
    assert "의견을 접수했습니다" in recorded
    (opinion,) = opinions()
    assert (opinion.words, opinion.ground) == (words, "emergency_patient")
    assert opinion.given_at.replace(microsecond=0) == datetime(2026, 11, 10, 3, tzinfo=UTC)
    assert state(fines) is State.UNDER_REVIEW
    assert "심의를 기다리고 있습니다" in fines.ask(owner, "의견 12가3456")


def test_two_opinions_of_one_second_are_both_kept(fines: FinesInMoto, owner: str) -> None:
    for words in ("응급실 가느라 세운 건데 억울합니다 12가3456", "시동이 안 걸려서 세워 둔 거라 억울합니다 12가3456"):
        fines.ask(owner, words)
        fines.ask(owner, "접수")

    assert len(opinions()) == 2


def test_asked_for_an_opinion_the_desk_asks_for_the_words(fines: FinesInMoto, owner: str) -> None:
    fines.ask(owner, "의견")
    asked = fines.ask(owner, "12가3456")
    offered = fines.ask(owner, "물건 내리는 중이었고 바로 뺐습니다 한 번만 봐주세요")
    recorded = fines.ask(owner, "네 접수해주세요")

    assert "한 번에 적어 보내 주세요" in asked
    assert "접수할까요" in offered
    assert "의견을 접수했습니다" in recorded
    (opinion,) = opinions()
    assert opinion.words == "물건 내리는 중이었고 바로 뺐습니다 한 번만 봐주세요"


def test_an_opinion_after_the_reduced_payment_is_refused_with_the_law(fines: FinesInMoto, owner: str) -> None:
    fines.pay(account_in(fines.ask(owner, "계좌 12가3456")), 32_000)

    refused = fines.ask(owner, "응급실 가느라 세운 건데 억울합니다 12가3456")

    assert "제18조 제2항" in refused
    assert opinions() == []


def test_an_opinion_after_its_period_is_told_what_remains(fines: FinesInMoto, owner: str) -> None:
    fines.clock.move(days=16)

    assert "60일 안에 서면으로 이의제기" in fines.ask(owner, "의견제출 하고 싶어요 응급환자였어요 12가3456")


def test_a_strangers_opinion_learns_nothing(fines: FinesInMoto, owner: str) -> None:
    real = fines.ask(STRANGER, "응급실 가느라 세운 건데 억울합니다 12가3456")
    none = fines.ask(STRANGER, "응급실 가느라 세운 건데 억울합니다 99하9999")

    assert real == none
    assert opinions() == []


def test_resident_numbers_are_masked_at_the_door(fines: FinesInMoto, owner: str) -> None:
    fines.ask(owner, "제 주민번호 900101-1234567 이고 사람이랑 통화하고 싶어요")

    said = [turn.said for turn in TurnRecord.scan()]
    assert all("1234567" not in words for words in said)
    assert "******-*******" in said[0]


# --- consent ---


def test_consent_is_given_and_withdrawn_by_a_word(fines: FinesInMoto, owner: str) -> None:
    agreed = fines.ask(owner, "알림")
    cases = fines.cases
    assert len(cases.who_agreed()) == 1
    stopped = fines.ask(owner, "수신거부")

    assert "문자로 알려 드리겠습니다" in agreed
    assert "보내지 않겠습니다" in stopped
    assert cases.who_agreed() == []
    assert "32,000원" in fines.ask(owner, "계좌 12가3456")


# --- languages ---


def test_an_english_speaker_is_answered_in_english_until_they_speak_otherwise(fines: FinesInMoto, owner: str) -> None:
    asked = fines.ask(owner, "please send me an account number for my parking ticket")
    answered = fines.ask(owner, "12가3456")
    fines.pay(account_in(answered), 32_000)

    assert "Please send the plate" in asked
    assert "Transfer exactly 32,000 won" in answered
    assert "your payment of 32,000 won was confirmed" in fines.post.last()


def test_chinese_and_vietnamese_are_answered_in_kind_and_fit_the_carrier(fines: FinesInMoto, owner: str) -> None:
    chinese = fines.ask(owner, "我想交罚款，请给我账号 12가3456")
    vietnamese = fines.ask(owner, "tôi muốn nộp tiền phạt, cho tôi số tài khoản 12가3456")

    for reply in (chinese, vietnamese):
        assert "32,000 won" in reply
        reply.encode("euc_kr")
    assert chinese != vietnamese


# --- what must never happen ---


def test_a_message_decided_before_a_crash_keeps_its_answer(fines: FinesInMoto, owner: str) -> None:
    fines.ask(owner, "과태료 얼마 나왔어요?")
    fines.post.refusals = 1
    assert fines.text("message-crashed", owner, "12가3456")["batchItemFailures"]
    fines.clock.move(minutes=40)  # the conversation it belonged to is forgotten by now

    assert fines.text("message-crashed", owner, "12가3456") == {"batchItemFailures": []}
    assert "32,000원" in fines.post.last()
    assert len(fines.bound_accounts()) == 1


def test_silence_kept_from_machines_is_a_ticket_for_a_person(fines: FinesInMoto) -> None:
    for turn in range(PROMPTS_AN_HOUR_AT_MOST + 5):
        fines.text(f"message-loop-{turn}", STRANGER, "지금은 운전 중입니다. 나중에 연락드리겠습니다.")

    ends = [turn.outcome for turn in TurnRecord.scan()]
    assert len(ends) == PROMPTS_AN_HOUR_AT_MOST + 5
    assert set(ends) <= {"answered", "ticketed"}
    assert len(fines.post.texts) == PROMPTS_AN_HOUR_AT_MOST
    assert len(tickets()) == 1
