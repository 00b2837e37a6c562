"""Runs the benchmarks, prints one table, keeps the numbers in benchmarks/results.

    python -m benchmarks [SUBJECT …]

A missed target shows in the table, not in the exit status: clocks on shared machines lie.
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
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from benchmarks import (
    aws_calls,
    busy_city,
    cloud_round_trip,
    cold_start,
    crosswalk_unit,
    crosswalk_units,
    detection_endpoint,
    detection_models,
    dividend_adult,
    dividend_round,
    dividend_rows,
    dividend_statistics,
    dividend_watermark,
    notice_import,
    own_cpu,
    package_size,
)
from benchmarks.build import build_city
from benchmarks.measurement import BenchmarkTrouble, Measurement
from infra.local.city import REGION, ROOT

RESULTS = Path(__file__).parent / "results"
# Cold starts first, while this process holds little and disturbs nobody.
SUBJECTS: dict[str, Callable[[Path], Iterable[Measurement]]] = {
    "cold_start": lambda folder: cold_start.measure(build_city(folder), folder),
    "package_size": lambda folder: package_size.measure(build_city(folder)),
    "aws_calls": lambda _: aws_calls.measure(),
    "own_cpu": lambda _: own_cpu.measure(),
    "notice_import": lambda _: notice_import.measure(),
    "busy_city": busy_city.measure,
    "detection_models": lambda _: detection_models.measure(),
    "detection_endpoint": lambda _: detection_endpoint.measure(),
    "crosswalk_unit": lambda _: crosswalk_unit.measure(),
    "crosswalk_units": crosswalk_units.measure,
    "cloud_round_trip": cloud_round_trip.measure,
    "dividend_adult": dividend_adult.measure,
    "dividend_rows": dividend_rows.measure,
    "dividend_watermark": dividend_watermark.measure,
    "dividend_round": dividend_round.measure,
    "dividend_statistics": dividend_statistics.measure,
}
_MARKS = {True: "[green]yes[/]", False: "[red]no[/]", None: ""}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measures what the city costs.")
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"of {', '.join(SUBJECTS)}; all of them if none")
    asked = list(dict.fromkeys(parser.parse_args().subjects or SUBJECTS))
    if unknown := set(asked) - set(SUBJECTS):
        parser.error(f"no such subject: {', '.join(sorted(unknown))}")
    leave_no_way_to_a_real_account()
    # Into a file or a log it goes as wide as it reads best.
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 150)
    taken, troubles = measure(asked, console)
    console.print(as_table(taken))
    console.print(f"Kept in {keep(taken, troubles).relative_to(ROOT)}")
    for subject, trouble in troubles.items():
        console.print(f"[red]{subject} was not measured:[/] {escape(trouble)}")
    sys.exit(bool(troubles))


def leave_no_way_to_a_real_account() -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(
        AWS_DEFAULT_REGION=REGION,
        AWS_EC2_METADATA_DISABLED="true",
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
        AWS_CONFIG_FILE=os.devnull,
    )


def measure(subjects: list[str], console: Console) -> tuple[dict[str, list[Measurement]], dict[str, str]]:
    """What was measured of each subject, and why the others were not."""
    taken: dict[str, list[Measurement]] = {}
    troubles: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="dongne-bench-") as folder, Path(os.devnull).open("w") as nowhere:
        for subject in subjects:
            began = time.monotonic()
            try:
                # The functions' own log lines go to standard output.
                with redirect_stdout(nowhere):
                    taken[subject] = list(SUBJECTS[subject](Path(folder)))
            except BenchmarkTrouble as trouble:
                troubles[subject] = str(trouble)
            except Exception as error:  # noqa: BLE001  # one broken subject must not lose the others' numbers
                traceback.print_exc()
                troubles[subject] = f"{type(error).__name__}: {error}"
            console.print(f"[dim]{subject}: {time.monotonic() - began:.0f} s[/]")
    return taken, troubles


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


def keep(taken: dict[str, list[Measurement]], troubles: dict[str, str]) -> Path:
    now = datetime.now(UTC)
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{now:%Y-%m-%dT%H%M%SZ}.json"
    path.write_text(
        json.dumps(
            {
                "taken_at": now.isoformat(),
                "machine": describe_machine(),
                "measurements": [
                    {"subject": subject, **asdict(m), "met": m.met}
                    for subject, measurements in taken.items()
                    for m in measurements
                ],
                "troubles": troubles,
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
    main()
