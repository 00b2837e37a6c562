"""Archives of a bus stand in templates, and a replay reaches only the rules it names, as on AWS.

ministack has archives and replays by the API, refuses `AWS::Events::Archive` in a template, and hands a replay to every
rule of the bus whatever `FilterArns` says.
"""

import json
from typing import Any

from infra.local.cloud.hooks import require

_TYPE = "AWS::Events::Archive"
_LONGEST_NAME = 48


def keep_archives_and_filter_replays() -> None:
    _let_templates_have_archives()
    _let_replays_reach_only_their_rules()


def _let_templates_have_archives() -> None:
    from ministack.services import eventbridge
    from ministack.services.cloudformation import provisioners

    require(eventbridge, "_create_archive", "_update_archive", "_delete_archive", "_archives")
    require(provisioners, "_physical_name", "_rename_replacement")
    if _TYPE in provisioners._RESOURCE_HANDLERS:
        raise AttributeError(f"ministack takes {_TYPE} by itself now")

    def create(logical_id: str, properties: dict[str, Any], stack: str) -> tuple[str, dict[str, str]]:
        name = _name_of(logical_id, properties, stack)
        _answer(eventbridge._create_archive(_request(name, properties)))
        return name, _attributes(name)

    def update(
        physical_id: str, old: dict[str, Any], new: dict[str, Any], stack: str, logical_id: str | None = None
    ) -> tuple[str, dict[str, str]]:
        name = _name_of(logical_id or physical_id, new, stack)
        if name != physical_id or old.get("SourceArn") != new.get("SourceArn"):
            # The name and the bus are of the archive's creation; on AWS too a new one takes its place.
            delete(physical_id, old)
            return create(logical_id or physical_id, new, stack)
        _answer(eventbridge._update_archive(_request(name, new)))
        return name, _attributes(name)

    def delete(physical_id: str, properties: dict[str, Any]) -> None:  # noqa: ARG001
        eventbridge._delete_archive({"ArchiveName": physical_id})

    def _name_of(logical_id: str, properties: dict[str, Any], stack: str) -> str:
        given = properties.get("ArchiveName")
        return str(given or provisioners._physical_name(stack, logical_id, max_len=_LONGEST_NAME))

    def _attributes(name: str) -> dict[str, str]:
        return {"Arn": eventbridge._archives[name]["ArchiveArn"], "ArchiveName": name}

    provisioners._RESOURCE_HANDLERS[_TYPE] = {
        "create": create,
        "update": update,
        "update_with_logical_id": True,
        "delete": delete,
    }


def _request(name: str, properties: dict[str, Any]) -> dict[str, Any]:
    pattern = properties.get("EventPattern", "")
    request = {
        "ArchiveName": name,
        "EventSourceArn": properties["SourceArn"],
        "Description": properties.get("Description", ""),
        "EventPattern": json.dumps(pattern) if isinstance(pattern, dict) else pattern,
        "RetentionDays": int(properties.get("RetentionDays", 0)),
    }
    return request | {key: properties[key] for key in ("KmsKeyIdentifier",) if key in properties}


def _answer(response: tuple[Any, ...]) -> None:
    """Raises ValueError, which fails the stack, for what the service refuses."""
    if response[0] >= 400:
        raise ValueError(f"{_TYPE}: {response[2]!r}")


def _let_replays_reach_only_their_rules() -> None:
    from ministack.services import eventbridge

    require(eventbridge, "_replays", "_dispatch_event")
    invoke = eventbridge._invoke_target

    def invoke_if_named(target: dict[str, Any], event: dict[str, Any], rule: dict[str, Any], view: Any = None) -> None:
        replay = eventbridge._replays.get(event.get("ReplayName"))
        wanted = ((replay or {}).get("Destination") or {}).get("FilterArns")
        # A rule that sends on to another bus was named; the rules of that bus were not to be.
        if wanted and not event.get("_DispatchPath") and rule.get("Arn") not in wanted:
            return
        invoke(target, event, rule, view)

    eventbridge._invoke_target = invoke_if_named
