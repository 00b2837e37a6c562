"""Two kinds of named shadow: where the city lays a device's configuration, and where the device says how it is.

A delta is taken as a bell only: it holds what differs, not the whole file, and it may come late or twice. Whatever rings,
the whole shadow is asked for, and answered once per version. After every connection it is asked for anyway, so nothing
depends on a message that an outage swallowed. Each request has a token of its own: only the answer to the newest counts.
"""

import json
import logging
import threading
from collections.abc import Callable
from typing import Any, Final, Protocol

from city.contracts.base import Contract
from iot.device.line.answers import ClientTokens, read_count, read_document
from iot.device.line.link import Link, LinkBusy

logger = logging.getLogger(__name__)

_CONFLICT: Final = 409
_NOT_FOUND: Final = 404
# Of an answer that does not come: asked again.
_PATIENCE_S: Final = 15.0
# A shadow update costs as much as a message, and a state may change every few seconds.
STATE_AT_MOST_EVERY_S: Final = 60.0


def shadow_topic(device: str, shadow: str, *rest: str) -> str:
    return "/".join((f"$aws/things/{device}/shadow/name/{shadow}", *rest))


class ConfigurationStore(Protocol):
    """Keeps the configuration in force, and what was wrong with the last one that was not taken."""

    def take(self, desired: Any) -> bool:
        """Takes what stands in the desired state, or remembers why not. Whether another one than before is in force."""
        ...

    def reported(self) -> Contract:
        """The reported state: what is in force, and what was wrong with the last one that was not taken."""
        ...


class ConfigurationShadow:
    """Follows a shadow whose desired state is a configuration. `tick` does the work, on one thread; what is heard only
    wakes it.

    `changed` is called with no argument when another configuration is in force.
    """

    def __init__(
        self,
        *,
        device: str,
        shadow: str,
        link: Link,
        store: ConfigurationStore,
        monotonic_s: Callable[[], float],
        changed: Callable[[], None],
    ) -> None:
        self._device, self._shadow, self._link, self._store = device, shadow, link, store
        self._monotonic_s, self._changed = monotonic_s, changed
        self._lock = threading.Lock()
        self._wanted = False
        self._tokens = ClientTokens(device)
        # The open question after the whole shadow, and the open report: their tokens, and when they were sent.
        self._asked: tuple[str, float] | None = None
        self._unanswered: tuple[str, Contract, float] | None = None
        # The last version of the shadow that was answered; older news is no news.
        self._version = 0
        self._reported: Contract | None = None
        self._documents: list[dict[str, Any]] = []
        self._absent = False
        for suffix, heard in (
            ("get/accepted", self._on_document),
            ("get/rejected", self._on_get_rejected),
            ("update/delta", self._on_delta),
            ("update/accepted", self._on_update_accepted),
            ("update/rejected", self._on_update_rejected),
        ):
            link.listen(self._topic(suffix), heard)
        link.when_connected(self._on_connected)

    def _topic(self, suffix: str) -> str:
        return shadow_topic(self._device, self._shadow, suffix)

    # --- what is heard, on the line's thread -----------------------------------------------------

    def _on_connected(self) -> None:
        with self._lock:
            # What was asked before the line broke is not answered any more; and the shadow may have been deleted and
            # made again meanwhile, with versions from the start.
            self._wanted, self._asked, self._unanswered, self._version = True, None, None, 0

    def _on_delta(self, _: str, payload: bytes) -> None:
        version = read_count(read_document(payload), "version")
        with self._lock:
            if version is not None and version > self._version:
                self._wanted = True

    def _on_document(self, _: str, payload: bytes) -> None:
        document = read_document(payload)
        with self._lock:
            if not self._is_asked(document):
                return
            self._asked = None
            if read_count(document, "version") is None:
                # Our token and nothing that can be used: asked again.
                self._wanted = True
            else:
                self._documents.append(document)

    def _on_get_rejected(self, _: str, payload: bytes) -> None:
        answer = read_document(payload)
        with self._lock:
            if not self._is_asked(answer):
                return
            if answer.get("code") == _NOT_FOUND:
                self._asked, self._absent = None, True
        # Of any other refusal the question stays open, and is asked again when patience ends.
        logger.info("the shadow was not given: %s", answer.get("message"))

    def _on_update_accepted(self, _: str, payload: bytes) -> None:
        answer = read_document(payload)
        with self._lock:
            if self._unanswered is not None and answer.get("clientToken") == self._unanswered[0]:
                self._reported, self._unanswered = self._unanswered[1], None
                self._version = max(self._version, read_count(answer, "version") or 0)

    def _on_update_rejected(self, _: str, payload: bytes) -> None:
        answer = read_document(payload)
        with self._lock:
            if self._unanswered is None or answer.get("clientToken") != self._unanswered[0]:
                return
            self._unanswered = None
            # Somebody else changed the shadow after we looked: look again, then report on what is there now.
            if answer.get("code") == _CONFLICT:
                self._wanted = True
        logger.info("the report was not taken: %s", answer.get("message"))

    def _is_asked(self, answer: dict[str, Any]) -> bool:
        return self._asked is not None and answer.get("clientToken") == self._asked[0]

    # --- what is done, on the device's own thread --------------------------------------------------

    def tick(self) -> None:
        """One round: look at what came, ask for what is missing, report what changed."""
        with self._lock:
            documents, self._documents = self._documents, []
            absent, self._absent = self._absent, False
        for document in documents:
            self._consider(document)
        if absent:
            self._report(None)
        now_s = self._monotonic_s()
        with self._lock:
            waited_too_long = self._asked is not None and now_s - self._asked[1] > _PATIENCE_S
            if self._unanswered is not None and now_s - self._unanswered[2] > _PATIENCE_S:
                self._unanswered, self._wanted = None, True
            ask = self._link.connected and (waited_too_long or (self._wanted and self._asked is None))
            if not ask:
                return
            # Written down first: the answer may be there before publishing returns.
            before, token = (self._wanted, self._asked), self._tokens.draw()
            self._wanted, self._asked = False, (token, now_s)
        request = json.dumps({"clientToken": token}).encode()
        if not self._publish(self._topic("get"), request):
            with self._lock:
                self._wanted, self._asked = before

    def _consider(self, document: dict[str, Any]) -> None:
        version = read_count(document, "version")
        with self._lock:
            if version is None or version < self._version:
                return
            self._version = version
        state = document.get("state")
        desired = state.get("desired") if isinstance(state, dict) else None
        if desired and self._store.take(desired):
            self._changed()
        self._report(version)

    def _report(self, version: int | None) -> None:
        """Says what is in force, if that is news, on condition that the shadow is still the one we saw."""
        reported = self._store.reported()
        if reported == self._reported:
            return
        token = self._tokens.draw()
        update: dict[str, Any] = {
            "state": {"reported": reported.model_dump(mode="json")},
            "clientToken": token,
        }
        if version is not None:
            update["version"] = version
        with self._lock:
            self._unanswered = token, reported, self._monotonic_s()
        if not self._publish(self._topic("update"), json.dumps(update).encode()):
            with self._lock:
                self._unanswered, self._wanted = None, True

    def _publish(self, topic: str, payload: bytes) -> bool:
        try:
            self._link.publish(topic, payload, urgent=True)
        except LinkBusy:
            return False
        return True


class StateShadow:
    """Keeps the reported state of a shadow: what is urgent at once, the rest at most once a minute."""

    def __init__(self, *, device: str, shadow: str, link: Link, monotonic_s: Callable[[], float]) -> None:
        self._topic = shadow_topic(device, shadow, "update")
        self._link, self._monotonic_s = link, monotonic_s
        self._last: tuple[dict[str, Any], Any] | None = None
        self._sent_s = float("-inf")
        self._fresh = threading.Event()
        link.when_connected(self._fresh.set)

    def report(self, state: Contract, urgent: object) -> bool:
        """Publishes the state if it is due: when `urgent`, a part of it, changed; or a minute after the last time, when
        something besides its moment `at` did. Whether it was published.
        """
        now_s, compared = self._monotonic_s(), state.model_dump(exclude={"at"})
        if not self._link.connected or not self._is_due(compared, urgent, now_s):
            return False
        reported = {"state": {"reported": state.model_dump(mode="json")}}
        try:
            self._link.publish(self._topic, json.dumps(reported).encode(), urgent=True)
        except LinkBusy:
            return False
        self._fresh.clear()
        self._last, self._sent_s = (compared, urgent), now_s
        return True

    def _is_due(self, compared: dict[str, Any], urgent: object, now_s: float) -> bool:
        if self._last is None or self._fresh.is_set() or urgent != self._last[1]:
            return True
        return compared != self._last[0] and now_s - self._sent_s >= STATE_AT_MOST_EVERY_S
