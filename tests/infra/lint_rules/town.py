"""A town that keeps every rule, for tests to break."""

from collections.abc import Callable
from typing import Any

Resources = dict[str, Any]
# Which rules refuse a template of these resources, each with the resource it points at.
Lint = Callable[[Resources], set[str]]

KEPT = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}
PAY = {
    "Type": "Task",
    "Comment": "Asks the bank to pay one holder",
    "Resource": "arn:aws:states:::lambda:invoke",
    "TimeoutSeconds": 30,
    "Retry": [{"ErrorEquals": ["Transient"]}],
    "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Tell the city"}],
    "Next": "Tell the city",
}
PAYOUT = {"StartAt": "Pay the holder", "States": {"Pay the holder": PAY, "Tell the city": {"Type": "Succeed"}}}
TOWN: Resources = {
    "Texts": {
        "Type": "AWS::SQS::Queue",
        "Properties": {
            "SqsManagedSseEnabled": True,
            "RedrivePolicy": {"deadLetterTargetArn": {"Fn::GetAtt": ["DeadTexts", "Arn"]}, "maxReceiveCount": 5},
        },
    },
    "DeadTexts": {"Type": "AWS::SQS::Queue", "Properties": {"KmsMasterKeyId": "alias/texts"}},
    "DeadTextsAlarm": {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "Namespace": "AWS/SQS",
            "MetricName": "ApproximateNumberOfMessagesVisible",
            "Dimensions": [{"Name": "QueueName", "Value": {"Fn::GetAtt": ["DeadTexts", "QueueName"]}}],
            "AlarmActions": ["arn:aws:sns:ap-northeast-2:111122223333:alarms"],
        },
    },
    "Cases": {
        "Type": "AWS::DynamoDB::Table",
        **KEPT,
        "Properties": {
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
            "SSESpecification": {"SSEEnabled": True},
        },
    },
    "Inbox": {
        "Type": "AWS::S3::Bucket",
        **KEPT,
        "Properties": {
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]
            },
        },
    },
    "Desk": {
        "Type": "AWS::Serverless::Function",
        "Properties": {
            "Events": {
                "Texts": {
                    "Type": "SQS",
                    "Properties": {
                        "Queue": {"Fn::GetAtt": ["Texts", "Arn"]},
                        "FunctionResponseTypes": ["ReportBatchItemFailures"],
                    },
                },
                "ShowCase": {
                    "Type": "Api",
                    "Properties": {"RestApiId": {"Ref": "Api"}, "Method": "get", "Path": "/cases"},
                },
                "PlaceOrder": {
                    "Type": "Api",
                    "Properties": {
                        "RestApiId": {"Ref": "Api"},
                        "Method": "post",
                        "Path": "/orders/{id}",
                        "Auth": {"Authorizer": "NONE"},
                    },
                },
            },
            "Policies": [
                "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess",
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {"Effect": "Allow", "Action": "dynamodb:Query", "Resource": {"Fn::GetAtt": ["Cases", "Arn"]}}
                    ],
                },
            ],
        },
    },
    "Api": {
        "Type": "AWS::Serverless::Api",
        "Properties": {
            "StageName": "v1",
            "OpenApiVersion": "3.0.1",
            "EndpointConfiguration": {"Type": "REGIONAL"},
            "Auth": {"DefaultAuthorizer": "Staff"},
            "MethodSettings": [
                {"ResourcePath": "/*", "HttpMethod": "*", "ThrottlingRateLimit": 50, "ThrottlingBurstLimit": 100},
                {
                    "ResourcePath": "/~1orders~1{id}",
                    "HttpMethod": "POST",
                    "ThrottlingRateLimit": 5,
                    "ThrottlingBurstLimit": 10,
                },
            ],
        },
    },
    "DeskLogs": {
        "Type": "AWS::Logs::LogGroup",
        "Properties": {"LogGroupName": {"Fn::Sub": "/aws/lambda/${Desk}"}, "RetentionInDays": 90},
    },
    "Payout": {"Type": "AWS::Serverless::StateMachine", "Properties": {"Definition": PAYOUT}},
}


def allow(action: Any, resource: Any, effect: str = "Allow") -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": effect, "Action": action, "Resource": resource}]}
