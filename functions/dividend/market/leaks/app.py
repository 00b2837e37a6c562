"""The staff's API for leaked samples: a case, a form to upload the sample with, and whose copy it came from.

A function of its own: it takes samples in and cannot make or read a mark; only the function that marks copies can.
"""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.web import CityApp, Response, read_body, require_group
from city.aws.observability import observed
from city.contracts.base import Contract
from city.contracts.dividend.staff import MAX_BODY_BYTES, ReportLeak, revision_number
from city.dividend.bootstrap import leaks_from_env
from city.dividend.market.service.report_leak import ReportLeaks

STEWARDS = ("steward",)
READERS = ("steward", "panel", "auditor")


def make_app(leaks: Callable[[], ReportLeaks] = leaks_from_env) -> CityApp:
    app = CityApp("dividend-leaks")

    def told(answer: Contract, status: int = 200) -> Response:
        return Response(body=answer.model_dump(mode="json"), status_code=status)

    @app.route("/data-sets/{data_set}/{revision}/leaks", methods=["POST"])
    def report_leak(data_set: str, revision: str) -> Response:
        by = require_group(app.request, STEWARDS)
        asked = ReportLeak.model_validate_json(read_body(app.request, MAX_BODY_BYTES))
        return told(leaks().report(data_set, revision_number(revision), asked, by), status=201)

    @app.route("/data-sets/{data_set}/{revision}/leaks", methods=["GET"])
    def list_leaks(data_set: str, revision: str) -> Response:
        require_group(app.request, READERS)
        return told(leaks().list(data_set, revision_number(revision)))

    @app.route("/data-sets/{data_set}/{revision}/leaks/{case_id}", methods=["GET"])
    def show_leak(data_set: str, revision: str, case_id: str) -> Response:
        require_group(app.request, READERS)
        return told(leaks().show(data_set, revision_number(revision), case_id))

    @app.route("/data-sets/{data_set}/{revision}/leaks/{case_id}/tracing", methods=["POST"])
    def trace_leak(data_set: str, revision: str, case_id: str) -> Response:
        by = require_group(app.request, STEWARDS)
        return told(leaks().trace(data_set, revision_number(revision), case_id, by), status=202)

    return app


app = make_app()
handler = observed(app)
