"""The exercises of CONTRIBUTING.md, done in a copy: what they add passes every fast check, and no other file is edited."""

import re

import pytest

from infra.manifest import read_manifests
from infra.templates import ROOT
from tests.infra.domains.copied import EXERCISES, CopiedCity, files_of

NAMES = sorted(folder.name for folder in EXERCISES.iterdir() if folder.is_dir())
# What an exercise makes of the repository without editing it.
CHECKS = {
    "import contracts": ("lint-imports", "--no-cache"),
    "format": ("ruff", "format", "--check", "--no-cache", "layers", "functions", "infra", "tests"),
    "lint": ("ruff", "check", "--no-cache", "layers", "functions", "infra", "tests"),
    "templates": (
        "cfn-lint",
        "template.yaml",
        "infra/parks/template.yaml",
        "infra/crosswalk/*.yaml",
        "infra/fines/*.yaml",
    ),
    "types": (
        "mypy",
        "--no-error-summary",
        "--no-incremental",
        "layers/city/src/city/parks",
        "functions/parks",
        "infra/parks",
        "layers/city/src/city/crosswalk/schools",
        "functions/crosswalk/schools",
        "functions/fines/law/show_counter",
    ),
    "their own tests": (
        "python",
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/unit/parks",
        "tests/unit/crosswalk/schools",
        "tests/unit/fines/law/test_counter_hours.py",
    ),
    "manifests and parities": (
        "python",
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/infra/domains/test_deployment.py",
        "tests/infra/domains/test_groups.py",
        "tests/infra/domains/test_sandbox.py",
        "tests/infra/domains/test_stacks.py",
        "tests/infra/test_routes.py",
        "tests/infra/watch",
    ),
}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> CopiedCity:
    """A copy in which all exercises are done."""
    city = CopiedCity.at(tmp_path_factory.mktemp("copied"))
    for name in NAMES:
        changed = city.sow(name)
        if changed:
            files = [str(file) for file in changed if file.suffix == ".py"]
            city.run("ruff", "check", "--quiet", "--fix", "--select", "I", *files)
            city.run("ruff", "format", "--quiet", *files)
    for written in ("infra.dashboards", "infra.stacks"):
        made = city.run("python", "-m", written)
        assert made.returncode == 0, made.stderr
    return city


@pytest.mark.parametrize("check", CHECKS)
def test_what_the_exercises_add_passes(city: CopiedCity, check: str) -> None:
    done = city.run(*CHECKS[check])

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_new_domain_edits_no_file_that_is_there() -> None:
    assert [path for path, _ in files_of("add_a_domain") if path.suffix == ".add"] == []
    assert not [path for path, _ in files_of("add_a_domain") if "parks" not in str(path)]


def test_a_new_domain_is_a_stack_of_the_city_with_its_own_parameters(city: CopiedCity) -> None:
    made = (city.root / "template.yaml").read_text()

    assert "infra/parks/template.yaml" in made
    assert "RainNeededMm: !Ref RainNeededMm" in made
    assert "  RainGauge:\n    Type: String\n    Default: sandbox\n" in made
    assert "!GetAtt Parks.Outputs.WaterTreesFunction" in made


def test_a_new_domain_s_people_and_words_are_known(city: CopiedCity) -> None:
    parks = read_manifests(city.root / "infra")["parks"]

    assert parks.staff == {"gardener": "gardener"}
    assert [command.line for command in parks.commands] == ["make rain"]
    assert "rain" in (city.root / "infra/parks/commands.mk").read_text()


@pytest.mark.parametrize("name", NAMES)
def test_contributing_names_every_file_of_an_exercise(name: str) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    written = re.search(rf"### {name.replace('_', ' ').capitalize()}\n(.*?)(?=\n##|\Z)", text, re.DOTALL)
    assert written is not None, name
    files = {str(path).removesuffix(".add") for path, _ in files_of(name) if path.name != "__init__.py"}

    named = set(re.findall(r"^- `([^`]+)`", written[1], re.MULTILINE))
    assert named == files
