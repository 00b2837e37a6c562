"""Whoever watches is told what changes and what was missed, once each and in order."""

import json
from dataclasses import dataclass
from typing import Any

import boto3
import pytest

from city.contracts.live.changes import LiveChangesV1
from city.contracts.live.messages import News
from city.live.service.answer_page import AnswerPage
from city.live.service.show_changes import ShowChanges
from city.live.sizes import MOST_BYTES_OF_A_MESSAGE
from tests.integration.live_in_moto import TOPIC, LiveInMoto

FIRST = 1794279600000  # the millisecond of the first change, as the clock stands


def versions(message: Any) -> list[int]:
    return [change["version"] for news in message["topics"] for change in news.get("changes", [])]


def numbers(message: Any) -> list[int]:
    return [change["number"] for news in message["topics"] for change in news.get("changes", [])]


def test_a_change_is_told_to_whoever_watches_its_topic(live: LiveInMoto) -> None:
    page, other = live.connect(), live.connect("steward")
    live.say(page, "watch", {"topic": TOPIC})
    live.say(other, "watch", {"topic": "dividend.rounds"}, groups="steward")

    assert live.publish(live.change(severity="alarm")) == []

    (message,) = live.wire.take(page)
    assert message["type"] == "changes"
    (news,) = message["topics"]
    assert news["topic"] == TOPIC
    assert news["changes"] == [
        {"number": FIRST, "key": "okgye", "version": 1, "at": "2026-11-10T03:00:00Z", "body": {"severity": "alarm"}}
    ]
    assert live.wire.take(other) == []


def test_what_was_missed_comes_in_order_and_then_what_changes(live: LiveInMoto) -> None:
    live.publish(*(live.change(version=version) for version in range(1, 6)))
    page = live.connect()

    missed = live.say(page, "watch", {"topic": TOPIC, "cursor": FIRST + 1})
    live.publish(live.change(version=6))

    assert numbers(missed) == [FIRST + 2, FIRST + 3, FIRST + 4]
    assert [numbers(told) for told in live.wire.take(page)] == [[FIRST + 5]]


def test_whoever_has_seen_nothing_before_the_first_change_misses_nothing(live: LiveInMoto) -> None:
    page = live.connect()
    assert live.say(page, "watch", {"topic": TOPIC})["topics"] == [{"topic": TOPIC, "cursor": 0}]
    live.cut(page)
    live.publish(live.change(version=1), live.change(version=2))

    assert versions(live.say(live.connect(), "watch", {"topic": TOPIC, "cursor": 0})) == [1, 2]


def test_the_same_version_of_a_thing_has_one_number_however_often_it_comes(live: LiveInMoto) -> None:
    page = live.connect()
    live.say(page, "watch", {"topic": TOPIC})

    for _ in range(3):
        live.publish(live.change(version=1), live.change("other", version=1))

    assert {number for told in live.wire.take(page) for number in numbers(told)} == {FIRST, FIRST + 1}


def test_an_older_version_than_the_last_is_no_news(live: LiveInMoto) -> None:
    live.publish(live.change(version=2))
    page = live.connect()
    live.say(page, "watch", {"topic": TOPIC})

    live.publish(live.change(version=1))

    assert live.wire.take(page) == []
    assert versions(live.say(page, "more", {"topic": TOPIC, "cursor": 0})) == [2]


def test_of_messages_that_waited_together_only_the_last_about_a_thing_is_told(live: LiveInMoto) -> None:
    page = live.connect()
    live.say(page, "watch", {"topic": TOPIC})
    waited = [
        (live.change(version=1), live.change("other", version=7)),
        (live.change(version=3), live.change("third", version=1)),
        (live.change(version=2),),
        (live.change("other", version=7),),
    ]

    live.deliver(*(LiveChangesV1(topic=TOPIC, changes=changes).model_dump_json() for changes in waited))

    changes = [each for told in live.wire.take(page) for news in told["topics"] for each in news["changes"]]
    assert {(each["key"], each["version"]) for each in changes} == {("okgye", 3), ("other", 7), ("third", 1)}
    assert sorted(each["number"] for each in changes) == [FIRST, FIRST + 1, FIRST + 2]


def test_whoever_was_away_for_too_long_reads_the_list_again(live: LiveInMoto) -> None:
    live.publish(*(live.change(version=version) for version in range(1, 6)))
    live.forget_changes(TOPIC, [FIRST, FIRST + 1, FIRST + 3])

    for cursor in (FIRST, FIRST + 2, FIRST + 99, 7):
        (news,) = live.say(live.connect(), "watch", {"topic": TOPIC, "cursor": cursor})["topics"]
        assert news == {"topic": TOPIC, "after": cursor, "cursor": FIRST + 4, "reset": True}
    (news,) = live.say(live.connect(), "watch", {"topic": TOPIC, "cursor": FIRST + 1})["topics"]
    assert [change["number"] for change in news["changes"]] == [FIRST + 2]
    assert news["more"] is True


def test_only_the_groups_of_a_topic_watch_it_or_a_thing_of_it(live: LiveInMoto) -> None:
    page = live.connect("steward")

    for topic in (TOPIC, f"{TOPIC}/okgye", "nobody.knows"):
        (news,) = live.say(page, "watch", {"topic": topic}, groups="steward")["topics"]
        assert news == {"topic": topic, "refused": True}
        assert live.ask_api("GET", "/changes", "steward", topic=topic, after="0")[0] == 403
    live.publish(live.change())
    live.publish(live.change(), topic=f"{TOPIC}/okgye")
    assert live.wire.take(page) == []


def test_a_thing_of_a_topic_is_watched_by_itself(live: LiveInMoto) -> None:
    page = live.connect()
    live.say(page, "watch", {"topic": f"{TOPIC}/okgye"})

    live.publish(live.change(version=1))
    live.publish(live.change(version=1), topic=f"{TOPIC}/okgye")

    assert [told["topics"][0]["topic"] for told in live.wire.take(page)] == [f"{TOPIC}/okgye"]


def test_whoever_polls_is_told_the_same(live: LiveInMoto) -> None:
    live.publish(*(live.change(version=version) for version in range(1, 4)))

    status, now = live.ask_api("GET", "/changes", topic=TOPIC)
    assert (status, now["cursor"], now["changes"]) == (200, FIRST + 2, [])
    status, missed = live.ask_api("GET", "/changes", topic=TOPIC, after=str(FIRST))
    assert [change["version"] for change in missed["changes"]] == [2, 3]
    assert live.ask_api("GET", "/changes", topic=TOPIC, after="7")[1]["reset"] is True
    assert live.ask_api("GET", "/changes", topic="no topic")[0] == 400
    assert live.ask_api("GET", "/changes", topic=TOPIC, after="x")[0] == 400


def test_a_large_change_is_told_in_parts_and_no_message_is_larger_than_a_frame(live: LiveInMoto) -> None:
    text = '횡단보도 "보행자" \\ ' * 3_000
    page = live.connect()
    live.say(page, "watch", {"topic": TOPIC})

    live.publish(live.change(version=1, text=text))
    posted = list(live.wire.posted[page])

    assert max(len(each.encode()) for each in posted) <= MOST_BYTES_OF_A_MESSAGE
    parts = [json.loads(each)["topics"][0]["part"] for each in posted]
    assert [part["part"] for part in parts] == list(range(1, len(parts) + 1))
    assert json.loads("".join(part["text"] for part in parts))["body"] == {"text": text}
    # And the same to whoever asks for it, part by part.
    asked, part = [], 0
    while True:
        (news,) = live.say(page, "more", {"topic": TOPIC, "cursor": 0, "part": part})["topics"]
        asked.append(news["part"])
        part += 1
        if not news.get("more"):
            break
    assert asked == parts


def test_much_that_was_missed_comes_in_several_answers(live: LiveInMoto) -> None:
    for start in range(1, 121, 40):
        live.publish(*(live.change(version=version, text="가" * 500) for version in range(start, start + 40)))
    page, cursor, seen = live.connect(), 0, []

    while True:
        answer = live.call(
            page, "MESSAGE", body=json.dumps({"action": "more", "topics": [{"topic": TOPIC, "cursor": cursor}]})
        )
        assert len(answer["body"].encode()) <= MOST_BYTES_OF_A_MESSAGE
        (news,) = json.loads(answer["body"])["topics"]
        seen += [change["version"] for change in news["changes"]]
        cursor = news["cursor"]
        if not news.get("more"):
            break

    assert seen == list(range(1, 121))


def test_several_topics_share_an_answer(live: LiveInMoto) -> None:
    live.publish(*(live.change(version=version, text="가" * 9_000) for version in range(1, 4)))
    live.publish(live.change(version=1, text="가" * 9_000), topic=f"{TOPIC}/okgye")
    page = live.connect()

    answer = live.say(page, "watch", {"topic": TOPIC, "cursor": 0}, {"topic": f"{TOPIC}/okgye", "cursor": 0})

    first, second = answer["topics"]
    assert (len(first["changes"]), first["more"]) == (1, True)
    assert second["more"] is True
    assert "changes" not in second


def test_a_ping_says_whether_something_was_missed(live: LiveInMoto) -> None:
    live.publish(live.change(version=1))
    page = live.connect()

    assert live.say(page, "ping", {"topic": TOPIC, "cursor": 0}) == {
        "type": "pong",
        "topics": [{"topic": TOPIC, "after": 0, "cursor": FIRST - 1, "more": True}],
    }
    assert live.say(page, "ping", {"topic": TOPIC, "cursor": FIRST})["topics"] == [
        {"topic": TOPIC, "after": FIRST, "cursor": FIRST}
    ]


@pytest.mark.parametrize("said", ["", "{", "[]", '{"action":"shout"}', '{"action":"watch","topics":[{"topic":"A"}]}'])
def test_what_is_no_question_is_answered_with_an_error(live: LiveInMoto, said: str) -> None:
    assert json.loads(live.call(live.connect(), "MESSAGE", body=said)["body"]) == {"type": "error"}


def test_who_leaves_a_topic_or_is_gone_is_told_nothing_more_and_leaves_nothing_behind(live: LiveInMoto) -> None:
    page, other, third = live.connect(), live.connect(), live.connect()
    for each in (page, other, third):
        live.say(each, "watch", {"topic": TOPIC})
    live.say(page, "leave", {"topic": TOPIC})
    live.cut(page)
    live.cut(other)
    live.cut(third, noticed=False)  # found by its 410

    live.publish(live.change())

    assert boto3.resource("dynamodb").Table("ConnectionsTable").scan()["Items"] == []


def test_who_is_gone_is_forgotten_also_where_only_the_topic_knows_of_it(live: LiveInMoto) -> None:
    table = boto3.resource("dynamodb").Table("ConnectionsTable")
    later = int(live.clock.now().timestamp()) + 60
    table.put_item(Item={"owner": f"topic#{TOPIC}", "name": "gone", "kind": "watch", "expires": later})

    live.publish(live.change())

    assert table.scan()["Items"] == []


def test_a_connection_that_cannot_be_told_is_closed_and_the_others_are_told(live: LiveInMoto) -> None:
    stuck, page = live.connect(), live.connect()
    for each in (stuck, page):
        live.say(each, "watch", {"topic": TOPIC})
    live.wire.troubled = {stuck}

    assert live.publish(live.change()) == []

    assert live.wire.closed == [stuck]
    assert len(live.wire.take(page)) == 1


def test_while_nobody_can_be_reached_the_message_comes_again_and_is_told_then(live: LiveInMoto) -> None:
    page = live.connect()
    live.say(page, "watch", {"topic": TOPIC})
    live.wire.down = True
    assert len(live.publish(live.change(version=1))) == 1

    live.wire.down = False
    assert live.publish(live.change(version=1)) == []

    assert [numbers(told) for told in live.wire.take(page)] == [[FIRST]]


def test_what_is_no_change_fails_alone(live: LiveInMoto) -> None:
    good = json.dumps({"topic": TOPIC, "changes": [json.loads(live.change().model_dump_json())]})

    assert len(live.deliver(good, "{}", '{"topic":"Nobody","changes":[]}')) == 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAndOvertaken(ShowChanges):
    """Reads what a page missed; and before the page hears of it, something changes."""

    live: LiveInMoto

    def show(self, *asked: Any, **how: Any) -> News:
        news = ShowChanges.show(self, *asked, **how)
        self.live.publish(self.live.change(version=2))
        return news


def test_what_changes_while_a_page_begins_to_watch_reaches_it(live: LiveInMoto) -> None:
    live.publish(live.change(version=1))
    page, usual = live.connect(), live.socket.answer_page
    overtaken = ReadAndOvertaken(rights=usual.show_changes.rights, live=live)
    answer = AnswerPage(connections=usual.connections, show_changes=overtaken, clock=live.clock).answer(
        page, ["clerk"], json.dumps({"action": "watch", "topics": [{"topic": TOPIC, "cursor": 0}]})
    )

    assert numbers(json.loads(answer)) == [FIRST]
    assert [numbers(told) for told in live.wire.take(page)] == [[FIRST + 1]]
