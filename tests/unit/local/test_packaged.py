"""Which files a deployment is made of. Tried on a copy of the checkout, one file of each kind changed at a time."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.city import ROOT
from infra.local.packaged import deployment_digest, digest_of, packaged_files

NOT_PACKAGED = (
    "README.md",
    "CHANGELOG.md",
    "docs",
    "tests",
    "benchmarks",
    "iot",
    "infra/lint",
    "infra/local",
    "infra/DECISIONS.md",
    "pyproject.toml",
    "Makefile",
    "requirements",
)


def kind_of(file: Path) -> tuple[str, str]:
    """Its folder of a domain or a layer, and how its name ends."""
    parts = file.relative_to(ROOT).parts
    return "/".join(parts[: min(2, len(parts) - 1)]), file.suffix or file.name


ONE_OF_EACH_KIND = list({kind_of(file): file.relative_to(ROOT).as_posix() for file in packaged_files(ROOT)}.values())


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout's own files, with tools beside it."""
    root = tmp_path_factory.mktemp("checkout") / "dongne"
    for name in ("functions", "layers", "infra", "models", "web", "template.yaml", "samconfig.toml", *NOT_PACKAGED):
        original = ROOT / name
        if original.is_dir():
            shutil.copytree(original, root / name, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(original, root / name)
    tools = root / ".venv-cloud"
    (tools / "lib" / "python3.11" / "site-packages" / "ministack-1.5.33.dist-info").mkdir(parents=True)
    (tools / "pyvenv.cfg").write_text("version = 3.11.2\n")
    return root


def digest(root: Path, *arguments: str) -> str:
    launcher = next(path for path in (root / "infra/local/cloud", root / "infra/local/cloud.py") if path.exists())
    return deployment_digest(root, launcher, root / ".venv-cloud", *arguments)


@pytest.fixture(scope="module")
def before(copy: Path) -> str:
    """Every test puts back what it changed."""
    return digest(copy)


def changed(file: Path) -> Iterator[None]:
    content = file.read_bytes()
    file.write_bytes(content + b" ")
    yield
    file.write_bytes(content)


@pytest.mark.parametrize("name", ONE_OF_EACH_KIND)
def test_a_changed_file_of_any_packaged_kind_is_noticed(copy: Path, before: str, name: str) -> None:
    for _ in changed(copy / name):
        assert digest(copy) != before


def test_the_kinds_are_those_one_knows_of() -> None:
    kinds = {kind_of(ROOT / name) for name in ONE_OF_EACH_KIND}

    assert {
        ("", ".yaml"),
        ("functions/fines", ".py"),
        ("layers/city", ".py"),
        ("layers/deps", "Makefile"),
        ("layers/deps", ".txt"),
        ("web/shell", ".js"),
        ("web/fines", ".html"),
        ("models/intent", ".bin"),
        ("infra/dividend", ".json"),
        ("infra/crosswalk", ".yaml"),
    } <= kinds


def test_what_configures_the_deployment_and_what_starts_the_cloud_are_noticed(copy: Path, before: str) -> None:
    launcher = next(copy.glob("infra/local/cloud*"))
    launcher = launcher if launcher.is_file() else launcher / "__main__.py"

    for file in (copy / "samconfig.toml", launcher, copy / ".venv-cloud" / "pyvenv.cfg"):
        for _ in changed(file):
            assert digest(copy) != before, file


@pytest.mark.parametrize("name", NOT_PACKAGED)
def test_a_file_that_is_not_packaged_changes_nothing(copy: Path, before: str, name: str) -> None:
    inside = [copy / name] if (copy / name).is_file() else [file for file in (copy / name).rglob("*") if file.is_file()]
    file = next(
        file
        for file in inside
        if not file.is_relative_to(copy / "infra" / "local" / "cloud") and file.name != "cloud.py"
    )

    for _ in changed(file):
        assert digest(copy) == before


def test_byte_code_that_running_left_behind_changes_nothing(copy: Path, before: str) -> None:
    left = copy / "functions" / "fines" / "__pycache__" / "x.cpython-311.pyc"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"x")

    assert digest(copy) == before
    shutil.rmtree(left.parent)


def test_a_new_file_and_a_renamed_one_are_noticed(copy: Path, before: str) -> None:
    new = copy / "functions" / "fines" / "new.py"
    new.write_text("")
    with_new = digest(copy)
    new.rename(new.with_name("newer.py"))

    assert len({before, with_new, digest(copy)}) == 3
    new.with_name("newer.py").unlink()
    assert digest(copy) == before


def test_other_arguments_and_other_tools_are_noticed(copy: Path) -> None:
    seen = {digest(copy, "Detector=sandbox"), digest(copy, "Detector=sagemaker"), digest(copy, "Detector", "sandbox")}
    info = next(copy.glob(".venv-cloud/lib/*/site-packages/ministack-*"))
    info.rename(info.with_name("ministack-1.6.0.dist-info"))
    seen.add(digest(copy, "Detector=sandbox"))

    assert len(seen) == 4
    info.with_name("ministack-1.6.0.dist-info").rename(info)


def test_what_stands_in_one_file_does_not_pass_for_two(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    (tmp_path / "b").write_text("2")
    both = digest_of(tmp_path, [tmp_path / "a", tmp_path / "b"])
    (tmp_path / "a").write_text("1b 1\n2")

    assert digest_of(tmp_path, [tmp_path / "a"]) != both


@pytest.mark.parametrize(
    "line",
    [
        "CodeUri: ../../code",
        "CodeUri: '../../code'",
        'CodeUri: "../../code" # here',
        "{CodeUri: ../../code, Handler: a.b}",
        "Location: ../../code/one.py",
        "DefinitionUri: ../../code/one.py",
        '"TemplateURL": "../../code/one.py",',
    ],
)
def test_a_path_is_found_however_it_is_written(tmp_path: Path, line: str) -> None:
    nested, code = tmp_path / "infra" / "fines" / "template.yaml", tmp_path / "code" / "one.py"
    for file in (nested, code):
        file.parent.mkdir(parents=True)
    (tmp_path / "template.yaml").write_text(
        "Resources:\n  Fines:\n    Properties: {TemplateURL: infra/fines/template.yaml}\n"
    )
    nested.write_text(f"Resources:\n  {line}\n")
    code.write_text("")

    assert set(packaged_files(tmp_path)) == {tmp_path / "template.yaml", nested, code}
