"""Who hears that money came: whoever asked for the account, and the owner if the owner asked too."""

import pytest

from city.contracts.fines.chat import ChatMessageV1
from city.fines.talk.tables.talks import TurnRecord
from tests.integration.fines_in_moto import OWNER, STRANGER, FinesInMoto, account_in
from tests.integration.staff import Staff

OTHER = "010-8888-0000"


@pytest.fixture
def number(fines: FinesInMoto) -> str:
    return fines.add_notice()


def ask(fines: FinesInMoto, who: str, number: str) -> str:
    words = "계좌 12가3456" if who == OWNER else f"{number} 12가3456 제가 대신 낼게요"
    return account_in(fines.ask(who, words))


def receivers_of_texts(fines: FinesInMoto) -> list[str]:
    """The telephones the last deposit's receipt went to."""
    return sorted("0" + phone[3:] for phone, text in fines.post.texts if "납부가 확인되었습니다" in text)


@pytest.mark.parametrize(
    ("askers", "receivers"),
    [
        ((OWNER,), {OWNER}),
        ((STRANGER,), {STRANGER}),
        ((STRANGER, OWNER), {STRANGER, OWNER}),
        ((OWNER, STRANGER), {STRANGER, OWNER}),
        ((OWNER, STRANGER, OWNER), {STRANGER, OWNER}),
        ((STRANGER, OTHER), {OTHER}),
    ],
)
def test_whoever_asked_last_and_the_owner_who_asked_hear_of_it(
    fines: FinesInMoto, number: str, askers: tuple[str, ...], receivers: set[str]
) -> None:
    accounts = {ask(fines, who, number) for who in askers}
    (account,) = accounts

    fines.pay(account, 32_000)

    assert receivers_of_texts(fines) == sorted(phone.replace("-", "") for phone in receivers)


def test_each_receiver_hears_once_under_a_key_of_their_own(fines: FinesInMoto, number: str) -> None:
    ask(fines, STRANGER, number)
    account = ask(fines, OWNER, number)

    for _ in range(2):
        fines.pay(account, 32_000)

    assert fines.post.keys[-2:] == ["receipt-NH:deposit-1", "receipt-NH:deposit-1-owner"]
    assert len(receivers_of_texts(fines)) == 2


def test_a_carrier_that_fails_between_two_receipts_sends_only_the_second_again(fines: FinesInMoto, number: str) -> None:
    ask(fines, STRANGER, number)
    account = ask(fines, OWNER, number)
    taken = fines.post.send

    def fail_the_owners(to, text, key):
        if key.endswith("-owner") and not fails:
            fails.append(key)
            fines.post.refusals = 1
        taken(to, text, key)

    fails: list[str] = []
    fines.post.send = fail_the_owners  # type: ignore[method-assign]
    with pytest.raises(Exception, match="busy"):
        fines.pay(account, 32_000)
    fines.pay(account, 32_000)

    assert sorted(receivers_of_texts(fines)) == sorted(phone.replace("-", "") for phone in (STRANGER, OWNER))


def test_a_receipt_lies_in_the_talk_of_whom_it_was_sent_to(fines: FinesInMoto, number: str) -> None:
    account = ask(fines, STRANGER, number)

    fines.pay(account, 32_000)

    turns = list(TurnRecord.scan())
    receipt = next(turn for turn in turns if turn.outcome == "sent")
    asked = next(turn for turn in turns if turn.outcome == "answered")
    assert receipt.holder == asked.holder


def pay_from_the_web(fines: FinesInMoto, number: str) -> None:
    reply = fines.chat.answer(
        ChatMessageV1(session="s" * 32, message_id="message-1", text=f"{number} 12가3456 계좌"), "203.0.113.1"
    )
    fines.pay(account_in(reply.reply or ""), 32_000)


def test_who_asks_on_the_web_gets_no_text_and_the_owner_hears_what_the_payment_ended(
    fines: FinesInMoto, number: str
) -> None:
    pay_from_the_web(fines, number)

    ((to, text),) = fines.post.texts
    assert to == "+821012345678"
    assert "의견제출과 이의제기를 하실 수 없습니다" in text


def test_nobody_hears_of_a_payment_from_the_web_where_no_owners_telephone_is_on_file(fines: FinesInMoto) -> None:
    pay_from_the_web(fines, fines.add_notice(2, 휴대전화=""))

    assert fines.post.texts == []


def test_an_owner_who_did_not_ask_is_told_once_what_somebody_elses_payment_ended(
    fines: FinesInMoto, number: str
) -> None:
    account = ask(fines, STRANGER, number)

    for _ in range(2):
        fines.pay(account, 32_000)

    told = [to for to, text in fines.post.texts if "절차가 끝났습니다" in text]
    assert told == ["+821012345678"]


def test_an_owner_who_asked_gets_the_receipt_alone(fines: FinesInMoto, number: str) -> None:
    fines.pay(ask(fines, OWNER, number), 32_000)

    assert not [text for _, text in fines.post.texts if "절차가 끝났습니다" in text]


def test_the_whole_ends_no_right_that_would_have_to_be_told(fines: FinesInMoto, number: str) -> None:
    fines.clock.move(days=30)

    fines.pay(ask(fines, STRANGER, number), 40_000)

    assert not [text for _, text in fines.post.texts if "절차가 끝났습니다" in text]


# --- seized cars ---


def seized_and_paid(fines: FinesInMoto, staff: Staff, number: str, who: str) -> None:
    fines.clock.move(days=120)
    for move in ("dun", "seize"):
        assert staff.post(f"/cases/{number}/moves", {"note": "처리", "move": move})[0] == 200
    reply = fines.ask(who, "계좌 12가3456" if who == OWNER else f"{number} 12가3456 제가 대신 낼게요")
    case = fines.cases.by_number(number)
    assert case is not None
    assert case.current_issue is not None
    fines.clock.move(days=1)
    fines.pay(account_in(reply), case.current_issue.amount_krw)


def release(staff: Staff, number: str) -> int:
    return int(staff.post(f"/cases/{number}/moves", {"move": "release", "note": "압류해제 촉탁"})[0])


def test_the_receipt_of_a_seized_car_says_that_the_release_is_asked_for(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    seized_and_paid(fines, staff, number, who=OWNER)

    assert "압류 해제를 바로 촉탁" in fines.post.last()
    assert "번호판" not in fines.post.last()


@pytest.mark.parametrize(("who", "hearing"), [(OWNER, [OWNER]), (STRANGER, [OWNER, STRANGER])])
def test_a_release_is_told_to_the_owner_and_to_whoever_paid_once_each(
    fines: FinesInMoto, staff: Staff, number: str, who: str, hearing: list[str]
) -> None:
    seized_and_paid(fines, staff, number, who=who)

    statuses = [release(staff, number) for _ in range(2)]

    told = [to for to, text in fines.post.texts if "압류가 해제되었습니다" in text and "12가3456" in text]
    assert statuses == [200, 200]
    assert sorted(told) == sorted("+82" + phone.replace("-", "")[1:] for phone in hearing)


def test_a_carrier_that_fails_at_a_release_sends_when_it_is_asked_for_again(
    fines: FinesInMoto, staff: Staff, number: str
) -> None:
    seized_and_paid(fines, staff, number, who=OWNER)
    fines.post.refusals = 1

    statuses = [release(staff, number) for _ in range(2)]

    assert statuses == [503, 200]
    assert len([text for _, text in fines.post.texts if "압류가 해제되었습니다" in text]) == 1
