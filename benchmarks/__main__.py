"""Runs the benchmarks, prints one table, keeps the numbers in benchmarks/results.

    python -m benchmarks [--smallest] [SUBJECT …]

A missed target shows in the table, not in the exit status: clocks on shared machines lie. A subject that could not be
measured shows in both. What needs weights, data or programs that are not on this machine is listed with the cure, and is
an error only where it was asked for by name.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, redirect_stdout
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from benchmarks.measurement import Absent, BenchmarkTrouble, Measurement
from benchmarks.subjects import SUBJECTS, Subject, Workplace
from infra.local.city import ROOT
from infra.local.machine.environment import REGION

RESULTS = Path(__file__).parent / "results"
_MARKS = {True: "[green]yes[/]", False: "[red]no[/]", None: ""}


@dataclass
class BenchmarkReport:
    taken: dict[str, list[Measurement]] = field(default_factory=dict)
    # By subject, one sentence each: what went wrong, and what this machine lacks.
    troubles: dict[str, str] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)


def main(
    arguments: Sequence[str] | None = None, subjects: Mapping[str, Subject] = SUBJECTS, results: Path = RESULTS
) -> int:
    """The exit status: 1 if a subject could not be measured, or one that was asked for by name lacks something here."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measures what the city costs.")
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"of {', '.join(subjects)}; all of them if none")
    parser.add_argument(
        "--smallest",
        action="store_true",
        help="run them at their smallest size, to see that they run: keeps no numbers",
    )
    asked = parser.parse_args(arguments)
    if unknown := set(asked.subjects) - set(subjects):
        parser.error(f"no such subject: {', '.join(sorted(unknown))}")
    # Into a file or a log it goes as wide as it reads best.
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 150)
    chosen = {name: subjects[name] for name in asked.subjects or subjects}
    report = measure(chosen, console, smallest=asked.smallest)
    if not asked.smallest:
        console.print(as_table(report.taken))
        console.print(f"Kept in {keep(report, results)}")
    for subject, what in report.absent.items():
        console.print(f"[yellow]{subject}, not measured:[/] {escape(what)}")
    for subject, trouble in report.troubles.items():
        console.print(f"[red]{subject} could not be measured:[/] {escape(trouble)}")
    return int(bool(report.troubles or (asked.subjects and report.absent)))


def leave_no_way_to_a_real_account() -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(
        AWS_DEFAULT_REGION=REGION,
        AWS_EC2_METADATA_DISABLED="true",
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
        AWS_CONFIG_FILE=os.devnull,
    )


def measure(subjects: Mapping[str, Subject], console: Console, *, smallest: bool) -> BenchmarkReport:
    report = BenchmarkReport()
    with (
        tempfile.TemporaryDirectory(prefix="dongne-bench-") as folder,
        Path(os.devnull).open("w") as nowhere,
        temporary_files_in(Path(folder) / "tmp"),
        closing(Workplace(Path(folder), share_city=smallest)) as workplace,
    ):
        for name, subject in subjects.items():
            began = time.monotonic()
            # Kept one by one: what comes before a trouble is measured all the same.
            taken = report.taken.setdefault(name, [])
            try:
                # The functions' own log lines go to standard output.
                with redirect_stdout(nowhere), workplace.workshop() as workshop:
                    for measurement in (subject.smallest if smallest else subject.full)(workshop):
                        taken.append(measurement)  # extend() would lose them
                if not taken:
                    report.troubles[name] = "It yielded no measurement."
            except Absent as absent:
                report.absent[name] = str(absent)
            except BenchmarkTrouble as trouble:
                report.troubles[name] = str(trouble)
            except Exception as error:  # noqa: BLE001  # one broken subject must not lose the others' numbers
                traceback.print_exc()
                report.troubles[name] = f"{type(error).__name__}: {error}"
            console.print(f"[dim]{name}: {len(taken)} numbers, {time.monotonic() - began:.0f} s[/]")
    return report


@contextmanager
def temporary_files_in(folder: Path) -> Iterator[None]:
    """For every program started meanwhile: each `sam build` leaves an empty folder for each function and layer."""
    folder.mkdir()
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(folder)
    try:
        yield
    finally:
        del os.environ["TMPDIR"]
        if before is not None:
            os.environ["TMPDIR"] = before


def as_table(taken: dict[str, list[Measurement]]) -> Table:
    table = Table("measured", "value", "target", "met", "how it is made up", title="Dongne benchmarks")
    for column in (1, 2):
        table.columns[column].justify = "right"
        table.columns[column].no_wrap = True
    for subject, measurements in taken.items():
        table.add_section()
        table.add_row(f"[bold]{subject}[/]")
        for m in measurements:
            target = "" if m.at_most is None else f"≤ {shown(m.at_most)}"
            table.add_row(m.name, f"{shown(m.value)} {m.unit}", target, _MARKS[m.met], f"[dim]{m.detail}[/]")
    return table


def shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"


def keep(report: BenchmarkReport, results: Path) -> Path:
    now = datetime.now(UTC)
    results.mkdir(exist_ok=True)
    path = results / f"{now:%Y-%m-%dT%H%M%SZ}.json"
    path.write_text(
        json.dumps(
            {
                "taken_at": now.isoformat(),
                "machine": describe_machine(),
                "measurements": [
                    {"subject": subject, **asdict(m), "met": m.met}
                    for subject, measurements in report.taken.items()
                    for m in measurements
                ],
                "not_measured": report.absent,
                "troubles": report.troubles,
            },
            indent=1,
            ensure_ascii=False,
        )
    )
    return path


def describe_machine() -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "cpus": os.cpu_count(),
        "commit": _git("rev-parse", "HEAD"),
        "changed": bool(_git("status", "--porcelain")),
    }


def _git(*arguments: str) -> str:
    """Empty outside a repository: a checkout without its history is measured all the same."""
    done = subprocess.run(["git", *arguments], cwd=ROOT, text=True, capture_output=True, check=False)
    return done.stdout.strip()


if __name__ == "__main__":
    leave_no_way_to_a_real_account()
    sys.exit(main())
