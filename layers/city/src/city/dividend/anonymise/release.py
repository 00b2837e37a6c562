"""One release on one machine: read, count, decide, write, verify, certify; the whole of it or nothing.

Everything is made in a folder beside the asked one, which takes its name only when the written file was verified.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
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
from city.dividend.anonymise.rows.apply import Decision, decide, write_release
from city.dividend.anonymise.rows.counting import count_spool
from city.dividend.anonymise.rows.spool import Spool, take_in
from city.dividend.anonymise.search.optimum import find_optimum
from city.dividend.anonymise.search.problem import Progress, Solution, problem_of
from city.dividend.anonymise.verification.claims import Claims
from city.dividend.anonymise.verification.measure import Measured, measure
from city.dividend.anonymise.verification.refusal import refuse_broken

# How a written file is measured: the file, what is claimed of it, and the companion that tells whose its rows are.
MeasureFile = Callable[[Path, Claims, Path | None], Measured]
CERTIFICATE = "certificate.json"
QUARANTINE = "quarantine.csv"
WORK = "work"
SIGNATURE = "certificate.signature.json"


@dataclass(frozen=True, slots=True)
class Watcher:
    """Whom to tell how far it is, and who ends the search. None of it changes what is found, but `out_of_time`."""

    rows_read: Callable[[int], None] = lambda _: None
    counted: Callable[[Histogram], None] = lambda _: None
    searching: Callable[[Progress], None] = lambda _: None
    rows_written: Callable[[int], None] = lambda _: None
    out_of_time: Callable[[], bool] = lambda: False


@dataclass(frozen=True, slots=True)
class Made:
    """What was published, for those who report it."""

    solution: Solution
    measured: Measured
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
    out: Path,
    seed: int,
    *,
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
    chance = np.random.default_rng(seed)  # noqa: TID251  # seeded
    with _all_or_nothing(out) as folder:
        work = folder / WORK
        work.mkdir()
        scales = scales_of(policy, policy_folder)
        data = folder / f"data{'.' + form if form else source.suffix}"
        with ThreadPoolExecutor(1) as beside:
            input_digest = beside.submit(digest_of_file, source)  # while reading leaves a core free
            spool = take_in(policy, scales, source, work, folder / QUARANTINE, chance, watcher.rows_read)
            chosen = _choose(policy, policy_folder, spool, watcher)
            made = _write(
                policy, policy_folder, data, spool, chosen, chance, signer, watcher, measure_file, beside, input_digest
            )
        shutil.rmtree(work)
        if not spool.quarantined:
            (folder / QUARANTINE).unlink()
    return Made(
        made.solution,
        made.measured,
        made.utility,
        made.rows,
        made.quarantined,
        made.cells,
        out / made.data.name,
        out / CERTIFICATE,
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


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What the search came to. It holds nothing of what was searched, so that writing and verifying have the memory."""

    solution: Solution
    decision: Decision
    losses: Sequence[float]
    decided: Decided
    cells: int


def _choose(policy: Policy, policy_folder: Path, spool: Spool, watcher: Watcher) -> _Chosen:
    histogram = count_spool(spool)
    watcher.counted(histogram)
    hierarchies = [coder.hierarchy() for coder in spool.quasi]
    domains = sensitive_domains(policy, policy_folder, histogram)
    frame = frame_of(histogram, hierarchies, domains)
    privacy = privacy_of(policy, policy_folder, histogram, domains)
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
    decided = Decided(
        policy.metric.kind,
        solution.loss,
        solution.lower_bound,
        solution.optimal,
        frame.rows,
        solution.suppressed,
        str(policy.suppression),
        None if histogram.population is None else int(histogram.population.sum()),
        journalist,
    )
    losses = columns_of(metric, Release(table_of(frame), groups, accepted))
    return _Chosen(solution, decide(groups, accepted), losses, decided, histogram.cells)


def _write(
    policy: Policy,
    policy_folder: Path,
    data: Path,
    spool: Spool,
    chosen: _Chosen,
    chance: np.random.Generator,
    signer: Signer | None,
    watcher: Watcher,
    measure_file: MeasureFile,
    beside: Executor,
    input_digest: "Future[str]",
) -> Made:
    solution, losses, folder = chosen.solution, chosen.losses, data.parent
    # It lies among the spooled rows, and goes with them.
    companion = folder / WORK / "companion.parquet" if policy.person else None
    claims = claims_of(policy, policy_folder)
    write_release(spool, chosen.decision, data, chance, watcher.rows_written, companion)
    output_digest = beside.submit(digest_of_file, data)
    measured = measure_file(data, claims, companion)
    refuse_broken(measured, claims)
    utility = tuple(
        ColumnUtility(h.name, level, h.height, losses[column] if len(losses) else None, measured.values.get(h.name, 0))
        for column, (h, level) in enumerate(zip(chosen.decision.hierarchies, solution.levels, strict=True))
    )
    digests = Digests(
        input_digest.result(),
        policy.digest,
        {name: digest_of_file(policy_folder / name) for name in hierarchy_files(policy)},
        running_engine().digest,
        output_digest.result(),
    )
    certificate = certify(policy.name, chosen.decided, measured, claims, utility, digests, running_engine().libraries)
    (folder / CERTIFICATE).write_bytes(certificate)
    if signer is not None:
        (folder / SIGNATURE).write_bytes(sign(certificate, signer))
    return Made(
        solution,
        measured,
        utility,
        spool.rows,
        spool.quarantined,
        chosen.cells,
        data,
        folder / CERTIFICATE,
    )
