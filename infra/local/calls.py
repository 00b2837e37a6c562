"""HTTP calls to the running city: one call, a signed form, and whatever lies behind a link."""

import http.client
import json
import urllib.error
import urllib.request
import uuid
from typing import Any

from infra.local.machine.trouble import CityTrouble

# The API itself answers within half a minute, if only to say that it could not; a machine full of others adds to that.
_ANSWERS_WITHIN_S = 300


def post_form(url: str, fields: dict[str, str], content: bytes) -> int:
    """Posts a signed form with its file last, as browsers do. Returns the status."""
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="f.csv"\r\nContent-Type: text/csv\r\n\r\n'
    body = b"".join([*parts, head.encode(), content, f"\r\n--{boundary}--\r\n".encode()])
    return call(url, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})[0]


def fetch(url: str) -> bytes:
    """What lies behind a link of the city's. Raises CityTrouble."""
    try:
        with urllib.request.urlopen(url, timeout=_ANSWERS_WITHIN_S) as answer:
            return bytes(answer.read())
    except (OSError, http.client.HTTPException) as error:
        address = url.partition("?")[0]
        raise CityTrouble(f"{address}: 받지 못했습니다 (it could not be fetched: {error}).") from error


def call(url: str, body: bytes | None, headers: dict[str, str], method: str | None = None) -> tuple[int, Any]:
    """One HTTP call: the status and the body, parsed if it is JSON. Raises CityTrouble where nobody answers."""
    headers = {"Content-Type": "application/json", **headers}
    request = urllib.request.Request(url, data=body, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=_ANSWERS_WITHIN_S) as answer:
            status, text = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read()
    except (OSError, http.client.HTTPException) as error:
        address = url.partition("?")[0]
        raise CityTrouble(f"도시가 답하지 않습니다 (no answer from {address}: {error}): .city/cloud.log") from error
    try:
        return status, json.loads(text)
    except ValueError:
        return status, text.decode(errors="replace")
