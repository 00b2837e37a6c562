"""Markup from strangers as a small tree: no document types, no entities, bounded in size, depth and number."""

from dataclasses import dataclass, field
from xml.parsers import expat

from city.operations.alerts.cap.rules import AlertRefused, Rule, refuse

MOST_BYTES = 256 * 1024
# `alert` holds `info`, that holds `area`, that holds `geocode`, that holds `value`; a signature is deeper, and not kept.
_DEEPEST = 24
_MOST_ELEMENTS = 4_000
_MOST_ATTRIBUTES = 64
SIGNATURES = "http://www.w3.org/2000/09/xmldsig#"
# Attributes of these namespaces may stand on every element (XML Schema 1.0 part 1, 2.6).
_ANYWHERE = ("http://www.w3.org/2001/XMLSchema-instance ",)


@dataclass(slots=True)
class Node:
    """An element. `text`: all its character data, in one piece; `attributes`: of those that no element may have."""

    name: str
    namespace: str
    attributes: tuple[str, ...] = ()
    text: str = ""
    children: "list[Node]" = field(default_factory=list)


def read_tree(document: bytes) -> Node:
    """The root of a document. Of a signature only the element itself is kept. Raises AlertRefused."""
    if len(document) > MOST_BYTES:
        raise refuse(Rule.TOO_LARGE, "alert")
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = builder.refuse_doctype
    parser.EntityDeclHandler = builder.refuse_doctype
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.take_text
    try:
        parser.Parse(document, True)
    except AlertRefused:
        raise
    # An encoding that Python does not know, or knows as no text, is an error of other kinds.
    except (expat.ExpatError, LookupError, ValueError, TypeError) as error:
        raise refuse(Rule.NOT_XML, builder.path or "alert") from error
    assert builder.root is not None
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._texts: list[list[str]] = []
        self._depth = self._count = 0
        self._signature_at: int | None = None

    @property
    def path(self) -> str:
        return "/".join(node.name for node in self._open)

    def refuse_doctype(self, *_: object) -> None:
        raise refuse(Rule.DOCTYPE, self.path or "alert")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > _DEEPEST:
            raise refuse(Rule.TOO_DEEP, self.path)
        if self._count > _MOST_ELEMENTS or len(attributes) > _MOST_ATTRIBUTES:
            raise refuse(Rule.TOO_MANY_ELEMENTS, self.path or "alert")
        if self._signature_at is not None:
            return
        namespace, _, local = name.rpartition(" ")
        node = Node(local, namespace)
        if namespace == SIGNATURES:
            self._signature_at = self._depth
        else:
            node.attributes = tuple(each for each in attributes if not each.startswith(_ANYWHERE))
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)
        self._texts.append([])

    def end(self, _: str) -> None:
        self._depth -= 1
        if self._signature_at is not None:
            if self._depth >= self._signature_at:
                return
            self._signature_at = None
        self._open.pop().text = "".join(self._texts.pop())

    def take_text(self, text: str) -> None:
        if self._texts and self._signature_at is None:
            self._texts[-1].append(text)
