"""Ending a round: when it may end, what is destroyed then, and what stays. Pure.

개인정보보호법 §28의4 has the additional information that leads from pseudonyms to people destroyed when its period is over,
and records of it kept for three years after; §28의5 when somebody can be identified in the data. What is destroyed is named, and
not looked for: whoever destroys needs no permission to list or to read.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from city.dividend.books.ledger import Account
from city.dividend.rounds.model import RoundState

# Until then a secret that was deleted in error can be brought back, and nobody can use it.
RECOVERY = timedelta(days=30)
# So long a table can be brought back as it was at any second (DynamoDB's point-in-time recovery).
BACKUPS = timedelta(days=35)
# Accounts that hold what is somebody's or goes somewhere still.
_UNSETTLED = (
    Account.IN_TRANSIT,
    Account.LATE_SALES,
    Account.PAYABLE,
    Account.ROUND_POOL,
    Account.SALES,
    Account.UNCLAIMED,
)


class DestructionPlace(StrEnum):
    """Where things of a round are destroyed, in this order: what leads back to people goes first."""

    KEY = "key"  # makes pseudonyms from cards
    LINKAGE = "linkage"  # from pseudonym to card
    INBOX = "inbox"  # what operators sent, and what could not be read of it
    RAIL = "rail"  # batches and texts, with their cards
    STATEMENTS = "statements"  # under keyed hashes of cards
    WORK = "work"  # shards, weights, parts: by pseudonym or by the number of a person
    STATISTICS = "statistics"  # by the number of a person
    BATCHES = "batches"  # lines by pseudonym


# What stays, for whoever asks afterwards.
KEPT = (
    "ledger",
    "certificate",
    "catalogue",
    "reports",
    "proposals",
    "opt_outs",
    "downloads",
    "leaks",
    "record_of_destruction",
)


def obstacles(state: RoundState, claims_over: bool, open_batches: int, held: Mapping[Account, int]) -> tuple[str, ...]:
    """What stands in the way of ending a round, each by its name; nothing, where it may end."""
    found = {
        "not_paid": state is not RoundState.PAID,
        "batches_open": open_batches > 0,
        "claims_open": not claims_over,
        **{f"money_in_{account.value}": bool(held[account]) for account in _UNSETTLED},
    }
    return tuple(name for name, holds in found.items() if holds)
