"""The hub's habits, as production users of it met them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.contracts.fines.message_hub import (
    MAX_BODY_BYTES,
    MAX_ITEMS,
    BatchTooLarge,
    Delivery,
    MessageHubBatch,
    MessageHubText,
    read_delivery,
)
from city.contracts.fines.sms import InboundMessage

SAMPLES = Path(__file__).parent / "samples"
BATCH: dict[str, Any] = json.loads((SAMPLES / "message-hub-batch.json").read_text())
PHOTO: dict[str, Any] = json.loads((SAMPLES / "message-hub-text.json").read_text())
SMS: dict[str, Any] = BATCH["moLst"][0]
PING = dict.fromkeys(
    ("moCallback", "productCode", "moTitle", "contentCnt", "telco", "moRecvDt", "moType", "moNumber", "moMsg", "moKey"),
    "",
)


def posted(*items: object) -> bytes:
    return json.dumps({"moCnt": len(items), "moLst": items}, ensure_ascii=False).encode()


def read(**changes: object) -> InboundMessage:
    delivery = read_delivery(posted({**SMS, **changes}))
    assert delivery.unreadable == ()
    return delivery.messages[0]


def test_a_citizens_sms_becomes_the_citys_message() -> None:
    assert read_delivery(json.dumps(BATCH).encode()) == Delivery(
        (
            InboundMessage(
                message_id="mo-pcNUC3QGVk.6cDbSU",
                sender="01012340000",
                text="답장 내용",
                received_at=datetime(2022, 2, 23, 2, 36, 38, tzinfo=UTC),
            ),
        )
    )


@pytest.mark.parametrize("contract", [MessageHubText, MessageHubBatch])
def test_the_samples_survive_a_round_trip(contract: type[MessageHubText | MessageHubBatch]) -> None:
    parsed = contract.model_validate(PHOTO if contract is MessageHubText else BATCH)

    assert contract.model_validate_json(parsed.model_dump_json(by_alias=True)) == parsed


def test_a_photo_without_a_word_is_a_message_and_its_address_is_forgotten() -> None:
    (message,) = read_delivery(posted(PHOTO)).messages

    assert (message.text, message.has_photo) == ("", True)
    assert "example.org" not in MessageHubText.model_validate(PHOTO).model_dump_json()


@pytest.mark.parametrize("size", ["94254", 94254, "", None, "94 KB"])
def test_a_size_may_be_written_in_any_way(size: object) -> None:
    content = {**PHOTO["contentInfoLst"][0], "contentSize": size}

    assert read(contentInfoLst=[content]).has_photo


@pytest.mark.parametrize(
    ("contents", "has_photo"),
    [
        (None, False),
        ([], False),
        ("", False),
        ("broken", False),
        ([None, 3], False),
        ([{}], False),
        ([{"contentExt": "JPG"}], True),
        ([{"contentExt": ".png"}], True),
        ([{"contentExt": "mp4"}], False),
        ([{"contentExt": {}}, {"contentExt": "jpeg"}], True),
    ],
)
def test_attachments_never_cost_the_text(contents: object, has_photo: bool) -> None:
    message = read(contentInfoLst=contents)

    assert (message.text, message.has_photo) == ("답장 내용", has_photo)


@pytest.mark.parametrize(
    "written",
    [
        "2022-02-23 11:36:38",
        "2022-02-23T11:36:38",
        "20220223113638",
        " 2022-02-23 11:36:38 ",
        "2022-02-23 11:36:38.0",
        "2022-02-23T02:36:38Z",
        "2022-02-23T11:36:38+09:00",
    ],
)
def test_the_clock_is_seouls(written: str) -> None:
    message = read(moRecvDt=written)

    assert message.received_at == datetime(2022, 2, 23, 2, 36, 38, tzinfo=UTC)


def test_new_year_in_seoul_is_still_last_year_in_utc() -> None:
    assert read(moRecvDt="20260101000000").received_at == datetime(2025, 12, 31, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("title", "message", "text"),
    [
        ("제목없음", "12가3456", "12가3456"),
        ("제목 없음", None, ""),
        ("12가3456", None, "12가3456"),
        ("과태료 문의", "12가3456 얼마", "과태료 문의\n12가3456 얼마"),
        ("12가3456 얼", "12가3456 얼마", "12가3456 얼마"),
        (None, "  ", ""),
    ],
)
def test_the_telephones_title_is_not_the_citizens(title: str | None, message: str | None, text: str) -> None:
    assert read(moTitle=title, moMsg=message).text == text


@pytest.mark.parametrize("kind", ["SMSMO", "MMSMO", "RCSMO", "LMSMO", "NEWMO", "", None, 7])
def test_whatever_the_hub_calls_it_it_is_a_text(kind: object) -> None:
    assert read(moType=kind, productCode=kind).text == "답장 내용"


def test_only_key_citizen_and_moment_are_needed() -> None:
    (message,) = read_delivery(posted({name: SMS[name] for name in ("moKey", "moCallback", "moRecvDt")})).messages

    assert message.text == ""


def test_half_an_emoji_and_control_characters_are_left_out() -> None:
    body = json.dumps({"moLst": [{**SMS, "moMsg": "가\ud83d나\x00다\uffff라😀"}]}).encode()

    assert read_delivery(body).messages[0].text == "가나다라😀"


def test_a_text_longer_than_any_carriers_is_cut() -> None:
    assert len(read(moMsg="가" * 5000).text) == 2000


@pytest.mark.parametrize("key", ["1234", "a b", "가나다", "k" * 200, "../../x", "a" * 98])
def test_a_key_of_any_shape_makes_an_id(key: str) -> None:
    message_id = read(moKey=key).message_id

    assert 8 <= len(message_id) <= 100
    assert message_id.isascii()
    assert " " not in message_id
    assert read(moKey=key).message_id == message_id


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=120), min_size=2, max_size=2, unique=True))
def test_two_keys_never_share_an_id(keys: list[str]) -> None:
    first, second = (MessageHubText.model_validate({**SMS, "moKey": f"k{key}"}) for key in keys)

    assert first.key == second.key or first.to_inbound().message_id != second.to_inbound().message_id


def test_a_batch_is_read_in_the_order_it_was_written() -> None:
    moments = ["20260103000000", "2026-01-01 00:00:00", "2026-01-02T00:00:00"]

    delivery = read_delivery(posted(*({**SMS, "moKey": f"key-{m}", "moRecvDt": m} for m in moments)))

    assert [message.received_at.day for message in delivery.messages] == [31, 1, 2]


@pytest.mark.parametrize(
    "body", [json.dumps(PING).encode(), posted(PING), posted(), b'{"moCnt":0,"moLst":null}', b"", b"{}"]
)
def test_registering_the_webhook_brings_nothing(body: bytes) -> None:
    assert read_delivery(body) == Delivery()


POISON: list[object] = [
    {**SMS, "moKey": ""},
    {**SMS, "moKey": None},
    {**SMS, "moCallback": ""},
    {**SMS, "moCallback": "발신번호 없음"},
    {**SMS, "moRecvDt": ""},
    {**SMS, "moRecvDt": "20260229000000"},
    {**SMS, "moRecvDt": "00010101000000"},
    {**SMS, "moRecvDt": 20260101000000},
    {**SMS, "moMsg": ["a"]},
    "text",
    7,
    None,
    ["list"],
]


@pytest.mark.parametrize("poison", POISON)
def test_a_poison_item_takes_no_other_with_it(poison: object) -> None:
    delivery = read_delivery(posted(poison, SMS))

    assert [message.text for message in delivery.messages] == ["답장 내용"]
    assert [json.loads(item) for item in delivery.unreadable] == [poison]


def test_a_poison_item_can_be_carried_by_a_queue() -> None:
    item = {**SMS, "moKey": "", "moMsg": "\ud83d\uffff\x00"}

    (unreadable,) = read_delivery(json.dumps({"moLst": [item]}).encode()).unreadable

    assert "\uffff" not in unreadable
    assert unreadable.encode()
    assert json.loads(unreadable) == item


@pytest.mark.parametrize(
    "body", [b"not json", b"\xff\xfe", b"[" * 100_000, b"1" * 10_000, b'{"moLst":', b'{"moLst": "x"}']
)
def test_a_body_nobody_can_read_is_kept_whole(body: bytes) -> None:
    delivery = read_delivery(body)

    assert delivery.messages == ()
    assert len(delivery.unreadable) == 1


def test_a_body_the_hub_would_never_send_is_refused() -> None:
    with pytest.raises(BatchTooLarge):
        read_delivery(b" " * (MAX_BODY_BYTES + 1))
    with pytest.raises(BatchTooLarge):
        read_delivery(posted(*[1] * (MAX_ITEMS + 1)))
    assert len(read_delivery(posted(*[1] * MAX_ITEMS)).unreadable) == MAX_ITEMS


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_nothing_that_is_posted_breaks_the_reader(body: bytes) -> None:
    assert read_delivery(body).messages == ()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=5), children, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(sorted(SMS)), json_values))
def test_no_field_however_strange_breaks_the_reader(changes: dict[str, object]) -> None:
    delivery = read_delivery(json.dumps({"moLst": [{**SMS, **changes}, SMS]}).encode())

    assert len(delivery.messages) + len(delivery.unreadable) == 2
    assert all(item.encode() for item in delivery.unreadable)


# --- another encoding ---


def test_a_body_in_another_encoding_is_set_aside_readable_and_answered_by_nobody() -> None:
    item = {**SMS, "moMsg": "가상계좌 주세요 12가3456"}

    delivery = read_delivery(json.dumps({"moCnt": 1, "moLst": [item]}, ensure_ascii=False).encode("cp949"))

    assert delivery.messages == ()
    (unreadable,) = delivery.unreadable
    assert json.loads(unreadable)["moMsg"] == "가상계좌 주세요 12가3456"


def test_what_needs_no_encoding_is_taken_from_such_a_body() -> None:
    plain = {**SMS, "moKey": "plain-key-1", "moMsg": "ok 1"}
    korean = {**SMS, "moKey": "korean-key-1", "moMsg": "네"}

    delivery = read_delivery(json.dumps({"moLst": [plain, korean]}, ensure_ascii=False).encode("cp949"))

    assert [message.text for message in delivery.messages] == ["ok 1"]
    assert len(delivery.unreadable) == 1


def test_a_body_cut_within_a_letter_is_set_aside() -> None:
    body = (
        json.dumps({"moLst": [{**SMS, "moMsg": "접수"}]}, ensure_ascii=False)
        .encode()
        .replace("수".encode(), b"\xec\x88")
    )

    delivery = read_delivery(body)

    assert delivery.messages == ()
    assert len(delivery.unreadable) == 1


def test_a_photo_with_words_keeps_both() -> None:
    item = {**PHOTO, "moMsg": "장애인 스티커 사진입니다 12가3456"}

    (message,) = read_delivery(posted(item)).messages

    assert (message.text, message.has_photo) == ("장애인 스티커 사진입니다 12가3456", True)
