"""Pages are told of what is written about grants, whoever wrote it: by the table's stream, in no transaction of a writer."""

from typing import Any

import boto3
import pytest

from city.aws.live.publisher import ChangesNotAccepted
from city.contracts.live.changes import LiveChangesV1
from city.operations.viewing.bootstrap import build_tell_grants
from functions.operations.viewing.tell_grants.handler import make_handler
from tests.integration.moto_city import Context
from tests.integration.operations.viewing.viewing_in_moto import ViewingInMoto


class Pages:
    def __init__(self, viewing: ViewingInMoto) -> None:
        self.queue = boto3.client("sqs").create_queue(QueueName="grants-live")["QueueUrl"]
        environment = {**viewing.environment, "LIVE_QUEUE_URL": self.queue}
        self.handler = make_handler(lambda: build_tell_grants(environment, viewing.clock))

    def tell(self, *grants: str) -> None:
        records = [{"eventName": "MODIFY", "dynamodb": {"Keys": {"grant_id": {"S": each}}}} for each in grants]
        self.handler({"Records": records}, Context())

    def told(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        while (
            messages := boto3.client("sqs").receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages")
        ):
            for message in messages:
                said = LiveChangesV1.model_validate_json(message["Body"])
                found.setdefault(said.topic, []).extend(each.model_dump(mode="json") for each in said.changes)
                boto3.client("sqs").delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return found


@pytest.fixture
def pages(viewing: ViewingInMoto) -> Pages:
    return Pages(viewing)


def test_given_looked_through_and_taken_back_it_is_told_as_it_stands(viewing: ViewingInMoto, pages: Pages) -> None:
    viewing.put_cameras(5)
    viewing.place_officer()
    grant = viewing.grant_of(viewing.call(), "112")
    pages.tell(grant["grant_id"], grant["grant_id"], "gone")
    given = pages.told()
    viewing.open(grant)
    pages.tell(grant["grant_id"])
    looked = pages.told()
    viewing.post(f"/cctv/grants/{grant['grant_id']}/revocation", {"reason": "종결"})
    pages.tell(grant["grant_id"])

    assert [(each["key"], each["body"]["state"]) for each in given["operations.grants"]] == [
        (grant["grant_id"], "given")
    ]
    assert "operations.looks" not in given
    assert [each["key"] for each in looked["operations.looks"]] == [grant["grant_id"]]
    assert looked["operations.grants"][0]["version"] == given["operations.grants"][0]["version"]
    (ended,) = pages.told()["operations.grants"]
    assert ended["body"]["state"] == "ended"
    assert ended["version"] > given["operations.grants"][0]["version"]


def test_a_queue_that_refuses_fails_the_batch_so_that_it_comes_again(viewing: ViewingInMoto, pages: Pages) -> None:
    viewing.put_cameras(5)
    grant = viewing.grant_of(viewing.call(), "112")
    boto3.client("sqs").delete_queue(QueueUrl=pages.queue)

    with pytest.raises(ChangesNotAccepted):
        pages.tell(grant["grant_id"])
