"""The staff's API. Auditors read, clerks work, managers decide what changes a unit."""

from collections.abc import Callable
from typing import TypeVar

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.web import CityApp, Response, read_body, read_limit, read_query, require_group
from city.aws.observability import observed
from city.contracts.base import Contract
from city.contracts.crosswalk import staff
from city.crosswalk.bootstrap import Board, board_from_env

READERS = ("clerk", "manager", "auditor")
WORKERS = ("clerk", "manager")
MANAGERS = ("manager",)
AUDITORS = ("auditor",)

_Asked = TypeVar("_Asked", bound=staff.Ask)


def make_app(board: Callable[[], Board] = board_from_env) -> CityApp:
    app = CityApp("crosswalk")

    def allow(groups: tuple[str, ...]) -> str:
        return require_group(app.request, groups)

    def read(kind: type[_Asked]) -> _Asked:
        return kind.model_validate_json(read_body(app.request, staff.MAX_BODY_BYTES))

    def query(name: str) -> str | None:
        return read_query(app.request, name)

    def paging(most: int) -> tuple[int, str | None]:
        return read_limit(app.request, default=min(20, most), most=most), query("page")

    def told(answer: Contract) -> Response:
        return Response(body=answer.model_dump(mode="json"))

    # --- units ---

    @app.route("/units", methods=["GET"])
    def list_units() -> Response:
        allow(READERS)
        return told(board().show_units.list())

    @app.route("/units", methods=["POST"])
    def register_unit() -> Response:
        by = allow(MANAGERS)
        return told(board().register_units.register(read(staff.RegisterUnit), by))

    @app.route("/units/{unit}", methods=["GET"])
    def show_unit(unit: str) -> Response:
        allow(READERS)
        return told(board().show_units.show(unit))

    @app.route("/units/{unit}/reclaim", methods=["POST"])
    def allow_reclaim(unit: str) -> Response:
        by = allow(MANAGERS)
        return told(board().register_units.allow_reclaim(unit, read(staff.AllowReclaim), by))

    @app.route("/units/{unit}/standing", methods=["POST"])
    def change_standing(unit: str) -> Response:
        by = allow(MANAGERS)
        return told(board().register_units.change_standing(unit, read(staff.ChangeStanding), by))

    # --- what units reported ---

    @app.route("/units/{unit}/incidents", methods=["GET"])
    def list_incidents(unit: str) -> Response:
        allow(READERS)
        return told(board().show_reports.list_incidents(unit, *paging(board().show_reports.MOST)))

    @app.route("/units/{unit}/faults", methods=["GET"])
    def list_faults(unit: str) -> Response:
        allow(READERS)
        return told(board().show_reports.list_faults(unit, *paging(board().show_reports.MOST)))

    @app.route("/units/{unit}/windows", methods=["GET"])
    def show_day(unit: str) -> Response:
        allow(READERS)
        return told(board().show_reports.show_day(unit, query("day")))

    @app.route("/units/{unit}/days", methods=["GET"])
    def show_days(unit: str) -> Response:
        allow(READERS)
        return told(board().show_reports.show_days(unit, query("from"), query("to")))

    @app.route("/units/{unit}/heat", methods=["GET"])
    def show_heat(unit: str) -> Response:
        allow(READERS)
        return told(board().show_reports.show_heat(unit, query("from"), query("to")))

    @app.route("/units/{unit}/telemetry", methods=["GET"])
    def show_telemetry(unit: str) -> Response:
        allow(READERS)
        return told(board().show_reports.show_telemetry(unit))

    # --- pictures ---

    @app.route("/units/{unit}/pictures", methods=["GET"])
    def list_pictures(unit: str) -> Response:
        allow(READERS)
        return told(board().order_pictures.list(unit))

    @app.route("/units/{unit}/pictures", methods=["POST"])
    def ask_picture(unit: str) -> Response:
        by = allow(WORKERS)
        return told(board().order_pictures.ask(unit, read(staff.AskPicture), by))

    @app.route("/units/{unit}/pictures/{number}/view", methods=["POST"])
    def view_picture(unit: str, number: str) -> Response:
        by = allow(WORKERS)
        return told(board().order_pictures.view(unit, number, read(staff.ViewPicture), by))

    # --- site files ---

    @app.route("/units/{unit}/site", methods=["GET"])
    def show_site(unit: str) -> Response:
        allow(READERS)
        return told(board().manage_site.show(unit))

    @app.route("/units/{unit}/site/draft", methods=["GET"])
    def show_draft(unit: str) -> Response:
        allow(READERS)
        return told(board().manage_site.show_draft(unit))

    @app.route("/units/{unit}/site/draft", methods=["PUT"])
    def write_draft(unit: str) -> Response:
        by = allow(WORKERS)
        return told(board().manage_site.write_draft(unit, read(staff.WriteDraft), by))

    @app.route("/units/{unit}/site/zones", methods=["PUT"])
    def draw_zones(unit: str) -> Response:
        by = allow(WORKERS)
        return told(board().manage_site.draw_zones(unit, read(staff.DrawZones), by))

    @app.route("/units/{unit}/site/restoration", methods=["POST"])
    def restore_site(unit: str) -> Response:
        by = allow(WORKERS)
        return told(board().manage_site.restore(unit, read(staff.RestoreSite), by))

    @app.route("/units/{unit}/site/activation", methods=["POST"])
    def activate_site(unit: str) -> Response:
        by = allow(MANAGERS)
        return told(board().manage_site.activate(unit, read(staff.ActivateSite), by))

    # --- software and models ---

    @app.route("/updates", methods=["GET"])
    def list_updates() -> Response:
        allow(READERS)
        return told(board().update_units.list())

    @app.route("/updates", methods=["POST"])
    def start_update() -> Response:
        by = allow(MANAGERS)
        return told(board().update_units.start(read(staff.StartUpdate), by))

    @app.route("/updates/{number}", methods=["GET"])
    def show_update(number: str) -> Response:
        allow(READERS)
        return told(board().update_units.show(number))

    @app.route("/updates/{number}/cancellation", methods=["POST"])
    def cancel_update(number: str) -> Response:
        by = allow(MANAGERS)
        return told(board().update_units.cancel(number, read(staff.CancelUpdate), by))

    # --- oversight ---

    @app.route("/views", methods=["GET"])
    def list_views() -> Response:
        allow(AUDITORS)
        return told(board().show_views.list(query("unit"), *paging(board().show_views.MOST)))

    return app


app = make_app()
handler = observed(app)
