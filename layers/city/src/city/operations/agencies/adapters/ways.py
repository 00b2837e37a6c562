"""The two ways in which an agency is told: an event of the integrated platform within a session, or a signed webhook."""

from dataclasses import dataclass
from datetime import datetime

from city.aws.observability import count
from city.contracts.operations.partners import OutgoingTerms
from city.kernel.clock import Clock
from city.operations.agencies.errors import AgencyUnreachable, KeyMissing, NoticeRefused
from city.operations.agencies.notices import (
    Notice,
    as_platform_event,
    as_webhook,
    is_session_over,
    judge_answer,
    judge_status,
    read_answer,
)
from city.operations.agencies.ports import AgencyKeys, AgencyLine
from city.operations.agencies.signatures import signed_headers
from city.operations.agencies.tables.sessions import Lines
from city.operations.agencies.wire_writing import OutgoingEvent, Route, write_auth, write_event

_LONGEST_SESSION = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookWay:
    line: AgencyLine
    keys: AgencyKeys
    clock: Clock

    def tell(self, notice: Notice) -> None:
        terms, agency_id = _terms_of(notice), notice.agency.agency_id
        secret = self.keys.find(agency_id, "webhook")
        if secret is None:
            raise KeyMissing("no webhook secret")
        body = as_webhook(notice)
        status, _ = self.line.post(terms.url, signed_headers(secret, body, notice.notice_id, self.clock.now()), body)
        judge_status(status)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformWay:
    """One session for all events, and one new one where the platform has ended it."""

    line: AgencyLine
    keys: AgencyKeys
    lines: Lines
    clock: Clock
    city_code: str
    system_code: str

    def tell(self, notice: Notice) -> None:
        terms, agency_id, now = _terms_of(notice), notice.agency.agency_id, self.clock.now()
        route = Route(send_code=self.city_code, receive_code=terms.receive_code or "", system_code=self.system_code)
        event = as_platform_event(notice)
        session = self.lines.find(agency_id, now)
        is_new = session is None
        if session is None:
            session = self._open(agency_id, terms, route, now)
        status, answer = self._post(terms, route, event, session, now)
        if not is_new and is_session_over(status, answer):
            session = self._open(agency_id, terms, route, now)
            status, answer = self._post(terms, route, event, session, now)
        judge_answer(status, answer)

    def _post(
        self, terms: OutgoingTerms, route: Route, event: OutgoingEvent, session: str, now: datetime
    ) -> tuple[int, bytes]:
        message = write_event(route, event, session, now)
        return self.line.post(terms.url, message.headers, message.body)

    def _open(self, agency_id: str, terms: OutgoingTerms, route: Route, now: datetime) -> str:
        key = self.keys.find(agency_id, "platform")
        if key is None or terms.auth_url is None:
            raise KeyMissing("no platform key")
        message = write_auth(route, key.decode(), now)
        status, answer = self.line.post(terms.auth_url, message.headers, message.body)
        count("AgencySessionAsked")
        result, _, session = read_answer(status, answer)
        if result != "0" or not session or len(session) > _LONGEST_SESSION or not session.isprintable():
            raise AgencyUnreachable("no session")
        self.lines.keep(agency_id, session, now)
        return session


def _terms_of(notice: Notice) -> OutgoingTerms:
    if notice.agency.outgoing is None:
        raise NoticeRefused("not told anything")
    return notice.agency.outgoing
