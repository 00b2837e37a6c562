"""Why somebody is not signed in. Whoever does not get in learns no more than what to do next."""

from city.kernel.errors import Invalid, Transient, Unauthenticated


class SignInInterrupted(Invalid):
    """The way back from the sign-in page does not belong to a way there that this browser began."""

    message_ko = "로그인이 끝나기 전에 시간이 지났거나 다른 창에서 다시 시작되었습니다. 다시 로그인해 주세요."
    message_en = "The sign-in took too long or was begun again elsewhere. Please sign in again."


class SignInDenied(Unauthenticated):
    """The pool sent the person back without a code, or refused the code."""

    message_ko = "로그인하지 못했습니다. 다시 로그인해 주세요."
    message_en = "You could not be signed in. Please sign in again."


class SignedOut(Unauthenticated):
    """There is no session, or it has ended."""

    message_ko = "로그인이 끝났습니다. 다시 로그인해 주세요."
    message_en = "You are signed out. Please sign in again."


class SignInUnreachable(Transient):
    """The pool, or what says where it is, did not answer."""
