"""What a domain says of itself, once: `infra/<domain>/domain.toml`, read by everything that would keep a list of domains.

A manifest is a few tables of plain values. A key that nobody reads, a value of the wrong kind, and what contradicts
another manifest are refused, with the file and the key in the sentence.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
EVERYBODY = "everybody"


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
    """A page of the domain's API. `who` are the groups of staff it is for, or `("everybody",)`."""

    path: str
    names: Names
    who: tuple[str, ...]


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
    # Each area may use those after it, and none before it.
    areas: tuple[str, ...] = ()
    # Domains whose outputs fill parameters of this one's template, by name.
    needs: tuple[str, ...] = ()
    # Modules: `play(city) -> int`, and `seed(city) -> Iterable[tuple[str, str]]`, lines of the READY table.
    story: str | None = None
    seed: str | None = None
    # Who signs in at the local city, and the group of each.
    staff: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()
    commands: tuple[Command, ...] = ()
    # Lists of layers that this domain's template asks for beside those of every domain.
    layers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # Outputs of the city, and of which output of this domain's template each is the value.
    outputs: Mapping[str, str] = field(default_factory=dict)

    @property
    def stack(self) -> str:
        """The logical id of its stack in the city's template."""
        return stack_of(self.name)


_KEYS = frozenset(Manifest.__dataclass_fields__)


def stack_of(domain: str) -> str:
    """The logical id of a domain's stack in the city's template."""
    return domain.replace("_", " ").title().replace(" ", "")


def read_manifests(infra: Path = ROOT / "infra") -> dict[str, Manifest]:
    """Every domain's manifest by its name, those that need others after them. Raises ManifestError."""
    manifests = {file.parent.name: read_manifest(file) for file in sorted(infra.glob("*/domain.toml"))}
    _refuse_contradictions(manifests.values())
    return {manifest.name: manifest for manifest in _in_order(manifests)}


def read_manifest(file: Path) -> Manifest:
    """Raises ManifestError."""
    try:
        table = tomllib.loads(file.read_text())
    except tomllib.TOMLDecodeError as error:
        raise ManifestError(f"{_shown(file)}: {error}") from error
    return _Reader(_shown(file)).manifest(table, file.parent.name)


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
            areas=self.words(table, "areas"),
            needs=self.words(table, "needs"),
            story=self.text(table, "story") if "story" in table else None,
            seed=self.text(table, "seed") if "seed" in table else None,
            staff=self.texts(table, "staff"),
            pages=tuple(self.page(page) for page in self.tables(table, "pages")),
            commands=tuple(self.command(command) for command in self.tables(table, "commands")),
            layers={key: self.words(self.table(table, "layers"), key) for key in self.table(table, "layers")},
            outputs=self.texts(table, "outputs"),
        )
        if manifest.pages and f"{manifest.stack}ApiId" not in manifest.outputs:
            raise self.error(f"pages need the output {manifest.stack}ApiId")
        return manifest

    def page(self, table: Mapping[str, Any]) -> Page:
        self.only(table, {"path", "names", "who"}, "a page")
        path = self.text(table, "path")
        if not path.startswith("/"):
            raise self.error(f"the path of a page begins with a slash, and not {path!r}")
        who = self.words(table, "who")
        if not who or (EVERYBODY in who and len(who) > 1):
            raise self.error(f"{path}: who is a list of groups, or ['{EVERYBODY}']")
        return Page(path=path, names=self.names(table, path), who=who)

    def command(self, table: Mapping[str, Any]) -> Command:
        self.only(table, {"line", "names"}, "a command")
        line = self.text(table, "line")
        return Command(line=line, names=self.names(table, line))

    def names(self, table: Mapping[str, Any], what: str) -> Names:
        names = self.table(table, "names")
        self.only(names, {"ko", "en"}, f"the names of {what}")
        return Names(ko=self.text(names, "ko"), en=self.text(names, "en"))

    def only(self, table: Mapping[str, Any], known: Iterable[str], what: str) -> None:
        if unknown := sorted(set(table) - set(known)):
            raise self.error(f"{what} has no {', '.join(unknown)}; there are {', '.join(sorted(known))}")

    def text(self, table: Mapping[str, Any], key: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value:
            raise self.error(f"{key} is to be a text")
        return value

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
    groups, owners = dict[str, str](), dict[str, str]()
    for manifest in manifests:
        for who, group in manifest.staff.items():
            if groups.setdefault(who, group) != group:
                raise ManifestError(f"{who} is in the group {groups[who]} and, says {manifest.name}, in {group}")
        for output in manifest.outputs:
            if owners.setdefault(output, manifest.name) != manifest.name:
                raise ManifestError(f"{owners[output]} and {manifest.name} both offer the output {output}")
    for manifest in manifests:
        for page in manifest.pages:
            if unknown := sorted(set(page.who) - set(groups.values()) - {EVERYBODY}):
                raise ManifestError(f"{manifest.name}, {page.path}: nobody is in the group {', '.join(unknown)}")


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
