"""Site files: drafts, what they would do, and who activates them."""

import json
from base64 import b64decode
from hashlib import sha256
from typing import Any

import boto3
import pytest

from city.contracts.crosswalk.site import SignedSiteV1
from tests.integration.crosswalk.staff_routes import FILE
from tests.integration.crosswalk_in_moto import SITE, UNIT, CrosswalkInMoto, Operators


def shadow(part: str) -> Any:
    answer = boto3.client("iot-data").get_thing_shadow(thingName=UNIT, shadowName="configuration")
    return json.loads(answer["payload"].read())["state"].get(part)


def report(**reported: Any) -> None:
    boto3.client("iot-data").update_thing_shadow(
        thingName=UNIT, shadowName="configuration", payload=json.dumps({"state": {"reported": reported}}).encode()
    )


def activate(staff: Operators, sub: str = "boss") -> tuple[int, Any]:
    _, draft = staff.get(f"/units/{UNIT}/site/draft")
    return staff.post(f"/units/{UNIT}/site/activation", {"digest": draft["digest"]}, sub=sub)


def test_a_file_is_written_looked_at_and_activated_by_another_person(
    crosswalk: CrosswalkInMoto, staff: Operators
) -> None:
    status, draft = staff.put(f"/units/{UNIT}/site/draft", {"site": FILE, "note": "첫 설치"}, "manager", "author")
    assert status == 200
    assert (draft["revision"], draft["hold_s"], draft["needs_another_person"]) == (1, 15.5, True)
    assert draft["site"]["unit"] == UNIT

    assert activate(staff, "author")[1]["error"] == "needs_another_person"
    assert activate(staff, "boss") == (200, {"revision": 1, "digest": draft["digest"]})

    signed = SignedSiteV1.model_validate(shadow("desired"))
    assert sha256(signed.document.encode()).hexdigest() == draft["digest"]
    key = crosswalk.environment["SIGNING_KEY"]
    verified = boto3.client("kms").verify(
        KeyId=key,
        Message=sha256(signed.document.encode()).digest(),
        MessageType="DIGEST",
        Signature=b64decode(signed.signature),
        SigningAlgorithm="ECDSA_SHA_256",
    )
    assert verified["SignatureValid"]
    assert staff.get(f"/units/{UNIT}/site/draft")[1]["error"] == "no_draft"


def test_what_the_unit_answers_is_shown(staff: Operators) -> None:
    assert staff.get(f"/units/{UNIT}/site")[1]["answer"] == "none"
    staff.put(f"/units/{UNIT}/site/draft", {"site": FILE}, "clerk", "author")
    digest = activate(staff)[1]["digest"]
    assert staff.get(f"/units/{UNIT}/site")[1]["answer"] == "waiting"
    report(version=1, revision=0, digest="", refused_revision=1, refused_because="calibration")
    assert staff.get(f"/units/{UNIT}/site")[1]["answer"] == "refused"
    report(version=1, revision=1, digest=digest, refused_revision=None, refused_because="")
    answer = staff.get(f"/units/{UNIT}/site")[1]
    assert (answer["answer"], answer["active"]["activated_by"], answer["reported"]["revision"]) == (
        "in_force",
        "boss",
        1,
    )
    report(revision="nonsense")
    assert staff.get(f"/units/{UNIT}/site")[1]["reported"] is None


def test_what_was_changed_since_it_was_looked_at_is_not_activated(staff: Operators) -> None:
    _, seen = staff.put(f"/units/{UNIT}/site/draft", {"site": FILE}, "clerk", "author")
    staff.put(f"/units/{UNIT}/site/draft", {"site": {**FILE, "entry_allowance_s": 1}}, "clerk", "other")

    assert (
        staff.post(f"/units/{UNIT}/site/activation", {"digest": seen["digest"]}, sub="boss")[1]["error"]
        == "draft_changed"
    )


def test_activating_twice_hands_the_same_file_over_again(staff: Operators) -> None:
    staff.put(f"/units/{UNIT}/site/draft", {"site": FILE}, "clerk", "author")
    digest = activate(staff)[1]["digest"]
    report(revision=0)
    boto3.client("iot-data").delete_thing_shadow(thingName=UNIT, shadowName="configuration")

    assert staff.post(f"/units/{UNIT}/site/activation", {"digest": digest})[0] == 200
    assert shadow("desired")["revision"] == 1
    assert len(staff.get(f"/units/{UNIT}/site")[1]["revisions"]) == 1


def test_an_earlier_file_comes_back_under_a_new_number_and_needs_one_manager(staff: Operators) -> None:
    staff.put(f"/units/{UNIT}/site/draft", {"site": FILE}, "clerk", "author")
    activate(staff)
    staff.put(f"/units/{UNIT}/site/draft", {"site": {**FILE, "entry_allowance_s": 1.0}}, "clerk", "author")
    activate(staff)

    _, draft = staff.post(
        f"/units/{UNIT}/site/restoration", {"revision": 1, "reason": "야간 오작동 신고"}, "manager", "night"
    )
    assert (draft["revision"], draft["restored_from"], draft["needs_another_person"]) == (3, 1, False)
    assert draft["changes"] == ["entry_allowance_s"]
    assert activate(staff, "night")[0] == 200
    answer = staff.get(f"/units/{UNIT}/site")[1]
    assert [r["revision"] for r in answer["revisions"]] == [3, 2, 1]
    assert answer["site"]["entry_allowance_s"] == FILE["entry_allowance_s"]


def test_zones_are_drawn_into_the_file_in_force(staff: Operators) -> None:
    zones = {name: SITE[name] for name in ("waiting_left", "waiting_right", "crossing", "approaches")}
    assert staff.put(f"/units/{UNIT}/site/zones", zones)[1]["error"] == "no_site"
    staff.put(f"/units/{UNIT}/site/draft", {"site": FILE}, "clerk", "author")
    activate(staff)
    moved = {**zones, "waiting_left": [[0.1, 0.4], [0.26, 0.4], [0.22, 0.49], [0.1, 0.49]]}

    status, draft = staff.put(f"/units/{UNIT}/site/zones", moved)

    assert status == 200
    assert (draft["revision"], draft["changes"]) == (2, ["waiting_left"])


def test_every_problem_of_a_drawing_is_named(staff: Operators) -> None:
    staff.put(f"/units/{UNIT}/site/draft", {"site": FILE}, "clerk", "author")
    crossed = [[0.1, 0.1], [0.4, 0.4], [0.4, 0.1], [0.1, 0.4]]
    zones = {
        "waiting_left": crossed,
        "waiting_right": "x",
        "crossing": SITE["crossing"],
        "approaches": SITE["approaches"],
    }

    status, answer = staff.put(f"/units/{UNIT}/site/zones", zones)

    assert (status, answer["error"]) == (422, "site_invalid")
    assert {p["field"] for p in answer["problems"]} == {"waiting_left", "waiting_right"}
    assert all(p["ko"] and p["en"] for p in answer["problems"])


@pytest.mark.parametrize(
    "site", ['{"width_m": NaN}', '{"width_m": 1e999}', '{"width_m": -Infinity}', '{"unit": "other-unit"}']
)
def test_a_file_of_no_numbers_or_of_another_unit_is_refused(staff: Operators, site: str) -> None:
    assert staff.put(f"/units/{UNIT}/site/draft", f'{{"site": {site}}}')[0] in (400, 422)
    assert staff.get(f"/units/{UNIT}/site/draft")[0] == 404
