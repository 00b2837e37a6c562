"""Writes web/vendor: what of others' code ships in the pages, made from npm's lock, with hashes and licences.

    make vendor     after a change of infra/pages/package.json and `make lock`

It is kept in the repository so that deploying needs no npm. `tests/infra/pages` compares the hashes.
"""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from infra.pages.npm import LOCK, ROOT, NpmFailed, every_package, node

VENDOR = ROOT / "web" / "vendor"
MANIFEST, LICENSES = "manifest.json", "LICENSES.md"
# What pages may use of Lit, in one file: a second copy of it in a page would not know the first one's templates. Not
# `styleMap`: it begins with a `style` attribute, which the content policy refuses; `.style=${…}` sets the property.
LIT = {
    "lit": "LitElement, ReactiveElement, html, svg, nothing, noChange, render",
    "lit/async-directive.js": "AsyncDirective",
    "lit/directive.js": "Directive, directive, PartType",
    "lit/directives/cache.js": "cache",
    "lit/directives/class-map.js": "classMap",
    "lit/directives/guard.js": "guard",
    "lit/directives/if-defined.js": "ifDefined",
    "lit/directives/keyed.js": "keyed",
    "lit/directives/live.js": "live",
    "lit/directives/ref.js": "ref, createRef",
    "lit/directives/repeat.js": "repeat",
}
COPIED = {
    "maplibre-gl.mjs": "maplibre-gl/dist/maplibre-gl.mjs",
    "maplibre-gl-worker.mjs": "maplibre-gl/dist/maplibre-gl-worker.mjs",
    # Empty in some versions; the two others ask for it in others.
    "maplibre-gl-shared.mjs": "maplibre-gl/dist/maplibre-gl-shared.mjs",
    "maplibre-gl.css": "maplibre-gl/dist/maplibre-gl.css",
    "uplot.css": "uplot/dist/uPlot.min.css",
}
# The type checker reads the packages' own types, which `make setup` installs; `web/tsconfig.json` says where.
TYPES = {
    "lit.d.ts": "".join(f"export {{ {names} }} from '{module}';\n" for module, names in LIT.items())
    + "export type { PropertyValues, SVGTemplateResult, TemplateResult } from 'lit';\n",
    "uplot.d.ts": "import uPlot from 'uplot';\nexport default uPlot;\n",
    "maplibre-gl.d.mts": "export * from 'maplibre-gl';\n",
}
# Whose code or letters ship; what they are made of ships with them.
SHIPPED = ("lit", "maplibre-gl", "pretendard-gov", "uplot")


def main() -> int:
    try:
        with every_package() as packages:
            shutil.rmtree(VENDOR, ignore_errors=True)
            VENDOR.mkdir(parents=True)
            write_scripts(packages)
            (VENDOR / LICENSES).write_text(licences(packages, json.loads(LOCK.read_text())["packages"]))
    except NpmFailed as error:
        print(f"npm: {error}", file=sys.stderr)
        return 1
    (VENDOR / MANIFEST).write_text(json.dumps(hashes_of(VENDOR), indent=2) + "\n")
    return 0


def write_scripts(packages: Path) -> None:
    entry = packages.parent / "lit.js"
    entry.write_text("".join(f"export {{ {names} }} from '{module}';\n" for module, names in LIT.items()))
    bundle(packages, entry, VENDOR / "lit.js")
    bundle(packages, packages / "uplot" / "dist" / "uPlot.esm.js", VENDOR / "uplot.js")
    for name, source in COPIED.items():
        # A map of the source is not shipped, and a browser that looks for it finds an error.
        kept = [ln for ln in (packages / source).read_text().splitlines() if not ln.startswith("//# sourceMappingURL=")]
        (VENDOR / name).write_text("".join(f"{line}\n" for line in kept))
    for name, text in TYPES.items():
        (VENDOR / name).write_text(text)


def bundle(packages: Path, entry: Path, target: Path) -> None:
    program = packages / "esbuild" / "bin" / "esbuild"
    options = ["--bundle", "--format=esm", "--minify", "--target=es2022", "--legal-comments=none", "--charset=utf8"]
    subprocess.run(
        [node(), str(program), str(entry), *options, "--log-level=warning", f"--outfile={target}"],
        check=True,
        cwd=packages.parent,
    )


def hashes_of(folder: Path) -> dict[str, str]:
    """SHA-384 as browsers and npm write it, of every file but the list itself."""
    return {
        file.relative_to(folder).as_posix(): "sha384-"
        + base64.b64encode(hashlib.sha384(file.read_bytes()).digest()).decode()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != MANIFEST
    }


def licences(packages: Path, lock: dict[str, dict[str, object]]) -> str:
    """The text that each package that ships, or is part of one that does, came with."""
    texts = ["# Whose work ships in the pages\n\nWritten by `make vendor` from what the packages bring.\n"]
    for name in sorted(parts_of(SHIPPED, lock)):
        facts = lock[f"node_modules/{name}"]
        found = sorted(f for f in (packages / name).rglob("*") if f.is_file() and _is_licence(f, packages / name))
        text = "\n".join(file.read_text().strip() for file in found) or f"Licence: {facts.get('license')}"
        texts.append(f"## {name} {facts['version']} ({facts.get('license', 'OFL-1.1')})\n\n```\n{text}\n```\n")
    return "\n".join(texts)


def _is_licence(file: Path, package: Path) -> bool:
    nearby = file.relative_to(package).parent.as_posix() in (".", "dist")
    return nearby and file.stem.upper() in ("LICENSE", "LICENCE")


def parts_of(names: Iterable[str], lock: dict[str, dict[str, object]]) -> set[str]:
    """Those packages, and whatever they depend on."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            needs = lock[f"node_modules/{name}"].get("dependencies", {})
            assert isinstance(needs, dict)
            waiting += [need for need in needs if not need.startswith("@types/")]
    return found


if __name__ == "__main__":
    sys.exit(main())
