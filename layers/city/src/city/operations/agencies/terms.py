"""What is no configuration of an agency: addresses that may not be called, codes that do not exist. And who ships."""

import re
from collections.abc import Collection, Iterator, Sequence

from city.contracts.operations.partners import AgencyConfig, EventCode, IncomingTerms
from city.operations.agencies.codes import find_incoming
from city.operations.bodies import BODIES

# A host and a path, nothing before the host and nothing but a port after it: names and passwords stand in no address.
_ADDRESS = re.compile(r"(https?)://([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::(\d{1,5}))?(/[!-~]*)?", re.ASCII)
_CITY = "B4421000000"


def _agency(agency_id: str, *codes: str, kept_days: int = 365) -> AgencyConfig:
    ko, en = BODIES[agency_id]
    return AgencyConfig(
        agency_id=agency_id,
        name_ko=ko,
        name_en=en,
        incoming=IncomingTerms(send_codes=(_CITY,), event_codes=codes, kept_days=kept_days),
    )


# Whom the national platform links (112 영상·출동, 119, 재난, 사회적약자, 법무부). None comes in before it has a key.
SHIPPED: tuple[AgencyConfig, ...] = (
    _agency("112", "DN112001", "DN112002", "DN112003", kept_days=1_095),
    _agency("119", "DN119001", "DN119002"),
    _agency("disaster", "DNDIS001"),
    _agency("vulnerable", "DNSOC001"),
    _agency("moj", "MOJUC110"),
)


def host_of(url: str) -> tuple[str, str, int, str] | None:
    """Scheme, host, port and path of an address; None for what is no plain one."""
    found = _ADDRESS.fullmatch(url)
    if not found:
        return None
    scheme, host, port, path = found.groups()
    number = int(port) if port else (443 if scheme == "https" else 80)
    return (scheme, host, number, path or "/") if 0 < number < 65_536 else None


def faults_of(
    config: AgencyConfig, codes: Sequence[EventCode], hosts: Collection[str], *, is_local: bool
) -> Iterator[tuple[str, str]]:
    """What is wrong with a configuration, field and reason. `hosts`: those that may be called."""
    if config.incoming is not None:
        for code in config.incoming.event_codes:
            if find_incoming(codes, code) is None:
                yield f"incoming.event_codes.{code}", "no_such_code"
        if len(set(config.incoming.event_codes)) < len(config.incoming.event_codes):
            yield "incoming.event_codes", "code_twice"
    if config.outgoing is None:
        return
    for field in ("url", "auth_url"):
        url = getattr(config.outgoing, field)
        if url is not None and (reason := fault_of_address(url, hosts, is_local=is_local)):
            yield f"outgoing.{field}", reason


def fault_of_address(url: str, hosts: Collection[str], *, is_local: bool) -> str | None:
    """Why an address may not be called; None if it may, as far as its text tells. Locally it may be plain HTTP.

    A host of `hosts` may be called at port 443, and at another where it is named with it: `platform.example.kr:8443`.
    """
    parts = host_of(url)
    if parts is None:
        return "no_plain_address"
    scheme, host, port, _ = parts
    if scheme != "https" and not is_local:
        return "not_https"
    is_usual = port == 443 or is_local
    return None if (host in hosts and is_usual) or f"{host}:{port}" in hosts else "host_not_allowed"
