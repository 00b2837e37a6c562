"""What procedures say, version by version: a version is written once and never changed."""

import json
from datetime import datetime, timedelta

from pynamodb.attributes import (
    BooleanAttribute,
    DiscriminatorAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.exceptions import PutError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from city.contracts.operations.city_event import Category, Severity
from city.operations.procedures.errors import ProcedureChanged
from city.operations.procedures.procedure import Procedure, Step, WhenLate

_VERSION, _SHELF = "version#", "procedures"


class WaitingIndex(GlobalSecondaryIndex["ProcedureTable"]):
    """Steps that wait for somebody's answer, by the group that was asked, the oldest first."""

    class Meta:
        index_name = "waiting"
        projection = AllProjection()

    waiting_for = UnicodeAttribute(hash_key=True)
    since = UTCDateTimeAttribute(range_key=True)


class ProcedureTable(Model):
    """`waiting_for` stands on a step until it is answered."""

    class Meta:
        table_name = "procedures"

    subject = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    record = DiscriminatorAttribute()
    waiting_for = UnicodeAttribute(null=True)
    since = UTCDateTimeAttribute(null=True)

    by_waiting = WaitingIndex()


class ProcedureRecord(ProcedureTable, discriminator="procedure"):
    version = NumberAttribute()
    ko = UnicodeAttribute()
    en = UnicodeAttribute()
    category = UnicodeAttribute()
    kinds = UnicodeAttribute()
    from_severity = UnicodeAttribute()
    steps = UnicodeAttribute()
    in_force = BooleanAttribute()
    written_by = UnicodeAttribute()
    written_by_name = UnicodeAttribute(null=True)
    written_at = UTCDateTimeAttribute()

    @property
    def procedure_id(self) -> str:
        name: str = self.entry if self.subject == _SHELF else self.subject.removeprefix("procedure#")
        return name

    def to_procedure(self) -> Procedure:
        return Procedure(
            procedure_id=self.procedure_id,
            version=int(self.version),
            ko=self.ko,
            en=self.en,
            category=Category(self.category),
            kinds=frozenset(json.loads(self.kinds)),
            from_severity=Severity(self.from_severity),
            steps=tuple(_read_step(step) for step in json.loads(self.steps)),
            in_force=bool(self.in_force),
        )


class Procedures:
    """Each procedure's newest version lies on one shelf, so that an incident's are found by one query."""

    def list_newest(self) -> list[ProcedureRecord]:
        return list(ProcedureRecord.query(_SHELF, consistent_read=True))

    def versions(self, procedure_id: str) -> list[ProcedureRecord]:
        """The newest first."""
        found = ProcedureRecord.query(
            f"procedure#{procedure_id}", ProcedureTable.entry.startswith(_VERSION), scan_index_forward=False
        )
        return list(found)

    def version(self, procedure_id: str, version: int) -> Procedure | None:
        try:
            record = ProcedureRecord.get(f"procedure#{procedure_id}", f"{_VERSION}{version:06d}", consistent_read=True)
        except ProcedureRecord.DoesNotExist:
            return None
        return record.to_procedure()

    def add_version(self, procedure: Procedure, by: str, by_name: str | None, at: datetime) -> ProcedureRecord:
        """Writes a version after the one before it. Raises ProcedureChanged where somebody has written it meanwhile.

        The version is written before the shelf shows it: a crash between them is mended by whoever writes next.
        """
        versioned = _record(f"procedure#{procedure.procedure_id}", f"{_VERSION}{procedure.version:06d}", procedure)
        shelved = _record(_SHELF, procedure.procedure_id, procedure)
        for record in (versioned, shelved):
            record.written_by, record.written_by_name, record.written_at = by, by_name, at
        older = ProcedureRecord.version < procedure.version
        try:
            versioned.save(condition=ProcedureTable.entry.does_not_exist())
            shelved.save(condition=ProcedureTable.entry.does_not_exist() | older)
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            raise ProcedureChanged(procedure.procedure_id) from None
        return shelved


def _record(subject: str, entry: str, procedure: Procedure) -> ProcedureRecord:
    return ProcedureRecord(
        subject,
        entry,
        version=procedure.version,
        ko=procedure.ko,
        en=procedure.en,
        category=procedure.category.value,
        kinds=json.dumps(sorted(procedure.kinds)),
        from_severity=procedure.from_severity.value,
        steps=json.dumps([_step_value(step) for step in procedure.steps], ensure_ascii=False),
        in_force=procedure.in_force,
    )


def _step_value(step: Step) -> dict[str, object]:
    return {
        "ko": step.ko,
        "en": step.en,
        "who": step.who,
        "limit_s": int(step.limit.total_seconds()),
        "may_refuse": step.may_refuse,
        "when_late": step.when_late.value,
    }


def _read_step(value: dict[str, object]) -> Step:
    return Step(
        ko=str(value["ko"]),
        en=str(value["en"]),
        who=str(value["who"]),
        limit=timedelta(seconds=int(str(value["limit_s"]))),
        may_refuse=bool(value["may_refuse"]),
        when_late=WhenLate(str(value["when_late"])),
    )
