"""What the policies let a device say and hear is what the contracts name, and nothing of anybody else's."""

import json
from typing import Any

import pytest

from city.contracts.crosswalk.devices import (
    CONFIGURATION_SHADOW,
    REPORTS,
    STATE_SHADOW,
    CloudDetectionV1,
    PresenceV1,
    UnitFrameV1,
)
from infra.templates import read_domain, resources_of
from iot.crosswalk_unit.profile import follow_configuration
from iot.crosswalk_unit.sight.cloud_detection import CloudDetector
from iot.crosswalk_unit.unit_jobs import make_jobs
from iot.device.line.memory_link import MemoryLink
from iot.device.shadows import shadow_topic

TEMPLATE = read_domain("devices")
THING = "${iot:Connection.Thing.ThingName}"
UNIT = ("CrosswalkUnitPolicy", "CrosswalkUnitShadowsAndJobsPolicy")
CLAIM = ("CrosswalkClaimPolicy",)


def statements(policies: tuple[str, ...]) -> list[dict[str, Any]]:
    documents = [TEMPLATE["Resources"][policy]["Properties"]["PolicyDocument"] for policy in policies]
    return [statement for document in documents for statement in document["Statement"]]


def allowed(policies: tuple[str, ...], action: str, kind: str) -> list[str]:
    """The topics, filters or client names of the policies' statements with this action, without the ARN before them."""
    resources: list[str] = []
    for statement in statements(policies):
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        if action in actions:
            named = statement["Resource"]
            for resource in named if isinstance(named, list) else [named]:
                text = resource["Fn::Sub"].replace("${!", "${")
                head, slash, rest = text.partition(f":{kind}/")
                assert slash, f"{text} is no {kind}"
                assert head == "arn:${AWS::Partition}:iot:${AWS::Region}:${AWS::AccountId}"
                resources.append(rest)
    return resources


def covers(resource: str, topic: str) -> bool:
    """As a policy means it: a `*` is any text, slashes too."""
    head, star, tail = resource.partition("*")
    return topic == resource if not star else topic.startswith(head) and topic.endswith(tail)


def test_a_unit_may_publish_exactly_what_the_contracts_and_the_protocols_name() -> None:
    jobs = f"$aws/things/{THING}/jobs"
    needed = {
        *(report.topic.format(unit=THING) for report in REPORTS),
        PresenceV1.topic.format(unit=THING),
        UnitFrameV1.topic.format(unit=THING, frame="*"),
        shadow_topic(THING, CONFIGURATION_SHADOW, "get"),
        shadow_topic(THING, CONFIGURATION_SHADOW, "update"),
        shadow_topic(THING, STATE_SHADOW, "update"),
        f"{jobs}/start-next",
        f"{jobs}/*/update",
    }

    assert set(allowed(UNIT, "iot:Publish", "topic")) == needed
    assert allowed(UNIT, "iot:RetainPublish", "topic") == [PresenceV1.topic.format(unit=THING)]


def filters_of_the_program() -> list[str]:
    """Every filter the unit's own parts subscribe to."""
    link = MemoryLink()
    nothing: Any = None
    follow_configuration(unit="okgye-01", link=link, store=nothing, monotonic_s=lambda: 0.0, changed=lambda: None)
    make_jobs(
        unit="okgye-01",
        link=link,
        slots=nothing,
        key=nothing,
        running=nothing,
        scratch=nothing,
        monotonic_s=lambda: 0.0,
        pause=lambda _: None,
    )
    CloudDetector("okgye-01", link, None, lambda: 0.0)
    return list(link._heard)


@pytest.mark.parametrize("topic_filter", filters_of_the_program())
def test_a_unit_may_subscribe_to_what_its_program_listens_to(topic_filter: str) -> None:
    own = [each.replace(THING, "okgye-01") for each in allowed(UNIT, "iot:Subscribe", "topicfilter")]
    heard = [each.replace(THING, "okgye-01") for each in allowed(UNIT, "iot:Receive", "topic")]

    assert any(covers(each, topic_filter) for each in own)
    assert any(covers(each, topic_filter.replace("+", "job-1")) for each in heard)


def test_a_unit_may_hear_nothing_that_does_not_carry_its_name() -> None:
    for action, kind in (("iot:Subscribe", "topicfilter"), ("iot:Receive", "topic"), ("iot:Publish", "topic")):
        for resource in allowed(UNIT, action, kind):
            # The name stands before the first star: nothing reaches over it to another unit's topics.
            assert f"/{THING}/" in resource.partition("*")[0]
    assert allowed(UNIT, "iot:Receive", "topic")[0] == CloudDetectionV1.topic.format(unit=THING)


def test_a_unit_connects_as_itself_and_attached_to_its_thing() -> None:
    (statement,) = [each for each in statements(UNIT) if each["Action"] == "iot:Connect"]

    assert allowed(UNIT, "iot:Connect", "client") == [THING]
    assert statement["Condition"] == {"Bool": {"iot:Connection.Thing.IsAttached": "true"}}


def test_a_claim_opens_provisioning_and_nothing_of_a_unit() -> None:
    topics = allowed(CLAIM, "iot:Publish", "topic")

    assert all(each.startswith(("$aws/certificates/", "$aws/provisioning-templates/")) for each in topics)
    assert allowed(CLAIM, "iot:Connect", "client") == ["claim-*"]
    assert not any(
        covers(each, topic)
        for each in topics
        for report in REPORTS
        for topic in (report.topic.format(unit="okgye-01"),)
    )


def test_the_provisioning_template_is_a_document_that_names_the_units_policies() -> None:
    (template,) = resources_of(TEMPLATE, "AWS::IoT::ProvisioningTemplate").values()
    body = json.loads(template["TemplateBody"]["Fn::Sub"])
    attached = {
        resource["Properties"]["PolicyName"]
        for resource in body["Resources"].values()
        if resource["Type"] == "AWS::IoT::Policy"
    }

    assert attached == {f"${{{policy}}}" for policy in UNIT}
    assert body["Resources"]["thing"]["Properties"]["ThingName"] == {"Ref": "UnitName"}
    assert set(body["Parameters"]) == {"UnitName", "SerialNumber", "AWS::IoT::Certificate::Id"}
    assert template["PreProvisioningHook"]["TargetArn"] == {"Fn::GetAtt": ["AdmitUnitFunction", "Arn"]}


# What AWS needs to provision a thing, its certificate and its policies: AWSIoTThingsRegistration, the policy that AWS
# manages for this role (AWS Managed Policy Reference).
MANAGED = {
    "AddThingToBillingGroup",
    "AddThingToThingGroup",
    "AttachPolicy",
    "AttachPrincipalPolicy",
    "AttachThingPrincipal",
    "CreateCertificateFromCsr",
    "CreatePolicy",
    "CreateThing",
    "DescribeBillingGroup",
    "DescribeCertificate",
    "DescribeThing",
    "DescribeThingGroup",
    "DescribeThingType",
    "DetachPolicy",
    "DetachThingPrincipal",
    "GetPolicy",
    "ListAttachedPolicies",
    "ListPolicyPrincipals",
    "ListPrincipalPolicies",
    "ListPrincipalThings",
    "ListTargetsForPolicy",
    "ListThingGroupsForThing",
    "ListThingPrincipals",
    "RegisterCertificate",
    "RegisterThing",
    "RemoveThingFromBillingGroup",
    "RemoveThingFromThingGroup",
    "UpdateCertificate",
    "UpdateThing",
    "UpdateThingGroupsForThing",
}
# What this template never does: it has no groups, makes no policy and no certificate (the claim has its own signed), calls
# no RegisterThing, asks nobody who else holds a policy, and takes nothing away.
NEVER_DONE = {
    "AddThingToBillingGroup",
    "AddThingToThingGroup",
    "CreateCertificateFromCsr",
    "CreatePolicy",
    "DescribeBillingGroup",
    "DescribeThingGroup",
    "DetachPolicy",
    "DetachThingPrincipal",
    "ListPolicyPrincipals",
    "ListTargetsForPolicy",
    "ListThingGroupsForThing",
    "RegisterCertificate",
    "RegisterThing",
    "RemoveThingFromBillingGroup",
    "RemoveThingFromThingGroup",
    "UpdateThingGroupsForThing",
}


def test_the_role_that_lets_units_in_may_do_what_aws_asks_of_it_and_no_more() -> None:
    (policy,) = TEMPLATE["Resources"]["ProvisioningRole"]["Properties"]["Policies"]
    allowed_actions = {
        action
        for statement in policy["PolicyDocument"]["Statement"]
        for action in (statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]])
    }

    assert allowed_actions == {f"iot:{action}" for action in MANAGED - NEVER_DONE}


def test_the_role_that_lets_units_in_does_with_policies_what_the_template_attaches() -> None:
    (policy,) = TEMPLATE["Resources"]["ProvisioningRole"]["Properties"]["Policies"]
    (found,) = [s for s in policy["PolicyDocument"]["Statement"] if s["Action"] == "iot:GetPolicy"]

    assert [each["Fn::Sub"].rpartition("/")[2] for each in found["Resource"]] == [f"${{{policy}}}" for policy in UNIT]
