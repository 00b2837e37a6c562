"""One AsyncAPI 3.0 document of the whole city: what it tells and is told but by an API."""

import inspect
import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from city.contracts.channels import Channel, FileForm
from city.contracts.events import BusEvent
from infra.manifest import read_manifests
from infra.openapi.apps import names_of
from infra.openapi.channels import channels, events
from infra.openapi.schemas import Components, Mode, samples_of

_SERVERS = {
    "eventbridge": ("bus", "{bus}", "The city's event bus. A message is the `detail` of an event.", None),
    "mqtt": ("devices", "{broker}", "AWS IoT Core: MQTT over TLS, a certificate for each device.", None),
    "s3": ("files", "{bucket}", "Buckets that partners put files into. The report stands beside the file.", None),
    "sns": ("texts", "{topic}", "The topic that the carrier publishes to.", None),
    "wss": ("pages", "{door}", "The city's one address.", "/live"),
}
_SECURED = {"mqtt": "mqtts", "s3": "https", "sns": "https"}


def asyncapi_document() -> dict[str, Any]:
    """Made anew from the contracts there are."""
    listed, told = channels(), events()
    contracts: list[tuple[Any, Mode]] = [(each, "serialization") for kinds in told.values() for each in kinds]
    for channel in listed:
        taken = [form for form in channel.takes if isinstance(form, FileForm)]
        contracts += [(kind, "validation") for kind in channel.takes if not isinstance(kind, FileForm)]
        contracts += [(kind, "serialization") for kind in channel.gives]
        contracts += [(form.report, "serialization") for form in taken if form.report is not None]
    parts = _Parts(Components(contracts))
    for source, kinds in told.items():
        parts.tell(source, kinds)
    for channel in listed:
        parts.add(channel)
    used = {channel.protocol for channel in listed} | {"eventbridge"}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "동네 이벤트와 토픽 (events and topics)",
            "version": "1",
            "description": "Written by `make openapi` from the contracts. What a message holds is in its payload.",
            "x-names": {"ko": "이벤트와 토픽", "en": "events and topics"},
        },
        "defaultContentType": "application/json",
        "servers": {_SERVERS[protocol][0]: _server(protocol) for protocol in _SERVERS if protocol in used},
        "channels": parts.channels,
        "operations": parts.operations,
        "components": {"schemas": parts.schemas.definitions, "messages": parts.messages},
    }


def _server(protocol: str) -> dict[str, Any]:
    _, host, description, path = _SERVERS[protocol]
    server: dict[str, Any] = {"host": host, "protocol": _SECURED.get(protocol, protocol), "description": description}
    if path is not None:
        server["pathname"] = path
    return server | {"variables": {host.strip("{}"): {"description": "As the deployed city says in its outputs."}}}


class _Parts:
    """The document's parts while it is put together."""

    def __init__(self, schemas: Components) -> None:
        self.schemas = schemas
        self.channels: dict[str, Any] = {}
        self.operations: dict[str, Any] = {}
        self.messages: dict[str, Any] = {}

    def tell(self, source: str, kinds: Iterable[type[BusEvent]]) -> None:
        """Events of one domain: of each its versions, the newest first."""
        domain = source.removeprefix("dongne.")
        names = names_of(domain)
        newest = sorted(kinds, key=lambda kind: (kind.detail_type, -int(kind.model_fields["version"].default)))
        self._channel(
            name=f"{domain}_events",
            address=source,
            server="bus",
            words=(f"{names.ko} 이벤트", f"Events of {names.en}"),
            messages=[self._message(kind, "serialization", kind.detail_type) for kind in newest],
            action="send",
        )

    def add(self, channel: Channel) -> None:
        server, words = _SERVERS[channel.protocol][0], (channel.ko, channel.en)
        taken = [
            self._file(kind) if isinstance(kind, FileForm) else self._message(kind, "validation")
            for kind in channel.takes
        ]
        given = [self._message(kind, "serialization") for kind in channel.gives]
        for messages, action in ((taken, "receive"), (given, "send")):
            if messages:
                self._channel(channel.name, channel.address, server, words, messages, action)
        if channel.protocol == "wss":
            topics = {topic: list(who) for m in read_manifests().values() for topic, who in _live_topics(m).items()}
            self.channels[channel.name]["x-topics"] = dict(sorted(topics.items()))

    def _channel(
        self, name: str, address: str, server: str, words: tuple[str, str], messages: list[str], action: str
    ) -> None:
        ko, en = words
        found = self.channels.setdefault(
            name,
            {
                "address": address,
                "title": f"{ko} ({en})",
                "x-names": {"ko": ko, "en": en},
                "servers": [{"$ref": f"#/servers/{server}"}],
                "messages": {},
            },
        )
        if parameters := re.findall(r"\{(\w+)\}", address):
            found["parameters"] = {each: {"description": f"One {each} of them."} for each in parameters}
        found["messages"] |= {each: {"$ref": f"#/components/messages/{each}"} for each in messages}
        self.operations[f"{action}_{name}"] = {
            "action": action,
            "channel": {"$ref": f"#/channels/{name}"},
            "messages": [{"$ref": f"#/channels/{name}/messages/{each}"} for each in messages],
        }

    def _message(self, contract: type[BaseModel], mode: Mode, name: str | None = None) -> str:
        message: dict[str, Any] = {
            "name": name or contract.__name__,
            "title": contract.__name__,
            "payload": self.schemas.schema_of(contract, mode),
        }
        if contract.__doc__:
            message["summary"] = inspect.cleandoc(contract.__doc__).split("\n\n")[0]
        if samples := samples_of(contract):
            message["examples"] = [{"name": sample, "payload": payload} for sample, payload in samples.items()]
        self.messages[contract.__name__] = message
        return contract.__name__

    def _file(self, form: FileForm) -> str:
        payload: dict[str, Any] = {"type": "string"}
        if form.columns:
            columns = [{"name": name, "required": name not in form.optional} for name in form.columns]
            payload |= {"description": "Rows under a line of headings.", "x-columns": columns}
        message: dict[str, Any] = {
            "name": form.name,
            "title": form.name,
            "contentType": form.content_types[0],
            "payload": payload,
            "x-content-types": list(form.content_types),
        }
        if form.report is not None:
            message["x-report"] = self.schemas.schema_of(form.report, "serialization")
        self.messages[form.name] = message
        return form.name


def _live_topics(manifest: object) -> dict[str, tuple[str, ...]]:
    """Topics that a domain declares for boards, where manifests have such a thing."""
    return dict(getattr(manifest, "live", {}))
