"""Stands in for the local cloud: answers that it is ready, and saves when it is asked to end. Paced by its environment.

FAKE_START   `broken`: it could not read a file of its state, says so and goes on
FAKE_SAVE    how many files it writes, one each tenth of a second; `never`: it stands still
"""

import os
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

STATE = Path(os.environ["STATE_DIR"])


class Ready(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def save(*_: object) -> None:
    pace = os.environ.get("FAKE_SAVE", "1")
    (STATE / "asked.txt").write_text("asked to end\n")
    if pace == "never":
        while True:
            time.sleep(10)
    for number in range(int(pace)):
        time.sleep(0.1)
        (STATE / f"part{number}.json").write_text("{}")
    (STATE / "saved.json").write_text("{}")
    sys.exit(0)


def main() -> None:
    signal.signal(signal.SIGTERM, save)
    if os.environ.get("FAKE_START") == "broken":
        sys.stdout.write("ERROR: Persistence: failed to load dynamodb: Expecting value\n")
        sys.stdout.flush()
    HTTPServer(("127.0.0.1", int(os.environ["GATEWAY_PORT"])), Ready).serve_forever()


if __name__ == "__main__":
    main()
