"""A round prepared step by step, over moto: whatever is killed comes to the same."""

import json
from typing import Any

import boto3
import pytest

from city.contracts.dividend.staff.rounds import Speak
from city.dividend.market.bootstrap import build_publish_round
from city.dividend.rounds.errors import ApprovalNotAsked, RoundNotThere
from city.dividend.rounds.service import paths
from infra.dividend.story import POLICY
from tests.effort import one_in
from tests.integration.dividend.round_states import DATA_SET, forget, leave_decision
from tests.integration.dividend_in_moto import ROUND, opened


def test_a_round_is_prepared_approved_by_two_and_published_with_its_certificate(cloud) -> None:
    dividend = opened(policy=POLICY)

    dividend.prepare()
    story = dividend.staff.rounds.show.show(ROUND)
    dividend.approve()

    assert story.state == "awaiting_panel"
    assert story.certificate is not None
    assert story.certificate["measured"]["k"] >= 5
    assert story.certificate["measured"]["sensitive"][0]["distinct_l"] >= 2
    assert dividend.machine_api.answers == [("token", "approved")]
    assert dividend.staff.rounds.show.show(ROUND).state == "published"
    (revision,) = dividend.market.show_catalogue.show().revisions
    assert (revision.data_set, revision.rows) == (DATA_SET, story.certificate["measured"]["rows"])


def test_a_round_prepared_again_after_it_was_killed_comes_to_the_same(cloud) -> None:
    dividend = opened()
    dividend.prepare()
    first = dividend.staff.rounds.show.show(ROUND)
    s3 = boto3.client("s3")
    before = {o["Key"]: o["ETag"] for o in s3.list_objects_v2(Bucket="work")["Contents"]}

    dividend.later()
    dividend.prepare()

    after = {o["Key"]: o["ETag"] for o in s3.list_objects_v2(Bucket="work")["Contents"]}
    assert after == before
    assert dividend.staff.rounds.show.show(ROUND).certificate == first.certificate


@pytest.mark.parametrize("lost", one_in(2, ["pseudonymise", "count", "decide", "apply", "verify"]))
def test_a_step_killed_before_it_was_written_down_is_done_again_with_the_same_result(cloud, lost: str) -> None:
    dividend = opened()
    dividend.prepare()
    certificate = dividend.staff.rounds.show.show(ROUND).certificate
    forget(lost)

    dividend.prepare()

    assert dividend.staff.rounds.show.show(ROUND).certificate == certificate


def decision() -> dict[str, Any]:
    body = boto3.client("s3").get_object(Bucket="work", Key=paths.decision_name(ROUND))["Body"].read()
    return dict(json.loads(body))


def test_a_round_decided_before_there_were_versions_goes_on_after_an_update(cloud) -> None:
    dividend = opened()
    dividend.prepare()
    certificate = dividend.staff.rounds.show.show(ROUND).certificate
    for step in ("decide", "apply", "verify"):
        forget(step)
    older = {name: value for name, value in decision().items() if name != "version"}
    leave_decision(json.dumps(older, ensure_ascii=False, sort_keys=True).encode())

    dividend.prepare()
    dividend.approve()

    assert dividend.staff.rounds.show.show(ROUND).certificate == certificate
    assert dividend.staff.rounds.show.show(ROUND).state == "published"


def test_a_decision_says_its_version(cloud) -> None:
    dividend = opened()
    dividend.prepare()

    assert decision()["version"] == 1


def test_a_certificate_from_before_its_code_was_told_in_whole_is_still_shown_and_published(cloud) -> None:
    dividend = opened()
    dividend.prepare()
    certificate = dividend.staff.rounds.show.show(ROUND).certificate
    assert certificate is not None
    older = {name: part for name, part in certificate.items() if name != "made_with"} | {"version": 1}
    content = json.dumps(older, ensure_ascii=False).encode()
    boto3.client("s3").put_object(Bucket="work", Key=paths.certificate_name(ROUND), Body=content)

    dividend.approve()

    assert dividend.staff.rounds.show.show(ROUND).certificate == older
    assert dividend.market.show_catalogue.show().revisions[0].certificate == older
    assert (certificate["version"], sorted(certificate["made_with"])) == (2, ["numpy", "pyarrow", "python"])


def test_one_voice_is_no_approval_and_a_refusal_ends_the_round(cloud) -> None:
    dividend = opened()
    with pytest.raises(ApprovalNotAsked):
        dividend.staff.rounds.hear_panel.hear(ROUND, Speak(approves=True, reason="아직 심의 전입니다만 찬성"), "lee")
    dividend.prepare()

    dividend.staff.rounds.hear_panel.hear(ROUND, Speak(approves=True, reason="증명서의 수치를 확인했습니다"), "lee")
    with pytest.raises(RoundNotThere):
        dividend.build(build_publish_round).publish(ROUND)
    dividend.staff.rounds.hear_panel.hear(ROUND, Speak(approves=False, reason="작은 동의 위험이 큽니다"), "kim")

    assert dividend.machine_api.answers == [("token", "PanelRefused")]
    assert "작은 동의 위험이 큽니다" in {voice.reason for voice in dividend.staff.rounds.show.show(ROUND).voices}


def test_neither_shard_nor_weights_nor_release_has_a_card_a_name_or_a_telephone(cloud) -> None:
    dividend = opened()
    dividend.prepare()
    s3 = boto3.client("s3")

    for found in s3.list_objects_v2(Bucket="work")["Contents"]:
        content = s3.get_object(Bucket="work", Key=found["Key"])["Body"].read()
        if found["Key"].endswith(".gz"):
            import gzip

            content = gzip.decompress(content)
        for secret in (b"9410-", "홍길동".encode(), b"010-0000"):
            assert secret not in content, found["Key"]
