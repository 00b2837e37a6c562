"""The city refuses what a policy does not name: a probe runs under each function's own role and tries."""

import io
import json
import zipfile

import pytest

from infra.local.city import City
from infra.local.machine.environment import python_runtime

PROBE = """
import boto3
from botocore.exceptions import ClientError

def handler(event, context):
    results = {}
    for name, (service, operation, arguments) in event.items():
        try:
            getattr(boto3.client(service, endpoint_url=arguments.pop("at", None)), operation)(**arguments)
            results[name] = "allowed"
        except ClientError as error:
            results[name] = error.response["Error"]["Code"]
    return results
"""


def role_of(city: City, function: str) -> str:
    """The role of the deployed function of this logical id."""
    name = city.function(function)
    return str(city.client("lambda").get_function_configuration(FunctionName=name)["Role"])


@pytest.fixture
def probe(city: City):
    """Runs calls under a function's role. Returns what became of each."""
    client = city.client("lambda")
    made = []

    def run(function: str, calls: dict) -> dict[str, str]:
        code = io.BytesIO()
        with zipfile.ZipFile(code, "w") as archive:
            archive.writestr("probe.py", PROBE)
        name = f"probe-{function}"
        client.create_function(
            FunctionName=name,
            Runtime=python_runtime(),
            Role=role_of(city, function),
            Handler="probe.handler",
            Code={"ZipFile": code.getvalue()},
            Timeout=30,
        )
        made.append(name)
        answer = client.invoke(FunctionName=name, Payload=json.dumps(calls).encode())
        return dict(json.loads(answer["Payload"].read()))

    yield run
    for name in made:
        client.delete_function(FunctionName=name)


def test_the_text_desk_may_read_cases_and_never_delete_nor_list_them(city: City, probe) -> None:
    table = city.output("CasesTable")
    key = {"holder": {"S": "nobody"}, "entry": {"S": "sender"}}

    results = probe(
        "ReceiveTextFunction",
        {
            "read a case": ("dynamodb", "get_item", {"TableName": table, "Key": key}),
            "delete a case": ("dynamodb", "delete_item", {"TableName": table, "Key": key}),
            "read everything": ("dynamodb", "scan", {"TableName": table}),
            "read deposits": ("dynamodb", "scan", {"TableName": city.output("DepositsTable")}),
            "read the bank's secret": (
                "secretsmanager",
                "get_secret_value",
                {"SecretId": city.output("BankSecretArn")},
            ),
            "text the inbound topic": (
                "sns",
                "publish",
                {"TopicArn": city.output("InboundSmsTopicArn"), "Message": "x"},
            ),
            "text a telephone": ("sns", "publish", {"PhoneNumber": "+821000000000", "Message": "x"}),
        },
    )

    allowed = {name for name, result in results.items() if result == "allowed"}
    assert allowed == {"read a case", "text a telephone"}
    assert all("Denied" in results[name] or "Authorization" in results[name] for name in set(results) - allowed)


def test_the_settling_function_may_not_read_notice_files_or_publish_elsewhere(city: City, probe) -> None:
    inbox = city.output("NoticeInboxBucket")

    results = probe(
        "SettleDepositFunction",
        {
            "list the inbox": ("s3", "list_objects_v2", {"Bucket": inbox}),
            "write the inbox": ("s3", "put_object", {"Bucket": inbox, "Key": "x", "Body": "x"}),
            "another bus": (
                "events",
                "put_events",
                {"Entries": [{"EventBusName": "default", "Source": "x", "DetailType": "x", "Detail": "{}"}]},
            ),
            "the city's bus": (
                "events",
                "put_events",
                {
                    "Entries": [
                        {
                            "EventBusName": city.output("EventBusName"),
                            "Source": "dongne.fines",
                            "DetailType": "Probe",
                            "Detail": "{}",
                        }
                    ]
                },
            ),
        },
    )

    assert {name for name, result in results.items() if result == "allowed"} == {"the city's bus"}


def test_the_public_doors_may_not_read_cases_talks_or_accounts(city: City, probe) -> None:
    results = probe(
        "DoorsFunction",
        {
            "cases": ("dynamodb", "scan", {"TableName": city.output("CasesTable")}),
            "accounts": ("dynamodb", "scan", {"TableName": city.output("AccountsTable")}),
            "talks": ("dynamodb", "scan", {"TableName": city.output("TalksTable")}),
            "a deposit": (
                "dynamodb",
                "get_item",
                {"TableName": city.output("DepositsTable"), "Key": {"deposit_key": {"S": "NH:none"}}},
            ),
        },
    )

    assert {name for name, result in results.items() if result == "allowed"} == {"a deposit"}


def test_the_chat_may_not_text_anybody_nor_read_what_others_said(city: City, probe) -> None:
    results = probe(
        "ChatFunction",
        {
            "talks": ("dynamodb", "scan", {"TableName": city.output("TalksTable")}),
            "files": ("s3", "list_objects_v2", {"Bucket": city.output("EvidenceBucket")}),
            "a telephone": ("sns", "publish", {"PhoneNumber": "+821000000000", "Message": "x"}),
            "the bank's secret": ("secretsmanager", "get_secret_value", {"SecretId": city.output("BankSecretArn")}),
        },
    )

    assert "allowed" not in results.values()


def test_what_signs_citizens_files_reaches_no_checked_file_and_no_case(city: City, probe) -> None:
    evidence = city.output("EvidenceBucket")

    results = probe(
        "SignFileFunction",
        {
            "the folder of what comes": (
                "s3",
                "put_object",
                {"Bucket": evidence, "Key": "incoming/probe", "Body": "x"},
            ),
            "its own look": ("s3", "get_object", {"Bucket": evidence, "Key": "incoming/probe"}),
            "a checked file": ("s3", "get_object", {"Bucket": evidence, "Key": "checked/probe"}),
            "a checked file's end": ("s3", "delete_object", {"Bucket": evidence, "Key": "checked/probe"}),
            "another folder": ("s3", "put_object", {"Bucket": evidence, "Key": "probe", "Body": "x"}),
            "the list": ("s3", "list_objects_v2", {"Bucket": evidence}),
            "the reports": ("s3", "list_objects_v2", {"Bucket": city.output("NoticeReportsBucket")}),
            "cases": ("dynamodb", "scan", {"TableName": city.output("CasesTable")}),
            "talks": ("dynamodb", "scan", {"TableName": city.output("TalksTable")}),
        },
    )

    allowed = {name for name, result in results.items() if result == "allowed"}
    assert allowed == {"the folder of what comes", "its own look"}


def test_what_tells_progress_changes_no_case_and_reads_no_talk_and_no_file(city: City, probe) -> None:
    results = probe(
        "ShowProgressFunction",
        {
            "cases": ("dynamodb", "scan", {"TableName": city.output("CasesTable")}),
            "talks": ("dynamodb", "scan", {"TableName": city.output("TalksTable")}),
            "files": ("s3", "list_objects_v2", {"Bucket": city.output("EvidenceBucket")}),
            "a telephone": ("sns", "publish", {"PhoneNumber": "+821000000000", "Message": "x"}),
        },
    )

    assert "allowed" not in results.values()


def test_what_signs_uploads_writes_into_the_desks_folders_and_reads_nothing(city: City, probe) -> None:
    notices, bank = city.output("NoticeInboxBucket"), city.output("BankInboxBucket")

    results = probe(
        "SignUploadFunction",
        {
            # Not .csv, and a folder's name: neither is read.
            "the desk's folder": ("s3", "put_object", {"Bucket": bank, "Key": "accounts/probe/", "Body": ""}),
            "another folder": ("s3", "put_object", {"Bucket": notices, "Key": "probe.csv", "Body": "x"}),
            "the reports": (
                "s3",
                "put_object",
                {"Bucket": city.output("NoticeReportsBucket"), "Key": "desk/x", "Body": "x"},
            ),
            "what others put there": ("s3", "get_object", {"Bucket": notices, "Key": "staff-day.csv"}),
            "the list": ("s3", "list_objects_v2", {"Bucket": notices}),
            "cases": ("dynamodb", "scan", {"TableName": city.output("CasesTable")}),
        },
    )

    assert {name for name, result in results.items() if result == "allowed"} == {"the desk's folder"}


def test_the_night_may_not_touch_the_books_nor_read_talks(city: City, probe) -> None:
    results = probe(
        "ForgetEndedFunction",
        {
            "talks": ("dynamodb", "scan", {"TableName": city.output("TalksTable")}),
            "delete a deposit": (
                "dynamodb",
                "delete_item",
                {"TableName": city.output("DepositsTable"), "Key": {"deposit_key": {"S": "NH:none"}}},
            ),
            "a telephone": ("sns", "publish", {"PhoneNumber": "+821000000000", "Message": "x"}),
        },
    )

    assert "allowed" not in results.values()


def test_only_the_fan_out_tells_connections_and_only_it_numbers_changes(city: City, probe) -> None:
    at = city.url(f"/_aws/execute-api/{city.output('LiveSocketId')}/live")
    told = {"at": at, "ConnectionId": "nobody", "Data": "x"}
    changes, connections = city.output("LiveChangesTable"), city.output("LiveConnectionsTable")
    change = {"topic": {"S": "crosswalk.units/probe"}, "number": {"N": "1"}}
    ticket = {"owner": {"S": "ticket#probe"}, "name": {"S": "-"}}
    watching = {"owner": {"S": "topic#crosswalk.units/probe"}, "name": {"S": "nobody"}}
    head = {"topic": {"S": "crosswalk.units"}, "number": {"N": "0"}}
    queue = city.output("LiveQueueUrl")
    calls = {
        "tell a connection": ("apigatewaymanagementapi", "post_to_connection", told),
        "number a change": ("dynamodb", "put_item", {"TableName": changes, "Item": change}),
        "read a log": ("dynamodb", "get_item", {"TableName": changes, "Key": head}),
        "read the log of others": ("dynamodb", "get_item", {"TableName": changes, "Key": change}),
        "give a ticket": ("dynamodb", "put_item", {"TableName": connections, "Item": ticket}),
        "take a ticket": ("dynamodb", "delete_item", {"TableName": connections, "Key": ticket}),
        "watch": ("dynamodb", "put_item", {"TableName": connections, "Item": watching}),
        "forget": ("dynamodb", "delete_item", {"TableName": connections, "Key": watching}),
        "read what is published": ("sqs", "receive_message", {"QueueUrl": queue}),
        "publish": ("sqs", "send_message", {"QueueUrl": queue, "MessageBody": PUBLISHED}),
    }

    may = {
        function: {name for name, result in probe(function, calls).items() if "Denied" not in result}
        for function in (
            "FanOutFunction",
            "AnswerPageFunction",
            "AuthorizeFunction",
            "LiveApiFunction",
            "ReceiveReportFunction",
            "CrosswalkApiFunction",
        )
    }

    # The local cloud does not know dynamodb:LeadingKeys, by which tickets are apart from who watches, and topics apart.
    reading = {"read a log", "read the log of others"}
    taking, giving = {"take a ticket", "forget"}, {"give a ticket", "watch"}
    assert may == {
        "FanOutFunction": {"tell a connection", "number a change", "read what is published"} | reading | taking,
        "AnswerPageFunction": reading | taking | giving,
        "AuthorizeFunction": taking,
        "LiveApiFunction": reading | giving,
        # AWS SAM lets every function that reads a queue read any: its policy for them names none.
        "ReceiveReportFunction": {"publish", "read what is published"},
        "CrosswalkApiFunction": {"publish"} | reading,
    }


PUBLISHED = json.dumps(
    {
        "topic": "crosswalk.units/probe",
        "changes": [{"key": "probe", "version": 1, "at": "2026-11-10T03:00:00Z", "body": {}}],
    }
)
