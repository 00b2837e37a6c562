"""What a person reads when a command of the Makefile cannot do its work."""

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from infra.local.command_line import perform
from infra.local.machine.trouble import CityTrouble

REFUSED = ClientError({"Error": {"Code": "AccessDenied", "Message": "not for you"}}, "PutItem")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (CityTrouble("No city runs here."), "No city runs here."),
        (REFUSED, "not for you"),
        (EndpointConnectionError(endpoint_url="http://localhost:4566"), "localhost:4566"),
        (ConnectionResetError("reset by peer"), "reset by peer"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_may_go_wrong_is_one_sentence(error: Exception, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    def command() -> int:
        raise error

    with pytest.raises(SystemExit) as end:
        perform(command)

    said = capsys.readouterr().err
    assert end.value.code == 1
    assert words in said
    assert "Traceback" not in said


def test_a_mistake_of_ours_is_not_hidden() -> None:
    def command() -> int:
        raise KeyError("account")

    with pytest.raises(KeyError):
        perform(command)


def test_a_command_ends_with_its_own_status() -> None:
    with pytest.raises(SystemExit) as end:
        perform(lambda: 3)

    assert end.value.code == 3
