"""Who hears that money came: whoever asked for the account, and the owner if the owner asked too."""

import pytest

from city.contracts.fines.chat import ChatMessageV1
from city.fines.talk.tables.talks import TurnRecord
from tests.integration.fines_in_moto import OWNER, STRANGER, FinesInMoto, account_in

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


def test_who_asks_on_the_web_gets_no_text(fines: FinesInMoto, number: str) -> None:
    reply = fines.chat.answer(
        ChatMessageV1(session="s" * 32, message_id="message-1", text=f"{number} 12가3456 계좌"), "203.0.113.1"
    )
    fines.pay(account_in(reply.reply or ""), 32_000)

    assert fines.post.texts == []
