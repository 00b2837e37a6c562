"""Who hears that money came: whoever asked for the account, and its owner if the owner asked too."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from pynamodb.attributes import MapAttribute, UnicodeAttribute

from city.fines.law.language import Language


@dataclass(frozen=True, slots=True)
class Receiver:
    """A telephone that asked, the talk it is filed under, and the language it asked in."""

    holder: str
    phone: str
    language: Language


class ReceiverMap(MapAttribute[str, Any]):
    holder = UnicodeAttribute()
    phone = UnicodeAttribute()
    language = UnicodeAttribute()

    @classmethod
    def of(cls, receiver: Receiver) -> "ReceiverMap":
        return cls(holder=receiver.holder, phone=receiver.phone, language=receiver.language.value)

    def to_receiver(self) -> Receiver:
        return Receiver(self.holder, self.phone, Language(self.language))


class HasReceivers(Protocol):
    """An account or a deposit: both know who asked."""

    payer: Any
    owner: Any


def receivers_of(record: HasReceivers) -> Iterator[tuple[str, Receiver]]:
    """Whoever asked last that does not own the car, then the owner; each with the name of their place.

    A payer need not be the debtor, so both may be right; anybody else who asked in between has seen the account and is
    told nothing more.
    """
    for place in ("payer", "owner"):
        receiver = getattr(record, place)
        if receiver is not None:
            yield place, receiver.to_receiver()
