"""What a domain says of itself, once: `infra/<domain>/domain.toml`, read by everything that would keep a list of domains.

A manifest is a few tables of plain values. A key that nobody reads, a value of the wrong kind, and what contradicts
another manifest are refused, with the file and the key in the sentence.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
EVERYBODY = "everybody"
EVERY_OTHER = "*"


class ManifestError(ValueError):
    """What is wrong with a manifest: one sentence, with the file and the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    ko: str
    en: str

    def __str__(self) -> str:
        return f"{self.ko} ({self.en})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the city, by its path at the city's door. `who` are the groups of staff it is for, or `("everybody",)`."""

    path: str
    names: Names
    who: tuple[str, ...]
    # One sentence for the home page: what somebody does there.
    about: Names | None = None
    # Whether it draws with what Trusted Types do not let through.
    map: bool = False
    # How the home page draws it: strokes in a square of 24, as the path of an SVG has them.
    icon: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something to try from another terminal."""

    line: str
    names: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One domain, by its folder below `infra`."""

    name: str
    names: Names
    # Its place where people choose among domains; those without one come after, in the order of the city.
    place: int | None = None
    # What somebody of a group does first here, told on the home page until they have read it.
    first: Mapping[str, Names] = field(default_factory=dict)
    # Each area may use those after it, and none before it.
    areas: tuple[str, ...] = ()
    # Domains whose outputs fill parameters of this one's template, by name; `*`: every other.
    needs: tuple[str, ...] = ()
    # Modules: `play(city) -> int`, and `seed(city) -> Iterable[tuple[str, str]]`, lines of the READY table.
    story: str | None = None
    seed: str | None = None
    # What groups of staff are called; domains that share one may both say it, in the same words.
    groups: Mapping[str, Names] = field(default_factory=dict)
    # Who signs in at the local city, and the group of each.
    staff: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()
    commands: tuple[Command, ...] = ()
    # Lists of layers that this domain's template asks for beside those of every domain.
    layers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # Outputs of the city, and of which output of this domain's template each is the value.
    outputs: Mapping[str, str] = field(default_factory=dict)
    # Those of its outputs that are buckets to which pages send files, and from which they fetch them.
    uploads: tuple[str, ...] = ()
    # Those that are buckets of pictures and film that pages show by addresses of the API.
    shows: tuple[str, ...] = ()
    # Topics whose changes it publishes (`city.aws.live.publisher`), and the groups that may watch each.
    live: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def api_id(self) -> str | None:
        """The output that is its API's id, if it has one; the door serves it below `/api/<name>/`."""
        output = f"{self.stack}ApiId"
        return output if output in self.outputs else None

    @property
    def parts(self) -> Mapping[str, str]:
        """Further APIs of its own, where one template cannot hold all routes: `ParksTreesApiId` is the output of the one
        whose paths begin with `/trees`. The door serves it below `/api/<name>/trees/`.
        """
        found = (re.fullmatch(rf"{self.stack}([A-Z][a-z]+)ApiId", output) for output in self.outputs)
        return {part[1].lower(): part[0] for part in found if part}

    @property
    def socket_id(self) -> str | None:
        """The output that is its WebSocket API's id, if it has one; the door serves it at `/<name>`, the name of its stage."""
        output = f"{self.stack}SocketId"
        return output if output in self.outputs else None

    @property
    def stack(self) -> str:
        """The logical id of its stack in the city's template."""
        return stack_of(self.name)


_KEYS = frozenset(Manifest.__dataclass_fields__)
_PATH = re.compile(r"/|(?:/[a-z0-9_-]+)+")
_ICON = re.compile(r"[Mm][MmLlHhVvCcSsQqTtAaZz0-9 .,-]{1,400}")


def stack_of(domain: str) -> str:
    """The logical id of a domain's stack in the city's template."""
    return domain.replace("_", " ").title().replace(" ", "")


def read_manifests(infra: Path = ROOT / "infra") -> dict[str, Manifest]:
    """Every domain's manifest by its name, those that need others after them. Raises ManifestError."""
    manifests = {file.parent.name: read_manifest(file) for file in sorted(infra.glob("*/domain.toml"))}
    for name, manifest in manifests.items():
        if manifest.needs == (EVERY_OTHER,):
            manifests[name] = replace(manifest, needs=tuple(other for other in manifests if other != name))
    _refuse_contradictions(manifests.values())
    return {manifest.name: manifest for manifest in _in_order(manifests)}


def read_manifest(file: Path) -> Manifest:
    """Raises ManifestError."""
    try:
        table = tomllib.loads(file.read_text())
    except tomllib.TOMLDecodeError as error:
        raise ManifestError(f"{_shown(file)}: {error}") from error
    return _Reader(_shown(file)).manifest(table, file.parent.name)


def groups_of(manifests: Iterable[Manifest]) -> dict[str, Names]:
    """What each group of staff is called."""
    return {group: names for manifest in manifests for group, names in manifest.groups.items()}


def staff_of(manifests: Iterable[Manifest]) -> dict[str, str]:
    """Who works in the city, and in which group."""
    return {who: group for manifest in manifests for who, group in manifest.staff.items()}


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns tables of a file into values; every refusal names the file."""

    file: str

    def manifest(self, table: Mapping[str, Any], folder: str) -> Manifest:
        self.only(table, _KEYS, "it")
        name = self.text(table, "name")
        if name != folder:
            raise self.error(f"name is {name!r}, and the folder {folder!r}")
        manifest = Manifest(
            name=name,
            names=self.names(table, "it"),
            place=self.number(table, "place") if "place" in table else None,
            first={group: self.named(self.table(table, "first"), group) for group in self.table(table, "first")},
            areas=self.words(table, "areas"),
            needs=self.words(table, "needs"),
            story=self.text(table, "story") if "story" in table else None,
            seed=self.text(table, "seed") if "seed" in table else None,
            groups={group: self.named(self.table(table, "groups"), group) for group in self.table(table, "groups")},
            staff=self.texts(table, "staff"),
            pages=tuple(self.page(page) for page in self.tables(table, "pages")),
            commands=tuple(self.command(command) for command in self.tables(table, "commands")),
            layers={key: self.words(self.table(table, "layers"), key) for key in self.table(table, "layers")},
            outputs=self.texts(table, "outputs"),
            uploads=self.words(table, "uploads"),
            shows=self.words(table, "shows"),
            live=self.topics(table, name),
        )
        for key, buckets in (("uploads", manifest.uploads), ("shows", manifest.shows)):
            if unknown := sorted(set(buckets) - manifest.outputs.keys()):
                raise self.error(f"{key} names {', '.join(unknown)}, which is no output")
        return manifest

    def page(self, table: Mapping[str, Any]) -> Page:
        self.only(table, {"path", "names", "about", "who", "map", "icon"}, "a page")
        path = self.path(table, "path")
        who = self.words(table, "who")
        if not who or (EVERYBODY in who and len(who) > 1):
            raise self.error(f"{path}: who is a list of groups, or ['{EVERYBODY}']")
        is_map = table.get("map", False)
        if not isinstance(is_map, bool):
            raise self.error(f"{path}: map is to be true or false")
        about = self.named(table, "about") if "about" in table else None
        icon = self.text(table, "icon") if "icon" in table else None
        if icon is not None and not _ICON.fullmatch(icon):
            raise self.error(f"{path}: icon is to be the path of an SVG, such as M5 4h14v16H5z")
        return Page(path=path, names=self.names(table, path), about=about, who=who, map=is_map, icon=icon)

    def topics(self, table: Mapping[str, Any], domain: str) -> dict[str, tuple[str, ...]]:
        live = self.table(table, "live")
        self.only(live, {"topics"}, "live")
        declared = self.table(live, "topics")
        topics = {topic: self.words(declared, topic) for topic in declared}
        for topic, groups in topics.items():
            if not re.fullmatch(rf"{domain}(\.[a-z_]+)+", topic):
                raise self.error(f"the topic {topic} is to be named {domain}.…")
            if not groups:
                raise self.error(f"nobody may watch the topic {topic}")
        return topics

    def command(self, table: Mapping[str, Any]) -> Command:
        self.only(table, {"line", "names"}, "a command")
        line = self.text(table, "line")
        return Command(line=line, names=self.names(table, line))

    def names(self, table: Mapping[str, Any], what: str) -> Names:
        names = self.table(table, "names")
        self.only(names, {"ko", "en"}, f"the names of {what}")
        return Names(ko=self.text(names, "ko"), en=self.text(names, "en"))

    def named(self, table: Mapping[str, Any], key: str) -> Names:
        """Something said in both languages, under this key."""
        said = self.table(table, key)
        self.only(said, {"ko", "en"}, key)
        return Names(ko=self.text(said, "ko"), en=self.text(said, "en"))

    def number(self, table: Mapping[str, Any], key: str) -> int:
        value = table[key]
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.error(f"{key} is to be a whole number")
        return value

    def only(self, table: Mapping[str, Any], known: Iterable[str], what: str) -> None:
        if unknown := sorted(set(table) - set(known)):
            raise self.error(f"{what} has no {', '.join(unknown)}; there are {', '.join(sorted(known))}")

    def text(self, table: Mapping[str, Any], key: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value:
            raise self.error(f"{key} is to be a text")
        return value

    def path(self, table: Mapping[str, Any], key: str) -> str:
        path = self.text(table, key)
        if not _PATH.fullmatch(path):
            raise self.error(f"{key} is to be a path such as /fines/desk, and not {path!r}")
        return path

    def words(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
            raise self.error(f"{key} is to be a list of texts")
        if twice := sorted({word for word in value if value.count(word) > 1}):
            raise self.error(f"{key} names {', '.join(twice)} twice")
        return tuple(value)

    def texts(self, table: Mapping[str, Any], key: str) -> dict[str, str]:
        below = self.table(table, key)
        return {name: self.text(below, name) for name in below}

    def table(self, table: Mapping[str, Any], key: str) -> dict[str, Any]:
        value = table.get(key, {})
        if not isinstance(value, dict):
            raise self.error(f"{key} is to be a table")
        return value

    def tables(self, table: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.error(f"{key} is to be a list of tables")
        return value

    def error(self, sentence: str) -> ManifestError:
        return ManifestError(f"{self.file}: {sentence}")


def _refuse_contradictions(manifests: Iterable[Manifest]) -> None:
    groups, owners, called = dict[str, str](), dict[str, str](), dict[str, Names]()
    paths, names = dict[str, str](), {manifest.name for manifest in manifests}
    for manifest in manifests:
        for who, group in manifest.staff.items():
            if groups.setdefault(who, group) != group:
                raise ManifestError(f"{who} is in the group {groups[who]} and, says {manifest.name}, in {group}")
        for group, names_of_group in manifest.groups.items():
            if called.setdefault(group, names_of_group) != names_of_group:
                raise ManifestError(f"{group} is called {called[group]} and, says {manifest.name}, {names_of_group}")
        for output in manifest.outputs:
            if owners.setdefault(output, manifest.name) != manifest.name:
                raise ManifestError(f"{owners[output]} and {manifest.name} both offer the output {output}")
    for manifest in manifests:
        for page in manifest.pages:
            first = page.path.split("/")[1]
            if first in names - {manifest.name}:
                raise ManifestError(f"{manifest.name}, {page.path}: what begins with /{first} are pages of {first}")
            if paths.setdefault(page.path, manifest.name) != manifest.name:
                raise ManifestError(f"{paths[page.path]} and {manifest.name} both have the page {page.path}")
            if unknown := sorted(set(page.who) - set(groups.values()) - {EVERYBODY}):
                raise ManifestError(f"{manifest.name}, {page.path}: nobody is in the group {', '.join(unknown)}")
        if unknown := sorted(set(manifest.first) - set(groups.values())):
            raise ManifestError(f"{manifest.name}, first: nobody is in the group {', '.join(unknown)}")
        for topic, watching in manifest.live.items():
            if unknown := sorted(set(watching) - set(groups.values())):
                raise ManifestError(f"{manifest.name}, {topic}: nobody is in the group {', '.join(unknown)}")


def _in_order(manifests: Mapping[str, Manifest]) -> list[Manifest]:
    """Each after those it needs; otherwise by name."""
    ordered: dict[str, Manifest] = {}

    def add(name: str, asked_by: tuple[str, ...]) -> None:
        if name not in manifests:
            raise ManifestError(f"{asked_by[-1]} needs {name}, which has no manifest")
        if name in asked_by:
            raise ManifestError(f"domains need one another in a circle: {', '.join((*asked_by, name))}")
        for needed in manifests[name].needs:
            add(needed, (*asked_by, name))
        ordered.setdefault(name, manifests[name])

    for name in manifests:
        add(name, ())
    return list(ordered.values())


def _shown(file: Path) -> str:
    return "/".join(file.parts[-3:])
