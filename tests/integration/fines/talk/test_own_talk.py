"""A citizen sees what is on file of their own talk, and has it forgotten; what the law keeps stays, and is told."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest

from city.fines.law.tables.case_records import SenderRecord
from city.fines.law.tables.opinions import OpinionRecord
from city.fines.law.tables.worklist import DeskTable
from city.fines.talk.tables.files import FileRecord
from city.fines.talk.tables.open_words import OpenWordsRecord
from city.fines.talk.tables.talks import TurnRecord
from city.fines.talk.web.limits import FORGOTTEN_OF_A_TALK_AT_MOST, LOOKED_UP_OF_A_TALK_AT_MOST
from tests.integration.fines.talk.web_visitor import JPEG, Visitor, keys_in_evidence
from tests.integration.fines_in_moto import FinesInMoto
from tests.integration.staff import Staff

EMPTY = {"turns": [], "has_more": False, "files": [], "remembered_until": None, "kept": []}


@pytest.fixture
def visitor(fines: FinesInMoto) -> Visitor:
    return Visitor(fines)


def mine(visitor: Visitor, session: str | None = None) -> Any:
    status, body = visitor.post("/chat/mine", {"session": session or visitor.session})
    assert status == 200, body
    return body


def forget(visitor: Visitor) -> Any:
    status, body = visitor.post("/chat/forget", {"session": visitor.session})
    assert status == 200, body
    return body


def give_opinion(visitor: Visitor, number: str) -> None:
    visitor.say(f"의견 {number} 12가3456")
    visitor.say("응급환자를 병원에 데려다주느라 잠시 세웠습니다")
    visitor.say("네 접수해 주세요")
    assert len([entry for entry in DeskTable.scan() if isinstance(entry, OpinionRecord)]) == 1


def test_a_talk_is_shown_as_it_was_spoken_with_its_files(fines: FinesInMoto, visitor: Visitor) -> None:
    number = fines.add_notice()
    visitor.say(f"{number} 12가3456 얼마인가요")
    visitor.attach()

    found = mine(visitor)

    (turn,) = found["turns"]
    assert turn["said"] == f"{number} 12가3456 얼마인가요"
    assert "32,000" in turn["reply"]
    (file,) = found["files"]
    assert (file["name"], file["size_bytes"], file["is_sent"]) == ("사진.jpg", len(JPEG), False)
    assert found["remembered_until"] is not None


@pytest.mark.parametrize("session", ["t" * 24, "12가3456" * 3, "1140-2026-0000001"])
def test_nobody_else_sees_a_talk(fines: FinesInMoto, visitor: Visitor, session: str) -> None:
    visitor.say(f"{fines.add_notice()} 12가3456 얼마인가요")

    status, found = visitor.post("/chat/mine", {"session": session})

    assert status == 400 or found == EMPTY


def test_what_is_forgotten_is_nowhere(fines: FinesInMoto, visitor: Visitor) -> None:
    fines.add_notice()
    visitor.say("주차장이 꽉 차서 세웠는데 너무 억울합니다")
    visitor.attach()
    assert OpenWordsRecord.count() + TurnRecord.count() > 0

    told = forget(visitor)

    assert (told["turns"], told["files"], told["is_finished"], told["kept"]) == (1, 1, True, [])
    assert [*TurnRecord.scan(), *FileRecord.scan()] == []
    assert [entry for entry in DeskTable.scan() if isinstance(entry, OpenWordsRecord)] == []
    assert keys_in_evidence() == []
    assert mine(visitor) == EMPTY
    scanned = json.dumps([boto3.client("dynamodb").scan(TableName="CasesTable")["Items"]], default=str)
    assert "억울" not in scanned


def test_what_is_said_next_is_read_without_what_was_forgotten(fines: FinesInMoto, visitor: Visitor) -> None:
    visitor.say(f"{fines.add_notice()} 12가3456 얼마인가요")
    forget(visitor)

    _, answer = visitor.say("계좌 주세요")

    assert "790-" not in answer["reply"]


def test_another_talk_and_its_files_stay(fines: FinesInMoto, visitor: Visitor) -> None:
    other = Visitor(fines, session="o" * 24)
    other.say("납부 방법이 궁금합니다")
    other.attach()
    visitor.say("납부 방법이 궁금합니다")

    forget(visitor)

    assert len(mine(other)["turns"]) == 1
    assert len(mine(other)["files"]) == 1
    assert len(keys_in_evidence()) == 1


def test_an_opinion_on_file_stays_with_its_proof_and_says_so(fines: FinesInMoto, visitor: Visitor) -> None:
    number = fines.add_notice()
    give_opinion(visitor, number)
    visitor.say("진료확인서입니다", files=(visitor.attach(),))

    told = forget(visitor)

    assert {("opinion", number), ("file", number)} <= {(one["kind"], one["number"]) for one in told["kept"]}
    opinions = [entry for entry in DeskTable.scan() if isinstance(entry, OpinionRecord)]
    assert any("응급환자" in opinion.words for opinion in opinions)
    assert len(keys_in_evidence()) == 1
    assert [turn.said for turn in TurnRecord.scan() if turn.said and "응급환자" in turn.said] == []


def test_the_words_of_an_open_ticket_stay_until_it_is_answered(
    fines: FinesInMoto, visitor: Visitor, staff: Staff
) -> None:
    visitor.say("납부 방법이 궁금합니다")
    _, answer = visitor.say("상담원과 얘기하고 싶어요")

    told = forget(visitor)

    assert [(one["kind"], one["number"]) for one in told["kept"]] == [("open_ticket", answer["ticket"])]
    assert [turn["said"] for turn in mine(visitor)["turns"]] == ["상담원과 얘기하고 싶어요"]
    assert staff.post(f"/tickets/{answer['ticket']}/answer", {"words": "전화 주시면 안내해 드리겠습니다."})[0] == 200
    again = forget(visitor)
    assert [one["kind"] for one in again["kept"]] == ["ticket"]
    assert [turn for turn in TurnRecord.scan() if turn.said] == []
    status, read = visitor.post("/chat/answer", {"ticket": answer["ticket"], "code": answer["code"]})
    assert (status, read["state"]) == (200, "answered")


def test_another_persons_opinion_on_the_same_notice_is_not_told(fines: FinesInMoto, visitor: Visitor) -> None:
    number = fines.add_notice()
    give_opinion(Visitor(fines, session="o" * 24), number)
    visitor.say(f"{number} 12가3456 얼마인가요")

    assert mine(visitor)["kept"] == []


def test_an_account_that_was_opened_is_told_to_stay(fines: FinesInMoto, visitor: Visitor) -> None:
    visitor.say(f"{fines.add_notice()} 12가3456 가상계좌 주세요")

    assert [one["kind"] for one in forget(visitor)["kept"]] == ["account"]


def test_look_ups_in_vain_are_not_forgotten(fines: FinesInMoto, visitor: Visitor) -> None:
    visitor.say("1140-2026-9999999 99하9999 얼마인가요")

    forget(visitor)

    (sender,) = [entry for entry in SenderRecord.scan() if isinstance(entry, SenderRecord)]
    assert (len(sender.failed_at), sender.memory) == (1, None)


def test_an_old_conversation_is_gone_by_itself(fines: FinesInMoto, visitor: Visitor) -> None:
    visitor.say("납부 방법이 궁금합니다")
    until = mine(visitor)["remembered_until"]

    assert until.startswith(f"{fines.clock.now() + timedelta(minutes=30):%Y-%m-%dT%H:%M}")


@pytest.mark.parametrize(
    ("route", "at_most"), [("/chat/mine", LOOKED_UP_OF_A_TALK_AT_MOST), ("/chat/forget", FORGOTTEN_OF_A_TALK_AT_MOST)]
)
def test_a_talk_is_asked_for_so_often_an_hour(fines: FinesInMoto, visitor: Visitor, route: str, at_most: int) -> None:
    fines.visited("own talk" if route == "/chat/mine" else "forget talk", visitor.session, at_most)

    assert visitor.post(route, {"session": visitor.session})[0] == 429
