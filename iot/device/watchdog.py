"""The two that start the program again when it hangs: the box's own watchdog, and systemd. Fed only while all is well."""

import contextlib
import logging
import socket
from pathlib import Path
from typing import BinaryIO, Final, Protocol

logger = logging.getLogger(__name__)


class Watchdog(Protocol):
    def ready(self) -> None:
        """The program runs."""
        ...

    def feed(self) -> None:
        """All is well for now."""
        ...

    def close(self) -> None:
        """The program ends on purpose."""
        ...


class HardwareWatchdog:
    """`/dev/watchdog`: resets the box unless it is written to in time (Linux, Documentation/watchdog/watchdog-api)."""

    # Written before closing it disarms; without it a program that merely dies leaves the reset coming, as it should.
    _MAGIC_CLOSE: Final = b"V"

    def __init__(self, device: Path) -> None:
        self._device = device
        self._file: BinaryIO | None = None

    def ready(self) -> None:
        try:
            self._file = self._device.open("wb", buffering=0)
        except OSError as error:
            logger.warning("the hardware watchdog cannot be armed: %s", error)

    def feed(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.write(b"\0")

    def close(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.write(self._MAGIC_CLOSE)
            self._file.close()
            self._file = None


class Systemd:
    """`sd_notify`: datagrams to the socket that systemd names in NOTIFY_SOCKET."""

    def __init__(self, address: str) -> None:
        self._address = "\0" + address[1:] if address.startswith("@") else address

    def ready(self) -> None:
        self._say("READY=1")

    def feed(self) -> None:
        self._say("WATCHDOG=1")

    def close(self) -> None:
        self._say("STOPPING=1")

    def _say(self, word: str) -> None:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.sendto(word.encode(), self._address)
