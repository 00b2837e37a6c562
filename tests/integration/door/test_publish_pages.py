"""Pages over moto: what is assembled reaches the bucket, the last three are kept, and the stack is always answered."""

import json
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from city.door.bootstrap import build_publisher
from city.door.service.take_request import TakeRequest
from functions.door.publish_pages.handler import make_handler
from tests.integration.moto_city import REGION, Context
from web.assemble import assemble

REQUEST = {
    "StackId": "stack",
    "RequestId": "request",
    "LogicalResourceId": "PublishedPages",
    "ResponseURL": "https://cfn",
}
CREATE = {**REQUEST, "RequestType": "Create"}


class Site:
    """A small site of its own, published by the real function."""

    def __init__(self, folder: Path) -> None:
        self.source, self.folder = folder / "web", folder
        self.s3 = boto3.client("s3")
        self.s3.create_bucket(Bucket="pages", CreateBucketConfiguration={"LocationConstraint": REGION})
        self.answers: list[tuple[str, dict[str, Any]]] = []
        self.write("index.html", '<script src="/v/-/fines/chat.js">')
        self.write("404.html", "없어요")
        self.write("fines/chat.html", "chat")
        self.write("city.json", '{"official": false}')
        self.write("fines/chat.js", "1")

    def write(self, name: str, text: str) -> None:
        file = self.source / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def publish(self, *, bucket: str = "pages", official: str = "no", **request: str) -> str:
        """Returns the digest."""
        tree = self.folder / f"tree-{len(self.answers)}"
        digest = assemble(self.source, tree)
        environment = {"STAGE": "local", "PAGES_BUCKET": bucket, "OFFICIAL_BANNER": official}

        def put(url: str, body: bytes) -> None:
            self.answers.append((url, json.loads(body)))

        requests = TakeRequest(publisher=lambda: build_publisher(environment, tree), put=put)
        make_handler(lambda: requests)({**CREATE, **request}, Context())
        return digest

    def objects(self) -> list[str]:
        return [each["Key"] for each in self.s3.list_objects_v2(Bucket="pages").get("Contents", [])]

    def get(self, key: str) -> dict[str, Any]:
        return dict(self.s3.get_object(Bucket="pages", Key=key))


@pytest.fixture
def site(cloud: None, tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_pages_are_served_at_their_paths_with_types_and_lifetimes(site: Site) -> None:
    digest = site.publish()

    page, script, missing = site.get("fines/chat"), site.get(f"v/{digest}/fines/chat.js"), site.get("404")
    assert (page["ContentType"], page["CacheControl"]) == ("text/html; charset=utf-8", "no-cache")
    assert script["CacheControl"] == "public, max-age=31536000, immutable"
    assert missing["Metadata"] == {"status": "404"}
    assert site.get("index")["Body"].read().decode() == f'<script src="/v/{digest}/fines/chat.js">'
    assert site.answers == [
        (
            "https://cfn",
            {
                "Status": "SUCCESS",
                "Reason": "done",
                "PhysicalResourceId": "pages",
                "StackId": "stack",
                "RequestId": "request",
                "LogicalResourceId": "PublishedPages",
                "Data": {"Digest": digest},
            },
        )
    ]


def test_what_somebody_has_open_is_found_for_three_publications(site: Site) -> None:
    first = site.publish()
    digests = []
    for number in (2, 3, 4):
        assert any(key.startswith(f"v/{first}/") for key in site.objects())
        site.write("fines/chat.js", str(number))
        digests.append(site.publish())

    assert {key.split("/")[1] for key in site.objects() if key.startswith("v/")} == set(digests)


def test_a_page_that_is_no_more_is_taken_away(site: Site) -> None:
    site.publish()
    (site.source / "fines" / "chat.html").unlink()

    site.publish()

    assert "fines/chat" not in site.objects()
    assert "index" in site.objects()


def test_publishing_again_changes_nothing_but_what_the_city_says_of_itself(site: Site) -> None:
    digest = site.publish()
    before = site.objects()

    again = site.publish(official="yes")

    assert (again, site.objects()) == (digest, before)
    assert json.loads(site.get(f"v/{digest}/city.json")["Body"].read()) == {"official": True, "version": digest}


def test_a_stack_is_told_of_a_failure_too(site: Site) -> None:
    with pytest.raises(ClientError):
        site.publish(bucket="nowhere")

    ((_, answer),) = site.answers
    assert answer["Status"] == "FAILED"
    assert "NoSuchBucket" in answer["Reason"]


def test_pages_outlive_their_stack(site: Site) -> None:
    site.publish()
    before = site.objects()

    site.publish(RequestType="Delete", PhysicalResourceId="pages")

    assert site.objects() == before
    assert [answer["Status"] for _, answer in site.answers] == ["SUCCESS", "SUCCESS"]
