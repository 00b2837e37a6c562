"""Shows a person that something is going on."""

import contextlib
import time
from collections.abc import Callable, Iterator

from rich.console import Console

_TELL_AFTER_S, _TELL_EVERY_S = 2, 10


@contextlib.contextmanager
def step(console: Console, what: str) -> Iterator[Callable[[str], None]]:
    """Shows that something is going on, and how long it took; gives what shows how far it is, from two seconds on."""
    began = said = time.monotonic()

    def say(how_far: str) -> None:
        nonlocal said
        now = time.monotonic()
        if spinner is not None and now - began >= _TELL_AFTER_S:
            spinner.update(f"{what} … {how_far}")
        elif spinner is None and now - said >= (_TELL_AFTER_S if said == began else _TELL_EVERY_S):
            said = now
            console.print(f"  … {how_far}")

    with contextlib.ExitStack() as shown:
        spinner = None
        if console.is_terminal:
            spinner = shown.enter_context(console.status(f"{what} …", spinner="dots"))
        else:
            console.print(f"… {what}")
        yield say
    console.print(f"[green]✓[/] {what} [dim]{time.monotonic() - began:.1f} s[/]")
