"""Under enforced permissions, nobody but the payout step learns whose card stands behind a pseudonym."""

from infra.local import dividend_story
from infra.local.city import City
from tests.e2e.test_least_privilege import probe  # noqa: F401  # a fixture
from tests.infra.templates import DOMAIN_TEMPLATES, read_template, resources_of

PAYOUT_STEP = "PayCitizensFunction"


def test_the_whole_story_of_a_round_holds(city: City) -> None:
    assert dividend_story.play(city) == 0


def test_no_function_but_the_payout_step_can_read_the_linkage_table(city: City, probe) -> None:  # noqa: F811
    store = city.output("LinkageStore")
    city.client("s3").put_object(Bucket=store, Key="2026-1/00/probe.json", Body=b"{}")
    calls = {
        "read": ("s3", "get_object", {"Bucket": store, "Key": "2026-1/00/probe.json"}),
        "list": ("s3", "list_objects_v2", {"Bucket": store}),
    }
    functions = resources_of(read_template(DOMAIN_TEMPLATES["dividend"]), "AWS::Serverless::Function")

    results = {name: probe(name, calls) for name in functions}

    assert set(results.pop(PAYOUT_STEP).values()) == {"allowed"}
    assert {tuple(sorted(result.items())) for result in results.values()} == {
        (("list", "AccessDenied"), ("read", "AccessDenied"))
    }
