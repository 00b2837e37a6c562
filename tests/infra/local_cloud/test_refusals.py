"""What AWS refuses on the day of a deployment, the local cloud refuses: by the API, and a stack rolls back."""

import json

import pytest
from botocore.exceptions import ClientError

RUNTIME = "python3.11"


def iot_policy(characters: int, indent: int | None = None) -> str:
    statement = {"Effect": "Allow", "Action": "iot:Connect", "Resource": ""}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    bare = len("".join(json.dumps(document).split()))
    statement["Resource"] = "r" * (characters - bare)
    return json.dumps(document, indent=indent)


def code_of(refusal: pytest.ExceptionInfo[ClientError]) -> str:
    return str(refusal.value.response["Error"]["Code"])


def test_an_iot_policy_of_2048_characters_is_taken_whatever_its_whitespace(cloud):
    iot = cloud.client("iot")

    iot.create_policy(policyName="fits", policyDocument=iot_policy(2048, indent=40))
    iot.create_policy_version(policyName="fits", policyDocument=iot_policy(2048), setAsDefault=True)

    assert iot.get_policy(policyName="fits")["defaultVersionId"] == "2"


def test_an_iot_policy_of_2049_characters_is_refused_also_as_a_new_version(cloud):
    iot = cloud.client("iot")
    iot.create_policy(policyName="grows", policyDocument=iot_policy(2000))

    with pytest.raises(ClientError) as new:
        iot.create_policy(policyName="long", policyDocument=iot_policy(2049))
    with pytest.raises(ClientError) as version:
        iot.create_policy_version(policyName="grows", policyDocument=iot_policy(2049))

    assert code_of(new) == code_of(version) == "MalformedPolicyException"
    assert [each["policyName"] for each in iot.list_policies()["policies"]].count("long") == 0


def test_a_sixth_version_of_an_iot_policy_is_refused(cloud):
    iot = cloud.client("iot")
    iot.create_policy(policyName="versions", policyDocument=iot_policy(200))
    for length in range(201, 205):
        iot.create_policy_version(policyName="versions", policyDocument=iot_policy(length))

    with pytest.raises(ClientError) as refusal:
        iot.create_policy_version(policyName="versions", policyDocument=iot_policy(205))

    assert code_of(refusal) == "VersionsLimitExceededException"


def test_a_stack_with_a_long_iot_policy_rolls_back_and_an_update_to_one_too(cloud):
    def policy(characters: int) -> dict:
        document = json.loads(iot_policy(characters))
        return {"Type": "AWS::IoT::Policy", "Properties": {"PolicyDocument": document}}

    assert cloud.deploy("iot-long", Policy=policy(2049)) == "ROLLBACK_COMPLETE"
    assert cloud.deploy("iot-fits", Policy=policy(2048)) == "CREATE_COMPLETE"
    assert cloud.deploy("iot-fits", update=True, Policy=policy(2049)) == "UPDATE_ROLLBACK_COMPLETE"


def machine(name: str, next_: str = "Last") -> dict:
    return {"StartAt": name, "States": {name: {"Type": "Pass", "Next": next_}, "Last": {"Type": "Succeed"}}}


def test_a_machine_aws_refuses_is_refused_by_create_update_and_validate(cloud):
    states = cloud.client("stepfunctions")
    role = cloud.client("iam").create_role(RoleName="states", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    good, bad = json.dumps(machine("First")), json.dumps(machine("First", "Nowhere"))
    arn = states.create_state_machine(name="good", definition=good, roleArn=role)["stateMachineArn"]

    with pytest.raises(ClientError) as created:
        states.create_state_machine(name="bad", definition=bad, roleArn=role)
    with pytest.raises(ClientError) as updated:
        states.update_state_machine(stateMachineArn=arn, definition=bad)
    validated = states.validate_state_machine_definition(definition=bad)

    assert code_of(created) == code_of(updated) == "InvalidDefinition"
    assert "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nowhere at /States/First/Next" in str(created.value)
    assert validated["result"] == "FAIL"
    assert validated["diagnostics"][0]["location"] == "/States/First/Next"
    assert states.validate_state_machine_definition(definition=good)["result"] == "OK"
    assert states.describe_state_machine(stateMachineArn=arn)["definition"] == good


def test_a_stack_with_a_machine_aws_refuses_rolls_back_and_an_update_to_one_too(cloud):
    def resource(definition: dict) -> dict:
        properties = {"DefinitionString": json.dumps(definition), "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}}
        return {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}

    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}}

    assert cloud.deploy("states-bad", Role=role, Machine=resource(machine("x" * 81))) == "ROLLBACK_COMPLETE"
    assert cloud.deploy("states-good", Role=role, Machine=resource(machine("x" * 80))) == "CREATE_COMPLETE"
    changed = cloud.deploy("states-good", update=True, Role=role, Machine=resource(machine("A", "Nowhere")))
    assert changed == "UPDATE_ROLLBACK_COMPLETE"
    assert "Missing 'Next' target: Nowhere" in cloud.reasons("states-good")


def function(**properties: object) -> dict:
    code = {"ZipFile": "import time\ndef handler(event, context):\n    time.sleep(float(event or 0))\n"}
    return {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "Runtime": RUNTIME,
            "Handler": "index.handler",
            "Code": code,
            "Timeout": 60,
            "Role": {"Fn::GetAtt": ["Role", "Arn"]},
            **properties,
        },
    }


ROLE = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}}


def test_a_templates_reserved_concurrency_is_kept_changed_and_taken_away(cloud):
    client = cloud.client("lambda")

    def reserved() -> int | None:
        name = cloud.physical_id("reserved", "Function")
        return client.get_function_concurrency(FunctionName=name).get("ReservedConcurrentExecutions")

    assert cloud.deploy("reserved", Role=ROLE, Function=function(ReservedConcurrentExecutions=3)) == "CREATE_COMPLETE"
    assert reserved() == 3
    cloud.deploy("reserved", update=True, Role=ROLE, Function=function(ReservedConcurrentExecutions=2))
    assert reserved() == 2
    cloud.deploy("reserved", update=True, Role=ROLE, Function=function(ReservedConcurrentExecutions=2, Timeout=50))
    assert reserved() == 2
    cloud.deploy("reserved", update=True, Role=ROLE, Function=function())
    assert reserved() is None


def test_a_function_its_template_reserves_nothing_for_is_throttled(cloud):
    cloud.deploy("reserves-none", Role=ROLE, Function=function(ReservedConcurrentExecutions=0))

    with pytest.raises(ClientError) as refusal:
        cloud.client("lambda").invoke(FunctionName=cloud.physical_id("reserves-none", "Function"))

    assert code_of(refusal) == "TooManyRequestsException"


def test_no_more_is_reserved_than_leaves_100_of_the_account_quota(cloud):
    client = cloud.client("lambda")
    cloud.deploy("reserves", Role=ROLE, Function=function())
    name = cloud.physical_id("reserves", "Function")

    client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=600)
    with pytest.raises(ClientError) as refusal:
        client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=901)
    too_much = cloud.deploy("reserves-more", Role=ROLE, Function=function(ReservedConcurrentExecutions=301))
    client.delete_function_concurrency(FunctionName=name)

    assert code_of(refusal) == "InvalidParameterValueException"
    assert "below its minimum value of [100]" in str(refusal.value)
    assert too_much == "ROLLBACK_COMPLETE"


def test_a_method_any_of_a_template_answers_every_method(cloud):
    integration = {"type": "mock"}
    body = {
        "swagger": "2.0",
        "info": {"title": "any", "version": "1"},
        "paths": {
            "/{proxy+}": {
                "x-amazon-apigateway-any-method": {"x-amazon-apigateway-integration": integration},
                "get": {"x-amazon-apigateway-integration": integration},
            }
        },
    }
    cloud.deploy("any", Api={"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": body}})
    client, api = cloud.client("apigateway"), cloud.physical_id("any", "Api")

    methods = [set(each.get("resourceMethods", {})) for each in client.get_resources(restApiId=api)["items"]]

    assert {"ANY", "GET"} in methods
