"""What staff do with a round: open it, start it, let the panel speak, pay it out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError
from pydantic import JsonValue, ValidationError

from city.aws.events import EventPublisher
from city.aws.observability import count, logger
from city.aws.store import Folder
from city.contracts.base import ForeignContract
from city.contracts.dividend.events import DividendApprovalAskedV1, DividendRoundPublishedV1, DividendRoundStoppedV1
from city.contracts.dividend.rounds import Document, RoundPublished
from city.contracts.dividend.staff.payout import LedgerLine, LedgerPage, PayoutStory
from city.contracts.dividend.staff.proposals import ProposalPage
from city.contracts.dividend.staff.rounds import (
    FileLine,
    OpenRound,
    RoundLine,
    RoundPage,
    RoundStory,
    RoundTerms,
    Speak,
    VoiceLine,
)
from city.dividend.books.tables.ledger import Ledger
from city.dividend.errors import RoundInvalid, RoundNotThere
from city.dividend.market.model import RevisionState
from city.dividend.market.service.carry_sales import CarrySales
from city.dividend.market.tables.market import Market, RevisionRecord, revision_key
from city.dividend.payout.model import next_payout_at
from city.dividend.payout.tables.payouts import Payouts
from city.dividend.rounds.model import (
    PANEL_TIME,
    RoundState,
    Verdict,
    Voice,
    check_move,
    check_round_id,
    hear,
    verdict,
)
from city.dividend.rounds.pseudonym import PERSON_COLUMN
from city.dividend.rounds.service import paths
from city.dividend.rounds.service.round_files import read_decision
from city.dividend.rounds.service.show_proposal import show_proposal
from city.dividend.rounds.steps import PSEUDONYMISE, VERIFY
from city.dividend.rounds.tables.rounds import RoundFields, RoundRecord, Rounds
from city.kernel.clock import Clock

_STARTABLE = (RoundState.OPEN, RoundState.STOPPED, RoundState.PREPARING, RoundState.AWAITING_PANEL)
REVISION = 1


def data_set_of(round_id: str) -> str:
    return f"dividend-{round_id}"


@dataclass(frozen=True, slots=True)
class Machines:
    """The two state machines of a round."""

    client: Any
    round_arn: str
    payout_arn: str

    def prepare(self, round_id: str, attempt: int) -> None:
        self._start(self.round_arn, round_id, attempt)

    def pay(self, round_id: str, attempt: int) -> None:
        self._start(self.payout_arn, round_id, attempt)

    def _start(self, arn: str, round_id: str, attempt: int) -> None:
        """The same attempt is started once."""
        try:
            self.client.start_execution(
                stateMachineArn=arn, name=f"{round_id}-{attempt}", input=json.dumps({"round_id": round_id})
            )
        except self.client.exceptions.ExecutionAlreadyExists:
            return

    def answer(self, token: str, decided: Verdict) -> None:
        """Wakes the round that waits for the panel. A round that no longer waits has heard it before."""
        try:
            if decided is Verdict.APPROVED:
                self.client.send_task_success(taskToken=token, output=json.dumps({"panel": decided.value}))
            else:
                self.client.send_task_failure(taskToken=token, error="PanelRefused", cause="a member refused")
        except ClientError as error:
            if error.response["Error"]["Code"] not in ("TaskTimedOut", "TaskDoesNotExist", "InvalidToken"):
                raise
            logger().warning("nobody waits for the panel", extra={"aws_code": error.response["Error"]["Code"]})


@dataclass(frozen=True, slots=True)
class StartPayout:
    rounds: Rounds
    machines: Machines

    def start(self, round_id: str, costs_krw: int, by: str, now: datetime | None = None) -> RoundRecord:
        """Raises RoundUnknown, RoundNotThere."""
        record = self.rounds.get(round_id)
        if record.costs_krw is not None and int(record.costs_krw) != costs_krw:
            raise RoundNotThere("costs_differ")
        # A round that was paid goes through the same steps once more: to write statements that were not written, or to
        # pay what came back. What was done before is done.
        if RoundState(record.state) is not RoundState.PAID:
            record = self.rounds.move(round_id, RoundState.PAYING, costs_krw=costs_krw, moved_at=now or record.moved_at)
        self.rounds.write(record, starts=int(record.starts) + 1, stopped_because=None)
        self.machines.pay(round_id, int(record.starts))
        logger().info("payout started", extra={"round_id": round_id, "by": by})
        return record

    def resume(self, round_id: str, by: str) -> None:
        """Lets a payout go on whose books are closed. Raises RoundUnknown, RoundNotThere."""
        costs_krw = self.rounds.get(round_id).costs_krw
        if costs_krw is None:
            raise RoundNotThere("no payout was started")
        self.start(round_id, int(costs_krw), by)


@dataclass(frozen=True, slots=True)
class RunRounds:
    """The steward's and the panel's use cases."""

    rounds: Rounds
    ledger: Ledger
    payouts: Payouts
    sales: CarrySales
    work: Folder
    machines: Machines
    make_key: Callable[[str], None]
    new_seed: Callable[[], str]
    clock: Clock

    def open(self, told: OpenRound, by: str) -> RoundLine:
        """Raises RoundInvalid, RoundExists."""
        check_round_id(told.round_id)
        _check_policy(told.policy)
        terms = told.model_dump(mode="json", exclude={"round_id", "policy", "purposes", "price_krw", "title"})
        record = RoundRecord(
            told.round_id, state=RoundState.OPEN.value, title=told.title, terms=json.dumps(terms, ensure_ascii=False),
            policy=json.dumps(told.policy, ensure_ascii=False), purposes=json.dumps(sorted(told.purposes)),
            price_krw=told.price_krw, opened_at=self.clock.now(), opened_by=by, seed=self.new_seed(),
        )  # fmt: skip
        record.to_terms()
        # The key first: a round without one could not be prepared, a key without a round opens nothing.
        self.make_key(told.round_id)
        self.rounds.open(record)
        # What buyers paid for earlier rounds since their books were closed has waited for this one.
        self.sales.sweep(told.round_id)
        logger().info("round opened", extra={"round_id": told.round_id, "by": by})
        return _line(record)

    def start(self, round_id: str, by: str) -> RoundLine:
        """Starts preparing, or starts again after whatever happened. Raises RoundUnknown, RoundNotThere."""
        record = self.rounds.get(round_id)
        if RoundState(record.state) not in _STARTABLE:
            raise RoundNotThere(str(record.state))
        self.rounds.write(record, starts=int(record.starts) + 1, stopped_because=None)
        self.machines.prepare(round_id, int(record.starts))
        logger().info("round started", extra={"round_id": round_id, "by": by})
        return _line(record)

    def speak(self, round_id: str, told: Speak, by: str) -> RoundStory:
        """Raises RoundUnknown, ApprovalNotAsked, SpokenBefore, RoundMoved."""
        record = self.rounds.get(round_id)
        before = self.rounds.voices(record)
        asked = record.panel_asked_at if record.state == RoundState.AWAITING_PANEL.value else None
        voice = Voice(by, told.approves, told.reason, self.clock.now())
        voices = hear(before, voice, asked)
        if voices != before:
            self.rounds.add_voice(record, voice)
            logger().info("panel spoke", extra={"round_id": round_id, "by": by, "approves": told.approves})
        decided = verdict(voices)
        if decided is not Verdict.OPEN and record.panel_token:
            self.machines.answer(record.panel_token, decided)
        return self.show(round_id)

    def pay(self, round_id: str, costs_krw: int, by: str) -> RoundLine:
        """Closes the books with these costs and starts paying; again starts it again, with the same costs only.

        Raises RoundUnknown, RoundNotThere.
        """
        return _line(StartPayout(self.rounds, self.machines).start(round_id, costs_krw, by, self.clock.now()))

    def list(self) -> RoundPage:
        return RoundPage(rounds=tuple(_line(record) for record in self.rounds.all()))

    def show(self, round_id: str) -> RoundStory:
        """Raises RoundUnknown."""
        record = self.rounds.get(round_id)
        terms = record.to_terms()
        certificate = self.work.read(paths.certificate_name(round_id))
        return RoundStory(
            **_line(record).model_dump(),
            first_day=terms.first_day,
            last_day=terms.last_day,
            cities=tuple(sorted(terms.cities)),
            files=tuple(
                FileLine(file=f.file, digest=f.digest, accepted=int(f.accepted), quarantined=int(f.quarantined))
                for f in self.rounds.files(round_id)
            ),
            voices=_voices(self.rounds.voices(record)),
            earlier_voices=_voices(self.rounds.earlier_voices(record)),
            terms=RoundTerms(
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
            ),
            steps=self.rounds.step_counts(round_id),
            planned=self._planned(round_id),
            costs_krw=None if record.costs_krw is None else int(record.costs_krw),
            panel_asked_at=record.panel_asked_at,
            certificate=json.loads(certificate) if certificate else None,
        )

    def _planned(self, round_id: str) -> dict[str, int]:
        """How much there is to do of each step, as far as the steps before it have told."""
        files = sum(bool(file.accepted) for file in self.rounds.files(round_id))
        doors = self.rounds.steps(round_id, PSEUDONYMISE)
        shards = sum(bool(door.rows) for door in doors.values()) + files - len(doors)
        return {"pseudonymise": files, "count": shards, "decide": 1, "apply": shards, "verify": 1}

    def proposals(self, round_id: str) -> ProposalPage:
        """What one person proposed and another decided or has yet to. Raises RoundUnknown."""
        self.rounds.get(round_id)
        return ProposalPage(proposals=tuple(show_proposal(each) for each in self.rounds.proposals(round_id)))

    def show_payout(self, round_id: str) -> PayoutStory:
        """Raises RoundUnknown."""
        terms = self.rounds.get(round_id).to_terms()
        states: dict[str, int] = {}
        for state in self.payouts.states_of(round_id).values():
            states[state.value] = states.get(state.value, 0) + 1
        held = self.ledger.trial_balance(round_id)
        return PayoutStory(
            round_id=round_id,
            batches=states,
            trial_balance={account.value: amount for account, amount in held.items()},
            next_payout_at=next_payout_at(self.clock.now(), terms.payout_day),
        )

    def show_ledger(self, round_id: str) -> LedgerPage:
        """Every entry without its parties, and what they add up to: nothing. Raises RoundUnknown."""
        self.rounds.get(round_id)
        entries = tuple(
            LedgerLine(
                key=record.entry, kind=record.what, at=record.at, corrects=record.corrects,
                totals={account.value: amount for account, amount in record.to_totals().items()},
            )
            for record in self.ledger.entries_of(round_id)
        )  # fmt: skip
        held = self.ledger.trial_balance(round_id)
        return LedgerPage(entries=entries, trial_balance={account.value: amount for account, amount in held.items()})


class _Hierarchy(ForeignContract):
    kind: str = ""


class _Column(ForeignContract):
    column: str
    hierarchy: _Hierarchy = _Hierarchy()


class _PolicyOutline(ForeignContract):
    """What of a policy can be checked without the engine."""

    quasi_identifiers: tuple[_Column, ...] = ()
    sensitive: tuple[_Column, ...] = ()
    keep: tuple[str, ...] = ()
    privacy: JsonValue = None
    population: JsonValue = None
    person: JsonValue = None


def _check_policy(document: Document) -> None:
    """What can be said of a policy without the engine. Raises RoundInvalid.

    The engine's own reading needs the columns layer, which the API has not; it refuses the rest when it decides.
    """
    try:
        policy = _PolicyOutline.model_validate(document)
    except ValidationError:
        raise RoundInvalid("the policy does not have the shape of one") from None
    names = {column.column for column in policy.quasi_identifiers}
    if not names or "privacy" not in document or policy.population:
        raise RoundInvalid("a policy names quasi-identifiers and what is promised, and no population")
    if "file" in {column.hierarchy.kind for column in policy.quasi_identifiers}:
        raise RoundInvalid("the policy of a round uses built-in hierarchies")
    if policy.person != PERSON_COLUMN:
        # A round's rows are payments, of which anybody may have made any number.
        raise RoundInvalid(f"a round promises k of people: its policy says person: {PERSON_COLUMN}")
    if PERSON_COLUMN in names | {column.column for column in policy.sensitive} | set(policy.keep):
        raise RoundInvalid("whose a payment is is counted, and never published")


def _voices(voices: tuple[Voice, ...]) -> tuple[VoiceLine, ...]:
    return tuple(VoiceLine(member=v.member, approves=v.approves, reason=v.reason, at=v.at) for v in voices)


def _line(record: RoundRecord) -> RoundLine:
    return RoundLine(
        round_id=record.round_id, state=record.state, title=record.title, opened_at=record.opened_at,
        since=record.moved_at or record.opened_at, stopped_because=record.stopped_because,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AskPanel:
    rounds: Rounds
    events: EventPublisher
    machines: Machines
    clock: Clock

    def ask(self, round_id: str, token: str) -> None:
        """Keeps the token that wakes the round, and tells the city. A panel that has decided is not asked again."""
        record = self.rounds.get(round_id)
        asked_at = record.panel_asked_at if record.state == RoundState.AWAITING_PANEL.value else self.clock.now()
        if record.state != RoundState.AWAITING_PANEL.value:
            record = self.rounds.move(round_id, RoundState.AWAITING_PANEL, moved_at=asked_at)
        self.rounds.write(record, panel_token=token, panel_asked_at=asked_at)
        decided = verdict(self.rounds.voices(record))
        if decided is not Verdict.OPEN:
            self.machines.answer(token, decided)
            return
        self.events.publish(DividendApprovalAskedV1(round_id=round_id, asked_at=asked_at, until=asked_at + PANEL_TIME))


@dataclass(frozen=True, slots=True)
class PublishRound:
    rounds: Rounds
    market: Market
    work: Folder
    catalogue: Folder
    events: EventPublisher
    clock: Clock

    def publish(self, round_id: str) -> RoundPublished:
        """Puts a round that was verified and approved into the catalogue. Raises RoundNotThere."""
        record = self.rounds.get(round_id)
        verified = self.rounds.done(round_id, VERIFY)
        if verified is None or verdict(self.rounds.voices(record)) is not Verdict.APPROVED:
            raise RoundNotThere("neither verified nor approved")
        certificate = self.work.read(paths.certificate_name(round_id)) or b""
        decided, _ = read_decision(self.work, round_id)
        data_set = data_set_of(round_id)
        name = f"releases/{data_set}/{REVISION}"
        self.catalogue.client.copy_object(
            Bucket=self.catalogue.bucket, Key=f"{name}.parquet",
            CopySource={"Bucket": self.work.bucket, "Key": paths.release_name(round_id)},
        )  # fmt: skip
        self.catalogue.write(f"{name}.certificate.json", certificate, "application/json")
        signature = self.work.read(paths.signature_name(round_id)) or b""
        self.catalogue.write(f"{name}.signature.json", signature, "application/json")
        subject, entry = revision_key(data_set, REVISION)
        self.market.publish(
            RevisionRecord(
                subject, entry, round_id=round_id, title=record.title, purposes=record.purposes,
                price_krw=record.price_krw, rows=verified.rows, published_at=self.clock.now(),
                state=RevisionState.PUBLISHED.value, certificate=certificate.decode(),
                quasi_identifiers=json.dumps(list(decided.released_at), ensure_ascii=False),
                mark=decided.mark.model_dump_json() if decided.mark else None,
            )
        )  # fmt: skip
        self.rounds.move(round_id, RoundState.PUBLISHED, moved_at=self.clock.now())
        self.events.publish(
            DividendRoundPublishedV1(round_id=round_id, rows=verified.rows, certificate_sha256=verified.certificate)
        )
        count("RoundPublished")
        return RoundPublished(data_set=data_set, revision=REVISION)


@dataclass(frozen=True, slots=True)
class StopRound:
    rounds: Rounds
    events: EventPublisher
    clock: Clock

    def stop(self, round_id: str, step: str, error: str) -> None:
        """The one failure path: the round says why it stopped, and so does the city."""
        record = self.rounds.get(round_id)
        fields: RoundFields = {"stopped_because": f"{step}: {error}"[:500]}
        try:
            if check_move(RoundState(record.state), RoundState.STOPPED):
                fields["state"], fields["moved_at"] = RoundState.STOPPED.value, self.clock.now()
                fields["panel_turn"] = int(record.panel_turn) + (error == "PanelRefused")
        except RoundNotThere:
            # A round that is published or paid stays so: its step is started again, not undone.
            logger().warning("a step failed", extra={"round_id": round_id, "step": step, "error": error})
        self.rounds.write(record, **fields)
        self.events.publish(DividendRoundStoppedV1(round_id=round_id, step=step, error=error))
        count("RoundStopped")
