"""What the pages' bucket holds: types, how long each is kept, and what goes when something newer comes."""

import json

import pytest

from city.door.model import city_file, digests_after, outdated, published_file, stack_answer
from infra.manifest import ROOT
from web.assemble import files_of

REQUEST = {"StackId": "stack", "RequestId": "request", "LogicalResourceId": "PublishedPages"}


def test_a_page_has_no_ending_and_is_asked_for_each_time() -> None:
    page = published_file("pages/fines/desk.html", b"x")

    assert (page.key, page.content_type) == ("fines/desk", "text/html; charset=utf-8")
    assert (page.cache_control, page.is_asked_for_each_time, page.metadata) == ("no-cache", True, {})


def test_the_page_that_says_there_is_none_says_its_status() -> None:
    assert published_file("pages/404.html", b"x").metadata == {"status": "404"}


def test_what_lies_at_the_root_keeps_its_ending() -> None:
    manifest = published_file("pages/manifest.webmanifest", b"{}")

    assert (manifest.key, manifest.content_type) == ("manifest.webmanifest", "application/manifest+json")
    assert manifest.is_asked_for_each_time


def test_what_is_under_a_digest_is_kept_for_a_year() -> None:
    script = published_file("v/abc/shell/words.js", b"x")

    assert (script.key, script.content_type) == ("v/abc/shell/words.js", "text/javascript; charset=utf-8")
    assert script.cache_control == "public, max-age=31536000, immutable"
    assert not script.is_asked_for_each_time
    assert published_file("v/abc/no_ending", b"x").content_type == "application/octet-stream"


@pytest.mark.parametrize("ending", sorted({file.suffix for file in files_of(ROOT / "web")}))
def test_every_kind_of_file_of_the_pages_has_a_type_of_its_own(ending: str) -> None:
    """With nosniff a browser runs no script and draws no style of another type."""
    assert published_file(f"v/abc/file{ending}", b"").content_type != "application/octet-stream"


def test_what_the_deploying_city_says_of_itself_is_asked_for_each_time() -> None:
    city = city_file("v/abc/city.json", b'{"domains": [], "official": false}', official=True)

    assert json.loads(city.content) == {"domains": [], "official": True}
    assert city.is_asked_for_each_time


def test_the_last_three_digests_are_kept_and_one_that_comes_again_is_the_newest() -> None:
    assert digests_after("a", []) == ["a"]
    assert digests_after("d", ["c", "b", "a"]) == ["d", "c", "b"]
    assert digests_after("a", ["c", "b", "a"]) == ["a", "c", "b"]


def test_what_belongs_to_no_page_and_no_kept_digest_is_outdated() -> None:
    keys = ["404", "fines/old", "index", "published.json", "v/a/x.js", "v/b/x.js"]

    assert outdated(keys, {"404", "index", "v/b/x.js"}, ["b"]) == ["fines/old", "v/a/x.js"]


def test_a_stack_learns_how_its_request_ended() -> None:
    done = json.loads(stack_answer(REQUEST, {"Digest": "abc"}))
    failed = json.loads(stack_answer({**REQUEST, "PhysicalResourceId": "older"}, {}, failure="x" * 9000))

    assert done == {
        **REQUEST,
        "Status": "SUCCESS",
        "Reason": "done",
        "PhysicalResourceId": "pages",
        "Data": {"Digest": "abc"},
    }
    assert (failed["Status"], failed["PhysicalResourceId"], len(failed["Reason"])) == ("FAILED", "older", 500)
