"""What Lambda unpacks for each function: its package and its layers."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.measurement import Measurement
from benchmarks.templates import CityPlan

_MIB = 2**20
AT_MOST_MIB = 120_000_000 / _MIB


def measure(city: CityPlan) -> Iterator[Measurement]:
    for function in city.functions:
        layers = {layer.name: _mib(layer) for layer in function.layers}
        parts = {"package": _mib(function.folder), **layers}
        yield Measurement(
            function.name,
            sum(parts.values()),
            "MiB",
            AT_MOST_MIB,
            ", ".join(f"{name} {size:.2f}" for name, size in parts.items()),
        )


def _mib(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / _MIB
