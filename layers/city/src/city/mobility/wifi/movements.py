"""Stays, dwell classes and flows between zones, of the devices seen in one journey window.

One identifier holds over all zones of the window's scope, so that a device is followed through it and no further. A
stay that began before the window or goes on after it is cut: dwell is a lower bound, and the last class (60 minutes and
more) can only be reached in windows of 90 or 120 minutes.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from city.mobility.wifi.errors import OutsideWindow
from city.mobility.wifi.questions import Question, require_answerable
from city.mobility.wifi.windows import Window

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# A device not heard for so long has left, and comes back if it is heard again.
LONGEST_GAP_S = 600.0
# Who is heard for less than this in each zone passes by: a bus at a red light is no visit.
LEAST_STAY_S = 120.0
# Up to 15, 30, 60 minutes, and more.
CLASS_EDGES_S = np.array([900.0, 1800.0, 3600.0])


@dataclass(frozen=True, slots=True)
class Sightings:
    """Columns, in any order, with repetitions: identifier (64 bits), number of the zone, moment (epoch seconds)."""

    identifier: npt.NDArray[np.uint64]
    zone: Ints
    at_s: Floats


@dataclass(frozen=True, slots=True)
class Stays:
    """A row for each stay of a device in a zone, by device and time; `device` numbers the identifiers."""

    device: Ints
    zone: Ints
    first_s: Floats
    last_s: Floats

    @property
    def lasted_s(self) -> Floats:
        return self.last_s - self.first_s


@dataclass(frozen=True, slots=True)
class Flows:
    """`devices[i, j]`: whose first stay was in zone i and whose last in zone j; each device in one cell.

    On the diagonal stand those who stayed, or came back. `passers`: without a stay of LEAST_STAY_S anywhere.
    """

    devices: Ints
    passers: int


def find_stays(window: Window, seen: Sightings) -> Stays:
    """Raises WindowCannotSay for another kind of window, OutsideWindow for a sighting that is not of it."""
    require_answerable(Question.FLOWS, [window])
    if not len(seen.identifier):
        nothing = np.zeros(0, np.int64)
        return Stays(nothing, nothing, np.zeros(0), np.zeros(0))
    # Written so that a moment which is no number is outside.
    if not bool(((seen.at_s >= window.start_s) & (seen.at_s < window.end_s)).all()):
        raise OutsideWindow("a sighting at a moment that is not of the window")
    _, device = np.unique(seen.identifier, return_inverse=True)
    order = np.lexsort((seen.zone, seen.at_s, device))
    device, zone, at = device[order], seen.zone[order], seen.at_s[order]
    begins = np.ones(len(device), bool)
    begins[1:] = (np.diff(device) != 0) | (np.diff(zone) != 0) | (np.diff(at) > LONGEST_GAP_S)
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(device)) - 1
    return Stays(device[first], zone[first], at[first], at[last])


def count_dwell(stays: Stays, zones: int) -> Ints:
    """(zones, 4): devices by their longest stay in each zone: under 15, 15 to 30, 30 to 60 minutes, and more."""
    classes = np.zeros((zones, len(CLASS_EDGES_S) + 1), np.int64)
    if not len(stays.device):
        return classes
    place, of_place = np.unique(stays.device * zones + stays.zone, return_inverse=True)
    longest = np.zeros(len(place))
    np.maximum.at(longest, of_place, stays.lasted_s)
    np.add.at(classes, (place % zones, np.searchsorted(CLASS_EDGES_S, longest, side="right")), 1)
    return classes


def count_flows(stays: Stays, zones: int) -> Flows:
    """From the first to the last zone in which a device stayed: each counts once, so that totals are of devices."""
    stayed = np.flatnonzero(stays.lasted_s >= LEAST_STAY_S)
    devices = np.zeros((zones, zones), np.int64)
    device, first = np.unique(stays.device[stayed], return_index=True)
    last = np.append(first[1:], len(stayed)) - 1
    if len(device):
        np.add.at(devices, (stays.zone[stayed[first]], stays.zone[stayed[last]]), 1)
    return Flows(devices, len(np.unique(stays.device)) - len(device))
