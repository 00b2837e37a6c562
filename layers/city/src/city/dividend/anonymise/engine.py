"""The modules that make a release, and their digest: all that deciding, applying, verifying and certifying import.

Read from the sources, without importing any: a module counts if a statement that can run imports it, at the top of a
module or late inside a function, however it is spelt; so do the packages it lies in, whose `__init__` runs first. What
stands under TYPE_CHECKING never runs and does not count. Compiled files do not count either, nor does how lines end.
"""

import ast
import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.util import decode_source, resolve_name
from pathlib import Path

# The tool on one machine, and the steps of a round. What a step is started by (handler, bootstrap) decides nothing.
_STEPS = ("apply_shard", "count_shard", "decide_round", "plan_round", "pseudonymise_file", "verify_round")
ENTRY_POINTS = (
    "city.dividend.anonymise.deidentify",
    *(f"city.dividend.rounds.service.preparing.{step}" for step in _STEPS),
)
# What computes in the engine: of these, the versions of those that it imports. OpenDP draws the noise of answers about a
# release and no release, so a certificate names its version from the day on which the engine imports it, and the step that
# certifies needs no layer for it until then.
_LIBRARIES = frozenset({"numpy", "pyarrow", "opendp"})


@dataclass(frozen=True, slots=True)
class Engine:
    """SHA-256 of every module's source by the module's name, and the versions of Python and the libraries it computes with."""

    modules: Mapping[str, str]
    libraries: Mapping[str, str]

    @property
    def digest(self) -> str:
        """SHA-256 over modules and versions: equal for the same code and libraries, on whatever machine."""
        lines = [f"{name} {digest}\n" for name, digest in sorted(self.modules.items())]
        lines += [f"{name}=={number}\n" for name, number in sorted(self.libraries.items())]
        return hashlib.sha256("".join(lines).encode()).hexdigest()


@cache
def running_engine() -> Engine:
    """The engine of this process. Read once: a process keeps the code that it began with."""
    return engine_in(Path(str(files("city"))).parent)


def engine_in(
    root: Path, entry_points: Iterable[str] = ENTRY_POINTS, version_of: Callable[[str], str] = version
) -> Engine:
    """The engine whose package `city` lies in `root`. Raises FileNotFoundError for an import of a module that is not there."""
    modules: dict[str, str] = {}
    libraries: set[str] = set()
    open_names = list(entry_points)
    while open_names:
        name = open_names.pop()
        if name in modules:
            continue
        path = _path_of(root, name)
        if path is None:
            raise FileNotFoundError(f"no source of {name} in {root}")
        source = decode_source(path.read_bytes())
        modules[name] = hashlib.sha256(source.encode()).hexdigest()
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        for imported in (package, *_imports_of(source, package)):
            top = imported.partition(".")[0]
            if top == "city":
                open_names += _within(root, imported)
            elif top in _LIBRARIES:
                libraries.add(top)
    # Without the patch release, which the cloud changes by itself from one day to the next.
    versions = {"python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    return Engine(modules, versions | {name: version_of(name) for name in libraries})


def _within(root: Path, imported: str) -> Iterator[str]:
    """The modules that importing a name runs: the packages it lies in, its module, and itself if it is one."""
    parts = imported.split(".")
    parents = [".".join(parts[:length]) for length in range(1, len(parts))]
    yield from parents
    if _path_of(root, imported) is not None:
        yield imported


def _path_of(root: Path, name: str) -> Path | None:
    place = root.joinpath(*name.split("."))
    candidates = (place / "__init__.py", place.with_name(f"{place.name}.py"))
    return next((path for path in candidates if path.is_file()), None)


@cache
def _imports_of(source: str, package: str) -> frozenset[str]:
    return frozenset(_imports(ast.parse(source), package))


def _imports(node: ast.AST, package: str) -> Iterator[str]:
    """Full names of what a tree imports: names in modules, `*` for a module alone."""
    match node:
        case ast.Import(names):
            yield from (f"{each.name}.*" for each in names)
        case ast.ImportFrom(module, names, level):
            origin = resolve_name("." * (level or 0) + (module or ""), package)
            yield from (f"{origin}.{each.name}" for each in names)
        case ast.If(test=ast.Name("TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"), orelse=otherwise):
            for statement in otherwise:
                yield from _imports(statement, package)
        case ast.stmt() | ast.Module() | ast.ExceptHandler() | ast.match_case():
            # No expression holds an import.
            for each in ast.iter_child_nodes(node):
                yield from _imports(each, package)
