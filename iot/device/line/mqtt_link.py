"""The line of a device to AWS IoT Core: MQTT 5 over mutual TLS."""

import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from awscrt import mqtt5
from awsiot import mqtt5_client_builder

from iot.device.line.link import LinkBusy, LinkDown, MessageHandler, Presence, PublishRefused, matches
from iot.device.line.pace import FIRST_RETRY_S, LONGEST_RETRY_S, PublishBudget, draw_wait_s

logger = logging.getLogger(__name__)

# AWS IoT Core, quotas of the message broker: larger payloads end the connection.
MOST_PAYLOAD_BYTES: Final = 128 * 1024
_FILTERS_IN_ONE_SUBSCRIBE: Final = 8
_NEVER_MS: Final = 3_600_000

KEEP_ALIVE_S: Final = 30
SESSION_KEPT_S: Final = 3600
ACKNOWLEDGED_WITHIN_S: Final = 20
# A connection that held this long was a good one: the next wait is a short one again.
CALM_AFTER_S: Final = 60.0

# Reason codes of MQTT 5 with which the broker refuses a message for good. Others pass: quota exceeded, server busy.
_REFUSED_FOR_GOOD: Final[Mapping[int, str]] = {
    0x87: "not authorised",
    0x90: "topic name invalid",
    0x95: "packet too large",
    0x99: "payload format invalid",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Where the city is, and who we are there."""

    endpoint: str
    port: int
    certificate: Path
    private_key: Path
    # Amazon's root on AWS; the local city's own.
    root_ca: Path


class MqttLink:
    """The line over the AWS CRT's MQTT 5 client.

    Full jitter on every wait before a reconnection; a persistent session, so that what the city sent in the meantime
    arrives; a greeting and a last will on the device's presence topic, both retained.

    The waits are ours: the client's own jitter (awscrt 0.36) draws its longest wait nearly every time, so a street of
    devices would come back in step. The client is therefore stopped after each failure and started when we say so.
    """

    def __init__(
        self,
        client_id: str,
        credentials: Credentials,
        monotonic_s: Callable[[], float],
        *,
        chance: Random,
        budget: PublishBudget | None = None,
        first_retry_s: float = FIRST_RETRY_S,
        longest_retry_s: float = LONGEST_RETRY_S,
        keep_alive_s: int = KEEP_ALIVE_S,
        presence: Presence | None = None,
        session_kept_s: int = SESSION_KEPT_S,
    ) -> None:
        """`chance` draws the waits; each device needs its own. Without `presence` nothing is published about the connection.

        `session_kept_s`: how long the broker keeps what it has for us while the line is down; 0: not at all.
        """
        self._monotonic_s = monotonic_s
        self._chance, self._first_retry_s, self._longest_retry_s = chance, first_retry_s, longest_retry_s
        self._budget = budget or PublishBudget()
        self._lock = threading.Lock()
        self._heard: dict[str, MessageHandler] = {}
        self._opened: list[Callable[[], None]] = []
        self._up = threading.Event()
        # The client has come to rest: after a failure, or because we are leaving.
        self._ended = threading.Event()
        self._leaving = threading.Event()
        self._keeper: threading.Thread | None = None
        self._up_since_s = 0.0
        self._presence = presence
        self._all_stood = False
        self.connections = 0
        self.last_failure = ""
        will = _goodbye(presence) if presence is not None else None
        self._client = mqtt5_client_builder.mtls_from_path(
            str(credentials.certificate),
            str(credentials.private_key),
            endpoint=credentials.endpoint,
            port=credentials.port,
            ca_filepath=str(credentials.root_ca),
            client_id=client_id,
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

    def listen(self, topic_filter: str, heard: MessageHandler) -> None:
        self._heard[topic_filter] = heard

    def when_connected(self, opened: Callable[[], None]) -> None:
        self._opened.append(opened)

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
        if self.connected and self._presence is not None:
            # The clean good-bye; the will is for those who cannot say one.
            bye = self._client.publish(_goodbye(self._presence))
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
        if self._presence is not None:
            self._client.publish(_greeting(self._presence))
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
        for opened in self._opened:
            opened()

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


def _greeting(presence: Presence) -> mqtt5.PublishPacket:
    return _retained(presence.topic, presence.connected)


def _goodbye(presence: Presence) -> mqtt5.PublishPacket:
    return _retained(presence.topic, presence.disconnected)


def _retained(topic: str, payload: bytes) -> mqtt5.PublishPacket:
    return mqtt5.PublishPacket(topic=topic, payload=payload, qos=mqtt5.QoS.AT_LEAST_ONCE, retain=True)


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
