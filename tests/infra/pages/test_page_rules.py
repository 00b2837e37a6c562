"""What a page may not hold is found wherever it stands, and what it may is left alone."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from infra.pages.check import main
from infra.pages.npm import INSTALLED, node
from infra.pages.rules import (
    ROOT_FILES,
    WAITS_FOR_TEXT,
    WEB,
    faults_of,
    faults_of_a_page,
    faults_of_a_script,
    written_pages,
)
from infra.pages.vendor import VENDOR
from infra.templates import ROOT

PAGE = """<!doctype html>
<html lang="ko">
<head>
<title>동네</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/v/-/shell/base.css">
<script type="module" src="/v/-/fines/desk.js"></script>
</head>
<body><noscript>자바스크립트를 켜 주세요.</noscript>{}<a href="https://www.example.go.kr">시청</a></body>
</html>
"""
REFUSED_IN_SCRIPTS = [
    "el.innerHTML = text;",
    "el.outerHTML = text;",
    "el.insertAdjacentHTML('beforeend', text);",
    "frame.srcdoc = text;",
    "document.write(text);",
    "new DOMParser().parseFromString(text, 'text/html');",
    "unsafeHTML(text);",
    "eval(text);",
    "new Function('return 1');",
    "setTimeout('go()', 1);",
    "el.setAttribute('style', 'color: red');",
    'html`<p style="color: red">`;',
    "html`<p style=${styleMap({})}>`;",
    "html`<p onclick='go()'>`;",
    "console.log(answer);",
    "localStorage.setItem('idToken', token);",
    "import { html } from 'lit';",
    'import "lit";',
    "import { words } from '/shell/words.js';",
    "const map = await import('https://example.org/map.js');",
    "export { html } from `lit`;",
]
ALLOWED_IN_SCRIPTS = [
    "el.style.width = '3px';",
    "html`<p .style=${`width: ${share}%`} @click=${go}>`;",
    "html`<city-chart data-style=${name} fontstyle=${x}></city-chart>`;",
    "import { html } from '../vendor/lit.js';",
    "const map = await import('./map.js');",
    "// innerHTML is refused by the content policy",
    "/* new Function, and\n eval(text) */",
    "const go = evaluate(text);",
    "setTimeout(() => go(), 1);",
    'html`<city-notice once="home">`;',
    "console.error(trouble);",
    "const where = 'https://example.org/from here';",
]
REFUSED_ON_PAGES = [
    "<script>go()</script>",
    '<script type="module">go()</script>',
    '<script src="/v/-/a.js"></script>',
    '<script type="module" src="https://example.org/a.js"></script>',
    '<script type="module" src="/fines/desk.js"></script>',
    '<link rel="stylesheet" href="//example.org/a.css">',
    "<style>p { color: red }</style>",
    '<p style="color: red"></p>',
    '<button onclick="go()"></button>',
    '<img src="/picture.png" alt="">',
]


def test_every_page_and_script_keeps_the_rules() -> None:
    assert [fault for file in written_pages() for fault in faults_of(file)] == []


@pytest.mark.parametrize("line", REFUSED_IN_SCRIPTS)
def test_what_a_script_may_not_hold_is_found_where_it_stands(line: str) -> None:
    assert [at for at, _ in faults_of_a_script(f"const a = 1;\n{line}\n")] == [2]


@pytest.mark.parametrize("line", ALLOWED_IN_SCRIPTS)
def test_what_a_script_may_hold_is_left_alone(line: str) -> None:
    assert list(faults_of_a_script(f"const a = 1;\n{line}\n")) == []


@pytest.mark.parametrize("tag", REFUSED_ON_PAGES)
def test_what_a_page_may_not_hold_is_found(tag: str) -> None:
    assert list(faults_of_a_page(PAGE.format(tag)))


def test_a_page_that_keeps_the_rules_is_left_alone() -> None:
    assert list(faults_of_a_page(PAGE.format('<p>안녕하세요.</p><script src="/v/-/shell/early.js"></script>'))) == []


@pytest.mark.parametrize("needed", ['lang="ko"', "<title>동네</title>", "noscript", "width=device-width"])
def test_what_a_page_must_have_is_missed(needed: str) -> None:
    assert list(faults_of_a_page(PAGE.format("").replace(needed, "")))


def test_files_at_the_root_are_there_once_a_page_names_them() -> None:
    named = {file for file in ROOT_FILES for page in written_pages() if f'"{file}"' in page.read_text()}

    assert {file for file in named if not (WEB / file.removeprefix("/")).is_file()} == set()


def test_browser_tests_wait_for_functions_and_not_for_text() -> None:
    files = [file for suite in ("browser", "e2e") for file in (ROOT / "tests" / suite).rglob("*.py")]

    assert [file.name for file in files if WAITS_FOR_TEXT.search(file.read_text())] == []


@pytest.mark.parametrize("text", ['"document.title"', "'window.done'", 'f"window.{name}"', '\n    "done"'])
def test_a_wait_for_text_is_found(text: str) -> None:
    assert WAITS_FOR_TEXT.search(f"page.wait_for_function({text})")


@pytest.mark.parametrize("text", ['"() => window.done"', '"async () => true"', '"(a) => a"', '"a => a"', "WORDS"])
def test_a_wait_for_a_function_is_left_alone(text: str) -> None:
    assert not WAITS_FOR_TEXT.search(f"page.wait_for_function({text})")


# --- types ---

CARD = """import { LitElement, html } from "../vendor/lit.js";

export class CityCard extends LitElement {
  static properties = { fine: { attribute: false } };

  constructor() {
    super();
    /** @type {{amount: number} | null} */
    this.fine = null;
  }

  render() {
    return html`<p>${this.fine?.amount}</p>`;
  }
}
"""


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("amount", ""), ("amuont", "Property 'amuont' does not exist")],
)
def test_a_misspelt_name_in_a_template_is_found(tmp_path: Path, wrong: str, said: str) -> None:
    web = tmp_path / "web"
    shutil.copytree(VENDOR, web / "vendor", ignore=shutil.ignore_patterns("*.js", "*.mjs", "*.css"))
    (web / "components").mkdir()
    (web / "components" / "city-card.js").write_text(CARD.replace("?.amount", f"?.{wrong}"))
    (web / "tsconfig.json").write_text((WEB / "tsconfig.json").read_text())
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")

    done = subprocess.run(
        [node(), INSTALLED / "typescript" / "bin" / "tsc", "--project", web],
        text=True,
        capture_output=True,
        check=False,
    )

    assert (done.returncode == 0) == (not said), done.stdout
    assert said in done.stdout


def test_the_check_passes_on_what_is_kept() -> None:
    assert main() == 0


def test_the_types_are_checked_strictly() -> None:
    assert (
        json.loads((WEB / "tsconfig.json").read_text())["compilerOptions"].items()
        >= {"strict": True, "checkJs": True}.items()
    )
