"""Looks for secrets in everything git would carry. A find that is none is marked on its line: pragma: allowlist secret."""

import shutil
import subprocess
import sys

from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import default_settings

from infra.local.city import ROOT

# Lock files are nothing but hashes; the sample is AWS's own documented example, which the document of events repeats, and
# JSON takes no comment.
_LOCK_FILES = "requirements"
_KNOWN = {
    "tests/unit/contracts/samples/aws-two-way-sms.json",
    "web/api/dongne.asyncapi.json",
    "infra/pages/package-lock.json",
}
# Others' code in one line each, as they published it: a test compares its hashes.
_VENDORED = "web/vendor/"
# Answers of a city made up for tests, with the names that a deployment gave its resources; JSON takes no comment.
_ANSWERS = "tests/browser/answers/"

# What .gitignore names.
_OURS_ALONE = {".venv", ".venv-cloud", ".aws-sam", ".city", ".git", "__pycache__", "results", ".hypothesis"}


def tracked_files() -> list[str]:
    """Files git tracks, and those it does not track yet and does not ignore; all of them where there is no git."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        files = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
        return [str(file) for file in files if not _OURS_ALONE.intersection(file.parts)]
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=True,
    )
    names = [name for name in listed.stdout.split("\0") if name]
    return [name for name in names if not _is_known(name)]


def _is_known(name: str) -> bool:
    return name in _KNOWN or name.startswith((_VENDORED, _ANSWERS)) or (_LOCK_FILES in name and name.endswith(".txt"))


def main() -> int:
    found = SecretsCollection()
    with default_settings():
        for name in tracked_files():
            if (ROOT / name).is_file():
                found.scan_file(str(ROOT / name))
    for name, secret in found:
        print(f"{name}:{secret.line_number}: looks like a secret ({secret.type})")
    return 1 if list(found) else 0


if __name__ == "__main__":
    sys.exit(main())
