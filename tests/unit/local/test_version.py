"""A deployment says which state of the repository it is."""

import shutil
import subprocess
from pathlib import Path

import pytest

from infra.local.machine.version import version_of


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = tmp_path / "checkout"
    root.mkdir()
    (root / "template.yaml").write_text("Resources: {}\n")
    return root


def commit(root: Path) -> str:
    def git(*words: str) -> str:
        who = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.kr"]
        return subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "Begin")
    return git("rev-parse", "HEAD").strip()


def test_a_clean_checkout_is_its_commit(checkout: Path) -> None:
    made = commit(checkout)

    assert version_of(checkout) == made[:12]


@pytest.mark.parametrize("file", ["template.yaml", "new.txt"])
def test_what_differs_from_the_commit_is_said(checkout: Path, file: str) -> None:
    made = commit(checkout)
    (checkout / file).write_text("changed\n")

    assert version_of(checkout) == f"{made[:12]}-changed"


def test_without_a_repository_of_its_own_it_is_the_digest_of_what_is_deployed(checkout: Path) -> None:
    alone = version_of(checkout)
    copy = checkout / "inner"
    shutil.copytree(checkout, copy)
    commit(checkout)

    assert alone.startswith("files-")
    assert version_of(copy) == alone
    (copy / "template.yaml").write_text("Resources: {Another: {}}\n")
    assert version_of(copy) != alone
