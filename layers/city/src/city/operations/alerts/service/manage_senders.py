"""Who may send alerts: registered and changed by a supervisor, who is shown a key once."""

from collections.abc import Callable
from dataclasses import dataclass

from city.aws.observability import logger
from city.contracts.operations.staff.alerts import (
    ChangeSender,
    RegisterSender,
    SenderChange,
    SenderKey,
    SenderLine,
    SenderPage,
)
from city.kernel.clock import Clock
from city.operations.alerts.errors import SenderChanged, SenderExists, SenderNotRegistered
from city.operations.alerts.senders import key_digest
from city.operations.alerts.tables import SenderRecord, Senders


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSenders:
    senders: Senders

    def list(self) -> SenderPage:
        return SenderPage(senders=[_line(record) for record in self.senders.all()])


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSender:
    senders: Senders
    new_key: Callable[[], str]
    clock: Clock

    def add(self, request: RegisterSender, by: str, by_name: str | None) -> SenderKey:
        """Raises SenderExists."""
        secret = self.new_key()
        record = SenderRecord(name=request.name, key_digest=key_digest(secret), revision=1)
        _fill(record, request, self.clock, by, by_name)
        if not self.senders.add(record):
            raise SenderExists
        logger().info("sender registered", extra={"office": request.name, "by": by})
        return SenderKey(name=request.name, key=f"{request.name}.{secret}")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditSender:
    senders: Senders
    clock: Clock

    def edit(self, name: str, request: ChangeSender, by: str, by_name: str | None) -> SenderLine:
        """Raises SenderNotRegistered, SenderChanged."""
        record = _find(self.senders, name)
        record.revision = request.revision + 1
        _fill(record, request, self.clock, by, by_name)
        if not self.senders.change(record, request.revision):
            raise SenderChanged
        logger().info("sender changed", extra={"office": name, "by": by, "paused": request.paused})
        return _line(record)


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewKey:
    senders: Senders
    new_key: Callable[[], str]
    clock: Clock

    def renew(self, name: str, by: str, by_name: str | None) -> SenderKey:
        """The key before opens nothing from now on. Raises SenderNotRegistered, SenderChanged."""
        secret = self.new_key()
        record = _find(self.senders, name)
        seen = int(record.revision)
        record.key_digest, record.revision = key_digest(secret), seen + 1
        record.changed_at, record.changed_by, record.changed_by_name = self.clock.now(), by, by_name
        if not self.senders.change(record, seen):
            raise SenderChanged
        logger().info("sender's key renewed", extra={"office": name, "by": by})
        return SenderKey(name=name, key=f"{name}.{secret}")


def _find(senders: Senders, name: str) -> SenderRecord:
    record = senders.find(name)
    if record is None:
        raise SenderNotRegistered
    return record


def _fill(record: SenderRecord, said: SenderChange, clock: Clock, by: str, by_name: str | None) -> None:
    record.title, record.speaks_for, record.per_minute = said.title, set(said.speaks_for), said.per_minute
    record.certificates, record.signer, record.kinds = said.certificates, said.signer, said.kinds
    record.heard_every_hours = said.heard_every_hours
    record.paused, record.changed_at, record.changed_by, record.changed_by_name = said.paused, clock.now(), by, by_name


def _line(record: SenderRecord) -> SenderLine:
    return SenderLine(
        name=record.name,
        title=record.title,
        speaks_for=sorted(record.speaks_for),
        per_minute=int(record.per_minute),
        certificates=record.certificates,
        signer=record.signer,
        kinds=record.kinds,
        paused=record.paused,
        heard_every_hours=int(record.heard_every_hours) if record.heard_every_hours is not None else None,
        revision=int(record.revision),
        signed=bool(record.certificates),
        last_alert_at=record.last_alert_at,
        changed_at=record.changed_at,
        changed_by=record.changed_by,
        changed_by_name=record.changed_by_name,
    )
