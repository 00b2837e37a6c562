"""What must hold for the dividend's stack whatever else changes: who may know whose card it is, and what is never undone."""

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import pytest

from city.contracts.base import Contract
from city.contracts.dividend.files import RoundTask
from city.contracts.dividend.rounds import BatchesItem, BatchesOpen, FileItem, PayoutCompared, ShardItem
from city.dividend.rounds.service import paths
from infra.templates import ROOT, read_domain, resources_of

TEMPLATE = read_domain("dividend")
FUNCTIONS = resources_of(TEMPLATE, "AWS::Serverless::Function")
MACHINES = resources_of(TEMPLATE, "AWS::Serverless::StateMachine")
PAYOUT_STEP = "PayCitizensFunction"
DESTROYER = "DestroyRoundsFunction"


def statements(owner: dict[str, Any]) -> Iterator[tuple[set[str], str]]:
    """Actions and resources of every statement of a role."""
    for policy in owner.get("Policies", []):
        for statement in policy["Statement"]:
            actions = statement["Action"]
            yield {actions} if isinstance(actions, str) else set(actions), json.dumps(statement["Resource"])


def allowed_on(resource: str) -> dict[str, set[str]]:
    """Role -> what it may do with a resource of the template."""
    found: dict[str, set[str]] = {}
    for name, owner in {**FUNCTIONS, **MACHINES}.items():
        for actions, resources in statements(owner):
            if resource in resources:
                found[name] = found.get(name, set()) | actions
    return found


def test_only_the_payout_step_reads_the_linkage_table_and_only_the_door_writes_it() -> None:
    assert allowed_on("LinkageStore") == {
        PAYOUT_STEP: {"s3:GetObject", "s3:ListBucket"},
        "PseudonymiseFileFunction": {"s3:PutObject"},
        DESTROYER: {"s3:DeleteObject"},
    }


def test_only_the_payout_step_decrypts_with_the_linkage_key() -> None:
    assert allowed_on("LinkageKey") == {
        PAYOUT_STEP: {"kms:Decrypt"},
        "PseudonymiseFileFunction": {"kms:GenerateDataKey"},
    }


def test_the_linkage_table_lies_in_a_bucket_of_its_own_under_a_key_of_its_own() -> None:
    encrypted_with = {
        name: json.dumps(bucket["BucketEncryption"])
        for name, bucket in resources_of(TEMPLATE, "AWS::S3::Bucket").items()
    }

    assert [name for name, key in encrypted_with.items() if "LinkageKey" in key] == ["LinkageStore"]


def test_only_the_door_makes_pseudonyms() -> None:
    readers = {
        name
        for name, owner in FUNCTIONS.items()
        for actions, resources in statements(owner)
        if "secretsmanager:GetSecretValue" in actions and "dividend/rounds/" in resources
    }

    assert readers == {"PseudonymiseFileFunction"}


def readers_of(name: str) -> set[str]:
    """Who may read this object of the work bucket."""
    return {
        owner
        for owner, role in {**FUNCTIONS, **MACHINES}.items()
        for policy in role.get("Policies", [])
        for statement in policy["Statement"]
        if "s3:GetObject" in statement["Action"]
        for resource in ([statement["Resource"]] if isinstance(statement["Resource"], dict) else statement["Resource"])
        if fnmatchcase(f"${{RoundWork.Arn}}/{name}", resource.get("Fn::Sub", ""))
    }


# What tells people by the round's number, and not by the pseudonym.
_OF_PEOPLE = [paths.shard_name("2026-1", "a"), paths.histogram_name("2026-1", "a"), paths.companion_name("2026-1", "a")]


def test_whose_a_released_row_is_only_the_verification_reads() -> None:
    assert readers_of(paths.companion_name("2026-1", "a")) == {"VerifyRoundFunction"}


@pytest.mark.parametrize("name", _OF_PEOPLE)
def test_nobody_reads_people_by_their_number_and_by_their_pseudonym_or_card(name: str) -> None:
    by_pseudonym = readers_of(paths.weights_name("2026-1", "a")) | set(allowed_on("LinkageStore"))
    by_card = {role for role, actions in allowed_on("OperatorInbox").items() if "s3:GetObject" in actions}

    assert readers_of(name)
    assert readers_of(name).isdisjoint(by_pseudonym | by_card)


def test_every_step_of_a_round_reads_what_it_works_on_and_no_more() -> None:
    names = {
        "shard": paths.shard_name,
        "histogram": paths.histogram_name,
        "part": paths.part_name,
        "weights": paths.weights_name,
    }
    found = {what: readers_of(name("2026-1", "a")) for what, name in names.items()}

    assert found == {
        "shard": {"CountShardFunction", "ApplyShardFunction"},
        "histogram": {"DecideRoundFunction"},
        "part": {"VerifyRoundFunction"},
        "weights": {"ShareRevenueFunction"},
    }


def test_only_the_function_that_marks_copies_reads_the_secret_of_the_marks() -> None:
    assert allowed_on("MarkSecret") == {"MakeCopyFunction": {"secretsmanager:GetSecretValue"}}


def test_only_the_function_that_marks_copies_reads_leaked_samples() -> None:
    assert allowed_on("/leaks/*") == {"MakeCopyFunction": {"s3:GetObject"}, "LeaksApiFunction": {"s3:PutObject"}}


def test_only_the_function_that_adds_noise_reads_the_private_statistics() -> None:
    assert allowed_on("StatisticsStore") == {
        "ApplyShardFunction": {"s3:PutObject"},
        "VerifyRoundFunction": {"s3:PutObject"},
        "CountsFunction": {"s3:GetObject", "s3:ListBucket"},
        DESTROYER: {"s3:DeleteObject"},
    }
    assert allowed_on("StatisticsKey") == {
        "ApplyShardFunction": {"kms:GenerateDataKey"},
        "VerifyRoundFunction": {"kms:GenerateDataKey"},
        "CountsFunction": {"kms:Decrypt"},
    }


def test_the_private_statistics_lie_in_a_bucket_of_their_own_under_a_key_of_their_own() -> None:
    encrypted_with = {
        name: json.dumps(bucket["BucketEncryption"])
        for name, bucket in resources_of(TEMPLATE, "AWS::S3::Bucket").items()
    }

    assert [name for name, key in encrypted_with.items() if "StatisticsKey" in key] == ["StatisticsStore"]


def test_the_function_that_adds_noise_reads_nothing_else_of_a_round() -> None:
    reached = {
        name
        for name in resources_of(TEMPLATE, "AWS::S3::Bucket", "AWS::DynamoDB::Table")
        if "CountsFunction" in allowed_on(name)
    }

    assert reached == {"StatisticsStore", "MarketTable", "BudgetTable"}


def test_nobody_but_the_function_that_adds_noise_spends_or_mends_a_privacy_budget() -> None:
    assert allowed_on("BudgetTable") == {
        "CountsFunction": {"dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem"}
    }


def test_nobody_updates_or_deletes_an_entry_of_the_ledger() -> None:
    for name, actions in allowed_on("LedgerTable").items():
        assert actions <= {"dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"}, name


def test_only_the_end_of_a_round_deletes_and_of_holders_only_what_has_lapsed() -> None:
    deleters = {
        (name, action, resources)
        for name, owner in FUNCTIONS.items()
        for actions, resources in statements(owner)
        for action in actions
        # Whoever publishes an event deletes it from the outbox.
        if "Delete" in action and "OutboxTable" not in resources
    }

    assert {name for name, *_ in deleters} == {DESTROYER, "LapseUnclaimedFunction"}
    assert [resources for name, _, resources in deleters if name != DESTROYER] == [
        json.dumps({"Fn::GetAtt": ["CarriedTable", "Arn"]})
    ]


def test_whoever_destroys_cannot_read_and_lists_only_what_operators_have_named() -> None:
    done_by = list(statements(FUNCTIONS[DESTROYER]))
    reads = ("s3:Get", "kms:", "secretsmanager:Get", "dynamodb:Scan", "dynamodb:BatchGet")

    assert not [action for actions, _ in done_by for action in actions if action.startswith(reads)]
    assert [resource for actions, resource in done_by if "s3:ListBucket" in actions] == [
        json.dumps({"Fn::GetAtt": ["RailExchange", "Arn"]})
    ]
    tables = [resource for actions, resource in done_by if actions & {"dynamodb:GetItem", "dynamodb:Query"}]
    assert all("RoundsTable" in resource for resource in tables)


def test_a_certificate_is_never_destroyed() -> None:
    patterns = [
        resource["Fn::Sub"]
        for policy in FUNCTIONS[DESTROYER]["Policies"]
        for statement in policy["Statement"]
        if statement["Action"] == "s3:DeleteObject"
        for resource in (statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]])
    ]

    for name in (paths.certificate_name("2026-1"), paths.signature_name("2026-1")):
        assert not [pattern for pattern in patterns if fnmatchcase(f"${{RoundWork.Arn}}/{name}", pattern)]
    assert [
        pattern for pattern in patterns if fnmatchcase(f"${{RoundWork.Arn}}/{paths.part_name('2026-1', 'a')}", pattern)
    ]


@pytest.mark.parametrize("machine", ["round", "payout"])
def test_every_step_of_a_machine_fails_into_the_one_failure_path(machine: str) -> None:
    states = json.loads((ROOT / f"infra/dividend/{machine}.asl.json").read_text())["States"]

    for name, state in states.items():
        if state["Type"] in ("Task", "Map") and name != "Stop and say why":
            (caught,) = state["Catch"]
            assert caught["ErrorEquals"] == ["States.ALL"]
            assert states[caught["Next"]]["Next"] == "Stop and say why"


def test_a_machine_is_told_of_every_function_it_starts() -> None:
    for name, machine in MACHINES.items():
        given = set(machine["DefinitionSubstitutions"])
        text = (ROOT / "infra/dividend" / machine["DefinitionUri"]).read_text()
        used = {word.split("}")[0] for word in text.split("${")[1:]}
        assert used == given, name


# --- what state machines hand to steps and hear of them ---------------------------------------------

_PLANS: dict[str, type[Contract]] = {"files": FileItem, "shards": ShardItem, "batches": BatchesItem}
_ANSWERS: dict[str, type[Contract]] = {"Count what is open": BatchesOpen, "Compare with the operator": PayoutCompared}


def states_of(machine: str) -> dict[str, Any]:
    return dict(json.loads((ROOT / f"infra/dividend/{machine}.asl.json").read_text())["States"])


def payloads_in(states: dict[str, Any]) -> Iterator[dict[str, str]]:
    """What functions are handed, also inside of maps."""
    for state in states.values():
        if "Payload" in state.get("Parameters", {}):
            yield state["Parameters"]["Payload"]
        yield from payloads_in(state.get("ItemProcessor", {}).get("States", {}))


def variables_in(choice: Any) -> Iterator[str]:
    if isinstance(choice, dict):
        yield from (value for name, value in choice.items() if name == "Variable")
        choice = list(choice.values())
    if isinstance(choice, list):
        for each in choice:
            yield from variables_in(each)


@pytest.mark.parametrize("machine", ["round", "payout"])
def test_a_machine_hands_a_step_what_a_step_reads(machine: str) -> None:
    handed = {name.removesuffix(".$") for payload in payloads_in(states_of(machine)) for name in payload}

    assert "round_id" in handed
    assert handed <= RoundTask.model_fields.keys()


@pytest.mark.parametrize("machine", ["round", "payout"])
def test_a_map_reads_of_an_item_what_its_plan_is_written_with(machine: str) -> None:
    maps = {name: state for name, state in states_of(machine).items() if state["Type"] == "Map"}

    assert maps
    for name, state in maps.items():
        key = state["ItemReader"]["Parameters"]["Key.$"]
        (plan,) = (what for what in _PLANS if f"'{paths.plan_name('{}', what)}'" in key)
        read = {
            value.removeprefix("$.")
            for payload in payloads_in(state["ItemProcessor"]["States"])
            for field, value in payload.items()
            if field.endswith(".$")
        }
        assert read == _PLANS[plan].model_fields.keys(), name


@pytest.mark.parametrize("machine", ["round", "payout"])
def test_a_choice_asks_for_what_the_step_before_it_answers(machine: str) -> None:
    states = states_of(machine)

    for name, state in states.items():
        asked = {v.removeprefix("$.last.told.") for v in variables_in(state.get("Choices")) if v.startswith("$.last")}
        if not asked:
            continue
        heard, before = name, None
        # A step whose answer is dropped stands between.
        while before is None or states[before].get("ResultPath") is None:
            (before,) = (each for each, one in states.items() if one.get("Next") == heard)
            heard = before
        assert asked <= _ANSWERS[before].model_fields.keys(), name


def test_the_payout_asks_twice() -> None:
    choices = [name for name, state in states_of("payout").items() if any(variables_in(state.get("Choices")))]

    assert choices == ["Is anything open?", "Does it agree?"]


def test_no_untyped_dict_crosses_a_border_of_the_dividend() -> None:
    city = ROOT / "layers/city/src/city"
    sources = [*(city / "dividend").rglob("*.py"), *(city / "contracts/dividend").rglob("*.py")]
    sources += (ROOT / "functions/dividend").rglob("*.py")
    untyped = re.compile(r"(dict|Mapping)\[str, Any\]", re.IGNORECASE)

    assert len(sources) > 100
    assert [str(path) for path in sources if untyped.search(path.read_text(encoding="utf-8"))] == []
