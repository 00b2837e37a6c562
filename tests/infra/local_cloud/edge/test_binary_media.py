"""Bytes that a function answers through a REST API come as bytes, where the template says that their kind is binary."""

import urllib.request
from typing import Any

from tests.infra.local_cloud.running import RunningCloud

_FILM = """
def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "video/mp4"}, "isBase64Encoded": True, "body": "AAECgP8="}
"""


def test_film_comes_as_bytes_to_whoever_accepts_it(cloud: RunningCloud) -> None:
    cloud.create_function("film", _FILM)
    function = "arn:aws:lambda:ap-northeast-2:000000000000:function:film"
    uri = f"arn:aws:apigateway:ap-northeast-2:lambda:path/2015-03-31/functions/{function}/invocations"
    get: dict[str, Any] = {
        "x-amazon-apigateway-integration": {"httpMethod": "POST", "type": "aws_proxy", "uri": uri},
        "responses": {},
    }
    body = {"openapi": "3.0.1", "info": {"title": "film", "version": "1"}, "paths": {"/piece": {"get": get}}}
    status = cloud.deploy(
        "film",
        Api={"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": body, "BinaryMediaTypes": ["video~1mp4"]}},
        Deployment={"Type": "AWS::ApiGateway::Deployment", "Properties": {"RestApiId": {"Ref": "Api"}}},
        Stage={
            "Type": "AWS::ApiGateway::Stage",
            "Properties": {"RestApiId": {"Ref": "Api"}, "DeploymentId": {"Ref": "Deployment"}, "StageName": "v1"},
        },
    )
    assert status == "CREATE_COMPLETE", cloud.reasons("film")
    address = f"http://localhost:{cloud.port}/_aws/execute-api/{cloud.physical_id('film', 'Api')}/v1/piece"

    asked = urllib.request.Request(address, headers={"Accept": "video/mp4"})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        assert answer.read() == b"\x00\x01\x02\x80\xff"
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": "*/*"}), timeout=30) as answer:
        assert answer.read() == b"AAECgP8="
