"""What the domains bring to the local city, as their manifests name it: demo data, stories, and lines of the table."""

from importlib import import_module

from infra.local.city import City
from infra.local.staff import ensure_staff
from infra.manifest import Manifest, read_manifests

Line = tuple[str, str]


def seed_city(city: City) -> list[Line]:
    """Staff and demo data, whatever of them is missing. Returns what there is to say of them."""
    ensure_staff(city)
    return [line for manifest in read_manifests().values() if manifest.seed for line in _seed(manifest.seed, city)]


def play_stories(city: City) -> int:
    """Plays every domain's story. Returns 1 if anything differed. Raises CityTrouble."""
    stories = [manifest.story for manifest in read_manifests().values() if manifest.story]
    return max((int(import_module(story).play(city)) for story in stories), default=0)


def lines_of(manifest: Manifest) -> list[Line]:
    """A domain's pages and its API, by their paths at the city's address, and its commands."""
    api = [(f"{manifest.names.ko} API ({manifest.names.en} API)", f"/api/{manifest.name}")]
    return [
        *((str(page.names), page.path) for page in manifest.pages if page.path != "/"),
        *(api if manifest.api_id else []),
        *((str(command.names), command.line) for command in manifest.commands),
    ]


def _seed(module: str, city: City) -> list[Line]:
    return list(import_module(module).seed(city))
