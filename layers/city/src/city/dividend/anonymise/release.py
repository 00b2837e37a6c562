"""One release on one machine: read, count, decide, write, verify, certify; the whole of it or nothing.

Everything is made in a folder beside the asked one, which takes its name only when the written file was verified.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from city.dividend.anonymise.certificate import ColumnUtility, Decided, Digests, Signer, certify, digest_of_file, sign
from city.dividend.anonymise.engine import running_engine
from city.dividend.anonymise.equivalence.grouping import frame_of
from city.dividend.anonymise.equivalence.histogram import Histogram
from city.dividend.anonymise.errors import ReleaseExists
from city.dividend.anonymise.metrics.by_column import columns_of
from city.dividend.anonymise.metrics.metric import Release, table_of
from city.dividend.anonymise.policy import (
    Policy,
    bounds_of,
    hierarchy_files,
    metric_of,
    scales_of,
)
from city.dividend.anonymise.requirements import claims_of, privacy_of, refuse_impossible, sensitive_domains
from city.dividend.anonymise.rows.apply import ReleaseDecision, decide, write_release
from city.dividend.anonymise.rows.counting import count_spool
from city.dividend.anonymise.rows.spool import Spool, take_in
from city.dividend.anonymise.search.optimum import find_optimum
from city.dividend.anonymise.search.problem import Progress, Solution, problem_of
from city.dividend.anonymise.verification.claims import ReleaseClaims
from city.dividend.anonymise.verification.measure import MeasuredRelease, measure
from city.dividend.anonymise.verification.refusal import refuse_broken

# How a written file is measured: the file, what is claimed of it, and the companion that tells whose its rows are.
MeasureFile = Callable[[Path, ReleaseClaims, Path | None], MeasuredRelease]
CERTIFICATE = "certificate.json"
QUARANTINE = "quarantine.csv"
WORK = "work"
SIGNATURE = "certificate.signature.json"


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who hears of progress, and who ends the search. Nothing of it but `out_of_time` changes what is found."""

    rows_read: Callable[[int], None] = lambda _: None
    counted: Callable[[Histogram], None] = lambda _: None
    searching: Callable[[Progress], None] = lambda _: None
    rows_written: Callable[[int], None] = lambda _: None
    out_of_time: Callable[[], bool] = lambda: False


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was published, for those who report it."""

    solution: Solution
    measured: MeasuredRelease
    utility: tuple[ColumnUtility, ...]
    rows: int
    quarantined: int
    cells: int
    data: Path
    certificate: Path


def make_release(
    policy: Policy,
    policy_folder: Path,
    source: Path,
    *,
    out: Path,
    seed: int,
    form: str | None = None,
    signer: Signer | None = None,
    watcher: Watcher = Watcher(),
    measure_file: MeasureFile = measure,
) -> Made:
    """Publishes `source` under `policy` in the new folder `out`. `seed` decides the order of rows: keep it to yourself.

    Raises ReleaseExists, PolicyInvalid, InputUnreadable, NoSolution, NothingFound or VerificationFailed; then `out` is
    as it was.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ReleaseExists(f"{out.name} 폴더가 비어 있지 않습니다.", f"The folder {out.name} is not empty.")
    with _all_or_nothing(out) as folder:
        (folder / WORK).mkdir()
        making = _Making(
            policy=policy,
            policy_folder=policy_folder,
            folder=folder,
            data=folder / f"data{'.' + form if form else source.suffix}",
            chance=np.random.default_rng(seed),  # noqa: TID251  # seeded
            signer=signer,
            watcher=watcher,
            measure_file=measure_file,
        )
        with ThreadPoolExecutor(1) as beside:
            input_digest = beside.submit(digest_of_file, source)  # while reading leaves a core free
            spool = making.take_in(source)
            chosen = making.choose(spool)
            making.write(spool, chosen)
            output_digest = beside.submit(digest_of_file, making.data)
            measured = making.verify()
            utility = making.utility(chosen, measured)
            making.certify(
                chosen, measured, utility, input_digest=input_digest.result(), output_digest=output_digest.result()
            )
        shutil.rmtree(folder / WORK)
        if not spool.quarantined:
            (folder / QUARANTINE).unlink()
    return Made(
        solution=chosen.solution,
        measured=measured,
        utility=utility,
        rows=spool.rows,
        quarantined=spool.quarantined,
        cells=chosen.cells,
        data=out / making.data.name,
        certificate=out / CERTIFICATE,
    )


@contextmanager
def _all_or_nothing(out: Path) -> Iterator[Path]:
    folder = out.parent / f".{out.name}.unfinished"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
        if out.exists():
            out.rmdir()
        folder.rename(out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """What the search came to. It holds nothing of what was searched, so that writing and verifying have the memory."""

    solution: Solution
    decision: ReleaseDecision
    losses: Sequence[float]
    decided: Decided
    cells: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Making:
    """One release under way: what its steps share, and the steps, in their order."""

    policy: Policy
    policy_folder: Path
    folder: Path
    data: Path
    chance: np.random.Generator
    signer: Signer | None
    watcher: Watcher
    measure_file: MeasureFile

    def take_in(self, source: Path) -> Spool:
        return take_in(
            self.policy,
            scales_of(self.policy, self.policy_folder),
            source,
            folder=self.folder / WORK,
            quarantine=self.folder / QUARANTINE,
            chance=self.chance,
            report=self.watcher.rows_read,
        )

    def choose(self, spool: Spool) -> _Chosen:
        policy, watcher = self.policy, self.watcher
        histogram = count_spool(spool)
        watcher.counted(histogram)
        hierarchies = [coder.hierarchy() for coder in spool.quasi]
        domains = sensitive_domains(policy, self.policy_folder, histogram)
        frame = frame_of(histogram, hierarchies, domains)
        privacy = privacy_of(policy, self.policy_folder, histogram, domains)
        metric = metric_of(policy.metric)
        lowest, highest = bounds_of(policy, {h.name: h.height for h in hierarchies})
        refuse_impossible(policy, frame)
        problem = problem_of(frame, privacy, metric, policy.suppressible(frame.rows), lowest=lowest, highest=highest)
        solution = find_optimum(problem, out_of_time=watcher.out_of_time, report=watcher.searching)
        groups = frame.group(solution.levels)
        accepted = privacy.accepted(groups)
        assert accepted is not None
        around = groups.population
        journalist = None
        if around is not None and (accepted & (groups.count > 0)).any():
            journalist = 1 / int(around[accepted & (groups.count > 0)].min())
        return _Chosen(
            solution=solution,
            decision=decide(groups, accepted),
            losses=columns_of(metric, Release(table_of(frame), groups, accepted)),
            decided=Decided(
                metric=policy.metric.kind,
                loss=solution.loss,
                lower_bound=solution.lower_bound,
                optimal=solution.optimal,
                rows=frame.rows,
                suppressed=solution.suppressed,
                suppression_limit=str(policy.suppression),
                population_rows=None if histogram.population is None else int(histogram.population.sum()),
                journalist_highest_risk=journalist,
            ),
            cells=histogram.cells,
        )

    @property
    def companion(self) -> Path | None:
        """It lies among the spooled rows, and goes with them."""
        return self.folder / WORK / "companion.parquet" if self.policy.person else None

    def write(self, spool: Spool, chosen: _Chosen) -> None:
        report = self.watcher.rows_written
        write_release(spool, chosen.decision, self.data, self.chance, report=report, companion=self.companion)

    def verify(self) -> MeasuredRelease:
        """What the written file keeps. Raises VerificationFailed where that is less than the policy promises."""
        claims = claims_of(self.policy, self.policy_folder)
        measured = self.measure_file(self.data, claims, self.companion)
        refuse_broken(measured, claims)
        return measured

    def utility(self, chosen: _Chosen, measured: MeasuredRelease) -> tuple[ColumnUtility, ...]:
        return tuple(
            ColumnUtility(
                column=h.name,
                level=level,
                levels=h.height,
                loss=chosen.losses[column] if len(chosen.losses) else None,
                values=measured.values.get(h.name, 0),
            )
            for column, (h, level) in enumerate(zip(chosen.decision.hierarchies, chosen.solution.levels, strict=True))
        )

    def certify(
        self,
        chosen: _Chosen,
        measured: MeasuredRelease,
        utility: tuple[ColumnUtility, ...],
        *,
        input_digest: str,
        output_digest: str,
    ) -> None:
        """Writes the certificate, and its signature where there is a signer."""
        hierarchies = hierarchy_files(self.policy)
        certificate = certify(
            policy_name=self.policy.name,
            decided=chosen.decided,
            measured=measured,
            claims=claims_of(self.policy, self.policy_folder),
            utility=utility,
            digests=Digests(
                input=input_digest,
                policy=self.policy.digest,
                hierarchies={name: digest_of_file(self.policy_folder / name) for name in hierarchies},
                code=running_engine().digest,
                output=output_digest,
            ),
            libraries=running_engine().libraries,
        )
        (self.folder / CERTIFICATE).write_bytes(certificate)
        if self.signer is not None:
            (self.folder / SIGNATURE).write_bytes(sign(certificate, self.signer))
