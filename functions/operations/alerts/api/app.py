"""The staff's API of alerts: what came, who may send, and what the city publishes itself; that everybody may read."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.observability import observed
from city.contracts.operations.staff.alerts import (
    AlertDetail,
    AlertDraft,
    AlertFeed,
    AlertPage,
    ChangeSender,
    PublishAlert,
    PublishedAlert,
    PublishedAlertPage,
    RegisterSender,
    SenderKey,
    SenderLine,
    SenderPage,
)
from city.operations.alerts.bootstrap import AlertStaffUseCases, staff_from_env
from city.operations.alerts.service.show_alerts import MOST

READERS = ("operator", "supervisor", "auditor")
SUPERVISORS = ("supervisor",)
OVERSEERS = ("supervisor", "auditor")
MOST_BODY_BYTES = 64 * 1024


def make_app(alerts: Callable[[], AlertStaffUseCases] = staff_from_env) -> StaffApi:
    app = StaffApi("operations-alerts-staff", MOST_BODY_BYTES)

    @app.get("/alerts", READERS, ko="받은 CAP 경보 목록")
    def list_alerts() -> AlertPage:
        return alerts().list_alerts.list(*app.paging(MOST))

    @app.get("/alerts/{alert_id}", READERS, ko="받은 CAP 경보 한 건")
    def show_alert(alert_id: str) -> AlertDetail:
        return alerts().show_alert.show(alert_id)

    @app.get("/alert-senders", OVERSEERS, ko="경보 발신 기관 목록")
    def list_senders() -> SenderPage:
        return alerts().list_senders.list()

    @app.post("/alert-senders", SUPERVISORS, 201, ko="경보 발신 기관 등록")
    def register_sender(body: RegisterSender) -> SenderKey:
        return alerts().add_sender.add(body, app.by, app.person.name)

    @app.post("/alert-senders/{name}", SUPERVISORS, ko="경보 발신 기관 변경")
    def change_sender(name: str, body: ChangeSender) -> SenderLine:
        return alerts().edit_sender.edit(name, body, app.by, app.person.name)

    @app.post("/alert-senders/{name}/key", SUPERVISORS, 201, ko="경보 발신 기관 인증키 재발급")
    def renew_sender_key(name: str) -> SenderKey:
        return alerts().renew_key.renew(name, app.by, app.person.name)

    @app.get("/incidents/{incident}/alert", READERS, ko="사건의 CAP 경보 초안")
    def draft_alert(incident: str) -> AlertDraft:
        return alerts().draft_alert.draft(incident)

    @app.post("/incidents/{incident}/alert", SUPERVISORS, 201, ko="사건의 CAP 경보 발표")
    def publish_alert(incident: str, body: PublishAlert) -> PublishedAlert:
        return alerts().publish_alert.publish(incident, body, app.by, app.person.name)

    @app.get("/incidents/{incident}/alerts", READERS, ko="사건의 발표된 CAP 경보")
    def list_published_alerts(incident: str) -> PublishedAlertPage:
        return alerts().list_published.list(incident)

    @app.serve("GET", "/alert-feed", ko="발표된 CAP 경보")
    def show_alert_feed() -> AlertFeed:
        return alerts().show_feed.show()

    return app


app = make_app()
handler = observed(app)
