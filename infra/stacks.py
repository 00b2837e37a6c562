"""The city's template, made of `infra/city.yaml` and of what every domain's manifest and template say.

    python -m infra.stacks        writes template.yaml, infra/door/template.yaml, web/city.json and
                                  web/watch/runbooks.json: part of what `make stacks` does

Each domain is one nested stack. Its parameters are filled by name: from the lists of layers of its manifest, from what
`Provided` in city.yaml names, from the city's own parameters, from the outputs of the domains it needs; whatever is left
is the domain's alone, and becomes a parameter of the city as its template declares it. (The names under which a manifest
offers its outputs to the city count as names of those outputs.)

Sections and their entries are copied as text, so comments and short tags stay as they were written.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.dashboards.names import NAMES_JSON, names_json
from infra.dashboards.runbooks import RUNBOOKS_JSON, runbooks_json
from infra.door.paths import CITY_JSON, DOOR_TEMPLATE, city_json, door_template
from infra.manifest import ROOT, Manifest, ManifestError, read_manifests

# A parameter that every manifest fills a part of: which groups may watch which topics.
_TOPICS = "LiveTopics"
CITY, TEMPLATE = Path("infra", "city.yaml"), Path("template.yaml")
_WRITTEN = "# Written by `make stacks` from infra/city.yaml and every domain's manifest and template: change those.\n"
# A comment right above a heading belongs to it.
_SECTION = re.compile(r"^(?:#.*\n)*(\w+):", re.MULTILINE)
_ENTRY = re.compile(r"^(?:  #.*\n)*  (\w+):", re.MULTILINE)
_DESCRIPTION = re.compile(r"^    Description: .+(?:\n {6,}.+)*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Template:
    """A template's text: its sections by name, each section's entries by name."""

    text: str

    def section(self, name: str) -> str:
        """With its heading; empty if there is none."""
        return dict(_cut(self.text, _SECTION)).get(name, "")

    def entries(self, section: str) -> dict[str, str]:
        """Each with its heading, indented by two."""
        _, _, below = self.section(section).partition("\n")
        return {name: text.rstrip() + "\n" for name, text in _cut(below, _ENTRY)}


def _cut(text: str, heading: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    found = list(heading.finditer(text))
    ends = [*(each.start() for each in found[1:]), len(text)]
    for each, end in zip(found, ends, strict=False):
        yield each[1], text[each.start() : end]


def city_template(root: Path = ROOT) -> str:
    """The text of template.yaml. Raises ManifestError for what cannot be filled."""
    city = Template((root / CITY).read_text())
    manifests = read_manifests(root / "infra")
    templates = {
        name: Template(file.read_text())
        for name in manifests
        if (file := root / "infra" / name / "template.yaml").is_file()
    }
    builder = _Builder(city, {name: manifests[name] for name in templates}, templates)
    stacks = [builder.stack(manifest) for manifest in builder.manifests.values()]
    return _WRITTEN + "".join(
        text.rstrip("\n") + "\n" + _joined(more, blank=name == "Resources")
        for name, text in _with_gaps(city)
        for more in ({"Parameters": builder.lifted(), "Resources": stacks, "Outputs": builder.outputs()}.get(name, []),)
    )


def _with_gaps(city: Template) -> Iterator[tuple[str, str]]:
    """The sections that go into the template, an empty line before each that had one."""
    for name, text in _cut(city.text, _SECTION):
        if name != "Provided":
            yield name, text if name in ("AWSTemplateFormatVersion", "Transform", "Description") else "\n" + text


def _joined(entries: Iterable[str], *, blank: bool) -> str:
    return "".join(("\n" if blank else "") + entry for entry in entries)


@dataclass(frozen=True, slots=True)
class _Builder:
    city: Template
    manifests: Mapping[str, Manifest]
    templates: Mapping[str, Template]

    def stack(self, manifest: Manifest) -> str:
        lines = [
            f"  {manifest.stack}:",
            "    Type: AWS::CloudFormation::Stack",
            "    Properties:",
            f"      TemplateURL: infra/{manifest.name}/template.yaml",
            "      Parameters:",
            *(
                f"        {name}: {self._value(manifest, name)}"
                for name in self.templates[manifest.name].entries("Parameters")
            ),
        ]
        return "\n".join(lines) + "\n"

    def lifted(self) -> list[str]:
        """Parameters that a domain alone declares. Raises ManifestError for one that two declare."""
        owners: dict[str, str] = {}
        found = []
        for name, template in self.templates.items():
            for parameter, text in template.entries("Parameters").items():
                if self._filled(self.manifests[name], parameter) is not None:
                    continue
                if parameter in owners:
                    raise ManifestError(
                        f"{owners[parameter]} and {name} both declare {parameter}: "
                        f"give it another name in one of them, or the city a parameter of that name in {CITY}"
                    )
                owners[parameter] = name
                found.append(text)
        return found

    def outputs(self) -> list[str]:
        found = []
        for manifest in self.manifests.values():
            offered = self.templates[manifest.name].entries("Outputs")
            for output, of in manifest.outputs.items():
                if of not in offered:
                    raise ManifestError(f"{manifest.name}: {output} is to be {of}, which its template does not offer")
                description = _DESCRIPTION.search(offered[of])
                value = f"    Value: !GetAtt {manifest.stack}.Outputs.{of}\n"
                found.append(f"  {output}:\n{description[0] if description else ''}{value}")
        return found

    def _value(self, manifest: Manifest, parameter: str) -> str:
        filled = self._filled(manifest, parameter)
        return f"!Ref {parameter}" if filled is None else filled

    def _filled(self, manifest: Manifest, parameter: str) -> str | None:
        """The value of a parameter in the city's template; None for one that the domain alone declares."""
        if parameter in manifest.layers:
            return self._layers(manifest, parameter)
        if parameter == _TOPICS:
            return self._topics()
        if provided := self.city.entries("Provided").get(parameter):
            return provided.partition(f"{parameter}:")[2].strip()
        if parameter in self.city.entries("Parameters"):
            return f"!Ref {parameter}"
        for needed in manifest.needs:
            if needed in self.templates and (of := self.manifests[needed].outputs.get(parameter)):
                return f"!GetAtt {self.manifests[needed].stack}.Outputs.{of}"
        for needed in manifest.needs:
            if needed in self.templates and parameter in self.templates[needed].entries("Outputs"):
                return f"!GetAtt {self.manifests[needed].stack}.Outputs.{parameter}"
        return None

    def _topics(self) -> str:
        topics = {topic: groups for manifest in self.manifests.values() for topic, groups in manifest.live.items()}
        return '"' + ";".join(f"{topic}={','.join(sorted(topics[topic]))}" for topic in sorted(topics)) + '"'

    def _layers(self, manifest: Manifest, parameter: str) -> str:
        names = [f"{layer.title()}Layer" for layer in manifest.layers[parameter]]
        if unknown := [name for name in names if name not in self.city.entries("Resources")]:
            raise ManifestError(f"{manifest.name}, {parameter}: {CITY} has no {', '.join(unknown)}")
        return f'!Join [",", [{", ".join(f"!Ref {name}" for name in names)}]]'


if __name__ == "__main__":
    (ROOT / DOOR_TEMPLATE).write_text(door_template())
    (ROOT / CITY_JSON).write_text(city_json())
    (ROOT / RUNBOOKS_JSON).write_text(runbooks_json())
    (ROOT / NAMES_JSON).write_text(names_json())
    (ROOT / TEMPLATE).write_text(city_template())  # last: the door is one of its stacks
