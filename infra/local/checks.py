"""Every check that needs no running city, one line each: what `make lint` does, and `make test` does first."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from rich.console import Console

from infra.local.city import ROOT

_BIN = ".venv/bin/"
CHECKS: dict[str, list[str]] = {
    "format": [f"{_BIN}ruff", "format", "--check", "--quiet", "."],
    "lint": [f"{_BIN}ruff", "check", "--quiet", "."],
    "types": [f"{_BIN}mypy", "--no-error-summary"],
    "import contracts": [f"{_BIN}lint-imports", "--no-cache"],
    "templates": [f"{_BIN}cfn-lint"],
    "secrets": [f"{_BIN}python", "-m", "infra.local.secret_scan"],
}


def main() -> int:
    console = Console(highlight=False)
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = {name: pool.submit(_run, command) for name, command in CHECKS.items()}
        failed = 0
        for name, outcome in outcomes.items():
            passed, seconds, output = outcome.result()
            mark = "[green]✓[/]" if passed else "[red]✗[/]"
            console.print(f"{mark} {name} [dim]{seconds:.1f} s[/]")
            if not passed:
                failed += 1
                console.print(output.strip(), markup=False, soft_wrap=True)
    return 1 if failed else 0


def _run(command: list[str]) -> tuple[bool, float, str]:
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.returncode == 0, time.monotonic() - began, done.stdout


if __name__ == "__main__":
    sys.exit(main())
