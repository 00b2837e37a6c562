import csv
from pathlib import Path

import pytest

from city.fines.understanding import Intent, Language, understand


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("가상계좌 좀 주세요 12가3456", Intent.ACCOUNT_REQUEST),
        ("가상 계좌 부탁드려요 123나4567", Intent.ACCOUNT_REQUEST),
        ("과태료 얼마 나왔어요?", Intent.FINE_LOOKUP),
        ("12 가 3456이요", Intent.FINE_LOOKUP),
        ("입금했는데 확인 좀요 12가3456", Intent.PAYMENT_CONFIRM),
        ("사람이랑 통화하고 싶어요", Intent.HUMAN_AGENT),
        ("상담원", Intent.HUMAN_AGENT),
        ("담당자 연결 부탁드립니다", Intent.HUMAN_AGENT),
        ("담당자님 가상계좌 알려주세요 12가3456", Intent.ACCOUNT_REQUEST),
        ("과속 카메라 찍힌 거 벌금 어디서 봐요", Intent.OTHER_OFFICE),
        ("how do i pay the parking fine, car 12가3456", Intent.ACCOUNT_REQUEST),
        ("agent", Intent.HUMAN_AGENT),
        ("그거 어떻게 해요", Intent.UNCLEAR),
        ("", Intent.UNCLEAR),
    ],
)
def test_the_wish_is_read_from_its_cues(text: str, intent: Intent) -> None:
    assert understand(text).intent is intent


def test_a_notice_number_is_read_with_its_separators_only() -> None:
    said = understand("전자납부번호 1140-2026-0123456 차 12가3456 제가 대신 낼게요")

    assert said.notice_numbers == ("1140-2026-0123456",)
    assert [plate.text for plate in said.plates] == ["12가3456"]
    assert understand("114020260123456").notice_numbers == ()


def test_the_plate_does_not_make_an_english_text_korean() -> None:
    assert understand("how do i pay, car 12가3456").language is Language.ENGLISH
    assert understand("SUV 12가3456 계좌요").language is Language.KOREAN
    assert understand("12가3456").language is None


def test_every_plate_of_the_example_messages_is_read(shared: Path) -> None:
    with (shared / "data" / "fines" / "sms_examples.tsv").open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len(rows) >= 50

    wrong = {
        row["text"]: [plate.text for plate in understand(row["text"]).plates]
        for row in rows
        if [plate.text for plate in understand(row["text"]).plates] != ([row["plate"]] if row["plate"] else [])
    }

    assert wrong == {}
