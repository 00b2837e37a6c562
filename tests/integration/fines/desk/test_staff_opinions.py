from typing import Any

import pytest

from city.contracts.fines.sms import InboundMessage
from city.kernel.phone import PhoneNumber
from tests.integration.fines_in_moto import OWNER, FinesInMoto, account_in
from tests.integration.staff import Staff

ACCEPT = {"accepted": True, "ground": "emergency_patient", "documents_seen": ["응급진료확인서"]}
REJECT = {"accepted": False, "reason": "증빙이 확인되지 않았습니다"}
WORDS = "응급환자를 병원에 데려다 주느라 잠깐 세웠습니다"


def say(fines: FinesInMoto, words: str) -> str:
    """One text, sent now."""
    sent = len(fines.post.texts)
    message = InboundMessage(
        message_id=f"opinion-{sent}-{len(words)}",
        sender=PhoneNumber.parse(OWNER).e164,
        text=words,
        received_at=fines.clock.now(),
    )
    assert fines.deliver(message.model_dump_json()) == {"batchItemFailures": []}
    fines.clock.move(seconds=1)
    return fines.post.last()


def give_opinion(fines: FinesInMoto, words: str = WORDS) -> None:
    say(fines, "의견 12가3456")
    say(fines, words)
    assert "접수했습니다" in say(fines, "접수")


def add_to_opinion(fines: FinesInMoto, words: str) -> None:
    """Until it is decided, whatever else is said to it is recorded beside it."""
    say(fines, "의견 12가3456")
    assert "추가로 접수했습니다" in say(fines, words)


@pytest.fixture
def number(fines: FinesInMoto) -> str:
    """A notice with an account, and an opinion under review."""
    number = fines.add_notice()
    fines.ask(OWNER, "계좌 12가3456")
    give_opinion(fines)
    return number


def pending(staff: Staff) -> list[dict[str, Any]]:
    opinions: list[dict[str, Any]] = staff.get("/opinions")[1]["opinions"]
    return opinions


def path_of(opinion: dict[str, Any]) -> str:
    return f"/opinions/{opinion['notice_number']}/{opinion['given_at']}"


def decide(staff: Staff, opinion: dict[str, Any], body: dict[str, Any], sub: str = "kim") -> Any:
    return staff.post(f"{path_of(opinion)}/decision", body, "clerk", sub)


def test_an_opinion_waits_masked_and_is_found_again(fines: FinesInMoto, staff: Staff, number: str) -> None:
    (opinion,) = pending(staff)

    assert staff.get(path_of(opinion)) == (200, opinion)
    assert (opinion["notice_number"], opinion["state"], opinion["phone"]) == (number, "pending", "010-****-5678")
    assert (opinion["words"], opinion["guessed_ground"]) == (WORDS, "emergency_patient")


def test_an_accepted_opinion_cancels_the_case_and_its_account_and_says_so(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    (opinion,) = pending(staff)
    (account,) = fines.bound_accounts()

    status, decided = decide(staff, opinion, ACCEPT)

    assert (status, decided["state"], decided["decided_by"]) == (200, "accepted", "kim")
    assert staff.get(f"/cases/{number}")[1]["state"] == "cancelled"
    assert fines.bound_accounts() == []
    assert fines.pay(account, 32_000).reason == "nothing_due"
    text = next(text for _, text in fines.post.texts if "의견이 받아들여져" in text)
    assert "응급환자의 수송 또는 치료" in text
    assert pending(staff) == []
    history = [(line["what"], line["by"]) for line in staff.get(f"/cases/{number}")[1]["history"]]
    assert history[-1] == ("opinion accepted", "kim")


def test_a_rejected_opinion_leaves_the_fine_and_says_why(fines: FinesInMoto, staff: Staff, number: str) -> None:
    (opinion,) = pending(staff)

    assert decide(staff, opinion, REJECT)[0] == 200

    case = staff.get(f"/cases/{number}")[1]
    assert (case["state"], case["amount"]["amount_krw"]) == ("noticed", 32_000)
    assert REJECT["reason"] in fines.post.last()


def test_a_decision_told_twice_is_made_once_and_another_is_refused(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    (opinion,) = pending(staff)
    first = decide(staff, opinion, REJECT)
    sent = len(fines.post.texts)

    again, other = decide(staff, opinion, REJECT, "lee"), decide(staff, opinion, ACCEPT)

    assert again == first
    assert (other[0], other[1]["error"]) == (409, "opinion_decided_before")
    assert len(fines.post.texts) == sent


def test_a_result_the_carrier_refused_is_texted_when_it_is_told_again(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    (opinion,) = pending(staff)
    fines.post.refusals = 1

    statuses = [decide(staff, opinion, REJECT)[0] for _ in range(3)]

    assert statuses == [503, 200, 200]
    assert len([text for _, text in fines.post.texts if REJECT["reason"] in text]) == 1


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"accepted": False, "reason": ""}, "rejection_needs_reason"),
        ({"accepted": True, "documents_seen": ["응급진료확인서"]}, "acceptance_needs_ground"),
        ({"accepted": True, "ground": "road_works"}, "acceptance_needs_document"),
        ({"accepted": False, "reason": "www.seoul.go.kr 참고"}, "text_holds_link"),
    ],
)
def test_a_decision_says_what_it_rests_on(
    fines: FinesInMoto, staff: Staff, number: str, change: dict[str, Any], error: str
) -> None:
    (opinion,) = pending(staff)

    status, answer = decide(staff, opinion, change)

    assert (status, answer["error"]) == (400, error)
    assert len(pending(staff)) == 1


def test_of_two_opinions_the_first_rejection_leaves_the_review_open(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    add_to_opinion(fines, "차가 고장 나서 견인차를 기다리고 있었습니다")
    first, second = pending(staff)

    decide(staff, first, REJECT)
    between = staff.get(f"/cases/{number}")[1]["state"]
    decide(staff, second, REJECT)

    assert between == "under_review"
    assert staff.get(f"/cases/{number}")[1]["state"] == "noticed"


def test_accepting_one_of_two_opinions_leaves_nothing_to_decide(fines: FinesInMoto, staff: Staff, number: str) -> None:
    add_to_opinion(fines, "차가 고장 나서 견인차를 기다리고 있었습니다")
    first, second = pending(staff)

    decide(staff, second, ACCEPT)

    assert pending(staff) == []
    assert staff.get(path_of(first))[1]["state"] == "accepted"


def test_an_opinion_on_a_case_paid_meanwhile_can_only_be_laid_to_rest(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    (opinion,) = pending(staff)
    fines.pay(account_in(fines.ask(OWNER, "계좌  12가3456")), 32_000)

    accepted = decide(staff, opinion, ACCEPT)
    rejected = decide(staff, opinion, REJECT)

    assert (accepted[0], accepted[1]["error"]) == (409, "case_is_closed")
    assert rejected[0] == 200
    assert staff.get(f"/cases/{number}")[1]["state"] == "closed_final"
    assert "절차가 끝났습니다" in fines.post.last()
