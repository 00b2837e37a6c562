"""What the services of the local cloud count of themselves, each in the names and dimensions of AWS."""

import contextlib
import json
import time
import urllib.error
import urllib.request

from tests.infra.local_cloud.metrics.watching import ask, dimensions_of, statistic, wait_for
from tests.infra.local_cloud.running import RunningCloud, policy

COUNTS = """
import json
def handler(event, context):
    if event == "fail":
        raise ValueError("as asked")
    for _ in range((event or {}).get("lines", 1)):
        print(json.dumps({
            "_aws": {"Timestamp": %(moment)s, "CloudWatchMetrics": [
                {"Namespace": "Dongne", "Dimensions": [["service"]], "Metrics": [{"Name": "Seen", "Unit": "Count"}]}]},
            "service": "%(service)s", "Seen": [1.0],
        }))
    return "done"
"""
PASSES = (
    "def handler(event, context):\n    return {'statusCode': event['queryStringParameters']['status'], 'body': '{}'}"
)


def code_that_counts(service: str) -> str:
    return COUNTS % {"moment": int(time.time() * 1000), "service": service}


def test_what_a_function_prints_in_the_embedded_format_is_a_metric(cloud: RunningCloud) -> None:
    cloud.create_function("prints-metrics", code_that_counts("printed"))

    cloud.invoke("prints-metrics", {"lines": 3})

    listed = cloud.client("cloudwatch").list_metrics(Namespace="Dongne", MetricName="Seen")["Metrics"]
    assert dimensions_of(service="printed") in [metric["Dimensions"] for metric in listed]
    assert statistic(cloud, "Dongne", "Seen", service="printed") == 3


def test_a_function_is_counted_whoever_calls_it(cloud: RunningCloud) -> None:
    cloud.create_function("called-by-a-queue", code_that_counts("called"))
    sqs = cloud.client("sqs")
    url = sqs.create_queue(QueueName="that-calls")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    cloud.client("lambda").create_event_source_mapping(EventSourceArn=arn, FunctionName="called-by-a-queue")
    sqs.send_message(QueueUrl=url, MessageBody="{}")

    wait_for(lambda: statistic(cloud, "AWS/Lambda", "Invocations", FunctionName="called-by-a-queue"), 1.0)

    assert statistic(cloud, "AWS/Lambda", "Errors", FunctionName="called-by-a-queue") == 0
    assert statistic(cloud, "AWS/Lambda", "Duration", "Maximum", FunctionName="called-by-a-queue") is not None


def test_a_call_by_the_api_counts_once_and_its_failure_as_an_error(cloud: RunningCloud) -> None:
    cloud.create_function("fails-at-times", code_that_counts("failed"))
    client = cloud.client("lambda")

    client.invoke(FunctionName="fails-at-times", Payload=json.dumps("fail"))
    client.invoke(FunctionName="fails-at-times", Payload=b"{}")

    assert statistic(cloud, "AWS/Lambda", "Invocations", FunctionName="fails-at-times") == 2
    assert statistic(cloud, "AWS/Lambda", "Errors", FunctionName="fails-at-times") == 1


def test_a_refused_call_is_a_throttle_and_no_invocation(cloud: RunningCloud) -> None:
    cloud.create_function("is-full", code_that_counts("full"))
    client = cloud.client("lambda")
    client.put_function_concurrency(FunctionName="is-full", ReservedConcurrentExecutions=0)

    with contextlib.suppress(client.exceptions.TooManyRequestsException):
        client.invoke(FunctionName="is-full", Payload=b"{}")

    assert statistic(cloud, "AWS/Lambda", "Throttles", FunctionName="is-full") == 1
    assert statistic(cloud, "AWS/Lambda", "Invocations", FunctionName="is-full") is None


def test_a_queue_tells_what_waits_and_what_came_and_went(cloud: RunningCloud) -> None:
    sqs = cloud.client("sqs")
    dead = sqs.create_queue(QueueName="measured-dead")["QueueUrl"]
    dead_arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 1})
    url = sqs.create_queue(
        QueueName="measured", Attributes={"VisibilityTimeout": "0", "RedrivePolicy": redrive}
    )["QueueUrl"]  # fmt: skip
    for body in ("one", "two", "three"):
        sqs.send_message(QueueUrl=url, MessageBody=body)
    wait_for(
        lambda: statistic(cloud, "AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", QueueName="measured"), 3.0
    )
    first = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1, VisibilityTimeout=60)["Messages"][0]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=first["ReceiptHandle"])
    sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1)

    sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1, VisibilityTimeout=60)

    def counted(metric: str, name: str = "measured") -> float | None:
        return statistic(cloud, "AWS/SQS", metric, QueueName=name)

    wait_for(lambda: counted("NumberOfMessagesReceived"), 3.0)
    assert counted("NumberOfMessagesSent") == 3
    assert counted("NumberOfMessagesDeleted") == 1
    wait_for(
        lambda: statistic(cloud, "AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", QueueName="measured-dead"),
        1.0,
    )
    assert counted("NumberOfMessagesSent", "measured-dead") == 0
    oldest = statistic(cloud, "AWS/SQS", "ApproximateAgeOfOldestMessage", "Maximum", QueueName="measured-dead")
    assert oldest is not None
    assert oldest > 0


def test_an_api_counts_its_calls_refusals_and_failures(cloud: RunningCloud) -> None:
    cloud.create_function("answers", PASSES)
    function = "arn:aws:lambda:ap-northeast-2:000000000000:function:answers"
    uri = f"arn:aws:apigateway:ap-northeast-2:lambda:path/2015-03-31/functions/{function}/invocations"
    client = cloud.client("apigateway")
    api = client.create_rest_api(name="measured-api")["id"]
    root = client.get_resources(restApiId=api)["items"][0]["id"]
    it = client.create_resource(restApiId=api, parentId=root, pathPart="it")["id"]
    method = {"restApiId": api, "resourceId": it, "httpMethod": "GET"}
    client.put_method(**method, authorizationType="NONE")
    client.put_integration(**method, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
    client.create_deployment(restApiId=api, stageName="v1")
    cloud.client("lambda").add_permission(
        FunctionName="answers", StatementId="api", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com"
    )

    for status in (200, 200, 404, 500):
        with contextlib.suppress(urllib.error.HTTPError):
            url = f"http://localhost:{cloud.port}/restapis/{api}/v1/_user_request_/it?status={status}"
            urllib.request.urlopen(url).close()

    def counted(metric: str) -> float | None:
        return statistic(cloud, "AWS/ApiGateway", metric, ApiName="measured-api", Stage="v1")

    assert (counted("Count"), counted("4XXError"), counted("5XXError")) == (4, 1, 1)
    assert (counted("Latency") or 0) > 0


def test_executions_are_counted_by_how_they_ended(cloud: RunningCloud) -> None:
    states = cloud.client("stepfunctions")
    iam = cloud.client("iam")
    trust = {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}
    role = iam.create_role(RoleName="measured-machine", AssumeRolePolicyDocument=policy(trust))["Role"]["Arn"]
    definition = {
        "StartAt": "Choose",
        "States": {
            "Choose": {
                "Type": "Choice",
                "Choices": [{"Variable": "$.fail", "BooleanEquals": True, "Next": "Fail"}],
                "Default": "Done",
            },
            "Fail": {"Type": "Fail", "Error": "Asked"},
            "Done": {"Type": "Succeed"},
        },
    }
    machine = states.create_state_machine(name="measured", definition=json.dumps(definition), roleArn=role)
    arn = machine["stateMachineArn"]

    for fail in (False, False, True):
        states.start_execution(stateMachineArn=arn, input=json.dumps({"fail": fail}))

    def counted(metric: str) -> float | None:
        return statistic(cloud, "AWS/States", metric, StateMachineArn=arn)

    wait_for(lambda: (counted("ExecutionsSucceeded"), counted("ExecutionsFailed")), (2.0, 1.0))
    assert counted("ExecutionsStarted") == 3
    assert counted("ExecutionTime") is not None


def test_a_rule_counts_what_it_calls_and_what_it_could_not_hand_over(cloud: RunningCloud) -> None:
    events = cloud.client("events")
    events.put_rule(Name="measured-rule", EventPattern=json.dumps({"source": ["measured"]}))
    nowhere = "arn:aws:sqs:ap-northeast-2:000000000000:nowhere"
    events.put_targets(Rule="measured-rule", Targets=[{"Id": "gone", "Arn": nowhere}])

    events.put_events(Entries=[{"Source": "measured", "DetailType": "It", "Detail": "{}"}])

    wait_for(lambda: statistic(cloud, "AWS/Events", "FailedInvocations", RuleName="measured-rule"), 1.0)
    assert statistic(cloud, "AWS/Events", "Invocations", RuleName="measured-rule") == 1


def test_published_messages_and_matching_topic_rules_are_counted(cloud: RunningCloud) -> None:
    iot = cloud.client("iot")
    iot.create_topic_rule(
        ruleName="measured_topic", topicRulePayload={"sql": "SELECT * FROM 'measured/+'", "actions": []}
    )
    publish = cloud.client("iot-data").publish

    for topic in ("measured/one", "measured/two", "other/one"):
        publish(topic=topic, payload=b"{}")

    wait_for(lambda: statistic(cloud, "AWS/IoT", "TopicMatch", RuleName="measured_topic"), 2.0)
    assert (statistic(cloud, "AWS/IoT", "PublishIn.Success", Protocol="HTTP") or 0) >= 3


def test_a_dashboard_can_ask_for_expressions_and_searches(cloud: RunningCloud) -> None:
    put = cloud.client("cloudwatch").put_metric_data
    for queue, value in (("asked-DeadLetters-1", 2.0), ("asked-DeadLetters-2", 3.0), ("asked-Other", 100.0)):
        dimensions = dimensions_of(AskedQueue=queue)
        put(Namespace="Asked", MetricData=[{"MetricName": "Visible", "Value": value, "Dimensions": dimensions}])
    search = """SEARCH('{Asked,AskedQueue} MetricName="Visible" DeadLetters', 'Maximum', 300)"""
    stat = {
        "Metric": {
            "Namespace": "Asked",
            "MetricName": "Visible",
            "Dimensions": dimensions_of(AskedQueue="asked-Other"),
        },
        "Period": 300,
        "Stat": "Sum",
    }

    answer = ask(
        cloud,
        {"Id": "whole", "Expression": f"SUM({search})"},
        {"Id": "others", "Expression": search.replace("DeadLetters", "NOT DeadLetters")},
        {"Id": "half", "Expression": "other / 2"},
        {"Id": "other", "MetricStat": stat, "ReturnData": False},
        {"Id": "none", "MetricStat": {**stat, "Metric": {"Namespace": "Asked", "MetricName": "Visible"}}},
    )

    # A metric without dimensions is one of its own, and not the sum of those with some.
    assert answer == {"whole": [5.0], "others": [100.0], "half": [50.0], "none": []}
