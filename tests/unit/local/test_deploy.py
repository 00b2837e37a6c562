"""A deployment to AWS: the edge goes first, into the Region that CloudFront takes it from, and the city is told of it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from infra.local.deploy import deploy_both, edge_parameters, stage_parameters
from infra.local.machine.trouble import CityTrouble

MADE = {"WebAclArn": "arn:acl", "CertificateArn": "arn:made"}


class Sam:
    """Says which command failed, if one is to."""

    def __init__(self, fails: str = "") -> None:
        self.ran: list[tuple[str, ...]] = []
        self._fails = fails

    def __call__(self, *arguments: str) -> int:
        self.ran.append(arguments)
        return 3 if self._fails and self._fails in arguments else 0

    def overrides(self, environment: str) -> list[str]:
        (command,) = [each for each in self.ran if environment in each]
        return command[command.index("--parameter-overrides") + 1].split()


def deployed(sam: Sam, outputs: Mapping[str, str] = MADE, **parameters: str) -> int:
    def outputs_of(stack: str, region: str) -> Mapping[str, str]:
        assert (stack, region) == ("dongne-dev-edge", "us-east-1")
        return outputs

    return deploy_both("dev", stage_parameters("dev") | parameters, Path("out"), sam, outputs_of)


def test_the_city_is_handed_what_its_edge_made() -> None:
    sam = Sam()

    assert deployed(sam, CityDomain="dongne.example.kr", HostedZoneId="Z1") == 0

    assert [command[0] for command in sam.ran] == ["build", "deploy", "deploy"]
    assert sam.overrides("dev-edge") == ["Stage=dev", "CityDomain=dongne.example.kr", "HostedZoneId=Z1"]
    assert {"Stage=dev", "WebAclArn=arn:acl", "CertificateArn=arn:made"} <= set(sam.overrides("dev"))


def test_what_samconfig_names_itself_stands() -> None:
    sam = Sam()

    deployed(
        sam,
        {"WebAclArn": "arn:acl"},
        CityDomain="a.kr",
        HostedZoneId="Z1",
        CertificateArn="arn:own",
        WebAclArn="arn:own",
    )

    assert "HostedZoneId=Z1" not in sam.overrides("dev-edge")
    assert not any(each.startswith(("WebAclArn", "CertificateArn")) for each in sam.overrides("dev"))


def test_the_city_is_told_which_version_it_is() -> None:
    sam = Sam()

    deployed(sam, Version="0123456789ab")

    assert "Version=0123456789ab" in sam.overrides("dev")


@pytest.mark.parametrize(("fails", "ran"), [("build", 1), ("dev-edge", 2), ("dev", 3)])
def test_what_fails_ends_it(fails: str, ran: int) -> None:
    sam = Sam(fails)

    assert deployed(sam) == 3
    assert len(sam.ran) == ran


def test_a_name_without_a_certificate_is_refused_before_anything_is_built() -> None:
    sam = Sam()

    with pytest.raises(CityTrouble, match=r"a\.kr needs a certificate"):
        deployed(sam, CityDomain="a.kr")

    assert sam.ran == []
    assert edge_parameters("prod-edge", {}) == "Stage=prod"
