"""Sessions both ways, and how often somebody came."""

from datetime import datetime, timedelta

from city.operations.agencies.keys import Session
from city.operations.agencies.tables.records import LineRecord, RateRecord, SessionRecord

_RATE_KEPT = timedelta(hours=1)
# A platform's sessions are asked for anew after so long, whatever it says.
LINE_KEPT = timedelta(hours=12)


class Sessions:
    def open(self, session: Session) -> None:
        """Writes a session down, by the digest of its key."""
        SessionRecord(
            _session(session.agency_id, session.digest),
            agency_id=session.agency_id,
            digest=session.digest,
            key_digest=session.key_digest,
            expires_at=session.expires_at,
            expires=session.expires_at,
        ).save()

    def find(self, agency_id: str, digest: str) -> Session | None:
        try:
            found = SessionRecord.get(_session(agency_id, digest), consistent_read=True)
        except SessionRecord.DoesNotExist:
            return None
        return Session(found.agency_id, found.digest, found.key_digest, found.expires_at)


class Rates:
    """How often something happened in the slice of time that a moment lies in."""

    def count(self, what: str, slice_: timedelta, now: datetime) -> int:
        """Counts one. Returns how many it makes."""
        record = RateRecord(_rate(what, slice_, now))
        record.update(
            actions=[RateRecord.calls.add(1), RateRecord.kind.set(RateRecord), RateRecord.expires.set(now + _RATE_KEPT)]
        )
        return int(record.calls)

    def counted(self, what: str, slice_: timedelta, now: datetime) -> int:
        try:
            return int(RateRecord.get(_rate(what, slice_, now), consistent_read=True).calls)
        except RateRecord.DoesNotExist:
            return 0


class Lines:
    """Sessions that platforms gave the city, shared by all workers: a platform may let a new one end the one before."""

    def find(self, agency_id: str, now: datetime) -> str | None:
        try:
            found = LineRecord.get(_line(agency_id), consistent_read=True)
        except LineRecord.DoesNotExist:
            return None
        return found.session_key if found.expires > now else None

    def keep(self, agency_id: str, session_key: str, now: datetime) -> None:
        LineRecord(_line(agency_id), session_key=session_key, expires=now + LINE_KEPT).save()


def _session(agency_id: str, digest: str) -> str:
    return f"session#{agency_id}#{digest}"


def _rate(what: str, slice_: timedelta, now: datetime) -> str:
    return f"rate#{what}#{int(now.timestamp() // slice_.total_seconds())}"


def _line(agency_id: str) -> str:
    return f"line#{agency_id}"
