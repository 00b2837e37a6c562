"""Fetching film over HTTPS: certificates checked, no redirect followed, a body cut where it is too long."""

from city.operations.viewing.adapters.kinesis_video import Fetch
from city.operations.viewing.errors import VideoUnreachable

_CONNECT_SECONDS, _READ_SECONDS = 2.0, 5.0


def open_fetch() -> Fetch:
    import urllib3

    pool = urllib3.PoolManager(
        timeout=urllib3.Timeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS), retries=False, cert_reqs="CERT_REQUIRED"
    )

    def fetch(address: str, most_bytes: int) -> tuple[int, bytes]:
        try:
            answer = pool.request("GET", address, redirect=False, preload_content=False)
            try:
                return answer.status, answer.read(most_bytes, decode_content=True)
            finally:
                answer.release_conn()
        except urllib3.exceptions.HTTPError as error:
            raise VideoUnreachable from error

    return fetch
