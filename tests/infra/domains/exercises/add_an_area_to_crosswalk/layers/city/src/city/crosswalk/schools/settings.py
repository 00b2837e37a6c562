"""What the functions of schools find in their environment."""

from city.kernel.settings import Settings


class SchoolSettings(Settings):
    """No tables: the hours are the same everywhere."""
