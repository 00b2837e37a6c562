"""Taking the bank's word at the door."""

from collections.abc import Mapping

from city.aws.queues import Queue
from city.fines.ports import DepositBank
from city.fines.tables import Deposits, deposit_key
from city.kernel.clock import Clock


class ReceiveDeposit:
    """Takes the bank's word at the door and queues it."""

    def __init__(self, bank: DepositBank, deposits: Deposits, queue: Queue, clock: Clock) -> None:
        self._bank, self._deposits, self._queue, self._clock = bank, deposits, queue, clock

    def receive(self, headers: Mapping[str, str], body: bytes) -> str:
        """Returns the key under which the deposit can be looked up.

        Raises DepositForged, DepositStale, DepositReplayed, pydantic.ValidationError.
        """
        now = self._clock.now()
        signed = self._bank.read(headers, body, now)
        self._deposits.take_delivery(signed.delivery_id, now)
        self._queue.send(signed.notification.model_dump_json())
        return deposit_key(signed.notification.bank, signed.notification.deposit_id)
