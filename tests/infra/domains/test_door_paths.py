"""The door lets in whatever the manifests say: fresh on disk, and a new domain by its folders alone."""

import json
import re
from pathlib import Path

import pytest

from infra.dashboards.names import NAMES_JSON, names_json
from infra.dashboards.runbooks import RUNBOOKS_JSON, runbooks_json
from infra.door.paths import CITY_JSON, DOOR, DOOR_TEMPLATE, city_json, door_template
from infra.manifest import EVERY_OTHER, read_manifests
from infra.stacks import city_template
from infra.templates import DOMAIN_TEMPLATES, ROOT, read_domain, read_template, resources_of
from tests.infra.domains.test_stacks import make
from web.assemble import paths_of

REAL = read_template(DOMAIN_TEMPLATES["door"])
(DISTRIBUTION,) = (each["DistributionConfig"] for each in resources_of(REAL, "AWS::CloudFront::Distribution").values())
MANIFESTS = read_manifests()

SKELETON = """\
Parameters:
  Stage:
    Type: String
  # + parameters

Resources:
  Pages:
    Says:
      - # + content policy
        - "; and more"
  Function:
    Code: |
      # + pages.js
  Distribution:
    Origins:
      - Id: pages
      # + origins
    Behaviours:
      - PathPattern: /v/*
      # + behaviours
"""
PONDS = """\
uploads = ["FrogPictures"]
[[pages]]
path = "/ponds/map"
names = { ko = "못 지도", en = "map of ponds" }
who = ["everybody"]
map = true
[layers]
ReadLayers = ["deps", "columns"]
[outputs]
PondWater = "WaterTable"
PondsApiId = "WaterTable"
PondsSocketId = "WaterTable"
FrogPictures = "WaterTable"
"""


def town(root: Path) -> Path:
    """A town of ponds and ducks, with a door."""
    make(root, more_of_ponds=PONDS)
    (root / "infra" / "door").mkdir()
    (root / DOOR).write_text(SKELETON)
    manifest = f'name = "door"\nnames = {{ ko = "문", en = "door" }}\nneeds = ["{EVERY_OTHER}"]\n'
    (root / "infra" / "door" / "domain.toml").write_text(manifest)
    (root / "infra" / "door" / "pages.js").write_text("const PAGES = [/* pages */];\n")
    (root / "web" / "ponds").mkdir(parents=True)
    (root / "web" / "ponds" / "map.html").write_text("")
    (root / DOOR_TEMPLATE).write_text(door_template(root))
    return root


def test_what_is_on_disk_is_what_the_manifests_make() -> None:
    assert (ROOT / DOOR_TEMPLATE).read_text() == door_template(), "make stacks"
    assert (ROOT / CITY_JSON).read_text() == city_json(), "make stacks"
    assert (ROOT / RUNBOOKS_JSON).read_text() == runbooks_json(), "make stacks"
    assert (ROOT / NAMES_JSON).read_text() == names_json(), "make stacks"


def test_a_new_domain_is_let_in_by_its_folders(tmp_path: Path) -> None:
    root = town(tmp_path)

    template = read_template(root / DOOR_TEMPLATE)

    assert list(template["Parameters"]) == ["Stage", "PondsApiId", "PondsSocketId", "FrogPictures"]
    pages, function, distribution = (template["Resources"][name] for name in ("Pages", "Function", "Distribution"))
    assert function["Code"] == "const PAGES = ['/ponds/map'];\n"
    assert [(each["Id"], each.get("OriginPath")) for each in distribution["Origins"]] == [
        ("pages", None),
        ("ponds", "/v1"),
        ("ponds-socket", None),
    ]
    assert [each["PathPattern"] for each in distribution["Behaviours"]] == [
        "/v/*",
        "/ponds/map",
        "/api/ponds/*",
        "/ponds",
    ]
    assert "https://${FrogPictures}.s3." in json.dumps(pages["Says"])
    assert pages["Says"][-1][-1] == "; and more"


def test_a_further_api_of_a_domain_stands_before_the_one_it_lies_below(tmp_path: Path) -> None:
    root = town(tmp_path)
    manifest = root / "infra/ponds/domain.toml"
    manifest.write_text(
        manifest.read_text().replace('PondsApiId = "Wa', 'PondsFrogsApiId = "WaterTable"\nPondsApiId = "Wa')
    )
    (root / DOOR_TEMPLATE).write_text(door_template(root))

    distribution = read_template(root / DOOR_TEMPLATE)["Resources"]["Distribution"]

    assert [(each["Id"], each.get("OriginPath")) for each in distribution["Origins"]] == [
        ("pages", None),
        ("ponds", "/v1"),
        ("ponds-frogs", "/v1"),
        ("ponds-socket", None),
    ]
    led = {each["PathPattern"]: each.get("TargetOriginId") for each in distribution["Behaviours"]}
    assert list(led) == ["/v/*", "/ponds/map", "/api/ponds/frogs/*", "/api/ponds/*", "/ponds"]
    assert (led["/api/ponds/frogs/*"], led["/api/ponds/*"]) == ("ponds-frogs", "ponds")


def test_the_door_is_handed_what_every_other_domain_offers(tmp_path: Path) -> None:
    made = city_template(town(tmp_path))

    assert "        PondsApiId: !GetAtt Ponds.Outputs.WaterTable\n" in made
    assert "        FrogPictures: !GetAtt Ponds.Outputs.WaterTable\n" in made
    assert made.index("  Ponds:") < made.index("  Door:")


def test_pages_learn_who_has_which_pages(tmp_path: Path) -> None:
    assert json.loads(city_json(town(tmp_path))) == {
        "domains": [
            {
                "name": "ponds",
                "names": {"ko": "못", "en": "ponds"},
                "first": {},
                "pages": [
                    {
                        "path": "/ponds/map",
                        "names": {"ko": "못 지도", "en": "map of ponds"},
                        "about": None,
                        "who": ["everybody"],
                        "map": True,
                    }
                ],
            }
        ],
        "groups": {},
        "official": False,
        "version": "-",
    }


def test_every_page_of_a_manifest_is_there() -> None:
    paths = {page.path for manifest in MANIFESTS.values() for page in manifest.pages}

    assert paths - set(paths_of(ROOT / "web")) == set()


@pytest.mark.parametrize("domain", sorted(MANIFESTS.keys() & DOMAIN_TEMPLATES.keys()))
def test_pages_may_reach_the_buckets_that_let_pages_in(domain: str) -> None:
    template, outputs = read_domain(domain), MANIFESTS[domain].outputs
    letting_in = {
        name for name, bucket in resources_of(template, "AWS::S3::Bucket").items() if "CorsConfiguration" in bucket
    }

    reached = {template["Outputs"][outputs[upload]]["Value"]["Ref"] for upload in MANIFESTS[domain].uploads}

    assert reached == letting_in


@pytest.mark.parametrize("domain", [name for name, manifest in MANIFESTS.items() if manifest.api_id])
def test_an_api_has_the_stage_that_the_door_leads_to(domain: str) -> None:
    apis = resources_of(read_domain(domain), "AWS::Serverless::Api")

    assert {api["StageName"] for api in apis.values()} == {"v1"}


@pytest.mark.parametrize("domain", [name for name, manifest in MANIFESTS.items() if manifest.socket_id])
def test_a_websocket_has_the_stage_that_its_path_names(domain: str) -> None:
    stages = resources_of(read_domain(domain), "AWS::ApiGatewayV2::Stage")

    assert {stage["StageName"] for stage in stages.values()} == {domain}


def test_on_a_laptop_pages_reach_the_local_cloud_by_either_of_its_names() -> None:
    """The page is at `localhost`, and forms are signed for the address that functions know the cloud by."""
    local = re.findall(r'!If \[IsLocal, "([^"]+)", !Sub', door_template())

    assert local
    assert all({"http://localhost:*", "http://127.0.0.1:*"} <= set(each.split()) for each in local)


def test_the_door_is_within_what_cloudfront_takes() -> None:
    """https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html, as of 2026-11."""
    functions = resources_of(REAL, "AWS::CloudFront::Function")
    policies = resources_of(REAL, "AWS::CloudFront::ResponseHeadersPolicy")

    assert all(len(function["FunctionCode"].encode()) <= 10_240 for function in functions.values())
    assert len(DISTRIBUTION["CacheBehaviors"]) <= 75
    assert len(DISTRIBUTION["Origins"]) <= 100
    assert len(policies) <= 20
    for policy in policies.values():
        said = policy["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"].get("ContentSecurityPolicy", {})
        # A bucket's name is at most 63 characters long where its reference stands.
        assert len(re.sub(r"\$\{\w+\}", "x" * 63, json.dumps(said))) <= 1783


def test_no_error_page_takes_the_place_of_what_an_api_says() -> None:
    assert "CustomErrorResponses" not in DISTRIBUTION


def test_nothing_that_answers_a_person_is_cached_and_everything_goes_over_tls() -> None:
    behaviours = [DISTRIBUTION["DefaultCacheBehavior"], *DISTRIBUTION["CacheBehaviors"]]

    for behaviour in behaviours:
        assert behaviour["ViewerProtocolPolicy"] in ("redirect-to-https", "https-only")
        if behaviour["TargetOriginId"] != "pages":
            assert behaviour["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
            assert behaviour["OriginRequestPolicyId"] == "b689b0a8-53d0-40ab-baf2-68738e2966ac"


def test_domains_stand_in_their_places_and_those_without_one_after(tmp_path: Path) -> None:
    root = town(tmp_path)
    page = 'about = { ko = "나무를 봅니다.", en = "See trees." }\nwho = ["everybody"]\nicon = "M5 4h14"\n'
    trees = 'name = "trees"\nnames = { ko = "나무", en = "trees" }\nplace = 1\n'
    trees += '[groups]\ngardener = { ko = "정원사", en = "gardener" }\n'
    (root / "infra/trees").mkdir()
    (root / "infra/trees/domain.toml").write_text(
        f'{trees}[[pages]]\npath = "/trees"\nnames = {{ ko = "나무", en = "trees" }}\n{page}'
    )

    city = json.loads(city_json(root))
    trees_first, ponds = city["domains"]

    assert (trees_first["name"], ponds["name"]) == ("trees", "ponds")
    assert trees_first["pages"][0]["icon"] == "M5 4h14"
    assert city["groups"] == {"gardener": {"ko": "정원사", "en": "gardener"}}
    assert trees_first["pages"][0]["about"] == {"ko": "나무를 봅니다.", "en": "See trees."}
