"""New keys of an agency: one supervisor proposes, another approves, and sees the key this once."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from city.aws.dynamo import Writes
from city.aws.edge.staff_api import StaffPerson
from city.aws.observability import logger
from city.contracts.operations.partners import AgencyConfig
from city.contracts.operations.staff.agencies import (
    CredentialsDecided,
    CredentialsProposal,
    DecideCredentials,
    ProposeCredentials,
)
from city.kernel.clock import Clock
from city.office.approvals import DualControl, Proposal, ProposalState
from city.operations.agencies.errors import (
    CredentialsDecidedBefore,
    CredentialsProposedBefore,
    CredentialsUnknown,
    KeyNotGiven,
    SameWhoProposedCredentials,
    TermsDoNotFit,
)
from city.operations.agencies.keys import AGENCY_KEY, KeptKey, digest_of, make_key
from city.operations.agencies.ports import AgencyKeys
from city.operations.agencies.tables.agencies import Agencies
from city.operations.agencies.tables.proposals import KeyProposals, NamedProposal

_CONTROL = DualControl(
    unknown=CredentialsUnknown,
    proposed_before=CredentialsProposedBefore,
    same_who_proposed=SameWhoProposedCredentials,
    decided_before=CredentialsDecidedBefore,
)
_LONGEST_GIVEN = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeAgencyKey:
    agencies: Agencies
    proposals: KeyProposals
    clock: Clock

    def propose(self, agency_id: str, asked: ProposeCredentials, by: StaffPerson) -> CredentialsProposal:
        """Proposed again in the same words, it is the one that stood.

        Raises AgencyUnknown, TermsDoNotFit, CredentialsProposedBefore.
        """
        _require_use(self.agencies.get(agency_id).value, asked.credential)
        known = self.proposals.newest(agency_id)
        what = json.dumps({"credential": asked.credential, "overlap_hours": asked.overlap_hours})
        new = Proposal(agency_id, what, asked.reason, by.id, self.clock.now())
        standing = _next(known.proposal if known else None, new)
        if known is not None and standing is known.proposal:
            return shown_proposal(known)
        named = NamedProposal(standing, by.name or by.email)
        self.proposals.add(named)
        return shown_proposal(named)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideAgencyKey:
    """`random`: 43 letters that nobody guesses, new at each call."""

    agencies: Agencies
    proposals: KeyProposals
    keys: AgencyKeys
    random: Callable[[], str]
    clock: Clock

    def decide(self, agency_id: str, asked: DecideCredentials, by: StaffPerson) -> CredentialsDecided:
        """The key is in the first answer and in no other: who lost it proposes anew.

        Raises AgencyUnknown, CredentialsUnknown, SameWhoProposedCredentials, CredentialsDecidedBefore, KeyNotGiven,
        TermsDoNotFit.
        """
        known, now = self.proposals.newest(agency_id), self.clock.now()
        decided = _CONTROL.decide(known.proposal if known else None, asked.approve, by.id, asked.reason, now)
        if known is None:
            raise CredentialsUnknown
        if decided is known.proposal:
            return CredentialsDecided(proposal=shown_proposal(known), secret=None)
        named = NamedProposal(decided, known.proposed_by_name, by.name or by.email)
        credential = json.loads(decided.what)["credential"]
        given = asked.given.get_secret_value().strip() if asked.given is not None else ""
        if (asked.approve and credential == "platform") != bool(given) or len(given) > _LONGEST_GIVEN:
            raise KeyNotGiven
        writes, secret = Writes(), None
        if asked.approve:
            _require_use(self.agencies.get(agency_id).value, credential)
            secret = self._make(writes, decided, credential, by.id, now)
        self.proposals.decide(named, writes)
        if asked.approve and credential != "incoming":
            # After the decision is on file: of two who decide at once only one gets here.
            self.keys.set(agency_id, credential, secret or given)
        logger().info("agency key decided", extra={"agency": agency_id, "key_kind": credential, "by": by.id})
        return CredentialsDecided(proposal=shown_proposal(named), secret=secret)

    def _make(self, writes: Writes, decided: Proposal, credential: str, by: str, now: datetime) -> str | None:
        """Adds the key to the transaction. Returns what is to be shown; a platform's key is its own."""
        agency_id, kept = decided.subject, list[KeptKey]()
        secret = None
        if credential == "incoming":
            secret = make_key(AGENCY_KEY, agency_id, self.random())
            overlap = timedelta(hours=json.loads(decided.what)["overlap_hours"])
            before = self.agencies.kept_keys(agency_id) if overlap else ()
            kept = [KeptKey(digest_of(secret), now), *(replace(each, until=now + overlap) for each in before[:1])]
        elif credential == "webhook":
            secret = self.random()
        self.agencies.add_key(writes, agency_id, credential, kept, by=by, at=now)
        return secret


def _next(known: Proposal | None, new: Proposal) -> Proposal:
    """A subject of which one was approved is proposed again whenever a key is to be new."""
    if known is not None and known.state is ProposalState.APPROVED:
        return replace(new, turn=known.turn + 1)
    return _CONTROL.propose(known, new)


def _require_use(config: AgencyConfig, credential: str) -> None:
    """Raises TermsDoNotFit."""
    way = config.outgoing.way if config.outgoing else None
    if (credential == "incoming" and config.incoming is None) or (credential != "incoming" and credential != way):
        raise TermsDoNotFit


def shown_proposal(named: NamedProposal) -> CredentialsProposal:
    proposal = named.proposal
    # The words of kinds and states are judged by the contract.
    words: dict[str, Any] = {**json.loads(proposal.what), "state": proposal.state.value}
    return CredentialsProposal(
        reason=proposal.reason,
        proposed_by=proposal.proposed_by,
        proposed_by_name=named.proposed_by_name,
        proposed_at=proposal.proposed_at,
        decided_by=proposal.decided_by,
        decided_by_name=named.decided_by_name,
        decided_at=proposal.decided_at,
        decided_because=proposal.decided_because,
        **words,
    )
