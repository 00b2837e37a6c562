"""The assembled pages as they lie beside the function, and the address at which CloudFormation waits for an answer."""

import urllib.request
from pathlib import Path


def read_assembled(tree: Path) -> tuple[str, dict[str, bytes]]:
    """What `web/assemble.py` wrote: its digest, and each file of the pages and of what they are made of, by name."""
    files = {
        path.relative_to(tree).as_posix(): path.read_bytes()
        for folder in ("v", "pages")
        for path in sorted((tree / folder).rglob("*"))
        if path.is_file()
    }
    return (tree / "digest").read_text(), files


def put_answer(url: str, body: bytes) -> None:
    # A content type would not be what the address was signed for; the address is CloudFormation's own.
    asked = urllib.request.Request(url, data=body, method="PUT", headers={"Content-Type": ""})  # noqa: S310
    with urllib.request.urlopen(asked, timeout=30):  # noqa: S310
        pass
