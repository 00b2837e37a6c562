"""Plates, telephones and notice numbers that are drawn for one run of the story."""

import secrets
import urllib.parse
from collections.abc import Callable

from infra.fines.street import FinesClient
from infra.local.machine.trouble import CityTrouble

_MOST_DRAWS = 50


def unknown_to(client: FinesClient, by: str, draw: Callable[[], str]) -> str:
    """Something drawn by which the city finds no case, whatever was played in it before. Raises CityTrouble."""
    for _ in range(_MOST_DRAWS):
        drawn = draw()
        if not client.read(f"/cases?{urllib.parse.urlencode({by: drawn})}")["cases"]:
            return drawn
    raise CityTrouble(f"The city knows all of {_MOST_DRAWS} that were drawn ({by}): start afresh with `make clean`.")


def draw_plate(letter: str) -> str:
    return f"{secrets.randbelow(60) + 10}{letter}{secrets.randbelow(9000) + 1000}"


def draw_phone() -> str:
    return f"010-{secrets.randbelow(7000) + 2000}-{secrets.randbelow(10000):04d}"
