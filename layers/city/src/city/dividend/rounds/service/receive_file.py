"""Receives an operator's file: checked to the last row, entered once by name and by content, quarantined where it is wrong."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from city.aws.observability import count, logger
from city.aws.store import Folder
from city.contracts.dividend.files import FaultLine, ReceiptReportV1
from city.dividend.rounds.errors import FileInvalid, RoundInvalid, RoundUnknown
from city.dividend.rounds.model import RoundState, check_round_id
from city.dividend.rounds.pseudonym import CardUse
from city.dividend.rounds.receive import MOST_BYTES, CellFault
from city.dividend.rounds.service.operator_rows import open_rows
from city.dividend.rounds.tables.files import FileRecord, RoundFiles
from city.dividend.rounds.tables.rounds import Rounds
from city.kernel.clock import Clock

FILES, QUARANTINE = "files/", "quarantine/"
_FAULTS_LISTED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveFile:
    rounds: Rounds
    files: RoundFiles
    inbox: Folder
    reports: Folder
    clock: Clock

    def receive(self, name: str) -> ReceiptReportV1:
        """Reads `files/<round>/<operator>/<file>` and leaves a report under the same name; a second time, it is a duplicate."""
        size = self.inbox.size(name)
        try:
            report = self._receive(name, size)
        except (FileInvalid, RoundUnknown, RoundInvalid) as refusal:
            reason = refusal.reason if isinstance(refusal, FileInvalid) else refusal.code
            report = ReceiptReportV1(
                file=name,
                round_id=None,
                received_at=self.clock.now(),
                outcome="refused",
                reason=reason,
                size_bytes=size,
            )
            count("FileRefused")
        self.reports.write(
            f"{name.removeprefix(FILES)}.report.json", report.model_dump_json(indent=1).encode(), "application/json"
        )
        logger().info(
            "file read", extra={"outcome": report.outcome, "rows": report.rows, "quarantined": report.quarantined}
        )
        return report

    def _receive(self, name: str, size: int) -> ReceiptReportV1:
        round_id = check_round_id(name.removeprefix(FILES).split("/")[0])
        if RoundState(self.rounds.get(round_id).state) is not RoundState.OPEN:
            raise FileInvalid("round_not_open")
        if size > MOST_BYTES:
            raise FileInvalid("too_large")
        with tempfile.TemporaryDirectory() as folder:
            path, bad = Path(folder) / "file", Path(folder) / "quarantine"
            digest = self.inbox.fetch(name, path)
            rows = accepted = 0
            faults: list[CellFault] = []
            with bad.open("w", encoding="utf-8") as quarantine:
                for row in open_rows(path, name):
                    rows += 1
                    if isinstance(row, CardUse):
                        accepted += 1
                        continue
                    quarantine.write(json.dumps([row.row, row.column, row.reason], ensure_ascii=False) + "\n")
                    if len(faults) < _FAULTS_LISTED:
                        faults.append(row)
            kept = f"{QUARANTINE}{name.removeprefix(FILES)}.jsonl" if accepted < rows else None
            if kept:
                self.inbox.store(bad, kept)
        record = FileRecord(
            round_id=round_id,
            file=name,
            digest=digest,
            accepted=accepted,
            quarantined=rows - accepted,
            received_at=self.clock.now(),
        )
        known = self.files.add(record)
        if known is not None and (known.digest, known.file) == (digest, name):
            known = None  # the same delivery once more
        count("RowsReceived", accepted)
        count("RowsQuarantined", rows - accepted)
        return ReceiptReportV1(
            file=name,
            round_id=round_id,
            received_at=record.received_at,
            outcome="duplicate" if known else "received",
            reason=("same_content" if known.digest == digest else "name_taken") if known else None,
            duplicate_of=known.file if known else None,
            digest=digest,
            size_bytes=size,
            rows=rows,
            accepted=accepted,
            quarantined=rows - accepted,
            quarantine_file=kept,
            faults=tuple(FaultLine(row=f.row, column=f.column, reason=f.reason) for f in faults),
        )
