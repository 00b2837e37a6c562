"""One release on one machine: read, count, decide, write, verify, certify; the whole of it or nothing.

Everything is made in a folder beside the asked one, which takes its name only when the written file was verified.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from city.dividend.anonymise.apply import Decision, decide, write_release
from city.dividend.anonymise.certificate import ColumnUtility, Decided, Digests, Signer, certify, digest_of_file, sign
from city.dividend.anonymise.engine import running_engine
from city.dividend.anonymise.errors import ModelImpossible, ReleaseExists
from city.dividend.anonymise.models.population_uniqueness import PopulationUniqueness
from city.dividend.anonymise.models.privacy_models import (
    AverageRisk,
    BLikeness,
    ClassModel,
    DistinctLDiversity,
    DPresence,
    EntropyEstimator,
    EntropyLDiversity,
    KAnonymity,
    KMap,
    PersonAnonymity,
    Privacy,
    RecursiveCLDiversity,
    SampleModel,
    SampleUniqueness,
    TCloseness,
)
from city.dividend.anonymise.policy import (
    ClosenessPart,
    DistinctPart,
    EntropyPart,
    LikenessPart,
    Policy,
    RecursivePart,
    bounds_of,
    hierarchy_files,
    metric_of,
    scale_of,
    scales_of,
)
from city.dividend.anonymise.rows.grouping import Frame, frame_of
from city.dividend.anonymise.rows.hierarchy import Hierarchy
from city.dividend.anonymise.rows.spool import Spool, count_spool, frequencies, take_in
from city.dividend.anonymise.search.histogram import Histogram
from city.dividend.anonymise.search.loss import Release, columns_of, table_of
from city.dividend.anonymise.search.search import Progress, Solution, find_optimum, problem_of
from city.dividend.anonymise.search.value_scales import Listed, hierarchy_of
from city.dividend.anonymise.verify import Claims, Measured, SensitiveClaim, measure, refuse_broken

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
    problem = problem_of(frame, privacy, metric, policy.suppressible(frame.rows), lowest, highest)
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


def refuse_impossible(policy: Policy, frame: Frame) -> None:
    """Raises ModelImpossible for what these rows cannot satisfy, however coarse."""
    if frame.people is not None and policy.privacy.k > len(frame.people.number):
        raise ModelImpossible(
            f"k={policy.privacy.k}인데 사람이 {len(frame.people.number)}명뿐입니다.",
            f"k is {policy.privacy.k}, and there are only {len(frame.people.number)} persons.",
        )
    if policy.privacy.k > frame.rows:
        raise ModelImpossible(
            f"k={policy.privacy.k}인데 행이 {frame.rows}개뿐입니다.",
            f"k is {policy.privacy.k}, and there are only {frame.rows} rows.",
        )
    alone = policy.privacy.population_uniqueness
    rows = frame.rows if frame.people is None else len(frame.people.number)
    if alone is not None and alone.people < rows:
        raise ModelImpossible(
            f"{rows}건은 {alone.people}명의 표본일 수 없습니다.",
            f"{rows} cannot be a sample of a population of {alone.people}.",
        )
    for sensitive in policy.sensitive:
        values = frame.sensitive[sensitive.column].size
        for model in sensitive.models:
            least = getattr(model, "l", 1)
            if least > values:
                raise ModelImpossible(
                    f"'{sensitive.column}'의 값은 {values}가지뿐이어서 l={least}이(가) 될 수 없습니다.",
                    f"{sensitive.column!r} has only {values} values: l cannot be {least}.",
                )


def sensitive_domains(policy: Policy, folder: Path, histogram: Histogram) -> dict[str, tuple[str, ...]]:
    """The values of every sensitive column in the order its distance asks for."""
    domains = {}
    for sensitive in policy.sensitive:
        present = next(s.domain for s in histogram.sensitive if s.name == sensitive.column)
        domain: tuple[str, ...] = present
        for part in sensitive.models:
            if not isinstance(part, ClosenessPart):
                continue
            if part.hierarchy is not None:
                domain = _tree(sensitive.column, part, folder, present).labels[0]
            elif part.order is not None:
                missing = sorted(set(present) - set(part.order))
                if missing:
                    raise ModelImpossible(
                        f"'{sensitive.column}'의 순서에 없는 값: {', '.join(missing)}",
                        f"The order of {sensitive.column!r} leaves out: {', '.join(missing)}",
                    )
                domain = tuple(value for value in part.order if value in present)
        domains[sensitive.column] = domain
    return domains


def _tree(column: str, part: ClosenessPart, folder: Path, present: Sequence[str]) -> Hierarchy:
    assert part.hierarchy is not None
    scale = scale_of(column, part.hierarchy, folder)
    if isinstance(scale, Listed):
        scale.hierarchy.encode(list(present))
    return hierarchy_of(column, scale, [scale.levels(value) for value in present])


def privacy_of(policy: Policy, folder: Path, histogram: Histogram, domains: Mapping[str, Sequence[str]]) -> Privacy:
    """The models of the policy, made for the table that was counted."""
    privacy = policy.privacy
    classes: list[ClassModel] = [PersonAnonymity(privacy.k) if policy.person else KAnonymity(privacy.k)]
    if privacy.k_map is not None:
        classes.append(KMap(privacy.k_map))
    if privacy.d_presence is not None:
        classes.append(DPresence(privacy.d_presence.low, privacy.d_presence.high))
    for sensitive in policy.sensitive:
        domain = domains[sensitive.column]
        overall = frequencies(histogram, sensitive.column, domain)
        for part in sensitive.models:
            match part:
                case DistinctPart():
                    classes.append(DistinctLDiversity(sensitive.column, part.l))
                case EntropyPart():
                    classes.append(EntropyLDiversity(sensitive.column, part.l, part.estimator))
                case RecursivePart():
                    classes.append(RecursiveCLDiversity(sensitive.column, part.c, part.l))
                case LikenessPart():
                    classes.append(BLikeness(sensitive.column, part.beta, overall, part.enhanced))
                case ClosenessPart():
                    tree = None if part.hierarchy is None else _tree(sensitive.column, part, folder, domain)
                    ordered = part.distance == "ordered"
                    classes.append(TCloseness(sensitive.column, part.t, overall, tree, ordered))
    sample: list[SampleModel] = []
    if privacy.average_risk is not None:
        sample.append(AverageRisk(privacy.average_risk, of_people=policy.person is not None))
    if privacy.uniqueness is not None:
        sample.append(SampleUniqueness(privacy.uniqueness, of_people=policy.person is not None))
    if (alone := privacy.population_uniqueness) is not None:
        sample.append(
            PopulationUniqueness(alone.at_most, alone.people, alone.estimator, of_people=policy.person is not None)
        )
    return Privacy(tuple(classes), tuple(sample), by_release=True)


def claims_of(policy: Policy, folder: Path) -> Claims:
    """What the policy promises and the file can be held to."""
    return Claims(
        tuple(q.column for q in policy.quasi_identifiers),
        policy.privacy.k,
        policy.privacy.average_risk,
        policy.privacy.uniqueness,
        tuple(_claim_of(s.column, s.models, folder) for s in policy.sensitive),
        "persons" if policy.person else None,
    )


def _claim_of(column: str, models: Sequence[object], folder: Path) -> SensitiveClaim:
    promised: dict[str, object] = {}
    for part in models:
        match part:
            case DistinctPart():
                promised["distinct_l"] = part.l
            case EntropyPart(estimator=EntropyEstimator.SHANNON):
                promised["entropy_l"] = part.l
            case RecursivePart():
                promised |= {"recursive_c": part.c, "recursive_l": part.l}
            case LikenessPart():
                promised["enhanced_beta" if part.enhanced else "basic_beta"] = part.beta
            case ClosenessPart():
                promised[f"{part.distance}_t"] = part.t
                if part.order is not None:
                    promised["order"] = part.order
                if part.hierarchy is not None:
                    promised["tree"] = _paths(column, part, folder)
    return SensitiveClaim(column, **promised)  # type: ignore[arg-type]


def _paths(column: str, part: ClosenessPart, folder: Path) -> tuple[tuple[str, ...], ...]:
    assert part.hierarchy is not None
    scale = scale_of(column, part.hierarchy, folder)
    if not isinstance(scale, Listed):
        raise ModelImpossible(
            "계층 거리에는 계층 파일이 필요합니다.", "The hierarchical distance needs a hierarchy from a file."
        )
    return tuple(scale.levels(value) for value in scale.hierarchy.labels[0])
