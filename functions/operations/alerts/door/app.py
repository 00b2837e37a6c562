"""The door for alerts of CAP 1.2. An office proves itself by its key, in the header X-Sender-Key.

A function of its own: the only one that reads strangers' markup, and it can write alerts and nothing else.
"""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.web import CityApp, read_body
from city.aws.observability import observed
from city.contracts.operations.staff.alerts import AlertReceipt
from city.operations.alerts.bootstrap import door_from_env
from city.operations.alerts.service.receive_alert import ReceiveAlert

# One more than an alert may have: what is too large for an alert is told so, by the rule.
MOST_BODY_BYTES = 256 * 1024 + 1
XML = "application/cap+xml"


def make_app(door: Callable[[], ReceiveAlert] = door_from_env) -> CityApp:
    app = CityApp("operations-alerts", MOST_BODY_BYTES)

    @app.serve("POST", "/alerts", ko="CAP 경보 접수", status=202, proof="sender_key", takes=bytes, media_type=XML)
    def receive_alert() -> AlertReceipt:
        document = read_body(app.request, MOST_BODY_BYTES)
        return door().receive(app.header("x-sender-key"), app.header("content-type"), document)

    return app


app = make_app()
handler = observed(app)
