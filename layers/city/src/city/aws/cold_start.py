"""Imported first by every handler: a cold start without the garbage collector.

Imports and clients make objects that live as long as the process. Collecting among them while they are made finds
nothing and costs a tenth of every cold start (`make bench`). This is the one module that does something when it is
imported; `end_cold_start` undoes it after the first call.
"""

import gc

gc.disable()


def end_cold_start() -> None:
    """Sets what the start made aside for good, and collects again. Later calls do nothing."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
