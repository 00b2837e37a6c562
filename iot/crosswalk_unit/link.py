"""The line to the city: MQTT 5 to AWS IoT Core over mutual TLS, and a line in memory for a bench without a city.

Nothing here waits: publishing answers with a future, what comes in is handed over on the line's own thread. The lamps
never hear of any of it.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import ClassVar, Final, Protocol

from awscrt import mqtt5
from awsiot import mqtt5_client_builder

from city.contracts.crosswalk.devices import PresenceV1

logger = logging.getLogger(__name__)

# AWS IoT Core, quotas of the message broker: larger payloads end the connection.
MOST_PAYLOAD_BYTES: Final = 128 * 1024
# Publishes a second on one connection, and bytes a second; what is above is throttled.
MOST_PUBLISHES_PER_S: Final = 100
MOST_BYTES_PER_S: Final = 512 * 1024
# QoS 1 publishes that may wait for their acknowledgement.
MOST_IN_FLIGHT: Final = 100
_FILTERS_IN_ONE_SUBSCRIBE: Final = 8
_NEVER_MS: Final = 3_600_000

KEEP_ALIVE_S: Final = 30
SESSION_KEPT_S: Final = 3600
ACKNOWLEDGED_WITHIN_S: Final = 20
# AWS takes one CONNECT a second of a client id, and thousands of units come back at once after an outage.
FIRST_RETRY_S, LONGEST_RETRY_S = 1.0, 128.0
# A connection that held this long was a good one: the next wait is a short one again.
CALM_AFTER_S: Final = 60.0

# Called on the line's own thread with topic and payload: take it and return at once.
Heard = Callable[[str, bytes], None]


class LinkDown(Exception):
    """Not connected, or the connection ended before the broker acknowledged. Send it again."""


class LinkBusy(Exception):
    """The connection's share of publishes or bytes for this moment is used up. Come back a little later."""


class PublishRefused(Exception):
    """The broker refused the message itself, and would again: by policy, by size, by its topic."""


class Link(Protocol):
    """A line to the city."""

    @property
    def connected(self) -> bool: ...

    def listen(self, topic_filter: str, heard: Heard) -> None:
        """Subscribes, now and after every reconnection. Before `start`."""
        ...

    def when_connected(self, told: Callable[[], None]) -> None:
        """Called after every connection once all subscriptions stand. Before `start`."""
        ...

    def start(self) -> None: ...

    def stop(self) -> None:
        """Says good-bye: no last will."""
        ...

    def publish(self, topic: str, payload: bytes, *, retain: bool = False, urgent: bool = False) -> Future[None]:
        """QoS 1. The future ends with the broker's acknowledgement, or with LinkDown or PublishRefused.

        Raises LinkBusy; urgent messages (a shadow, a job) may use a reserve that the journal may not.
        """
        ...


@dataclass(slots=True)
class PublishBudget:
    """What a connection may still send at a moment: two token buckets, messages and bytes.

    A fifth of the quota lies in the bucket and four fifths flow in each second, so no second ever sees more than all.
    """

    messages_per_s: float = MOST_PUBLISHES_PER_S
    bytes_per_s: float = MOST_BYTES_PER_S
    # Messages in the bucket that only urgent ones may use, as a share of it.
    reserve: float = 0.25
    _messages: float = field(init=False)
    _bytes: float = field(init=False)
    _at_s: float = field(init=False, default=float("-inf"))

    DEEP: ClassVar[float] = 0.2

    def __post_init__(self) -> None:
        self._messages, self._bytes = self.messages_per_s * self.DEEP, self.bytes_per_s * self.DEEP

    def take(self, size: int, now_s: float, *, urgent: bool = False) -> bool:
        """Whether a message of `size` bytes may go now; if so, it is counted. What is larger than the bucket never may."""
        passed = max(0.0, now_s - self._at_s)
        self._at_s = max(now_s, self._at_s)
        flowing = passed * (1 - self.DEEP)
        self._messages = min(self.messages_per_s * self.DEEP, self._messages + flowing * self.messages_per_s)
        self._bytes = min(self.bytes_per_s * self.DEEP, self._bytes + flowing * self.bytes_per_s)
        floor = 0.0 if urgent else self.messages_per_s * self.DEEP * self.reserve
        if self._messages < floor + 1 or self._bytes < size:
            return False
        self._messages -= 1
        self._bytes -= size
        return True


def draw_wait_s(
    attempt: int, chance: Random, first_s: float = FIRST_RETRY_S, longest_s: float = LONGEST_RETRY_S
) -> float:
    """How long to wait before the attempt after `attempt` failed ones: `first_s`, and full jitter on top of it.

    Full jitter (Brooker, "Exponential Backoff And Jitter", 2015): anywhere between nothing and the doubled bound.
    """
    bound_s = min(longest_s - first_s, first_s * 2.0 ** min(attempt, 30))
    return first_s + chance.uniform(0.0, max(0.0, bound_s))


@dataclass(frozen=True, slots=True)
class Credentials:
    """Where the city is, and who we are there."""

    endpoint: str
    port: int
    certificate: Path
    private_key: Path
    # Amazon's root on AWS; the local city's own.
    root_ca: Path


# Reason codes of MQTT 5 with which the broker refuses a message for good. Others pass: quota exceeded, server busy.
_REFUSED_FOR_GOOD: Final[Mapping[int, str]] = {
    0x87: "not authorised",
    0x90: "topic name invalid",
    0x95: "packet too large",
    0x99: "payload format invalid",
}


class MqttLink:
    """The line that runs by the road: the AWS CRT's MQTT 5 client.

    Full jitter on every wait before a reconnection; a persistent session, so that what the city sent in the meantime
    arrives; a greeting and a last will on the unit's presence topic, both retained.

    The waits are ours: the client's own jitter (awscrt 0.36) draws its longest wait nearly every time, so a street of
    units would come back in step. The client is therefore stopped after each failure and started when we say so.
    """

    def __init__(
        self,
        unit: str,
        credentials: Credentials,
        monotonic_s: Callable[[], float],
        *,
        chance: Random,
        budget: PublishBudget | None = None,
        first_retry_s: float = FIRST_RETRY_S,
        longest_retry_s: float = LONGEST_RETRY_S,
        keep_alive_s: int = KEEP_ALIVE_S,
        announce: bool = True,
        session_kept_s: int = SESSION_KEPT_S,
    ) -> None:
        """`chance` draws the waits; each unit needs its own.

        `session_kept_s`: how long the broker keeps what it has for us while the line is down; 0: not at all.
        """
        self._unit = unit
        self._monotonic_s = monotonic_s
        self._chance, self._first_retry_s, self._longest_retry_s = chance, first_retry_s, longest_retry_s
        self._budget = budget or PublishBudget()
        self._lock = threading.Lock()
        self._heard: dict[str, Heard] = {}
        self._told: list[Callable[[], None]] = []
        self._up = threading.Event()
        # The client has come to rest: after a failure, or because we are leaving.
        self._ended = threading.Event()
        self._leaving = threading.Event()
        self._keeper: threading.Thread | None = None
        self._up_since_s = 0.0
        self._presence_topic = PresenceV1.topic.format(unit=unit)
        self._announce = announce
        self._all_stood = False
        self.connections = 0
        self.last_failure = ""
        will = self._presence_packet(connected=False) if announce else None
        self._client = mqtt5_client_builder.mtls_from_path(
            str(credentials.certificate),
            str(credentials.private_key),
            endpoint=credentials.endpoint,
            port=credentials.port,
            ca_filepath=str(credentials.root_ca),
            client_id=unit,
            keep_alive_interval_sec=keep_alive_s,
            session_expiry_interval_sec=session_kept_s,
            # POST_SUCCESS would forget the session with every stop, and the keeper stops after each failure.
            session_behavior=mqtt5.ClientSessionBehaviorType.REJOIN_ALWAYS,
            # What was not sent fails at once and stays in the journal; the order is kept there, not here.
            offline_queue_behavior=mqtt5.ClientOperationQueueBehaviorType.FAIL_ALL_ON_DISCONNECT,
            # Later than we ever are: the keeper's waits count.
            min_reconnect_delay_ms=_NEVER_MS,
            max_reconnect_delay_ms=_NEVER_MS,
            ping_timeout_ms=10_000,
            connack_timeout_ms=15_000,
            ack_timeout_sec=ACKNOWLEDGED_WITHIN_S,
            will=will,
            # Its own throttle queues without a bound and without saying so; ours is the budget above.
            extended_validation_and_flow_control_options=mqtt5.ExtendedValidationAndFlowControlOptions.NONE,
            on_publish_received=self._on_publish,
            on_lifecycle_connection_success=self._on_success,
            on_lifecycle_connection_failure=self._on_failure,
            on_lifecycle_disconnection=self._on_disconnection,
            on_lifecycle_stopped=lambda _: self._ended.set(),
        )

    @property
    def connected(self) -> bool:
        return self._up.is_set()

    def listen(self, topic_filter: str, heard: Heard) -> None:
        self._heard[topic_filter] = heard

    def when_connected(self, told: Callable[[], None]) -> None:
        self._told.append(told)

    def start(self) -> None:
        self._keeper = threading.Thread(target=self._keep_up, name="line", daemon=True)
        self._keeper.start()

    def _keep_up(self) -> None:
        """Connects, waits for the end, waits a while, connects again."""
        attempt = 0
        while not self._leaving.is_set():
            self._ended.clear()
            self._up_since_s = float("inf")
            self._client.start()
            if self._leaving.is_set():
                self._client.stop()
            self._ended.wait()
            if self._monotonic_s() - self._up_since_s >= CALM_AFTER_S:
                attempt = 0
            self._leaving.wait(draw_wait_s(attempt, self._chance, self._first_retry_s, self._longest_retry_s))
            attempt += 1

    def stop(self) -> None:
        self._leaving.set()
        if self.connected and self._announce:
            # The clean good-bye; the will is for those who cannot say one.
            bye = self._client.publish(self._presence_packet(connected=False))
            try:
                bye.result(timeout=2)
            except Exception as error:  # noqa: BLE001  # the CRT names its errors at run time; we are leaving anyway
                logger.info("left without saying so: %s", error)
        self._client.stop(mqtt5.DisconnectPacket(reason_code=mqtt5.DisconnectReasonCode.NORMAL_DISCONNECTION))
        if self._keeper is not None:
            self._keeper.join(timeout=5)
        self._up.clear()

    def publish(self, topic: str, payload: bytes, *, retain: bool = False, urgent: bool = False) -> Future[None]:
        done: Future[None] = Future()
        if len(payload) > MOST_PAYLOAD_BYTES:
            done.set_exception(PublishRefused(f"{len(payload)} bytes, and the broker takes {MOST_PAYLOAD_BYTES}"))
            return done
        if not self.connected:
            done.set_exception(LinkDown("not connected"))
            return done
        with self._lock:
            if not self._budget.take(len(payload), self._monotonic_s(), urgent=urgent):
                raise LinkBusy
        packet = mqtt5.PublishPacket(topic=topic, payload=payload, qos=mqtt5.QoS.AT_LEAST_ONCE, retain=retain)
        self._client.publish(packet).add_done_callback(lambda outcome: _settle(done, outcome))
        return done

    # --- what the client tells us, on its own thread -------------------------------------------------

    def _on_publish(self, received: mqtt5.PublishReceivedData) -> None:
        topic, payload = received.publish_packet.topic, bytes(received.publish_packet.payload or b"")
        for topic_filter, heard in self._heard.items():
            if matches(topic_filter, topic):
                heard(topic, payload)

    def _on_success(self, success: mqtt5.LifecycleConnectSuccessData) -> None:
        self.connections += 1
        if self._announce:
            self._client.publish(self._presence_packet(connected=True))
        if success.negotiated_settings.rejoined_session and self._all_stood:
            self._open()
            return
        self._all_stood = False
        filters = list(self._heard)
        bundles = [
            filters[start : start + _FILTERS_IN_ONE_SUBSCRIBE]
            for start in range(0, len(filters), _FILTERS_IN_ONE_SUBSCRIBE)
        ]
        if not bundles:
            self._open()
        standing: list[int] = []
        for bundle in bundles:
            if success.negotiated_settings.rejoined_session:
                # The session of the program before this one, with its subscriptions: these again, once each.
                self._client.unsubscribe(mqtt5.UnsubscribePacket(topic_filters=bundle))
            self._subscribe(bundle, self.connections, standing, len(bundles))

    def _subscribe(self, filters: list[str], connection: int, standing: list[int], wanted: int, tries: int = 3) -> None:
        """Opens the line once all of a connection's subscriptions stand. Runs on the client's thread only."""

        def answered(outcome: "Future[mqtt5.SubackPacket]") -> None:
            if connection != self.connections:
                return
            if outcome.exception() is not None:
                logger.info("a subscription failed: %s", outcome.exception())
                if tries > 1:
                    self._subscribe(filters, connection, standing, wanted, tries - 1)
                else:
                    # A line that hears nothing is none: begin anew, after a wait.
                    self._client.stop()
                return
            refused = [name for name, code in zip(filters, outcome.result().reason_codes, strict=False) if code >= 0x80]
            if refused:
                logger.warning("the city's policy refuses subscriptions: %s", ", ".join(refused))
            standing.append(1)
            if len(standing) == wanted:
                self._all_stood = True
                self._open()

        self._client.subscribe(
            mqtt5.SubscribePacket(
                subscriptions=[mqtt5.Subscription(topic_filter=each, qos=mqtt5.QoS.AT_LEAST_ONCE) for each in filters]
            )
        ).add_done_callback(answered)

    def _open(self) -> None:
        self._up_since_s = self._monotonic_s()
        self._up.set()
        for told in self._told:
            told()

    def _on_failure(self, failed: mqtt5.LifecycleConnectFailureData) -> None:
        self._up.clear()
        self.last_failure = str(failed.exception)
        self._client.stop()
        logger.info("no connection to the city: %s", failed.exception)

    def _on_disconnection(self, lost: mqtt5.LifecycleDisconnectData) -> None:
        self._up.clear()
        self.last_failure = str(lost.exception)
        self._client.stop()
        logger.info("the connection to the city ended: %s", lost.exception)

    def _presence_packet(self, *, connected: bool) -> mqtt5.PublishPacket:
        return mqtt5.PublishPacket(
            topic=self._presence_topic,
            payload=PresenceV1(unit=self._unit, connected=connected).model_dump_json().encode(),
            qos=mqtt5.QoS.AT_LEAST_ONCE,
            retain=True,
        )


def _settle(done: "Future[None]", outcome: "Future[mqtt5.PublishCompletionData]") -> None:
    error = outcome.exception()
    if error is not None:
        done.set_exception(LinkDown(str(error)))
        return
    code = int(outcome.result().puback.reason_code)
    if code in _REFUSED_FOR_GOOD:
        done.set_exception(PublishRefused(_REFUSED_FOR_GOOD[code]))
    elif code >= 0x80:
        done.set_exception(LinkDown(f"the broker answered {code:#x}"))
    else:
        done.set_result(None)


def matches(topic_filter: str, topic: str) -> bool:
    """Whether a topic falls under a filter (MQTT 5, 4.7): `+` is one level, `#` the rest."""
    wanted, given = topic_filter.split("/"), topic.split("/")
    if topic.startswith("$") != topic_filter.startswith("$"):
        return False
    for place, level in enumerate(wanted):
        if level == "#":
            return True
        if place >= len(given) or level not in ("+", given[place]):
            return False
    return len(wanted) == len(given)


@dataclass(slots=True)
class Sent:
    """A message that a MemoryLink was given."""

    topic: str
    payload: bytes
    retain: bool
    done: "Future[None]"


class MemoryLink:
    """A line that ends in this process: for a bench without a city, and for tests.

    It acknowledges at once, or when told to (`acknowledge`); `go_down` fails whatever is not acknowledged.
    """

    def __init__(self, *, at_once: bool = True) -> None:
        self._at_once = at_once
        self._heard: dict[str, Heard] = {}
        self._told: list[Callable[[], None]] = []
        self.connected = False
        self.sent: list[Sent] = []
        self.busy = False
        # Nobody reads what a bench sends for weeks.
        self.keeps = 10_000

    def listen(self, topic_filter: str, heard: Heard) -> None:
        self._heard[topic_filter] = heard

    def when_connected(self, told: Callable[[], None]) -> None:
        self._told.append(told)

    def start(self) -> None:
        self.connected = True
        for told in self._told:
            told()

    def stop(self) -> None:
        self.go_down()

    def go_down(self) -> None:
        self.connected = False
        for each in self.sent:
            if not each.done.done():
                each.done.set_exception(LinkDown("the line was cut"))

    def publish(self, topic: str, payload: bytes, *, retain: bool = False, urgent: bool = False) -> "Future[None]":
        done: Future[None] = Future()
        if not self.connected:
            done.set_exception(LinkDown("not connected"))
            return done
        if self.busy and not urgent:
            raise LinkBusy
        del self.sent[: -self.keeps]
        self.sent.append(Sent(topic, payload, retain, done))
        if self._at_once:
            done.set_result(None)
        return done

    def acknowledge(self, count: int) -> None:
        """The broker acknowledges the `count` oldest that wait for it."""
        for each in [sent for sent in self.sent if not sent.done.done()][:count]:
            each.done.set_result(None)

    def hear(self, topic: str, payload: bytes) -> None:
        """A message from the city arrives."""
        for topic_filter, heard in self._heard.items():
            if matches(topic_filter, topic):
                heard(topic, payload)
