"""Which state of the repository is deployed, in a word that a person can look up."""

import os
import subprocess
from pathlib import Path

from infra.local.packaged import digest_of, packaged_files

_SHOWN = 12


def version_of(root: Path) -> str:
    """The commit, with `-changed` where files differ from it; without git the digest of what is deployed, as `files-…`."""
    commit, changed = _git(root, "rev-parse", f"--short={_SHOWN}", "HEAD"), _git(root, "status", "--porcelain")
    # A checkout that lies in somebody else's repository has none of its own.
    if commit and _git(root, "rev-parse", "--show-prefix") == "":
        return f"{commit}-changed" if changed else commit
    return f"files-{digest_of(root, packaged_files(root))[:_SHOWN]}"


def _git(root: Path, *words: str) -> str | None:
    """What git says; None where it is not installed or knows no such thing."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        said = subprocess.run(
            ["git", *words],
            cwd=root,
            # Looking never waits for whoever works there.
            env={**environment, "GIT_OPTIONAL_LOCKS": "0"},
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return None
    return said.stdout.strip() if said.returncode == 0 else None
