"""Whoever has no credentials is sent to the bucket's own host in its Region, and a page may talk to exactly that host."""

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from city.aws.edge.pages import read_page
from city.aws.presigned import Presigner, open_presigning_client
from city.kernel.settings import Stage
from infra.templates import ROOT, read_domain, resources_of

BUCKET = "dongne-prod-dividend-datacatalogue-1abc"
REGIONS = {
    "ap-northeast-2": "amazonaws.com",
    "ap-northeast-3": "amazonaws.com",
    "us-east-1": "amazonaws.com",
    "cn-north-1": "amazonaws.com.cn",
}
KEYS = {"aws_access_key_id": "AKIAEXAMPLE", "aws_secret_access_key": "not-a-secret"}  # pragma: allowlist secret

SIGNED: dict[str, Callable[[Presigner], str]] = {
    "form": lambda presigner: (
        presigner.form(
            BUCKET, "leaks/a.csv", content_type="text/csv", size_bytes=1, metadata={"by": "clerk-1"}, expires_in=300
        ).url
    ),
    "download": lambda presigner: presigner.download(BUCKET, "copies/a.parquet", "a.parquet", 300),
    "upload": lambda presigner: presigner.upload(BUCKET, "pictures/a.jpg", 300),
}
# Which function signs forms that a page of its domain posts, and which of its variables name the buckets.
POSTED_TO = {
    ("fines", "SignUploadFunction"): ("NOTICE_INBOX", "BANK_INBOX"),
    ("fines", "SignFileFunction"): ("EVIDENCE_BUCKET",),
    ("dividend", "LeaksApiFunction"): ("CATALOGUE_BUCKET",),
}
# The page that posts them, and the function that shows it.
PAGES = {
    "SignUploadFunction": ("fines/desk.html", "DeskFunction"),
    "SignFileFunction": ("fines/chat.html", "ChatFunction"),
    "LeaksApiFunction": ("dividend/desk.html", "DeskFunction"),
}


def presigner_in(region: str, stage: Stage = Stage.PROD, **options: Any) -> Presigner:
    return Presigner(open_presigning_client(stage, region_name=region, **KEYS, **options))


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@pytest.mark.parametrize("what", SIGNED)
@pytest.mark.parametrize("region", REGIONS)
def test_what_is_signed_names_the_buckets_own_host_in_its_region(what: str, region: str) -> None:
    url = SIGNED[what](presigner_in(region))

    assert origin_of(url) == f"https://{BUCKET}.s3.{region}.{REGIONS[region]}"


@pytest.mark.parametrize("what", ["download", "upload"])
def test_an_address_is_signed_by_the_only_signature_that_encrypted_objects_take(what: str) -> None:
    assert "X-Amz-Algorithm=AWS4-HMAC-SHA256" in SIGNED[what](presigner_in("ap-northeast-2"))


@pytest.mark.parametrize("what", SIGNED)
def test_in_the_local_city_the_bucket_stands_in_the_path(what: str) -> None:
    url = SIGNED[what](presigner_in("ap-northeast-2", Stage.LOCAL, endpoint_url="http://localhost:4566"))

    assert origin_of(url) == "http://localhost:4566"
    assert urlsplit(url).path.startswith(f"/{BUCKET}")


# --- who signs -------------------------------------------------------------------------------------


def calls_in(file: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]


def product_files() -> list[Path]:
    return [file for folder in ("layers/city/src", "functions") for file in sorted((ROOT / folder).rglob("*.py"))]


def test_nobody_else_signs_addresses() -> None:
    signers = {
        file.relative_to(ROOT / "layers/city/src/city").as_posix()
        for file in product_files()
        if "generate_presigned" in file.read_text("utf-8")
    }

    assert signers == {"aws/presigned.py"}


def test_everybody_who_signs_does_so_with_the_one_kind_of_client() -> None:
    made_from = [
        ast.unparse(call.args[0])
        for file in product_files()
        for call in calls_in(file)
        if isinstance(call.func, ast.Name) and call.func.id == "Presigner"
    ]

    assert len(made_from) == 5
    # The board reads pictures with it too, and citizens' files are looked at with it.
    assert set(made_from) == {"open_presigning_client(settings.stage)", "s3"}
    crosswalk = (ROOT / "layers/city/src/city/crosswalk/bootstrap.py").read_text("utf-8")
    assert re.findall(r"\bs3 = (.+)", crosswalk) == ["open_presigning_client(settings.stage)"]
    citizens = (ROOT / "layers/city/src/city/fines/talk/web/bootstrap.py").read_text("utf-8")
    assert re.findall(r"\bs3 = (.+)", citizens) == ["open_presigning_client(stage)"]


# --- where pages may post --------------------------------------------------------------------------


def test_the_functions_that_sign_forms_are_known_here() -> None:
    forms = [
        file
        for file in product_files()
        for call in calls_in(file)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "form" and "presigner" in ast.unparse(call.func)
    ]

    assert len(forms) == len(POSTED_TO)


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize(("domain", "function"), POSTED_TO)
def test_a_page_may_talk_to_exactly_the_hosts_its_forms_go_to(domain: str, function: str, region: str) -> None:
    template = read_domain(domain)
    variables = resources_of(template, "AWS::Serverless::Function")[function]["Environment"]["Variables"]
    buckets = [variables[name]["Ref"] for name in POSTED_TO[domain, function]]
    presigner = presigner_in(region)
    posted_to = {
        origin_of(
            presigner.form(as_name(each), "k", content_type="text/csv", size_bytes=1, metadata={}, expires_in=60).url
        )
        for each in buckets
    }

    page, shower = PAGES[function]
    origins = upload_origins(template, shower, region)

    assert set(origins) == posted_to
    policy = str(read_page(page, origins).headers["Content-Security-Policy"])
    (reached,) = re.findall(r"connect-src ([^;]+);", policy)
    assert set(reached.split()) == {"'self'", *posted_to}


def as_name(logical_id: str) -> str:
    return f"dongne-prod-{logical_id.lower()}"


def upload_origins(template: dict[str, Any], shower: str, region: str) -> tuple[str, ...]:
    """What the function that shows the page is given on AWS, with names in place of buckets."""
    function = resources_of(template, "AWS::Serverless::Function")[shower]
    found = function["Environment"]["Variables"]["UPLOAD_ORIGINS"]
    condition, on_aws, locally = found["Fn::If"]
    assert (condition, locally) == ("HasTls", "")
    known = {"AWS::Region": region, "AWS::URLSuffix": REGIONS[region]}
    texts = on_aws["Fn::Join"][1] if "Fn::Join" in on_aws else [on_aws]
    return tuple(
        re.sub(r"\$\{([\w:]+)\}", lambda found: known.get(found[1], as_name(found[1])), each["Fn::Sub"])
        for each in texts
    )
