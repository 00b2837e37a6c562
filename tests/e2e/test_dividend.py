"""Under enforced permissions, nobody but the payout step learns whose card stands behind a pseudonym, and nobody but the
function that adds noise reads what it is added to."""

from infra.local.city import City
from infra.templates import read_domain, resources_of
from tests.e2e.test_least_privilege import probe  # noqa: F401  # a fixture

PAYOUT_STEP, NOISE = "PayCitizensFunction", "CountsFunction"


def test_no_function_but_the_payout_step_can_read_the_linkage_table(city: City, probe) -> None:  # noqa: F811
    _assert_only_one_reads(city, probe, "LinkageStore", "2026-1/00/probe.json", PAYOUT_STEP)


def test_no_function_but_the_one_that_adds_noise_can_read_the_private_statistics(city: City, probe) -> None:  # noqa: F811
    _assert_only_one_reads(city, probe, "StatisticsStore", "2026-0/probe.npz", NOISE)


def _assert_only_one_reads(city: City, probe, store: str, key: str, reader: str) -> None:  # noqa: F811
    bucket = city.output(store)
    city.client("s3").put_object(Bucket=bucket, Key=key, Body=b"{}")
    calls = {
        "read": ("s3", "get_object", {"Bucket": bucket, "Key": key}),
        "list": ("s3", "list_objects_v2", {"Bucket": bucket}),
    }
    functions = resources_of(read_domain("dividend"), "AWS::Serverless::Function")

    results = {name: probe(name, calls) for name in functions}

    assert set(results.pop(reader).values()) == {"allowed"}
    assert {tuple(sorted(result.items())) for result in results.values()} == {
        (("list", "AccessDenied"), ("read", "AccessDenied"))
    }
