"""The door's template on the local cloud: its distribution on a port of its own, with pages and APIs behind it."""

from collections.abc import Iterator

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from infra.local.machine.ports import is_taken
from tests.infra.local_cloud.door import Answer, ask, open_door
from tests.infra.local_cloud.running import RunningCloud

HTML = {"ContentType": "text/html; charset=utf-8", "CacheControl": "no-cache"}


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCloud]:
    """With a few pages in its bucket, and an API that says what reached it."""
    cloud = RunningCloud(tmp_path_factory.mktemp("door"))
    bucket, s3 = open_door(cloud), cloud.client("s3")
    for page in ("index", "fines", "fines/chat", "crosswalk/board"):
        s3.put_object(Bucket=bucket, Key=page, Body=page.encode(), **HTML)
    s3.put_object(Bucket=bucket, Key="404", Body="없어요".encode(), Metadata={"status": "404"}, **HTML)
    kept = {"ContentType": "text/css; charset=utf-8", "CacheControl": "public, max-age=31536000, immutable"}
    s3.put_object(Bucket=bucket, Key="v/abc/shell/base.css", Body=b"p{}", **kept)
    yield cloud
    cloud.kill()


def test_a_page_is_served_under_the_strict_headers(door: RunningCloud) -> None:
    answer = ask(door.door_port, "/fines/chat")

    assert (answer.status, answer.body, answer.headers["cache-control"]) == (200, b"fines/chat", "no-cache")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert policy.endswith("; require-trusted-types-for 'script'; trusted-types lit-html dongne")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["strict-transport-security"] == "max-age=63072000; includeSubDomains"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "geolocation=()" in answer.headers["permissions-policy"]


def test_a_page_with_a_map_is_under_no_trusted_types(door: RunningCloud) -> None:
    answer = ask(door.door_port, "/crosswalk/board")

    assert answer.status == 200
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "trusted-types" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize(("path", "body"), [("/", b"index"), ("/fines/chat?x=1", b"fines/chat")])
def test_a_path_is_the_name_of_a_page(door: RunningCloud, path: str, body: bytes) -> None:
    answer = ask(door.door_port, path)

    assert (answer.status, answer.body) == (200, body)


def test_a_slash_too_many_is_taken_off_with_nothing_lost(door: RunningCloud) -> None:
    answer = ask(door.door_port, "/fines/chat/?a=%EA%B0%80&b&a=2")

    assert (answer.status, answer.headers["location"]) == (308, "/fines/chat?a=%EA%B0%80&a=2&b=")


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/nowhere/",
        "/index",
        "//fines/chat",
        "/fines%2Fchat",
        "/fines/../x",
        "/_ministack/health",
        "/api/nobody/x",
    ],
)
def test_what_is_no_page_is_answered_in_the_citys_words(door: RunningCloud, path: str) -> None:
    answer = ask(door.door_port, path)

    assert (answer.status, answer.body.decode()) == (404, "없어요")
    assert "content-security-policy" in answer.headers
    assert "x-amz-meta-status" not in answer.headers


def test_what_pages_are_made_of_is_kept_for_ever(door: RunningCloud) -> None:
    answer = ask(door.door_port, "/v/abc/shell/base.css")

    assert (answer.status, answer.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "content-security-policy" not in answer.headers


def test_the_bucket_is_read_by_the_door_alone(door: RunningCloud) -> None:
    names = [each["Name"] for each in door.client("s3").list_buckets()["Buckets"]]
    (pages,) = [name for name in names if name.startswith("door-pages-") and "logs" not in name]

    assert ask(door.port, f"/{pages}/index").status == 403


def test_an_api_is_called_without_the_doors_prefix(door: RunningCloud) -> None:
    answer = ask(
        door.door_port,
        "/api/fines/cases/12%EA%B0%803456?b=%2F",
        "POST",
        b"{}",
        Authorization="a.b.c",
        Cookie="s=1",
        X_Viewer_Address="10.9.8.7",
    )

    seen = answer.json
    assert (answer.status, seen["httpMethod"], seen["body"]) == (200, "POST", "{}")
    assert (seen["path"], seen["queryStringParameters"]) == ("/cases/12가3456", {"b": "/"})
    assert (seen["headers"]["authorization"], seen["headers"]["cookie"]) == ("a.b.c", "s=1")
    # Who stands before the door is said by the door, whatever he says himself.
    assert seen["headers"]["x-viewer-address"] == "127.0.0.1"
    assert seen["headers"]["host"].endswith(".execute-api.ap-northeast-2.amazonaws.com")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_an_api_refuses_is_refused_in_its_own_words(door: RunningCloud) -> None:
    answer = ask(door.door_port, "/api/fines/cases/1", X_Fail="1")

    assert (answer.status, answer.json) == (404, {"error": "no_such_case"})


@pytest.mark.parametrize(
    "path",
    [
        "/api/fines/../dividend/x",
        "/api/fines/%2e%2e/dividend/x",
        "/api/fines/.%2E/dividend/x",
        "/api/fines/./x",
        "/api/fines//x",
        "/api/fines/a%2Fb",
        "/api/fines/a%5cb",
        "/api/fines/a\\b",
    ],
)
def test_a_path_that_would_lead_elsewhere_is_refused(door: RunningCloud, path: str) -> None:
    answer = ask(door.door_port, path)

    assert (answer.status, answer.json["error"]) == (400, "bad_path")


def test_a_websocket_is_opened_at_the_door(door: RunningCloud) -> None:
    with connect(f"ws://localhost:{door.door_port}/live?ticket=good", proxy=None) as connection:
        connection.send("hello")

        assert connection.recv(timeout=60) == "you said hello"


@pytest.mark.parametrize("path", ["/live?ticket=bad", "/live/x", "/fines/chat", "/api/fines/x"])
def test_a_websocket_is_opened_nowhere_else_and_for_nobody_else(door: RunningCloud, path: str) -> None:
    with pytest.raises(InvalidStatus) as refused, connect(f"ws://localhost:{door.door_port}{path}", proxy=None):
        pass

    assert refused.value.response.status_code == 403


def test_a_page_takes_nothing(door: RunningCloud) -> None:
    assert ask(door.door_port, "/", "POST", b"x").status == 403
    assert ask(door.door_port, "/fines/chat", "DELETE").status == 403


def test_nobody_is_asked_for_more_than_cloudfront_asks(door: RunningCloud) -> None:
    too_long = ask(door.door_port, f"/{'x' * 8200}")
    too_much = ask(door.door_port, "/", Big="x" * 33_000)

    assert (too_long.status, too_much.status) == (414, 413)
    assert ask(door.door_port, "/").status == 200


def test_the_pools_own_pages_are_at_the_door_too(door: RunningCloud) -> None:
    """A browser is sent there to sign in, and there is one address."""
    cognito = door.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="staff")["UserPool"]["Id"]

    keys = ask(door.door_port, f"/{pool}/.well-known/jwks.json")
    form = ask(door.door_port, "/oauth2/authorize")

    assert (keys.status, list(keys.json)) == (200, ["keys"])
    assert form.status == 400
    assert "text/html" not in form.headers["content-type"]


def test_the_door_and_its_pages_outlive_a_restart(start_cloud) -> None:
    cloud: RunningCloud = start_cloud()
    bucket, s3 = open_door(cloud), cloud.client("s3")
    for page in ("dividend", "fines/chat", "fines"):
        s3.put_object(Bucket=bucket, Key=page, Body=page.encode(), **HTML)

    cloud.stop()
    cloud.start()

    def answered(page: str) -> Answer:
        return ask(cloud.door_port, f"/{page}")

    assert answered("fines/chat").body == b"fines/chat"
    kept = [each["Key"] for each in cloud.client("s3").list_objects_v2(Bucket=bucket)["Contents"]]
    assert kept == ["dividend", "fines", "fines/chat"]


def test_without_a_door_the_port_says_so(start_cloud) -> None:
    cloud: RunningCloud = start_cloud()

    assert is_taken(cloud.door_port)
    answer = ask(cloud.door_port, "/")

    assert (answer.status, answer.body) == (503, b"The city has no door yet: it is still being deployed.\n")
