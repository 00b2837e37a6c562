"""AUTH: an agency that showed its key is given a session."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from city.operations.agencies.keys import SESSION_KEY, Session, digest_of, make_key
from city.operations.agencies.service.admit_agency import Admitted
from city.operations.agencies.tables.sessions import Sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """`lasts`: how long a session does. `random`: 43 letters that nobody guesses, new at each call."""

    sessions: Sessions
    lasts: timedelta
    random: Callable[[], str]

    def open(self, admitted: Admitted, shown: str, now: datetime) -> str:
        """The key of a new session; only its digest is kept. `shown`: the agency's key."""
        agency_id = admitted.agency.agency_id
        key = make_key(SESSION_KEY, agency_id, self.random())
        self.sessions.open(Session(agency_id, digest_of(key), digest_of(shown), now + self.lasts))
        return key
