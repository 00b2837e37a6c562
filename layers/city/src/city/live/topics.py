"""Who may watch what: every domain's manifest names its topics and the groups of each."""

from collections.abc import Collection, Mapping

Rights = Mapping[str, frozenset[str]]


def read_rights(text: str) -> Rights:
    """From `crosswalk.units=auditor,clerk;fines.cases=clerk`, as the city's template is filled from the manifests."""
    declared = (each.partition("=") for each in text.split(";") if each)
    return {topic: frozenset(groups.split(",")) for topic, _, groups in declared}


def may_watch(rights: Rights, topic: str, groups: Collection[str]) -> bool:
    """Whether somebody in these groups may: by what stands before the slash."""
    return not rights.get(topic.partition("/")[0], frozenset()).isdisjoint(groups)
