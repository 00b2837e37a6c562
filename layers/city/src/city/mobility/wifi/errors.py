"""Why WiFi data is not taken, or a question not answered."""

from city.kernel.errors import Rejected


class BadWindow(Rejected):
    """A window that is not declared: of another length, or not aligned."""


class TooLate(Rejected):
    """Received when the window's key had to be dead already: nothing may be added to it any more."""


class TooEarly(Rejected):
    """Received before its window begins: a clock is wrong."""


class WindowCannotSay(Rejected):
    """The identifiers of these windows cannot answer this question."""


class BadAddress(Rejected):
    """No MAC address of one device: broken, null, broadcast or multicast."""


class BadKey(Rejected):
    """No key of 32 bytes, or one that was overwritten."""


class BadScope(Rejected):
    """No name of a zone scope."""


class BadIdentifier(Rejected):
    """No identifier of 64 bits."""


class SketchRefused(Rejected):
    """The bytes are no sketch of ours: cut, changed, or of another library, precision or kind."""


class SketchesDiffer(Rejected):
    """Sketches of two windows or two scopes: the identifiers of one mean nothing in the other."""


class UnknownZone(Rejected):
    """A zone that no plan names."""


class OutsideWindow(Rejected):
    """A sighting at a moment that is not of the window."""


class BadTable(Rejected):
    """A table that cannot be published: negative counts, or totals that are not the sums of their parts."""


class NothingToPublish(Rejected):
    """No choice of cells to leave out protects the table."""


class BadSigns(Rejected):
    """Signs of life that are not in order of time."""
