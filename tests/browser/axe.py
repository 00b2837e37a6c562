"""What axe finds in a page as it stands, and what it does not look for."""

import json
import re
from functools import cache
from typing import Any

from playwright.sync_api import Page

from infra.pages.npm import INSTALLED

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_RUN = """(options) => axe.run(document, options).then(({violations}) => violations.flatMap(({id, nodes}) =>
  nodes.map(({target, failureSummary}) => `${id} at ${target.join(' ')}: ${failureSummary.replace(/\\s+/g, ' ')}`)))"""
# Shown, or said to whoever does not see.
_SHOWN = """() => {
  const said = [...document.querySelectorAll('[aria-label],[title],[alt],[placeholder]')].flatMap((el) =>
    ['aria-label', 'title', 'alt', 'placeholder'].map((name) => el.getAttribute(name) ?? ''));
  return [document.title, document.body.innerText, ...said];
}"""
_SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Words that a box cuts off: whatever hides what is wider or higher than itself. What is for ears alone is a pixel wide.
_CUT = """() => [...document.querySelectorAll('body *')].flatMap((el) => {
  if (el.closest('svg, .unseen, select') || !el.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true})) return [];
  const drawn = getComputedStyle(el), hides = (how) => how === 'hidden' || how === 'clip';
  if (el.clientWidth <= 1 || el.clientHeight <= 1 || !(el.innerText || el.placeholder)) return [];
  const wider = hides(drawn.overflowX) && el.scrollWidth > el.clientWidth + 1;
  const higher = hides(drawn.overflowY) && el.scrollHeight > el.clientHeight + 1;
  const words = (el.innerText || el.placeholder).trim().slice(0, 40);
  return wider || higher ? [`cuts off <${el.tagName.toLowerCase()} class="${el.className}"> ${JSON.stringify(words)}`] : [];
})"""
HANGUL = re.compile(r"[가-힣]")
# An id of the pool's stands for a person, and says nothing to anybody.
_PERSON_ID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
NEVER_SHOWN = re.compile(rf"\S*(?:null|undefined|NaN|\[object \w+\]|Invalid Date|{_PERSON_ID})\S*")
KOREAN_FIGURE = re.compile(r"[\d,]+\s?(?:원|년|월|일|시|분|건|명|대)(?![가-힣])")


@cache
def source() -> str:
    return (INSTALLED / "axe-core" / "axe.min.js").read_text()


def axe_finds(page: Page) -> list[str]:
    """Sentences: the rule, the element, what to do."""
    page.evaluate(source())
    options: dict[str, Any] = {"runOnly": {"type": "tag", "values": list(TAGS)}, "resultTypes": ["violations"]}
    found: list[str] = page.evaluate(_RUN, options)
    return found


def eyes_find(page: Page, language: str) -> list[str]:
    """What nobody should see: words of the machine, Korean figures in English, a page wider than its window, cut words."""
    texts: list[str] = page.evaluate(_SHOWN)
    found = [f"shows {word[0]!r}" for text in texts for word in NEVER_SHOWN.finditer(text)]
    if language == "en":
        found += [f"shows {figure[0]!r} in English" for text in texts for figure in KOREAN_FIGURE.finditer(text)]
        found += [f"has the title {texts[0]!r} in English"] if HANGUL.search(texts[0]) else []
    wider = page.evaluate(_SIDEWAYS)
    if wider > 0:
        found.append(f"is {wider} px wider than its window")
    found += page.evaluate(_CUT)
    if (said := page.evaluate("() => document.documentElement.lang")) != language:
        found.append(f"says that it is in {json.dumps(said)}, not {language}")
    return found
