"""A leaked sample: kept as a case by whoever found it, uploaded by a signed form, and traced by the function that marks."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from city.aws.observability import count, logger
from city.aws.presigned import Presigner
from city.aws.queues import Queue
from city.contracts.dividend.files import TraceJobV1
from city.contracts.dividend.leaks import LeakCase, LeakFound, LeakPage, LeakUpload, ReportLeak
from city.dividend.errors import LeakReportedBefore, LeakTraced, MarkTooWeak
from city.dividend.market.model import LeakState
from city.dividend.market.tables.market import LeakRecord, Market, leak_key
from city.dividend.rounds.steps import read_left
from city.kernel.clock import Clock

FORM_SECONDS = 900
_FOUND = TypeAdapter(LeakFound)
_CONTENT_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def sample_name(data_set: str, number: int, case_id: str, kind: str) -> str:
    return f"leaks/{data_set}/{number}/{case_id}.{kind}"


def show_case(record: LeakRecord) -> LeakCase:
    found = read_left(_FOUND, record.found, f"{record.subject} {record.entry}") if record.found else None
    return LeakCase(
        case_id=record.entry, data_set=record.data_set, revision=int(record.revision), format=record.format,
        size_bytes=int(record.size_bytes), reason=record.reason, reported_by=record.reported_by,
        reported_at=record.reported_at, state=record.state, traced_by=record.traced_by, traced_at=record.traced_at,
        refused_because=record.refused_because, sample_sha256=record.sample_digest, rows=found.rows if found else None,
        buyers=found.buyers if found else None, threshold=found.threshold if found else None,
        highest_score=found.highest_score if found else None,
        false_accusation=found.false_accusation if found else None, accused=found.accused if found else (),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportLeaks:
    market: Market
    presigner: Presigner
    bucket: str
    work: Queue
    clock: Clock

    def report(self, data_set: str, number: int, told: ReportLeak, by: str) -> LeakUpload:
        """Opens a case, once by its name, and signs a form for its sample; told again, another form.

        Raises DataSetUnknown, MarkTooWeak, LeakReportedBefore, LeakTraced.
        """
        if self.market.revision(data_set, number).mark is None:
            raise MarkTooWeak
        subject, entry = leak_key(data_set, number, told.case_id)
        record = self.market.open_leak(
            LeakRecord(
                subject, entry, data_set=data_set, revision=number, format=told.format, size_bytes=told.size_bytes,
                reason=told.reason, reported_by=by, reported_at=self.clock.now(), state=LeakState.REPORTED.value,
            )
        )  # fmt: skip
        same = (record.format, record.size_bytes, record.reason, record.reported_by)
        if same != (told.format, told.size_bytes, told.reason, by):
            raise LeakReportedBefore
        if record.state == LeakState.TRACED.value:
            raise LeakTraced
        form = self.presigner.form(
            self.bucket, sample_name(data_set, number, told.case_id, told.format), _CONTENT_TYPES[told.format],
            told.size_bytes, {"by": by}, FORM_SECONDS,
        )  # fmt: skip
        logger().info("leak reported", extra={"case": told.case_id, "data_set": data_set, "by": by})
        return LeakUpload(case=show_case(record), url=form.url, fields=form.fields, expires_in_s=FORM_SECONDS)

    def trace(self, data_set: str, number: int, case_id: str, by: str) -> LeakCase:
        """Has the sample read; asked again it is read again unless it was traced. Raises LeakUnknown."""
        record = self.market.leak(data_set, number, case_id)
        if record.state != LeakState.TRACED.value:
            record = self.market.move_leak(record, LeakState.WAITING, traced_by=by, refused_because=None)
            self.work.send(TraceJobV1(data_set=data_set, revision=number, case_id=case_id).model_dump_json())
            count("LeakTracingAsked")
        return show_case(record)

    def show(self, data_set: str, number: int, case_id: str) -> LeakCase:
        """Raises LeakUnknown."""
        return show_case(self.market.leak(data_set, number, case_id))

    def list(self, data_set: str, number: int) -> LeakPage:
        """Raises DataSetUnknown."""
        self.market.revision(data_set, number)
        return LeakPage(cases=tuple(show_case(record) for record in self.market.leaks(data_set, number)))
