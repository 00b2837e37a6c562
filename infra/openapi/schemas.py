"""Schemas of contracts as components of a document: each once, by its name, whoever refers to it."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, TypeAdapter

from infra.manifest import ROOT
from iot.schemas.__main__ import contracts_with_schemas

# A body is read, an answer is written: a default may be left out of the one and stands in the other.
Mode = Literal["validation", "serialization"]
Asked = tuple[Any, Mode]

_SAMPLES = ROOT / "tests/unit/contracts/samples"
_REF = "#/components/schemas/"


class Components:
    """The schemas of everything that a document speaks of."""

    def __init__(self, asked: Iterable[Asked]) -> None:
        inputs: list[tuple[Asked, Mode, TypeAdapter[Any]]] = [
            ((contract, mode), mode, TypeAdapter(contract)) for contract, mode in dict.fromkeys(asked)
        ]
        made, definitions = TypeAdapter.json_schemas(inputs, ref_template=_REF + "{model}")
        found = definitions.get("$defs", {})
        names = {name: _short(name) for name in found}
        if len(set(names.values())) < len(names):
            names = {name: name for name in found}
        self._schemas = {key: _renamed(schema, names) for (key, _), schema in made.items()}
        self.definitions = {names[name]: _renamed(schema, names) for name, schema in sorted(found.items())}

    def schema_of(self, contract: Any, mode: Mode) -> dict[str, Any]:
        """A reference to it, or its own text for a union or a bare type."""
        schema: dict[str, Any] = self._schemas[contract, mode]
        return schema


def _short(name: str) -> str:
    """Without the module that pydantic writes before a name which two modules use, and without brackets."""
    return re.sub(r"\W+", "_", name).strip("_")


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {
            key: _REF + names[inner.removeprefix(_REF)]
            if key == "$ref" and isinstance(inner, str)
            else _renamed(inner, names)
            for key, inner in value.items()
        }
    return [_renamed(inner, names) for inner in value] if isinstance(value, list) else value


@cache
def _samples() -> dict[type[BaseModel], tuple[str, Any]]:
    return {
        contract: (name, json.loads((_SAMPLES / f"{name}.json").read_text()))
        for name, contract in contracts_with_schemas().items()
        if (_SAMPLES / f"{name}.json").exists()
    }


def samples_of(contract: Any) -> dict[str, Any]:
    """The samples that the tests hold of a contract, or of each version in a union, by their file's name."""
    kinds = get_args(contract) or (contract,)
    return dict(_samples()[kind] for kind in kinds if kind in _samples())


def write_text(document: Mapping[str, Any]) -> str:
    """As it stands in its file."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def sample_file(name: str) -> Path:
    return _SAMPLES / f"{name}.json"
