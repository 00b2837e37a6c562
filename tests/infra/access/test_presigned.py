"""Whoever has no credentials is sent to the bucket's own host in its Region, and a page may talk to exactly that host."""

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from city.aws.presigned import Presigner, open_presigning_client
from city.kernel.settings import Stage
from infra.door.paths import DOOR_TEMPLATE
from infra.manifest import read_manifests
from infra.templates import ROOT, read_domain, read_template, resources_of

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
    ("operations", "SignCameraFileFunction"): ("CAMERA_INBOX",),
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

    assert len(made_from) == 8
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
def test_pages_at_the_door_may_talk_to_exactly_the_hosts_that_forms_go_to(region: str) -> None:
    presigner, manifests = presigner_in(region), read_manifests()
    door = (ROOT / DOOR_TEMPLATE).read_text("utf-8")
    posted_to, let_through = set(), set()
    for (domain, function), buckets in POSTED_TO.items():
        template, manifest = read_domain(domain), manifests[domain]
        variables = resources_of(template, "AWS::Serverless::Function")[function]["Environment"]["Variables"]
        for name in buckets:
            form = presigner.form(
                as_name(variables[name]["Ref"]), "k", content_type="", size_bytes=1, metadata={}, expires_in=60
            )
            posted_to.add(origin_of(form.url))
        known = {"AWS::Region": region, "AWS::URLSuffix": REGIONS[region]} | {
            upload: as_name(template["Outputs"][manifest.outputs[upload]]["Value"]["Ref"])
            for upload in manifest.uploads
        }
        for upload in manifest.uploads:
            for host in re.findall(rf"https://(\$\{{{upload}\}}[^ \"]+)", door):
                for name, value in known.items():
                    host = host.replace(f"${{{name}}}", value)  # noqa: PLW2901
                let_through.add(f"https://{host}")

    assert let_through == posted_to


@pytest.mark.parametrize("region", REGIONS)
def test_pages_at_the_door_show_pictures_and_film_of_exactly_the_buckets_that_say_so(region: str) -> None:
    shown = [bucket for manifest in read_manifests().values() for bucket in manifest.shows]
    policies = resources_of(read_template(ROOT / DOOR_TEMPLATE), "AWS::CloudFront::ResponseHeadersPolicy")
    known = {"AWS::Region": region, "AWS::URLSuffix": REGIONS[region]} | {bucket: as_name(bucket) for bucket in shown}
    signed = {
        origin_of(presigner_in(region).download(as_name(bucket), "stills/a.jpg", "a.jpg", 300)) for bucket in shown
    }

    for name in ("PagePolicy", "MapPagePolicy"):
        config = policies[name]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
        said = city_says(config["ContentSecurityPolicy"]["ContentSecurityPolicy"], known)
        directives = {words[0]: words[1:] for words in map(str.split, said.split(";"))}
        hosts = {
            key: {each for each in listed if each.startswith("https:")}
            for key, listed in directives.items()
            if key in ("img-src", "media-src")
        }
        assert hosts == {"img-src": signed, "media-src": signed}
        assert not signed & set(directives["connect-src"])


def city_says(said: Any, known: dict[str, str]) -> str:
    """As a city with no domain of its own has it."""
    match said:
        case {"Fn::Join": [str(between), [*parts]]}:
            return between.join(city_says(part, known) for part in parts)
        case {"Fn::If": [_, _, otherwise]}:
            return city_says(otherwise, known)
        case {"Fn::Sub": str(text)}:
            return re.sub(r"\$\{([^}]+)\}", lambda name: known.get(name[1], name[1]), text)
    return str(said)


def as_name(logical_id: str) -> str:
    return f"dongne-prod-{logical_id.lower()}"
