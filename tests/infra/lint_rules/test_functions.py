"""Rules for functions refuse what they were written against."""

import pytest

from tests.infra.lint_rules.town import Lint, Resources


@pytest.mark.parametrize("kind", ["AWS::Serverless::Function", "AWS::Lambda::Function"])
def test_a_function_without_a_log_group_is_refused(kind: str, town: Resources, lint: Lint) -> None:
    town["Clerk"] = {"Type": kind, "Properties": {"Handler": "clerk.handler"}}

    assert lint(town) == {"E9007 Clerk"}


def test_a_log_group_that_keeps_for_ever_is_refused(town: Resources, lint: Lint) -> None:
    del town["DeskLogs"]["Properties"]["RetentionInDays"]

    assert lint(town) == {"E9007 Desk"}


def test_a_log_group_that_lambda_does_not_write_to_is_refused(town: Resources, lint: Lint) -> None:
    town["DeskLogs"]["Properties"]["LogGroupName"] = {"Fn::Sub": "/city/${Desk}"}

    assert lint(town) == {"E9007 Desk"}


def test_a_function_may_choose_its_log_group(town: Resources, lint: Lint) -> None:
    town["DeskLogs"]["Properties"] = {"RetentionInDays": 90}
    town["Desk"]["Properties"]["LoggingConfig"] = {"LogGroup": {"Ref": "DeskLogs"}}

    assert lint(town) == set()


def test_a_function_that_sends_back_whole_batches_is_refused(town: Resources, lint: Lint) -> None:
    del town["Desk"]["Properties"]["Events"]["Texts"]["Properties"]["FunctionResponseTypes"]

    assert lint(town) == {"E9008 Desk"}


def test_a_mapping_that_sends_back_whole_batches_is_refused(town: Resources, lint: Lint) -> None:
    town["Mapping"] = {
        "Type": "AWS::Lambda::EventSourceMapping",
        "Properties": {"EventSourceArn": {"Fn::GetAtt": ["Texts", "Arn"]}},
    }

    assert lint(town) == {"E9008 Mapping"}
