import json
from copy import deepcopy
from pathlib import Path

import pytest
from cfnlint.config import ConfigMixIn
from cfnlint.rules import Rules
from cfnlint.rules.errors import RuleError
from cfnlint.runner.template import run_template_by_file_path

from infra.templates import ROOT
from tests.infra.lint_rules.town import TOWN, Lint, Resources


@pytest.fixture
def town() -> Resources:
    """Resources that keep every rule, for a test to break."""
    return deepcopy(TOWN)


@pytest.fixture(scope="session")
def our_rules() -> Rules:
    return Rules.create_from_directory(str(ROOT / "infra/lint/rules"))


@pytest.fixture
def lint(our_rules: Rules, tmp_path: Path) -> Lint:
    """Which of our rules refuse a template of these resources, each with the resource it points at."""
    rules = Rules(dict(our_rules))
    rules.register(RuleError())  # speaks up when a rule of ours breaks down

    def refusals(resources: Resources) -> set[str]:
        file = tmp_path / "template.json"
        file.write_text(json.dumps({"Transform": "AWS::Serverless-2016-10-31", "Resources": resources}))
        matches = run_template_by_file_path(str(file), ConfigMixIn([]), rules, ignore_bad_template=False)
        return {f"{match.rule.id} {match.path[1] if match.path else match.message}" for match in matches}

    return refusals
