"""How much one telephone or address may ask: guessing plates must not pay, and machines must come to an end. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

# Two machines that answer each other's texts would never stop; nobody needs more prompts than this in an hour.
PROMPTS_AN_HOUR_AT_MOST = 20


WEB_MESSAGES_AN_HOUR_AT_MOST = 60  # of one talk


# A carrier puts thousands of phones behind one address: whoever talks too much is stopped by the bound of the talk, and
# this one keeps machines that take a new talk for every message from the bill.
WEB_MESSAGES_OF_AN_ADDRESS_AT_MOST = 1_200


# Look-ups in vain. Beyond them a person answers whoever comes from there, and nobody is refused: guessing needs thousands,
# and people on one carrier's address mistype a few.
WEB_MISSES_OF_AN_ADDRESS_AT_MOST = 60


FAILED_LOOKUPS_AT_MOST = 5


FAILED_LOOKUPS_WINDOW = timedelta(hours=1)


def lookups_are_paused(failed_at: Sequence[datetime], now: datetime) -> bool:
    """Five failed look-ups in an hour from one number, and it waits: guessing plates must not pay."""
    recent = [moment for moment in failed_at if now - moment < FAILED_LOOKUPS_WINDOW]
    return len(recent) >= FAILED_LOOKUPS_AT_MOST
