"""A person with a browser at the local cloud's sign-in pages, and a pool for them."""

import base64
import hashlib
import hmac
import html
import json
import re
import secrets
import struct
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from tests.infra.local_cloud.running import RunningCloud

CALLBACK = "http://localhost:8000/api/session/callback"
PASSWORD = "Correct-horse-1"  # pragma: allowlist secret
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


@dataclass
class Page:
    status: int
    headers: Any
    text: str

    @property
    def query(self) -> dict[str, str]:
        """Of where it sends the browser."""
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.headers["Location"] or "").query))

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    def fields(self) -> dict[str, str]:
        """What its form sends without a person's doing."""
        found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', self.text)
        return {name: html.unescape(value) for name, value in found}


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass
class Browser:
    """Keeps cookies, follows nothing by itself."""

    base: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **query: str) -> Page:
        return self._open(path + ("?" + urllib.parse.urlencode(query) if query else ""), None)

    def post(self, path: str, **form: str) -> Page:
        return self._open(path, urllib.parse.urlencode(form).encode())

    def _open(self, path: str, body: bytes | None) -> Page:
        url = path if path.startswith("http") else self.base + path
        request = urllib.request.Request(url, body)
        if self.cookies:
            request.add_header("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        try:
            answer = urllib.request.build_opener(_StayHere).open(request)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            page = Page(answer.status, answer.headers, answer.read().decode())
        for line in page.headers.get_all("Set-Cookie") or ():
            self.take(line)
        return page

    def take(self, line: str) -> None:
        for name, cookie in SimpleCookie(line).items():
            self.cookies.pop(name, None)
            if cookie["max-age"] != "0":
                self.cookies[name] = cookie.value


@dataclass
class Pool:
    cloud: RunningCloud
    pool_id: str
    client_id: str

    @classmethod
    def made(cls, cloud: RunningCloud, name: str, callback: str = CALLBACK, **client: Any) -> "Pool":
        cognito = cloud.client("cognito-idp")
        pool_id = cognito.create_user_pool(PoolName=name)["UserPool"]["Id"]
        settings = {
            "CallbackURLs": [callback],
            "LogoutURLs": ["http://localhost:8000/"],
            "AllowedOAuthFlows": ["code"],
            "AllowedOAuthScopes": ["openid", "profile", "email"],
            "AllowedOAuthFlowsUserPoolClient": True,
            "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
            **client,
        }
        client_id = cognito.create_user_pool_client(UserPoolId=pool_id, ClientName="pages", **settings)
        return cls(cloud, pool_id, client_id["UserPoolClient"]["ClientId"])

    def person(self, name: str, *groups: str) -> str:
        cognito = self.cloud.client("cognito-idp")
        cognito.admin_create_user(UserPoolId=self.pool_id, Username=name, MessageAction="SUPPRESS")
        cognito.admin_set_user_password(UserPoolId=self.pool_id, Username=name, Password=PASSWORD, Permanent=True)
        for group in groups:
            cognito.create_group(UserPoolId=self.pool_id, GroupName=group)
            cognito.admin_add_user_to_group(UserPoolId=self.pool_id, Username=name, GroupName=group)
        return name

    def ask(self, browser: Browser, **more: str) -> Page:
        """The page to which an application sends whoever is to sign in."""
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": CALLBACK,
            "scope": "openid profile",
            "state": secrets.token_urlsafe(8),
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        }
        return browser.get("/oauth2/authorize", **{**asked, **more})

    def sign_in(self, browser: Browser, name: str, password: str = PASSWORD) -> Page:
        return browser.post("/login", **self.ask(browser, prompt="login").fields(), username=name, password=password)

    def exchange(self, browser: Browser, code: str, verifier: str = VERIFIER, callback: str = CALLBACK) -> Page:
        return browser.post(
            "/oauth2/token",
            grant_type="authorization_code",
            client_id=self.client_id,
            code=code,
            redirect_uri=callback,
            code_verifier=verifier,
        )

    def refresh(self, browser: Browser, token: str) -> Page:
        return browser.post("/oauth2/token", grant_type="refresh_token", client_id=self.client_id, refresh_token=token)

    def try_password(self, name: str, password: str) -> str:
        """What the API says: `in`, or the message of the refusal."""
        cognito = self.cloud.client("cognito-idp")
        try:
            cognito.initiate_auth(
                AuthFlow="USER_PASSWORD_AUTH",
                ClientId=self.client_id,
                AuthParameters={"USERNAME": name, "PASSWORD": password},
            )
        except cognito.exceptions.NotAuthorizedException as error:
            return str(error.response["Error"]["Message"])
        return "in"


def claims_of(token: str) -> Any:
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def totp(secret: str, moment: float) -> str:
    """What an authenticator shows (RFC 6238)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(moment // 30)), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
