"""Who may import whom, as contracts of import-linter. A module is ruled by where it lies, so a new one needs no list.

A domain is every package of `city` that is not shared. What lies in it stands in a room, by the first name of a room in
its path; what is in no other room is a rule, and pure. A folder of a domain that is no room is an area, with rooms of
its own. Areas are apart, unless `infra/<domain>/domain.toml` names them in an order: then each may use those after it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

from infra.manifest import read_manifest

# What domains share, and what of it each may import besides itself.
SHARED: dict[str, tuple[str, ...]] = {
    "kernel": (),
    "contracts": (),
    "aws": ("contracts", "kernel"),
    "office": ("aws", "contracts", "kernel"),
}
# Each room imports what stands after it, and itself.
ROOMS = ("bootstrap", "adapters", "service", "tables", "settings", "ports", "rules", "errors")
IMPURE_ROOMS = frozenset({"bootstrap", "adapters", "service", "tables"})
IMPURE_SHARED = frozenset({"aws"})
# Rooms that a trained model may run in.
_ROOMS_OF_MODELS = frozenset({"bootstrap", "adapters"})
# Rooms that a handler sees: use cases only for their types.
_ROOMS_OF_HANDLERS = frozenset({"bootstrap", "service", "errors"})

Judge = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class ModulePlace:
    """Where a module of `city` lies. `package` is a domain or what domains share; an area is of domains only."""

    package: str
    area: str | None = None
    room: str = "rules"

    @property
    def is_shared(self) -> bool:
        return self.package in SHARED

    @property
    def is_pure(self) -> bool:
        return self.package not in IMPURE_SHARED and self.room not in IMPURE_ROOMS


def place_of(module: str, graph: ImportGraph) -> ModulePlace:
    """The place of a module of `city`; of `city` itself too, which is pure and of no package."""
    _, *path = module.split(".")
    if not path:
        return ModulePlace("")
    package, *below = path
    room = next((name for name in below if name in ROOMS), "rules")
    if package in SHARED:
        return ModulePlace(package, room=room)
    is_area = bool(below) and below[0] not in ROOMS and (len(below) > 1 or bool(graph.find_children(module)))
    return ModulePlace(package, below[0] if is_area else None, room)


class _ByPlace(Contract):
    """Judges every direct import of some modules. What each may import directly, it may import at all."""

    def judges(self, graph: ImportGraph) -> Iterator[tuple[str, Judge]]:
        """Every module that is ruled, with what is wrong about one of its imports: a reason, or None."""
        raise NotImplementedError

    def stale(self) -> Iterable[str]:
        """Exceptions that nothing needs any more, once all modules are judged."""
        return ()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002
        broken = [
            f"{module} -> {imported} (l.{_lines(graph, module, imported)}): {reason}"
            for module, judge in sorted(self.judges(graph), key=lambda ruled: ruled[0])
            for imported in sorted(graph.find_modules_directly_imported_by(module))
            if (reason := judge(imported)) is not None
        ]
        broken += self.stale()
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(f"- {line}", bold=False)
        output.new_line()


class CityContract(_ByPlace):
    """The shared package: domains apart, rooms in order, rules pure, and only a bootstrap at the environment.

    - pure_packages: all that pure modules may import from outside. Whatever else there is may read the world.
    - bootstrap_only: what no other room and nothing shared may import.
    - use_cases_not: what use cases and tables may not import either.
    - exceptions: `module -> package, package`, beyond the above. One that nothing needs is a fault.
    """

    type_name = "city"

    pure_packages = fields.SetField(subfield=fields.StringField())
    bootstrap_only = fields.SetField(subfield=fields.StringField())
    use_cases_not = fields.SetField(subfield=fields.StringField())
    exceptions = fields.SetField(subfield=fields.StringField(), required=False)

    def judges(self, graph: ImportGraph) -> Iterator[tuple[str, Judge]]:
        excepted = {
            (module.strip(), package.strip())
            for module, _, packages in (line.partition("->") for line in self._set("exceptions"))
            for package in packages.split(",")
        }
        self._unused = set(excepted)
        for module in graph.find_descendants("city") | {"city"}:
            place = place_of(module, graph)

            def judge(imported: str, module: str = module, place: ModulePlace = place) -> str | None:
                reason = self._judge(graph, place, imported)
                if reason is not None and (module, imported) in excepted:
                    self._unused.discard((module, imported))
                    return None
                return reason

            yield module, judge

    def stale(self) -> Iterable[str]:
        return [f"{module} -> {package}: an exception that nothing needs" for module, package in sorted(self._unused)]

    def _judge(self, graph: ImportGraph, importer: ModulePlace, imported: str) -> str | None:
        root = imported.partition(".")[0]
        if root == "city":
            return _judge_inside(importer, place_of(imported, graph))
        if root == "models":
            may = not importer.is_shared and importer.room in _ROOMS_OF_MODELS
            return None if may else "only adapters and a bootstrap run a model"
        if not graph.is_module_squashed(imported):
            return "the city's package imports nothing of what stands around it"
        if importer.is_pure:
            return None if root in self._set("pure_packages") else "pure modules import what computes, and no world"
        if importer.room == "bootstrap":
            return None
        if root in self._set("bootstrap_only"):
            return "only a bootstrap may"
        if importer.room in ("service", "tables") and root in self._set("use_cases_not"):
            return f"{importer.room} takes it as an argument"
        return None

    def _set(self, name: str) -> set[str]:
        # import-linter puts the values where the fields stand.
        return set(getattr(self, name) or ())


def _judge_inside(importer: ModulePlace, imported: ModulePlace) -> str | None:
    if importer.package == imported.package:
        return _judge_rooms(importer, imported)
    if importer.is_shared:
        if imported.is_shared and imported.package not in SHARED[importer.package]:
            return f"{importer.package} does not import {imported.package}"
        if imported.is_shared:
            return "pure modules do not import the cloud" if importer.is_pure and not imported.is_pure else None
        return f"{importer.package} names no domain"
    if not imported.is_shared:
        return "domains exchange events, never imports"
    return "pure modules do not import the cloud" if importer.is_pure and not imported.is_pure else None


def _judge_rooms(importer: ModulePlace, imported: ModulePlace) -> str | None:
    if importer.is_shared:
        return "pure modules do not import the cloud" if importer.is_pure and not imported.is_pure else None
    if importer.room == "bootstrap":
        return None
    if ROOMS.index(imported.room) < ROOMS.index(importer.room):
        return f"{importer.room} stands below {imported.room}"
    if imported.area in (None, importer.area):
        return None
    order = areas_of(importer.package)
    if importer.area not in order or imported.area not in order:
        return "areas meet in the bootstrap, or by events"
    if order.index(imported.area) < order.index(importer.area):
        return f"{importer.area} stands below {imported.area}"
    return None


@cache
def areas_of(domain: str) -> tuple[str, ...]:
    """The order of a domain's areas, the one that uses all others first. Empty where the manifest names none."""
    file = Path("infra", domain, "domain.toml")
    return read_manifest(file).areas if file.is_file() else ()


class HandlersContract(_ByPlace):
    """Handlers translate: contracts, the edge of AWS, and of their own domain the bootstrap, errors and use cases.

    - edge: modules of the shared package that handlers may import besides the contracts.
    - packages: all that handlers may import from outside.
    """

    type_name = "handlers"

    edge = fields.SetField(subfield=fields.StringField())
    packages = fields.SetField(subfield=fields.StringField())

    def judges(self, graph: ImportGraph) -> Iterator[tuple[str, Judge]]:
        for module in graph.find_descendants("functions"):

            def judge(imported: str, module: str = module) -> str | None:
                return self._judge(graph, module, imported)

            yield module, judge

    def _judge(self, graph: ImportGraph, module: str, imported: str) -> str | None:
        root, domain, folder = imported.partition(".")[0], module.split(".")[1], module.rpartition(".")[0]
        edge: Any = self.edge
        packages: Any = self.packages
        if root == "city":
            place = place_of(imported, graph)
            if place.package == "contracts" or imported in edge:
                return None
            if place.is_shared:
                return "a handler works with contracts and the edge"
            if place.package != domain:
                return "functions of one domain import no other"
            return None if place.room in _ROOMS_OF_HANDLERS else f"a handler does not see {place.room}"
        if imported == folder or imported.startswith(f"{folder}."):
            return None
        return None if root in packages else "a handler translates, and no more"


def _lines(graph: ImportGraph, module: str, imported: str) -> str:
    details = graph.get_import_details(importer=module, imported=imported)
    return ", ".join(str(line) for line in sorted({detail["line_number"] for detail in details}))
