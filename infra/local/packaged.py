"""What a deployment is made of: every file that a template names, and what builds and deploys them.

Its digest says whether a `sam build` and a `sam deploy` could change anything.
"""

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

# `Key: path`, in block or in flow style: CodeUri, ContentUri, DefinitionUri, TemplateURL, Location …: whatever names a file.
_VALUE = re.compile(r"""\w+["']?:[ \t]*["']?([\w./-]+)["']?[ \t]*(?=[,}#\r\n]|$)""")
# Written when code runs, packed by nobody who reads it.
_WRITTEN_BY_RUNNING = {"__pycache__"}


def packaged_files(root: Path) -> list[Path]:
    """The root template, the templates it nests, and every file and folder that one of them names; sorted."""
    files, templates = set[Path](), [root / "template.yaml"]
    while templates:
        template = templates.pop()
        files.add(template)
        for named in _named_by(template, root):
            if named.suffix in (".yaml", ".yml") and named.is_file() and named not in files:
                templates.append(named)
            files.update(_files_under(named))
    return sorted(files)


def digest_of(root: Path, files: Iterable[Path], *words: str) -> str:
    """SHA-256 of the files' names and contents, and of the words: arguments, versions."""
    digest = hashlib.sha256()
    for word in words:
        digest.update(f"{len(word)} {word}\n".encode())
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.relative_to(root).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def deployment_digest(root: Path, launcher: Path, environment: Path, *arguments: str) -> str:
    """Of what is deployed, into which cloud, by which tools, with which arguments.

    `launcher` is the file or the folder that starts the local cloud, `environment` the virtual environment that holds
    the cloud and the SAM CLI.
    """
    files = [*packaged_files(root), root / "samconfig.toml", *sorted(_files_under(launcher))]
    return digest_of(root, files, *arguments, sys.version, *_tools_in(environment))


def _named_by(template: Path, root: Path) -> Iterator[Path]:
    for value in sorted(set(_VALUE.findall(template.read_text()))):
        named = Path(os.path.normpath(template.parent / value))
        if named != root and named.is_relative_to(root) and named != template.parent and named.exists():
            yield named


def _files_under(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for folder, folders, names in os.walk(path, followlinks=True):  # SAM follows links too
        folders[:] = [name for name in folders if name not in _WRITTEN_BY_RUNNING]
        yield from (Path(folder, name) for name in names)


def _tools_in(environment: Path) -> Iterator[str]:
    """Every package with its version, and the interpreter."""
    yield (environment / "pyvenv.cfg").read_text()
    yield from sorted(info.name for info in environment.glob("lib/python*/site-packages/*.dist-info"))
