"""Whatever happens to a case and its deposits, in whatever order: a closed case has its money, and money its case."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from city.fines.desk.bootstrap import build_books_check, build_deadlines
from city.fines.law.lifecycle import State
from city.fines.law.notices import PAID
from city.fines.law.tables.held_money import held_of
from city.fines.money.ledger import LedgerAccount, lies_in
from city.fines.money.tables.deposit_records import DepositRecord
from city.fines.money.tables.ledger import entries_of
from city.kernel.clock import seoul_date
from tests.integration.conftest import empty_cloud
from tests.integration.fines_in_moto import OWNER, FinesInMoto, account_in
from tests.integration.staff import Staff

REFUND = {
    "action": "refund",
    "reason": "환급 요청",
    "refund_bank": "KB",
    "refund_account": "12345678901234",
    "refund_holder": "홍길동",
}


@dataclass
class Office:
    """One case, the bank and two people at the desk. What the law or the desk refuses is refused, and nothing else happens."""

    fines: FinesInMoto
    staff: Staff
    number: str = ""
    accounts: list[str] = field(default_factory=list)
    paid_to: dict[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return seoul_date(self.fines.clock.now())

    def ask(self) -> None:
        reply = self.fines.ask(OWNER, "계좌 12가3456" + " " * len(self.fines.post.texts))
        if "790-" in reply:
            self.accounts.append(account_in(reply))

    def deposit(self, which: int, short: bool) -> None:
        """Of the amount that the account asked for, or a little less."""
        if not self.accounts:
            return self.ask()
        account = self.accounts[which % len(self.accounts)]
        record = self.fines.accounts.find(account)
        assert record is not None
        amount = int(record.issue.amount_krw) - (100 if short else 0)
        deposit_id = f"deposit-{len(self.paid_to)}"
        self.fines.pay(account, amount, deposit_id)
        self.paid_to[deposit_id] = (account, amount)
        return None

    def some_deposit(self, which: int) -> str | None:
        return sorted(self.paid_to)[which % len(self.paid_to)] if self.paid_to else None

    def reverse(self, which: int) -> None:
        deposit_id = self.some_deposit(which)
        if deposit_id is None or lies_in(entries_of(f"NH:{deposit_id}")) is None:
            return  # money that was paid out cannot be taken back: an alarm, and not a state
        self.fines.pay(*self.paid_to[deposit_id], deposit_id, kind="cancel")

    def propose(self, which: int, reopens_case: bool) -> None:
        self._post(which, "suspense/{}/proposal", {**REFUND, "reopens_case": reopens_case}, "clerk", "kim")

    def assign(self, which: int) -> None:
        body = {"action": "assign", "notice_number": self.number, "reason": "입금 확인"}
        self._post(which, "suspense/{}/proposal", body, "clerk", "kim")

    def decide(self, which: int, approve: bool) -> None:
        self._post(which, "suspense/{}/approval", {"approve": approve}, "manager", "boss")

    def pay_out(self, which: int) -> None:
        self._post(which, "refunds/{}/paid", {"bank_reference": "NH-1"}, "clerk", "lee")

    def _post(self, which: int, path: str, body: Any, group: str, sub: str) -> None:
        deposit_id = self.some_deposit(which)
        if deposit_id is not None:
            assert self.staff.post("/" + path.format(f"NH:{deposit_id}"), body, group, sub)[0] < 500

    def move(self, move: str) -> None:
        received = {"received_on": self.today.isoformat()} if move == "object" else {}
        body = {"move": move, "note": f"처리 {len(self.fines.post.texts)}", **received}
        assert self.staff.post(f"/cases/{self.number}/moves", body, "manager", "boss")[0] < 500

    def grant(self) -> None:
        first = self.today + timedelta(days=10)
        body = {"hardship": "unemployed", "months": 3, "applied_on": str(self.today), "first_due": str(first)}
        assert self.staff.post(f"/cases/{self.number}/plan", body, "clerk", "kim")[0] < 500

    def cancel(self) -> None:
        """Two people cancel it of the office's own accord."""
        body = {"move": "cancel", "ground": "no_violation", "reason": "단속 착오"}
        assert self.staff.post(f"/cases/{self.number}/corrections", body, "clerk", "kim")[0] < 500
        path = f"/cases/{self.number}/corrections/decision"
        assert self.staff.post(path, {"approve": True}, "manager", "boss")[0] < 500

    def wait(self, days: int) -> None:
        self.fines.clock.move(days=days)


def check(office: Office) -> None:
    """The night's check finds nothing but money that a cancelled case is owed back; and the citizen hears what is held."""
    books = build_books_check({**office.fines.environment, "CASE_KEPT_DAYS": "1826"}, office.fines.clock)
    report = books.check(lambda: 900_000)
    assert {gap.kind.value for gap in report.gaps} <= {"money_of_a_cancelled_case"}, report.gaps
    night = build_deadlines(office.fines.environment, office.fines.clock)
    assert night.file(lambda: 900_000).filed == 0, "somebody moved the case and did not write what is due next"
    case = office.fines.cases.by_number(office.number)
    assert case is not None
    settled = sum(
        int(record.amount_krw)
        for record in DepositRecord.scan()
        if lies_in(entries_of(record.deposit_key)) is LedgerAccount.SETTLED
    )
    if State(case.status) in PAID:
        assert settled == case.paid_krw
    waiting = {
        record.deposit_key
        for record in DepositRecord.scan()
        if lies_in(entries_of(record.deposit_key)) in (LedgerAccount.SUSPENSE, LedgerAccount.REFUND_PAYABLE)
    }
    assert {money.deposit_key for money in held_of(case)} == waiting


some = st.integers(0, 5)
STEPS = st.one_of(
    st.tuples(st.just("ask")),
    st.tuples(st.just("deposit"), some, st.sampled_from([False, False, False, True])),
    st.tuples(st.just("reverse"), some),
    st.tuples(st.just("propose"), some, st.booleans()),
    st.tuples(st.just("assign"), some),
    st.tuples(st.just("decide"), some, st.sampled_from([True, True, False])),
    st.tuples(st.just("pay_out"), some),
    st.tuples(st.just("grant")),
    st.tuples(st.just("cancel")),
    st.tuples(st.just("wait"), st.sampled_from([1, 20, 70])),
    st.tuples(
        st.just("move"),
        st.sampled_from(["object", "accept_objection", "withdraw_objection", "dun", "seize", "release"]),
    ),
)


_PAY, _SHORT = ("deposit", 9, False), ("deposit", 9, True)
_PAY_LAST = ("deposit", -1, False)
TWICE = [_PAY, _PAY, ("propose", 1, False), ("decide", 1, True), ("pay_out", 1), ("reverse", 0)]
BY_MISTAKE = [_PAY, ("propose", 0, True), ("decide", 0, True), ("ask",), _PAY_LAST, ("pay_out", 0), ("reverse", 1)]
INSTALMENTS = [
    ("wait", 30),
    ("grant",),
    ("ask",),
    _PAY_LAST,
    ("ask",),
    _PAY_LAST,
    ("propose", 0, True),
    ("decide", 0, True),
    ("ask",),
    _PAY_LAST,
    ("ask",),
    _PAY_LAST,
    ("reverse", 3),
    ("propose", 1, True),
    ("decide", 1, True),
]
SEIZED = [
    ("wait", 120),
    ("move", "dun"),
    ("move", "seize"),
    ("ask",),
    _PAY_LAST,
    ("move", "release"),
    ("propose", 0, True),
    ("decide", 0, True),
]
OBJECTED = [
    ("wait", 30),
    ("grant",),
    ("ask",),
    _PAY_LAST,
    ("move", "object"),
    ("propose", 0, False),
    ("decide", 0, True),
]
CANCELLED = [_PAY, ("cancel",), ("propose", 0, False), ("decide", 0, True), ("pay_out", 0)]
CANCELLED_AND_TAKEN_BACK = [*SEIZED[:5], ("cancel",), ("reverse", 0)]
BETWEEN = [("wait", 20), ("ask",), _PAY_LAST, ("reverse", 0), _PAY_LAST, ("assign", 0), ("decide", 0, True)]


@example(TWICE)
@example(BY_MISTAKE)
@example(INSTALMENTS)
@example(SEIZED)
@example(OBJECTED)
@example(CANCELLED)
@example(CANCELLED_AND_TAKEN_BACK)
@example(BETWEEN)
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEPS, min_size=4, max_size=12))
def test_the_books_agree_after_every_step(steps: list[tuple[Any, ...]]) -> None:
    with empty_cloud():
        fines = FinesInMoto().build()
        fines.fill_pool()
        office = Office(fines, Staff(fines))
        office.number = fines.add_notice()
        office.ask()
        for name, *arguments in steps:
            fines.clock.move(minutes=1)
            getattr(office, name)(*arguments)
            check(office)
