"""The city's templates as AWS SAM hands them to CloudFormation, and every policy in them."""

import json
import subprocess
from functools import cache
from typing import Any

from infra.templates import ROOT, ROOT_TEMPLATE, TEMPLATES, read_template

# The translator comes with the SAM CLI, in the environment of the local cloud.
_PYTHON = ROOT / ".venv-cloud" / "bin" / "python"
_TRANSLATE = """
import json, os, sys
os.environ["AWS_DEFAULT_REGION"] = "ap-northeast-2"
from samtranslator.public.translator import ManagedPolicyLoader
from samtranslator.translator.transform import transform

class NoPolicies(ManagedPolicyLoader):
    def __init__(self): super().__init__(None)
    def load(self): return {}

print(json.dumps({name: transform(template, {}, NoPolicies()) for name, template in json.load(sys.stdin).items()}))
"""
_ARTIFACTS = ("CodeUri", "ContentUri", "DefinitionUri")


@cache
def translated_templates() -> dict[str, dict[str, Any]]:
    """Every template by where it lies below `infra` (`fines/talk`); the root's is "root"."""
    templates = {name: _packaged(file) for name, file in {"root": ROOT_TEMPLATE, **TEMPLATES}.items()}
    return translate(templates)


def translate(templates: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    done = subprocess.run(
        [_PYTHON, "-c", _TRANSLATE], input=json.dumps(templates), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    translated: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return translated


def _packaged(file: Any) -> dict[str, Any]:
    """A template as `sam package` leaves it: what it names on this machine lies in a bucket."""
    template: dict[str, Any] = json.loads(json.dumps(read_template(file)))
    for resource in template["Resources"].values():
        for artifact in _ARTIFACTS:
            if artifact in resource.get("Properties", {}):
                resource["Properties"][artifact] = f"s3://sam-artifacts-of-the-city/{'0' * 32}"
    return template
