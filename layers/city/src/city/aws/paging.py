"""Names of pages: where a listing goes on, as text that a caller hands back."""

import re
from typing import Any

from city.kernel.errors import Invalid

_LONGEST = 300


def name_page(last: dict[str, dict[str, Any]] | None, *keys: str) -> str | None:
    """The name of the page after the one that ended at `last`; None after the end."""
    return "~".join(f"{key}={last[key]['S']}" for key in keys) if last else None


def read_page(page: str, *keys: str, **fixed: str) -> dict[str, dict[str, str]]:
    """The key to go on from: the `keys` a page was named by, and the `fixed` ones no caller may choose.

    Raises Invalid if the page is none of ours.
    """
    parts = page.split("~")
    if len(page) > _LONGEST or not all(re.fullmatch(r"[a-z_]+=.+", part) for part in parts):
        raise Invalid
    named = dict(part.split("=", 1) for part in parts)
    if set(named) != set(keys):
        raise Invalid
    return {name: {"S": value} for name, value in {**named, **fixed}.items()}
