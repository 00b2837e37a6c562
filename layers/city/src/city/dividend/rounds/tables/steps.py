"""What each step of a round came to, for every shard it was done for."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.exceptions import PutError

from city.aws.dynamo import Writes
from city.dividend.rounds.errors import StepContradicts
from city.dividend.rounds.steps import Left, Step, read_left
from city.dividend.rounds.tables.rounds import RoundsTable


class StepRecord(RoundsTable, discriminator="step"):
    """The result of a step. Written once: a repeated step returns it."""

    result = UnicodeAttribute()
    at = UTCDateTimeAttribute()


class RoundSteps:
    def done(self, round_id: str, step: Step[Left], shard: str = "-") -> Left | None:
        """What a step came to; None if it was not done yet. Raises RoundWorkUnreadable."""
        record = _step_record(round_id, step, shard)
        return None if record is None else _read_result(step, record)

    def is_done(self, round_id: str, step: Step[Left], shard: str = "-") -> bool:
        """Whether a step was done, whatever it came to."""
        return _step_record(round_id, step, shard) is not None

    def finish(self, round_id: str, step: Step[Left], result: Left, *, at: datetime, shard: str = "-") -> Left:
        """Writes what a step came to, once, and returns it. Raises StepContradicts where it came to something else."""
        record = _new_record(round_id=round_id, step=step, shard=shard, result=result, at=at)
        try:
            record.save(condition=RoundsTable.entry.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            if self.done(round_id, step, shard) != result:
                raise StepContradicts(f"{step.name} {shard}") from None
        return result

    def by_shard(self, round_id: str, step: Step[Left]) -> dict[str, Left]:
        """Shard -> what the step came to for it. Raises RoundWorkUnreadable."""
        prefix = _step_entry(step, "")
        found = RoundsTable.query(round_id, RoundsTable.entry.startswith(prefix), consistent_read=True)
        return {r.entry.removeprefix(prefix): _read_result(step, r) for r in found if isinstance(r, StepRecord)}

    def counts(self, round_id: str) -> dict[str, int]:
        """How many shards each step has done."""
        counts: dict[str, int] = {}
        found = RoundsTable.query(round_id, RoundsTable.entry.startswith("step#"), attributes_to_get=["entry", "kind"])
        for record in found:
            step = record.entry.split("#")[1]
            counts[step] = counts.get(step, 0) + 1
        return counts

    def add_finish(
        self,
        writes: Writes,
        *,
        round_id: str,
        step: Step[Left],
        shard: str,
        result: Left,
        at: datetime,
    ) -> None:
        """Adds to a transaction what a step came to; it is refused as a whole where the step was done before."""
        record = _new_record(round_id=round_id, step=step, shard=shard, result=result, at=at)
        writes.add("step", lambda t: t.save(record, condition=RoundsTable.entry.does_not_exist()))


def _new_record(round_id: str, step: Step[Left], shard: str, result: Left, at: datetime) -> StepRecord:
    return StepRecord(
        round_id=round_id,
        entry=_step_entry(step, shard),
        result=result.model_dump_json(),
        at=at,
    )


def _step_entry(step: Step[Left], shard: str) -> str:
    return f"step#{step.name}#{shard}"


def _step_record(round_id: str, step: Step[Left], shard: str) -> StepRecord | None:
    try:
        record = RoundsTable.get(round_id, _step_entry(step, shard), consistent_read=True)
    except RoundsTable.DoesNotExist:
        return None
    assert isinstance(record, StepRecord)
    return record


def _read_result(step: Step[Left], record: StepRecord) -> Left:
    return read_left(step.result, record.result, f"{record.round_id} {record.entry}")
