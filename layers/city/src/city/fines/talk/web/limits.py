"""How much one session and one internet address may do on the web besides chatting, and for how long files stay. Pure."""

from datetime import datetime, timedelta

FILES_OF_A_SESSION_AT_MOST = 10
# Offices and mobile carriers put many people behind one address.
SIGNED_OF_AN_ADDRESS_AT_MOST = 400
LOOKED_UP_OF_AN_ADDRESS_AT_MOST = 600
# Whoever knows a car and guesses its notices needs many tries about that car, from whichever addresses.
LOOKED_UP_OF_A_PLATE_AT_MOST = 20
# Whoever reads what is kept of their own talk reads it a few times, and has it forgotten once.
LOOKED_UP_OF_A_TALK_AT_MOST = 60
FORGOTTEN_OF_A_TALK_AT_MOST = 20

FORM_EXPIRES_IN = 300  # seconds: the page posts the file the moment it has the form
LINK_EXPIRES_IN = 180  # seconds: staff look at once

# A file that went with no message serves nobody.
UNSENT_FOR = timedelta(days=1)
# One that went with a message of a talk about no case is kept as long as the talk.
SENT_FOR = timedelta(days=365)


def has_served(*, signed_at: datetime, sent: bool, case_is_kept: bool | None, now: datetime) -> bool:
    """Whether a file is to be deleted. `case_is_kept`: None where it belongs to no case."""
    if not sent:
        return now - signed_at >= UNSENT_FOR
    return now - signed_at >= SENT_FOR if case_is_kept is None else not case_is_kept
