"""Finding cases by plate, notice number or telephone."""

from city.contracts.fines.staff.cases import CasePage
from city.fines.desk.cases.service.shown import show_case
from city.fines.errors import SearchNeedsOneCriterion
from city.fines.law.privacy import Veil
from city.fines.law.tables.cases import Cases, NoticeRecord, holder_of, plate_key_of
from city.kernel.clock import Clock, seoul_date
from city.kernel.phone import PhoneNumber
from city.kernel.plate import Plate
from city.kernel.privacy import KeyedHash

_Found = tuple[list[NoticeRecord], str | None]


class SearchCases:
    """Finds cases for staff."""

    MOST = 50

    def __init__(self, cases: Cases, clock: Clock, hashed: KeyedHash) -> None:
        self._cases, self._clock, self._hashed = cases, clock, hashed

    def search(
        self, plate: str | None, number: str | None, phone: str | None, limit: int, page: str | None
    ) -> CasePage:
        """Raises SearchNeedsOneCriterion, PlateInvalid, PhoneNumberInvalid, Invalid."""
        if [bool(plate), bool(number), bool(phone)].count(True) != 1:
            raise SearchNeedsOneCriterion
        found, following = self._find(plate, number, phone, limit, page)
        today = seoul_date(self._clock.now())
        return CasePage(cases=tuple(show_case(record, today, Veil()) for record in found), next_page=following)

    def _find(self, plate: str | None, number: str | None, phone: str | None, limit: int, page: str | None) -> _Found:
        if plate:
            return self._cases.with_plate(plate_key_of(self._hashed, Plate.parse(plate).text), limit, page)
        if phone:
            return self._cases.filed_under(holder_of(self._hashed, PhoneNumber.parse(phone)), limit, page)
        record = self._cases.by_number(number or "")
        return ([record] if record else []), None
