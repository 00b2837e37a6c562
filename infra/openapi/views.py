"""What a view's own source says: which query parameters it reads, and which use case it calls.

Read from the source, so that nobody writes it down twice: `app.query("from")`, `query.get("from")`, `app.limit(…)`, and the
types of `use_cases().rounds.create.create(…)`, followed as a type checker follows them.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from types import ModuleType
from typing import Any, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True)
class UseCase:
    """What a view calls: a class and its one public method."""

    kind: type
    method: str


@cache
def body_of(view: Callable[..., Any]) -> ast.FunctionDef:
    tree = ast.parse(textwrap.dedent(inspect.getsource(view))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    return tree


def query_names(view: Callable[..., Any]) -> list[str]:
    """The query parameters that a view reads one by one, in its order; `limit` and `page` for a list in pages."""
    names: list[str] = []
    for call in _calls_of(view, "query"):
        match call.func.attr, call.args:
            case "get", [ast.Constant(value=str(name)), *_]:
                names.append(name)
    for call in _calls_of(view, "app"):
        match call.func.attr, call.args:
            case "query", [ast.Constant(value=str(name)), *_]:
                names.append(name)
            case "limit", _:
                names.append("limit")
            case "paging", _:
                names += ["limit", "page"]
    return list(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class _Call:
    func: ast.Attribute
    args: list[ast.expr]


def _calls_of(view: Callable[..., Any], owner: str) -> Iterator[_Call]:
    for node in ast.walk(body_of(view)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name)) as func, args=args) if name == owner:
                yield _Call(func, args)


def use_cases(view: Callable[..., Any]) -> list[UseCase]:
    """The use cases that a view calls, found by the types of its application's `make_app`."""
    maker = view.__globals__.get("make_app")
    if maker is None:
        return []
    known: dict[str, Any] = {**view.__globals__, **get_type_hints(maker)}
    found: list[UseCase] = []
    for statement in body_of(view).body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            known[statement.targets[0].id] = _kind_of(statement.value, known)
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = _kind_of(node.func.value, known)
                kind = get_origin(owner) or owner
                if isinstance(kind, type) and callable(vars(kind).get(node.func.attr)):
                    found.append(UseCase(kind, node.func.attr))
    return [case for case in found if ".service." in case.kind.__module__]


def _kind_of(node: ast.expr, known: Mapping[str, Any]) -> Any:
    """The static type of an expression; None where it is of no concern."""
    match node:
        case ast.Name(id=name):
            return known.get(name)
        case ast.Attribute(value=owner, attr=name):
            return _attribute(_kind_of(owner, known), name)
        case ast.Call(func=func):
            called = _kind_of(func, known)
            return get_args(called)[1] if get_origin(called) is Callable else None
    return None


def _attribute(owner: Any, name: str) -> Any:
    kind = get_origin(owner) or owner
    for base in getattr(kind, "__mro__", ()):
        if name in vars(base).get("__annotations__", {}):
            return _annotation(vars(base)["__annotations__"][name], base.__module__)
        match vars(base).get(name):
            case property(fget=getter) if getter is not None:
                return _annotation(getter.__annotations__["return"], base.__module__)
            case cached_property(func=getter):
                return _annotation(getter.__annotations__["return"], base.__module__)
    return None


def _annotation(written: Any, module: str) -> Any:
    if not isinstance(written, str):
        return written
    return eval(written, names_in(import_module(module)))  # noqa: S307  # an annotation of our own


@cache
def names_in(module: ModuleType) -> dict[str, Any]:
    """What names mean in a module, those too that it imports only for its types."""
    names = dict(vars(module))
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        match node:
            case ast.If(test=ast.Name(id="TYPE_CHECKING"), body=imports):
                for each in imports:
                    if isinstance(each, ast.ImportFrom) and each.module:
                        names |= {a.asname or a.name: _imported(each.module, a.name) for a in each.names}
    return names


def _imported(module: str, name: str) -> Any:
    found = import_module(module)
    return getattr(found, name) if hasattr(found, name) else import_module(f"{module}.{name}")
