"""The door's own template on the local cloud: with pages that a test puts there, and one API in the place of every domain's."""

import http.client
import json
import time
from dataclasses import dataclass
from typing import Any

from infra.templates import DOMAIN_TEMPLATES, ROOT, read_template
from tests.infra.local_cloud.running import RunningCloud

# Says what reached it.
_ECHO = """
import json
def handler(event, context):
    if event["headers"].get("x-fail"):
        return {"statusCode": 404, "headers": {"content-type": "application/json"}, "body": '{"error": "no_such_case"}'}
    seen = {key: event.get(key) for key in ("httpMethod", "path", "queryStringParameters", "body", "headers", "requestContext")}
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(seen)}
"""
_SOCKET = """
def handler(event, context):
    if event["requestContext"]["eventType"] == "CONNECT":
        return {"statusCode": 200 if (event.get("queryStringParameters") or {}).get("ticket") == "good" else 403}
    return {"statusCode": 200, "body": "you said " + event["body"]}
"""
_PAGES = {
    "Resources": {"Pages": {"Type": "AWS::S3::Bucket"}, "Logs": {"Type": "AWS::S3::Bucket"}},
    "Outputs": {
        "PagesBucket": {"Value": {"Ref": "Pages"}},
        "PagesBucketArn": {"Value": {"Fn::GetAtt": ["Pages", "Arn"]}},
        "PagesDomain": {"Value": {"Fn::GetAtt": ["Pages", "RegionalDomainName"]}},
        "LogsDomain": {"Value": {"Fn::GetAtt": ["Logs", "DomainName"]}},
        "Digest": {"Value": "0123456789abcdef"},
    },
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(port: int, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
    """The path goes over the line as it stands here: no client puts it right."""
    line = http.client.HTTPConnection("localhost", port, timeout=60)
    try:
        line.putrequest(method, path, skip_accept_encoding=True)
        for name, value in {"Content-Length": str(len(body or b"")), **headers}.items():
            line.putheader(name.replace("_", "-"), value)
        line.endheaders(body)
        answer = line.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        line.close()


def open_door(cloud: RunningCloud) -> str:
    """Deploys it, with a WebSocket of a domain `live` besides. Returns the name of the bucket of the pages."""
    template = read_template(DOMAIN_TEMPLATES["door"])
    s3 = cloud.client("s3")
    s3.create_bucket(Bucket="door-templates", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"})
    s3.put_object(Bucket="door-templates", Key="pages", Body=json.dumps(_PAGES))
    pages = {"TemplateURL": f"http://localhost:{cloud.port}/door-templates/pages"}
    resources = {
        name: resource | {"Properties": pages} if name == "Pages" else resource
        for name, resource in template["Resources"].items()
        if resource["Type"] != "AWS::CloudFormation::Stack" or name == "Pages"
    }
    resources["Distribution"] = _with_socket(resources["Distribution"], make_socket_api(cloud))
    api = make_api(cloud)
    given = {
        "Stage": "local",
        "DoorOrigin": f"http://localhost:{cloud.door_port}",
        "DoorProofSecretId": make_proof(cloud),
    }
    for name, parameter in template["Parameters"].items():
        if name.endswith("ApiId"):
            given[name] = api
        elif "Default" not in parameter:
            given.setdefault(name, "1" if parameter["Type"] == "Number" else "")
    cloud.client("cloudformation").create_stack(
        StackName="door",
        TemplateBody=json.dumps({**template, "Resources": resources, "Transform": "AWS::Serverless-2016-10-31"}),
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in given.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    )
    return wait_for_stack(cloud, "door")["PagesBucket"]


def make_proof(cloud: RunningCloud) -> str:
    """The secret by which APIs know the door, as the city's template has it. Returns its ARN."""
    template = {"Resources": {"DoorProof": read_template(ROOT / "template.yaml")["Resources"]["DoorProof"]}}
    cloud.client("cloudformation").create_stack(StackName="proof", TemplateBody=json.dumps(template))
    wait_for_stack(cloud, "proof")
    (secret,) = cloud.client("secretsmanager").list_secrets()["SecretList"]
    return str(secret["ARN"])


def wait_for_stack(cloud: RunningCloud, name: str) -> dict[str, str]:
    """Until it stands as it should. Returns its outputs."""
    cloudformation = cloud.client("cloudformation")
    while (stack := cloudformation.describe_stacks(StackName=name)["Stacks"][0])["StackStatus"].endswith("_PROGRESS"):
        time.sleep(0.05)
    assert stack["StackStatus"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE"), cloud.reasons(name)
    return {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])}


def _with_socket(distribution: dict[str, Any], api: str) -> dict[str, Any]:
    """As a domain `live` with a WebSocket would add it."""
    config = distribution["Properties"]["DistributionConfig"]
    origins = {each["Id"]: each for each in config["Origins"]}
    behaviours = {each["PathPattern"]: each for each in config["CacheBehaviors"]}
    host = f"{api}.execute-api.ap-northeast-2.amazonaws.com"
    without_path = {key: value for key, value in origins["fines"].items() if key != "OriginPath"}
    without_function = {k: v for k, v in behaviours["/api/fines/*"].items() if k != "FunctionAssociations"}
    origins["live-socket"] = without_path | {"Id": "live-socket", "DomainName": host}
    behaviours["/live"] = without_function | {"PathPattern": "/live", "TargetOriginId": "live-socket"}
    more = {"Origins": list(origins.values()), "CacheBehaviors": list(behaviours.values())}
    return {**distribution, "Properties": {"DistributionConfig": config | more}}


def make_socket_api(cloud: RunningCloud) -> str:
    """A WebSocket API of a stage `live`, which says to whom it answers."""
    cloud.create_function("socket", _SOCKET)
    function = "arn:aws:lambda:ap-northeast-2:000000000000:function:socket"
    uri = f"arn:aws:apigateway:ap-northeast-2:lambda:path/2015-03-31/functions/{function}/invocations"
    api = cloud.client("apigatewayv2")
    socket: str = api.create_api(
        Name="live", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action"
    )["ApiId"]
    integration = api.create_integration(ApiId=socket, IntegrationType="AWS_PROXY", IntegrationUri=uri)["IntegrationId"]
    for key in ("$connect", "$default"):
        answers = {"RouteResponseSelectionExpression": "$default"} if key == "$default" else {}
        route = api.create_route(ApiId=socket, RouteKey=key, Target=f"integrations/{integration}", **answers)
        if answers:
            api.create_route_response(ApiId=socket, RouteId=route["RouteId"], RouteResponseKey="$default")
    api.create_stage(ApiId=socket, StageName="live", AutoDeploy=True)
    return socket


def make_api(cloud: RunningCloud) -> str:
    """A REST API of one stage, whatever is asked of it."""
    cloud.create_function("echo", _ECHO)
    api = cloud.client("apigateway")
    rest: str = api.create_rest_api(name="echo")["id"]
    (root,) = api.get_resources(restApiId=rest)["items"]
    proxy = api.create_resource(restApiId=rest, parentId=root["id"], pathPart="{proxy+}")["id"]
    api.put_method(restApiId=rest, resourceId=proxy, httpMethod="ANY", authorizationType="NONE")
    function = "arn:aws:lambda:ap-northeast-2:000000000000:function:echo"
    uri = f"arn:aws:apigateway:ap-northeast-2:lambda:path/2015-03-31/functions/{function}/invocations"
    api.put_integration(
        restApiId=rest,
        resourceId=proxy,
        httpMethod="ANY",
        type="AWS_PROXY",
        integrationHttpMethod="POST",
        uri=uri,
    )
    api.create_deployment(restApiId=rest, stageName="v1")
    cloud.client("lambda").add_permission(
        FunctionName="echo", StatementId="api", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com"
    )
    return rest
