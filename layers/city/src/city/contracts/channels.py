"""Ways in and out of the city that are no API: what travels on each. Events name themselves on their contract.

A domain lists its others as `CHANNELS` in `city/contracts/<domain>/channels.py`; the documents find them there.
"""

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

# `mqtt`: a device's topic. `s3`: files that a partner puts down. `sns`: what a carrier publishes. `wss`: a page's socket.
Protocol = Literal["mqtt", "s3", "sns", "wss"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileForm:
    """A file: of rows, by the headings of its columns in any order, or a picture. `report`: what is answered to it."""

    name: str
    columns: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    content_types: tuple[str, ...] = ("text/csv",)
    report: type[BaseModel] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """`address` is a topic, a path, or an output of the city and what comes after it. `{…}` stands for one part of it."""

    name: str
    address: str
    protocol: Protocol
    ko: str
    en: str
    takes: tuple[type[BaseModel] | FileForm, ...] = ()
    gives: tuple[type[BaseModel], ...] = ()
