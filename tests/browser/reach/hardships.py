"""Pages under what readers change for themselves: their own colours, and text that is spaced wider."""

from playwright.sync_api import Page

from tests.browser.axe import source

# WCAG 1.4.12: nothing may be lost at these.
_SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""
# A sheet that a script makes: the content policy refuses any other.
_WEAR = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
_PALE = """() => axe.run(document, {runOnly: {type: 'rule', values: ['color-contrast']}, resultTypes: ['violations']}).then(({violations}) =>
  violations.flatMap(({id, nodes}) => nodes.map(({target, failureSummary}) => `${id} at ${target.join(' ')}: ${failureSummary}`)))"""
# What is chosen among others looks otherwise than they do, by more than the weight of its letters.
_ALIKE = """() => {
  const lines = (el) => {
    const drawn = getComputedStyle(el);
    return ['Top', 'Right', 'Bottom', 'Left'].map((side) => drawn[`border${side}Width`] + drawn[`border${side}Color`]).join() +
      drawn.backgroundColor + drawn.outlineStyle + drawn.outlineColor;
  };
  const chosen = '[aria-current]:not([aria-current="false"]), [aria-selected="true"], [aria-pressed="true"]';
  return [...document.querySelectorAll(chosen)].filter((el) => el.checkVisibility({contentVisibilityAuto: true})).flatMap((el) => {
    const list = el.closest('ul, ol, tbody, nav, [role="tablist"], [role="group"]') ?? el.parentElement;
    const other = [...list.querySelectorAll(el.tagName)].find((each) => !each.matches(chosen) && each.className === el.className);
    return other && lines(el) === lines(other) ? [`'${el.innerText.trim()}' is chosen, and looks like '${other.innerText.trim()}'`] : [];
  });
}"""


def space_widely(page: Page) -> None:
    page.evaluate(_WEAR, _SPACED)


def hardships_in_own_colours(page: Page) -> list[str]:
    """In a visit that is `forced`: what cannot be read, and what is chosen and cannot be told from the rest."""
    page.evaluate(source())
    return [*page.evaluate(_PALE), *page.evaluate(_ALIKE)]
