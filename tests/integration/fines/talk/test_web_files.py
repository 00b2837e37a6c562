"""What a citizen hands in on the web is looked at, kept apart, opened with a reason, and deleted with its purpose."""

import base64
import json
from typing import Any

import pytest

from city.contracts.fines.chat import MAX_FILE_BYTES
from city.fines.talk.tables.files import FileRecord
from city.fines.talk.web.bootstrap import build_forget_files
from city.fines.talk.web.limits import FILES_OF_A_SESSION_AT_MOST, SIGNED_OF_AN_ADDRESS_AT_MOST
from tests.integration.fines.talk.web_visitor import JPEG, PDF, Visitor, keys_in_evidence
from tests.integration.fines_in_moto import FinesInMoto
from tests.integration.staff import Staff


@pytest.fixture
def visitor(fines: FinesInMoto) -> Visitor:
    return Visitor(fines)


def forget(fines: FinesInMoto) -> int:
    return build_forget_files(fines.environment, fines.clock).forget(lambda: 900_000)


# --- the form ---


def test_a_form_is_for_one_key_one_type_and_the_size_to_the_byte(visitor: Visitor) -> None:
    status, signed = visitor.sign()

    assert status == 200
    conditions = json.loads(base64.b64decode(signed["fields"]["policy"]))["conditions"]
    for condition in (
        {"key": signed["fields"]["key"]},
        {"Content-Type": "image/jpeg"},
        {"bucket": "evidence"},
        ["content-length-range", len(JPEG), len(JPEG)],
    ):
        assert condition in conditions
    assert signed["fields"]["key"].startswith("incoming/")
    assert signed["fields"]["key"].endswith(f"/{signed['file_id']}")
    assert visitor.session not in json.dumps(signed)


@pytest.mark.parametrize(
    "changes",
    [
        {"content_type": "text/html"},
        {"content_type": "image/svg+xml"},
        {"content_type": "image/gif"},
        {"size_bytes": 0},
        {"size_bytes": -1},
        {"size_bytes": MAX_FILE_BYTES + 1},
        {"name": ""},
        {"name": "가" * 201},
        {"session": "short"},
        {"key": "checked/x"},
        {"holder": "somebody"},
    ],
)
def test_a_form_out_of_shape_is_not_signed(visitor: Visitor, changes: dict[str, Any]) -> None:
    assert visitor.sign(**changes)[0] == 400
    assert list(FileRecord.scan()) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../checked/x.jpg", "x.jpg"),
        ("C:\\내 사진\\진단서.pdf", "진단서.pdf"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("진단서 900101-1234567.pdf", "진단서 ******-*******.pdf"),
        ("\u1112\u1161\u11ab.jpg", "한.jpg"),
    ],
)
def test_a_name_is_no_path_and_holds_no_resident_number(visitor: Visitor, name: str, kept: str) -> None:
    visitor.sign(name=name)

    assert [record.name for record in FileRecord.scan()] == [kept]


def test_a_session_hands_in_so_many_and_others_at_its_address_go_on(fines: FinesInMoto) -> None:
    visitor = Visitor(fines)
    signed = [visitor.sign()[0] for _ in range(FILES_OF_A_SESSION_AT_MOST + 1)]

    assert signed == [200] * FILES_OF_A_SESSION_AT_MOST + [429]
    assert Visitor(fines, f"session-{1:016d}").sign()[0] == 200


def test_an_address_with_a_new_session_for_every_file_is_stopped(fines: FinesInMoto) -> None:
    fines.visited("ip files", "203.0.113.7", SIGNED_OF_AN_ADDRESS_AT_MOST)

    assert Visitor(fines).sign()[0] == 429
    assert Visitor(fines, "x" * 24, ip="198.51.100.9").sign()[0] == 200


# --- the look at it ---


@pytest.mark.parametrize(
    ("content", "said", "found"),
    [
        (JPEG, "image/jpeg", "image/jpeg"),
        (PDF, "application/pdf", "application/pdf"),
        (PDF, "image/jpeg", "application/pdf"),  # telephones name files as they like
    ],
)
def test_what_it_is_is_read_from_its_content(visitor: Visitor, content: bytes, said: str, found: str) -> None:
    _, signed = visitor.sign(content_type=said, size_bytes=len(content))
    visitor.put(signed, content)

    status, checked = visitor.check(signed["file_id"])

    assert (status, checked["content_type"]) == (200, found)
    assert [key.partition("/")[0] for key in keys_in_evidence()] == ["checked"]


@pytest.mark.parametrize("content", [b"<script>alert(1)</script>", b"MZ\x90\x00", b"PK\x03\x04", b"GIF89a", b" " + PDF])
def test_whatever_else_comes_is_deleted_at_once_and_said_so(visitor: Visitor, content: bytes) -> None:
    _, signed = visitor.sign(size_bytes=len(content))
    visitor.put(signed, content)

    status, refused = visitor.check(signed["file_id"])

    assert (status, refused["error"]) == (422, "file_not_allowed")
    assert keys_in_evidence() == []
    assert list(FileRecord.scan()) == []
    assert visitor.say("사진 보냅니다", (signed["file_id"],))[0] == 404


def test_what_takes_a_files_place_after_the_look_is_never_opened(visitor: Visitor) -> None:
    _, signed = visitor.sign()
    visitor.put(signed, JPEG)
    visitor.check(signed["file_id"])

    visitor.put(signed, b"MZ" + JPEG[2:])  # the form is good for five minutes
    again = visitor.check(signed["file_id"])

    assert again[0] == 200
    (record,) = FileRecord.scan()
    assert record.key in keys_in_evidence()
    assert record.key != signed["fields"]["key"]


def test_a_file_that_never_came_or_is_somebody_elses_is_missing(fines: FinesInMoto, visitor: Visitor) -> None:
    _, signed = visitor.sign()
    another = Visitor(fines, "another-session-000000")

    assert visitor.check(signed["file_id"])[0] == 404
    visitor.put(signed, JPEG)
    assert another.check(signed["file_id"])[0] == 404
    assert visitor.check("0" * 32)[0] == 404
    assert visitor.check("../checked")[0] == 400


# --- the message it goes with ---


def test_files_go_with_a_message_and_a_person_sees_them(fines: FinesInMoto, visitor: Visitor, staff: Staff) -> None:
    fines.add_notice()
    photo = visitor.attach()
    fines.clock.move(seconds=1)
    files = (photo, visitor.attach(PDF, "application/pdf"))

    status, reply = visitor.say("상담원 연결해 주세요", files)

    assert (status, reply["outcome"], reply["files"]) == (200, "ticketed", 2)
    listed = staff.get(f"/tickets/{reply['ticket']}/files")[1]["files"]
    assert [file["file_id"] for file in listed] == list(files)
    assert [file["content_type"] for file in listed] == ["image/jpeg", "application/pdf"]


def test_files_without_a_word_are_a_message_that_a_person_looks_at(visitor: Visitor, staff: Staff) -> None:
    file_id = visitor.attach()

    status, reply = visitor.say("", (file_id,))

    assert (status, reply["outcome"]) == (200, "ticketed")
    assert len(staff.get(f"/tickets/{reply['ticket']}/files")[1]["files"]) == 1


def test_a_message_sent_again_has_its_files_once_and_another_does_not_get_them(visitor: Visitor) -> None:
    file_id = visitor.attach()

    first = visitor.say("상담원", (file_id,), "message-again-1")
    again = visitor.say("상담원", (file_id,), "message-again-1")
    other = visitor.say("상담원", (file_id,), "message-other-1")

    assert first == again
    assert other[0] == 404


def test_a_file_of_another_session_or_one_not_looked_at_does_not_go(fines: FinesInMoto, visitor: Visitor) -> None:
    theirs = Visitor(fines, "another-session-000000").attach()
    _, signed = visitor.sign()
    visitor.put(signed, JPEG)

    assert visitor.say("사진입니다", (theirs,))[0] == 404
    assert visitor.say("사진입니다", (signed["file_id"],))[0] == 404
    assert visitor.say("", ())[0] == 400
    assert visitor.say("많아요", tuple(f"{number:032x}" for number in range(6)))[0] == 400


# --- staff ---


def test_staff_open_a_file_with_a_reason_that_is_written_down(visitor: Visitor, staff: Staff) -> None:
    file_id = visitor.attach(PDF, "application/pdf")
    _, reply = visitor.say("상담원", (file_id,))
    (file,) = staff.get(f"/tickets/{reply['ticket']}/files")[1]["files"]
    address = f"/files/{file['holder']}/{file_id}/disclosure"

    no_reason = staff.post(address, {}, "clerk")
    status, link = staff.post(address, {"reason": "의견 심의"}, "clerk", "kim")

    assert no_reason[0] == 400
    assert (status, link["expires_in"]) == (200, 180)
    assert f"/checked/{file['holder']}/{file_id}" in link["url"]
    assert "attachment" in link["url"]
    views = staff.get("/views", "auditor", subject=f"talk#{file['holder']}")[1]["views"]
    assert [(view["by"], view["reason"]) for view in views] == [("kim", "의견 심의")]


def test_a_file_that_went_with_no_message_is_nobodys(visitor: Visitor, staff: Staff) -> None:
    file_id = visitor.attach()
    (record,) = FileRecord.scan()

    assert staff.post(f"/files/{record.holder}/{file_id}/disclosure", {"reason": "의견 심의"})[0] == 404


# --- forgetting ---


def test_what_went_with_no_message_is_gone_after_a_day(fines: FinesInMoto, visitor: Visitor) -> None:
    visitor.attach()
    sent = visitor.attach()
    visitor.sign()
    visitor.say("상담원", (sent,))

    early = forget(fines)
    fines.clock.move(days=1)

    assert (early, forget(fines)) == (0, 2)
    assert [record.file_id for record in FileRecord.scan()] == [sent]
    assert len(keys_in_evidence()) == 1


def test_a_talks_file_goes_with_the_talk(fines: FinesInMoto, visitor: Visitor) -> None:
    visitor.say("상담원", (visitor.attach(),))
    fines.clock.move(days=364)
    early = forget(fines)
    fines.clock.move(days=1)

    assert (early, forget(fines)) == (0, 1)
    assert keys_in_evidence() == []


def test_a_cases_file_goes_with_the_case(fines: FinesInMoto, visitor: Visitor) -> None:
    number = fines.add_notice()
    visitor.say("상담원", (visitor.attach(),))
    (record,) = FileRecord.scan()
    record.update(actions=[FileRecord.notice_number.set(number)])
    fines.clock.move(days=3000)

    kept = forget(fines)
    case = fines.cases.by_number(number)
    assert case is not None
    fines.cases.delete(case)

    assert (kept, forget(fines)) == (0, 1)
