"""How every device is put together: its identity in the city, and who watches over its program."""

import time
from pathlib import Path
from random import SystemRandom

from iot.device import provisioning
from iot.device.line.mqtt_link import Credentials, MqttLink
from iot.device.provisioning import (
    Identity,
    Naming,
    Provisioning,
    claim_client_id,
    find_identity,
    try_until_provisioned,
)
from iot.device.settings import CitySettings, DeviceSettings
from iot.device.watchdog import HardwareWatchdog, Systemd, Watchdog


def provision(settings: DeviceSettings, city: CitySettings, naming: Naming) -> Identity:
    """The identity on the disk, or a new one by claim. Raises ProvisioningRefused, ProvisioningInterrupted, OSError."""
    folder = settings.folder / "identity"
    identity = find_identity(folder, naming)
    if identity is not None:
        return identity
    claim = Credentials(
        endpoint=city.endpoint,
        port=city.port,
        certificate=city.claim_certificate,
        private_key=city.claim_key,
        root_ca=city.root_ca,
    )
    chance = SystemRandom()

    def once() -> Identity:
        link = MqttLink(
            claim_client_id(settings.serial),
            claim,
            time.monotonic,
            chance=chance,
            session_kept_s=provisioning.SESSION_KEPT_S,
        )
        return Provisioning(
            link,
            folder,
            naming=naming,
            template=city.template,
            serial=settings.serial,
            monotonic_s=time.monotonic,
        ).run()

    return try_until_provisioned(once, time.sleep, chance)


def credentials_of(city: CitySettings, identity: Identity) -> Credentials:
    return Credentials(
        endpoint=city.endpoint,
        port=city.port,
        certificate=identity.certificate,
        private_key=identity.private_key,
        root_ca=city.root_ca,
    )


def watchdogs(device: Path | None, notify_socket: str | None) -> list[Watchdog]:
    """The box's own, if there is a `device`, and systemd, which names its socket to whoever it watches over."""
    found: list[Watchdog] = []
    if device is not None:
        found.append(HardwareWatchdog(device))
    if notify_socket:
        found.append(Systemd(notify_socket))
    return found
