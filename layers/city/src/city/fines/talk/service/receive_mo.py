"""Taking citizens' texts from the message hub at the door."""

import hmac
from typing import Protocol

from botocore.exceptions import BotoCoreError, ClientError

from city.aws.observability import count, logger
from city.contracts.fines.message_hub import TAKEN, BatchTooLarge, Delivery, read_delivery
from city.fines.talk.errors import DeliveryTooLarge, TextNotQueued
from city.kernel.errors import NotFound, Transient

_TRIES = 3
_SECRET_CHARACTERS = 32


class TextQueue(Protocol):
    def send(self, body: str) -> None: ...


class ReceiveMo:
    """Queues each text of a batch (MO: sent by a mobile); what nobody can read goes to the dead letters.

    The hub sends a batch again until it hears that it was taken, so nothing is acknowledged that is not on a queue.
    A text queued twice is answered once: whoever answers goes by its message id.
    """

    def __init__(self, secret: bytes, inbound: TextQueue, quarantine: TextQueue) -> None:
        if len(secret) < _SECRET_CHARACTERS:
            raise ValueError(f"the secret in the path must have at least {_SECRET_CHARACTERS} characters")
        self._secret, self._inbound, self._quarantine = secret, inbound, quarantine

    def receive(self, secret_in_path: str, body: bytes) -> dict[str, str]:
        """The hub's acknowledgement.

        Raises NotFound (a wrong secret: there is nothing here), DeliveryTooLarge, TextNotQueued.
        """
        if not hmac.compare_digest(secret_in_path.encode(errors="surrogatepass"), self._secret):
            count("MoRefused")
            raise NotFound
        delivery = _read(body)
        for message in delivery.messages:
            _queue(self._inbound, message.model_dump_json())
        # Last, so that a batch that comes again leaves its unreadable items once.
        for item in delivery.unreadable:
            _queue(self._quarantine, item)
        _count(delivery)
        return {"code": TAKEN}


def _read(body: bytes) -> Delivery:
    try:
        return read_delivery(body)
    except BatchTooLarge as error:
        raise DeliveryTooLarge from error


def _queue(queue: TextQueue, body: str) -> None:
    for tries_left in reversed(range(_TRIES)):
        try:
            queue.send(body)
            return
        except (BotoCoreError, ClientError, Transient) as error:
            if not tries_left:
                raise TextNotQueued(type(error).__name__) from error


def _count(delivery: Delivery) -> None:
    received, quarantined = len(delivery.messages), len(delivery.unreadable)
    count("MoReceived", received)
    if quarantined:
        count("MoQuarantined", quarantined)
        logger().warning("texts nobody can read", extra={"received": received, "quarantined": quarantined})
