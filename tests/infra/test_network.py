"""Whoever calls a carrier or a bank does so from the fixed address, if there is one; nobody else pays for the way."""

from typing import Any

from city.fines.talk.settings import AnswerSettings, CarrierSettings
from infra.templates import ROOT_TEMPLATE, mappings_in, read_domain, read_template, resources_of
from tests.infra.settings import SETTINGS

FINES = read_domain("fines")
NETWORK = read_domain("network")

# Told of a carrier's keys, or of a bank that issues accounts when asked.
CALLS_OUT = {
    function
    for (domain, function), settings in SETTINGS.items()
    if domain == "fines" and issubclass(settings, (CarrierSettings, AnswerSettings))
}


def functions_inside() -> dict[str, Any]:
    functions = resources_of(FINES, "AWS::Serverless::Function")
    return {name: function["VpcConfig"] for name, function in functions.items() if "VpcConfig" in function}


def test_the_functions_that_call_a_carrier_or_a_bank_are_inside_and_no_others() -> None:
    assert functions_inside().keys() == CALLS_OUT
    assert {"ReceiveTextFunction", "SettleDepositFunction", "RemindCitizensFunction", "FinesApiFunction"} <= CALLS_OUT
    assert "DoorsFunction" not in CALLS_OUT


def test_without_a_network_they_are_where_everything_is() -> None:
    for config in functions_inside().values():
        condition, inside, outside = config["Fn::If"]
        assert condition == "HasNetwork"
        assert inside["SubnetIds"] == {"Fn::Split": [",", {"Ref": "SubnetIds"}]}
        assert inside["SecurityGroupIds"] == [{"Ref": "SecurityGroupId"}]
        assert outside == {"Ref": "AWS::NoValue"}


def test_the_network_exists_only_where_it_was_asked_for() -> None:
    root = read_template(ROOT_TEMPLATE)

    assert root["Parameters"]["FixedAddress"]["Default"] == "no"
    assert root["Resources"]["Network"]["Condition"] == "HasFixedAddress"
    for name in ("SubnetIds", "SecurityGroupId"):
        condition, _, without = root["Resources"]["Fines"]["Properties"]["Parameters"][name]["Fn::If"]
        assert (condition, without) == ("HasFixedAddress", "")


def test_private_subnets_lie_in_two_zones_and_reach_out_by_the_nat_alone() -> None:
    subnets = resources_of(NETWORK, "AWS::EC2::Subnet")
    zones = [subnets[name]["AvailabilityZone"]["Fn::Select"][0] for name in ("PrivateSubnetA", "PrivateSubnetB")]
    routes = resources_of(NETWORK, "AWS::EC2::Route")
    associated = {
        each["SubnetId"]["Ref"]: each["RouteTableId"]["Ref"]
        for each in resources_of(NETWORK, "AWS::EC2::SubnetRouteTableAssociation").values()
    }

    assert len(set(zones)) == 2
    assert {associated[name] for name in ("PrivateSubnetA", "PrivateSubnetB")} == {"PrivateRoutes"}
    assert [
        route.get("NatGatewayId") for route in routes.values() if route["RouteTableId"] == {"Ref": "PrivateRoutes"}
    ] == [{"Ref": "Nat"}]
    assert not any(subnet.get("MapPublicIpOnLaunch") for subnet in subnets.values())


def test_tables_and_buckets_are_reached_without_the_nat() -> None:
    endpoints = resources_of(NETWORK, "AWS::EC2::VPCEndpoint").values()

    assert {endpoint["ServiceName"]["Fn::Sub"].rpartition(".")[2] for endpoint in endpoints} == {"dynamodb", "s3"}
    assert {endpoint["VpcEndpointType"] for endpoint in endpoints} == {"Gateway"}


def test_nobody_calls_in() -> None:
    groups = resources_of(NETWORK, "AWS::EC2::SecurityGroup").values()

    assert [group.get("SecurityGroupIngress") for group in groups] == [None]
    assert not [mapping for mapping in mappings_in(NETWORK) if mapping.get("Type") == "AWS::EC2::SecurityGroupIngress"]
