"""Each rule of CAP 1.2, alone: a document that breaks it is told so by its name and its element, its neighbour passes."""

import math
from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.operations.alerts.cap.model import Corner
from city.operations.alerts.cap.polygons import CrossingSearch, TooIntricate
from city.operations.alerts.cap.rules import REMARKS, WORDS, Rule
from tests.effort import examples
from tests.unit.operations.alerts.documents import SQUARE, area, document, faults_of, info

TRIPLE = "alerts@office.example,KR.2025.9,2025-12-31T09:00:00+09:00"
SIGNATURE = '<s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#"><s:Object/></s:Signature>'
RESOURCE = "<resource><resourceDesc>그림</resourceDesc><mimeType>image/png</mimeType>{}</resource>"


def polygon(text: str) -> bytes:
    return document(info(area(f"<polygon>{text}</polygon>")))


def heights(text: str) -> bytes:
    return document(info(area(text)))


def resource(text: str) -> bytes:
    return document(info(RESOURCE.format(text)))


# Rule, where, what breaks it, what stands beside it and does not.
CASES: dict[Rule, tuple[str, bytes, bytes]] = {
    Rule.TOO_LARGE: ("alert", document(info(description="가" * 90_000)), document(info(description="가" * 80_000))),
    Rule.NOT_XML: ("alert/info", document("<info></alert>"), document()),
    Rule.DOCTYPE: ("alert", b"<!DOCTYPE alert>" + document(), b"<!-- DOCTYPE -->" + document()),
    Rule.TOO_DEEP: ("alert" + "/x" * 23, document("<x>" * 24 + "</x>" * 24), document()),
    Rule.TOO_MANY_ELEMENTS: (
        "alert",
        document("<code>1</code>" * 4_000),
        document(info("<parameter><valueName>a</valueName><value>b</value></parameter>" * 1_300)),
    ),
    Rule.VERSION_1_0: ("alert", document(namespace="http://www.incident.com/cap/1.0"), document()),
    Rule.VERSION_1_1: ("alert", document(namespace="urn:oasis:names:tc:emergency:cap:1.1"), document()),
    Rule.ROOT_UNKNOWN: ("alert", document(namespace="urn:oasis:names:tc:emergency:alerts:1.2"), document()),
    Rule.ELEMENT_UNKNOWN: ("alert/colour", document("<colour>red</colour>"), document(SIGNATURE)),
    Rule.ELEMENT_MISPLACED: ("alert/note", document(info() + "<note>뒤</note>"), document(info(), note="앞")),
    Rule.ELEMENT_REPEATED: (
        "alert/info[1]/area[1]/areaDesc",
        heights("<areaDesc>둘</areaDesc>"),
        document(info(area() + area())),
    ),
    Rule.ELEMENT_MISSING: ("alert/info[1]/event", document(info(event=None)), document(info(headline=None))),
    Rule.ATTRIBUTE_UNKNOWN: (
        "alert/info[1]/area[1]/polygon[1]",
        heights(f'<polygon unit="degree">{SQUARE}</polygon>'),
        heights(
            '<polygon xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="string">' + SQUARE + "</polygon>"
        ),
    ),
    Rule.TEXT_MISPLACED: ("alert/info[1]", document(info("글자")), document(info("\n  "))),
    Rule.TEXT_TOO_LONG: ("alert/identifier", document(identifier="a" * 201), document(identifier="a" * 200)),
    Rule.VALUE_UNKNOWN: ("alert/status", document(status="Real"), document(status="Exercise")),
    Rule.IDENTIFIER_CHARACTER: ("alert/identifier", document(identifier="a b"), document(identifier="a-b")),
    Rule.SENDER_CHARACTER: ("alert/sender", document(sender="a,b"), document(sender="a.b")),
    Rule.MOMENT_FORM: (
        "alert/sent",
        document(sent="2026-01-31T00:00:00Z"),
        document(sent="2026-01-31T00:00:00-00:00"),
    ),
    Rule.RESTRICTION_SCOPE: (
        "alert/restriction",
        document(restriction="경찰"),
        document(scope="Restricted", restriction="경찰"),
    ),
    Rule.ADDRESSES_MISSING: ("alert/addresses", document(scope="Private"), document(scope="Private", addresses="a")),
    Rule.ADDRESSES_SCOPE: ("alert/addresses", document(addresses="a"), document(scope="Private", addresses="a")),
    Rule.REFERENCES_FORM: (
        "alert/references",
        document(msgType="Update", references="KR.2025.9"),
        document(msgType="Update", references=f"{TRIPLE} {TRIPLE}"),
    ),
    Rule.REFERENCES_MISSING: (
        "alert/references",
        document(msgType="Cancel"),
        document(msgType="Cancel", references=TRIPLE),
    ),
    Rule.REFERENCE_CIRCULAR: (
        "alert/references",
        # The same moment, by another clock.
        document(msgType="Update", references="alerts@office.example,KR.2026.1,2026-01-31T00:00:00-00:00"),
        document(msgType="Update", references="alerts@office.example,KR.2026.2,2026-01-31T00:00:00-00:00"),
    ),
    Rule.REFERENCE_POSTDATED: (
        "alert/references",
        document(msgType="Update", references="a,b,2026-01-31T09:00:00+08:00"),
        document(msgType="Update", references="a,b,2026-01-31T09:00:00+10:00"),
    ),
    Rule.LANGUAGE_FORM: ("alert/info[1]/language", document(info(language="한국어")), document(info(language="ko"))),
    Rule.LANGUAGES_SAME_TEXT: (
        "alert/info[2]/description",
        document(info() + info(language="en")),
        document(info() + info(language="en", description="A fire west of Buchunsan.")),
    ),
    Rule.HTML_TAGS: (
        "alert/info[1]/description",
        document(info(description="불&lt;br/&gt;")),
        document(info(description="3 &lt; 4 &gt; 2")),
    ),
    Rule.HTML_ENTITIES: (
        "alert/info[1]/headline",
        document(info(headline="불 &amp;amp; 연기")),
        document(info(headline="불 &amp; 연기; 대피")),
    ),
    Rule.WEB_FORM: ("alert/info[1]/web", document(info(web="a/b")), document(info(web="https://a.example/b"))),
    Rule.MIME_FORM: (
        "alert/info[1]/resource[1]/mimeType",
        document(info("<resource><resourceDesc>그림</resourceDesc><mimeType>png</mimeType></resource>")),
        resource(""),
    ),
    Rule.SIZE_FORM: ("alert/info[1]/resource[1]/size", resource("<size>-1</size>"), resource("<size>1024</size>")),
    Rule.DIGEST_FORM: (
        "alert/info[1]/resource[1]/digest",
        resource("<digest>abc</digest>"),
        resource(f"<digest>{'ab' * 20}</digest>"),
    ),
    Rule.URI_FORM: (
        "alert/info[1]/resource[1]/uri",
        resource("<uri>http://a.example/b c</uri>"),
        resource("<uri>http://a.example/b%20c</uri>"),
    ),
    Rule.URI_RELATIVE: (
        "alert/info[1]/resource[1]/uri",
        resource("<uri>b.png</uri>"),
        resource("<uri>b.png</uri><derefUri>aGVsbG8=</derefUri>"),
    ),
    Rule.POLYGON_POSITION: (
        "alert/info[1]/area[1]/polygon[1]",
        # Longitude first: the fault of whoever comes from GeoJSON.
        polygon("126.4,36.7 126.5,36.7 126.5,36.8 126.4,36.7"),
        polygon(SQUARE),
    ),
    Rule.POLYGON_SHORT: (
        "alert/info[1]/area[1]/polygon[1]",
        polygon("36.7,126.4 36.8,126.4 36.7,126.4"),
        polygon("36.7,126.4 36.8,126.4 36.8,126.5 36.7,126.4"),
    ),
    Rule.POLYGON_OPEN: (
        "alert/info[1]/area[1]/polygon[1]",
        polygon("36.7,126.4 36.7,126.5 36.8,126.5 36.8,126.4"),
        polygon(SQUARE),
    ),
    Rule.POLYGON_CROSSED: (
        "alert/info[1]/area[1]/polygon[1]",
        polygon("36.7,126.4 36.8,126.5 36.7,126.5 36.8,126.4 36.7,126.4"),
        # Two triangles that touch in a corner.
        polygon("36.7,126.4 36.7,126.5 36.75,126.45 36.8,126.5 36.8,126.4 36.75,126.45 36.7,126.4"),
    ),
    Rule.POLYGON_INTRICATE: (
        "alert/info[1]/area[1]/polygon[1]",
        polygon("36.7,126.4 " * 4_001),
        polygon("36.7,126.4 " * 4_000),
    ),
    Rule.CIRCLE_FORM: (
        "alert/info[1]/area[1]/circle[1]",
        heights("<circle>36.7,126.4</circle>"),
        heights("<circle>36.7,126.4 0.5</circle>"),
    ),
    Rule.HEIGHT_FORM: (
        "alert/info[1]/area[1]/altitude",
        heights("<altitude>1e3</altitude>"),
        heights("<altitude>1000.5</altitude>"),
    ),
    Rule.CEILING_ALONE: (
        "alert/info[1]/area[1]/ceiling",
        heights("<ceiling>900</ceiling>"),
        heights("<altitude>900</altitude><ceiling>900</ceiling>"),
    ),
    Rule.CEILING_BELOW: (
        "alert/info[1]/area[1]/ceiling",
        heights("<altitude>900</altitude><ceiling>899.9</ceiling>"),
        heights("<altitude>900</altitude><ceiling>900.1</ceiling>"),
    ),
}


def test_every_rule_has_its_case_and_its_words_in_two_languages() -> None:
    assert set(CASES) == set(Rule) == set(WORDS)
    assert len(Rule) >= 20


@pytest.mark.parametrize("rule", CASES)
def test_what_breaks_a_rule_is_told_by_the_rules_name_and_the_element(rule: Rule) -> None:
    element, bad, _ = CASES[rule]

    assert faults_of(bad) == [(rule.value, element)]


@pytest.mark.parametrize("rule", CASES)
def test_what_stands_beside_a_rule_passes(rule: Rule) -> None:
    assert faults_of(CASES[rule][2]) == []


@pytest.mark.parametrize(
    "sent",
    [
        "2026-01-31T00:00:00Z",
        "2026-01-31T00:00:00",
        "2026-01-31T00:00:00,09:00",
        "2026-02-30T00:00:00+09:00",
        "2026-01-31T00:00:00.5+09:00",
        "2026-01-31T00:00:00+19:00",
        "0001-01-01T00:00:00+09:00",
        "9999-12-31T23:59:59-09:00",
        "2026-01-31",
        "٢٠٢٦-01-31T00:00:00+09:00",
    ],
)
def test_a_moment_is_of_the_calendar_and_has_an_offset(sent: str) -> None:
    assert faults_of(document(sent=sent)) == [("moment_form", "alert/sent")]


def test_a_document_is_told_of_all_that_is_wrong_at_once() -> None:
    given = document(info(area("<circle>1</circle>"), urgency="Now"), identifier="a b")

    assert set(faults_of(given)) == {
        ("identifier_character", "alert/identifier"),
        ("value_unknown", "alert/info[1]/urgency"),
        ("circle_form", "alert/info[1]/area[1]/circle[1]"),
    }


def test_what_is_only_advised_against_refuses_nothing() -> None:
    given = document(info(description="불&lt;br/&gt;"), addresses="0")

    assert {rule for rule, _ in faults_of(given)} == {"html_tags", "addresses_scope"} <= REMARKS


def test_an_update_that_names_nothing_is_taken_and_a_cancel_is_not() -> None:
    assert faults_of(document(msgType="Update", references="")) == []
    assert faults_of(document(msgType="Cancel", references="")) == [("references_missing", "alert/references")]


def test_a_signature_before_the_alerts_own_elements_is_out_of_place() -> None:
    assert faults_of(document(SIGNATURE + info())) == [("element_unknown", "alert/Signature")]


CORNERS = st.tuples(st.integers(-4, 4).map(float), st.integers(-4, 4).map(float))


@settings(max_examples=examples(400))
@given(st.lists(CORNERS, min_size=3, max_size=9))
def test_crossing_is_found_as_by_comparing_all_pairs(corners: list[Corner]) -> None:
    ring = [*corners, corners[0]]

    found = CrossingSearch().crosses(ring)

    assert found is any(meet_inside(one, other) for one, other in combinations(pairwise(ring), 2))


def meet_inside(one: tuple[Corner, Corner], other: tuple[Corner, Corner]) -> bool:
    """By solving for the point where the two lines meet, in fractions."""
    (ax, ay), (bx, by) = ((Fraction(x), Fraction(y)) for x, y in one)
    (cx, cy), (dx, dy) = ((Fraction(x), Fraction(y)) for x, y in other)
    parallel = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
    if parallel == 0:
        return False
    along = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / parallel
    across = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / parallel
    return 0 < along < 1 and 0 < across < 1


def test_crossing_is_looked_for_in_a_bounded_number_of_steps() -> None:
    around = [(math.cos(at / 50 * math.pi), math.sin(at / 50 * math.pi)) for at in range(100)]
    ring = [*around, around[0]]

    with pytest.raises(TooIntricate):
        CrossingSearch(most_compared=50).crosses(ring)
    assert not CrossingSearch(most_compared=1_000).crosses(ring)
