"""What the door's template and pages say of every domain, made of the manifests: a new domain is let in by its folders.

`infra/door.yaml` is the template with a line `# + <name>` wherever something of every domain, or a script, goes.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from infra.manifest import ROOT, Manifest, Names, groups_of, read_manifests
from web.assemble import paths_of

DOOR, DOOR_TEMPLATE, CITY_JSON = (
    Path("infra", "door.yaml"),
    Path("infra", "door", "template.yaml"),
    Path("web", "city.json"),
)
_WRITTEN = "# Written by `make stacks` from infra/door.yaml, infra/door/*.js, every domain's manifest and web/: change those.\n"
_PLACE = re.compile(r"^(?P<before> *(?:- )?)# \+ (?P<name>.+)\n", re.MULTILINE)
_NO_CACHE = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"  # CachingDisabled
_ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"  # AllViewerExceptHostHeader
_EVERY_METHOD = "[GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]"
# Sent in the place of whatever a viewer sends under that name: city/aws/edge/door.py believes it.
_PROOF = (
    "{ HeaderName: X-Door-Proof, "
    'HeaderValue: !Sub "{{resolve:secretsmanager:${DoorProofSecretId}:SecretString:::${DoorProofVersion}}}" }'
)
_API = f"  OriginPath: /v1\n  OriginCustomHeaders: [{_PROOF}]\n"
_STRIPS = "  FunctionAssociations: [{ EventType: viewer-request, FunctionARN: !GetAtt ApiFunction.FunctionARN }]\n"
_CONTENT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; connect-src 'self'"
)


def door_template(root: Path = ROOT) -> str:
    """The text of the door's template."""
    manifests = list(read_manifests(root / "infra").values())
    apis = [manifest for manifest in manifests if manifest.api_id]
    sockets = [manifest for manifest in manifests if manifest.socket_id]
    parted = [manifest for manifest in manifests if manifest.parts]
    ids = [
        output
        for manifest in manifests
        for output in (manifest.api_id, *manifest.parts.values(), manifest.socket_id)
        if output
    ]
    buckets = [bucket for manifest in manifests for bucket in manifest.uploads]
    shown = [bucket for manifest in manifests for bucket in manifest.shows]
    blocks = {
        "parameters": _parameters(dict.fromkeys([*ids, *buckets, *shown])),
        "content policy": _content_policy(buckets, shown),
        "origins": "".join([*map(_api_origin, apis), *map(_part_origins, parted), *map(_socket_origin, sockets)]),
        "behaviours": "".join(
            [
                *map(_map_page, _map_pages(manifests)),
                # The first pattern that fits is taken: what is below another stands before it.
                *map(_part_behaviours, parted),
                *map(_api_behaviour, apis),
                *map(_socket_behaviour, sockets),
            ]
        ),
    }
    for script in (root / "infra" / "door").glob("*.js"):
        paths = ", ".join(f"'{path}'" for path in paths_of(root / "web"))
        blocks[script.name] = script.read_text().replace("/* pages */", paths)

    def fill(place: re.Match[str]) -> str:
        indent = " " * len(place["before"])
        lines = blocks[place["name"]].splitlines()
        filled = "\n".join(f"{indent}{line}".rstrip() for line in lines)
        return f"{place['before']}{filled.lstrip(' ')}\n" if filled else ""

    return _WRITTEN + _PLACE.sub(fill, (root / DOOR).read_text())


def city_json(root: Path = ROOT) -> str:
    """The text of web/city.json: who has which pages. `version` becomes the digest of what is published."""
    manifests = read_manifests(root / "infra").values()
    domains = [
        {
            "name": manifest.name,
            "names": _said(manifest.names),
            "first": {group: _said(words) for group, words in manifest.first.items()},
            "pages": [
                {
                    "path": page.path,
                    "names": _said(page.names),
                    "about": _said(page.about),
                    "who": list(page.who),
                    "map": page.map,
                    **({"icon": page.icon} if page.icon else {}),
                }
                for page in manifest.pages
            ],
        }
        for manifest in sorted(manifests, key=lambda each: (each.place is None, each.place or 0))
        if manifest.pages or manifest.first
    ]
    groups = {group: _said(names) for group, names in sorted(groups_of(manifests).items())}
    city = {"domains": domains, "groups": groups, "official": False, "version": "-"}
    return json.dumps(city, ensure_ascii=False, indent=1) + "\n"


def _said(words: Names | None) -> dict[str, str] | None:
    return {"ko": words.ko, "en": words.en} if words else None


def _map_pages(manifests: Iterable[Manifest]) -> list[str]:
    return [page.path for manifest in manifests for page in manifest.pages if page.map]


def _parameters(names: Iterable[str]) -> str:
    return "".join(f"{name}:\n  Type: String\n" for name in names)


def _content_policy(buckets: Iterable[str], shown: Iterable[str]) -> str:
    here = " http://localhost:* http://127.0.0.1:*"
    pictures = f'- !If [IsLocal, "{here}", !Sub "{_hosts(shown)}"]\n'
    return (
        f'- "{_CONTENT}"\n'
        "# Not every browser takes 'self' for a WebSocket of the same address.\n"
        '- !If [HasDomain, !Sub " wss://${CityDomain}", ""]\n'
        "# Locally the buckets are those of the local cloud, on another port; forms are signed for it by its number.\n"
        f'- !If [IsLocal, "{here} ws://localhost:*", !Sub "{_hosts(buckets)}"]\n'
        # What is shown is fetched by the page's own tags alone: no script reads it.
        f"- \"; img-src 'self' data: blob:\"\n{pictures}"
        f"- \"; media-src 'self' blob:\"\n{pictures}"
    )


def _hosts(buckets: Iterable[str]) -> str:
    return "".join(f" https://${{{bucket}}}.s3.${{AWS::Region}}.${{AWS::URLSuffix}}" for bucket in buckets)


def _api_origin(manifest: Manifest) -> str:
    return _origin(manifest.name, manifest.api_id, _API)


def _part_origins(manifest: Manifest) -> str:
    return "".join(_origin(f"{manifest.name}-{part}", output, _API) for part, output in manifest.parts.items())


def _socket_origin(manifest: Manifest) -> str:
    """Without a path of its own: the path at the door is the name of the stage."""
    return _origin(f"{manifest.name}-socket", manifest.socket_id, "")


def _origin(name: str, api_id: str | None, path: str) -> str:
    return (
        f"- Id: {name}\n"
        f"  DomainName: !Sub ${{{api_id}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}\n"
        f"{path}"
        "  CustomOriginConfig: { OriginProtocolPolicy: https-only, OriginSSLProtocols: [TLSv1.2] }\n"
    )


def _api_behaviour(manifest: Manifest) -> str:
    return _behaviour(f"/api/{manifest.name}/*", manifest.name, _STRIPS)


def _part_behaviours(manifest: Manifest) -> str:
    paths = ((f"/api/{manifest.name}/{part}/*", f"{manifest.name}-{part}") for part in manifest.parts)
    return "".join(_behaviour(path, origin, _STRIPS) for path, origin in paths)


def _socket_behaviour(manifest: Manifest) -> str:
    return _behaviour(f"/{manifest.name}", f"{manifest.name}-socket", "")


def _behaviour(pattern: str, origin: str, function: str) -> str:
    return (
        f"- PathPattern: {pattern}\n"
        f"  TargetOriginId: {origin}\n"
        "  ViewerProtocolPolicy: https-only\n"
        f"  AllowedMethods: {_EVERY_METHOD}\n"
        "  Compress: true\n"
        f"  CachePolicyId: {_NO_CACHE}  # CachingDisabled\n"
        f"  OriginRequestPolicyId: {_ALL_BUT_HOST}  # AllViewerExceptHostHeader\n"
        "  ResponseHeadersPolicyId: !Ref DataPolicy\n"
        f"{function}"
    )


def _map_page(path: str) -> str:
    return (
        f"- PathPattern: {path}\n"
        "  TargetOriginId: pages\n"
        "  ViewerProtocolPolicy: redirect-to-https\n"
        "  AllowedMethods: [GET, HEAD]\n"
        "  Compress: true\n"
        "  CachePolicyId: !Ref AsTheObjectSays\n"
        "  ResponseHeadersPolicyId: !Ref MapPagePolicy\n"
        "  FunctionAssociations: [{ EventType: viewer-request, FunctionARN: !GetAtt PagesFunction.FunctionARN }]\n"
    )
