"""What the story of the fines does not tell."""

import os
import subprocess
import sys
import threading
from datetime import timedelta

from infra.fines.seed import OWNER_PHONE, OWNER_PLATE, as_csv, import_file, notice_row, today_in_seoul
from infra.fines.story import account_in
from infra.fines.street import Phone
from infra.local.city import ROOT, City

# However busy the machine: a command that takes this long hangs.
_HANGS_S = 1800


def run_command(city: City, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "infra.fines", *arguments],
        cwd=ROOT,
        env={**os.environ, **variables, "DONGNE_CITY": str(city.home), "COLUMNS": "200"},
        text=True,
        capture_output=True,
        timeout=_HANGS_S,
        check=False,
    )


def test_the_demo_owner_texts_and_pays_by_the_commands_of_the_readme(city: City) -> None:
    asked = run_command(city, "sms", FROM=OWNER_PHONE, TEXT=f"가상계좌 주세요 {OWNER_PLATE}")
    assert "32,000원" in asked.stdout, asked.stderr
    flat = " ".join(asked.stdout.replace("│", " ").split())
    account = account_in(flat)

    paid = run_command(city, "deposit", ACCOUNT=account, AMOUNT="32,000")
    again = run_command(city, "deposit", ACCOUNT=account, AMOUNT="32000")

    assert "납부 완료" in paid.stdout, paid.stderr
    assert "second_deposit" in again.stdout, again.stderr


def test_a_command_that_lacks_something_says_so_in_one_sentence(city: City) -> None:
    without_words = run_command(city, "sms", FROM="", TEXT="")
    no_telephone = run_command(city, "sms", FROM="전화", TEXT="계좌")

    assert without_words.returncode == no_telephone.returncode == 1
    assert "make sms FROM=" in without_words.stderr
    assert "전화번호 형식이 아닙니다" in no_telephone.stderr
    assert "Traceback" not in without_words.stderr + no_telephone.stderr


def test_a_burst_from_many_owners_is_answered_in_full_with_an_account_each(city: City) -> None:
    today = today_in_seoul()
    people = [(f"1140-2025-{8_000_000 + i:07d}", f"{200 + i}버{5000 + i}", f"010-7700-{1000 + i}") for i in range(40)]
    rows = [
        notice_row(
            관리번호=number,
            차량번호=plate,
            소유자="김주민",
            휴대전화=phone,
            위반일시=f"{today - timedelta(days=4)} 09:30",
            위반장소="을지로 30",
            사전통지일=today - timedelta(days=2),
            의견제출기한=today + timedelta(days=18),
        )
        for number, plate, phone in people
    ]
    import_file(city, "burst.csv", as_csv(rows))
    phones = [(Phone(city, phone), plate) for _, plate, phone in people]

    threads = [threading.Thread(target=phone.text, args=(f"계좌 {plate}",)) for phone, plate in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    accounts = [account_in(phone.wait()) for phone, _ in phones]

    assert all(accounts)
    assert len(set(accounts)) == len(people)


def test_a_city_that_stops_and_starts_again_remembers(city: City) -> None:
    today = today_in_seoul()
    row = notice_row(
        관리번호="1140-2025-7000001",
        차량번호="77소7777",
        소유자="이기억",
        휴대전화="010-7777-0001",
        위반일시=f"{today - timedelta(days=4)} 09:30",
        위반장소="을지로 30",
        사전통지일=today - timedelta(days=2),
        의견제출기한=today + timedelta(days=18),
    )
    import_file(city, "memory.csv", as_csv([row]))
    first = account_in(Phone(city, "010-7777-0001").ask("계좌 77소7777"))

    assert city.stop()
    assert not city.is_running()
    city.start()

    assert account_in(Phone(city, "010-7777-0001").ask("계좌 77소7777 다시")) == first
