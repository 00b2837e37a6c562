"""The token endpoint, asked over HTTP."""

from collections.abc import Mapping

from urllib3 import PoolManager, Timeout
from urllib3.exceptions import HTTPError

from city.session.errors import SignInUnreachable
from city.session.tokens import PostForm

_LARGEST_ANSWER = 64 * 1024


def open_token_endpoint(*, plain: bool) -> PostForm:
    """`plain`: whether it may be asked without TLS, which only the local cloud may."""
    pool = PoolManager(timeout=Timeout(connect=3, read=8), retries=False)

    def post(base: str, form: Mapping[str, str]) -> tuple[int, bytes]:
        if not base.startswith("https://") and not plain:
            raise SignInUnreachable("the token endpoint has no TLS")
        try:
            answer = pool.request(
                "POST", f"{base}/oauth2/token", fields=dict(form), encode_multipart=False, preload_content=False
            )
            with answer:
                return answer.status, answer.read(_LARGEST_ANSWER)
        except HTTPError as error:
            raise SignInUnreachable(type(error).__name__) from None

    return post
