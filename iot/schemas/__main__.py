"""Writes the JSON Schemas beside this file from the contracts: `make schemas`."""

import json
from importlib import import_module
from pathlib import Path

from city.contracts import base
from city.contracts.base import Contract, ForeignContract

HERE = Path(__file__).parent


def contracts_with_schemas() -> dict[str, type[Contract | ForeignContract]]:
    """What every domain lists in its `city.contracts.<domain>.schemas`, by the name of the file."""
    found: dict[str, type[Contract | ForeignContract]] = {}
    for file in sorted(Path(base.__file__).parent.glob("*/schemas.py")):
        listed = import_module(f"city.contracts.{file.parent.name}.schemas").SCHEMAS
        if twice := found.keys() & listed.keys():
            raise ValueError(f"another domain has the schemas of {file.parent.name}: {', '.join(sorted(twice))}")
        found |= listed
    return found


def schemas() -> dict[str, str]:
    """The text of every schema file, by file name."""
    return {
        f"{name}.json": json.dumps(contract.model_json_schema(by_alias=True), indent=2, ensure_ascii=False) + "\n"
        for name, contract in sorted(contracts_with_schemas().items())
    }


if __name__ == "__main__":
    for stale in HERE.glob("*.json"):
        stale.unlink()
    for name, text in schemas().items():
        (HERE / name).write_text(text)
        print(f"  iot/schemas/{name}")
