"""Writes the JSON Schemas beside this file from the contracts: `make schemas`."""

import json
from pathlib import Path

from city.contracts.dividend.catalogue import CATALOGUE

HERE = Path(__file__).parent


def schemas() -> dict[str, str]:
    """The text of every schema file, by file name."""
    return {
        f"{name}.json": json.dumps(contract.model_json_schema(by_alias=True), indent=2, ensure_ascii=False) + "\n"
        for name, contract in sorted(CATALOGUE.items())
    }


if __name__ == "__main__":
    for stale in HERE.glob("*.json"):
        stale.unlink()
    for name, text in schemas().items():
        (HERE / name).write_text(text)
        print(f"  iot/schemas/{name}")
