"""Expressions are read once, and mean what they meant."""

import json
import subprocess

import pytest

from infra.local.city import ROOT
from tests.infra.local_cloud.running import INTERPRETER

ASKED = """
import json
from infra.local.cloud.stores.expressions import read_once
from ministack.services import dynamodb

split, calls = dynamodb._tokenize, []
def counted(expression):
    calls.append(expression)
    return split(expression)
dynamodb._tokenize = counted

EXPRESSIONS = ["(#t = :t AND #n > :n)", "#n BETWEEN :n AND :m", "#t IN (:t, :u)", "attribute_exists(#n)", "NOT (#n = :n)",
  "contains(#t, :t)", "size(#t) > :n", "#n = ", "((#n = :n))", "size = :n", "#n = :n AND AND", "name = :t", "(#n", "#n ! :n", ""]
NAMES, VALUES = {"#t": "topic", "#n": "number"}, {":t": {"S": "a"}, ":u": {"S": "b"}, ":n": {"N": "4"}, ":m": {"N": "9"}}

def answers():
    found = []
    for expression in EXPRESSIONS:
        for number in range(12):
            item = {"topic": {"S": "ab"[number % 2]}, "number": {"N": str(number)}}
            try:
                found.append(dynamodb._evaluate_condition(expression, item, VALUES, NAMES, slot="KeyConditionExpression"))
            except ValueError as error:
                found.append(str(error))
    return found

before, asked = answers(), len(calls)
calls.clear()
read_once()
after = [answers(), answers()]
print(json.dumps({"before": before, "asked": asked, "after": after, "asked_after": sorted(set(calls)), "calls": len(calls)}))
"""


def test_an_expression_is_read_once_and_means_the_same_at_every_item() -> None:
    if not INTERPRETER.exists():
        pytest.skip("the local cloud is not installed: make setup")
    done = subprocess.run(
        [str(INTERPRETER), "-c", ASKED],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    said = json.loads(done.stdout.splitlines()[-1])

    assert said["after"] == [said["before"], said["before"]]
    # Some hold, some do not, and some cannot be read.
    assert {True, False} < {answer if isinstance(answer, bool) else "error" for answer in said["before"]}
    assert said["asked"] > 100
    # What cannot be split is tried anew each time; nothing else is.
    unreadable = {"#n ! :n"}
    assert said["calls"] - len(said["asked_after"]) <= 24 * len(unreadable)
