"""Whoever a manifest lets sign in is in a group that a template makes."""

from infra.manifest import read_manifests, staff_of
from infra.templates import TEMPLATES, read_template, resources_of


def test_every_group_of_the_staff_is_made_by_one_template() -> None:
    made = [
        group["GroupName"]
        for file in TEMPLATES.values()
        for group in resources_of(read_template(file), "AWS::Cognito::UserPoolGroup").values()
    ]

    assert sorted(made) == sorted(set(staff_of(read_manifests().values()).values()))
