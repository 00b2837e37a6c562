"""What the dividend needs from outside where the outside differs from city to city."""

from collections.abc import Iterator
from typing import Protocol

from city.dividend.payout.rail_orders import OperatorLine, RailAnswer, RailOrder, RailTexts


class PayoutRail(Protocol):
    """Credits cards. Whatever happens on the way, one key is paid once."""

    def submit(self, order: RailOrder) -> RailAnswer:
        """Hands over an order, or hears again what became of it: a key seen before gets its first answer.

        Raises RailUnreachable (it may have been taken all the same), KeyReused for another order under the same key,
        RailFileInvalid.
        """
        ...

    def ask(self, key: str) -> RailAnswer | None:
        """What became of an order; None if the rail never heard of it. Raises RailUnreachable, RailFileInvalid."""
        ...

    def text(self, texts: RailTexts) -> bool:
        """Has the operator text those whom it paid, once an order; False if it did before, whatever the texts say now.

        Raises RailFileInvalid for a text that is more than one SMS.
        """
        ...

    def record_of(self, round_id: str) -> Iterator[OperatorLine]:
        """The operator's own record of everything it did for a round, from its files and not from its answers."""
        ...


class RailStore(Protocol):
    """Where files go to an operator and come from one. A name is written once."""

    def read(self, name: str) -> bytes | None: ...

    def write_new(self, name: str, content: bytes) -> bool:
        """False if the name is taken; then nothing is written."""
        ...

    def names(self, prefix: str) -> Iterator[str]: ...
