"""Texting that a seizure is off the register, to the owner and to whoever asked for the account that paid."""

from dataclasses import dataclass
from datetime import datetime

from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.receivers import Receiver, receivers_of
from city.fines.money.service.send_receipts import TextReceivers, owner_on_file
from city.fines.money.tables.deposit_records import PAYS
from city.fines.money.tables.deposits import Deposits
from city.fines.money.texts import MoneyTexts


@dataclass(frozen=True, slots=True, kw_only=True)
class TellRelease:
    """Tells of a release once, however often it is asked for with the same moment."""

    cases: Cases
    deposits: Deposits
    text_receivers: TextReceivers
    texts: MoneyTexts

    def tell(self, case: NoticeRecord, released_at: datetime) -> None:
        """Raises Transient."""
        notice = case.to_notice()
        for to in self._hearing(case):
            text = self.texts.seizure_released(to.language, notice, released_at)
            self.text_receivers.send_to(to, f"released-{case.number}-{to.holder[:8]}", text, released_at)

    def _hearing(self, case: NoticeRecord) -> list[Receiver]:
        hearing: dict[str, Receiver] = {}
        for deposit in self.deposits.on_notice(case.number):
            if deposit.outcome in PAYS:
                hearing.update((to.holder, to) for _, to in receivers_of(deposit))
        if case.holder not in hearing and (owner := owner_on_file(self.cases, case)) is not None:
            hearing[owner.holder] = owner
        return list(hearing.values())
