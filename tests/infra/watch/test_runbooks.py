"""Every alarm names its runbook, every runbook an alarm, and no link in them is dead."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.dashboards.domain import kebab, runbook_of
from infra.templates import DOMAIN_TEMPLATES, ROOT, TEMPLATES, read_domain, read_template, resources_of

RUNBOOKS = ROOT / "docs/runbooks"
PAGES = sorted(RUNBOOKS.glob("*.md"))
KINDS = ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
PARTS = ["What it means", "For whom it matters", "Look first", "Cure", "When to wake somebody"]
# What CloudWatch takes of a description.
LONGEST = 1024


def alarms() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Domain, name and properties of all: those of loops and of shared queues too, and of stacks beside the city's."""
    for domain in DOMAIN_TEMPLATES:
        for name, alarm in resources_of(read_domain(domain), *KINDS).items():
            yield domain, name, alarm
    for place, file in TEMPLATES.items():
        domain, area = place.split("/")
        own = DOMAIN_TEMPLATES.get(domain)
        if own and area != "template" and f" {area}.yaml" not in own.read_text():
            for name, alarm in resources_of(read_template(file), *KINDS).items():
                yield domain, name, alarm


ALARMS = list(alarms())
NAMES = [f"{domain}/{name}" for domain, name, _ in ALARMS]


def test_the_alarms_of_loops_queues_and_stacks_beside_the_city_are_among_them() -> None:
    assert {"fines/CheckBooksErrorsAlarm", "fines/DepositsDeadLettersAlarm", "crosswalk/SlowModelAlarm"} <= set(NAMES)
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize(("name", "alarm"), [(name, alarm) for _, name, alarm in ALARMS], ids=NAMES)
def test_an_alarm_names_its_runbook(name: str, alarm: dict[str, Any]) -> None:
    description = alarm["AlarmDescription"]

    assert runbook_of(alarm) == f"docs/runbooks/{kebab(name)}.md"
    assert (ROOT / runbook_of(alarm)).is_file()
    # The sentence comes first: it is all a telephone shows.
    assert description.endswith(runbook_of(alarm))
    assert len(description) <= LONGEST


@pytest.mark.parametrize(
    ("description", "runbook"),
    [
        ("It fails. Runbook docs/runbooks/api-errors.md", "docs/runbooks/api-errors.md"),
        ("It fails. Runbook docs/crosswalk.md", ""),
        ("", ""),
    ],
)
def test_a_description_without_a_runbook_is_seen(description: str, runbook: str) -> None:
    assert runbook_of({"AlarmDescription": description}) == runbook


@pytest.mark.parametrize("page", [page for page in PAGES if page.stem != "README"], ids=lambda page: page.stem)
def test_a_runbook_has_an_alarm_and_says_what_somebody_woken_needs(page: Path) -> None:
    text = page.read_text()
    title, _, summary = text.splitlines()[:3]

    assert page.stem in {kebab(name) for _, name, _ in ALARMS}
    assert re.fullmatch(r"# [^·]*[가-힣][^·]* · [^·]*[a-z][^·]*", title)
    assert re.fullmatch(r"> .*[가-힣].*\.", summary)
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == PARTS
    assert [part for part in re.split(r"^## .*$", text, flags=re.MULTILINE)[1:] if len(part.strip()) < 3] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_link_of_a_runbook_is_dead(page: Path) -> None:
    assert [link for link in links_of(page) if not is_alive(page, link)] == []


def links_of(page: Path) -> list[str]:
    return [link for link in re.findall(r"\]\(([^)]+)\)", page.read_text()) if not link.startswith("https://")]


def is_alive(page: Path, link: str) -> bool:
    path, _, heading = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    return target.exists() and (not heading or heading in headings_of(target))


def headings_of(page: Path) -> set[str]:
    """As they are linked: small, without signs, a hyphen for each blank."""
    lines = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", line.lower()).replace(" ", "-") for line in lines}


def test_a_dead_link_is_seen() -> None:
    page = RUNBOOKS / "api-errors.md"

    assert is_alive(page, "README.md#redriving-dead-letters")
    assert not is_alive(page, "README.md#no-such-heading")
    assert not is_alive(page, "no-such-page.md")
