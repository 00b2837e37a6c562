"""Filing a case under another telephone: its owner has a new number."""

from dataclasses import dataclass, replace

from pynamodb.connection import Connection

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.contracts.fines.staff.cases import CaseLine
from city.fines.desk.cases.service.shown_cases import show_case
from city.fines.law.privacy import Mask
from city.fines.law.service.races import find_case, look_again, write_all
from city.fines.law.tables.accounts import Accounts, follow_owner
from city.fines.law.tables.case_records import NoticeRecord, holder_of
from city.fines.law.tables.case_writes import refile
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.history import add_history
from city.kernel.clock import Clock, seoul_date
from city.kernel.phone import PhoneNumber
from city.kernel.privacy import KeyedHash


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOwnerPhone:
    """Moves a case to another telephone's file, and its account with it."""

    connection: Connection
    cases: Cases
    accounts: Accounts
    clock: Clock
    hashed: KeyedHash

    def change(self, number: str, phone: str, by: str) -> CaseLine:
        """The same number again changes nothing. Raises PhoneNumberInvalid, NoticeUnknown, Transient."""
        parsed = PhoneNumber.parse(phone)
        record = look_again(lambda: self._changed(number, parsed, by))
        return show_case(record, seoul_date(self.clock.now()), Mask())

    def _changed(self, number: str, phone: PhoneNumber, by: str) -> NoticeRecord:
        record, now = find_case(self.cases, number), self.clock.now()
        holder = holder_of(self.hashed, phone)
        if record.holder == holder:
            return record
        writes = Writes()
        refile(writes, record, holder, None, {"owner_phone": phone.e164})
        self._take_account_along(writes, record, holder, phone)
        add_history(writes, number, "owner's telephone changed", by=by, at=now)
        write_all(writes, self.connection)
        count("OwnerPhoneChanged")
        logger().info("owner's telephone changed", extra={"notice_number": number, "by": by})
        return find_case(self.cases, number)

    def _take_account_along(self, writes: Writes, record: NoticeRecord, holder: str, phone: PhoneNumber) -> None:
        issue = record.current_issue
        account = self.accounts.find(issue.account_number) if issue is not None else None
        if issue is None or account is None or account.issue is None:
            return
        bound = account.issue.to_issue()
        if bound.notice_number == record.number and bound.paid_at is None and account.owner is not None:
            follow_owner(writes, issue, replace(account.owner.to_receiver(), holder=holder, phone=phone.e164))
