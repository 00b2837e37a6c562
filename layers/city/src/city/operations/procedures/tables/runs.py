"""Runs of procedures at incidents, their steps and answers, and who was told when nobody acknowledged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.exceptions import PutError, UpdateError

from city.operations.procedures.errors import RunUnknown, StepNotAsked
from city.operations.procedures.tables.procedures import ProcedureTable
from city.operations.procedures.walk import Answer, Asked, Ending

_REFUSED = "ConditionalCheckFailedException"
_RUN, _STEP, _LEVEL = "run#", "step#", "level#"


@dataclass(frozen=True, slots=True)
class RunKey:
    """A procedure runs once at an incident: what names a run."""

    incident_id: str
    procedure_id: str

    def __str__(self) -> str:
        return f"{self.incident_id}.{self.procedure_id}"

    @classmethod
    def of(cls, run_id: str) -> "RunKey":
        """Raises RunUnknown."""
        incident_id, dot, procedure_id = run_id.partition(".")
        if not (incident_id and dot and procedure_id):
            raise RunUnknown(run_id)
        return cls(incident_id, procedure_id)


class RunRecord(ProcedureTable, discriminator="run"):
    version = NumberAttribute()
    ko = UnicodeAttribute()
    en = UnicodeAttribute()
    exercise = BooleanAttribute()
    started_at = UTCDateTimeAttribute()
    # None: it started by itself.
    started_by = UnicodeAttribute(null=True)
    started_by_name = UnicodeAttribute(null=True)
    ended_at = UTCDateTimeAttribute(null=True)
    ending = UnicodeAttribute(null=True)

    @property
    def key(self) -> RunKey:
        return RunKey(self.subject.removeprefix(_subject("")), self.entry.removeprefix(_RUN))


class StepRecord(ProcedureTable, discriminator="step"):
    """A step as it was asked once. `token` wakes the state machine and is shown to nobody."""

    number = NumberAttribute()
    turn = NumberAttribute()
    who = UnicodeAttribute()
    ko = UnicodeAttribute()
    en = UnicodeAttribute()
    may_refuse = BooleanAttribute()
    limit_s = NumberAttribute()
    asked_at = UTCDateTimeAttribute()
    token = UnicodeAttribute()
    answer = UnicodeAttribute(null=True)
    answered_by = UnicodeAttribute(null=True)
    answered_by_name = UnicodeAttribute(null=True)
    answered_at = UTCDateTimeAttribute(null=True)
    note = UnicodeAttribute(null=True)

    @property
    def key(self) -> RunKey:
        return RunKey(self.subject.removeprefix(_subject("")), self.entry.removeprefix(_STEP).split("#")[0])

    @property
    def asked(self) -> Asked:
        limit = timedelta(seconds=int(self.limit_s))
        return Asked(number=int(self.number), turn=int(self.turn), who=self.who, limit=limit)

    @property
    def due_at(self) -> datetime:
        due: datetime = self.asked_at + timedelta(seconds=int(self.limit_s))
        return due


class LevelRecord(ProcedureTable, discriminator="level"):
    """A level of people that was told of an incident that nobody acknowledged."""

    told_at = UTCDateTimeAttribute()
    who = UnicodeAttribute()


class Runs:
    def add(self, record: RunRecord) -> bool:
        """False where it runs already, or ran: then nothing changes."""
        return _once(record)

    def get(self, key: RunKey) -> RunRecord:
        """Raises RunUnknown."""
        try:
            return RunRecord.get(_subject(key.incident_id), f"{_RUN}{key.procedure_id}", consistent_read=True)
        except RunRecord.DoesNotExist:
            raise RunUnknown(str(key)) from None

    def of_incident(self, incident_id: str) -> list[RunRecord]:
        return list(RunRecord.query(_subject(incident_id), ProcedureTable.entry.startswith(_RUN), consistent_read=True))

    def end(self, record: RunRecord, ending: Ending, at: datetime) -> None:
        """Ended once: what it ended by first stands."""
        _if_it_holds(
            record,
            [RunRecord.ended_at.set(at), RunRecord.ending.set(ending.value)],
            RunRecord.ended_at.does_not_exist(),
        )

    # --- steps

    def ask(self, record: StepRecord) -> bool:
        """False where this turn was asked before: then nothing changes."""
        return _once(record)

    def steps(self, key: RunKey) -> list[StepRecord]:
        """In the order in which they were asked."""
        found = StepRecord.query(
            _subject(key.incident_id),
            ProcedureTable.entry.startswith(f"{_STEP}{key.procedure_id}#"),
            consistent_read=True,
        )
        return list(found)

    def step(self, key: RunKey, number: int, turn: int) -> StepRecord:
        """Raises StepNotAsked."""
        try:
            return StepRecord.get(_subject(key.incident_id), step_entry(key, number, turn), consistent_read=True)
        except StepRecord.DoesNotExist:
            raise StepNotAsked(f"{key} {number}") from None

    def waiting_for(self, group: str, most: int) -> Iterator[StepRecord]:
        found: Iterator[StepRecord] = StepRecord.by_waiting.query(group, limit=most)  # type: ignore[assignment]
        return found

    def answer(
        self, step: StepRecord, answer: Answer, at: datetime, by: str | None, by_name: str | None, note: str | None
    ) -> None:
        """Takes the first answer of a step, and takes the step off the list of its group. Raises StepNotAsked."""
        actions: list[Any] = [
            StepRecord.answer.set(answer.value),
            StepRecord.answered_at.set(at),
            ProcedureTable.waiting_for.remove(),
            ProcedureTable.since.remove(),
        ]
        if by is not None:
            actions += [StepRecord.answered_by.set(by)]
        if by_name is not None:
            actions += [StepRecord.answered_by_name.set(by_name)]
        if note:
            actions += [StepRecord.note.set(note)]
        if not _if_it_holds(step, actions, StepRecord.answer.does_not_exist()):
            raise StepNotAsked(f"{step.key} {step.number}")

    def hand_over(self, step: StepRecord, who: str, note: str) -> None:
        """The same step, its limit unchanged, asked of another group. Raises StepNotAsked."""
        actions = [StepRecord.who.set(who), ProcedureTable.waiting_for.set(who), StepRecord.note.set(note)]
        if not _if_it_holds(step, actions, StepRecord.answer.does_not_exist()):
            raise StepNotAsked(f"{step.key} {step.number}")

    def close(self, step: StepRecord, at: datetime) -> None:
        """Takes a step off the list of its group because its incident is over; one that was answered stays as it is."""
        actions = [
            StepRecord.answer.set("ended"),
            StepRecord.answered_at.set(at),
            ProcedureTable.waiting_for.remove(),
            ProcedureTable.since.remove(),
        ]
        _if_it_holds(step, actions, StepRecord.answer.does_not_exist())

    def wake_by(self, step: StepRecord, token: str) -> None:
        """The token that waits from now on, unless the step was answered meanwhile."""
        _if_it_holds(step, [StepRecord.token.set(token)], StepRecord.answer.does_not_exist())

    # --- who was told

    def tell_level(self, incident_id: str, number: int, who: str, at: datetime) -> bool:
        """False where this level was told before."""
        return _once(LevelRecord(_subject(incident_id), f"{_LEVEL}{number}", told_at=at, who=who))

    def levels_told(self, incident_id: str) -> list[LevelRecord]:
        found = LevelRecord.query(_subject(incident_id), ProcedureTable.entry.startswith(_LEVEL), consistent_read=True)
        return list(found)


def new_run(key: RunKey, **fields: Any) -> RunRecord:
    return RunRecord(_subject(key.incident_id), f"{_RUN}{key.procedure_id}", **fields)


def new_step(key: RunKey, asked: Asked, at: datetime, **fields: Any) -> StepRecord:
    return StepRecord(
        _subject(key.incident_id),
        step_entry(key, asked.number, asked.turn),
        number=asked.number,
        turn=asked.turn,
        who=asked.who,
        waiting_for=asked.who,
        since=at,
        asked_at=at,
        limit_s=int(asked.limit.total_seconds()),
        **fields,
    )


def step_entry(key: RunKey, number: int, turn: int) -> str:
    return f"{_STEP}{key.procedure_id}#{number:02d}#{turn}"


def _subject(incident_id: str) -> str:
    return f"incident#{incident_id}"


def _once(record: ProcedureTable) -> bool:
    try:
        record.save(condition=ProcedureTable.entry.does_not_exist())
    except PutError as error:
        if error.cause_response_code != _REFUSED:
            raise
        return False
    return True


def _if_it_holds(record: ProcedureTable, actions: list[Any], condition: Any) -> bool:
    try:
        record.update(actions=actions, condition=condition)
    except UpdateError as error:
        if error.cause_response_code != _REFUSED:
            raise
        return False
    return True
