"""Rules for APIs: one stage, in the region, and a bound of its own for every route that asks nobody who they are."""

# cfn-lint carries no types.
# mypy: disallow-subclassing-any=false

import re
from collections.abc import Iterator
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

# With it, the translator of AWS SAM leaves out the stage `Stage`.
_OPEN_API = re.compile(r"3\.\d+\.\d+")
_REGIONAL = "REGIONAL"
_EVERY_ROUTE = ("/*", "*")

Route = tuple[str, str]


class ApiWithSecondDoor(CloudFormationLintRule):
    id = "E9013"
    shortdesc = "An API has one stage, and answers in its region"
    description = (
        "AWS SAM gives an API without OpenApiVersion a second stage called Stage, which serves every route without a "
        "throttle, a trace or an alarm; a deployment that names a stage does the same, and so does the API it makes by "
        "itself for an event without RestApiId. An edge-optimised endpoint leads citizens' data round by CloudFront "
        "points of presence that nobody chose."
    )

    def match(self, cfn: Template) -> Iterator[RuleMatch]:
        common = _common_to_apis(cfn)
        for name, api in cfn.get_resources("AWS::Serverless::Api").items():
            properties = common | api.get("Properties", {})
            if not _OPEN_API.fullmatch(str(properties.get("OpenApiVersion", ""))):
                yield RuleMatch(["Resources", name], f"{name} needs OpenApiVersion: 3.0.1, or it has a second stage")
            if properties.get("EndpointConfiguration", {}).get("Type") != _REGIONAL:
                yield RuleMatch(["Resources", name], f"{name} needs EndpointConfiguration: {{ Type: {_REGIONAL} }}")
        for name, api in cfn.get_resources("AWS::ApiGateway::RestApi").items():
            if api.get("Properties", {}).get("EndpointConfiguration", {}).get("Types") != [_REGIONAL]:
                yield RuleMatch(["Resources", name], f"{name} needs EndpointConfiguration: {{ Types: [{_REGIONAL}] }}")
        for name, deployment in cfn.get_resources("AWS::ApiGateway::Deployment").items():
            if "StageName" in deployment.get("Properties", {}):
                yield RuleMatch(
                    ["Resources", name], f"{name} makes a stage that nothing bounds: make an AWS::ApiGateway::Stage"
                )
        for name, event, properties in _api_events(cfn):
            if "RestApiId" not in properties:
                path = ["Resources", name, "Properties", "Events", event]
                yield RuleMatch(path, f"{event} needs RestApiId, or AWS SAM makes an API of its own for it")


class OpenRouteWithoutThrottle(CloudFormationLintRule):
    id = "E9014"
    shortdesc = "Every route has a throttle, and an open one has its own"
    description = (
        "Whoever may call without saying who they are may also call a thousand times a second: to guess passwords, codes "
        "and keys, or to make the city pay. So a route that nobody has to sign in for is named in MethodSettings, by path "
        "and method, with a rate and a burst that somebody thought about."
    )

    def match(self, cfn: Template) -> Iterator[RuleMatch]:
        common = _common_to_apis(cfn)
        apis = {
            name: common | api.get("Properties", {}) for name, api in cfn.get_resources("AWS::Serverless::Api").items()
        }
        throttled = {name: set(_throttled(api)) for name, api in apis.items()}
        for name, routes in throttled.items():
            if _EVERY_ROUTE not in routes:
                yield RuleMatch(["Resources", name], f'{name} needs MethodSettings with a throttle for "/*" and "*"')
        for function, event, properties in _api_events(cfn):
            api = properties.get("RestApiId", {}).get("Ref") if isinstance(properties.get("RestApiId"), dict) else None
            if api not in apis or not _is_open(properties, apis[api]):
                continue
            path, method = properties.get("Path", ""), properties.get("Method", "").upper()
            if (path, method) not in throttled[api]:
                yield RuleMatch(
                    ["Resources", function, "Properties", "Events", event],
                    f"{method} {path} is open to everybody: {api} needs MethodSettings with ResourcePath: "
                    f'"{_in_settings(path)}", HttpMethod: {method}, ThrottlingRateLimit and ThrottlingBurstLimit',
                )


def _common_to_apis(cfn: Template) -> dict[str, Any]:
    common: dict[str, Any] = cfn.template.get("Globals", {}).get("Api", {})
    return common


def _api_events(cfn: Template) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Function, event and properties of every route of a REST API."""
    for kind in ("AWS::Serverless::Function", "AWS::Serverless::StateMachine"):
        for name, owner in cfn.get_resources(kind).items():
            for event, source in owner.get("Properties", {}).get("Events", {}).items():
                if source.get("Type") == "Api":
                    yield name, event, source.get("Properties", {})


def _throttled(api: dict[str, Any]) -> Iterator[Route]:
    """Path and method of every setting that bounds both rate and burst."""
    for setting in api.get("MethodSettings", []):
        bounds = [setting.get("ThrottlingRateLimit"), setting.get("ThrottlingBurstLimit")]
        if all(isinstance(bound, int | float) and bound > 0 for bound in bounds):
            path = setting.get("ResourcePath", "")
            yield path if path == _EVERY_ROUTE[0] else _in_route(path), setting.get("HttpMethod", "").upper()


def _is_open(event: dict[str, Any], api: dict[str, Any]) -> bool:
    default = api.get("Auth", {}).get("DefaultAuthorizer", "NONE")
    return bool(event.get("Auth", {}).get("Authorizer", default) == "NONE")


def _in_settings(path: str) -> str:
    """`/orders/{order_id}` as MethodSettings writes it: `/~1orders~1{order_id}`."""
    return "/" + path.replace("/", "~1")


def _in_route(setting: str) -> str:
    return setting.removeprefix("/").replace("~1", "/")
