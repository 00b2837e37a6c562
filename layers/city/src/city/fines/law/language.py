"""The languages in which the city answers. Pure."""

from enum import StrEnum


class Language(StrEnum):
    KOREAN = "ko"
    ENGLISH = "en"
    CHINESE = "zh"
    VIETNAMESE = "vi"
