"""How rough each piece of road is by the median of the vehicles that drove it, and which pieces are worn out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from city.contracts.operations.city_event import Severity
from city.mobility.hazards.evidence import Felt
from city.mobility.hazards.findings import Finding
from city.mobility.hazards.groups import last_of_each
from city.mobility.hazards.policy import HazardRule
from city.mobility.hazards.srti import HazardKind

# A piece twice or four times as rough as one where wear begins.
_MODERATE, _SEVERE = 2.0, 4.0


@dataclass(frozen=True, slots=True)
class Piece:
    """`roughness`: median over the vehicles of each one's last, m/s^2 at 40 km/h. `worn`: by three vehicles or more."""

    edge: str
    number: int
    begin_m: float
    end_m: float
    roughness: float
    vehicles: int
    worn: bool
    first_at: datetime
    last_at: datetime


def measure_pieces(felt: Iterable[Felt], now: datetime, rule: HazardRule) -> list[Piece]:
    """By edge and metre, of every piece that somebody drove lately. A function of the set of what was felt."""
    by_piece: dict[tuple[str, int], list[Felt]] = {}
    for each in sorted(felt, key=lambda one: (one.at, one.at_m, one.vehicle, one.roughness)):
        if each.at <= now and now - each.at <= rule.worn_kept:
            by_piece.setdefault((each.edge, int(each.at_m // rule.worn_piece_m)), []).append(each)
    pieces = []
    for (edge, number), marks in sorted(by_piece.items()):
        last = last_of_each(marks)
        roughness = float(np.median([each.roughness for each in last]))
        worn = len(last) >= rule.vehicles and roughness >= rule.worn_from
        begin_m, end_m = number * rule.worn_piece_m, (number + 1) * rule.worn_piece_m
        pieces.append(Piece(edge, number, begin_m, end_m, roughness, len(last), worn, marks[0].at, marks[-1].at))
    return pieces


def standing_wear(pieces: Iterable[Piece], rule: HazardRule) -> list[Finding]:
    """One finding for each worn piece, at its middle."""
    return [
        Finding(
            f"{HazardKind.WORN_ROAD}:{piece.edge}:{piece.number}",
            HazardKind.WORN_ROAD,
            _severity(piece.roughness / rule.worn_from),
            piece.edge,
            (piece.begin_m + piece.end_m) / 2,
            piece.first_at,
            piece.last_at + rule.worn_kept,
        )
        for piece in pieces
        if piece.worn
    ]


def _severity(times: float) -> Severity:
    weaker = Severity.MODERATE if times >= _MODERATE else Severity.MINOR
    return Severity.SEVERE if times >= _SEVERE else weaker
