"""Which elements stand where: the sequences of CAP-v1.2.xsd."""

from dataclasses import dataclass

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
EARLIER = {"urn:oasis:names:tc:emergency:cap:1.1": "1.1", "http://www.incident.com/cap/1.0": "1.0"}


@dataclass(frozen=True, slots=True)
class Slot:
    name: str
    required: bool = False
    many: bool = False


def _sequence(text: str) -> tuple[Slot, ...]:
    """`name` must stand once, `name?` may, `name*` any number of times, `name+` at least once."""
    return tuple(
        Slot(word.rstrip("?*+"), required=word[-1] not in "?*", many=word[-1] in "*+") for word in text.split()
    )


ALERT = _sequence(
    "identifier sender sent status msgType source? scope restriction? addresses? code* note? references? incidents? info*"
)
INFO = _sequence(
    "language? category+ event responseType* urgency severity certainty audience? eventCode* effective? onset? expires? "
    "senderName? headline? description? instruction? web? contact? parameter* resource* area*"
)
RESOURCE = _sequence("resourceDesc mimeType size? uri? derefUri? digest?")
AREA = _sequence("areaDesc polygon* circle* geocode* altitude? ceiling?")
PAIR = _sequence("valueName value")
