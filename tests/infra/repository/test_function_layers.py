"""A function finds in its layers whatever it may import: also what a bootstrap imports only when it builds something."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from infra.templates import DOMAIN_TEMPLATES, ROOT, TEMPLATES, read_template, resources_of

CITY = ROOT / "layers/city/src"
# Of each layer, the top names that its packages are imported by. What the Lambda runtime has is in none.
BROUGHT = {
    "deps": {"aws_lambda_powertools", "aws_xray_sdk", "pydantic", "pynamodb", "typing_extensions"},
    "web": {"chalice"},
    "columns": {"numpy", "pyarrow", "yaml"},
    "privacy": {"numpy", "opendp"},
    "film": {"av", "numpy", "onnxruntime"},
    "xml": {"lxml", "signxml", "cryptography"},
}
RUNTIME = {"boto3", "botocore", "dateutil", "jmespath", "urllib3"}
KNOWN = set().union(*BROUGHT.values())


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text())


def file_of(module: str) -> Path | None:
    """The file of a module of ours."""
    for root in (CITY, ROOT):
        path = root / module.replace(".", "/")
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            if file.is_file():
                return file
    return None


def imported(nodes: Iterator[ast.AST]) -> Iterator[str]:
    """Modules that are named, and with `from x import y` both `x` and `x.y`."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def running(body: list[ast.stmt], *, functions: bool) -> Iterator[ast.AST]:
    """What runs when a module is imported, or, with `functions`, also what its functions do."""
    for node in body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not functions:
            if isinstance(node, ast.ClassDef):
                yield from running(node.body, functions=False)
            continue
        if isinstance(node, ast.If | ast.Try | ast.With):
            inner = [*node.body, *getattr(node, "orelse", []), *getattr(node, "finalbody", [])]
            yield from running(inner, functions=functions)
            continue
        yield from ast.walk(node)


def built(bootstrap: ast.Module, names: set[str]) -> Iterator[ast.AST]:
    """What runs in those functions of a bootstrap, and in those of its own that they call."""
    own = {node.name: node for node in bootstrap.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    waiting, seen = [name for name in names if name in own], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        nodes = list(ast.walk(own[name]))
        yield from nodes
        waiting += [node.id for node in nodes if isinstance(node, ast.Name) and node.id in own]


def packages_of(handler: str) -> set[str]:
    """Top names of others' packages that a function's module may import, on import or when it builds its use cases."""
    waiting: list[tuple[str, frozenset[str]]] = [(handler, frozenset())]
    seen: set[tuple[str, frozenset[str]]] = set()
    found: set[str] = set()
    while waiting:
        module, names = waiting.pop()
        file = file_of(module)
        if file is None:
            found.add(module.split(".")[0])
            continue
        if (module, names) in seen:
            continue
        seen.add((module, names))
        tree = parsed(file)
        nodes = list(running(tree.body, functions=False))
        if names:
            nodes += built(tree, set(names))
        for node in nodes:
            asked = frozenset(each.name for each in node.names) if isinstance(node, ast.ImportFrom) else frozenset()
            for name in imported(iter([node])):
                if isinstance(node, ast.ImportFrom) and name == node.module and name.endswith(".bootstrap"):
                    waiting.append((name, asked))
                elif isinstance(node, ast.ImportFrom) and name != node.module and file_of(name) is None:
                    continue
                else:
                    waiting.append((name, frozenset()))
        parents = module.split(".")[:-1]
        waiting += [(".".join(parents[:at]), frozenset()) for at in range(1, len(parents) + 1)]
    return found - set(sys.stdlib_module_names) - {"city", "functions", "models", "infra"}


def functions() -> Iterator[tuple[str, str, Any]]:
    for domain in DOMAIN_TEMPLATES:
        for file in TEMPLATES.values():
            if file.parent.name != domain:
                continue
            for name, function in resources_of(read_template(file), "AWS::Serverless::Function").items():
                if "functions" in str(function.get("CodeUri", "")):
                    yield f"{domain}/{name}", domain, function


FUNCTIONS = {name: (domain, function) for name, domain, function in functions()}


def layers_of(domain: str, asked: Any) -> set[str]:
    """The layers behind a parameter of the domain's template, as the manifest and the city name them."""
    from infra.manifest import read_manifests

    lists = {"Layers": ("deps", "city"), "ApiLayers": ("deps", "city", "web"), **read_manifests()[domain].layers}
    assert isinstance(asked, dict), asked
    return set(lists[asked["Ref"]])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_finds_what_it_imports_in_its_layers(name: str) -> None:
    domain, function = FUNCTIONS[name]
    if not isinstance(function.get("Layers"), dict) or function["Layers"].get("Ref") is None:
        pytest.skip("names its layers one by one")
    module = function["Handler"].rpartition(".")[0]
    folder = Path(function["CodeUri"]).name
    handler = f"functions.{folder}.{module}" if file_of(f"functions.{folder}.{module}") else f"functions.{module}"
    brought = set().union(*(BROUGHT.get(layer, set()) for layer in layers_of(domain, function["Layers"])))

    assert file_of(handler) is not None, handler
    assert (packages_of(handler) & KNOWN) - brought == set()


def test_what_a_bootstrap_imports_when_it_builds_is_seen() -> None:
    assert "numpy" in packages_of("functions.operations.cameras.refresh_cameras.handler")
    assert "chalice" in packages_of("functions.operations.procedures.api.app")
    assert "numpy" not in packages_of("functions.operations.viewing.video.app")
