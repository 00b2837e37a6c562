"""Where staff sign in, as the stack of the door wrote it down (infra/door/sign_in.yaml)."""

from typing import Annotated
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

_Address = Annotated[str, Field(pattern=r"https?://[A-Za-z0-9.-]+(:[0-9]+)?")]
_LANGUAGES = ("ko", "en")


class SignInPlace(BaseModel):
    """`origin` is the city's, `pages` where the browser finds the sign-in pages, `endpoint` where the city asks for tokens.

    On AWS both are the pool's domain. Locally the pages come through the door, and the city asks the cloud itself.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    client_id: Annotated[str, Field(min_length=1)]
    origin: _Address
    pages: _Address
    endpoint: _Address

    @property
    def callback(self) -> str:
        return f"{self.origin}/api/session/callback"

    def sign_in_address(self, *, state: str, nonce: str, challenge: str, language: str | None) -> str:
        """The pool always asks for the password: the city's own cookie is the one session, and ending it ends it.

        The pool's own cookie would outlive a sign-out from everywhere by an hour, in every browser but this one.
        """
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.callback,
            "scope": "openid profile email",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "prompt": "login",
            **({"lang": language} if language in _LANGUAGES else {}),
        }
        return f"{self.pages}/oauth2/authorize?{urlencode(query)}"

    def sign_out_address(self) -> str:
        query = {"client_id": self.client_id, "logout_uri": f"{self.origin}/"}
        return f"{self.pages}/logout?{urlencode(query)}"
