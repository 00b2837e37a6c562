"""Staff by name on the board, as they signed in when they did it."""

import boto3
import pytest

from tests.integration.crosswalk.staff_routes import FILE, MANAGEMENT, REASON
from tests.integration.crosswalk_in_moto import UNIT, CrosswalkInMoto, Operators

KIM, LEE = "4a5b6c7d-0000-4000-8000-000000000001", "9f8e7d6c-0000-4000-8000-000000000002"


@pytest.fixture(autouse=True)
def tokens(staff: Operators) -> None:
    staff.claims = {KIM: {"name": "김민지"}, LEE: {"name": "이서준", "cognito:username": "seojun"}}


def test_a_unit_an_update_and_pictures_name_whoever_did_it(crosswalk: CrosswalkInMoto, staff: Operators) -> None:
    crosswalk.install("first-unit", "GUMI-0100", ring="canary")
    boto3.client("s3").put_object(Bucket="releases", Key=MANAGEMENT["POST", "/updates"]["key"], Body=b"12345")
    crosswalk.clock.move(minutes=1)

    staff.post(f"/units/{UNIT}/standing", {"standing": "out_of_service", **REASON}, sub=KIM)
    staff.post("/updates", MANAGEMENT["POST", "/updates"], sub=LEE)
    staff.post(f"/units/{UNIT}/pictures", {"what": "frame", **REASON}, "clerk", KIM)

    line = staff.get(f"/units/{UNIT}")[1]["history"][0]
    (update,) = staff.get("/updates")[1]["updates"]
    (picture,) = staff.get(f"/units/{UNIT}/pictures")[1]["pictures"]
    assert (line["by"], line["by_name"]) == (KIM, "김민지")
    assert (update["started_by"], update["started_by_name"]) == (LEE, "이서준")
    assert (picture["asked_by"], picture["asked_by_name"]) == (KIM, "김민지")


def test_a_site_file_names_who_wrote_it_and_who_put_it_in_force(crosswalk: CrosswalkInMoto, staff: Operators) -> None:
    draft = staff.call("PUT", f"/units/{UNIT}/site/draft", {"site": FILE}, "clerk", KIM, {})[1]
    active = staff.post(f"/units/{UNIT}/site/activation", {"digest": draft["digest"]}, sub=LEE)

    assert active[0] == 200
    revision = staff.get(f"/units/{UNIT}/site")[1]["active"]
    assert (draft["author_name"], revision["author_name"], revision["activated_by_name"]) == (
        "김민지",
        "김민지",
        "이서준",
    )
