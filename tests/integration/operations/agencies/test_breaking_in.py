"""Somebody tries the agencies' door: with size, depth, names twice, other types, old words, and keys of others."""

import json
from typing import Any

import boto3
import pytest

from city.operations.agencies.service.admit_agency import MOST_WRONG_KEYS
from city.operations.agencies.service.receive_message import MOST_REFUSALS_NOTED
from tests.integration.operations.agencies.room import AgenciesRoom, take_all
from tests.unit.operations.agencies.golden import event_body

UNAUTHORIZED = {"startTag": "$DA", "result": "1", "type": "4001", "message": "unauthorized", "finishTag": "$DF"}


def nothing_came_of_it(room: AgenciesRoom) -> bool:
    return take_all(room.city_queue) == []


@pytest.mark.parametrize(
    ("content", "content_type", "type_"),
    [
        ("[" * 60_000, "application/json", "4000"),
        ('{"a":' * 10_000, "application/json", "4000"),
        ('{"svcTy":"EVENT","svcTy":"AUTH"}', "application/json", "4000"),
        ('"' + "\\u0000" * 9_000 + '"', "application/json", "4000"),
        ("&".join(f"a{n}=1" for n in range(5_000)), "application/x-www-form-urlencoded", "4000"),
        ("a=" + "%41" * 20_000, "application/x-www-form-urlencoded", "4102"),
        ("body=" + "%7B%22a%22%3A" * 4_000, "application/x-www-form-urlencoded", "4102"),
        ("svcTy=EVENT&body=" + "%5B" * 4_000, "application/x-www-form-urlencoded", "4000"),
        ("<xml/>", "application/xml", "4015"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "text/xml", "4015"),
        ("--x\r\n", "multipart/form-data; boundary=x", "4015"),
        ("", "application/json", "4000"),
        ('{"svcTy":"EVENT","reqDate":"' + "9" * 4_000 + '"}', "application/json", "4102"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_bombs_are_refused(room: AgenciesRoom, content: str, content_type: str, type_: str) -> None:
    status, answer = room.knock(content, content_type)

    assert (status, answer["result"], answer["type"]) == (200, "1", type_)
    assert content[:10] not in json.dumps(answer) or not content
    assert nothing_came_of_it(room)


def test_too_much_is_not_even_read(room: AgenciesRoom) -> None:
    status, answer = room.knock("x" * (64 * 1024 + 1))

    assert (status, answer["error"]) == (413, "body_too_large")


def test_whatever_is_wrong_with_a_key_sounds_and_costs_the_same(room: AgenciesRoom) -> None:
    key = room.key_of("moj")
    room.key_of("119")
    shown = [
        "",
        "no key",
        key[:-1] + ("a" if key[-1] != "a" else "b"),
        # An agency that is not, one that has no key yet, and the right random under another's name.
        f"dna.nobody.{'a' * 43}",
        f"dna.vulnerable.{'a' * 43}",
        key.replace("dna.moj", "dna.119"),
        key.replace("dna", "dns"),
        key + " ",
        "😀",
    ]

    answers = [room.auth(each) for each in shown[:7]] + [room.auth(shown[8])]

    assert answers == [(200, UNAUTHORIZED)] * 8
    # Blanks around a key are none of it.
    assert room.auth(shown[7])[1]["result"] == "0"
    assert room.auth(key, sendCd="B4113000000") == (200, UNAUTHORIZED)


def test_an_agency_that_is_off_sounds_as_one_that_is_not(room: AgenciesRoom) -> None:
    key = room.key_of("moj")
    session = room.auth(key)[1]["message"]
    room.configure("moj", is_active=False)

    assert room.auth(key) == (200, UNAUTHORIZED)
    assert room.tell(session) == (200, UNAUTHORIZED)
    assert nothing_came_of_it(room)


def test_a_forged_session_and_one_of_another_partner_open_nothing(room: AgenciesRoom) -> None:
    moj, key_of_fire = room.session_of("moj"), room.key_of("119")
    fire = room.auth(key_of_fire)[1]["message"]
    forged = [
        "",
        moj[:-1] + ("a" if moj[-1] != "a" else "b"),
        moj.replace("dns.moj", "dns.119"),
        fire.replace("dns.119", "dns.moj"),
        # A key is no session.
        key_of_fire,
    ]

    assert [room.tell(each) for each in forged] == [(200, UNAUTHORIZED)] * 5
    # A session of the fire service tells only what the fire service may.
    assert room.tell(fire)[1]["type"] == "4102"
    assert nothing_came_of_it(room)


def test_a_session_ends_with_its_hour_and_with_its_key(room: AgenciesRoom) -> None:
    key = room.key_of("moj")
    session = room.auth(key)[1]["message"]
    room.clock.move(minutes=61)
    assert room.tell(session) == (200, UNAUTHORIZED)

    session = room.auth(key)[1]["message"]
    newer = room.key_of("moj")
    assert room.auth(key) == (200, UNAUTHORIZED)
    assert room.tell(session) == (200, UNAUTHORIZED)
    assert room.auth(newer)[1]["result"] == "0"


def test_an_old_key_stays_good_for_as_long_as_was_decided(room: AgenciesRoom) -> None:
    key = room.key_of("moj")
    newer = room.key_of("moj", overlap_hours=2)
    session = room.auth(key)[1]["message"]

    assert room.tell(session)[1]["result"] == "0"
    room.clock.move(hours=2)
    assert room.auth(key) == (200, UNAUTHORIZED)
    assert room.auth(newer)[1]["result"] == "0"


def test_who_guesses_is_stopped_and_others_are_not(room: AgenciesRoom) -> None:
    key = room.key_of("moj")
    for _ in range(MOST_WRONG_KEYS):
        guess = {"apiKey": "dna.moj.x"}  # pragma: allowlist secret
        assert room.knock(room.message("AUTH", body=guess), address="203.0.113.9")[1]["type"] == "4001"

    # Right or wrong, it is not looked at: a guess that was right is not told from others.
    right = room.message("AUTH", body={"apiKey": key})
    assert room.knock(right, address="203.0.113.9")[1]["type"] == "4209"
    assert room.knock(right, address="211.1.2.3")[1]["result"] == "0"
    room.clock.move(minutes=10)
    assert room.knock({**right, "reqDate": room.message()["reqDate"]}, address="203.0.113.9")[1]["result"] == "0"


def test_a_flood_of_refusals_fills_no_table(room: AgenciesRoom) -> None:
    for _ in range(MOST_REFUSALS_NOTED + 20):
        room.knock("{")

    assert len(room.messages("unknown")) == MOST_REFUSALS_NOTED


@pytest.mark.parametrize("minutes", [-11, 11, 50, -60 * 24])
def test_old_words_and_words_of_tomorrow_are_not_taken(room: AgenciesRoom, minutes: int) -> None:
    session = room.session_of("moj")
    message = room.message(rrKey=session)
    room.clock.move(minutes=minutes)

    assert (room.knock(message)[1]["type"], room.knock(message)[1]["message"]) == ("4102", "reqDate")
    assert nothing_came_of_it(room)
    room.clock.move(minutes=-minutes)
    assert room.knock(message)[1]["result"] == "0"


def test_a_message_without_its_moment_is_not_taken(room: AgenciesRoom) -> None:
    session = room.session_of("moj")
    message = room.message(rrKey=session)
    del message["reqDate"]

    assert room.knock(message)[1]["type"] == "4101"


@pytest.mark.parametrize(
    "body",
    [
        {"evtId": "ＭＯＪＵＣ１１０"},
        {"evtId": "MOJUC110\u0000"},
        {"evtId": "МОJUC110"},
        {"ocrNbr": "２０２６１１１０１１５９５９"},
        {"ocrNbr": "2026-11-10 11:59"},
        {"ocrSts": "１０"},
        {"ocrEvtTime": "' OR 1=1 --"},
        {"ocrEvtItem": [{"key": {"$ne": None}, "val": "x"}]},
    ],
    ids=str,
)
def test_letters_that_look_alike_and_other_tricks_are_refused(room: AgenciesRoom, body: dict[str, Any]) -> None:
    session = room.session_of("moj")

    status, answer = room.tell(session, event_body(**body))

    assert (status, answer["result"]) == (200, "1")
    assert nothing_came_of_it(room)


def test_names_of_keys_in_the_table_cannot_be_made_up(room: AgenciesRoom) -> None:
    """What is shown as a key is looked for under its agency's name and its digest, never under what it says."""
    for shown in ("dna.moj#key.x", "dna.../agencies.x", "dns.moj.*", "unknown", "dna.unknown." + "a" * 43):
        assert room.auth(shown) == (200, UNAUTHORIZED)
        assert room.tell(shown) == (200, UNAUTHORIZED)
    kept = boto3.client("dynamodb").scan(TableName="AgencySessionsTable")["Items"]
    assert {each["kind"]["S"] for each in kept} == {"rate"}
