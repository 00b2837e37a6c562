"""Taking the bank's word at the door."""

from collections.abc import Mapping
from dataclasses import dataclass

from city.aws.observability import count, logger
from city.aws.queues import Queue
from city.fines.money.tables.deposits import Deposits, deposit_key
from city.fines.ports import DepositBank
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class Taken:
    """`key` is where the deposit can be looked up, None for what was no news; `answer` what the bank wants to hear."""

    key: str | None
    answer: bytes | None


class ReceiveDeposit:
    """Takes the bank's word at the door and queues it."""

    def __init__(self, bank: DepositBank, deposits: Deposits, queue: Queue, clock: Clock) -> None:
        self._bank, self._deposits, self._queue, self._clock = bank, deposits, queue, clock

    def receive(self, headers: Mapping[str, str], body: bytes) -> Taken:
        """Raises DepositForged, DepositStale, DepositReplayed, BankWordInvalid, pydantic.ValidationError."""
        now = self._clock.now()
        told = self._bank.receive(headers, body, now)
        if told is None or told.notification is None:
            count("BankSaidNothingNew")
            return Taken(None, self._bank.answer(body))
        if told.delivery_id is not None:
            self._deposits.take_delivery(told.delivery_id, now)
        try:
            self._queue.send(told.notification.model_dump_json())
        except Exception:
            # Not taken after all: the bank's retry of this very delivery must not be refused as a replay.
            if told.delivery_id is not None:
                self._deposits.forget_delivery(told.delivery_id)
            raise
        self._bank.taken(told)
        if told.notification.kind == "cancel":
            count("DepositCancelled")
            logger().warning("the bank takes a deposit back", extra={"deposit_id": told.notification.deposit_id})
        return Taken(deposit_key(told.notification.bank, told.notification.deposit_id), self._bank.answer(body))
