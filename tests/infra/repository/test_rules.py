"""The rules of the house bite: a copy of the tree passes, and whatever is sown into it is refused by the checks.

Much is sown at once, because the checkers take a second however much there is, and each fault must be named.
"""

import json
import os
import re
import shutil
import subprocess
import tomllib
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path

import pytest

from infra.local.checks import CHECKS
from infra.templates import ROOT

CITY = "layers/city/src/city"
SHARED = {"aws", "contracts", "kernel", "office"}
DOMAINS = sorted({path.parent.name for path in (ROOT / CITY).glob("*/__init__.py")} - SHARED)
# Of no line yet, and with an area, as no older domain has.
NEW = "parks"
WORLD = (
    "boto3",
    "botocore",
    "io",
    "multiprocessing",
    "os",
    "pathlib",
    "pynamodb",
    "random",
    "secrets",
    "shutil",
    "socket",
    "sqlite3",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
    "urllib",
    "uuid",
)
# The first import of a chain; how it goes on is no fault of its own.
_FOUND = re.compile(r"^ *- +(\S+) -> (\S+) \(l\.", re.MULTILINE)


@dataclass
class Tree:
    """A copy of what the checks look at, and what was sown into it."""

    root: Path
    sown: set[tuple[str, str]] = field(default_factory=set)

    def write(self, module: str, *lines: str) -> Path:
        """Adds lines to a module, which need not be there; its packages then are."""
        path = self.root / ("layers/city/src" if module.startswith("city") else "") / (module.replace(".", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        for folder in path.relative_to(self.root).parents:
            if folder.parts[:4] == ("layers", "city", "src", "city") or folder.parts[:1] == ("iot",):
                (self.root / folder / "__init__.py").touch()
        with path.open("a") as file:
            file.writelines(f"{line}\n" for line in lines)
        return path

    def sow(self, module: str, *imported: str) -> None:
        """Imports that must be refused."""
        self.write(module, *(f"import {name}" for name in imported))
        self.sown |= {(module, name) for name in imported}

    def run(self, check: str, *more: str) -> subprocess.CompletedProcess[str]:
        """One of the checks of `make lint`, here."""
        tool, *arguments = CHECKS[check]
        path = os.pathsep.join(str(self.root / folder) for folder in ("layers/city/src", ""))
        return subprocess.run(
            [ROOT / tool, *arguments, *more],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": path, "COLUMNS": "10000"},
            text=True,
            capture_output=True,
            check=False,
        )


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    for folder in ("layers/city/src/city", "functions", "infra", "iot", "models"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=lambda at, names: [n for n in names if not _is_code(Path(at) / n)]
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return Tree(tmp_path)


def _is_code(path: Path) -> bool:
    return path.is_dir() and path.name != "__pycache__" if path.suffix not in (".py", ".toml") else True


# --- imports ---


def test_the_copy_passes_and_so_does_a_new_domain_that_keeps_the_rules(tree: Tree) -> None:
    new = f"city.{NEW}"
    tree.write(f"{new}.errors", "import city.kernel.errors")
    tree.write(f"{new}.settings", "import city.kernel.settings")
    tree.write(
        f"{new}.events.rules", "import json, math", f"import {new}.errors, city.contracts.base, city.kernel.clock"
    )
    tree.write(f"{new}.events.ports", f"import {new}.events.rules")
    tree.write(f"{new}.events.tables", "import pynamodb.models", f"import city.aws.dynamo, {new}.events.rules")
    tree.write(
        f"{new}.events.service.open_event", "import pynamodb.connection, tempfile", f"import {new}.events.tables"
    )
    tree.write(
        f"{new}.events.adapters.vendor", "import http.client, time", f"import {new}.events.ports, models.intent.model"
    )
    tree.write(f"{new}.cctv.adapters", f"import botocore.exceptions, city.aws.clients, {new}.settings")
    tree.write(f"{new}.bootstrap", "import os, boto3", f"import {new}.events.adapters.vendor, {new}.cctv.adapters")
    tree.write(
        f"functions.{NEW}.events.open_event.handler",
        f"import typing, city.aws.edge.web, city.contracts.base, {new}.bootstrap, {new}.errors, {new}.events.service.open_event",
    )
    tree.write(
        "iot.drone.line", "import os, awsiot, city.contracts.base, city.kernel.clock, models.detection.inference.boxes"
    )

    done = tree.run("import contracts")

    assert done.returncode == 0, done.stdout
    assert " 0 broken." in done.stdout


def test_every_import_that_breaks_a_rule_is_named(tree: Tree) -> None:
    for domain, other in permutations([*DOMAINS, NEW], 2):
        tree.sow(f"city.{domain}.errors", f"city.{other}.errors")
        tree.sow(f"city.{domain}.bootstrap", f"city.{other}.bootstrap")
        tree.sow(f"functions.{domain}.sown.handler", f"city.{other}.bootstrap")
    for domain in (*DOMAINS, NEW):
        for shared in SHARED:
            tree.sow(f"city.{shared}.sown", f"city.{domain}.errors")
        sow_in_rooms(tree, f"city.{domain}")
        tree.sow(f"functions.{domain}.sown.handler", "boto3", "os", "city.aws.dynamo", "city.kernel.clock")
        tree.sow(f"functions.{domain}.sown.handler", f"city.{domain}.sown", f"city.{domain}.tables.sown")
        tree.sow(f"functions.{domain}.sown.handler", f"city.{domain}.adapters.sown", "iot", "sown_beside")
        tree.sow("iot.sown", f"city.{domain}.sown")
        tree.sow("models.intent.sown", f"city.{domain}.sown")
    sow_in_rooms(tree, f"city.{NEW}.events")
    for room in ("sown", "service.sown", "tables.sown", "adapters.sown"):
        tree.sow(f"city.{NEW}.events.{room}", f"city.{NEW}.cctv.sown")
    tree.sow(f"city.{NEW}.sown", f"city.{NEW}.cctv.sown")
    tree.write(f"city.{NEW}.cctv.sown")
    tree.sow("city.kernel.sown", "city.aws.clients", "city.contracts.base", *WORLD)
    tree.sow("city.contracts.sown", "city.aws.clients", "city.kernel.clock", *WORLD)
    tree.sow("city.aws.sown", "os", "boto3", "iot", "models.intent.model")
    tree.write("city.office.tables.sown", "import pynamodb.models, city.aws.dynamo, city.office.sown")
    tree.sow("city.office.sown", "os", "pynamodb", "city.aws.clients", "city.office.tables.sown")
    tree.sow("city.sown", "os", "city.aws.clients")
    tree.sow("iot.sown", "boto3", "botocore", "pynamodb", "city.aws.clients", "infra.lint")
    tree.sow("models.intent.sown", "city.aws.clients", "city.contracts.base", "infra.lint")
    tree.write("city.rings.one", "import city.rings.two")
    tree.write("city.rings.two", "import city.rings.one")

    done = tree.run("import contracts")

    found = set(_FOUND.findall(done.stdout))
    assert done.returncode == 1
    assert tree.sown - found == set()
    assert found - tree.sown == set()
    assert "No cycles are allowed in city.rings." in done.stdout


def sow_in_rooms(tree: Tree, place: str) -> None:
    """In every room of a domain or an area, what it may not import."""
    for room in ("bootstrap", "adapters", "service", "tables"):
        tree.write(f"{place}.{room}.sown" if room != "bootstrap" else f"{place}.{room}")
    above = [f"{place}.bootstrap"]
    for room in ("adapters", "service", "tables"):
        tree.sow(f"{place}.{room}.sown", *above, "os", "boto3", "functions", "infra")
        above.append(f"{place}.{room}.sown")
    tree.sow(f"{place}.service.sown", "time", "socket", "uuid", "models.intent.model")
    tree.sow(f"{place}.tables.sown", "time", "secrets", "models.intent.model")
    for room in ("settings", "ports", "sown", "errors"):
        tree.write(f"{place}.{room}")
        tree.sow(f"{place}.{room}", *above, *WORLD, "city.aws.clients", "iot", "models.intent.model")
        above.append(f"{place}.{room}")


def test_an_exception_that_nothing_needs_is_refused(tree: Tree) -> None:
    config = tree.root / "pyproject.toml"
    config.write_text(
        config.read_text().replace(
            "city.dividend.anonymise.equivalence.words -> ", "city.dividend.anonymise.equivalence.words -> socket, "
        )
    )

    done = tree.run("import contracts")

    assert done.returncode == 1
    assert "city.dividend.anonymise.equivalence.words -> socket: an exception that nothing needs" in done.stdout


# --- what a rule reads without importing it ---

READS_THE_WORLD = {
    "datetime.datetime.now()": "TID251",
    "datetime.datetime.utcnow()": "TID251",
    "datetime.datetime.today()": "TID251",
    "datetime.date.today()": "TID251",
    "time.time()": "TID251",
    "time.time_ns()": "TID251",
    "os.environ": "TID251",
    "os.getenv('X')": "TID251",
    "random.random()": "TID251",
    "random.shuffle([])": "TID251",
    "numpy.random.default_rng()": "TID251",
    "numpy.random.rand(3)": "NPY002",
    "uuid.uuid1()": "TID251",
    "uuid.uuid4()": "TID251",
    "unittest.mock": "TID251",
    "open('x')": "PTH123",
    "print()": "T201",
}


def test_what_reads_the_world_and_was_not_handed_over_is_named(tree: Tree) -> None:
    modules = (
        f"city.{NEW}.model",
        "city.fines.service.sown",
        f"functions.{NEW}.sown.handler",
        "models.sown.model",
        "iot.sown",
    )
    expected = set()
    for module in modules:
        path = tree.write(module, "import datetime, os, random, time, unittest, uuid, numpy")
        before = len(path.read_text().splitlines())
        tree.write(module, *(f"x{number} = {text}" for number, text in enumerate(READS_THE_WORLD)))
        expected |= {(path, before + place, rule) for place, rule in enumerate(READS_THE_WORLD.values(), start=1)}

    done = tree.run("lint", "--no-cache", "--output-format", "json", "--select", "TID251,NPY002,PTH123,T201")

    found = {(Path(each["filename"]), each["location"]["row"], each["code"]) for each in json.loads(done.stdout)}
    assert done.returncode == 1
    assert {(str(path), row, rule) for path, row, rule in expected - found} == set()


def test_a_folder_that_the_import_contracts_would_not_see_is_named(tree: Tree) -> None:
    hidden = [
        tree.write(module, "import boto3") for module in (f"city.{NEW}.sown", "iot.drone.sown", "models.new.sown")
    ]
    for path in hidden:
        (path.parent / "__init__.py").unlink(missing_ok=True)

    done = tree.run("lint", "--no-cache", "--output-format", "json", "--select", "INP001")

    assert {each["filename"] for each in json.loads(done.stdout)} == {str(path) for path in hidden}


# --- types ---


def test_a_function_without_types_is_named_wherever_code_lies(tmp_path: Path) -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    tree = Tree(tmp_path)
    code = [f"city.{NEW}.model", f"functions.{NEW}.open_event.handler", "models.sown.model", "infra.sown", "iot.sown"]
    code += ["benchmarks.sown", f"tests.unit.{NEW}.sown", f"tests.integration.{NEW}_in_moto", "tests.unit.conftest"]
    paths = {tree.write(module, "def untyped(given): return given") for module in code}
    tree.write("tests.unit.test_sown", "def test_untyped(given): return given")

    done = tree.run("types", "--cache-dir", str(tmp_path / "cache"))

    found = re.findall(r"^(\S+?):\d+: error: Function is missing a type annotation", done.stdout, re.MULTILINE)
    assert len(config["files"]) == len({path.relative_to(tmp_path).parts[0] for path in paths})
    assert sorted(found) == sorted(str(path.relative_to(tmp_path)) for path in paths)
