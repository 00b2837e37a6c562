"""A worker that dies between taking the account and replying. Run as a process of its own: its death is real."""

import os
import sys

from city.fines.talk.bootstrap import build_texts
from city.kernel.clock import SystemClock
from functions.fines.talk.receive_text.handler import make_handler
from tests.integration.moto_city import Context, sqs_event


class Death:
    """A carrier at whose counter the worker drops dead."""

    def send(self, to: object, text: str, key: str) -> None:
        os._exit(9)


if __name__ == "__main__":
    texts = build_texts(os.environ, SystemClock(), Death())
    make_handler(lambda: texts)(sqs_event(sys.stdin.read()), Context(remaining_ms=1500))
