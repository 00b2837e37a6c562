"""What a domain tells those who watch: a change of one thing, on a topic, by way of the live queue."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from city.contracts.base import AwareMoment, Contract

# `crosswalk.units`, or one thing of it: `crosswalk.units/okgye-elementary`. What stands before the slash is declared in
# the domain's manifest.
Topic = Annotated[str, StringConstraints(pattern=r"^[a-z]+(\.[a-z_]+)+(/[A-Za-z0-9._-]{1,100})?$", max_length=160)]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:@-]+$", max_length=160)]


class ChangeV1(Contract):
    """How one thing is now. `version` grows with every change of the thing that `key` names: an older one is dropped.

    `body` is shown as it is, to everybody who may watch the topic: no names, numbers or plates of people.
    """

    key: Key
    version: Annotated[int, Field(ge=0)]
    at: AwareMoment
    body: dict[str, Any]


class LiveChangesV1(Contract):
    """A message of the live queue: changes of one topic."""

    topic: Topic
    changes: Annotated[tuple[ChangeV1, ...], Field(min_length=1, max_length=100)]
