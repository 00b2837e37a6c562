"""A citizen's whole story, played against the running city and checked at every step."""

import json
import secrets
import urllib.parse
import uuid
from datetime import UTC, datetime, timedelta
from functools import partial

from city.fines.law.amounts import base_fine_krw, early_krw
from city.fines.law.notices import VehicleClass, Violation, Zone
from city.kernel.calendar import PUBLIC_HOLIDAYS
from city.kernel.clock import SEOUL, end_of_day_in_seoul
from city.kernel.money import won_ko
from infra.fines.draws import draw_phone, draw_plate, unknown_to
from infra.fines.seed import as_csv, import_file, notice_row, today_in_seoul
from infra.fines.street import BankClient, FinesClient, Phone
from infra.local.city import City
from infra.local.patience import in_one_sentence
from infra.local.story import Story

_LETTERS = "가나다라마거너더"


def play(city: City) -> int:
    """Plays the story with citizens made for this run. Returns 1 if anything differed. Raises CityTrouble."""
    with in_one_sentence(city):
        return _play(city)


def _play(city: City) -> int:
    story = Story(city)
    bank, clerk, manager = BankClient(city), FinesClient(city), FinesClient(city, "manager")
    today = today_in_seoul()
    plates = [unknown_to(clerk, "plate", partial(draw_plate, letter)) for letter in _LETTERS]
    phones = [unknown_to(clerk, "phone", draw_phone) for _ in plates]
    series = unknown_to(clerk, "number", lambda: f"1140-{today.year}-9{secrets.randbelow(90_000):05d}0")[:-1]
    numbers = [f"{series}{i}" for i in range(len(plates))]
    usual = {
        "소유자": "김시연",
        "위반일시": f"{today - timedelta(days=4)} 09:30",
        "위반장소": "을지로 30",
        "사전통지일": today - timedelta(days=2),
        "의견제출기한": today + timedelta(days=18),
    }
    rows = [
        notice_row(관리번호=n, 차량번호=p, 휴대전화=t, **usual) for n, p, t in zip(numbers, plates, phones, strict=True)
    ]
    rows[1]["구역"] = "어린이보호구역"
    rows[3]["사전통지일"] = str(today - timedelta(days=15))
    rows[3]["위반일시"] = f"{today - timedelta(days=20)} 09:30"
    rows[3]["의견제출기한"] = str(today)
    early = early_krw(base_fine_krw(_violation(Zone.GENERAL)), today)

    story.tell(
        "1. 직원이 고지 파일을 올립니다. 한 줄은 잘못되었습니다.", "A clerk drops a notice file; one row is wrong."
    )
    spoiled = {**rows[0], "관리번호": numbers[0][:-1] + "9", "차량번호": "12가345"}
    name = f"demo-story-{uuid.uuid4().hex[:8]}.csv"
    report = import_file(city, name, as_csv([*rows, spoiled]))
    story.check(report["loaded"] == len(rows), f"{len(rows)}건 등록", f"{report['loaded']} loaded")
    wrong = [(cell["row"], cell["column"]) for cell in report["rejected"]]
    story.check(wrong == [(len(rows) + 2, "차량번호")], "잘못된 행과 열을 짚음", f"the report names {wrong}")
    again = import_file(city, name, as_csv([*rows, spoiled]))
    story.check(
        again["loaded"] == 0 and again["already_present"] == len(rows),
        "다시 올려도 그대로",
        "importing twice changes nothing",
    )

    story.tell("2. 소유자가 가상계좌를 묻습니다.", "The owner asks for an account.")
    owner = Phone(city, phones[0])
    story.says(phones[0], f"가상계좌 좀 주세요 {plates[0]}")
    answer = owner.ask(f"가상계좌 좀 주세요 {plates[0]}")
    story.says("중구청", answer)
    account = account_in(answer)
    story.check(won_ko(early) in answer, f"감경된 금액 {won_ko(early)}", "the reduced amount")
    story.check("의견제출·이의제기를 하실 수 없습니다" in answer, "감경 납부의 효과를 알림", "the warning of §18②")
    story.check(
        account_in(owner.ask(f"{plates[0]} 계좌")) == account, "다시 물어도 같은 계좌", "asking twice, one account"
    )
    message = str(uuid.uuid4())
    before = len(owner.inbox())
    for _ in range(5):
        owner.text(f"계좌 {plates[0]}", message_id=message)
    owner.wait()
    owner.ask("상담원")
    story.check(len(owner.inbox()) == before + 2, "같은 문자가 다섯 번 와도 답은 한 번", "five deliveries, one reply")

    story.tell("3. 모르는 번호가 같은 차를 묻습니다.", "A stranger asks about the same car.")
    stranger = Phone(city, f"010-{secrets.randbelow(1000) + 1000}-{secrets.randbelow(10000):04d}")
    about_real = stranger.ask(f"{plates[0]} 과태료 계좌")
    about_none = stranger.ask("99하9999 과태료 계좌")
    story.says("중구청", about_real)
    story.check(
        about_real == about_none, "없는 차량과 글자 하나 다르지 않음", "word for word as for a car that does not exist"
    )

    story.tell("4. 금액이 다른 입금이 들어옵니다.", "A deposit of the wrong amount arrives.")
    wrong_key = bank.deposit(account, early - 1000)
    kept = clerk.wait_for_deposit(wrong_key)
    story.check(kept["reason"] == "wrong_amount", "보관, 사유: 금액 불일치", f"suspense: {kept['reason']}")
    story.says("중구청", owner.wait())

    story.tell("5. 은행인 척하는 위조 통지가 옵니다.", "Somebody forges the bank's message.")
    body = json.dumps(
        {
            "version": 1,
            "bank": "NH",
            "deposit_id": uuid.uuid4().hex,
            "account_number": account,
            "amount_krw": early,
            "deposited_at": datetime.now(UTC).isoformat(),
        }
    ).encode()
    headers = bank.sign(body, uuid.uuid4().hex, datetime.now(UTC))
    forged, _ = bank.post(body.replace(str(early).encode(), b"1"), headers)
    stale, _ = bank.post(body, bank.sign(body, uuid.uuid4().hex, datetime.now(UTC) - timedelta(hours=1)))
    story.check((forged, stale) == (401, 401), "위조와 낡은 서명은 거절", f"forged {forged}, stale {stale}")

    story.tell("6. 정확한 금액이 들어옵니다.", "The exact amount arrives.")
    first, _ = bank.post(body, headers)
    replayed, _ = bank.post(body, headers)
    story.check((first, replayed) == (202, 409), "한 번 받고, 되풀이는 거절", f"first {first}, replayed {replayed}")
    receipt = owner.wait()
    story.says("중구청", receipt)
    story.check("납부가 확인되었습니다" in receipt and won_ko(early) in receipt, "영수 문자", "the receipt")
    retold, _ = bank.post(body, bank.sign(body, uuid.uuid4().hex, datetime.now(UTC)))
    paid = owner.ask(f"{plates[0]} 과태료 얼마예요")
    story.says("중구청", paid)
    story.check(
        retold == 202 and "더 내실 금액이 없습니다" in paid,
        "은행이 다시 알려도 한 번만 처리",
        "told again, settled once",
    )

    story.tell("7. 같은 계좌로 한 번 더, 그리고 모르는 계좌로.", "A second deposit; a deposit to an unknown account.")
    second = clerk.wait_for_deposit(bank.deposit(account, early))
    story.says("중구청", owner.wait())
    unknown = clerk.wait_for_deposit(bank.deposit("79099999999999", early))
    story.check(second["reason"] == "second_deposit", "보관, 사유: 이중 납부", f"suspense: {second['reason']}")
    story.check(unknown["reason"] == "unknown_account", "보관, 사유: 모르는 계좌", f"suspense: {unknown['reason']}")

    story.tell("8. 기한이 지난 뒤의 입금.", "A deposit after the account expired.")
    late_owner = Phone(city, phones[3])
    late_account = account_in(late_owner.ask(f"계좌 {plates[3]}"))
    # On a Saturday or a holiday the last day is the next working day.
    midnight = end_of_day_in_seoul(PUBLIC_HOLIDAYS.end_of_term(today))
    late = clerk.wait_for_deposit(bank.deposit(late_account, early, deposited_at=midnight))
    story.check(late["reason"] == "expired_account", "보관, 사유: 기한 경과", f"suspense: {late['reason']}")
    in_time = clerk.wait_for_deposit(bank.deposit(late_account, early, deposited_at=midnight - timedelta(seconds=1)))
    story.check(in_time["outcome"] == "settled", "밤 12시 직전의 입금은 납부", "one second before midnight still pays")

    story.tell("9. 직원이 보관된 입금을 봅니다.", "Staff list what waits for them.")
    mine = {entry["deposit_key"] for entry in clerk.read_all("/suspense")}
    story.check(
        {wrong_key, second["deposit_key"], unknown["deposit_key"], late["deposit_key"]} <= mine,
        "네 건 모두 목록에 있음",
        "all four are on the list",
    )

    story.tell("10. 어린이보호구역, 영어 문자, 대리 납부.", "A children's zone; English; somebody else pays.")
    child = early_krw(base_fine_krw(_violation(Zone.CHILDREN)), today)
    english = Phone(city, phones[1]).ask(f"how do i pay the parking fine, car {plates[1]}")
    story.says("Jung-gu Office", english)
    story.check(
        f"{child:,} won" in english,
        f"어린이보호구역 {won_ko(child)}, 영어 답",
        "three times the general rate, in English",
    )
    payer = stranger.ask(f"전자납부번호 {numbers[2]} 차 {plates[2]} 제가 대신 낼게요")
    story.says("중구청", payer)
    story.check(
        won_ko(early) in payer and "을지로" not in payer and plates[2] not in payer,
        "고지서를 가진 사람에게는 납부 정보만",
        "whoever holds the notice hears payment data only",
    )

    _double_payment_refunded(story, clerk, manager, owner, second["deposit_key"])
    _next_stage_with_a_late_deposit(story, bank, clerk, Phone(city, phones[4]), numbers[4], plates[4])
    _opinion_accepted(story, clerk, Phone(city, phones[5]), numbers[5], plates[5])
    _several_cases(story, Phone(city, phones[6]), plates[6], numbers[6], usual)
    _hand_off(story, clerk, Phone(city, phones[7]))
    _bank_takes_it_back(story, bank, Phone(city, phones[7]), plates[7])
    _instalments(story, bank, clerk, Phone(city, phones[2]), numbers[2], plates[2])
    return story.finish()


def _double_payment_refunded(story: Story, clerk: FinesClient, manager: FinesClient, owner: Phone, key: str) -> None:
    story.tell("11. 이중 납부를 두 사람이 돌려줍니다.", "A double payment is refunded, by two people.")
    where = f"/suspense/{urllib.parse.quote(key, safe=':')}"
    proposal = {
        "action": "refund",
        "reason": "이중 납부 확인됨",
        "refund_bank": "NH",
        "refund_account": "3021234567890",
        "refund_holder": "김시연",
    }
    proposed, _ = clerk.ask("POST", f"{where}/proposal", **proposal)
    alone, _ = clerk.ask("POST", f"{where}/approval", approve=True)
    approved, _ = manager.ask("POST", f"{where}/approval", approve=True)
    story.check(
        (proposed, alone, approved) == (200, 403, 200),
        "제안한 직원은 승인할 수 없고, 관리자가 승인",
        f"proposed {proposed}, alone {alone}, approved {approved}",
    )
    paid, _ = manager.ask("POST", f"/refunds/{urllib.parse.quote(key, safe=':')}/paid", bank_reference="NH-2026-0001")
    text = owner.wait()
    story.says("중구청", text)
    story.check(paid == 200 and "돌려드렸습니다" in text, "환급 문자", "the citizen is told")


def _next_stage_with_a_late_deposit(
    story: Story, bank: BankClient, clerk: FinesClient, owner: Phone, number: str, plate: str
) -> None:
    story.tell(
        "12. 감경 기한이 지나 새 계좌가 나가고, 옛 계좌로 입금이 옵니다.",
        "The early window ends: a new account; money comes to the old one.",
    )
    early = account_in(owner.ask(f"계좌 {plate}"))
    in_time = datetime.now(UTC)
    # No demo waits three weeks: the notice's own days are moved back, as if they had passed.
    _let_the_early_window_pass(story.city, number)
    full_reply = owner.ask(f"{plate} 계좌 다시 주세요")
    story.says("중구청", full_reply)
    full = account_in(full_reply)
    fine = base_fine_krw(_violation(Zone.GENERAL))
    story.check(
        full not in ("", early) and won_ko(fine) in full_reply and "감경되어" not in full_reply,
        f"새 계좌, 감경 없는 {won_ko(fine)}",
        "another account for the full amount",
    )
    reduced = early_krw(fine, today_in_seoul())
    late = clerk.wait_for_deposit(bank.deposit(early, reduced))
    story.check(late["reason"] == "revoked_account", "바뀐 뒤의 입금은 보관", f"suspense: {late['reason']}")
    story.says("중구청", owner.wait())
    paid = clerk.wait_for_deposit(bank.deposit(early, reduced, deposited_at=in_time))
    story.check(
        paid["outcome"] == "settled", "바뀌기 전에 보낸 돈은 납부", "sent before the exchange, told after: it pays"
    )
    story.says("중구청", owner.wait())


def _let_the_early_window_pass(city: City, number: str) -> None:
    dynamodb, table = city.client("dynamodb"), city.output("CasesTable")
    pointer = dynamodb.get_item(TableName=table, Key={"holder": {"S": number}, "entry": {"S": "number"}})["Item"]
    today = today_in_seoul()
    # Longer ago than any row of holidays lasts: one of them could end the window today.
    days = {
        "notified_on": today - timedelta(days=40),
        "opinion_until": today - timedelta(days=15),
        "imposed_on": today - timedelta(days=1),
        "pay_until": today + timedelta(days=59),
    }
    dynamodb.update_item(
        TableName=table,
        Key={"holder": pointer["owner_holder"], "entry": {"S": f"notice#{number}"}},
        UpdateExpression="SET " + ", ".join(f"{name} = :{name}" for name in days),
        ExpressionAttributeValues={f":{name}": {"S": day.isoformat()} for name, day in days.items()},
    )


def _opinion_accepted(story: Story, clerk: FinesClient, owner: Phone, number: str, plate: str) -> None:
    story.tell("13. 의견이 접수되고 받아들여집니다.", "An opinion is recorded, word for word, and accepted.")
    words = f"응급실 가느라 세운 건데 억울합니다 {plate}"
    story.says(owner.number.masked, words)
    offered = owner.ask(words)
    story.says("중구청", offered)
    recorded = owner.ask("접수")
    story.says("중구청", recorded)
    opinion = clerk.find("/opinions", notice_number=number)
    story.check(
        "응급진료확인서" in offered and "접수했습니다" in recorded,
        "증빙을 알리고 접수",
        "proof named, opinion recorded",
    )
    status, _ = clerk.ask(
        "POST",
        f"/opinions/{number}/{urllib.parse.quote(opinion['given_at'])}/decision",
        accepted=True,
        ground="emergency_patient",
        documents_seen=["응급진료확인서"],
        reason="응급환자 수송 확인",
    )
    decided = owner.wait()
    story.says("중구청", decided)
    asked = owner.ask(f"{plate} 얼마예요")
    story.check(
        status == 200 and "부과하지 않습니다" in decided and "내실 금액이 없습니다" in asked,
        "인용, 더 낼 금액 없음",
        "accepted: nothing is due any more",
    )


def _several_cases(story: Story, owner: Phone, plate: str, number: str, usual: dict[str, object]) -> None:
    story.tell("14. 한 차에 두 건: 고르거나 모두.", "Two cases of one car: choose, or all of them.")
    row = notice_row(
        관리번호=number[:-1] + "8", 차량번호=plate, 휴대전화=owner.number.e164, **{**usual, "위반장소": "세종대로 110"}
    )
    import_file(story.city, f"demo-second-{uuid.uuid4().hex[:8]}.csv", as_csv([row]))
    listed = owner.ask(f"계좌 부탁드려요 {plate}")
    story.says("중구청", listed)
    both = owner.ask("모두요")
    story.says("중구청", both)
    accounts = {word for word in both.split() if word.startswith("790-")}
    story.check("2건" in listed and len(accounts) == 2, "건마다 다른 계좌", "an account for each, never one sum")


def _hand_off(story: Story, clerk: FinesClient, citizen: Phone) -> None:
    story.tell("15. 사람을 찾으면 사람이 답합니다.", "Who asks for a person hears from a person.")
    handed = citizen.ask("사람이랑 통화하고 싶어요")
    story.says("중구청", handed)
    number = handed.partition("접수 ")[2].partition(")")[0]
    status, _ = clerk.ask(
        "POST", f"/tickets/{number}/answer", words="안녕하세요, 주차관리과입니다. 무엇을 도와드릴까요?"
    )
    answered = citizen.wait()
    story.says("중구청", answered)
    again, _ = clerk.ask(
        "POST", f"/tickets/{number}/answer", words="안녕하세요, 주차관리과입니다. 무엇을 도와드릴까요?"
    )
    story.check(
        (status, again) == (200, 200) and "무엇을 도와드릴까요" in answered and not citizen.whatever_else_comes(),
        "접수, 직원의 답, 한 번만",
        "a ticket, a clerk's answer, sent once",
    )


def _instalments(story: Story, bank: BankClient, clerk: FinesClient, owner: Phone, number: str, plate: str) -> None:
    story.tell("17. 형편이 어려운 소유자가 나누어 냅니다.", "An owner who cannot pay at once pays in two instalments.")
    _let_the_early_window_pass(story.city, number)
    today = today_in_seoul()
    granted, _ = clerk.ask(
        "POST",
        f"/cases/{number}/plan",
        hardship="unemployed",
        applied_on=str(today),
        months=2,
        first_due=str(today + timedelta(days=7)),
    )
    text = owner.wait()
    story.says("중구청", text)
    half = base_fine_krw(_violation(Zone.GENERAL)) // 2
    first = owner.ask(f"계좌 {plate}")
    story.says("중구청", first)
    story.check(
        granted == 200 and "분할납부가 허가" in text and f"1회차(전체 2회) {won_ko(half)}" in first,
        "허가, 회차마다 계좌",
        "granted: an account for the instalment that is due",
    )
    bank.deposit(account_in(first), half)
    story.says("중구청", owner.wait())
    second = account_in(owner.ask(f"계좌 {plate}"))
    twice = clerk.wait_for_deposit(bank.deposit(account_in(first), half))
    owner.wait()
    bank.deposit(second, half)
    closed = owner.wait()
    story.says("중구청", closed)
    case = clerk.read(f"/cases/{number}")
    story.check(
        second != account_in(first) and twice["reason"] == "second_deposit" and "종결되었습니다" in closed,
        "같은 회차를 두 번 내면 보관, 마지막 회차로 종결",
        "an instalment paid twice is kept; the last one closes the case",
    )
    story.check(
        case["paid_krw"] == 2 * half and case["plan"]["paid_krw"] == 2 * half,
        f"합계 {won_ko(2 * half)}",
        "the instalments come to the fine",
    )


def _bank_takes_it_back(story: Story, bank: BankClient, payer: Phone, plate: str) -> None:
    story.tell("16. 은행이 입금을 취소하면 다시 미납입니다.", "The bank takes a payment back: the fine is open again.")
    account = account_in(payer.ask(f"계좌 {plate}"))
    amount = early_krw(base_fine_krw(_violation(Zone.GENERAL)), today_in_seoul())
    deposit_id = uuid.uuid4().hex
    bank.deposit(account, amount, deposit_id)
    story.says("중구청", payer.wait())
    bank.deposit(account, amount, deposit_id, kind="cancel")
    reversed_ = payer.wait()
    story.says("중구청", reversed_)
    again = account_in(payer.ask(f"계좌 {plate}"))
    story.check(
        "은행이 취소" in reversed_ and again not in ("", account), "다시 미납, 새 계좌", "unpaid again, another account"
    )


def account_in(reply: str) -> str:
    """The account number in a reply, digits only."""
    words = [word for word in reply.split() if word.startswith("790-")]
    return "".join(c for c in words[0] if c.isdigit()) if words else ""


def _violation(zone: Zone) -> Violation:
    at = datetime.combine(today_in_seoul() - timedelta(days=4), datetime.min.time(), SEOUL).replace(hour=9, minute=30)
    return Violation(at=at, zone=zone, vehicle=VehicleClass.PASSENGER)
