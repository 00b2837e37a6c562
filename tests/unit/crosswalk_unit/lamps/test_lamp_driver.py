"""From outputs to light: a relay board that answers, lies, or is silent; lines of the box; and the watchdogs."""

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pytest_socket import enable_socket

from iot.crosswalk_unit.lamps.display import ALL_DARK, Outputs
from iot.crosswalk_unit.lamps.drivers import (
    CHANNELS,
    BenchLamps,
    BoardPlan,
    ChannelPlan,
    Channels,
    GpioLamps,
    GpioPlan,
    LampsUnreachable,
    ModbusBoard,
)
from iot.device.watchdog import HardwareWatchdog, Systemd

DARK: Channels = dict.fromkeys(CHANNELS, False)
_HANGS_S = 300.0
LIT: Channels = {**DARK, "sign_left": True, "road_panels": True}


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


# --- channels --------------------------------------------------------------------------------------


def test_dark_outputs_switch_nothing_on() -> None:
    assert not any(ChannelPlan().channels_of(ALL_DARK, 0.0).values())


@pytest.mark.parametrize("name", ["sign_left", "sign_right", "road_panels", "stop_line_bar", "floor_signal"])
def test_each_lamp_has_a_channel_of_its_name(name: str) -> None:
    channels = ChannelPlan().channels_of(Outputs(**{name: True}), 0.0)  # type: ignore[arg-type]

    assert [channel for channel, on in channels.items() if on] == [name]
    assert set(channels) == set(CHANNELS)


def test_a_message_has_a_channel() -> None:
    channels = ChannelPlan().channels_of(Outputs(voice="vehicle_coming"), 0.0)

    assert [channel for channel, on in channels.items() if on] == ["voice_vehicle_coming"]


def test_a_request_to_the_signal_lasts_a_second() -> None:
    plan = ChannelPlan()

    asked = plan.channels_of(Outputs(green_extension_request_s=5), 10.0)

    assert asked["green_extension"]
    assert plan.channels_of(ALL_DARK, 10.9)["green_extension"]
    assert not plan.channels_of(ALL_DARK, 11.0)["green_extension"]


# --- a relay board ---------------------------------------------------------------------------------


@dataclass
class Board:
    """A small Modbus/TCP server: coils, input registers, holding registers, and ways to be broken."""

    port: int = 0
    coils: dict[int, bool] = field(default_factory=dict)
    inputs: dict[int, int] = field(default_factory=dict)
    holding: dict[int, int] = field(default_factory=dict)
    requests: list[tuple[int, int]] = field(default_factory=list)
    silent: bool = False
    lies: str = ""
    connections: int = 0
    # Requests that came, answered or not.
    heard: int = 0

    def serve(self, server: socket.socket) -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with line, contextlib.suppress(OSError):
            while True:
                head = line.recv(6)
                if len(head) < 6:
                    return
                transaction, _, length = struct.unpack(">HHH", head)
                unit, function, *_ = body = line.recv(length)
                self.heard += 1
                if self.silent:
                    continue
                answer = self._answer(function, body[2:])
                if self.lies == "transaction":
                    transaction += 1
                if self.lies == "hangs up":
                    return
                if self.lies == "function":
                    answer = bytes([0x03]) + answer[1:]
                line.sendall(struct.pack(">HHHB", transaction, 0, len(answer) + 1, unit) + answer)

    def _answer(self, function: int, data: bytes) -> bytes:
        self.requests.append((function, struct.unpack(">H", data[:2])[0]))
        if self.lies == "refuses":
            return bytes([function | 0x80, 0x02])
        if function == 0x0F:
            first, many, size = struct.unpack(">HHB", data[:5])
            assert size == (many + 7) // 8
            for place in range(many):
                self.coils[first + place] = bool(data[5 + place // 8] >> (place % 8) & 1)
            return bytes([function]) + data[:4]
        if function == 0x06:
            register, value = struct.unpack(">HH", data)
            self.holding[register] = value
            return bytes([function]) + data
        register, _ = struct.unpack(">HH", data)
        return bytes([function, 2]) + struct.pack(">H", self.inputs.get(register, 0))


@pytest.fixture
def board() -> Iterator[Board]:
    enable_socket()  # a server on this very machine
    server = socket.create_server(("127.0.0.1", 0))
    made = Board(port=server.getsockname()[1])
    threading.Thread(target=made.serve, args=(server,), daemon=True).start()
    yield made
    server.close()


PLAN = BoardPlan(
    coils={"sign_left": 16, "sign_right": 17, "road_panels": 25},
    current_registers={"sign": 4, "road_panels": 5},
    brightness_register=100,
    safety_register=200,
)


@pytest.fixture
def lamps(board: Board) -> Iterator[ModbusBoard]:
    # Real seconds: enough for a board that shares its processor with many others.
    lamps = ModbusBoard("127.0.0.1", board.port, PLAN, Clock(), answer_s=_HANGS_S)
    yield lamps
    lamps.close()


def clock_of(lamps: ModbusBoard | GpioLamps) -> Clock:
    clock = lamps._monotonic_s
    assert isinstance(clock, Clock)
    return clock


def test_the_board_switches_what_it_is_told(board: Board, lamps: ModbusBoard) -> None:
    lamps.show(LIT, 0.3)

    assert {coil for coil, on in board.coils.items() if on} == {16, 25}
    assert board.holding[100] == 300


def test_the_board_is_told_to_go_dark_by_itself_when_nobody_speaks(board: Board, lamps: ModbusBoard) -> None:
    lamps.show(LIT, 1.0)

    assert board.holding[200] == 10


def test_only_changes_are_written_and_everything_again_each_second(board: Board, lamps: ModbusBoard) -> None:
    lamps.show(LIT, 1.0)
    written = len(board.requests)

    lamps.show(LIT, 1.0)
    assert len(board.requests) == written
    clock_of(lamps).now_s += 1.1
    lamps.show(LIT, 1.0)

    assert len(board.requests) == written + 2


def test_currents_are_read_by_lamp(board: Board, lamps: ModbusBoard) -> None:
    board.inputs.update({4: 412, 5: 0})

    assert lamps.currents() == {"sign": 412.0, "road_panels": 0.0}


def test_closing_makes_everything_dark(board: Board, lamps: ModbusBoard) -> None:
    lamps.show(LIT, 1.0)

    lamps.close()

    assert not any(board.coils.values())


@pytest.mark.parametrize("lie", ["transaction", "hangs up", "function", "refuses"])
def test_a_board_that_answers_wrongly_is_a_fault_until_it_answers_well(
    board: Board, lamps: ModbusBoard, lie: str
) -> None:
    lamps.show(DARK, 1.0)
    board.lies = lie

    with pytest.raises(LampsUnreachable):
        lamps.show(LIT, 1.0)

    board.lies = ""
    clock_of(lamps).now_s += 3
    lamps.show(LIT, 1.0)
    assert board.coils[16]


def test_a_silent_board_costs_a_moment_and_then_nothing(board: Board) -> None:
    """One answer is waited for; until the next try the lamps' loop is not held up at all."""
    clock = Clock()
    lamps = ModbusBoard("127.0.0.1", board.port, PLAN, clock, answer_s=0.05)
    board.silent = True
    for _ in range(50):
        with pytest.raises(LampsUnreachable):
            lamps.show(LIT, 1.0)

    # The other 49 asked nothing, so they waited for nothing.
    assert board.connections == 1
    assert board.heard <= 1

    clock.now_s += 3
    with pytest.raises(LampsUnreachable):
        lamps.show(LIT, 1.0)


def test_a_board_that_is_not_there_is_a_fault() -> None:
    enable_socket()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    lamps = ModbusBoard("127.0.0.1", port, PLAN, Clock())

    with pytest.raises(LampsUnreachable):
        lamps.show(LIT, 1.0)
    lamps.close()


# --- lines of the box ------------------------------------------------------------------------------


def gpio(folder: Path, **more: Any) -> GpioLamps:
    (folder / "export").write_text("")
    for line in (5, 6):
        (folder / f"gpio{line}").mkdir()
        for name in ("value", "direction", "active_low"):
            (folder / f"gpio{line}" / name).write_text("")
    plan = GpioPlan(lines={"sign_left": 5, "road_panels": 6}, **more)
    return GpioLamps(plan, Clock(), root=folder)


def test_lines_are_outputs_and_dark_before_they_are_set(tmp_path: Path) -> None:
    gpio(tmp_path).show(LIT, 1.0)

    assert (tmp_path / "gpio5" / "direction").read_text() == "low"
    assert [(tmp_path / f"gpio{line}" / "value").read_text() for line in (5, 6)] == ["1", "1"]


def test_relays_that_switch_on_low_start_high(tmp_path: Path) -> None:
    gpio(tmp_path, active_low=True).show(DARK, 1.0)

    assert (tmp_path / "gpio5" / "direction").read_text() == "high"
    assert (tmp_path / "gpio5" / "active_low").read_text() == "1"
    assert (tmp_path / "gpio5" / "value").read_text() == "0"


def test_a_pwm_channel_dims(tmp_path: Path) -> None:
    pwm = tmp_path / "pwm0"
    pwm.mkdir()
    (pwm / "period").write_text("1000000\n")

    gpio(tmp_path, pwm=pwm).show(LIT, 0.3)

    assert (pwm / "duty_cycle").read_text() == "300000"


def test_currents_come_from_an_adc(tmp_path: Path) -> None:
    adc = tmp_path / "in_voltage0_raw"
    adc.write_text("820\n")

    assert gpio(tmp_path, current_files={"sign": adc}, ma_per_count=0.5).currents() == {"sign": 410.0}


def test_a_line_that_cannot_be_set_is_a_fault_until_it_can(tmp_path: Path) -> None:
    lamps = gpio(tmp_path)
    value = tmp_path / "gpio6" / "value"
    value.unlink()
    value.mkdir()

    with pytest.raises(LampsUnreachable):
        lamps.show(LIT, 1.0)
    value.rmdir()
    lamps.show(LIT, 1.0)

    assert value.read_text() == "1"


# --- a bench ---------------------------------------------------------------------------------------


def test_a_bench_remembers_what_changed_and_draws_current() -> None:
    clock = Clock()
    lamps = BenchLamps(clock)

    lamps.show(LIT, 1.0)
    lamps.show(LIT, 1.0)

    assert lamps.changes == [(100.0, frozenset({"sign_left", "road_panels"}))]
    assert lamps.currents()["sign"] == 400.0
    assert lamps.currents()["stop_line_bar"] == 0.0
    lamps.close()
    assert not any(lamps.now.values())


# --- watchdogs -------------------------------------------------------------------------------------


def test_the_hardware_watchdog_is_fed_and_disarmed_on_purpose_only(tmp_path: Path) -> None:
    device = tmp_path / "watchdog"
    device.touch()
    watchdog = HardwareWatchdog(device)

    watchdog.ready()
    watchdog.feed()
    watchdog.feed()
    assert device.read_bytes() == b"\0\0"
    watchdog.close()

    assert device.read_bytes() == b"\0\0V"


def test_a_missing_watchdog_stops_nothing(tmp_path: Path) -> None:
    watchdog = HardwareWatchdog(tmp_path / "no" / "watchdog")

    watchdog.ready()
    watchdog.feed()
    watchdog.close()


def test_systemd_hears_that_the_program_is_ready_and_well(tmp_path: Path) -> None:
    enable_socket()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(1)
        watchdog = Systemd(str(tmp_path / "notify"))

        watchdog.ready()
        watchdog.feed()
        watchdog.close()

        assert [systemd.recv(100) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"STOPPING=1"]


def test_without_systemd_nothing_happens(tmp_path: Path) -> None:
    enable_socket()
    Systemd(str(tmp_path / "nobody")).feed()
