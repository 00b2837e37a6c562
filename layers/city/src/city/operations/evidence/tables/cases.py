"""The table of evidence: exports, access requests and holds, each one record that says which revision it is."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from city.aws.paging import name_page, read_page
from city.operations.evidence.access import AccessRequest
from city.operations.evidence.errors import CaseChanged, CaseUnknown
from city.operations.evidence.exports import Export
from city.operations.evidence.film import Film
from city.operations.evidence.hiding.job import HidingJob
from city.operations.evidence.retention import LegalHold

# What is worked on by somebody, in the list of its kind; what is over leaves it.
OPEN, OVER = "open", "over"


class WorklistIndex(GlobalSecondaryIndex[Any]):
    class Meta:
        index_name = "worklist"
        projection = AllProjection()

    worklist = UnicodeAttribute(hash_key=True)
    since = UnicodeAttribute(range_key=True)


class CaseRecord(Model):
    class Meta:
        table_name = "evidence"

    case_id = UnicodeAttribute(hash_key=True)
    worklist = UnicodeAttribute()
    since = UnicodeAttribute()
    body = UnicodeAttribute()
    revision = NumberAttribute()

    by_worklist = WorklistIndex()


CaseT = TypeVar("CaseT", AccessRequest, Export, Film, HidingJob)


class _Kept(Generic[CaseT]):
    """Cases of one kind, under a name of the kind; kept as JSON, for only their lists are asked for."""

    def __init__(self, kind: str, form: TypeAdapter[CaseT]) -> None:
        self._kind = kind
        self._form: TypeAdapter[CaseT] = form

    def read(self, case_id: str) -> CaseT:
        """Strongly consistent. Raises CaseUnknown."""
        try:
            record = CaseRecord.get(f"{self._kind}#{case_id}", consistent_read=True)
        except CaseRecord.DoesNotExist as error:
            raise CaseUnknown from error
        return self._form.validate_json(record.body)

    def write(self, case: CaseT, *, since: str, is_open: bool) -> CaseT:
        """The case as it stands now, one revision on. Raises CaseChanged where another was written since it was read."""
        written = replace(case, revision=case.revision + 1)
        record = CaseRecord(
            f"{self._kind}#{case.id}",
            worklist=f"{self._kind}#{OPEN if is_open else OVER}",
            since=f"{since}#{case.id}",
            body=self._form.dump_json(written).decode(),
            revision=written.revision,
        )
        unchanged = CaseRecord.revision == case.revision if case.revision else CaseRecord.case_id.does_not_exist()
        try:
            record.save(condition=unchanged)
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            raise CaseChanged from error
        return written

    def list(self, which: str, limit: int, page: str | None) -> tuple[list[CaseT], str | None]:
        """Open ones or those that are over, earliest first, and the name of the next page. Raises Invalid."""
        worklist = f"{self._kind}#{which}"
        found = CaseRecord.by_worklist.query(
            worklist,
            limit=limit,
            page_size=limit,
            last_evaluated_key=read_page(page, "since", "case_id", worklist=worklist) if page else None,
        )
        cases = [self._form.validate_json(record.body) for record in found]
        return cases, name_page(found.last_evaluated_key, "since", "case_id")

    def all_open(self) -> Iterator[CaseT]:
        for record in CaseRecord.by_worklist.query(f"{self._kind}#{OPEN}"):
            yield self._form.validate_json(record.body)


class AccessRequests(_Kept[AccessRequest]):
    """Open ones by their last day."""

    def __init__(self) -> None:
        super().__init__("access", TypeAdapter(AccessRequest))


class Exports(_Kept[Export]):
    def __init__(self) -> None:
        super().__init__("export", TypeAdapter(Export))


class Films(_Kept[Film]):
    """What was fetched of each case's film, apart from the case: people and the worker write at the same time."""

    def __init__(self) -> None:
        super().__init__("film", TypeAdapter(Film))

    def keep(self, film: Film) -> Film:
        """One revision on. Raises CaseChanged."""
        return self.write(film, since=film.asked_at.isoformat(), is_open=not film.is_complete)

    def find(self, case_ids: Collection[str]) -> dict[str, Film]:
        """Those of these cases that have any, strongly consistent."""
        keys = [f"film#{each}" for each in case_ids]
        found = CaseRecord.batch_get(keys, consistent_read=True) if keys else ()
        films = [self._form.validate_json(record.body) for record in found]
        return {film.id: film for film in films}


class HidingJobs(_Kept[HidingJob]):
    """Under the number of the request; one copy is made at a time."""

    def __init__(self) -> None:
        super().__init__("hiding", TypeAdapter(HidingJob))


class Holds:
    """Legal holds."""

    def __init__(self) -> None:
        self._form: TypeAdapter[LegalHold] = TypeAdapter(LegalHold)

    def all(self) -> list[LegalHold]:
        """Every hold there ever was, strongly consistent: one that was placed a moment ago counts. Reads the table."""
        found = CaseRecord.scan(CaseRecord.case_id.startswith("hold#"), consistent_read=True)
        return [self._form.validate_json(record.body) for record in found]

    def write(self, hold: LegalHold) -> None:
        record = CaseRecord(
            f"hold#{hold.id}",
            worklist=f"hold#{OPEN if hold.lifted_at is None else OVER}",
            since=hold.placed_at.isoformat(),
            body=self._form.dump_json(hold).decode(),
            revision=1,
        )
        record.save()

    def is_in_force(self, hold_id: str) -> bool:
        """Strongly consistent."""
        try:
            return self.read(hold_id).lifted_at is None
        except CaseUnknown:
            return False

    def read(self, hold_id: str) -> LegalHold:
        """Raises CaseUnknown."""
        try:
            record = CaseRecord.get(f"hold#{hold_id}", consistent_read=True)
        except CaseRecord.DoesNotExist as error:
            raise CaseUnknown from error
        return self._form.validate_json(record.body)
