"""Samples of every version stay here and still parse."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from city.contracts.events import BusEvent, Event
from city.contracts.files import FilesArrived
from city.contracts.fines.deposits import DepositNotificationV1
from city.contracts.fines.events import FinePaidV2
from city.contracts.fines.sms import InboundMessage
from iot.schemas.__main__ import contracts_with_schemas

SAMPLES = Path(__file__).parent / "samples"
SCHEMAS = contracts_with_schemas()


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_contract_has_a_sample_that_parses(name: str) -> None:
    sample = json.loads((SAMPLES / f"{name}.json").read_text())

    parsed = SCHEMAS[name].model_validate(sample)

    again = SCHEMAS[name].model_validate_json(parsed.model_dump_json(by_alias=True))
    assert again == parsed


def test_no_sample_is_without_its_contract() -> None:
    assert {path.stem for path in SAMPLES.glob("*.json")} == set(SCHEMAS)


def envelope(**changes: object) -> str:
    sms = json.loads((SAMPLES / "aws-two-way-sms.json").read_text())
    body = {"Type": "Notification", "Timestamp": "2026-11-23T03:04:05.678Z", "Message": json.dumps({**sms, **changes})}
    return json.dumps(body)


def test_a_two_way_sms_becomes_the_citys_message() -> None:
    message = InboundMessage.from_sns_envelope(envelope())

    assert message.sender == "+14255550182"
    assert message.message_id == "cae173d2-66b9-564c-8309-21f858e9fb84"
    assert message.received_at.isoformat() == "2026-11-23T03:04:05.678000+00:00"


def test_a_citizen_who_writes_first_has_no_previous_message() -> None:
    assert InboundMessage.from_sns_envelope(envelope(previousPublishedMessageId=None)).text == "EXAMPLE"


@pytest.mark.parametrize(
    "changes",
    [{"messageBody": "가" * 2001}, {"inboundMessageId": ""}, {"originationNumber": None}, {"messageBody": None}],
)
def test_a_message_out_of_bounds_is_refused(changes: dict) -> None:
    with pytest.raises(ValidationError):
        InboundMessage.from_sns_envelope(envelope(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"amount_krw": 0},
        {"amount_krw": -1},
        {"amount_krw": 10**10},
        {"account_number": "790-0101"},
        {"deposit_id": "a b"},
        {"bank": "nh"},
        {"deposited_at": "2026-11-23T12:00:00"},
        {"version": 2},
    ],
)
def test_a_deposit_out_of_bounds_is_refused(changes: dict) -> None:
    sample = json.loads((SAMPLES / "deposit-notification.v1.json").read_text())

    with pytest.raises(ValidationError):
        DepositNotificationV1.model_validate({**sample, **changes})


def test_the_inbox_says_which_file_came_with_its_real_name() -> None:
    body = {"Records": [{"s3": {"bucket": {"name": "inbox"}, "object": {"key": "%EA%B3%A0%EC%A7%80+11%EC%9B%94.csv"}}}]}

    assert FilesArrived.model_validate(body).files == [("inbox", "고지 11월.csv")]
    assert FilesArrived.model_validate({"Event": "s3:TestEvent"}).files == []


@pytest.mark.parametrize("event", [c for c in SCHEMAS.values() if issubclass(c, BusEvent)])
def test_events_carry_no_personal_field(event: type[BusEvent]) -> None:
    personal = {"plate", "phone", "name", "account", "account_number", "owner", "receipt_to", "text"}

    assert personal.isdisjoint(event.model_fields)


@pytest.mark.parametrize("event", [c for c in SCHEMAS.values() if issubclass(c, BusEvent)])
def test_the_newest_version_of_every_event_has_an_envelope(event: type[BusEvent]) -> None:
    """Without one are only first versions, of before the envelope."""
    versions = {c.model_fields["version"].default: c for c in SCHEMAS.values() if _is_of(c, event)}

    assert sorted(versions) == list(range(1, len(versions) + 1))
    assert {number for number, kind in versions.items() if not issubclass(kind, Event)} <= {1}
    assert issubclass(versions[max(versions)], Event)


def _is_of(contract: type, event: type[BusEvent]) -> bool:
    return issubclass(contract, BusEvent) and contract.detail_type == event.detail_type


@pytest.mark.parametrize("event_id", ["", "fines/FinePaid/", "fines/InstalmentPaid/1", "dividend/FinePaid/1", "1"])
def test_an_event_id_begins_with_its_domain_and_its_event(event_id: str) -> None:
    sample = json.loads((SAMPLES / "fine-paid.v2.json").read_text())

    with pytest.raises(ValidationError):
        FinePaidV2.model_validate({**sample, "event_id": event_id})
    assert (
        FinePaidV2.model_validate({**sample, "event_id": FinePaidV2.id_of("1140", 2)}).event_id
        == "fines/FinePaid/1140/2"
    )
