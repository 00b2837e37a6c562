"""What the bodies are called that the city knows from the start: the agencies of the national platform, and the city itself."""

from collections.abc import Mapping

CITY = "city"
# Korean and English. Whoever else is connected is known by the terms that a supervisor writes.
BODIES: Mapping[str, tuple[str, str]] = {
    CITY: ("시 통합관제센터", "the city's control room"),
    "112": ("112 치안종합상황실", "Police, 112"),
    "119": ("119 종합상황실", "Fire, 119"),
    "disaster": ("재난안전상황실", "Disaster room"),
    "vulnerable": ("사회적 약자 보호", "Vulnerable people"),
    "moj": ("법무부 위치추적관제센터", "Ministry of Justice"),
}


def body_ko(body: str) -> str:
    """The body's Korean name; its id where the city knows it by no other."""
    return BODIES[body][0] if body in BODIES else body
