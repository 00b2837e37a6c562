"""What a person can mend."""


class CityTrouble(Exception):
    """Something a person can mend: one sentence with the cure."""
