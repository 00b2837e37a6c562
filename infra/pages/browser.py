"""Finds a Chromium to open pages with, or installs one; never a download that no package manager vouches for first.

make browser    part of `make test`: says which one it is
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from infra.pages.npm import ENVIRONMENT

# Chromium without its windows: the same pages and pictures in two thirds of the time.
_SHELL = "chromium-headless-shell"
NAMES = (_SHELL, "chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
_APT = ("apt-get", "-o", "DPkg::Lock::Timeout=300", "-qq")
_PLAYWRIGHT = (str(ENVIRONMENT / "bin" / "python"), "-m", "playwright", "install")
CURE = (
    "No Chromium was found and none could be installed: install one (Debian: sudo apt-get install "
    "chromium-headless-shell; Ubuntu: sudo apt-get install chromium; macOS: brew install --cask google-chrome), then try again."
)
# A browser under test asks nobody outside anything, and begins at once.
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    # No name but this machine's means anything.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
# The same pixels on every machine, as far as one machine's letters are another's.
STEADY = ("--font-render-hinting=none", "--force-color-profile=srgb", "--hide-scrollbars")

Run = Callable[[Sequence[str]], bool]
Which = Callable[[str], str | None]


def main() -> int:
    found = find_browser() or install_browser(_attempt, os.geteuid() == 0)
    print(f"  browser: {found}" if found else CURE, file=sys.stdout if found else sys.stderr)
    return 0 if found else 1


def find_browser(which: Which = shutil.which) -> str | None:
    """The machine's own, else the one that Playwright keeps."""
    places = (*(place for name in NAMES if (place := which(name))), *([str(_MAC)] if _MAC.is_file() else []))
    return next(iter(places), None) or next(_of_playwright(), None)


def _of_playwright() -> Iterator[str]:
    home = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or _cache() / "ms-playwright")
    patterns = (
        "chromium_headless_shell-*/chrome-*/*headless?shell",
        "chromium-*/chrome-linux*/chrome",
        "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    )
    for pattern in patterns:
        yield from (str(file) for file in sorted(home.glob(pattern), reverse=True))


def _cache() -> Path:
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")


def install_browser(run: Run, is_root: bool, which: Which = shutil.which) -> str | None:
    """Debian's own package where that may be installed, else what Playwright offers."""
    if is_root and which("apt-get"):
        print("  browser: installing chromium (a minute, once)")
        # Ubuntu and older Debian have it only whole.
        if run([*_APT, "update"]) and any(
            run([*_APT, "install", "-y", "--no-install-recommends", name]) for name in (_SHELL, "chromium")
        ):
            found = find_browser(which)
            if found:
                return found
    print("  browser: installing the one that Playwright offers (a minute or two, once)")
    return find_browser(which) if run([*_PLAYWRIGHT, "--only-shell", "chromium"]) else None


def _attempt(command: Sequence[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        print("\n".join(done.stdout.strip().splitlines()[-3:]), file=sys.stderr)
    return done.returncode == 0


def launch_arguments() -> list[str]:
    """Root has no sandbox of its own to put the browser into."""
    return [*ARGUMENTS, *STEADY, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


if __name__ == "__main__":
    sys.exit(main())
