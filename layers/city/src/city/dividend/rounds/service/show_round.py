"""What staff see of rounds: their list, one with all that is agreed and done, its proposals, and the reports on its files."""

import json
from dataclasses import dataclass
from itertools import islice

from city.aws.store import Folder
from city.contracts.dividend.files import ReceiptReportV1
from city.contracts.dividend.staff.proposals import ProposalPage
from city.contracts.dividend.staff.rounds import (
    FileLine,
    ReceiptPage,
    RoundLine,
    RoundPage,
    RoundStory,
    RoundTerms,
    VoiceLine,
)
from city.dividend.rounds.model import Voice
from city.dividend.rounds.service import paths
from city.dividend.rounds.service.show_proposal import show_proposal
from city.dividend.rounds.steps import PSEUDONYMISE
from city.dividend.rounds.tables.files import RoundFiles
from city.dividend.rounds.tables.proposals import Proposals
from city.dividend.rounds.tables.rounds import RoundRecord, Rounds
from city.dividend.rounds.tables.steps import RoundSteps
from city.dividend.rounds.tables.voices import PanelVoices

_MOST_REPORTS = 200


def line_of(record: RoundRecord) -> RoundLine:
    return RoundLine(
        round_id=record.round_id,
        state=record.state,
        title=record.title,
        opened_at=record.opened_at,
        since=record.moved_at or record.opened_at,
        stopped_because=record.stopped_because,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRounds:
    rounds: Rounds

    def list(self) -> RoundPage:
        """Newest first."""
        return RoundPage(rounds=tuple(line_of(record) for record in self.rounds.all()))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRound:
    rounds: Rounds
    files: RoundFiles
    steps: RoundSteps
    voices: PanelVoices
    work: Folder

    def show(self, round_id: str) -> RoundStory:
        """Raises RoundUnknown."""
        record = self.rounds.get(round_id)
        terms = record.to_terms()
        certificate = self.work.read(paths.certificate_name(round_id))
        return RoundStory(
            **line_of(record).model_dump(),
            first_day=terms.first_day,
            last_day=terms.last_day,
            cities=tuple(sorted(terms.cities)),
            files=tuple(
                FileLine(
                    file=file.file,
                    digest=file.digest,
                    accepted=int(file.accepted),
                    quarantined=int(file.quarantined),
                )
                for file in self.files.of_round(round_id)
            ),
            voices=_voices(self.voices.current(record)),
            earlier_voices=_voices(self.voices.earlier(record)),
            terms=_terms(record),
            steps=self.steps.counts(round_id),
            planned=self._planned(round_id),
            costs_krw=None if record.costs_krw is None else int(record.costs_krw),
            panel_asked_at=record.panel_asked_at,
            certificate=json.loads(certificate) if certificate else None,
        )

    def _planned(self, round_id: str) -> dict[str, int]:
        """How often each step is to be done, as far as the steps before it have shown."""
        files = sum(bool(file.accepted) for file in self.files.of_round(round_id))
        pseudonymised = self.steps.by_shard(round_id, PSEUDONYMISE)
        shards = sum(bool(file.rows) for file in pseudonymised.values()) + files - len(pseudonymised)
        return {"pseudonymise": files, "count": shards, "decide": 1, "apply": shards, "verify": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListProposals:
    rounds: Rounds
    proposals: Proposals

    def list(self, round_id: str) -> ProposalPage:
        """What one person proposed and another decided or has yet to. Raises RoundUnknown."""
        self.rounds.get(round_id)
        return ProposalPage(proposals=tuple(show_proposal(each) for each in self.proposals.all(round_id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReceipts:
    rounds: Rounds
    reports: Folder

    def list(self, round_id: str) -> ReceiptPage:
        """The first reports on operators' files, by the name of their file. Raises RoundUnknown."""
        self.rounds.get(round_id)
        names = (name for name in self.reports.names(f"{round_id}/") if name.endswith(".report.json"))
        found = (self.reports.read(name) for name in islice(names, _MOST_REPORTS))
        return ReceiptPage(reports=tuple(ReceiptReportV1.model_validate_json(text) for text in found if text))


def _voices(voices: tuple[Voice, ...]) -> tuple[VoiceLine, ...]:
    return tuple(
        VoiceLine(member=voice.member, approves=voice.approves, reason=voice.reason, at=voice.at) for voice in voices
    )


def _terms(record: RoundRecord) -> RoundTerms:
    terms = record.to_terms()
    return RoundTerms(
        weights=terms.weights.value,
        cost_cap_permille=terms.cost_cap_permille,
        city_permille=terms.city_permille,
        minimum_krw=terms.minimum_krw,
        claim_months=terms.claim_months,
        payout_day=terms.payout_day,
        unclaimed=terms.unclaimed.value,
        price_krw=int(record.price_krw),
        purposes=tuple(json.loads(record.purposes)),
        policy=json.loads(record.policy),
    )
