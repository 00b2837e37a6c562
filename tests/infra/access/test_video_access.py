"""Which function may read where cameras' film is, which may write the log of views, and which may see a session."""

from collections.abc import Iterator
from typing import Any

from infra.templates import read_domain, resources_of

TEMPLATE = read_domain("operations")


def statements() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, properties in resources_of(TEMPLATE, "AWS::Serverless::Function").items():
        for policy in properties["Policies"]:
            for statement in policy["Statement"]:
                yield name, statement


def who_may(action: str, resource: str) -> set[str]:
    """Functions with this action on a resource by its logical id, or on something below it."""
    return {
        name
        for name, statement in statements()
        if action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
        and f"'{resource}'" in str(statement["Resource"])
    }


def test_the_video_door_and_what_fetches_film_of_cases_alone_read_where_film_is() -> None:
    readers = {"VideoDoorFunction", "FetchFilmFunction"}

    assert who_may("dynamodb:GetItem", "CameraAddressesTable") == readers
    assert who_may("kms:Decrypt", "CameraAddressKey") == readers
    assert not who_may("dynamodb:Query", "CameraAddressesTable") | who_may("dynamodb:Scan", "CameraAddressesTable")


def test_what_fetches_film_answers_nobody_and_reads_no_case() -> None:
    (function,) = [
        each
        for name, each in resources_of(TEMPLATE, "AWS::Serverless::Function").items()
        if name == "FetchFilmFunction"
    ]
    of_cases = [
        (statement["Action"], statement["Condition"])
        for name, statement in statements()
        if name == "FetchFilmFunction" and "'EvidenceTable'" in str(statement["Resource"])
    ]

    assert {event["Type"] for event in function["Events"].values()} == {"SQS"}
    assert of_cases == [
        ("dynamodb:GetItem", {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["film#*", "hold#*"]}}),
        ("dynamodb:PutItem", {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["film#*"]}}),
    ]
    its_own = [str(statement["Action"]) for name, statement in statements() if name == "FetchFilmFunction"]
    assert not any("s3:GetObject" in actions or "s3:Delete" in actions for actions in its_own)


def test_film_is_had_of_the_city_s_streams_alone() -> None:
    asked = [
        (name, statement["Action"], str(statement["Resource"]))
        for name, statement in statements()
        if "kinesisvideo:" in str(statement["Action"])
    ]

    assert {(name, tuple(actions)) for name, actions, _ in asked} == {
        ("VideoDoorFunction", ("kinesisvideo:GetDataEndpoint", "kinesisvideo:GetHLSStreamingSessionURL")),
        ("FetchFilmFunction", ("kinesisvideo:GetDataEndpoint", "kinesisvideo:GetClip")),
    }
    assert all("stream/${VideoStreamPrefix}*/*" in resource for _, _, resource in asked)


def test_the_video_door_alone_sees_sessions() -> None:
    assert who_may("dynamodb:GetItem", "ViewsTable") == {"VideoDoorFunction"}


def test_the_video_door_cannot_write_what_a_grant_says() -> None:
    writers = {"GrantsApiFunction", "FollowIncidentsFunction", "EndGrantsFunction"}

    assert who_may("dynamodb:PutItem", "GrantsTable") >= writers
    assert "VideoDoorFunction" not in who_may("dynamodb:PutItem", "GrantsTable")


def test_nobody_of_viewing_can_change_or_delete_what_the_log_holds() -> None:
    viewing = {"GrantsApiFunction", "VideoDoorFunction", "FollowIncidentsFunction", "EndGrantsFunction"}

    assert who_may("dynamodb:PutItem", "ViewlogTable") >= viewing
    for action in ("dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"):
        assert not who_may(action, "ViewlogTable") & viewing
