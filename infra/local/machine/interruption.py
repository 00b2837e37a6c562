"""Being asked to end: Ctrl-C, SIGTERM, and the terminal that is closed."""

import os
import signal


class Interruption:
    """Raises KeyboardInterrupt the first time. From then on it only counts Ctrl-C, so that ending is not interrupted."""

    def __init__(self) -> None:
        self._raised = False
        self._again = 0
        self._terminals: list[int] = []

    def listen(self) -> None:
        """From now on, in this process."""
        # A shell without job control starts `make run &` with SIGINT ignored, and Python leaves it so.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # `nohup make run` stays
            self._terminals = [fd for fd in (1, 2) if os.isatty(fd)]
            signal.signal(signal.SIGHUP, self)

    def times_again(self) -> int:
        """How often Ctrl-C has come since."""
        return self._again

    def __call__(self, number: int, _: object) -> None:
        if number == signal.SIGHUP:
            self._write_nowhere()
        if self._raised:
            self._again += number == signal.SIGINT
            return
        self._raised = True
        raise KeyboardInterrupt

    def _write_nowhere(self) -> None:
        """A terminal that is gone answers every word with an error."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for fd in self._terminals:
            os.dup2(nowhere, fd)
        os.close(nowhere)
