"""Signs of life of things in the city, many at once: what a gateway heard of the things behind it."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from city.contracts.base import AwareMoment, Contract

_Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,100}$")]


class AssetHeard(Contract):
    """That a thing said anything, whatever it was."""

    asset: _Name
    at: AwareMoment


class AssetsHeardV1(Contract):
    """A message of the queue of heartbeats. A thing that hangs on no gateway is behind one of its own kind's name.

    Nothing else of what things say comes here. Who learns of nobody is not missed: a thing is watched once it was heard
    often enough for its rhythm to be known.
    """

    version: Literal[1] = 1
    gateway: _Name
    heard: Annotated[tuple[AssetHeard, ...], Field(min_length=1, max_length=500)]
