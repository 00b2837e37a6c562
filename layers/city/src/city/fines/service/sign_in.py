"""Signing staff in: the city asks Cognito for them, so that their page talks to nobody but the city."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from city.aws.observability import count, logger
from city.contracts.session import AnswerChallenge, Challenge, Challenged, SignedIn, SignIn
from city.fines.errors import CodeWrong, PasswordTooWeak, SignInRefused, StaffPoolUnreachable, TooManySignIns
from city.kernel.errors import CityError

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.client import CognitoIdentityProviderClient

_CHALLENGES: dict[str, Challenge] = {
    "SOFTWARE_TOKEN_MFA": "code",
    "MFA_SETUP": "set_up_code",
    "NEW_PASSWORD_REQUIRED": "new_password",  # pragma: allowlist secret
}
# Whoever does not get in hears the same, whatever it was: who works here is nobody's business.
_REFUSALS: dict[str, type[CityError]] = {
    "NotAuthorizedException": SignInRefused,
    "UserNotFoundException": SignInRefused,
    "UserNotConfirmedException": SignInRefused,
    "PasswordResetRequiredException": SignInRefused,
    "CodeMismatchException": CodeWrong,
    "ExpiredCodeException": CodeWrong,
    "EnableSoftwareTokenMFAException": CodeWrong,
    "InvalidPasswordException": PasswordTooWeak,
    "PasswordHistoryPolicyViolationException": PasswordTooWeak,
    "TooManyRequestsException": TooManySignIns,
    "LimitExceededException": TooManySignIns,
    "InternalErrorException": StaffPoolUnreachable,
}
# What Cognito will not even look at: a code that is none, a name no user can have.
_MALFORMED = "InvalidParameterException"
_MALFORMED_ANSWERS: dict[Challenge, type[CityError]] = {
    "code": CodeWrong,
    "set_up_code": CodeWrong,
    "new_password": PasswordTooWeak,
}


class SignInStaff:
    """Signs in with a password, and with what Cognito asks for after it."""

    def __init__(self, cognito: CognitoIdentityProviderClient, client_id: str) -> None:
        self._cognito, self._client_id = cognito, client_id

    def take(self, ask: SignIn | AnswerChallenge) -> SignedIn | Challenged:
        """Raises SignInRefused, CodeWrong, PasswordTooWeak, TooManySignIns, StaffPoolUnreachable."""
        try:
            return self._start(ask) if isinstance(ask, SignIn) else self._go_on(ask)
        except ClientError as error:
            malformed = SignInRefused if isinstance(ask, SignIn) else _MALFORMED_ANSWERS[ask.challenge]
            refusal = {**_REFUSALS, _MALFORMED: malformed}.get(error.response["Error"]["Code"])
            if refusal is None:
                raise
            count("SignInRefused")
            raise refusal from None
        except BotoCoreError as error:
            raise StaffPoolUnreachable(type(error).__name__) from None

    def _start(self, ask: SignIn) -> SignedIn | Challenged:
        answer = self._cognito.initiate_auth(
            AuthFlow="USER_PASSWORD_AUTH",
            ClientId=self._client_id,
            AuthParameters={"USERNAME": ask.username, "PASSWORD": ask.password.get_secret_value()},
        )
        return self._tell(answer)

    def _go_on(self, ask: AnswerChallenge) -> SignedIn | Challenged:
        told, session = ask.answer.get_secret_value(), ask.session
        if ask.challenge == "set_up_code":
            session = self._cognito.verify_software_token(Session=session, UserCode=told).get("Session", session)
            told = ""
        name, field = {
            "code": ("SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA_CODE"),
            "set_up_code": ("MFA_SETUP", None),
            "new_password": ("NEW_PASSWORD_REQUIRED", "NEW_PASSWORD"),
        }[ask.challenge]
        answer = self._cognito.respond_to_auth_challenge(
            ClientId=self._client_id,
            ChallengeName=name,  # type: ignore[arg-type]  # one of the names above
            Session=session,
            ChallengeResponses={"USERNAME": ask.username, **({field: told} if field else {})},
        )
        return self._tell(answer)

    def _tell(self, answer: Any) -> SignedIn | Challenged:
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


def _claims_of(token: str) -> Any:
    """What a token says, unverified: it comes from Cognito itself, over TLS."""
    payload = token.split(".")[1]
    return json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
