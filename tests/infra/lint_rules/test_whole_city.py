"""The city's own templates keep every rule, and every rule is tried."""

import json
import re
from contextlib import chdir
from pathlib import Path

import pytest
from cfnlint.config import ConfigMixIn
from cfnlint.rules import Rules
from cfnlint.runner import Runner
from cfnlint.runner.template import run_template_by_file_path

from infra.templates import DOMAIN_TEMPLATES, ROOT, ROOT_TEMPLATE, TEMPLATES, read_domain
from tests.infra.lint_rules.town import Lint, Resources


def test_cfn_lint_alone_finds_every_template_and_every_rule_of_ours(our_rules: Rules) -> None:
    with chdir(ROOT):
        runner = Runner(ConfigMixIn([]))

        assert {Path(file).resolve() for file in runner.config.templates} == {
            ROOT_TEMPLATE,
            *TEMPLATES.values(),
        }
        # `make lint` runs it.
        assert our_rules.keys() <= runner.rules.keys()


@pytest.mark.parametrize("domain", DOMAIN_TEMPLATES)
def test_a_domain_seen_as_one_template_keeps_every_rule(domain: str, our_rules: Rules, tmp_path: Path) -> None:
    """A rule that looks from a function to the table, the queue or the key it uses sees them in one template only."""
    template = tmp_path / "template.json"
    template.write_text(json.dumps(read_domain(domain)))
    # E9009 reads state machines from beside their template, where `cfn-lint` finds them.
    rules = Rules({name: rule for name, rule in our_rules.items() if name != "E9009"})

    matches = run_template_by_file_path(str(template), ConfigMixIn([]), rules, ignore_bad_template=False)

    assert [f"{match.rule.id} {match.message}" for match in matches] == []


def test_every_rule_says_what_it_wants_and_why(our_rules: Rules) -> None:
    assert our_rules
    for rule in our_rules.values():
        assert re.fullmatch(r"E9\d{3}", rule.id)
        assert rule.shortdesc
        assert len(rule.description) > len(rule.shortdesc)


def test_every_rule_is_broken_by_a_template_here(our_rules: Rules) -> None:
    broken_here = set(
        re.findall(r'"(E9\d{3}) ', "".join(file.read_text() for file in Path(__file__).parent.glob("test_*.py")))
    )

    assert broken_here == set(our_rules)


def test_a_town_that_keeps_every_rule_is_accepted(town: Resources, lint: Lint) -> None:
    assert lint(town) == set()
