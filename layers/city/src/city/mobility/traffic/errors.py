"""Why traffic takes something not in."""

from city.kernel.errors import Rejected


class TokenRefused(Rejected):
    """A vehicle is counted by a keyed token of 8 to 16 hexadecimal digits, never by a name of its own."""


class PartsDiffer(Rejected):
    """Parts of different edges or slots make no record together."""


class NotAWay(Rejected):
    """The edges do not lead one into the next, or are not of this map."""
