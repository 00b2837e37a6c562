"""The data steward's tool: de-identifies one file on one machine, under a policy, with proof.

python -m city.dividend.anonymise.deidentify --input FILE.csv --policy POLICY.yaml --out DIR [--report] [--seconds N]
"""

import argparse
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TextIO

from city.dividend.anonymise.equivalence.histogram import Histogram
from city.dividend.anonymise.errors import InputUnreadable
from city.dividend.anonymise.policy import Policy, read_policy
from city.dividend.anonymise.release import QUARANTINE, Made, Watcher, make_release
from city.dividend.anonymise.search.problem import Progress
from city.dividend.anonymise.verification.measure import MeasuredRelease
from city.kernel.errors import Rejected

# Progress is reported of what takes longer than this, and no more often than that.
_QUIET_S, _EVERY_S = 2.0, 1.0


def main(arguments: list[str] | None = None, out: TextIO = sys.stdout, err: TextIO = sys.stderr) -> int:
    """0 when something was published, 1 when it was refused; the reason stands in both languages on `err`."""
    parser = argparse.ArgumentParser(
        prog="python -m city.dividend.anonymise.deidentify",
        description="De-identifies a file under a policy, with proof.",
    )
    parser.add_argument("--input", type=Path, required=True, help="FILE.csv or FILE.parquet")
    parser.add_argument("--policy", type=Path, required=True, help="POLICY.yaml")
    parser.add_argument("--out", type=Path, required=True, help="a new folder for data and certificate")
    parser.add_argument("--format", choices=("csv", "parquet"), help="of the released file; the input's if not given")
    parser.add_argument("--report", action="store_true", help="also write report.md")
    parser.add_argument("--seconds", type=float, help="end the search then, with the best found and its proven gap")
    parser.add_argument("--seed", type=int, help="of the order of rows; secret and new if not given")
    options = parser.parse_args(arguments)
    began = monotonic()
    try:
        policy = _read_policy(options.policy)
        if not options.input.is_file():
            raise InputUnreadable(f"파일이 없습니다: {options.input}", f"No such file: {options.input}")
        seed = secrets.randbits(128) if options.seed is None else options.seed
        watcher = watch(err, began, options.seconds)
        made = make_release(
            policy,
            options.policy.parent,
            options.input,
            out=options.out,
            seed=seed,
            form=options.format,
            watcher=watcher,
        )
    except Rejected as refusal:
        err.write(f"\n{refusal.message_ko}\n{refusal.message_en}\n")
        return 1
    summary = summarise(policy, made, monotonic() - began)
    if options.report:
        (options.out / "report.md").write_text(summary, encoding="utf-8")
    out.write(summary)
    return 0


def _read_policy(path: Path) -> Policy:
    try:
        return read_policy(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputUnreadable(f"정책 파일을 읽을 수 없습니다: {path}", f"The policy cannot be read: {path}") from error


def watch(err: TextIO, began: float, seconds: float | None, now: Callable[[], float] = monotonic) -> Watcher:
    """Reports progress on `err` once it takes longer, and lets the search run for `seconds` from its beginning."""
    reported_at, search_began = began, None

    def report(sentence: str) -> None:
        nonlocal reported_at
        if now() - began > _QUIET_S and now() - reported_at > _EVERY_S:
            reported_at = now()
            err.write(f"{now() - began:6.1f} s  {sentence}\n")

    def search_started(histogram: Histogram) -> None:
        nonlocal search_began
        search_began = now()
        report(f"조합 {histogram.cells:,}개 · {histogram.cells:,} combinations")

    def searching(progress: Progress) -> None:
        best = "" if progress.best_loss is None else f", 손실 loss {progress.best_loss:.6g}"
        report(f"검토 checked {progress.checks:,}, 남은 open {progress.open_nodes:,}{best}")

    def out_of_time() -> bool:
        return seconds is not None and search_began is not None and now() - search_began > seconds

    return Watcher(
        rows_read=lambda rows: report(f"읽은 행 read {rows:,}"),
        counted=search_started,
        searching=searching,
        rows_written=lambda rows: report(f"쓴 행 written {rows:,}"),
        out_of_time=out_of_time,
    )


def summarise(policy: Policy, made: Made, seconds: float) -> str:
    """What was chosen and what it costs, for the steward."""
    solution, measured = made.solution, made.measured
    part = solution.suppressed / max(1, measured.rows + solution.suppressed)
    proof = (
        "증명된 최적 · proven optimum"
        if solution.optimal
        else f"최적보다 최대 {solution.gap:.2%} 나쁨 · at most {solution.gap:.2%} above the optimum"
    )
    lines = [
        f"# {policy.name}",
        "",
        f"- 손실 loss ({policy.metric.kind}): {solution.loss:.10g} ({proof})",
        f"- {_k_of(measured)}, 동질 집합 classes: {measured.classes:,}",
        f"- 행 rows: {made.rows:,} → {measured.rows:,}, 삭제 suppressed {solution.suppressed:,} ({part:.2%})",
        f"- 재식별 위험 risk: 최고 highest {measured.highest_risk:.4g}, 평균 average {measured.average_risk:.4g}",
        f"- 검토한 노드 checked: {solution.checks:,} / {solution.nodes:,}, 시간 time: {seconds:.1f} s",
    ]
    if measured.persons is not None:
        share = measured.persons.largest_share
        lines.append(f"- 한 사람이 동질 집합에서 차지하는 최대 몫 largest share of one person in a class: {share:.1%}")
    if made.quarantined:
        lines.append(f"- 격리된 행 quarantined: {made.quarantined:,} ({QUARANTINE})")
    lines += ["", "| 열 column | 단계 level | 값 values | 손실 loss |", "|---|---|---|---|"]
    for column in made.utility:
        loss = "" if column.loss is None else f"{column.loss:.4g}"
        lines.append(f"| {column.column} | {column.level} / {column.levels - 1} | {column.values:,} | {loss} |")
    for found in measured.sensitive:
        lines.append(
            f"\n{found.column}: l {found.distinct_l} (엔트로피 entropy {found.entropy_l:.3g}), t {found.equal_t:.3g}"
        )
    return "\n".join(lines) + "\n"


def _k_of(measured: MeasuredRelease) -> str:
    if measured.persons is None:
        return f"k: {measured.k}"
    k, rows = measured.persons.k, measured.k
    return f"k = {k}명 (가장 작은 동질 집합 {rows}행) · k = {k} persons (smallest class {rows} rows)"


if __name__ == "__main__":
    sys.exit(main())
