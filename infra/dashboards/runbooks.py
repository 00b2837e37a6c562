"""What the pages know of the runbooks: one small file, so that whoever reads an alarm at night has its cure at once."""

import json
import re
from pathlib import Path

from infra.manifest import ROOT

RUNBOOKS, RUNBOOKS_JSON = Path("docs", "runbooks"), Path("web", "watch", "runbooks.json")
# `# 한국어 · english`, then one Korean sentence or two as a quotation, then the sections.
_FORM = re.compile(r"# (?P<ko>.+?) · (?P<en>.+)\n\n> (?P<words>.+)\n\n(?P<text>(?s:.+))")


def runbooks_json(root: Path = ROOT) -> str:
    """The text of web/watch/runbooks.json: titles, the Korean sentence, and the rest as it is written. Raises ValueError."""
    return (
        json.dumps(
            {file.stem: _read(file) for file in sorted((root / RUNBOOKS).glob("*.md"))}, ensure_ascii=False, indent=1
        )
        + "\n"
    )


def _read(file: Path) -> dict[str, str]:
    found = _FORM.fullmatch(file.read_text())
    if found is None:
        raise ValueError(f"{file}: a title in Korean and English, a Korean quotation, then sections")
    return {name: text.strip() for name, text in found.groupdict().items()}
