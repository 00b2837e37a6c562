"""Signing out: here, or everywhere."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from botocore.exceptions import BotoCoreError, ClientError

from city.aws.edge.callers import Caller, require_own_page
from city.aws.observability import count, describe_failure, logger
from city.contracts.staff_session import EndSession as EndRequest
from city.contracts.staff_session import SessionEnded
from city.session.cookies import ended_session_cookie, session_in
from city.session.errors import SignInDenied, SignInUnreachable
from city.session.sign_in_place import SignInPlace
from city.session.tokens import PostForm, read_tokens, refresh_form

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.client import CognitoIdentityProviderClient

# The cookies of whoever is signed in no more.
FORGOTTEN: Final = (ended_session_cookie(),)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSession:
    """`cognito` is asked with the function's own permission, which is to sign people of this one pool out."""

    place: Callable[[], SignInPlace]
    post: PostForm
    cognito: "CognitoIdentityProviderClient"
    pool_id: str

    def end(self, caller: Caller, request: EndRequest) -> SessionEnded:
        """Raises ForeignPage, and SignInUnreachable if not everything ended that was to end."""
        place = self.place()
        require_own_page(caller, place.origin)
        refresh_token = session_in(caller.cookies)
        if refresh_token is not None:
            try:
                if request.everywhere:
                    self._end_everywhere(place, refresh_token)
                self.cognito.revoke_token(Token=refresh_token, ClientId=place.client_id)
            except ClientError as error:
                # A token that is none, or of another client, opens nothing; whatever else failed is to be tried again.
                if error.response["Error"]["Code"] not in ("InvalidParameterException", "NotAuthorizedException"):
                    raise self._failed(error) from None
            except BotoCoreError as error:
                raise self._failed(error) from None
        return SessionEnded(go=place.sign_out_address())

    def _end_everywhere(self, place: SignInPlace, refresh_token: str) -> None:
        """Whose sessions end is said by the pool, which takes the token, and by nobody else."""
        try:
            tokens = read_tokens(*self.post(place.endpoint, refresh_form(place, refresh_token)), place)
        except SignInDenied:
            return  # it has ended
        self.cognito.admin_user_global_sign_out(UserPoolId=self.pool_id, Username=tokens.username)
        count("StaffSignedOutEverywhere")
        logger().info("staff signed out everywhere", extra={"by": tokens.claims["sub"]})

    def _failed(self, error: Exception) -> SignInUnreachable:
        logger().error("a session could not be ended", extra=describe_failure(error))
        return SignInUnreachable(type(error).__name__)
