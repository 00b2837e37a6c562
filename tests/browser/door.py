"""What the door sends with each path: read from its template, so that pages alone are held to what is deployed."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from infra.door.paths import DOOR_TEMPLATE
from infra.templates import ROOT, read_template

_KEPT = "public, max-age=31536000, immutable"
_NAMES = {
    "ContentSecurityPolicy": "Content-Security-Policy",
    "ContentTypeOptions": "X-Content-Type-Options",
    "FrameOptions": "X-Frame-Options",
    "ReferrerPolicy": "Referrer-Policy",
}


def headers_of(path: str, *, is_map: bool) -> dict[str, str]:
    """As CloudFront sends them from the local city's distribution."""
    if path.startswith("/api/"):
        return {"Cache-Control": "no-store", **_policy("DataPolicy")}
    if path.startswith("/v/"):
        return {"Cache-Control": _KEPT, **_policy("DataPolicy")}
    return {"Cache-Control": "no-cache", **_policy("MapPagePolicy" if is_map else "PagePolicy")}


@cache
def _policy(name: str) -> Mapping[str, str]:
    config = read_template(ROOT / DOOR_TEMPLATE)["Resources"][name]["Properties"]["ResponseHeadersPolicyConfig"]
    headers = {each["Header"]: str(each["Value"]) for each in config["CustomHeadersConfig"]["Items"]}
    for kind, said in config["SecurityHeadersConfig"].items():
        # StrictTransportSecurity means nothing on this machine, which has no certificate.
        if kind in _NAMES:
            headers[_NAMES[kind]] = _text(said.get(kind, said.get("FrameOption", "nosniff")))
    return headers


def _text(said: Any) -> str:
    """Here is the local city, which has no domain name."""
    match said:
        case {"Fn::Join": [str(between), [*parts]]}:
            return between.join(map(_text, parts))
        case {"Fn::If": ["IsLocal", then, _]}:
            return _text(then)
        case {"Fn::If": ["HasDomain", _, otherwise]}:
            return _text(otherwise)
        case str():
            return said
    raise ValueError(f"a header that no test reads: {said}")
