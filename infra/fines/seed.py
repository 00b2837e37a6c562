"""Demo data of the fines: a seeded notice file and the sandbox bank's pool. Made anew each day, relative to today."""

import csv
import io
import json
import random
from datetime import date, datetime, timedelta
from typing import Any

from city.contracts.fines.notices import NOTICE_COLUMNS
from city.fines.bootstrap import open_tables
from city.fines.law.tables.accounts import Accounts
from city.fines.law.tables.records import RECORDS
from city.fines.settings import FinesTableSettings
from city.kernel.clock import SEOUL
from infra.local.city import City
from infra.local.machine.environment import REGION
from infra.local.patience import wait_on

NOTICES = 1200
BAD_ROWS = 24
POOL_SIZE = 3000
SERVICE_NUMBER = "00003396"  # #00003396, Jung-gu's own since 2020
BANK = "NH"
OWNER_PHONE, OWNER_PLATE = "010-1234-5678", "12가3456"
OPINION_DAYS = 20


# Roads and markets of Jung-gu, Seoul.
_PLACES = (
    "퇴계로 87",
    "을지로 30",
    "세종대로 110",
    "명동길 74",
    "남대문시장4길 21",
    "소공로 63",
    "충무로 27",
    "동호로 256",
    "다산로 120",
    "청계천로 14",
    "마른내로 47",
    "창경궁로 5",
    "장충단로 60",
    "난계로 171",
    "왕십리로 407",
    "서소문로 89",
    "통일로 10",
    "무교로 21",
    "삼일대로 343",
    "남산공원길 105",
    "신당동 309-4",
    "황학동 119",
    "중림동 155-1",
    "약수동 361",
)
_SURNAMES = "김이박최정강조윤장임한오서신권황안송전홍"
_GIVEN = (
    "민준",
    "서연",
    "도윤",
    "지우",
    "하은",
    "현우",
    "수빈",
    "영숙",
    "정호",
    "미경",
    "성훈",
    "은지",
    "순자",
    "재현",
    "다은",
    "철수",
)
_LETTERS = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주"
_ZONES = ("일반",) * 12 + ("소방시설",) * 3 + ("어린이보호구역",) * 3 + ("노인·장애인보호구역",) * 2


def make_notices(seed: int, today: date, count: int = NOTICES) -> list[dict[str, str]]:
    """`count` good rows, the first being the demo owner's, inside the early window. The same seed gives the same rows."""
    chance = random.Random(f"{seed}/{today.isoformat()}")
    day_number = today.timetuple().tm_yday
    return [
        _owner_row(today, number=f"1140-{today.year}-{day_number * 10000:07d}"),
        *(
            _random_row(chance, today, f"1140-{today.year}-{day_number * 10000 + serial:07d}")
            for serial in range(1, count)
        ),
    ]


def spoil(rows: list[dict[str, str]], seed: int, count: int = BAD_ROWS) -> list[dict[str, str]]:
    """`count` rows that are wrong, each in one way, as real files are."""
    chance = random.Random(seed)
    mistakes = (
        ("차량번호", lambda v: v[:-1]),
        ("차량번호", lambda v: v.replace(v[-5], "X")),
        ("위반일시", lambda v: v.partition(" ")[0]),
        ("구역", lambda _: "학교앞"),
        ("차종", lambda _: ""),
        ("휴대전화", lambda _: "전화없음"),
        ("의견제출기한", lambda _: "2026-02-30"),
        ("관리번호", lambda v: v[:-2]),
        ("소유자", lambda _: ""),
        ("2시간이상", lambda _: "모름"),
    )
    spoiled = []
    for position in range(count):
        row = dict(chance.choice(rows[1:]))
        row["관리번호"] = f"{row['관리번호'][:10]}9{position:06d}"
        column, mistake = mistakes[position % len(mistakes)]
        row[column] = mistake(row[column])
        spoiled.append(row)
    return spoiled


def as_csv(rows: list[dict[str, str]]) -> bytes:
    """UTF-8 with a byte-order mark, as Excel writes it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, NOTICE_COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def notice_row(**cells: Any) -> dict[str, str]:
    """A row with the usual values for what is not given."""
    usual = {
        "구역": "일반",
        "차종": "승용",
        "2시간이상": "N",
        "안전표지": "N",
        "사회적감경": "N",
        "부과일": "",
        "납부기한": "",
    }
    return {column: str(cells.get(column, usual.get(column, ""))) for column in NOTICE_COLUMNS}


def _owner_row(today: date, number: str) -> dict[str, str]:
    return notice_row(
        관리번호=number,
        차량번호=OWNER_PLATE,
        소유자="홍길동",
        휴대전화=OWNER_PHONE,
        위반일시=f"{today - timedelta(days=5)} 14:05",
        위반장소="퇴계로 87",
        사전통지일=today - timedelta(days=3),
        의견제출기한=today - timedelta(days=3) + timedelta(days=OPINION_DAYS),
    )


def _random_row(chance: random.Random, today: date, number: str) -> dict[str, str]:
    violated = today - timedelta(days=chance.randrange(1, 300))
    notified = min(violated + timedelta(days=chance.randrange(2, 6)), today)
    opinion_until = notified + timedelta(days=OPINION_DAYS)
    imposed = opinion_until + timedelta(days=chance.randrange(3, 15))
    dates = {"부과일": imposed, "납부기한": imposed + timedelta(days=60)} if imposed <= today else {}
    zone = chance.choice(_ZONES)
    digits = chance.choice((f"{chance.randrange(1, 70):02d}", f"{chance.randrange(100, 700)}"))
    return notice_row(
        관리번호=number,
        차량번호=f"{digits}{chance.choice(_LETTERS)}{chance.randrange(1000, 10000)}",
        소유자=chance.choice(_SURNAMES) + chance.choice(_GIVEN),
        # One owner in eight has no telephone in the register.
        휴대전화="" if chance.random() < 0.125 else f"010-{chance.randrange(2000, 9999)}-{chance.randrange(10000):04d}",
        위반일시=f"{violated} {chance.randrange(24):02d}:{chance.randrange(60):02d}",
        위반장소=chance.choice(_PLACES),
        구역=zone,
        차종=chance.choices(("승용", "승합"), (9, 1))[0],
        안전표지="Y" if zone == "소방시설" and chance.random() < 0.8 else "N",
        사전통지일=notified,
        의견제출기한=opinion_until,
        사회적감경="Y" if chance.random() < 0.03 else "N",
        **{"2시간이상": "Y" if chance.random() < 0.1 else "N"},
        **dates,
    )


# --- into the city -------------------------------------------------------------------------------


def today_in_seoul() -> date:
    return datetime.now(SEOUL).date()


def seed(city: City) -> list[tuple[str, str]]:
    """Account numbers and notices, whatever of them is missing. Returns lines of the table: what there is to try."""
    fill_pool(city)
    report = _import_notices(city)
    return [
        ("문자 번호 (service number)", f"#{SERVICE_NUMBER}"),
        ("고지 (notices)", f"{report.get('loaded')} of {report.get('rows')} rows loaded from {report.get('file')}"),
    ]


def _import_notices(city: City) -> dict[str, Any]:
    """What the last import reported, of today or of an earlier start."""
    today = today_in_seoul()
    seeded = city.facts.get("seeded_on")
    # The demo owner's early window outlasts the seeding by seventeen days; then the city gets new notices.
    if seeded and date.fromisoformat(seeded) >= today - timedelta(days=OPINION_DAYS - 3):
        return dict(city.facts.get("import_report") or {})
    rows = make_notices(seed=3396, today=today)
    rows = rows + spoil(rows, seed=3396)
    report = import_file(city, f"demo-{today}.csv", as_csv(rows))
    summary = {name: report[name] for name in ("file", "rows", "loaded", "already_present", "rejected_rows")}
    city.save_facts(seeded_on=today.isoformat(), import_report=summary)
    return summary


def import_file(city: City, name: str, content: bytes) -> dict[str, Any]:
    """Drops a file in the inbox and waits for its report. Raises CityTrouble."""
    s3 = city.client("s3")
    reports, key = city.output("NoticeReportsBucket"), f"{name}.report.json"
    s3.delete_object(Bucket=reports, Key=key)
    s3.put_object(Bucket=city.output("NoticeInboxBucket"), Key=name, Body=content)

    def look() -> dict[str, Any] | None:
        if not s3.list_objects_v2(Bucket=reports, Prefix=key).get("KeyCount"):
            return None
        report: dict[str, Any] = json.loads(s3.get_object(Bucket=reports, Key=key)["Body"].read())
        return report

    return wait_on(city, f"{name} 보고서 (the report on a file)", look)


def fill_pool(city: City) -> None:
    """The sandbox bank's account numbers: 790, its own, then eleven digits."""
    if city.facts.get("pool_filled"):
        return
    settings = FinesTableSettings(
        stage="local",
        aws_region=REGION,
        cases_table=city.output("CasesTable"),
        accounts_table=city.output("AccountsTable"),
        deposits_table=city.output("DepositsTable"),
    )
    connection = open_tables(settings, RECORDS, host=city.url())
    accounts = Accounts(connection, random.Random(0))
    numbers = [f"790{10**10 + serial * 7919:011d}" for serial in range(POOL_SIZE)]
    for start in range(0, POOL_SIZE, Accounts.ADD_AT_MOST):
        accounts.add_to_pool(BANK, numbers[start : start + Accounts.ADD_AT_MOST], datetime.now(SEOUL))
    city.save_facts(pool_filled=POOL_SIZE)
