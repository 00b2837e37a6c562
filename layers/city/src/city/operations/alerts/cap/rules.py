"""What a document must keep to be an alert: each rule by name, and what is told to whoever broke it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from city.kernel.errors import Invalid

_MOST_TOLD = 20


class Rule(StrEnum):
    TOO_LARGE = "too_large"
    NOT_XML = "not_xml"
    DOCTYPE = "doctype"
    TOO_DEEP = "too_deep"
    TOO_MANY_ELEMENTS = "too_many_elements"
    VERSION_1_0 = "version_1_0"
    VERSION_1_1 = "version_1_1"
    ROOT_UNKNOWN = "root_unknown"
    ELEMENT_UNKNOWN = "element_unknown"
    ELEMENT_MISPLACED = "element_misplaced"
    ELEMENT_REPEATED = "element_repeated"
    ELEMENT_MISSING = "element_missing"
    ATTRIBUTE_UNKNOWN = "attribute_unknown"
    TEXT_MISPLACED = "text_misplaced"
    TEXT_TOO_LONG = "text_too_long"
    VALUE_UNKNOWN = "value_unknown"
    IDENTIFIER_CHARACTER = "identifier_character"
    SENDER_CHARACTER = "sender_character"
    MOMENT_FORM = "moment_form"
    RESTRICTION_SCOPE = "restriction_scope"
    ADDRESSES_MISSING = "addresses_missing"
    ADDRESSES_SCOPE = "addresses_scope"
    REFERENCES_FORM = "references_form"
    REFERENCES_MISSING = "references_missing"
    REFERENCE_CIRCULAR = "reference_circular"
    REFERENCE_POSTDATED = "reference_postdated"
    LANGUAGE_FORM = "language_form"
    LANGUAGES_SAME_TEXT = "languages_same_text"
    HTML_TAGS = "html_tags"
    HTML_ENTITIES = "html_entities"
    WEB_FORM = "web_form"
    MIME_FORM = "mime_form"
    SIZE_FORM = "size_form"
    DIGEST_FORM = "digest_form"
    URI_FORM = "uri_form"
    URI_RELATIVE = "uri_relative"
    POLYGON_POSITION = "polygon_position"
    POLYGON_SHORT = "polygon_short"
    POLYGON_OPEN = "polygon_open"
    POLYGON_CROSSED = "polygon_crossed"
    POLYGON_INTRICATE = "polygon_intricate"
    CIRCLE_FORM = "circle_form"
    HEIGHT_FORM = "height_form"
    CEILING_ALONE = "ceiling_alone"
    CEILING_BELOW = "ceiling_below"


# The standard advises against these, and offices of whole countries do them: told to a sender, refused in our own alerts.
REMARKS = frozenset({Rule.HTML_TAGS, Rule.HTML_ENTITIES, Rule.ADDRESSES_SCOPE})

WORDS: dict[Rule, tuple[str, str]] = {
    Rule.TOO_LARGE: ("문서가 256 kB보다 큽니다.", "The document is larger than 256 kB."),
    Rule.NOT_XML: ("올바른 XML이 아닙니다.", "This is not well-formed XML."),
    Rule.DOCTYPE: ("DTD나 엔티티 선언은 받지 않습니다.", "Document types and entity declarations are not taken."),
    Rule.TOO_DEEP: ("요소가 너무 깊이 겹쳐 있습니다.", "Elements are nested too deeply."),
    Rule.TOO_MANY_ELEMENTS: ("요소가 너무 많습니다.", "There are too many elements."),
    Rule.VERSION_1_0: ("CAP 1.0 문서입니다. 1.2만 받습니다.", "This is CAP 1.0; only 1.2 is taken."),
    Rule.VERSION_1_1: ("CAP 1.1 문서입니다. 1.2만 받습니다.", "This is CAP 1.1; only 1.2 is taken."),
    Rule.ROOT_UNKNOWN: ("CAP 1.2의 alert 요소가 아닙니다.", "This is no alert element of CAP 1.2."),
    Rule.ELEMENT_UNKNOWN: ("CAP 1.2에 없는 요소입니다.", "CAP 1.2 has no such element here."),
    Rule.ELEMENT_MISPLACED: ("요소의 순서가 다릅니다.", "The element is out of order."),
    Rule.ELEMENT_REPEATED: ("한 번만 쓸 수 있는 요소입니다.", "The element may stand only once."),
    Rule.ELEMENT_MISSING: ("필수 요소가 없습니다.", "A required element is missing."),
    Rule.ATTRIBUTE_UNKNOWN: ("CAP 1.2에 없는 속성입니다.", "CAP 1.2 has no such attribute."),
    Rule.TEXT_MISPLACED: ("글자가 올 수 없는 자리입니다.", "No text may stand here."),
    Rule.TEXT_TOO_LONG: ("값이 너무 깁니다.", "The value is too long."),
    Rule.VALUE_UNKNOWN: ("허용된 값이 아닙니다.", "The value is none of those allowed."),
    Rule.IDENTIFIER_CHARACTER: (
        "identifier는 비어 있거나 공백, 쉼표, <, &를 담을 수 없습니다.",
        "An identifier is not empty and holds no space, comma, < or &.",
    ),
    Rule.SENDER_CHARACTER: (
        "sender는 비어 있거나 공백, 쉼표, <, &를 담을 수 없습니다.",
        "A sender is not empty and holds no space, comma, < or &.",
    ),
    Rule.MOMENT_FORM: (
        "시각은 2026-01-31T09:00:00+09:00처럼 시차와 함께 쓰며 Z는 쓰지 않습니다.",
        "A moment is written with its offset, as 2026-01-31T09:00:00+09:00, and never with Z.",
    ),
    Rule.RESTRICTION_SCOPE: (
        "restriction은 scope가 Restricted일 때만, 그리고 그때는 반드시 씁니다.",
        "A restriction stands where the scope is Restricted, and only there.",
    ),
    Rule.ADDRESSES_MISSING: ("scope가 Private이면 addresses가 필요합니다.", "A Private scope needs addresses."),
    Rule.ADDRESSES_SCOPE: (
        "addresses는 scope가 Private일 때 씁니다.",
        "Addresses are meant for a Private scope.",
    ),
    Rule.REFERENCES_FORM: (
        "references는 sender,identifier,sent를 공백으로 나누어 씁니다.",
        "References are sender,identifier,sent, divided by spaces.",
    ),
    Rule.REFERENCES_MISSING: (
        "Update, Cancel, Ack, Error는 references가 필요합니다.",
        "An Update, Cancel, Ack or Error needs references.",
    ),
    Rule.REFERENCE_CIRCULAR: ("자기 자신을 가리킵니다.", "The message refers to itself."),
    Rule.REFERENCE_POSTDATED: ("자신보다 나중의 메시지를 가리킵니다.", "The message refers to a later one."),
    Rule.LANGUAGE_FORM: ("언어 부호(RFC 3066)가 아닙니다.", "This is no language tag (RFC 3066)."),
    Rule.LANGUAGES_SAME_TEXT: (
        "언어가 다른 두 info의 description이 같습니다.",
        "Two infos of different languages have the same description.",
    ),
    Rule.HTML_TAGS: ("본문에 HTML 태그가 있습니다.", "The text holds HTML tags."),
    Rule.HTML_ENTITIES: ("본문에 HTML 엔티티가 있습니다.", "The text holds HTML entities."),
    Rule.WEB_FORM: ("web은 완전한 주소여야 합니다.", "A web address is an absolute URI."),
    Rule.MIME_FORM: ("MIME 형식이 아닙니다.", "This is no MIME type."),
    Rule.SIZE_FORM: ("size는 0 이상의 바이트 수입니다.", "A size is a number of bytes, 0 or more."),
    Rule.DIGEST_FORM: ("digest는 SHA-1 또는 SHA-256의 16진수입니다.", "A digest is SHA-1 or SHA-256 in hexadecimal."),
    Rule.URI_FORM: ("주소(URI)가 아닙니다.", "This is no URI."),
    Rule.URI_RELATIVE: (
        "상대 주소에는 derefUri가 함께 있어야 합니다.",
        "A relative URI needs a derefUri beside it.",
    ),
    Rule.POLYGON_POSITION: ("위도,경도가 아닙니다.", "This is no latitude,longitude."),
    Rule.POLYGON_SHORT: ("다각형에는 점이 넷 이상 있어야 합니다.", "A polygon has four points or more."),
    Rule.POLYGON_OPEN: ("다각형의 첫 점과 끝 점이 다릅니다.", "A polygon ends where it begins."),
    Rule.POLYGON_CROSSED: ("다각형의 변이 서로 엇갈립니다.", "Sides of the polygon cross."),
    Rule.POLYGON_INTRICATE: ("다각형이 너무 복잡합니다.", "The polygon is too intricate to be checked."),
    Rule.CIRCLE_FORM: ("원은 위도,경도 반지름(km)으로 씁니다.", "A circle is latitude,longitude radius (km)."),
    Rule.HEIGHT_FORM: ("높이(피트)는 십진수입니다.", "A height is a decimal number of feet."),
    Rule.CEILING_ALONE: ("ceiling에는 altitude가 함께 있어야 합니다.", "A ceiling needs an altitude."),
    Rule.CEILING_BELOW: ("ceiling이 altitude보다 낮습니다.", "The ceiling is below the altitude."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Which rule is broken and where: `alert/info[2]/area[1]/polygon[1]`. Never the value, which may be anybody's."""

    rule: Rule
    element: str

    @property
    def is_remark(self) -> bool:
        return self.rule in REMARKS

    def explain(self) -> dict[str, str]:
        ko, en = WORDS[self.rule]
        return {"rule": self.rule.value, "element": self.element, "ko": ko, "en": en}


def refusals_of(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Those of the faults for which an alert is refused."""
    return tuple(fault for fault in faults if not fault.is_remark)


class AlertRefused(Invalid):
    """The document breaks rules of CAP 1.2; `faults` names each and where."""

    message_ko = "CAP 경보를 받을 수 없습니다."
    message_en = "The CAP alert is refused."

    def __init__(self, faults: Sequence[Fault] = ()) -> None:
        self.faults = tuple(faults[:_MOST_TOLD])
        super().__init__(", ".join(f"{fault.element}: {fault.rule.value}" for fault in self.faults[:1]))
        if self.faults:
            first = self.faults[0].explain()
            self.message_ko = f"CAP 경보를 받을 수 없습니다. {first['element']}: {first['ko']}"
            self.message_en = f"The CAP alert is refused. {first['element']}: {first['en']}"

    @property
    def more(self) -> dict[str, Any]:
        return {"faults": [fault.explain() for fault in self.faults]}


def refuse(rule: Rule, element: str) -> AlertRefused:
    """For what cannot be read any further."""
    return AlertRefused([Fault(rule, element)])
