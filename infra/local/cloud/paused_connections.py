"""Up to Python 3.11.3 (Debian 12 has 3.11.2) asyncio reads from a connection that was paused as soon as it was made.

The MQTT listener pauses so that TLS finds the client's first words, and every device would hang.
"""

from typing import Any


def leave_paused_connections_alone() -> None:
    from asyncio.selector_events import (  # type: ignore[attr-defined]  # private names
        _SelectorSocketTransport,
        _SelectorTransport,
    )

    if "is_reading" in vars(_SelectorTransport):
        return  # this Python asks before it reads
    add_reader = _SelectorTransport._add_reader

    def add_reader_unless_paused(self: Any, fd: int, callback: Any, *arguments: Any) -> None:
        if not self._paused:
            add_reader(self, fd, callback, *arguments)

    _SelectorSocketTransport._add_reader = add_reader_unless_paused
