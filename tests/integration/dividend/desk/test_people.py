"""Staff by name at each of the dividend's APIs, whichever of them they were seen at."""

from tests.integration.dividend.market.test_leaks import CASE, LEAKS
from tests.integration.dividend.market.test_refunds import OWED, REFUND, YES, revoked
from tests.integration.dividend_in_moto import ROUND

KIM, LEE = "4a5b6c7d-0000-4000-8000-000000000001", "9f8e7d6c-0000-4000-8000-000000000002"


def test_proposals_buyers_and_leaks_name_whoever_did_it(cloud) -> None:
    _, people, _ = revoked()
    people.claims = {KIM: {"name": "김민지"}, LEE: {"name": "이서준"}}

    # Lee says something of a leak alone before, at an API of its own.
    people.post(LEAKS, CASE, sub=LEE)
    people.post(REFUND, OWED, sub=KIM)
    people.post(f"{REFUND}/decision", YES, sub=LEE)
    people.post("/buyers/gri/verification", {"verified": True, "reason": "사업자등록을 확인했습니다"}, sub=KIM)

    (proposal,) = people.get(f"/rounds/{ROUND}/proposals", "auditor")[1]["proposals"]
    (leak,) = people.get(LEAKS)[1]["cases"]
    buyers = {each["buyer_id"]: each for each in people.get("/buyers")[1]["buyers"]}
    assert (proposal["proposed_by"], proposal["proposed_by_name"]) == (KIM, "김민지")
    assert (proposal["decided_by"], proposal["decided_by_name"]) == (LEE, "이서준")
    assert (leak["reported_by"], leak["reported_by_name"]) == (LEE, "이서준")
    assert (buyers["gri"]["verified_by"], buyers["gri"]["verified_by_name"]) == (KIM, "김민지")


def test_an_api_knows_a_name_that_another_took_down(cloud) -> None:
    _, people, _ = revoked()
    people.claims = {KIM: {"name": "김민지"}}
    people.post(REFUND, OWED, sub=KIM)
    people.claims = {}

    people.post(LEAKS, CASE, sub=KIM)

    (leak,) = people.get(LEAKS)[1]["cases"]
    assert leak["reported_by_name"] == "김민지"
