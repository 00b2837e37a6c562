"""Measures the release that was written and signs what was measured."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from city.aws.store import Folder
from city.contracts.dividend.rounds import DecisionV1, RoundVerified
from city.dividend.anonymise.certificate import ColumnUtility, Decided, Digests, Signer, certify, digest_of_file, sign
from city.dividend.anonymise.engine import running_engine
from city.dividend.anonymise.policy import Policy
from city.dividend.anonymise.requirements import claims_of
from city.dividend.anonymise.verification.measure import measure
from city.dividend.anonymise.verification.refusal import refuse_broken
from city.dividend.rounds.service import paths
from city.dividend.rounds.service.preparing.private_statistics import vocabulary_of
from city.dividend.rounds.service.preparing.shard_files import join_companions, join_release
from city.dividend.rounds.service.preparing.shard_rows import NO_FOLDER, policy_of
from city.dividend.rounds.service.step_files import read_decision
from city.dividend.rounds.steps import APPLY, VERIFY
from city.dividend.rounds.tables.files import RoundFiles
from city.dividend.rounds.tables.rounds import Rounds
from city.dividend.rounds.tables.steps import RoundSteps
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class Verified:
    certificate: bytes
    signature: bytes
    rows: int


def verify_release(
    policy: Policy,
    decided: DecisionV1,
    release: Path,
    *,
    companion: Path | None,
    input_digest: str,
    signer: Signer,
) -> Verified:
    """Measures the written file, from it and its companion alone, and certifies it. Raises VerificationFailed."""
    claims = claims_of(policy, NO_FOLDER)
    measured = measure(release, claims, companion)
    refuse_broken(measured, claims)
    heights = [len(rows[0]) for _, rows in decided.hierarchies]
    losses = decided.column_losses
    utility = tuple(
        ColumnUtility(name, level, height, losses[place] if losses else None, measured.values.get(name, 0))
        for place, ((name, _), level, height) in enumerate(
            zip(decided.hierarchies, decided.levels, heights, strict=True)
        )
    )
    decision = Decided(
        metric=policy.metric.kind,
        loss=decided.loss,
        lower_bound=decided.lower_bound,
        optimal=decided.optimal,
        rows=decided.rows,
        suppressed=decided.suppressed,
        suppression_limit=str(policy.suppression),
        population_rows=None,
        journalist_highest_risk=None,
    )
    digests = Digests(
        input=input_digest,
        policy=policy.digest,
        hierarchies={},
        code=running_engine().digest,
        output=digest_of_file(release),
    )
    certificate = certify(
        policy_name=policy.name,
        decided=decision,
        measured=measured,
        claims=claims,
        utility=utility,
        digests=digests,
        libraries=running_engine().libraries,
    )
    return Verified(certificate, sign(certificate, signer), measured.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyRound:
    rounds: Rounds
    files: RoundFiles
    steps: RoundSteps
    work: Folder
    statistics: Folder
    signer: Signer
    clock: Clock

    def verify(self, round_id: str) -> RoundVerified:
        """Joins the parts, measures the file that was written and signs what was measured.

        Done again, it returns what the step came to. Raises VerificationFailed.
        """
        known = self.steps.done(round_id, VERIFY)
        if known is not None:
            return known
        shards = sorted(self.steps.by_shard(round_id, APPLY))
        record = self.rounds.get(round_id)
        policy = policy_of(record)
        inputs = sorted(str(file.digest) for file in self.files.of_round(round_id))
        with tempfile.TemporaryDirectory() as folder:
            parts = self._fetch_parts(round_id, shards, Path(folder))
            release = Path(folder) / "release.parquet"
            join_release(parts, release)
            companion = self._join_companions(round_id, shards, parts, Path(folder)) if policy.person else None
            decision, _ = read_decision(self.work, round_id)
            verified = verify_release(
                policy,
                decision,
                release,
                companion=companion,
                input_digest=sha256("\n".join(inputs).encode()).hexdigest(),
                signer=self.signer,
            )
            vocabulary = vocabulary_of(
                policy, decision.released_at, terms=record.to_terms(), shards=shards, release=release
            )
            self.work.store(release, paths.release_name(round_id))
        self.statistics.write(paths.vocabulary_name(round_id), vocabulary.to_json(), "application/json")
        self.work.write(paths.certificate_name(round_id), verified.certificate, "application/json")
        self.work.write(paths.signature_name(round_id), verified.signature, "application/json")
        result = RoundVerified(rows=verified.rows, certificate=sha256(verified.certificate).hexdigest())
        return self.steps.finish(round_id, VERIFY, result, at=self.clock.now())

    def _fetch_parts(self, round_id: str, shards: Sequence[str], folder: Path) -> list[Path]:
        parts = [folder / f"{shard}.parquet" for shard in shards]
        for shard, part in zip(shards, parts, strict=True):
            self.work.fetch(paths.part_name(round_id, shard), part)
        return parts

    def _join_companions(self, round_id: str, shards: Sequence[str], parts: Sequence[Path], folder: Path) -> Path:
        companions = [folder / f"{shard}.companion.parquet" for shard in shards]
        for shard, companion in zip(shards, companions, strict=True):
            self.work.fetch(paths.companion_name(round_id, shard), companion)
        joined = folder / "companion.parquet"
        join_companions(companions, parts, joined)
        return joined
