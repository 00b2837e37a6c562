"""Signing staff in: the city asks Cognito for them, so that a page talks to nobody but the API it came from."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from typing import TYPE_CHECKING, Any

from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from city.aws.clients import open_client
from city.aws.observability import count, logger
from city.contracts.session import AnswerChallenge, Challenge, Challenged, SignedIn, SignIn
from city.kernel.errors import CityError, Invalid, TooMany, Transient, Unauthenticated

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.client import CognitoIdentityProviderClient


class SignInRefused(Unauthenticated):
    """A wrong name and a wrong password are refused in the same words."""

    message_ko = "아이디나 비밀번호가 맞지 않습니다. 여러 번 틀리면 잠시 로그인할 수 없습니다."
    message_en = "The name or the password is wrong. After several attempts you will have to wait."


class CodeWrong(Unauthenticated):
    message_ko = "인증번호가 맞지 않거나 시간이 지났습니다. 새 번호를 입력해 주세요."
    message_en = "The code is wrong or has expired. Please enter a new one."


class PasswordTooWeak(Invalid):
    message_ko = "비밀번호는 14자 이상이고 영문 대문자, 소문자, 숫자가 있어야 합니다."
    message_en = "A password needs 14 characters, with upper case, lower case and a digit."


class TooManySignIns(TooMany):
    message_ko = "로그인 시도가 너무 많습니다. 잠시 뒤 다시 시도해 주세요."
    message_en = "Too many attempts to sign in. Please try again later."


class StaffPoolUnreachable(Transient):
    """Cognito did not answer."""


_CHALLENGES: dict[str, Challenge] = {
    "SOFTWARE_TOKEN_MFA": "code",
    "MFA_SETUP": "set_up_code",
    "NEW_PASSWORD_REQUIRED": "new_password",  # pragma: allowlist secret
}
_NAMES = {challenge: name for name, challenge in _CHALLENGES.items()}
# Which field of Cognito's takes the answer; an authenticator that was just set up has proved itself already.
_FIELDS: dict[Challenge, str | None] = {
    "code": "SOFTWARE_TOKEN_MFA_CODE",
    "set_up_code": None,
    "new_password": "NEW_PASSWORD",  # pragma: allowlist secret
}
# Whoever does not get in hears the same, whatever it was: who works here is nobody's business.
_REFUSALS: dict[str, type[CityError]] = {
    **dict.fromkeys(
        (
            "NotAuthorizedException",
            "UserNotFoundException",
            "UserNotConfirmedException",
            "PasswordResetRequiredException",
        ),
        SignInRefused,
    ),
    **dict.fromkeys(("CodeMismatchException", "ExpiredCodeException", "EnableSoftwareTokenMFAException"), CodeWrong),
    **dict.fromkeys(("InvalidPasswordException", "PasswordHistoryPolicyViolationException"), PasswordTooWeak),
    **dict.fromkeys(("TooManyRequestsException", "LimitExceededException"), TooManySignIns),
    "InternalErrorException": StaffPoolUnreachable,
}


class StaffSession:
    """Signs in with a password, and with what Cognito asks for after it."""

    def __init__(self, cognito: CognitoIdentityProviderClient, client_id: str) -> None:
        self._cognito, self._client_id = cognito, client_id

    def sign_in(self, request: SignIn | AnswerChallenge) -> SignedIn | Challenged:
        """Raises SignInRefused, CodeWrong, PasswordTooWeak, TooManySignIns, StaffPoolUnreachable."""
        try:
            return self._answer_of(self._start(request) if isinstance(request, SignIn) else self._go_on(request))
        except ClientError as error:
            code = error.response["Error"]["Code"]
            refusal = _malformed(request) if code == "InvalidParameterException" else _REFUSALS.get(code)
            if refusal is None:
                raise
            count("SignInRefused")
            raise refusal from None
        except BotoCoreError as error:
            raise StaffPoolUnreachable(type(error).__name__) from None

    def _start(self, request: SignIn) -> Any:
        return self._cognito.initiate_auth(
            AuthFlow="USER_PASSWORD_AUTH",
            ClientId=self._client_id,
            AuthParameters={"USERNAME": request.username, "PASSWORD": request.password.get_secret_value()},
        )

    def _go_on(self, request: AnswerChallenge) -> Any:
        answer, session, field = request.answer.get_secret_value(), request.session, _FIELDS[request.challenge]
        if field is None:
            session = self._cognito.verify_software_token(Session=session, UserCode=answer).get("Session", session)
        return self._cognito.respond_to_auth_challenge(
            ClientId=self._client_id,
            ChallengeName=_NAMES[request.challenge],  # type: ignore[arg-type]  # one of the names above
            Session=session,
            ChallengeResponses={"USERNAME": request.username, **({field: answer} if field else {})},
        )

    def _answer_of(self, answer: Any) -> SignedIn | Challenged:
        result = answer.get("AuthenticationResult")
        if result:
            claims = _claims_of(result["IdToken"])
            count("StaffSignedIn")
            logger().info("staff signed in", extra={"by": claims["sub"]})
            return SignedIn(
                token=result["IdToken"],
                expires_in=result["ExpiresIn"],
                groups=claims.get("cognito:groups", ()),
                staff_id=claims["sub"],
            )
        challenge = _CHALLENGES[answer["ChallengeName"]]
        if challenge != "set_up_code":
            return Challenged(challenge=challenge, session=answer["Session"])
        new = self._cognito.associate_software_token(Session=answer["Session"])
        return Challenged(challenge=challenge, session=new["Session"], secret=new["SecretCode"])


_CONFIG = Config(signature_version=UNSIGNED, connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 2})


def open_staff_session(client_id: str) -> StaffSession:
    """Whoever signs in needs no key of the city's: the function that asks for them has no permission to use one."""
    return StaffSession(open_client("cognito-idp", config=_CONFIG), client_id)


def _malformed(request: SignIn | AnswerChallenge) -> type[CityError]:
    """What Cognito will not even look at: a code that is none, a name no user can have."""
    if isinstance(request, SignIn):
        return SignInRefused
    return PasswordTooWeak if request.challenge == "new_password" else CodeWrong


def _claims_of(token: str) -> Any:
    """What a token says, unverified: it comes from Cognito itself, over TLS."""
    payload = token.split(".")[1]
    return json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
