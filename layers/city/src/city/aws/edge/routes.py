"""What an API says of each route that it serves: what its document is made of (`infra/openapi`).

A view declares by its signature: `body` is read from the body and `query` from the query, each as the contract that
annotates it, and what it returns is the contract of the answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from pydantic import TypeAdapter

JSON: Final = "application/json"
# How a caller proves who it is.
Proof = Literal["nobody", "staff", "buyer_key", "sender_key", "bank_signature", "secret_in_path", "session"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedRoute:
    """One route. `takes` and `gives` are said only where the view reads its body itself, or answers with no contract."""

    method: str
    path: str
    view: Callable[..., Any]
    status: int
    ko: str | None = None
    proof: Proof = "nobody"
    groups: tuple[str, ...] = ()
    # Whether they must have signed in just now.
    recent: bool = False
    most_body_bytes: int = 0
    takes: Any = None
    gives: Any = None
    # Of the body.
    media_type: str = JSON
    # A success may have another status too.
    also: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        return self.view.__name__

    @property
    def en(self) -> str:
        """The name of the view is its summary in English."""
        return self.name.replace("_", " ").capitalize()

    @property
    def body(self) -> Any:
        """The contract of the body; None for a route that has none."""
        return self.takes or self.view.__annotations__.get("body")

    @property
    def query(self) -> Any:
        """The contract of the whole query; None where the view reads single parameters or none."""
        return self.view.__annotations__.get("query")

    @property
    def answer(self) -> Any:
        """The contract of the answer; None for 204, and for a redirection."""
        return self.gives or (None if 300 <= self.status < 400 else self.view.__annotations__.get("return"))


@cache
def reader_of(contract: Any) -> TypeAdapter[Any]:
    """Reads a contract, or a union of its versions. Built by the first request for it: it need not delay any other."""
    return TypeAdapter(contract)
