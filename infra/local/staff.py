"""The staff of the local city, whom the domains' manifests name, and clients of the domains' APIs for them and others."""

import json
import secrets
import time
import urllib.parse
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from infra.local.calls import call
from infra.local.city import City
from infra.local.machine.trouble import CityTrouble
from infra.local.patience import LONGEST_S, Signs, wait_on
from infra.manifest import read_manifests, staff_of

# As the local cloud writes it; nothing was begun then.
_NO_WORKER = "ReservedFunctionConcurrentInvocationLimitExceeded"
_TRIES_FOR_A_WORKER = 30


@cache
def working_here() -> dict[str, str]:
    """Who signs in, and in which group."""
    return staff_of(read_manifests().values())


def ensure_staff(city: City) -> None:
    """Everybody whom a manifest names can sign in; their passwords stay on this machine."""
    cognito, pool = city.client("cognito-idp"), city.output("StaffPoolId")
    for who, group in working_here().items():
        if city.facts.get(f"{who}_password"):
            continue
        password = f"Aa1{secrets.token_urlsafe(18)}"
        cognito.admin_create_user(UserPoolId=pool, Username=who, TemporaryPassword=password, MessageAction="SUPPRESS")
        cognito.admin_set_user_password(UserPoolId=pool, Username=who, Password=password, Permanent=True)
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=who, GroupName=group)
        city.save_facts(**{f"{who}_password": password})


def staff_password(city: City, who: str) -> str:
    """Raises CityTrouble for somebody who does not work here."""
    staff = working_here()
    if who not in staff:
        raise CityTrouble(f"WHO is one of {', '.join(staff)}.")
    password = city.facts.get(f"{who}_password")
    if password is None:
        raise CityTrouble("The city is still starting: wait for READY, then try again.")
    return str(password)


def staff_token(city: City, who: str = "clerk") -> str:
    """Raises CityTrouble for somebody who does not work here."""
    answer = city.client("cognito-idp").initiate_auth(
        AuthFlow="USER_PASSWORD_AUTH",
        ClientId=city.output("StaffClientId"),
        AuthParameters={"USERNAME": who, "PASSWORD": staff_password(city, who)},
    )
    return str(answer["AuthenticationResult"]["IdToken"])


class ApiClient:
    """A domain's API, asked with these headers: none for the public, or a key."""

    def __init__(self, city: City, domain: str, headers: Mapping[str, str] | None = None) -> None:
        self.city = city
        self._domain, self._headers = domain, dict(headers or {})

    def ask(self, method: str, path: str, /, **body: Any) -> tuple[int, Any]:
        """The status and the answer. The body goes with every method but GET.

        On a busy machine the local cloud may have no worker left: it says so before any began, and is asked again.
        """
        content = json.dumps(body).encode() if method != "GET" else None
        for _ in range(_TRIES_FOR_A_WORKER):
            status, answer = call(self.city.api_url(self._domain) + path, content, self._headers, method)
            if status != 429 or not isinstance(answer, dict) or answer.get("Reason") != _NO_WORKER:
                break
            time.sleep(1)
        return status, answer

    def do(self, method: str, path: str, /, **body: Any) -> Any:
        """The answer. Raises CityTrouble unless the status is 200."""
        return self._accepted(f"{method} {path}", *self.ask(method, path, **body))

    def read(self, path: str) -> Any:
        """What `path` shows. Raises CityTrouble if the city refuses."""
        return self.do("GET", path)

    def read_all(
        self, path: str, /, *, limit: int = 50, cursor: str = "next_page", **query: str
    ) -> list[dict[str, Any]]:
        """Every entry of a list, page by page of `limit`; `cursor` is the field that names the next. Raises CityTrouble."""
        entries: list[dict[str, Any]] = []
        page: dict[str, str] = {}
        while True:
            answer = self.read(f"{path}?{urllib.parse.urlencode({**query, 'limit': str(limit), **page})}")
            (listed,) = (value for value in answer.values() if isinstance(value, list))
            entries += listed
            if not answer[cursor]:
                return entries
            page = {"page": answer[cursor]}

    def wait_until(
        self, wanted: str, holds: Callable[[int, Any], object], method: str, path: str, /, **body: Any
    ) -> Any:
        """The answer, once its status and itself are as `wanted` says, Korean (English). Raises GaveUp, CityTrouble."""

        def look() -> tuple[Any] | None:
            status, answer = self.ask(method, path, **body)
            return (answer,) if holds(status, answer) else None

        return wait_on(self.city, wanted, look, pause_s=0.3)[0]

    def wait_for(
        self,
        wanted: str,
        path: str,
        holds: Callable[[Any], object],
        *,
        signs: Signs | None = None,
        longest_s: float = LONGEST_S,
    ) -> Any:
        """What `path` shows, once it is as `wanted` says, Korean (English). Raises GaveUp; CityTrouble if refused.

        `signs`: of whoever brings it about, if that is not the city.
        """

        def look() -> tuple[Any] | None:
            answer = self.read(path)
            return (answer,) if holds(answer) else None

        return wait_on(self.city, wanted, look, pause_s=0.3, signs=signs, longest_s=longest_s)[0]

    def _accepted(self, asked: str, status: int, answer: Any) -> Any:
        if status != 200:
            raise CityTrouble(f"The API of {self._domain} answered {status} on {asked}: {answer}")
        return answer


class StaffClient(ApiClient):
    """A domain's API, with the token of somebody who works here, who signs in again where that is asked for."""

    def __init__(self, city: City, domain: str, who: str) -> None:
        """Raises CityTrouble for somebody who does not work here."""
        super().__init__(city, domain, {"Authorization": staff_token(city, who)})
        self._who = who

    def ask(self, method: str, path: str, /, **body: Any) -> tuple[int, Any]:
        status, answer = super().ask(method, path, **body)
        if status != 403 or not isinstance(answer, dict) or answer.get("error") != "sign_in_again":
            return status, answer
        self._headers["Authorization"] = staff_token(self.city, self._who)
        return super().ask(method, path, **body)
