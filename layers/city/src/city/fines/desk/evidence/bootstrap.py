"""Builds what staff do with the files that citizens handed in."""

from dataclasses import dataclass

from city.fines.desk.evidence.service.disclose_file import DiscloseFile
from city.fines.desk.evidence.service.list_files import ListFilesOfOpinion, ListFilesOfTicket
from city.fines.desk.service.staff_parts import StaffParts
from city.fines.talk.tables.files import Files
from city.fines.talk.web.bootstrap import open_evidence
from city.kernel.settings import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceUseCases:
    """What staff do with citizens' files."""

    list_files_of_opinion: ListFilesOfOpinion
    list_files_of_ticket: ListFilesOfTicket
    disclose_file: DiscloseFile


def build_evidence(parts: StaffParts, stage: Stage, bucket: str) -> EvidenceUseCases:
    files = Files()
    return EvidenceUseCases(
        list_files_of_opinion=ListFilesOfOpinion(files=files, desk=parts.desk),
        list_files_of_ticket=ListFilesOfTicket(files=files, tickets=parts.tickets),
        disclose_file=DiscloseFile(files=files, store=open_evidence(stage, bucket), desk=parts.desk, clock=parts.clock),
    )
