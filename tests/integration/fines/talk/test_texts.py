import io
import json

from city.aws.observability import logger
from city.fines.law.tables.accounts import AccountRecord
from city.fines.talk.limits import FAILED_LOOKUPS_AT_MOST, PROMPTS_AN_HOUR_AT_MOST
from city.fines.talk.tables.talks import TurnRecord
from tests.integration.fines_in_moto import OWNER, STRANGER, FinesInMoto, account_in, sms_body
from tests.integration.moto_city import Context, sqs_event


def test_the_owner_gets_the_reduced_amount_and_an_account(fines: FinesInMoto) -> None:
    fines.add_notice()

    reply = fines.ask(OWNER, "가상계좌 좀 주세요 12가3456")

    assert "32,000원" in reply
    assert "11.25. 밤 12시까지" in reply
    assert fines.bound_accounts() == [account_in(reply)]
    assert fines.post.texts[0][0] == "+821012345678"


def test_an_owner_who_asks_whether_it_came_hears_that_it_did_not(fines: FinesInMoto) -> None:
    fines.add_notice()

    reply = fines.ask(OWNER, "입금했는데 확인 좀 해 주세요 12가3456")

    assert "아직 확인된 입금이 없습니다" in reply
    assert "32,000원" in reply
    # Whoever has sent the money needs no account to send it to again.
    assert fines.bound_accounts() == []


def test_asking_again_gives_the_same_account(fines: FinesInMoto) -> None:
    fines.add_notice()

    first = fines.ask(OWNER, "계좌 12가3456")
    fines.open()
    second = fines.ask(OWNER, "12가3456 얼마예요")

    assert account_in(first) == account_in(second)
    assert len(fines.bound_accounts()) == 1


def test_one_message_delivered_five_times_is_answered_once(fines: FinesInMoto) -> None:
    from functions.fines.talk.receive_text.handler import make_handler

    fines.add_notice()
    body = sms_body("message-five-times", OWNER, "계좌 12가3456")
    handler = make_handler(lambda: fines.texts)

    answers = [handler(sqs_event(body, body, body), Context()), handler(sqs_event(body, body), Context())]

    assert answers == [{"batchItemFailures": []}] * 2
    assert len(fines.post.texts) == 1


def test_a_stranger_and_a_car_that_does_not_exist_get_the_same_words(fines: FinesInMoto) -> None:
    fines.add_notice()

    about_a_real_car = fines.ask(STRANGER, "12가3456 과태료 계좌")
    about_none = fines.ask(STRANGER, "99하9999 과태료 계좌")
    owner_of_another = fines.ask(OWNER, "99하9999 과태료 계좌")

    assert about_a_real_car.encode() == about_none.encode() == owner_of_another.encode()
    assert "12가3456" not in about_a_real_car
    assert fines.bound_accounts() == []


def test_guessing_plates_pauses_the_number_and_then_even_a_right_guess_is_not_answered(fines: FinesInMoto) -> None:
    fines.add_notice()
    for guess in range(FAILED_LOOKUPS_AT_MOST):
        fines.ask(OWNER, f"과태료 99하{1000 + guess}")

    paused = fines.ask(OWNER, "과태료 12가3456")
    fines.clock.move(minutes=61)
    after = fines.ask(OWNER, "과태료  12가3456")

    assert "멈췄습니다" in paused
    assert "32,000" not in paused
    assert "32,000원" in after


def test_two_machines_that_answer_each_other_stop(fines: FinesInMoto) -> None:
    for turn in range(PROMPTS_AN_HOUR_AT_MOST + 5):
        assert (
            fines.text(f"message-loop-{turn}", STRANGER, "지금은 운전 중입니다. 나중에 연락드리겠습니다.")[
                "batchItemFailures"
            ]
            == []
        )

    assert len(fines.post.texts) == PROMPTS_AN_HOUR_AT_MOST
    fines.add_notice()
    assert "32,000원" in fines.ask(OWNER, "계좌 12가3456")


def test_a_number_that_rested_and_serves_another_is_not_taken_from_them(fines: FinesInMoto) -> None:
    fines.add_notice(1)
    old = account_in(fines.ask(OWNER, "계좌 12가3456"))
    fines.clock.move(days=120)
    fines.add_notice(
        2,
        차량번호="34나5678",
        휴대전화="010-2222-3333",
        위반일시="2027-03-01 10:00",
        사전통지일="2027-03-03",
        의견제출기한="2027-03-23",
        부과일="",
        납부기한="",
    )
    fines.accounts._seen_free = [record for record in AccountRecord.scan() if record.account_number == old]
    assert account_in(fines.ask("010-2222-3333", "계좌 34나5678")) == old

    mine = account_in(fines.ask(OWNER, "계좌  12가3456"))

    assert mine != old
    assert sorted(fines.bound_accounts()) == sorted([old, mine])
    paid = fines.pay(old, 32_000)
    assert (paid.outcome, paid.notice_number) == ("settled", "1140-2026-0000002")


def test_whoever_holds_the_notice_may_pay_it(fines: FinesInMoto) -> None:
    number = fines.add_notice()

    reply = fines.ask(STRANGER, f"전자납부번호 {number} 차 12가3456 제가 대신 낼게요")
    wrong_plate = fines.ask(STRANGER, f"전자납부번호 {number} 차 12가3457 제가 대신 낼게요")

    assert "32,000원" in reply
    assert "퇴계로" not in reply
    assert wrong_plate == fines.ask(STRANGER, "99하9999 과태료 계좌")


def test_a_case_without_a_telephone_is_reached_by_its_number(fines: FinesInMoto) -> None:
    number = fines.add_notice(휴대전화="")

    assert "32,000원" in fines.ask(STRANGER, f"{number} 12가3456 계좌")


def test_several_cases_are_listed_and_all_of_them_get_an_account_each(fines: FinesInMoto) -> None:
    fines.add_notice(1)
    fines.add_notice(2, 위반일시="2026-11-04 10:00", 구역="어린이보호구역")

    listed = fines.ask(OWNER, "계좌 12가3456")
    assert fines.bound_accounts() == []
    reply = fines.ask(OWNER, "모두요")

    assert "2건" in listed
    assert "1) 12가3456 (11.3. 퇴계로 87) 32,000원(11.25.(수)까지)" in listed
    assert '번호(1, 2) 또는 "모두"' in listed
    assert "32,000원" in reply
    assert "96,000원" in reply
    assert len(set(fines.bound_accounts())) == 2


def test_of_several_cases_one_is_chosen_by_its_sum_and_then_the_rest(fines: FinesInMoto) -> None:
    fines.add_notice(1)
    fines.add_notice(2, 위반일시="2026-11-04 10:00", 구역="어린이보호구역")
    fines.ask(OWNER, "계좌 12가3456")

    one = fines.ask(OWNER, "9만 6천원짜리 먼저 낼게요")
    given = fines.bound_accounts()
    other = fines.ask(OWNER, "나머지도 낼게요")

    assert given == [account_in(one)]
    assert "96,000원" in one
    assert "32,000원" in other
    assert account_in(other) not in given


def test_a_sum_that_two_cases_have_is_asked_back(fines: FinesInMoto) -> None:
    fines.add_notice(1)
    fines.add_notice(2, 위반일시="2026-11-04 10:00")
    fines.ask(OWNER, "계좌 12가3456")

    assert "1)" in fines.ask(OWNER, "3만2천원짜리 주세요")
    assert fines.bound_accounts() == []


def test_the_next_stage_brings_another_account_and_lets_the_first_go(fines: FinesInMoto) -> None:
    fines.add_notice()
    early = account_in(fines.ask(OWNER, "계좌 12가3456"))

    fines.clock.move(days=20)
    full_reply = fines.ask(OWNER, "계좌  12가3456")

    assert "40,000원" in full_reply
    assert "감경금액" not in full_reply
    assert account_in(full_reply) != early
    assert fines.bound_accounts() == [account_in(full_reply)]


def test_a_carrier_that_refuses_costs_no_second_account(fines: FinesInMoto) -> None:
    fines.add_notice()
    fines.post.refusals = 1

    failed = fines.text("message-refused", OWNER, "계좌 12가3456")
    redelivered = fines.text("message-refused", OWNER, "계좌 12가3456")

    assert failed == {"batchItemFailures": [{"itemIdentifier": "sqs-0"}]}
    assert redelivered == {"batchItemFailures": []}
    assert fines.bound_accounts() == [account_in(fines.post.last())]
    assert len(fines.post.texts) == 1


def test_a_poisoned_message_does_not_hold_up_the_others(fines: FinesInMoto) -> None:
    from functions.fines.talk.receive_text.handler import make_handler

    fines.add_notice()
    event = sqs_event("not json", sms_body("message-good", OWNER, "계좌 12가3456"), '{"Message": "{}"}')

    answer = make_handler(lambda: fines.texts)(event, Context())

    assert answer == {"batchItemFailures": [{"itemIdentifier": "sqs-0"}, {"itemIdentifier": "sqs-2"}]}
    assert len(fines.post.texts) == 1


def test_an_empty_pool_is_a_matter_for_a_person_and_the_citizen_hears_so(fines: FinesInMoto) -> None:
    fines.add_notice()
    for record in AccountRecord.scan():
        record.delete()

    reply = fines.ask(OWNER, "계좌 12가3456")
    fines.fill_pool(1)
    answered = fines.ask(OWNER, "계좌  12가3456")

    assert "담당자에게 전달했습니다(접수 2611-0001)" in reply
    assert "32,000원" in answered


def test_workers_that_reach_for_the_same_number_get_different_ones(fines: FinesInMoto) -> None:
    plates = [f"{10 + serial}가{1000 + serial}" for serial in range(5)]
    for serial, plate in enumerate(plates, 1):
        fines.add_notice(serial, 차량번호=plate)
    desks = []
    for _ in plates:
        fines.open()
        # The same page in the same order: each worker but the first reaches for numbers that are gone.
        fines.accounts._seen_free = sorted(fines.accounts.free_now(fines.clock.now()), key=lambda a: a.account_number)
        desks.append(fines.texts)

    given = []
    for plate, desk in zip(plates, desks, strict=True):
        fines.texts = desk
        given.append(account_in(fines.ask(OWNER, f"계좌 {plate}")))

    assert len(set(given)) == len(plates)
    assert sorted(fines.bound_accounts()) == sorted(given)


def test_logs_follow_the_message_and_hold_nothing_personal(fines: FinesInMoto) -> None:
    number = fines.add_notice()
    lines = io.StringIO()
    usual = logger().registered_handler.setStream(lines)

    fines.text("message-followed", OWNER, "계좌 12가3456")
    fines.text("message-too-long", OWNER, "12가3456" * 400)
    logger().registered_handler.setStream(usual)
    reply, logged = fines.post.last(), lines.getvalue()

    followed = [json.loads(line) for line in logged.splitlines() if "message-followed" in line]
    assert [line["message"] for line in followed] == ["account issued", "text answered"]
    assert logged.count("item failed") == 1
    assert number in logged
    for personal in ("12가3456", "3456", "1012345678", "홍길동", "퇴계로", account_in(reply)):
        assert personal not in logged.replace(number, "")


# --- what no carrier will ever take ---


def test_an_answer_no_carrier_takes_is_a_ticket_and_no_dead_letter(fines: FinesInMoto) -> None:
    fines.add_notice()
    fines.post.refuses_for_good = True

    answers = [fines.text("message-abroad", OWNER, "계좌 12가3456") for _ in range(3)]

    assert answers == [{"batchItemFailures": []}] * 3
    (turn,) = list(TurnRecord.scan())
    assert (turn.outcome, turn.hand_off) == ("ticketed", "text_refused")
    (ticket,) = fines.staff.talks.list_tickets.list(10, None).tickets
    assert (ticket.number, ticket.reason) == (turn.ticket, "text_refused")
    assert fines.staff.talks.show_ticket.show(ticket.number).turns[0].reply is not None
    assert fines.post.texts == []


def test_a_ticket_whose_words_no_carrier_takes_stays_one_ticket(fines: FinesInMoto) -> None:
    fines.post.refuses_for_good = True

    assert fines.text("message-abroad", OWNER, "상담원 연결해 주세요") == {"batchItemFailures": []}

    (ticket,) = fines.staff.talks.list_tickets.list(10, None).tickets
    assert ticket.reason == "asked"


def test_a_busy_carrier_is_tried_again_and_makes_no_ticket(fines: FinesInMoto) -> None:
    fines.add_notice()
    fines.post.refusals = 1

    failed = fines.text("message-busy", OWNER, "계좌 12가3456")
    redelivered = fines.text("message-busy", OWNER, "계좌 12가3456")

    assert failed["batchItemFailures"]
    assert redelivered == {"batchItemFailures": []}
    assert fines.staff.talks.list_tickets.list(10, None).tickets == ()
    assert len(fines.post.texts) == 1
