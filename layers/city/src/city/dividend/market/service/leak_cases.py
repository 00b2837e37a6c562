"""A leaked sample: kept as a case by whoever found it, uploaded by a signed form, and traced by the function that marks."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from city.aws.observability import count, logger
from city.aws.presigned import Presigner
from city.aws.queues import Queue
from city.contracts.dividend.files import TraceJobV1
from city.contracts.dividend.leaks import LeakCase, LeakFound, LeakPage, LeakUpload, ReportLeak
from city.dividend.anonymise.errors import MarkTooWeak
from city.dividend.market.errors import LeakReportedBefore, LeakTraced
from city.dividend.market.model import LeakState
from city.dividend.market.service.names import sample_name
from city.dividend.market.tables.leaks import LeakRecord, Leaks, leak_key
from city.dividend.market.tables.revisions import Revisions
from city.dividend.rounds.steps import read_left
from city.kernel.clock import Clock

FORM_SECONDS = 900
_FOUND = TypeAdapter(LeakFound)
_CONTENT_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def show_case(record: LeakRecord) -> LeakCase:
    found = read_left(_FOUND, record.found, f"{record.subject} {record.entry}") if record.found else None
    return LeakCase(
        case_id=record.entry,
        data_set=record.data_set,
        revision=int(record.revision),
        format=record.format,
        size_bytes=int(record.size_bytes),
        reason=record.reason,
        reported_by=record.reported_by,
        reported_at=record.reported_at,
        state=record.state,
        traced_by=record.traced_by,
        traced_at=record.traced_at,
        refused_because=record.refused_because,
        sample_sha256=record.sample_digest,
        rows=found.rows if found else None,
        buyers=found.buyers if found else None,
        threshold=found.threshold if found else None,
        highest_score=found.highest_score if found else None,
        false_accusation=found.false_accusation if found else None,
        accused=found.accused if found else (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLeakCase:
    leaks: Leaks
    revisions: Revisions
    presigner: Presigner
    bucket: str
    clock: Clock

    def open(self, data_set: str, number: int, request: ReportLeak, by: str) -> LeakUpload:
        """Opens a case, once by its name, and signs a form for its sample; reported again, another form.

        Raises DataSetUnknown, MarkTooWeak, LeakReportedBefore, LeakTraced.
        """
        if self.revisions.get(data_set, number).mark is None:
            raise MarkTooWeak
        subject, entry = leak_key(data_set, number, request.case_id)
        record = self.leaks.open(
            LeakRecord(
                subject=subject,
                entry=entry,
                data_set=data_set,
                revision=number,
                format=request.format,
                size_bytes=request.size_bytes,
                reason=request.reason,
                reported_by=by,
                reported_at=self.clock.now(),
                state=LeakState.REPORTED.value,
            )
        )
        known = (record.format, record.size_bytes, record.reason, record.reported_by)
        if known != (request.format, request.size_bytes, request.reason, by):
            raise LeakReportedBefore
        if record.state == LeakState.TRACED.value:
            raise LeakTraced
        form = self.presigner.form(
            bucket=self.bucket,
            key=sample_name(data_set, number, request.case_id, request.format),
            content_type=_CONTENT_TYPES[request.format],
            size_bytes=request.size_bytes,
            metadata={"by": by},
            expires_in=FORM_SECONDS,
        )
        logger().info("leak reported", extra={"case": request.case_id, "data_set": data_set, "by": by})
        return LeakUpload(case=show_case(record), url=form.url, fields=form.fields, expires_in_s=FORM_SECONDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTrace:
    leaks: Leaks
    queue: Queue  # to the function that traces

    def request(self, data_set: str, number: int, case_id: str, by: str) -> LeakCase:
        """Has the sample read; requested again it is read again unless it was traced. Raises LeakUnknown, LeakMoved."""
        record = self.leaks.get(data_set, number, case_id)
        if record.state != LeakState.TRACED.value:
            record = self.leaks.move(record, LeakState.WAITING, traced_by=by, refused_because=None)
            self.queue.send(TraceJobV1(data_set=data_set, revision=number, case_id=case_id).model_dump_json())
            count("LeakTracingAsked")
        return show_case(record)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowLeakCase:
    leaks: Leaks

    def show(self, data_set: str, number: int, case_id: str) -> LeakCase:
        """Raises LeakUnknown."""
        return show_case(self.leaks.get(data_set, number, case_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLeakCases:
    leaks: Leaks
    revisions: Revisions

    def list(self, data_set: str, number: int) -> LeakPage:
        """Raises DataSetUnknown."""
        self.revisions.get(data_set, number)
        return LeakPage(cases=tuple(show_case(record) for record in self.leaks.all(data_set, number)))
