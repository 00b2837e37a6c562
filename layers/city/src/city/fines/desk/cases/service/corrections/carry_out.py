"""Carrying a correction out: the case, its account, its opinions and its money, in one transaction with the history."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from city.aws.dynamo import Writes
from city.contracts.fines.staff.corrections import CorrectCase
from city.fines.desk.cases.service.corrections.judge_correction import JudgeCorrection
from city.fines.desk.tables.corrections import CorrectionRecord
from city.fines.desk.tables.desk import DeskEntries
from city.fines.law.language import Language
from city.fines.law.lifecycle import Move, State
from city.fines.law.notices import PAID, Notice, state_of
from city.fines.law.procedure.corrections import CHANGES_OWNER
from city.fines.law.tables.accounts import revoke
from city.fines.law.tables.case_records import NoticeRecord, holder_of, plate_key_of
from city.fines.law.tables.case_writes import NewOwner, rewrite
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.history import add_history
from city.fines.law.tables.opinions import OpinionRecord
from city.fines.money.ledger import LedgerAccount, lies_in
from city.fines.money.tables.deposits import Deposits
from city.fines.money.tables.ledger import entries_of
from city.fines.talk.dialogue import HandOff
from city.fines.talk.tables.tickets import Tickets, add_ticket
from city.kernel.clock import seoul_date
from city.kernel.phone import PhoneNumber
from city.kernel.privacy import KeyedHash

# An opinion that needs no decision any more: the case it was about is another's, or nobody's.
OVERTAKEN = "overtaken"
BY_OFFICE = "office"


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOut:
    """Adds what a correction writes. What is paid on a case that is cancelled becomes a refund to arrange."""

    cases: Cases
    judge_correction: JudgeCorrection
    desk: DeskEntries
    deposits: Deposits
    tickets: Tickets
    hashed: KeyedHash

    def add(
        self, writes: Writes, record: NoticeRecord, correction: CorrectionRecord, request: CorrectCase, now: datetime
    ) -> bool:
        """Adds all writes, and keeps in `correction` what was there before. Returns whether money is left to refund."""
        corrected, by = self.judge_correction.judge(record, request, now), correction.decided_by
        move = Move(request.move)
        correction.before = json.dumps(_facts_of(record, seoul_date(now)))
        rewrite(
            writes, record, corrected.notice, corrected.deadline, self._new_owner(record, request, corrected.notice)
        )
        if record.current_issue is not None and State(record.status) not in PAID:
            revoke(writes, record.current_issue, now)
        if move in CHANGES_OWNER or move is Move.CANCEL:
            self._lay_opinions_to_rest(writes, record.number, correction, now)
        note = f"{request.ground}: {request.reason}"
        add_history(writes, record.number, move.value, by=by, at=now, note=note)
        paid = move is Move.CANCEL and any(self._settled(record.number))
        if paid:
            self._ask_for_refund(writes, record, now)
        return paid

    def _new_owner(self, record: NoticeRecord, request: CorrectCase, notice: Notice) -> NewOwner | None:
        if Move(request.move) not in CHANGES_OWNER:
            return None
        phone = PhoneNumber.parse(request.owner_phone) if request.owner_phone else None
        # Without a telephone nobody can text for it: the case lives under its own number.
        holder = holder_of(self.hashed, phone) if phone is not None else self.hashed.of("notice", record.number)
        return NewOwner(
            holder=holder,
            name=request.owner_name or record.owner_name,
            phone=phone.e164 if phone is not None else None,
            plate_key=plate_key_of(self.hashed, notice.plate.text),
        )

    def _lay_opinions_to_rest(self, writes: Writes, number: str, correction: CorrectionRecord, now: datetime) -> None:
        for opinion in self.desk.on_notice(number)[1]:
            if opinion.state == "pending":
                opinion.state, opinion.decided_by, opinion.decided_at = OVERTAKEN, correction.decided_by, now
                opinion.decided_reason = correction.reason
                opinion.worklist = opinion.since = None
                _save(writes, opinion)

    def _settled(self, number: str) -> Iterable[bool]:
        return (
            lies_in(entries_of(deposit.deposit_key)) is LedgerAccount.SETTLED
            for deposit in self.deposits.on_notice(number)
        )

    def _ask_for_refund(self, writes: Writes, record: NoticeRecord, now: datetime) -> None:
        add_ticket(
            writes,
            number=self.tickets.next_number(now),
            reason=HandOff.REFUND,
            holder=record.holder,
            phone=record.owner_phone,
            channel=BY_OFFICE,
            language=Language(self.cases.open_file(record.holder).sender.language or Language.KOREAN),
            notice_number=record.number,
            now=now,
        )


def _facts_of(record: NoticeRecord, today: date) -> dict[str, str | None]:
    return {
        "state": state_of(record.to_notice(), today).value,
        "plate": record.plate,
        "owner_name": record.owner_name,
        "owner_phone": record.owner_phone,
        "notified_on": record.notified_on,
        "opinion_until": record.opinion_until,
        "imposed_on": record.imposed_on,
        "pay_until": record.pay_until,
    }


def _save(writes: Writes, opinion: OpinionRecord) -> None:
    writes.add(f"opinion {opinion.entry}", lambda transaction: transaction.save(opinion))
