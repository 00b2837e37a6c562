"""What a clerk's own words to a citizen may not be. Pure."""

from city.fines.talk.errors import TextHoldsLink, TextTooLong
from city.kernel.text import LMS_BYTES, byte_length, has_link


def check_text(text: str) -> None:
    """Raises TextHoldsLink, TextTooLong."""
    if has_link(text):
        raise TextHoldsLink
    if byte_length(text) > LMS_BYTES:
        raise TextTooLong
