"""How the pages are assembled: each at its path, and everything under one digest of the whole tree."""

import json
from pathlib import Path

import pytest

from web.assemble import assemble, paths_of

TREE = {
    "index.html": '<link rel="stylesheet" href="/v/-/shell/base.css">',
    "404.html": "없어요",
    "privacy.html": "",
    "fines/index.html": "",
    "fines/desk.html": '<script type="module" src="/v/-/fines/desk.js"></script>',
    "fines/desk.js": "import '../shell/words.js'; // /v/-/ is left alone",
    "shell/base.css": "p {}",
    "sw.js": "fetch('/v/-/shell/base.css')",
    "favicon.svg": "<svg/>",
    "city.json": '{"domains": [], "version": "-"}',
    "Makefile": "build:",
    "assemble.py": "",
    "tsconfig.json": "{}",
    "vendor/lit.d.ts": "",
    "vendor/map.d.mts": "",
    "vendor/map.mjs": "",
    "__pycache__/assemble.pyc": "",
    ".DS_Store": "",
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name, text in TREE.items():
        file = tmp_path / "web" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "web"


def written(target: Path) -> set[str]:
    return {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}


def test_pages_lie_at_their_paths_and_everything_under_the_digest(source: Path, tmp_path: Path) -> None:
    digest = assemble(source, tmp_path / "tree")

    of_tools = (".", "__", "Makefile", "assemble", "tsconfig")
    served = [name for name in TREE if not name.startswith(of_tools) and ".d." not in name]
    pages = ["index.html", "404.html", "privacy.html", "fines.html", "fines/desk.html", "sw.js", "favicon.svg"]
    assert written(tmp_path / "tree") == {
        "digest",
        *(f"v/{digest}/{name}" for name in served),
        *(f"pages/{name}" for name in pages),
    }
    assert (tmp_path / "tree" / "digest").read_text() == digest


def test_pages_and_what_lies_at_the_root_name_files_under_the_digest(source: Path, tmp_path: Path) -> None:
    digest = assemble(source, tmp_path / "tree")

    pages = tmp_path / "tree" / "pages"
    assert f'src="/v/{digest}/fines/desk.js"' in (pages / "fines" / "desk.html").read_text()
    assert (pages / "sw.js").read_text() == f"fetch('/v/{digest}/shell/base.css')"
    # A module finds its neighbours by where it lies.
    assert "/v/-/" in (tmp_path / "tree" / "v" / digest / "fines" / "desk.js").read_text()


def test_the_city_is_told_which_version_it_is(source: Path, tmp_path: Path) -> None:
    digest = assemble(source, tmp_path / "tree")

    city = json.loads((tmp_path / "tree" / "v" / digest / "city.json").read_text())
    assert city == {"domains": [], "version": digest}


def test_the_digest_is_of_every_name_and_content_and_of_nothing_else(source: Path, tmp_path: Path) -> None:
    first = assemble(source, tmp_path / "first")
    (source / "Makefile").write_text("build: it")
    same = assemble(source, tmp_path / "same")
    (source / "shell" / "base.css").write_text("p { }")
    changed = assemble(source, tmp_path / "changed")
    (source / "shell" / "base.css").rename(source / "shell" / "bare.css")
    renamed = assemble(source, tmp_path / "renamed")

    assert first == same
    assert len({first, changed, renamed}) == 3


def test_the_paths_are_those_of_pages_and_of_what_lies_at_the_root(source: Path) -> None:
    assert paths_of(source) == ["/", "/404", "/favicon.svg", "/fines", "/fines/desk", "/privacy", "/sw.js"]
