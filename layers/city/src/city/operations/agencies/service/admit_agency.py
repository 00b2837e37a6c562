"""Who knocks: an agency by its key, or by the session that was given for it; everybody else hears the same."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from city.aws.observability import count
from city.contracts.operations.integrated_platform import AnswerType
from city.contracts.operations.partners import AgencyConfig, IncomingTerms
from city.operations.agencies.errors import AgencyUnknown, PlatformRefused
from city.operations.agencies.keys import AGENCY_KEY, SESSION_KEY, KeptKey, digest_of, is_good, is_open, named_in
from city.operations.agencies.tables.agencies import Agencies
from city.operations.agencies.tables.sessions import Rates, Sessions
from city.operations.agencies.wire_reading import PlatformMessage

# From one address in ten minutes; beyond it no key is looked at, right or wrong.
MOST_WRONG_KEYS = 20
WRONG_KEYS_FOR = timedelta(minutes=10)
NOBODY = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """An agency that proved who it is. `kept`: what is kept of its keys."""

    agency: AgencyConfig
    terms: IncomingTerms
    kept: tuple[KeptKey, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmitAgency:
    agencies: Agencies
    sessions: Sessions
    rates: Rates

    def admit(self, message: PlatformMessage, address: str, now: datetime) -> Admitted:
        """Raises PlatformRefused, in the same words and after the same reads for whatever was wrong."""
        whose = f"wrong#{sha256(address.encode()).hexdigest()[:32]}"
        if self.rates.counted(whose, WRONG_KEYS_FOR, now) >= MOST_WRONG_KEYS:
            raise PlatformRefused(AnswerType.TOO_MANY, "too many")
        admitted = self._known(message, now)
        if admitted is None:
            self.rates.count(whose, WRONG_KEYS_FOR, now)
            count("WrongAgencyKey")
            raise PlatformRefused(AnswerType.UNAUTHORIZED, "unauthorized")
        return admitted

    def _known(self, message: PlatformMessage, now: datetime) -> Admitted | None:
        is_auth = message.service == "AUTH"
        named = named_in(AGENCY_KEY if is_auth else SESSION_KEY, message.secret) or NOBODY
        kept = self.agencies.kept_keys(named)
        session = self.sessions.find(named, digest_of(message.secret))
        agency = self._agency(named)
        proved = is_good(message.secret, kept, now) if is_auth else is_open(session, message.secret, kept, now)
        if not proved or agency is None or not agency.is_active or agency.incoming is None:
            return None
        # A key of one agency under the name of another is no key.
        if message.send_code not in agency.incoming.send_codes:
            return None
        return Admitted(agency=agency, terms=agency.incoming, kept=kept)

    def _agency(self, named: str) -> AgencyConfig | None:
        try:
            return self.agencies.get(named).value
        except AgencyUnknown:
            return None
