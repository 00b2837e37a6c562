"""The error tree. A subclass of Rejected is never retried; a subclass of Transient always may be."""

import re


class CityError(Exception):
    """Root of every error the city raises on purpose. `code` is the class's name in snake_case."""

    @property
    def code(self) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()


class Rejected(CityError):
    """A rule said no. Asking again changes nothing.

    `message_ko` and `message_en` are shown to people; they never carry personal data.
    """

    message_ko = "요청을 처리할 수 없습니다."
    message_en = "The request was refused."

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.message_en)
        self.detail = detail


class Invalid(Rejected):
    """The input does not have the shape its contract asks for."""

    message_ko = "입력 형식이 올바르지 않습니다."
    message_en = "The input is not valid."


class Unauthenticated(Rejected):
    """The caller did not prove who it is."""

    message_ko = "인증되지 않은 요청입니다."
    message_en = "The request is not authenticated."


class Forbidden(Rejected):
    """The caller is known and may not do this."""

    message_ko = "권한이 없습니다."
    message_en = "You may not do this."


class SignInAgain(Forbidden):
    """The caller may do this, once they have proved anew who they are."""

    message_ko = "개인정보를 보려면 다시 로그인해 주세요. 로그인한 지 5분이 지났습니다."
    message_en = "Please sign in again to see personal data: your sign-in is more than five minutes old."


class NotFound(Rejected):
    """What was asked for does not exist, or may not be known to exist."""

    message_ko = "찾을 수 없습니다."
    message_en = "Not found."


class Conflict(Rejected):
    """The state changed, or this was done before."""

    message_ko = "이미 처리되었거나 상태가 바뀌었습니다."
    message_en = "Already done, or the state has changed."


class TooMany(Rejected):
    """The caller asked for more than its share of an hour."""

    message_ko = "요청이 너무 많습니다. 잠시 뒤 다시 시도해 주세요."
    message_en = "Too many requests. Please try again later."


class Transient(CityError):
    """The world failed (a race lost, a service unreachable). Asking again may work."""
