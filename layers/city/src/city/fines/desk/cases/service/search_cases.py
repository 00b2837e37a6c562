"""Finding cases by plate, notice number or telephone."""

from dataclasses import dataclass

from city.contracts.fines.staff.cases import CasePage
from city.fines.desk.cases.service.shown_cases import show_case
from city.fines.desk.errors import SearchNeedsOneCriterion
from city.fines.law.privacy import Mask
from city.fines.law.tables.case_records import NoticeRecord, holder_of, plate_key_of
from city.fines.law.tables.cases import Cases
from city.kernel.clock import Clock, seoul_date
from city.kernel.phone import PhoneNumber
from city.kernel.plate import Plate
from city.kernel.privacy import KeyedHash

_Found = tuple[list[NoticeRecord], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchCases:
    """Finds cases for staff."""

    MOST = 50

    cases: Cases
    clock: Clock
    hashed: KeyedHash

    def search(
        self, plate: str | None, number: str | None, phone: str | None, limit: int, page: str | None
    ) -> CasePage:
        """Raises SearchNeedsOneCriterion, PlateInvalid, PhoneNumberInvalid, Invalid."""
        if [bool(plate), bool(number), bool(phone)].count(True) != 1:
            raise SearchNeedsOneCriterion
        found, following = self._find(plate=plate, number=number, phone=phone, limit=limit, page=page)
        today = seoul_date(self.clock.now())
        return CasePage(cases=tuple(show_case(record, today, Mask()) for record in found), next_page=following)

    def _find(self, plate: str | None, number: str | None, phone: str | None, limit: int, page: str | None) -> _Found:
        if plate:
            return self.cases.with_plate(plate_key_of(self.hashed, Plate.parse(plate).text), limit, page)
        if phone:
            return self.cases.filed_under(holder_of(self.hashed, PhoneNumber.parse(phone)), limit, page)
        record = self.cases.by_number(number or "")
        return ([record] if record else []), None
