"""The digest of the code in a certificate moves with everything that makes a release, and with nothing else."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest

from city.dividend.anonymise import engine, generator
from city.dividend.anonymise.engine import Engine, engine_in, running_engine

CITY = Path(engine.__file__).parents[2]
OUTSIDE = (
    "city.dividend.market.model",
    "city.dividend.payout.model",
    "city.dividend.statistics.noise",
    "city.dividend.bootstrap",
    "city.dividend.payout.adapters.rails",
    "city.dividend.market.tables.market",
    "city.dividend.market.service.buy",
    "city.fines.law.notices",
)
Small = Callable[..., Engine]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of `city` in it. Whoever changes it puts it back."""
    root = tmp_path_factory.mktemp("copied")
    shutil.copytree(CITY, root / "city", ignore=shutil.ignore_patterns("__pycache__"))
    return root


@pytest.fixture
def small(tmp_path: Path) -> Small:
    """The engine of a small package: the text of its modules by name, `start` the entry point."""

    def read(version_of: Callable[[str], str] = lambda name: f"{name} 1", **modules: str) -> Engine:
        root = tmp_path / "small"
        shutil.rmtree(root, ignore_errors=True)
        for name, text in {
            "city": "",
            "city.inner": "",
            **{f"city.{n.replace('__', '.')}": t for n, t in modules.items()},
        }.items():
            folder = root.joinpath(*name.split("."))
            is_package = name in ("city", "city.inner")
            path = folder / "__init__.py" if is_package else folder.with_suffix(".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        return engine_in(root, ("city.start",), version_of)

    return read


def source_of(root: Path, module: str) -> Path:
    folder = root.joinpath(*module.split("."))
    return folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")


def test_a_copy_of_the_code_has_the_digest_of_the_code_that_runs(copied: Path) -> None:
    assert engine_in(copied) == running_engine()


def test_what_decides_applies_verifies_and_certifies_is_in_the_engine() -> None:
    named = {
        "anonymise.deidentify",
        "anonymise.release",
        "anonymise.rows.apply",
        "anonymise.search.optimum",
        "anonymise.verification.measure",
        "anonymise.certificate",
        "anonymise.engine",
        "rounds.service.preparing.decide_round",
        "rounds.service.preparing.shard_files",
        "rounds.service.preparing.private_statistics",
    }

    assert {f"city.dividend.{name}" for name in named} <= running_engine().modules.keys()


@pytest.mark.parametrize("module", sorted(running_engine().modules))
def test_an_edited_module_of_the_engine_moves_the_digest(copied: Path, module: str) -> None:
    path = source_of(copied, module)
    text = path.read_text(encoding="utf-8")
    try:
        path.write_text(f"{text}\n_EDITED = True\n", encoding="utf-8")

        assert engine_in(copied).digest != running_engine().digest
    finally:
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("module", OUTSIDE)
def test_an_edited_module_outside_the_engine_leaves_the_digest(copied: Path, module: str) -> None:
    path = source_of(copied, module)
    text = path.read_text(encoding="utf-8")
    try:
        path.write_text(f"{text}\n_EDITED = True\n", encoding="utf-8")

        assert engine_in(copied).digest == running_engine().digest
    finally:
        path.write_text(text, encoding="utf-8")


def test_every_module_that_a_release_and_the_steps_of_a_round_load_is_in_the_engine(tmp_path: Path) -> None:
    generator.write(300, 1, tmp_path / "in.csv")
    policy = "name: 시험\nquasi_identifiers: [{column: 성별, hierarchy: {kind: as_it_is}}]\nprivacy: {k: 2}\n"
    (tmp_path / "policy.yaml").write_text(policy, encoding="utf-8")
    program = """if True:
        import json, sys
        from pathlib import Path
        from city.dividend.anonymise import deidentify
        folder = sys.argv[1]
        asked = ["--input", f"{folder}/in.csv", "--policy", f"{folder}/policy.yaml", "--out", f"{folder}/out"]
        assert deidentify.main(asked) == 0
        from city.dividend.rounds.service.preparing import apply_shard, count_shard, decide_round, plan_round
        from city.dividend.rounds.service.preparing import pseudonymise_file, verify_round
        Path(folder, "loaded.json").write_text(json.dumps([name for name in sys.modules if name.split(".")[0] == "city"]))
    """

    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True, env={"PYTHONPATH": str(CITY.parent)})

    loaded = set(json.loads((tmp_path / "loaded.json").read_text()))
    assert "city.dividend.rounds.service.preparing.shard_files" in loaded
    assert loaded <= running_engine().modules.keys()
    certificate = json.loads((tmp_path / "out" / "certificate.json").read_bytes())
    assert certificate["digests"]["code"] == running_engine().digest
    assert certificate["made_with"] == running_engine().libraries


def test_no_module_of_the_engine_imports_by_a_name_that_is_made_as_it_runs() -> None:
    for module in running_engine().modules.keys() - {"city.dividend.anonymise.engine"}:
        text = source_of(CITY.parent, module).read_text(encoding="utf-8")
        assert not any(word in text for word in ("import_module", "__import__", "spec_from_file", "exec(", "runpy")), (
            module
        )


@pytest.mark.parametrize(
    "statement",
    [
        "import city.inner.new",
        "import city.inner.new as other",
        "import json, city.inner.new",
        "from city.inner import new",
        "from city.inner import new as other",
        "from city.inner.new import name",
        "from city.inner.new import *",
        "from .inner import new",
        "from .inner.new import name",
        "from . import inner\nfrom city.inner.new import name",
        "def later():\n    from city.inner.new import name",
        "class Late:\n    async def later(self):\n        import city.inner.new",
        "try:\n    import city.inner.new\nexcept ImportError:\n    pass",
        "try:\n    pass\nexcept ImportError:\n    import city.inner.new",
        "with open('x') as f:\n    import city.inner.new",
        "match 1:\n    case 1:\n        import city.inner.new",
        "if TYPE_CHECKING:\n    pass\nelse:\n    import city.inner.new",
        "if not TYPE_CHECKING:\n    import city.inner.new",
        "for _ in (): pass\nelse:\n    import city.inner.new",
    ],
)
def test_an_import_brings_its_module_and_package_in_however_it_is_written(small: Small, statement: str) -> None:
    found = small(start=statement, inner__new="")

    assert found.modules.keys() == {"city", "city.start", "city.inner", "city.inner.new"}


@pytest.mark.parametrize(
    "statement",
    [
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from city.inner import new",
        "import typing\nif typing.TYPE_CHECKING:\n    from city.inner import new",
        "def later():\n    if TYPE_CHECKING:\n        import city.inner.new",
        "# import city.inner.new",
        "text = '''\nimport city.inner.new\n'''",
    ],
)
def test_what_never_runs_brings_nothing_in(small: Small, statement: str) -> None:
    assert small(start=statement, inner__new="").modules.keys() == {"city", "city.start"}


def test_imports_are_followed_through_modules_packages_and_circles(small: Small) -> None:
    found = small(
        start="import city.inner",
        inner="from .first import a",
        inner__first="from city.inner.second import b",
        inner__second="from . import first",
        inner__apart="",
    )

    assert found.modules.keys() == {"city", "city.start", "city.inner", "city.inner.first", "city.inner.second"}


def test_a_new_import_in_an_engine_module_brings_its_module_in(copied: Path) -> None:
    path = source_of(copied, "city.dividend.anonymise.rows.apply")
    text = path.read_text(encoding="utf-8")
    try:
        path.write_text(
            f"{text}\n\ndef late() -> None:\n    from city.dividend.market import model\n", encoding="utf-8"
        )

        found = engine_in(copied, version_of=version).modules.keys() - running_engine().modules.keys()

        assert "city.dividend.market.model" in found
    finally:
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "statement", ["import city.inner.gone", "from city.gone import name", "from .gone import name"]
)
def test_an_import_of_a_module_that_is_not_there_is_an_error(small: Small, statement: str) -> None:
    with pytest.raises(FileNotFoundError, match="gone"):
        small(start=statement)


def test_compiled_files_and_ends_of_lines_leave_the_digest(small: Small, tmp_path: Path) -> None:
    text = "import city.inner.new\n\nX = 1\n"
    unix = small(start=text, inner__new="Y = 2\n")
    windows = small(start=text.replace("\n", "\r\n"), inner__new="Y = 2\r\n")
    cache = tmp_path / "small/city/__pycache__"
    cache.mkdir()
    (cache / "start.cpython-311.pyc").write_bytes(b"compiled")

    assert unix.digest == windows.digest == engine_in(tmp_path / "small", ("city.start",)).digest


def test_a_module_under_another_name_is_other_code(small: Small) -> None:
    one = small(start="import city.inner.one", inner__one="X = 1\n")
    other = small(start="import city.inner.two", inner__two="X = 1\n")

    assert one.digest != other.digest
    assert one.modules["city.inner.one"] == other.modules["city.inner.two"]


@pytest.mark.parametrize(
    ("statement", "library"),
    [
        ("import numpy as np", "numpy"),
        ("import pyarrow.parquet as pq", "pyarrow"),
        ("def draw():\n    import opendp.prelude as dp", "opendp"),
    ],
)
def test_another_version_of_a_library_that_the_engine_imports_moves_the_digest(
    small: Small, statement: str, library: str
) -> None:
    before = small(start=statement)
    after = small(lambda name: f"{name} 2", start=statement)

    assert before.libraries.keys() == after.libraries.keys() == {"python", library}
    assert before.digest != after.digest


def test_a_release_is_made_with_numpy_and_pyarrow_and_no_noise() -> None:
    found = running_engine().libraries

    assert found.keys() == {"python", "numpy", "pyarrow"}
    assert (found["numpy"], found["pyarrow"]) == (version("numpy"), version("pyarrow"))
    assert found["python"] == f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.mark.parametrize("library", ["python", "numpy", "pyarrow"])
def test_each_version_is_part_of_the_digest_of_the_engine(library: str) -> None:
    found = running_engine()

    assert replace(found, libraries={**found.libraries, library: "0"}).digest != found.digest
