"""How a route may refuse: by what every route of its kind may say, and by what its use case raises."""

import ast
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any

import city
from city.aws.edge.routes import ServedRoute
from city.aws.edge.web import BodyTooLarge, Response, response_to_refusal
from city.kernel.errors import (
    CityError,
    Forbidden,
    Invalid,
    NotFound,
    Rejected,
    SignInAgain,
    Transient,
    Unauthenticated,
)
from infra.openapi.views import UseCase, names_in, query_names, use_cases

_RAISES = re.compile(r"Raises ([^:]*?)\.(?:\s|$)", re.DOTALL)
_NAME = re.compile(r"\b[A-Z]\w+\b")
# A use case that raises one of these says nothing about the request.
_NAMELESS = {CityError, Rejected}


def refusals_of(route: ServedRoute) -> list[type[CityError]]:
    """Every refusal that is known of a route, by status and name."""
    found = {
        *_of_its_kind(route),
        *(kind for case in use_cases(route.view) for kind in _raised_by(case, _depth_of(route))),
    }
    return sorted(found - _NAMELESS, key=lambda kind: (answer_to(kind).status_code, kind.__name__, kind.__module__))


def _of_its_kind(route: ServedRoute) -> Iterator[type[CityError]]:
    yield Transient
    if route.proof == "staff":
        yield Forbidden
    if route.recent:
        yield SignInAgain
    if route.proof in ("buyer_key", "sender_key", "bank_signature", "session"):
        yield Unauthenticated
    if route.body is not None:
        yield BodyTooLarge
    if route.body is not None or route.query is not None or query_names(route.view):
        yield Invalid
    if "{" in route.path:
        yield NotFound


@cache
def _raised_by(case: UseCase, depth: int) -> tuple[type[CityError], ...]:
    """What a use case raises or says that it raises, and what the rules and tables do that it works with."""
    return tuple(_Search(case.kind.__module__.split(".")[1]).of_unit(case.kind, depth))


def _depth_of(route: ServedRoute) -> int:
    """How many calls are followed. What only reads asks rules what would be refused, and refuses none of it itself."""
    return 1 if route.method == "GET" else 4


class _Search:
    """Follows a use case to what it calls: functions by their names, and methods of classes that it names."""

    def __init__(self, domain: str) -> None:
        self._domain = domain
        self._own = (f"{city.__name__}.{domain}.", f"{city.__name__}.kernel.")
        self._seen: set[Any] = set()

    def of_unit(self, unit: Any, depth: int) -> Iterator[type[CityError]]:
        if unit in self._seen or not unit.__module__.startswith(self._own):
            return
        self._seen.add(unit)
        tree = ast.parse(textwrap.dedent(inspect.getsource(unit)))
        names = names_in(import_module(unit.__module__))
        for name in dict.fromkeys(_named_in(tree)):
            kind = names.get(name) or _errors_of(self._domain).get(name)
            if isinstance(kind, type) and issubclass(kind, Rejected | Transient):
                yield kind
        if depth:
            for called in _called_by(tree, names):
                yield from self.of_unit(called, depth - 1)


def _called_by(tree: ast.AST, names: Mapping[str, Any]) -> Iterator[Any]:
    """Functions that are named, and of classes that are named the methods whose names are there too."""
    words = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    methods = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for word in sorted(words):
        found = names.get(word)
        if inspect.isfunction(found):
            yield found
        elif (inspect.isclass(found) and not issubclass(found, CityError)) or inspect.ismodule(found):
            yield from (vars(found)[name] for name in sorted(methods) if inspect.isfunction(vars(found).get(name)))


def _named_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Raise(exc=ast.Name(id=name)) | ast.Raise(exc=ast.Call(func=ast.Name(id=name))):
                yield name
            case ast.Constant(value=str(text)):
                for said in _RAISES.findall(text):
                    yield from _NAME.findall(said)


@cache
def _errors_of(domain: str) -> dict[str, type[CityError]]:
    """The refusals of a domain by their names; those that two areas call alike are left out."""
    package = import_module(f"{city.__name__}.{domain}")
    modules = [m.name for m in pkgutil.walk_packages(package.__path__, f"{package.__name__}.") if _is_errors(m.name)]
    kinds = [
        kind
        for module in modules
        for kind in vars(import_module(module)).values()
        if isinstance(kind, type) and issubclass(kind, CityError) and kind.__module__ == module
    ]
    names = [kind.__name__ for kind in kinds]
    return {kind.__name__: kind for kind in kinds if names.count(kind.__name__) == 1}


def _is_errors(module: str) -> bool:
    return module.endswith(".errors")


def answer_to(refusal: type[CityError]) -> Response:
    """The status and the body that the edge makes of a refusal that says nothing of one request."""
    made = refusal.__new__(refusal)
    assert isinstance(made, Rejected | Transient)
    return response_to_refusal(made)
