"""From telling to the operations board, for 12,000 city events at 200 a second while a worker is killed every ten seconds.

    python -m benchmarks.operations.load [--events 12000] [--rate 200] [--cuts 100] [--running]

Then a board's line is cut a hundred times under a lighter load. Whatever is lost, counted twice, or shown otherwise on a
board than in its list is an error; that this machine is slower than was asked for is a number.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from benchmarks.measurement import BenchmarkTrouble, Measurement, percentile
from benchmarks.operations.city_load import Load, Outcome, put_on
from benchmarks.pages.window import load_now
from infra.local.city import City
from infra.local.own_city import own_city

EVENTS, A_SECOND, KILL_EVERY_S = 12_000, 200.0, 10.0
# Each cut takes a ticket and four answers of the city: under the whole load they would be the load.
CUTS, EVENTS_WHILE_CUT, A_SECOND_WHILE_CUT = 100, 3_000, 50.0
# What is promised of the board.
ON_THE_BOARD_MS = 2_000.0
_NOUGHT = ("unrecorded", "unplaced", "miscounted", "too_many", "backwards", "gaps", "differing", "dead_letters")


def measure(
    city: City,
    events: int = EVENTS,
    a_second: float = A_SECOND,
    cuts: int = CUTS,
    events_while_cut: int = EVENTS_WHILE_CUT,
) -> Iterator[Measurement]:
    """Raises BenchmarkTrouble where an event or a change was lost, came twice, or went backwards."""
    killed = Load(events=events, a_second=a_second, kills=max(1, round(events / a_second / KILL_EVERY_S)))
    yield from _measured("", killed, put_on(city, killed))
    while_cut = Load(
        events=events_while_cut,
        a_second=min(a_second, A_SECOND_WHILE_CUT),
        kills=max(1, round(events_while_cut / A_SECOND_WHILE_CUT / KILL_EVERY_S)),
        cuts=cuts,
    )
    yield from _measured("while a line was cut, ", while_cut, put_on(city, while_cut))


def _measured(when: str, load: Load, out: Outcome) -> Iterator[Measurement]:
    """Times first: what is wrong is said after them."""
    done = f"{out.killed} workers killed, {out.cut} cuts; {load_now()}"
    asked = f"{load.events:,} asked for at {load.a_second:.0f} a second, {out.incidents} incidents; {done}"
    yield Measurement(f"{when}events told a second", out.told_a_second, "1/s", detail=asked)
    yield Measurement(f"{when}on the board a second, while they were told", out.shown_a_second, "1/s")
    for percent in (50, 95, 99):
        target = ON_THE_BOARD_MS if percent == 95 else None
        value = percentile(out.delays_ms, percent)
        yield Measurement(f"{when}telling to the board, p{percent}", value, "ms", at_most=target)
    late = sum(delay > 10 * ON_THE_BOARD_MS for delay in out.delays_ms)
    yield Measurement(
        f"{when}later than 20 s", late, "events", detail="what a killed worker had in hand, shown again by its queue"
    )
    yield Measurement(f"{when}all settled, after the last was told", out.settled_s, "s")
    for what in _NOUGHT:
        yield Measurement(f"{when}{what.replace('_', ' ')}", getattr(out, what), "", at_most=0)
    if wrong := {what: getattr(out, what) for what in _NOUGHT if getattr(out, what)}:
        raise BenchmarkTrouble(f"Not every event was accounted for once: {wrong}.")


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 1 if not every event was accounted for once."""
    # The table of subjects names this module.
    from benchmarks.__main__ import RESULTS, BenchmarkReport, as_table, keep, leave_no_way_to_a_real_account

    parser = argparse.ArgumentParser(prog="python -m benchmarks.operations.load", description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--rate", type=float, default=A_SECOND, help="events a second")
    parser.add_argument("--cuts", type=int, default=CUTS)
    parser.add_argument("--events-while-cut", type=int, default=EVENTS_WHILE_CUT)
    parser.add_argument("--running", action="store_true", help="on the city that runs, and not on one of its own")
    asked = parser.parse_args(arguments)
    leave_no_way_to_a_real_account()
    console, report, taken = Console(highlight=False), BenchmarkReport(), list[Measurement]()
    report.taken["operations_load"] = taken
    with tempfile.TemporaryDirectory(prefix="dongne-bench-") as folder, ExitStack() as until_measured:
        city = City.running() if asked.running else until_measured.enter_context(own_city(Path(folder), "bench"))
        try:
            for each in measure(city, asked.events, asked.rate, asked.cuts, asked.events_while_cut):
                taken.append(each)  # what comes before a trouble is measured all the same
        except BenchmarkTrouble as trouble:
            report.troubles["operations_load"] = str(trouble)
    console.print(as_table(report.taken))
    console.print(f"Kept in {keep(report, RESULTS)}")
    for what in report.troubles.values():
        console.print(f"[red]{what}[/]")
    return int(bool(report.troubles))


if __name__ == "__main__":
    sys.exit(main())
