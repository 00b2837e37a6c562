"""The line, in the chapters of AWS IoT Device Advisor: TLS, MQTT, policies, presence."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from city.contracts.crosswalk.devices import PresenceV1
from iot.device.line.link import PublishRefused
from iot.device.line.mqtt_link import MqttLink
from tests.e2e.devices.device_cloud import HANGS_S, Cable, DeviceCloud, until

pytestmark = pytest.mark.e2e

# --- TLS -------------------------------------------------------------------------------------------


class Authority:
    """A certificate authority of our own, and what it signs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a test's authority")])
        self.certificate = folder / "authority.pem"
        self.certificate.write_bytes(
            self._build(self._name, self._key, days=(-10, 10), names=[], is_authority=True).public_bytes(Encoding.PEM)
        )

    def sign(self, name: str, *, days: tuple[int, int] = (-1, 1)) -> tuple[Path, Path]:
        """A certificate for a host or a client, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = self._build(subject, key, days=days, names=[name], is_authority=False)
        paths = self._folder / f"{name}{days[1]}.pem", self._folder / f"{name}{days[1]}.key"
        paths[0].write_bytes(certificate.public_bytes(Encoding.PEM))
        paths[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return paths

    def _build(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        *,
        days: tuple[int, int],
        names: list[str],
        is_authority: bool,
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + timedelta(days=days[0]))
            .not_valid_after(now + timedelta(days=days[1]))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        if names:
            builder = builder.add_extension(
                x509.SubjectAlternativeName([x509.DNSName(n) for n in names]), critical=False
            )
        return builder.sign(self._key, hashes.SHA256())


@contextlib.contextmanager
def somebody_else(certificate: Path, key: Path, trusted: Path) -> Iterator[tuple[int, list[bytes]]]:
    """A server that is not the city: its port, and what a unit was careless enough to tell it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    # Like the city it asks for the unit's certificate; and takes any.
    context.load_verify_locations(trusted)
    context.verify_mode = ssl.CERT_OPTIONAL
    received: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = server.accept()
                with contextlib.suppress(OSError), context.wrap_socket(caller, server_side=True) as secured:
                    received.append(secured.recv(1000))

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield int(server.getsockname()[1]), received
    finally:
        server.close()


IMPOSTORS = {
    "expired": ("localhost", (-5, -1), True),
    "of another host": ("elsewhere.example", (-1, 1), True),
    "signed by a stranger": ("localhost", (-1, 1), False),
}


@pytest.fixture(scope="module", autouse=True)
def impostors(
    devices: DeviceCloud, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, tuple[MqttLink, list[bytes]]]]:
    """Units that were led to servers that are not the city.

    They start before all other tests and are looked at last: after a bad handshake the TLS library waits for ten to
    thirty seconds before it says so, to tell nobody how far it got.
    """
    with contextlib.ExitStack() as servers:
        met = {}
        for name, (host, days, known) in IMPOSTORS.items():
            authority = Authority(tmp_path_factory.mktemp("authority"))
            credentials = devices.certificate(f"tls-{name}", None)
            port, received = servers.enter_context(somebody_else(*authority.sign(host, days=days), trusted=devices.ca))
            trusted = authority.certificate if known else credentials.root_ca
            link = devices.link(
                "tls-unit", replace(credentials, port=port, root_ca=trusted), first_retry_s=60, longest_retry_s=60
            )
            link.start()
            met[name] = link, received
        yield met
        for link, _ in met.values():
            link.stop()


def test_the_same_server_with_a_good_certificate_would_have_been_told(devices: DeviceCloud, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    credentials = devices.certificate("tls-good", None)
    with somebody_else(*authority.sign("localhost"), trusted=devices.ca) as (port, received):
        link = devices.link("tls-unit", replace(credentials, port=port, root_ca=authority.certificate))

        link.start()
        until(lambda: any(received) or link.last_failure)
        link.stop()

    assert received, link.last_failure
    assert b"MQTT" in received[0]


def test_a_certificate_of_another_authority_gets_nowhere(devices: DeviceCloud, tmp_path: Path) -> None:
    certificate, key = Authority(tmp_path).sign("okgye-stranger")
    link = devices.link(
        "okgye-stranger", replace(devices.unit("okgye-stranger"), certificate=certificate, private_key=key)
    )

    assert_kept_out(link)


def test_a_certificate_that_was_taken_back_gets_nowhere_and_ends_its_connection(devices: DeviceCloud) -> None:
    credentials = devices.unit("okgye-revoked")
    arn = devices.certificate_arns["okgye-revoked"]
    devices.client("iot").update_certificate(certificateId=arn.rsplit("/", 1)[1], newStatus="INACTIVE")

    assert_kept_out(devices.link("okgye-revoked", credentials))


def assert_kept_out(link: MqttLink) -> None:
    link.start()
    until(lambda: link.last_failure)
    time.sleep(0.3)
    connected = link.connected
    link.stop()
    assert not connected
    assert link.connections == 0


# --- MQTT ------------------------------------------------------------------------------------------


def test_waits_between_tries_are_random_and_bounded(devices: DeviceCloud) -> None:
    credentials = devices.unit("okgye-jitter")
    with Cable(devices.city.mqtt_port) as cable:
        cable.cut()
        link = devices.link(
            "okgye-jitter", replace(credentials, port=cable.port), first_retry_s=0.1, longest_retry_s=0.6
        )

        link.start()
        until(lambda: len(cable.attempts) >= 9)
        link.stop()

    waits = [later - earlier for earlier, later in zip(cable.attempts, cable.attempts[1:], strict=False)]
    assert min(waits) > 0.1
    assert max(waits) < 0.6 + 0.3
    assert len({round(wait, 2) for wait in waits}) > len(waits) // 2


def test_a_unit_comes_back_by_itself_with_its_subscriptions(devices: DeviceCloud) -> None:
    credentials = devices.unit("okgye-back")
    heard: list[bytes] = []
    with Cable(devices.city.mqtt_port) as cable:
        link = devices.link("okgye-back", replace(credentials, port=cable.port))
        link.listen("dongne/crosswalk/okgye-back/detections", lambda _, payload: heard.append(payload))
        link.start()
        until(lambda: link.connected)

        cable.cut()
        until(lambda: not link.connected)
        # A persistent session: what is said meanwhile waits in the cloud.
        devices.client("iot-data").publish(topic="dongne/crosswalk/okgye-back/detections", qos=1, payload=b"meanwhile")
        cable.mend()
        until(lambda: link.connected)
        devices.client("iot-data").publish(topic="dongne/crosswalk/okgye-back/detections", qos=1, payload=b"again")
        until(lambda: b"again" in heard)
        link.stop()

    assert link.connections == 2
    assert heard == [b"meanwhile", b"again"]


# --- policies --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def okgye(devices: DeviceCloud) -> Iterator[MqttLink]:
    devices.unit("okgye-02")
    link = devices.link("okgye-own", devices.unit("okgye-own"))
    for topic_filter in OTHERS_FILTERS:
        link.listen(topic_filter, lambda *_: None)
    link.start()
    until(lambda: link.connected)
    yield link
    link.stop()


OTHERS_FILTERS = (
    "dongne/crosswalk/okgye-02/detections",
    "dongne/crosswalk/+/detections",
    "dongne/#",
    "#",
    "$aws/things/okgye-02/shadow/name/configuration/update/delta",
    "$aws/things/okgye-02/jobs/notify-next",
)


@pytest.mark.parametrize(
    "topic",
    [
        "dongne/crosswalk/okgye-02/telemetry",
        "dongne/crosswalk/okgye-02/presence",
        "dongne/crosswalk/okgye-own/detections",
        "$aws/things/okgye-02/shadow/name/configuration/update",
        "$aws/things/okgye-02/shadow/name/state/update",
        "$aws/things/okgye-own/shadow/update",
        "$aws/things/okgye-own/shadow/name/state/delete",
        "$aws/things/okgye-02/jobs/start-next",
        "$aws/certificates/create/json",
    ],
)
def test_a_unit_may_not_say(okgye: MqttLink, topic: str) -> None:
    with pytest.raises(PublishRefused, match="not authorised"):
        okgye.publish(topic, b"{}").result(timeout=HANGS_S)


@pytest.mark.parametrize("word", ["telemetry", "statistics", "incidents", "faults", "frames/1"])
def test_a_unit_may_say_what_its_contracts_name(okgye: MqttLink, word: str) -> None:
    okgye.publish(f"dongne/crosswalk/okgye-own/{word}", b"{}").result(timeout=HANGS_S)


def test_a_unit_hears_nothing_that_is_meant_for_others(devices: DeviceCloud) -> None:
    heard: list[str] = []
    link = devices.link("okgye-ears", devices.unit("okgye-ears"))
    for topic_filter in (*OTHERS_FILTERS, "dongne/crosswalk/okgye-ears/detections"):
        link.listen(topic_filter, lambda topic, _: heard.append(topic))
    link.start()
    until(lambda: link.connected)

    for topic in ("dongne/crosswalk/okgye-02/detections", "dongne/crosswalk/okgye-ears/detections"):
        devices.client("iot-data").publish(topic=topic, qos=1, payload=b"{}")
    until(lambda: heard)
    link.stop()

    assert set(heard) == {"dongne/crosswalk/okgye-ears/detections"}


def test_a_unit_cannot_connect_under_anothers_name(devices: DeviceCloud) -> None:
    credentials = devices.unit("okgye-03")
    devices.unit("okgye-04")

    assert_kept_out(devices.link("okgye-04", credentials))


def test_a_certificate_that_belongs_to_no_unit_cannot_connect(devices: DeviceCloud) -> None:
    devices.client("iot").create_thing(thingName="okgye-05")
    credentials = devices.certificate("loose", devices.outputs["CrosswalkUnitPolicyNames"])

    assert_kept_out(devices.link("okgye-05", credentials))


# --- presence --------------------------------------------------------------------------------------


def presence(payloads: list[tuple[str, bytes]]) -> list[bool]:
    return [PresenceV1.model_validate_json(payload).connected for _, payload in payloads]


def test_a_unit_greets_and_says_good_bye(devices: DeviceCloud) -> None:
    link = devices.link("okgye-06", devices.unit("okgye-06"))
    with devices.observer().listen("dongne/crosswalk/okgye-06/presence") as observer:
        link.start()
        until(lambda: observer.heard)
        link.stop()
        until(lambda: len(observer.heard) > 1)
        time.sleep(0.2)

    assert presence(observer.heard) == [True, False]


def test_a_unit_that_falls_silent_is_announced_by_its_last_will(devices: DeviceCloud) -> None:
    credentials = devices.unit("okgye-07")
    with Cable(devices.city.mqtt_port) as cable:
        link = devices.link("okgye-07", replace(credentials, port=cable.port))
        with devices.observer().listen("dongne/crosswalk/okgye-07/presence") as observer:
            link.start()
            until(lambda: observer.heard)
            cable.cut()
            until(lambda: len(observer.heard) > 1)
        link.stop()

    assert presence(observer.heard) == [True, False]


def test_presence_is_retained_for_whoever_asks_later(devices: DeviceCloud) -> None:
    link = devices.link("okgye-08", devices.unit("okgye-08"))
    link.start()
    until(lambda: link.connected)
    time.sleep(0.2)

    with devices.observer().listen("dongne/crosswalk/okgye-08/presence") as late:
        until(lambda: late.heard)
    link.stop()

    assert presence(late.heard) == [True]


# --- TLS, once the library has said so ---------------------------------------------------------------


@pytest.mark.parametrize("name", IMPOSTORS)
def test_a_unit_does_not_talk_to_a_server_that_is_not_the_city(
    impostors: dict[str, tuple[MqttLink, list[bytes]]], name: str
) -> None:
    link, received = impostors[name]

    until(lambda: link.last_failure)

    assert "TLS" in link.last_failure
    assert not any(received)
