"""The staff's API. Auditors read, clerks work, managers decide what changes a unit."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.observability import observed
from city.contracts.base import Contract
from city.contracts.crosswalk.staff import pictures, sites, units, updates
from city.contracts.crosswalk.staff.fields import MAX_BODY_BYTES
from city.crosswalk.bootstrap import CrosswalkStaffUseCases, staff_from_env
from city.crosswalk.service.show_reports import MOST_SHOWN

READERS = ("clerk", "manager", "auditor")
WORKERS = ("clerk", "manager")
MANAGERS = ("manager",)
AUDITORS = ("auditor",)


def make_app(use_cases: Callable[[], CrosswalkStaffUseCases] = staff_from_env) -> StaffApi:
    app = StaffApi("crosswalk", MAX_BODY_BYTES)

    # --- units ---

    @app.get("/units", READERS)
    def list_units() -> Contract:
        return use_cases().list_units.list()

    @app.post("/units", MANAGERS)
    def register_unit() -> Contract:
        return use_cases().register_unit.register(app.read(units.RegisterUnit), app.by)

    @app.get("/units/{unit}", READERS)
    def show_unit(unit: str) -> Contract:
        return use_cases().show_unit.show(unit)

    @app.post("/units/{unit}/reclaim", MANAGERS)
    def allow_reclaim(unit: str) -> Contract:
        return use_cases().allow_reclaim.allow(unit, app.read(units.AllowReclaim), app.by)

    @app.post("/units/{unit}/standing", MANAGERS)
    def change_standing(unit: str) -> Contract:
        return use_cases().change_standing.change(unit, app.read(units.ChangeStanding), app.by)

    # --- what units reported ---

    @app.get("/units/{unit}/incidents", READERS)
    def list_incidents(unit: str) -> Contract:
        return use_cases().list_incidents.list(unit, *app.paging(MOST_SHOWN))

    @app.get("/units/{unit}/faults", READERS)
    def list_faults(unit: str) -> Contract:
        return use_cases().list_faults.list(unit, *app.paging(MOST_SHOWN))

    @app.get("/units/{unit}/windows", READERS)
    def show_day(unit: str) -> Contract:
        return use_cases().show_day.show(unit, app.query("day"))

    @app.get("/units/{unit}/days", READERS)
    def show_days(unit: str) -> Contract:
        return use_cases().show_days.show(unit, app.query("from"), app.query("to"))

    @app.get("/units/{unit}/heat", READERS)
    def show_heat(unit: str) -> Contract:
        return use_cases().show_heat.show(unit, app.query("from"), app.query("to"))

    @app.get("/units/{unit}/telemetry", READERS)
    def show_telemetry(unit: str) -> Contract:
        return use_cases().show_telemetry.show(unit)

    # --- pictures ---

    @app.get("/units/{unit}/pictures", READERS)
    def list_pictures(unit: str) -> Contract:
        return use_cases().list_pictures.list(unit)

    @app.post("/units/{unit}/pictures", WORKERS)
    def ask_picture(unit: str) -> Contract:
        return use_cases().ask_picture.ask(unit, app.read(pictures.AskPicture), app.by)

    @app.post("/units/{unit}/pictures/{number}/view", WORKERS)
    def view_picture(unit: str, number: str) -> Contract:
        return use_cases().view_picture.view(unit, number, app.read(pictures.ViewPicture), app.by)

    # --- site files ---

    @app.get("/units/{unit}/site", READERS)
    def show_site(unit: str) -> Contract:
        return use_cases().show_site.show(unit)

    @app.get("/units/{unit}/site/draft", READERS)
    def show_draft(unit: str) -> Contract:
        return use_cases().show_draft.show(unit)

    @app.put("/units/{unit}/site/draft", WORKERS)
    def write_draft(unit: str) -> Contract:
        return use_cases().write_draft.write(unit, app.read(sites.WriteDraft), app.by)

    @app.put("/units/{unit}/site/zones", WORKERS)
    def draw_zones(unit: str) -> Contract:
        return use_cases().draw_zones.draw(unit, app.read(sites.DrawZones), app.by)

    @app.post("/units/{unit}/site/restoration", WORKERS)
    def restore_site(unit: str) -> Contract:
        return use_cases().restore_site.restore(unit, app.read(sites.RestoreSite), app.by)

    @app.post("/units/{unit}/site/activation", MANAGERS)
    def activate_site(unit: str) -> Contract:
        return use_cases().activate_site.activate(unit, app.read(sites.ActivateSite), app.by)

    # --- software and models ---

    @app.get("/updates", READERS)
    def list_updates() -> Contract:
        return use_cases().list_updates.list()

    @app.post("/updates", MANAGERS)
    def start_update() -> Contract:
        return use_cases().start_update.start(app.read(updates.StartUpdate), app.by)

    @app.get("/updates/{number}", READERS)
    def show_update(number: str) -> Contract:
        return use_cases().show_update.show(number)

    @app.post("/updates/{number}/cancellation", MANAGERS)
    def cancel_update(number: str) -> Contract:
        return use_cases().cancel_update.cancel(number, app.read(updates.CancelUpdate), app.by)

    # --- oversight ---

    @app.get("/views", AUDITORS)
    def list_views() -> Contract:
        return use_cases().show_views.list(app.query("unit"), *app.paging(use_cases().show_views.MOST))

    return app


app = make_app()
handler = observed(app)
