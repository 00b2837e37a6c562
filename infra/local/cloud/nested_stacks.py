"""Nested stacks: the SAM transform reaches them, and a resource that did not change keeps its attributes."""

from typing import Any


def expand_nested_templates() -> None:
    """The SAM transform is applied to nested templates too.

    The cloud applies it to a root template only. Nested stacks go through the same parser, looked up by name at call
    time, so the parser is wrapped. The root path imported the parser by name before and keeps the original.
    """
    from ministack.services.cloudformation import changesets, engine, handlers

    parse = engine._parse_template
    for user in (changesets, handlers):
        if user._parse_template is not parse:
            raise AttributeError("the root path has a template parser of its own")
    engine._parse_template = lambda body: engine._apply_transforms(parse(body))


def keep_attributes_of_unchanged_resources() -> None:
    """When a nested stack is updated, a resource that did not change keeps what Fn::GetAtt asks of it.

    The root path hands the old attributes over; for nested stacks they are handed over here.
    """
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
