"""The staff's API. Auditors read, clerks work, managers decide what changes a unit."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.observability import observed
from city.contracts.crosswalk.staff import pictures, reports, sites, units, updates
from city.contracts.crosswalk.staff.fields import MAX_BODY_BYTES
from city.contracts.staff import ViewPage
from city.crosswalk.bootstrap import CrosswalkStaffUseCases, staff_from_env
from city.crosswalk.service.show_reports import MOST_SHOWN

READERS = ("clerk", "manager", "auditor")
WORKERS = ("clerk", "manager")
MANAGERS = ("manager",)
AUDITORS = ("auditor",)


def make_app(use_cases: Callable[[], CrosswalkStaffUseCases] = staff_from_env) -> StaffApi:
    app = StaffApi("crosswalk", MAX_BODY_BYTES, people=lambda: use_cases().people)

    # --- units ---

    @app.get("/units", READERS, ko="장치 목록")
    def list_units() -> units.UnitList:
        return use_cases().list_units.list()

    @app.post("/units", MANAGERS, ko="장치 등록")
    def register_unit(body: units.RegisterUnit) -> units.UnitFile:
        return use_cases().register_unit.register(body, app.by)

    @app.get("/units/{unit}", READERS, ko="장치 한 대")
    def show_unit(unit: str) -> units.UnitFile:
        return use_cases().show_unit.show(unit)

    @app.post("/units/{unit}/reclaim", MANAGERS, ko="장치 재등록 허용")
    def allow_reclaim(unit: str, body: units.AllowReclaim) -> units.UnitFile:
        return use_cases().allow_reclaim.allow(unit, body, app.by)

    @app.post("/units/{unit}/standing", MANAGERS, ko="장치 운영 상태 변경")
    def change_standing(unit: str, body: units.ChangeStanding) -> units.UnitFile:
        return use_cases().change_standing.change(unit, body, app.by)

    # --- what units reported ---

    @app.get("/units/{unit}/incidents", READERS, ko="위험 상황 목록")
    def list_incidents(unit: str) -> reports.IncidentPage:
        return use_cases().list_incidents.list(unit, *app.paging(MOST_SHOWN))

    @app.get("/units/{unit}/faults", READERS, ko="고장 목록")
    def list_faults(unit: str) -> reports.FaultPage:
        return use_cases().list_faults.list(unit, *app.paging(MOST_SHOWN))

    @app.get("/units/{unit}/windows", READERS, ko="하루의 시간대별 통계")
    def show_day(unit: str) -> reports.DayOfWindows:
        return use_cases().show_day.show(unit, app.query("day"))

    @app.get("/units/{unit}/days", READERS, ko="기간의 일별 통계")
    def show_days(unit: str) -> reports.DaysOfTraffic:
        return use_cases().show_days.show(unit, app.query("from"), app.query("to"))

    @app.get("/units/{unit}/heat", READERS, ko="요일·시각별 통행 분포")
    def show_heat(unit: str) -> reports.HeatMap:
        return use_cases().show_heat.show(unit, app.query("from"), app.query("to"))

    @app.get("/units/{unit}/telemetry", READERS, ko="장치 상태 기록")
    def show_telemetry(unit: str) -> reports.TelemetryTrack:
        return use_cases().show_telemetry.show(unit)

    # --- pictures ---

    @app.get("/units/{unit}/pictures", READERS, ko="사진과 영상 목록")
    def list_pictures(unit: str) -> pictures.PictureList:
        return use_cases().list_pictures.list(unit)

    @app.post("/units/{unit}/pictures", WORKERS, ko="사진이나 영상 요청")
    def ask_picture(unit: str, body: pictures.AskPicture) -> pictures.PictureLine:
        return use_cases().ask_picture.ask(unit, body, app.by)

    @app.post("/units/{unit}/pictures/{number}/view", WORKERS, ko="사진이나 영상 열람")
    def view_picture(unit: str, number: str, body: pictures.ViewPicture) -> pictures.ShownPicture:
        return use_cases().view_picture.view(unit, number, body, app.by)

    # --- site files ---

    @app.get("/units/{unit}/site", READERS, ko="적용된 설치 파일")
    def show_site(unit: str) -> sites.SiteFile:
        return use_cases().show_site.show(unit)

    @app.get("/units/{unit}/site/draft", READERS, ko="설치 파일 초안")
    def show_draft(unit: str) -> sites.SiteDraft:
        return use_cases().show_draft.show(unit)

    @app.put("/units/{unit}/site/draft", WORKERS, ko="설치 파일 초안 저장")
    def write_draft(unit: str, body: sites.WriteDraft) -> sites.SiteDraft:
        return use_cases().write_draft.write(unit, body, app.by)

    @app.put("/units/{unit}/site/zones", WORKERS, ko="구역을 그려 초안 저장")
    def draw_zones(unit: str, body: sites.DrawZones) -> sites.SiteDraft:
        return use_cases().draw_zones.draw(unit, body, app.by)

    @app.post("/units/{unit}/site/restoration", WORKERS, ko="이전 설치 파일을 초안으로")
    def restore_site(unit: str, body: sites.RestoreSite) -> sites.SiteDraft:
        return use_cases().restore_site.restore(unit, body, app.by)

    @app.post("/units/{unit}/site/activation", MANAGERS, ko="설치 파일 적용")
    def activate_site(unit: str, body: sites.ActivateSite) -> sites.ActivatedSite:
        return use_cases().activate_site.activate(unit, body, app.by)

    # --- software and models ---

    @app.get("/updates", READERS, ko="소프트웨어 배포 목록")
    def list_updates() -> updates.UpdateList:
        return use_cases().list_updates.list()

    @app.post("/updates", MANAGERS, ko="소프트웨어 배포 시작")
    def start_update(body: updates.StartUpdate) -> updates.UpdateLine:
        return use_cases().start_update.start(body, app.by)

    @app.get("/updates/{number}", READERS, ko="소프트웨어 배포 한 건")
    def show_update(number: str) -> updates.UpdateFile:
        return use_cases().show_update.show(number)

    @app.post("/updates/{number}/cancellation", MANAGERS, ko="소프트웨어 배포 취소")
    def cancel_update(number: str, body: updates.CancelUpdate) -> updates.UpdateFile:
        return use_cases().cancel_update.cancel(number, body, app.by)

    # --- oversight ---

    @app.get("/views", AUDITORS, ko="영상 열람 기록")
    def list_views() -> ViewPage[pictures.PictureViewLine]:
        return use_cases().show_views.list(app.query("unit"), *app.paging(use_cases().show_views.MOST))

    return app


app = make_app()
handler = observed(app)
