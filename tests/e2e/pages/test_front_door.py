"""The city's door: its one address, with the pages and the APIs of the deployed city behind it."""

import json
import re
import uuid
from typing import Any

import pytest

from infra.local.calls import call
from infra.local.city import City
from infra.local.staff import staff_password, staff_token
from infra.manifest import read_manifests
from infra.pages.publish import publish_pages
from tests.infra.local_cloud.door import Answer, ask
from tests.infra.local_cloud.sign_in.signing_in import Browser

pytestmark = pytest.mark.e2e

PAGES = [page for manifest in read_manifests().values() for page in manifest.pages]


def at_the_door(city: City, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
    return ask(city.door_port, path, method, body, **headers)


def enquiry() -> bytes:
    session, message = uuid.uuid4().hex, uuid.uuid4().hex
    return json.dumps(
        {"version": 2, "session": session, "message_id": message, "text": "안녕하세요", "files": []}
    ).encode()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_every_page_is_served_under_the_strict_headers(city: City, page: Any) -> None:
    answer = at_the_door(city, page.path)

    policy = answer.headers["content-security-policy"]
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.headers["cache-control"] == "no-cache"
    assert "script-src 'self'; style-src 'self'" in policy
    assert ("trusted-types" in policy) is not page.map
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert b"/v/-/" not in answer.body


def test_what_pages_are_made_of_is_kept_for_a_year_and_the_city_says_who_has_which_pages(city: City) -> None:
    digest = publish_pages(city)

    known = at_the_door(city, f"/v/{digest}/city.json")
    script = at_the_door(city, f"/v/{digest}/fines/desk.js")

    assert {each["name"] for each in known.json["domains"]} == {
        name for name, manifest in read_manifests().items() if manifest.pages
    }
    assert known.json["version"] == digest
    assert (script.status, script.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_what_is_deployed_is_what_would_be_published_now(city: City) -> None:
    bucket = city.output("DoorPagesBucket")
    deployed = json.loads(city.client("s3").get_object(Bucket=bucket, Key="published.json")["Body"].read())

    assert deployed == [publish_pages(city)]


def test_what_is_no_page_is_answered_in_the_citys_words(city: City) -> None:
    answer = at_the_door(city, "/no/such/page")

    assert (answer.status, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert re.search(r"[가-힣]", answer.body.decode())


def test_an_api_answers_at_the_door_as_it_does_itself(city: City) -> None:
    straight = call(f"{city.api_url('fines')}/chat", enquiry(), {})
    through = at_the_door(city, "/api/fines/chat", "POST", enquiry(), Content_Type="application/json")

    assert straight[0] == through.status == 200
    assert straight[1].keys() == through.json.keys()
    assert straight[1]["reply"] == through.json["reply"]


@pytest.mark.parametrize(
    "path", ["/api/fines/suspense", "/api/crosswalk/units", "/api/dividend/rounds", "/api/operations/events"]
)
def test_staff_doors_are_shut_without_a_token_and_open_with_one(city: City, path: str) -> None:
    who = {"dividend": "auditor", "operations": "operator"}.get(path.split("/")[2], "clerk")

    refused = at_the_door(city, path), at_the_door(city, path, Authorization="x.y.z")
    let_in = at_the_door(city, path, Authorization=staff_token(city, who))

    assert [answer.status for answer in refused] == [401, 401]
    assert let_in.status == 200


def test_staff_sign_in_once_at_the_citys_one_address(city: City) -> None:
    browser = Browser(city.door_url())

    asked = browser.get("/api/session/start", return_to="/fines/desk")
    form = browser.get(asked.headers["Location"])
    signed_in = browser.post("/login", **form.fields(), username="clerk", password=staff_password(city, "clerk"))
    back = browser.get(signed_in.headers["Location"])

    addresses = [page.headers["Location"] for page in (asked, signed_in)]
    assert all(address.startswith(city.door_url("/")) for address in addresses), addresses
    assert back.headers["Location"] == city.door_url("/fines/desk")
    token = at_the_door(
        city,
        "/api/session/token",
        "POST",
        b"{}",
        Content_Type="application/json",
        Cookie="; ".join(f"{name}={value}" for name, value in browser.cookies.items()),
        Origin=city.door_url(),
        X_Requested_With="dongne",
    ).json["token"]
    for path in ("/api/fines/suspense", "/api/crosswalk/units"):
        assert at_the_door(city, path, Authorization=token).status == 200


@pytest.mark.parametrize(
    "path",
    ["/api/fines/../dividend/rounds", "/api/fines//suspense", "/api/fines/%2e%2e/dividend/x", "/api/fines/a%2Fb"],
)
def test_a_path_that_would_lead_elsewhere_is_refused(city: City, path: str) -> None:
    answer = at_the_door(city, path, Authorization=staff_token(city))

    assert (answer.status, answer.json["error"]) == (400, "bad_path")


def test_nothing_of_the_cloud_itself_is_at_the_door(city: City) -> None:
    bucket = city.output("DoorPagesBucket")

    assert at_the_door(city, "/_ministack/health").status == 404
    assert at_the_door(city, f"/{bucket}/index").status == 404
    assert at_the_door(city, "/", "POST", b"x").status == 403
    assert at_the_door(city, "/", Big="x" * 33_000).status == 413
    # By its own address the bucket asks for a right that nobody but the door has.
    assert call(f"{city.url()}/{bucket}/index", None, {})[0] == 403


def test_a_page_may_post_a_file_to_the_bucket_that_takes_it(city: City) -> None:
    for output in ("NoticeInboxBucket", "BankInboxBucket", "EvidenceBucket", "DataCatalogue"):
        (rule,) = city.client("s3").get_bucket_cors(Bucket=city.output(output))["CORSRules"]

        assert rule["AllowedOrigins"] == ["http://localhost:*"]
