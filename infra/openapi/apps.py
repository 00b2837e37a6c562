"""The APIs there are, and what each says of its routes. A new one needs no list: it is found where triggers lie."""

from dataclasses import dataclass
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from city.aws.edge.routes import ServedRoute
from city.aws.edge.web import CityApp
from infra.manifest import ROOT, Names, read_manifests


@dataclass(frozen=True, slots=True)
class Operation:
    """A route of a domain. `area` is the folder below the domain's that serves it."""

    domain: str
    area: str
    route: ServedRoute

    @property
    def path(self) -> str:
        """Where the public calls it: the city has one address."""
        return f"/api/{self.domain}{self.route.path}"


def load_app(file: Path) -> Any:
    """The application of a trigger's `app.py`."""
    name = "_".join(file.relative_to(ROOT).parts[:-1])
    spec = spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"no module: {file}")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.app


@cache
def operations() -> dict[str, tuple[Operation, ...]]:
    """What every domain with an API serves, by the domain's name. Pages are no part of an API."""
    found: dict[str, list[Operation]] = {}
    for file in sorted(ROOT.glob("functions/**/app.py")):
        app = load_app(file)
        domain, *areas = file.parent.relative_to(ROOT / "functions").parts
        if isinstance(app, CityApp) and app.served:
            found.setdefault(domain, []).extend(
                Operation(domain, areas[0] if areas[1:] else domain, r) for r in app.served
            )
    return {domain: tuple(served) for domain, served in sorted(found.items())}


def names_of(domain: str) -> Names:
    """What a domain calls itself; what has no manifest is called as its folder."""
    manifest = read_manifests().get(domain)
    return manifest.names if manifest else Names(ko=domain, en=domain)
