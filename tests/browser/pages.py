"""Every page there is, found in `web/` and the manifests, and whom each is for: no list to keep."""

from dataclasses import dataclass
from pathlib import Path

from infra.manifest import EVERYBODY, read_manifests, staff_of
from infra.pages.npm import ROOT
from web.assemble import files_of, place_of

WEB = ROOT / "web"
STATES = "/components/states/"


@dataclass(frozen=True, slots=True)
class KnownPage:
    """At its path at the door. `who` signs in to see it; None: it is everybody's."""

    path: str
    who: str | None

    @property
    def slug(self) -> str:
        return self.path.strip("/").replace("/", "-") or "index"

    @property
    def shows_states(self) -> bool:
        """A component in each of its states, for those who make pages."""
        return self.path.startswith(STATES)


def known_pages(web: Path = WEB) -> list[KnownPage]:
    manifests = read_manifests()
    groups = {page.path: page.who for manifest in manifests.values() for page in manifest.pages}
    people = {group: person for person, group in staff_of(manifests.values()).items()}
    names = [file.relative_to(web).as_posix() for file in files_of(web) if file.suffix == ".html"]
    paths = sorted(path_of(name) for name in names)
    return [KnownPage(path, people.get(groups.get(path, (EVERYBODY,))[0])) for path in paths]


def path_of(name: str) -> str:
    """Where the door serves a file of `web/`."""
    path = f"/{(place_of(name) or name).removesuffix('.html')}"
    return "/" if path == "/index" else path
