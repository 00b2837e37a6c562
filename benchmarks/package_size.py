"""What Lambda unpacks for each function: its package and its layers."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.measurement import Measurement
from benchmarks.templates import CityPlan

_MIB = 2**20
# Of a function without the layers below.
AT_MOST_MIB = 40.0
# And with one of them, when what it cannot do without leaves no room; Lambda takes 250 MiB.
AT_MOST_WITH_MIB = {
    # libarrow 37, libarrow_compute 14 and libparquet 10, all stripped; OpenBLAS 24 and 10 of NumPy's core, linked to each
    # other. Packages and targets of all others would be met by a third of that.
    "ColumnsLayer": 160.0,
    # OpenDP's one library is 157 without its symbols, and NumPy adds what it does above.
    "PrivacyLayer": 240.0,
}


def measure(city: CityPlan) -> Iterator[Measurement]:
    for function in city.functions:
        layers = {layer.name: _mib(layer) for layer in function.layers}
        parts = {"package": _mib(function.folder), **layers}
        yield Measurement(
            function.name,
            sum(parts.values()),
            "MiB",
            max((most for layer, most in AT_MOST_WITH_MIB.items() if layer in layers), default=AT_MOST_MIB),
            ", ".join(f"{name} {size:.2f}" for name, size in parts.items()),
        )


def _mib(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / _MIB
