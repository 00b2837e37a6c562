"""Taking the bank's word at the door."""

from collections.abc import Mapping
from dataclasses import dataclass

from city.aws.observability import count, logger
from city.aws.queues import Queue
from city.fines.money.ports import DepositBank
from city.fines.money.tables.deposits import Deposits, deposit_key
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class TakenDeposit:
    """`key` is where the deposit can be looked up, None for what was no news; `answer` what the bank wants to hear."""

    key: str | None
    answer: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveDeposit:
    """Takes the bank's word at the door and queues it."""

    bank: DepositBank
    deposits: Deposits
    queue: Queue
    clock: Clock

    def receive(self, headers: Mapping[str, str], body: bytes) -> TakenDeposit:
        """Raises DepositForged, DepositStale, DepositReplayed, BankWordInvalid, pydantic.ValidationError."""
        now = self.clock.now()
        message = self.bank.receive(headers, body, now)
        if message is None or message.notification is None:
            count("BankSaidNothingNew")
            return TakenDeposit(None, self.bank.answer(body))
        if message.delivery_id is not None:
            self.deposits.take_delivery(message.delivery_id, now)
        try:
            self.queue.send(message.notification.model_dump_json())
        except Exception:
            # Not taken after all: the bank's retry of this very delivery must not be refused as a replay.
            if message.delivery_id is not None:
                self.deposits.forget_delivery(message.delivery_id)
            raise
        self.bank.taken(message)
        if message.notification.kind == "cancel":
            count("DepositCancelled")
            logger().warning("the bank takes a deposit back", extra={"deposit_id": message.notification.deposit_id})
        return TakenDeposit(
            deposit_key(message.notification.bank, message.notification.deposit_id), self.bank.answer(body)
        )
