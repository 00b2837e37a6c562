"""A file from the desk goes where its form says, as its form says, and nowhere else."""

import base64
import json
import unicodedata
from typing import Any

import pytest

from city.aws.observability import observed
from city.contracts.fines.uploads import MAX_FILE_BYTES, MAX_WORKBOOK_BYTES, WORKBOOK_TYPE, AskUpload
from city.fines.desk.bootstrap import build_sign_upload
from functions.fines.desk.sign_upload.app import make_app
from tests.integration.fines_in_moto import FinesInMoto
from tests.integration.moto_city import Context

NOTICES = {"kind": "notices", "name": "11월 고지.csv", "size_bytes": 12}
STATEMENT = {"kind": "statement", "name": "x.csv", "size_bytes": 12, "bank": "NH", "day": "2026-11-09"}


@pytest.fixture
def ask(fines: FinesInMoto):
    """Asks for an upload, as somebody of a group."""
    environment = {**fines.environment, "NOTICE_INBOX": "notice-inbox", "BANK_INBOX": "bank-inbox"}
    handler = observed(make_app(lambda: build_sign_upload(environment, fines.clock)))

    def ask_for(body: dict[str, Any], group: str | None = "clerk") -> tuple[int, Any]:
        claims = {"claims": {"sub": "clerk-1", "cognito:groups": group}} if group else {}
        answer = handler(
            {
                "httpMethod": "POST",
                "path": "/uploads",
                "resource": "/uploads",
                "headers": {"Content-Type": "application/json"},
                "multiValueHeaders": {},
                "multiValueQueryStringParameters": None,
                "pathParameters": None,
                "stageVariables": None,
                "body": json.dumps(body),
                "isBase64Encoded": False,
                "requestContext": {
                    "resourcePath": "/uploads",
                    "httpMethod": "POST",
                    "requestId": "r-1",
                    "authorizer": claims,
                },
            },
            Context(),
        )
        return answer["statusCode"], json.loads(answer["body"])

    return ask_for


def conditions_of(signed: Any) -> list[Any]:
    policy = json.loads(base64.b64decode(signed["fields"]["policy"]))
    return list(policy["conditions"])


def test_a_form_fixes_key_type_size_and_who_asked(ask) -> None:
    status, signed = ask(NOTICES)

    assert status == 200
    assert signed["key"] == "desk/20261110-120000-000000-11월_고지.csv"
    assert signed["report_key"] == signed["key"] + ".report.json"
    assert (signed["expires_in"], "notice-inbox" in signed["url"]) == (300, True)
    conditions = conditions_of(signed)
    for condition in (
        {"key": signed["key"]},
        {"Content-Type": "text/csv"},
        {"x-amz-meta-by": "clerk-1"},
        {"bucket": "notice-inbox"},
        ["content-length-range", 12, 12],
    ):
        assert condition in conditions
    assert "secret" not in json.dumps(signed).lower()


@pytest.mark.parametrize(
    ("body", "group", "status"),
    [
        (NOTICES, "clerk", 200),
        (NOTICES, "manager", 200),
        (NOTICES, "auditor", 403),
        (NOTICES, None, 403),
        (STATEMENT, "manager", 200),
        (STATEMENT, "clerk", 403),
        ({**NOTICES, "kind": "accounts"}, "manager", 200),
        ({**NOTICES, "kind": "accounts"}, "clerk", 403),
        ({**NOTICES, "size_bytes": 0}, "manager", 400),
        ({**NOTICES, "size_bytes": MAX_FILE_BYTES + 1}, "manager", 400),
        ({**NOTICES, "name": "11월.xlsx", "size_bytes": MAX_WORKBOOK_BYTES}, "clerk", 200),
        ({**NOTICES, "name": "11월.xlsx", "size_bytes": MAX_WORKBOOK_BYTES + 1}, "clerk", 400),
        ({**STATEMENT, "with_leading_zeros": True}, "manager", 400),
        ({**NOTICES, "bank": "NH"}, "manager", 400),
        ({**STATEMENT, "day": None}, "manager", 400),
        ({**STATEMENT, "day": "2026-11-11"}, "manager", 400),
        ({**STATEMENT, "bank": "XX"}, "manager", 400),
        ({**NOTICES, "key": "accounts/x.csv"}, "manager", 400),
    ],
)
def test_who_may_put_what(ask, body: dict[str, Any], group: str | None, status: int) -> None:
    assert ask(body, group)[0] == status


@pytest.mark.parametrize(
    "name", ["../../statements/NH/2026-11-09.csv", "a/b.csv", "x\\y.CSV", "고지.csv.exe", "...", "a" * 100, "{key}"]
)
def test_a_name_is_no_path(ask, name: str) -> None:
    _, signed = ask({**NOTICES, "name": name})

    folder, _, rest = signed["key"].partition("/")
    assert (folder, "/" in rest, rest.endswith(".csv")) == ("desk", False, True)
    assert len(rest) < 100


def test_a_workbook_is_signed_as_one(ask) -> None:
    _, signed = ask({**NOTICES, "name": unicodedata.normalize("NFD", "11월 고지.XLSX")})

    assert signed["key"].endswith("-11월_고지.xlsx")
    assert {"Content-Type": WORKBOOK_TYPE} in conditions_of(signed)


@pytest.mark.parametrize("name", ["고지.xls", "고지.tsv", "고지.txt"])
def test_other_names_are_kept_and_go_as_text(ask, name: str) -> None:
    _, signed = ask({**NOTICES, "name": name})

    assert signed["key"].endswith("-" + name)
    assert {"Content-Type": "text/csv"} in conditions_of(signed)


def test_what_was_confirmed_about_a_file_is_part_of_the_form(ask) -> None:
    _, signed = ask({**NOTICES, "with_leading_zeros": True})

    assert {"x-amz-meta-confirmed": "leading-zeros"} in conditions_of(signed)
    assert "confirmed" not in json.dumps(ask(NOTICES)[1])


def test_a_banks_file_is_never_a_workbook(ask) -> None:
    _, signed = ask({**NOTICES, "kind": "accounts", "name": "계좌.xlsx"}, "manager")

    assert signed["key"].endswith("-계좌.xlsx.csv")


def test_a_statement_lies_under_its_bank_and_day(ask) -> None:
    _, signed = ask(STATEMENT, "manager")

    assert (signed["key"], "bank-inbox" in signed["url"]) == ("statements/NH/2026-11-09.csv", True)


def test_on_aws_the_form_goes_to_the_inboxs_own_address(fines: FinesInMoto) -> None:
    environment = {**fines.environment, "STAGE": "prod", "NOTICE_INBOX": "notice-inbox", "BANK_INBOX": "bank-inbox"}
    signed = build_sign_upload(environment, fines.clock).sign(AskUpload.model_validate(NOTICES), "clerk-1")

    assert signed.url == "https://notice-inbox.s3.ap-northeast-2.amazonaws.com/"
