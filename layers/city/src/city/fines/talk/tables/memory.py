"""A conversation's memory as the text it is stored as."""

import json
from dataclasses import asdict

from city.fines.talk.dialogue import Asked, Memory
from city.fines.talk.understanding import Intent, Language


def write_memory(memory: Memory) -> str:
    told = {name: value for name, value in asdict(memory).items() if value not in (None, (), 0)}
    return json.dumps(told, ensure_ascii=False)


def read_memory(text: str) -> Memory | None:
    """None for a memory of an earlier release that this one cannot read: the citizen is asked again."""
    try:
        told = json.loads(text)
        return Memory(
            **{
                **told,
                "asked": Asked(told.get("asked", Asked.NOTHING)),
                "topic": Intent(told.get("topic", Intent.UNCLEAR)),
                "offered": tuple(told.get("offered", ())),
                "language": Language(told.get("language", Language.KOREAN)),
            }
        )
    except (ValueError, TypeError):
        return None
