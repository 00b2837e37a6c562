"""Writes the documents that the pages at /api/docs show: `make openapi`."""

from infra.manifest import ROOT
from infra.openapi.documents import documents

FOLDER = ROOT / "web/api"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for stale in FOLDER.glob("*.json"):
        stale.unlink()
    for name, text in documents().items():
        (FOLDER / name).write_text(text)
        print(f"  web/api/{name}")
