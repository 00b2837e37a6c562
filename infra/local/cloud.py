"""Starts the local cloud (ministack). Run with the cloud's own interpreter, `.venv-cloud/bin/python`.

Two faults of the pinned version in nested stacks are mended here, and one of early Python 3.11; if the names they
hang on move, this says so and stops:

1. The SAM transform is applied to a root template only. Nested stacks go through the same parser, looked up by
   name at call time, so the parser is wrapped to expand them. The root path imported the parser by name before
   and keeps the original.
2. When a nested stack is updated, a resource that did not change loses its attributes, and the next Fn::GetAtt on
   it fails. The root path hands the old attributes over; here they are handed over for nested stacks too.
3. Up to Python 3.11.3 (Debian 12 has 3.11.2) asyncio reads from a connection that was paused as soon as it was made.
   The MQTT listener pauses so that TLS finds the client's first words, and every device would hang.
"""

import sys
from importlib.metadata import version
from typing import Any

PINNED = "1.5.33"


def main() -> None:
    if version("ministack") != PINNED:
        sys.exit(f"infra/local/cloud.py was written for ministack {PINNED}, not {version('ministack')}")
    import ministack.app as app

    try:
        expand_nested_templates()
        keep_attributes_of_unchanged_resources()
        leave_paused_connections_alone()
    except (ImportError, AttributeError) as error:
        sys.exit(f"ministack's CloudFormation has changed; mend infra/local/cloud.py ({error})")
    app.main()


def expand_nested_templates() -> None:
    from ministack.services.cloudformation import changesets, engine, handlers

    parse = engine._parse_template
    for user in (changesets, handlers):
        if user._parse_template is not parse:
            raise AttributeError("the root path has a template parser of its own")
    engine._parse_template = lambda body: engine._apply_transforms(parse(body))


def keep_attributes_of_unchanged_resources() -> None:
    from ministack.services.cloudformation import _stacks, provisioners

    update = provisioners._update_resource

    def update_with_attributes(
        resource_type: str,
        physical_id: str,
        old: Any,
        new: Any,
        stack_name: str,
        logical_id: str | None = None,
        old_attrs: Any = None,
    ) -> Any:
        if old_attrs is None:
            resources = (_stacks.get(stack_name) or {}).get("_resources", {})
            old_attrs = resources.get(logical_id, {}).get("Attributes")
        return update(resource_type, physical_id, old, new, stack_name, logical_id, old_attrs)

    provisioners._update_resource = update_with_attributes


def leave_paused_connections_alone() -> None:
    from asyncio.selector_events import (  # type: ignore[attr-defined]  # private names
        _SelectorSocketTransport,
        _SelectorTransport,
    )

    if "is_reading" in vars(_SelectorTransport):
        return  # this Python asks before it reads
    add_reader = _SelectorTransport._add_reader

    def add_reader_unless_paused(self: Any, fd: int, callback: Any, *arguments: Any) -> None:
        if not self._paused:
            add_reader(self, fd, callback, *arguments)

    _SelectorSocketTransport._add_reader = add_reader_unless_paused


if __name__ == "__main__":
    main()
