"""The browser that pages are opened with: the machine's own first, then Debian's package, then Playwright's."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from infra.pages.browser import CURE, find_browser, install_browser

SHELL = "chromium-headless-shell"


class Machine:
    """What is on it, and what its package managers bring."""

    def __init__(self, *programs: str, apt_works: bool = True, packages: Sequence[str] = (SHELL, "chromium")) -> None:
        self.programs = set(programs)
        self._packages = packages
        self.ran: list[str] = []
        self._apt_works = apt_works

    def which(self, name: str) -> str | None:
        return f"/usr/bin/{name}" if name in self.programs else None

    def run(self, command: Sequence[str]) -> bool:
        self.ran.append(" ".join(Path(word).name for word in command if not word.startswith("-")))
        if command[0] != "apt-get" or "install" not in command:
            return self._apt_works or command[0] != "apt-get"
        works = self._apt_works and command[-1] in self._packages
        self.programs |= {command[-1]} if works else set()
        return works


@pytest.fixture(autouse=True)
def nothing_of_playwright(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    return tmp_path


def test_the_machine_s_own_comes_first() -> None:
    assert find_browser(Machine("chromium", SHELL).which) == f"/usr/bin/{SHELL}"
    assert find_browser(Machine("google-chrome", "chromium").which) == "/usr/bin/chromium"
    assert find_browser(Machine("google-chrome").which) == "/usr/bin/google-chrome"


@pytest.mark.parametrize(
    "place",
    [
        "chromium-1200/chrome-linux/chrome",
        "chromium_headless_shell-1200/chrome-linux/headless_shell",
        "chromium_headless_shell-1200/chrome-headless-shell-linux64/chrome-headless-shell",
    ],
)
def test_playwright_s_own_is_found_where_there_is_no_other(nothing_of_playwright: Path, place: str) -> None:
    kept = nothing_of_playwright / place
    kept.parent.mkdir(parents=True)
    kept.touch()

    assert find_browser(Machine().which) == str(kept)


def test_root_installs_debian_s_package() -> None:
    machine = Machine("apt-get")

    assert install_browser(machine.run, is_root=True, which=machine.which) == f"/usr/bin/{SHELL}"
    assert [line.split()[2] for line in machine.ran] == ["update", "install"]


def test_where_debian_s_package_is_only_whole_that_one_is_installed() -> None:
    machine = Machine("apt-get", packages=["chromium"])

    assert install_browser(machine.run, is_root=True, which=machine.which) == "/usr/bin/chromium"


@pytest.mark.parametrize(("root", "apt_works"), [(False, True), (True, False)])
def test_where_that_may_not_be_or_fails_playwright_is_asked(root: bool, apt_works: bool) -> None:
    machine = Machine("apt-get", apt_works=apt_works)

    install_browser(machine.run, is_root=root, which=machine.which)

    assert machine.ran[-1] == "python playwright install chromium"


def test_who_has_none_is_told_what_to_do() -> None:
    assert "apt-get install chromium" in CURE
    assert "brew install" in CURE
