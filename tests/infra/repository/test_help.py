"""`make` alone lists every word, in groups."""

import re
import subprocess

from infra.templates import ROOT

GROUPS = ["run", "try", "look", "check", "generate", "deploy"]
FILES = [ROOT / "Makefile", *sorted(ROOT.glob("infra/*/commands.mk"))]


def listed() -> dict[str, list[str]]:
    """The words of each group, in their order."""
    # Under `make test` a second make says which folder it enters.
    said = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, text=True, capture_output=True, check=True).stdout
    groups: dict[str, list[str]] = {}
    for line in said.splitlines():
        if line.startswith("  "):
            groups[list(groups)[-1]].append(line.split()[0])
        else:
            groups[line] = []
    return groups


def test_every_word_is_listed_once() -> None:
    words = re.findall(r"^\.PHONY: (\S+)$", "".join(file.read_text() for file in FILES), re.MULTILINE)

    assert sorted(word for group in listed().values() for word in group) == sorted(
        word for word in words if word != "help"
    )


def test_the_groups_come_in_the_order_in_which_they_are_needed() -> None:
    assert list(listed()) == GROUPS


def test_a_domain_s_words_are_for_trying_it() -> None:
    assert {"demo", "sms", "deposit", "unit"} <= set(listed()["try"])
