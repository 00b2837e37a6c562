"""What turns outputs into light: a relay board over Modbus/TCP, GPIO lines of the box itself, or a list on a bench.

Every driver takes channels, on or off, by the names of `channels_of`. It writes only what changed, answers within its
time or raises LampsUnreachable, and tries again by itself at the next step. When it closes, everything is dark.
"""

import contextlib
import logging
import socket
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final, Protocol

from city.contracts.crosswalk.devices import LampName
from iot.crosswalk_unit.lamps.display import Outputs

logger = logging.getLogger(__name__)

CHANNELS: Final = (
    "sign_left",
    "sign_right",
    "road_panels",
    "stop_line_bar",
    "floor_signal",
    "voice_look_both_ways",
    "voice_vehicle_coming",
    "voice_wait_for_green",
    "voice_finish_crossing",
    "green_extension",
)
# How long the dry contact to the signal controller stays closed for one request.
GREEN_REQUEST_S: Final = 1.0
# A board that does not answer in this time is not there; lamps must not wait longer for it.
_ANSWER_S: Final = 0.15
_CONNECT_AGAIN_S: Final = 2.0
# After so long everything is written anew, changed or not: a board that lost its power comes back dark.
_REWRITE_S: Final = 1.0

Channels = Mapping[str, bool]
Currents = Mapping[LampName, float | None]


class LampsUnreachable(Exception):
    """The lamps cannot be set, or their currents not be read, now."""


class LampDriver(Protocol):
    """A way to the lamps."""

    def show(self, channels: Channels, brightness: float) -> None:
        """Sets the channels, and how bright what is on shines (0..1). Raises LampsUnreachable."""
        ...

    def currents(self) -> Currents:
        """Milliamperes of each lamp that has a sensor. Raises LampsUnreachable."""
        ...

    def close(self) -> None:
        """Everything dark, as well as the driver still can."""
        ...


class ChannelPlan:
    """Outputs to channels, with the one thing that has a length of its own: the request to the signal controller."""

    def __init__(self) -> None:
        self._requested_until_s = float("-inf")

    def channels_of(self, outputs: Outputs, now_s: float) -> Channels:
        if outputs.green_extension_request_s:
            self._requested_until_s = now_s + GREEN_REQUEST_S
        return {
            "sign_left": outputs.sign_left,
            "sign_right": outputs.sign_right,
            "road_panels": outputs.road_panels,
            "stop_line_bar": outputs.stop_line_bar,
            "floor_signal": outputs.floor_signal,
            **{f"voice_{message}": outputs.voice == message for message in _MESSAGES},
            "green_extension": now_s < self._requested_until_s,
        }


_MESSAGES: Final = ("look_both_ways", "vehicle_coming", "wait_for_green", "finish_crossing")


# --- a relay board ---------------------------------------------------------------------------------

# MODBUS Application Protocol V1.1b3 and MODBUS Messaging on TCP/IP V1.0b.
_READ_INPUT_REGISTERS, _WRITE_REGISTER, _WRITE_COILS = 0x04, 0x06, 0x0F
_EXCEPTION: Final = 0x80


@dataclass(frozen=True, slots=True)
class BoardPlan:
    """Which coil switches what, which register measures what. Numbers as in the board's manual, from 0."""

    coils: Mapping[str, int]
    # Input registers with milliamperes, by lamp.
    current_registers: Mapping[LampName, int] = field(default_factory=dict)
    # A holding register for the brightness, 0..1000; None: the board has none.
    brightness_register: int | None = None
    # A holding register that makes the board dark by itself when nobody speaks to it, and the value to write there.
    safety_register: int | None = None
    safety_value: int = 10
    unit_id: int = 1


class ModbusBoard:
    """A relay board with current sensors, by Modbus/TCP."""

    def __init__(
        self, host: str, port: int, plan: BoardPlan, monotonic_s: Callable[[], float], answer_s: float = _ANSWER_S
    ) -> None:
        """`answer_s`: how long the board may take to answer before it counts as silent."""
        self._host, self._port, self._plan, self._monotonic_s = host, port, plan, monotonic_s
        self._answer_s = answer_s
        self._socket: socket.socket | None = None
        self._tried_s = float("-inf")
        self._transactions = count(1)
        self._shown: tuple[tuple[bool, ...], int | None] | None = None
        self._shown_s = float("-inf")
        self._first = min(plan.coils.values(), default=0)
        self._coils = max(plan.coils.values(), default=0) - self._first + 1

    def show(self, channels: Channels, brightness: float) -> None:
        coils = [False] * self._coils
        for name, coil in self._plan.coils.items():
            coils[coil - self._first] = channels[name]
        level = round(brightness * 1000) if self._plan.brightness_register is not None else None
        wanted = tuple(coils), level
        now_s = self._monotonic_s()
        if wanted == self._shown and now_s - self._shown_s < _REWRITE_S:
            return
        self._shown = None
        if level is not None and self._plan.brightness_register is not None:
            self._ask(_WRITE_REGISTER, struct.pack(">HH", self._plan.brightness_register, level))
        packed = bytes(
            sum(on << bit for bit, on in enumerate(coils[start : start + 8])) for start in range(0, len(coils), 8)
        )
        self._ask(_WRITE_COILS, struct.pack(">HHB", self._first, len(coils), len(packed)) + packed)
        self._shown, self._shown_s = wanted, now_s

    def currents(self) -> Currents:
        measured: dict[LampName, float | None] = {}
        for lamp, register in self._plan.current_registers.items():
            answer = self._ask(_READ_INPUT_REGISTERS, struct.pack(">HH", register, 1))
            if len(answer) != 3 or answer[0] != 2:
                raise self._lost("the board's answer has another length")
            measured[lamp] = float(struct.unpack(">H", answer[1:])[0])
        return measured

    def close(self) -> None:
        with contextlib.suppress(LampsUnreachable):
            self.show(dict.fromkeys(CHANNELS, False), 1.0)
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _connect(self) -> socket.socket:
        """Raises LampsUnreachable."""
        if self._socket is not None:
            return self._socket
        now_s = self._monotonic_s()
        if now_s - self._tried_s < _CONNECT_AGAIN_S:
            raise LampsUnreachable("the relay board does not answer")
        self._tried_s = now_s
        try:
            self._socket = socket.create_connection((self._host, self._port), timeout=self._answer_s)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            raise LampsUnreachable(f"the relay board does not answer: {error}") from error
        if self._plan.safety_register is not None:
            self._ask(_WRITE_REGISTER, struct.pack(">HH", self._plan.safety_register, self._plan.safety_value))
        return self._socket

    def _ask(self, function: int, data: bytes) -> bytes:
        """One request and the data of its answer. Raises LampsUnreachable."""
        line = self._connect()
        transaction = next(self._transactions) % 0x10000
        body = bytes([self._plan.unit_id, function]) + data
        try:
            line.sendall(struct.pack(">HHH", transaction, 0, len(body)) + body)
            answered, protocol, length = struct.unpack(">HHH", _receive(line, 6))
            if answered != transaction or protocol != 0 or not 2 < length <= 256:
                raise self._lost("the board answers something else")
            answer = _receive(line, length)
        except OSError as error:
            raise self._lost(f"the relay board does not answer: {error}") from error
        if answer[1] == function | _EXCEPTION:
            raise LampsUnreachable(f"the board refuses function {function:#04x}: exception {answer[2]}")
        if answer[1] != function:
            raise self._lost("the board answers another function")
        return answer[2:]

    def _lost(self, reason: str) -> LampsUnreachable:
        """A line whose answers are not the ones to our questions is of no use any more."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        self._tried_s, self._shown = self._monotonic_s(), None
        return LampsUnreachable(reason)


def _receive(line: socket.socket, size: int) -> bytes:
    """Raises OSError."""
    received = b""
    while len(received) < size:
        part = line.recv(size - len(received))
        if not part:
            raise ConnectionError("the board hung up")
        received += part
    return received


# --- GPIO lines of the box -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GpioPlan:
    """Which line switches what, and where currents and brightness stand, as files of Linux's sysfs."""

    lines: Mapping[str, int]
    active_low: bool = False
    # Of an ADC (`/sys/bus/iio/devices/iio:device0/in_voltage0_raw`), by lamp, and milliamperes a count.
    current_files: Mapping[LampName, Path] = field(default_factory=dict)
    ma_per_count: float = 1.0
    # A PWM channel (`/sys/class/pwm/pwmchip0/pwm0`) that dims whatever is on.
    pwm: Path | None = None


class GpioLamps:
    """Solid-state relays on lines of the box, through `/sys/class/gpio`."""

    def __init__(self, plan: GpioPlan, monotonic_s: Callable[[], float], root: Path = Path("/sys/class/gpio")) -> None:
        self._plan, self._monotonic_s, self._root = plan, monotonic_s, root
        self._shown: tuple[Channels, float] | None = None
        self._shown_s = float("-inf")
        self._prepared = False

    def show(self, channels: Channels, brightness: float) -> None:
        now_s = self._monotonic_s()
        if self._shown == (channels, brightness) and now_s - self._shown_s < _REWRITE_S:
            return
        self._shown = None
        try:
            self._prepare()
            if self._plan.pwm is not None:
                period_ns = int((self._plan.pwm / "period").read_text())
                (self._plan.pwm / "duty_cycle").write_text(str(round(period_ns * brightness)))
            for name, line in self._plan.lines.items():
                (self._root / f"gpio{line}" / "value").write_text("1" if channels[name] else "0")
        except (OSError, ValueError) as error:
            self._prepared = False
            raise LampsUnreachable(f"the box's lines cannot be set: {error}") from error
        self._shown, self._shown_s = (channels, brightness), now_s

    def currents(self) -> Currents:
        try:
            return {
                lamp: int(file.read_text()) * self._plan.ma_per_count for lamp, file in self._plan.current_files.items()
            }
        except (OSError, ValueError) as error:
            raise LampsUnreachable(f"the currents cannot be read: {error}") from error

    def close(self) -> None:
        with contextlib.suppress(LampsUnreachable):
            self.show(dict.fromkeys(CHANNELS, False), 1.0)

    def _prepare(self) -> None:
        """Every line an output, and dark from its first moment. Raises OSError."""
        if self._prepared:
            return
        for line in self._plan.lines.values():
            folder = self._root / f"gpio{line}"
            if not folder.exists():
                (self._root / "export").write_text(str(line))
            (folder / "active_low").write_text("1" if self._plan.active_low else "0")
            # "low" and "high" set direction and level in one go, in physical terms.
            (folder / "direction").write_text("high" if self._plan.active_low else "low")
        self._prepared = True


# --- a bench ---------------------------------------------------------------------------------------


class BenchLamps:
    """Lamps of a bench: keeps what changed, and draws current as good lamps do."""

    LAMP_OF: Final[Mapping[str, LampName]] = {
        "sign_left": "sign",
        "sign_right": "sign",
        "road_panels": "road_panels",
        "stop_line_bar": "stop_line_bar",
        "floor_signal": "floor_signal",
    }

    def __init__(self, monotonic_s: Callable[[], float], *, shown: Callable[[str], None] | None = None) -> None:
        self._monotonic_s, self._shown = monotonic_s, shown
        self.now: Channels = dict.fromkeys(CHANNELS, False)
        # When each change came, and what was on after it; the newest few thousand.
        self.changes: list[tuple[float, frozenset[str]]] = []

    def show(self, channels: Channels, brightness: float) -> None:
        if channels == self.now:
            return
        self.now = dict(channels)
        lit = frozenset(name for name, on in channels.items() if on)
        self.changes.append((self._monotonic_s(), lit))
        del self.changes[:-5000]
        if self._shown is not None:
            self._shown(f"{', '.join(sorted(lit)) or 'dark'} at {brightness:.0%}")

    def currents(self) -> Currents:
        drawn: dict[LampName, float | None] = dict.fromkeys(self.LAMP_OF.values(), 0.0)
        for channel, lamp in self.LAMP_OF.items():
            if self.now[channel]:
                drawn[lamp] = 400.0
        return drawn

    def close(self) -> None:
        self.show(dict.fromkeys(CHANNELS, False), 1.0)
