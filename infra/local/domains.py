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


def lines_of(manifest: Manifest, city: City) -> list[Line]:
    """A domain's addresses and commands. The addresses are whole, because they are there to be copied."""
    commands = [(str(command.names), command.line) for command in manifest.commands]
    if f"{manifest.stack}ApiId" not in manifest.outputs:
        return commands
    url = city.api_url(manifest.name)
    return [
        (f"{manifest.names.ko} API ({manifest.names.en} API)", url),
        *((str(page.names), f"{url}{page.path}") for page in manifest.pages),
        *commands,
    ]


def _seed(module: str, city: City) -> list[Line]:
    return list(import_module(module).seed(city))
