"""Who sends dead letters back may do so with every queue there is, and with nothing else."""

from fnmatch import fnmatchcase
from typing import Any

import pytest

from infra.templates import ROOT, TEMPLATES, read_template, resources_of

WATCH = read_template(ROOT / "infra/watch/template.yaml")
STATEMENTS = WATCH["Resources"]["RedriveApiFunction"]["Properties"]["Policies"][0]["Statement"]
# As CloudFormation makes names, and as it shortens them.
DEAD = "dongne-dev-Fines-1A2B3C-Talk-4D5E6F-InboundTexts-7G8H9I-DeadLetters-AbCdEfGhIj"  # pragma: allowlist secret
QUEUE = "dongne-dev-Fines-1A2B3C-Talk-4D5E6F-InboundTexts-7G8H9I-Queue-AbCdEfGhIj"  # pragma: allowlist secret


def rights(action: str) -> list[str]:
    """The resources beside an action, in the stage dev."""
    found = []
    for statement in STATEMENTS:
        actions = statement["Action"]
        if action in (actions if isinstance(actions, list) else [actions]):
            resource = statement["Resource"]
            found.append(resource if isinstance(resource, str) else next(iter(resource.values())))
    return [text.replace("${Stage}", "dev") for text in found]


def may(action: str, queue: str) -> bool:
    return any(fnmatchcase(queue, right.rpartition(":")[2]) for right in rights(action))


@pytest.mark.parametrize("action", ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"])
def test_dead_letters_are_taken_and_what_is_at_work_is_not(action: str) -> None:
    assert may(action, DEAD)
    assert not may(action, QUEUE)
    assert not may(action, DEAD.replace("dev", "prod", 1))


def test_they_are_sent_to_queues_and_not_among_dead_letters() -> None:
    assert may("sqs:SendMessage", QUEUE)
    assert not may("sqs:SendMessage", DEAD)


def test_every_queue_is_made_where_its_name_is_known() -> None:
    made = {
        (file.relative_to(ROOT).as_posix(), name)
        for file in TEMPLATES.values()
        for name in resources_of(read_template(file), "AWS::SQS::Queue")
    }

    shared = read_template(ROOT / "infra/shared/queue.yaml")
    assert made <= {("infra/shared/queue.yaml", "Queue"), ("infra/shared/queue.yaml", "DeadLetters")}
    assert set(resources_of(shared, "AWS::SQS::Queue")) == {"Queue", "DeadLetters"}


def test_the_key_of_every_queue_that_has_one_opens_and_closes_its_letters() -> None:
    keys = {key for file in TEMPLATES.values() for key in keys_of_queues(read_template(file))}

    assert keys
    for action in ("kms:Decrypt", "kms:GenerateDataKey"):
        assert set(rights(action)) == {f"{key}Arn" for key in keys}


def keys_of_queues(template: dict[str, Any]) -> set[str]:
    """The logical ids of keys that a template gives to queues."""
    stacks = resources_of(template, "AWS::CloudFormation::Stack").values()
    return {
        stack["Parameters"]["Key"]["Ref"]
        for stack in stacks
        if stack["TemplateURL"].endswith("shared/queue.yaml") and "Key" in stack["Parameters"]
    }
