"""Every check that needs no running city, one line each.

    python -m infra.local.checks                    all of them: what `make lint` does, and `make test` first
    python -m infra.local.checks --quick [AREA]     the fast loop: without templates and secrets, with the tests of an area
    python -m infra.local.checks --watch [AREA]     the fast loop after every change, until Ctrl-C

An area is a domain or a part of one, as the folders below `tests` are named: `fines`, `crosswalk`, `crosswalk_unit`.
"""

import argparse
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.console import Console

from infra.local.city import ROOT

_BIN = ".venv/bin/"
_QUICK: dict[str, list[str]] = {
    "format": [f"{_BIN}ruff", "format", "--check", "--quiet", "."],
    "lint": [f"{_BIN}ruff", "check", "--quiet", "."],
    "types": [f"{_BIN}mypy", "--no-error-summary"],
    "import contracts": [f"{_BIN}lint-imports", "--no-cache"],
    "pages": [f"{_BIN}python", "-m", "infra.pages.check"],
}
CHECKS: dict[str, list[str]] = {
    **_QUICK,
    "templates": [f"{_BIN}cfn-lint"],
    "secrets": [f"{_BIN}python", "-m", "infra.local.secret_scan"],
}
# What needs a city of its own takes minutes.
_SLOW_SUITES = ("e2e",)
_LOOK_AGAIN_S = 0.5


def main() -> int:
    parser = argparse.ArgumentParser(prog="make check", description=__doc__.splitlines()[0])
    parser.add_argument("area", nargs="?", default="", metavar="AREA")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--watch", action="store_true")
    wanted = parser.parse_args()
    console = Console(highlight=False)
    if not (wanted.quick or wanted.watch):
        return run_checks(CHECKS, console)
    try:
        checks = {**_QUICK, **_tests_of(wanted.area)}
    except ValueError as error:
        console.print(f"[red]{error}[/]")
        return 1
    if not wanted.watch:
        return run_checks(checks, console)
    _watch(checks, console)
    return 0


def run_checks(checks: dict[str, list[str]], console: Console) -> int:
    """Runs two at a time and prints a line each; what a failed one said in full. Returns 1 if any failed."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = {name: pool.submit(_run, command) for name, command in checks.items()}
        failed = 0
        for name, outcome in outcomes.items():
            passed, seconds, output = outcome.result()
            mark = "[green]✓[/]" if passed else "[red]✗[/]"
            console.print(f"{mark} {name} [dim]{seconds:.1f} s[/]")
            if not passed:
                failed += 1
                console.print(output.strip(), markup=False, soft_wrap=True)
    return 1 if failed else 0


def folders_of(area: str, tests: Path) -> list[str]:
    """The folders of an area in every fast suite: those named like it or like a part of it (`fines`, `fines_law`).

    Raises ValueError naming the areas there are.
    """
    folders = {
        folder: folder.name
        for suite in sorted(tests.iterdir())
        if suite.is_dir() and suite.name not in _SLOW_SUITES
        for folder in (suite, *sorted(suite.iterdir()))
        if folder.is_dir() and not folder.name.startswith("_")
    }
    found = [folder for folder, name in folders.items() if name == area or name.startswith(f"{area}_")]
    if not found:
        raise ValueError(f"No tests of an area named {area!r}. There are: {', '.join(sorted(set(folders.values())))}")
    return [str(folder.relative_to(tests.parent)) for folder in found]


def _tests_of(area: str) -> dict[str, list[str]]:
    """Raises ValueError for an area without tests."""
    if not area:
        return {}
    pytest = [f"{_BIN}python", "-m", "pytest", "-q", "-n", "2", *folders_of(area, ROOT / "tests")]
    return {f"tests of {area}": pytest}


def _run(command: list[str]) -> tuple[bool, float, str]:
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.returncode == 0, time.monotonic() - began, done.stdout


def _watch(checks: dict[str, list[str]], console: Console) -> None:
    """Runs the checks whenever a file that is not ignored changes."""
    seen: dict[str, int] = {}
    try:
        while True:
            now = _modified()
            if now != seen:
                seen = now
                console.rule(time.strftime("%H:%M:%S"))
                run_checks(checks, console)
                console.print("[dim]waiting for a change, Ctrl-C ends[/]")
            time.sleep(_LOOK_AGAIN_S)
    except KeyboardInterrupt:
        console.print()


def _modified() -> dict[str, int]:
    """When each file of the working tree was changed last, in nanoseconds."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=True,
    )
    files = {name: ROOT / name for name in listed.stdout.split("\0") if name}
    return {name: file.stat().st_mtime_ns for name, file in files.items() if file.is_file()}


if __name__ == "__main__":
    sys.exit(main())
