"""Correcting a case on file by a later file of the same notice."""

from collections.abc import Mapping
from dataclasses import dataclass

from pynamodb.connection import Connection

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.contracts.fines.notices import IMPOSITION_COLUMNS
from city.fines.law.errors import CaseMoved, OpinionNotDecided
from city.fines.law.procedure.file_corrections import (
    SET_BY_OFFICE,
    CorrectionSuperseded,
    FiledCase,
    ImposedBeforeServedAnew,
    changes_between,
    check_correctable,
    ends_accounts,
    facts_of,
    shown,
)
from city.fines.law.procedure.imposition import Imposition, judge_imposition
from city.fines.law.service.races import look_again, write_all
from city.fines.law.tables.accounts import revoke
from city.fines.law.tables.case_records import FiledRow, NewCase, NoticeRecord
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.file_corrections import add_correction, was_answered, was_put_right
from city.fines.law.tables.history import add_history
from city.kernel.clock import Clock, seoul_date
from city.kernel.privacy import KeyedHash

_FIELD_DIGITS = 8


def field_hashes(hashed: KeyedHash, facts: Mapping[str, str]) -> str:
    """A short keyed hash of each fact of a row, one after the other."""
    return "".join(hashed.of("row field", f"{name}\x1f{value}")[:_FIELD_DIGITS] for name, value in facts.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectNotice:
    """Gives a case what a later file changed, as long as nothing of weight rests on what was wrong."""

    connection: Connection
    cases: Cases
    clock: Clock

    def correct(self, case: NewCase, filed: FiledRow, by: str) -> Mapping[str, tuple[str, str]]:
        """Before and after of each field that changed, as they may be shown; empty if nothing differs.

        Raises CorrectionSuperseded, CorrectionAfterPayment and its likes, OpinionNotDecided, CaseMoved.
        """
        return look_again(lambda: self._corrected(case, filed, by))

    def _corrected(self, case: NewCase, filed: FiledRow, by: str) -> Mapping[str, tuple[str, str]]:
        number, now = case.notice.number, self.clock.now()
        # Strongly consistent: a telephone that was changed by hand has moved the case.
        record = self.cases.by_number(number)
        if record is None:
            raise CaseMoved
        known, new = (
            _of_record(record),
            FiledCase(notice=case.notice, owner_name=case.owner_name, owner_phone=case.owner_phone),
        )
        changes = changes_between(known, new, _touched(case, filed, new))
        if not changes:
            return {}
        if case.row_digest in filed.past_digests:
            raise CorrectionSuperseded
        imposition = judge_imposition(known.notice, case.notice)
        if imposition is Imposition.UNDER_REVIEW:
            raise OpinionNotDecided
        fallen = imposition is Imposition.BEFORE_SERVED_ANEW
        put_right = (fallen or not SET_BY_OFFICE.isdisjoint(changes)) and was_put_right(number)
        if put_right and fallen:
            raise ImposedBeforeServedAnew
        answered = bool(set(changes) - set(IMPOSITION_COLUMNS)) and was_answered(number)
        check_correctable(known.notice, seoul_date(now), answered=answered, put_right=put_right)
        writes, issue = Writes(), record.current_issue
        ends_account = issue is not None and ends_accounts(changes)
        add_correction(writes, record, filed, case, frozenset(changes), ends_account=ends_account)
        if issue is not None and ends_account:
            revoke(writes, issue, now)
        said = {name: (shown(name, before), shown(name, after)) for name, (before, after) in changes.items()}
        note = "; ".join(f"{name}: {before} → {after}" for name, (before, after) in said.items())
        add_history(writes, number, "corrected by a file", by=by, at=now, note=note)
        write_all(writes, self.connection)
        count("NoticeCorrected")
        logger().info("notice corrected", extra={"notice_number": number, "by": by, "columns": len(changes)})
        return said


def _of_record(record: NoticeRecord) -> FiledCase:
    return FiledCase(notice=record.to_notice(), owner_name=record.owner_name, owner_phone=record.owner_phone)


def _touched(case: NewCase, filed: FiledRow, new: FiledCase) -> frozenset[str]:
    """The facts that differ from the row filed before; all, where its fields are not known."""
    names = list(facts_of(new))
    before, after = filed.fields or "", case.row_fields or ""
    if len(before) != len(after) or len(after) != len(names) * _FIELD_DIGITS:
        return frozenset(names)
    parts = range(0, len(after), _FIELD_DIGITS)
    return frozenset(
        name
        for name, at in zip(names, parts, strict=True)
        if before[at : at + _FIELD_DIGITS] != after[at : at + _FIELD_DIGITS]
    )
