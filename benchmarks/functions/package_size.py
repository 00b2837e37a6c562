"""What Lambda unpacks for each function: its package and its layers."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.functions.templates import CityPlan
from benchmarks.measurement import Measurement

_MIB = 2**20
# What the largest function without the layers below needs, and half as much again: less to unpack is a faster cold start.
AT_MOST_MIB = 40.0
# With one of these a function is as large as what it cannot do without; Lambda takes 250 MiB.
AT_MOST_WITH_MIB = {
    # Stripped: libarrow 37, libarrow_compute 14, libparquet 10, four more that PyArrow is linked to 9, its modules 9; NumPy
    # 21, and OpenBLAS with its Fortran 27, which NumPy is linked to.
    "ColumnsLayer": 160.0,
    # OpenDP's one library is 161 without its symbols, and the same NumPy 48.
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
            at_most=max((most for layer, most in AT_MOST_WITH_MIB.items() if layer in layers), default=AT_MOST_MIB),
            detail=", ".join(f"{name} {size:.2f}" for name, size in parts.items()),
        )


def _mib(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / _MIB
