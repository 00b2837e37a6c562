"""Film that was recorded: drawn for the local city, and Kinesis Video answered by a stub of botocore."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.response import StreamingBody
from botocore.session import Session
from botocore.stub import Stubber

from city.kernel.settings import SandboxInProduction
from city.operations.viewing.adapters.kinesis_archive import MOST_BYTES, KinesisArchive
from city.operations.viewing.adapters.sandbox_archive import SandboxArchive
from city.operations.viewing.adapters.streams import DrawnStreams
from city.operations.viewing.boxes import boxes_of, require_silence
from city.operations.viewing.errors import ClipTooLarge, VideoUnreachable
from city.operations.viewing.service.clip_film import ClipFilm
from city.operations.viewing.settings import ArchiveSettings

NOW = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)
HOST = "https://b-1a2b3c4d.kinesisvideo.ap-northeast-2.amazonaws.com"
STARTS = NOW - timedelta(hours=1)
ENDS = STARTS + timedelta(minutes=1)


class Clock:
    def now(self) -> datetime:
        return NOW


# --- Kinesis ---------------------------------------------------------------------------------------


def kinesis(said: bytes | str) -> KinesisArchive:
    """An archive that gives these bytes, or fails with this word at this step."""
    session = Session()
    options: dict[str, Any] = {"region_name": "ap-northeast-2", "aws_access_key_id": "a", "aws_secret_access_key": "a"}
    streams = session.create_client("kinesisvideo", **options)
    archive = session.create_client("kinesis-video-archived-media", endpoint_url=HOST, **options)
    stub, archive_stub = Stubber(streams), Stubber(archive)
    stub.add_response(
        "get_data_endpoint", {"DataEndpoint": HOST}, {"StreamName": "dongne-cam-1", "APIName": "GET_CLIP"}
    )
    if isinstance(said, bytes):
        archive_stub.add_response(
            "get_clip",
            {"ContentType": "video/mp4", "Payload": StreamingBody(io.BytesIO(said), len(said))},
            {
                "StreamName": "dongne-cam-1",
                "ClipFragmentSelector": {
                    "FragmentSelectorType": "SERVER_TIMESTAMP",
                    "TimestampRange": {"StartTimestamp": STARTS, "EndTimestamp": ENDS - timedelta(milliseconds=1)},
                },
            },
        )
    else:
        archive_stub.add_client_error("get_clip", said, "stream dongne-cam-1")
    stub.activate()
    archive_stub.activate()
    return KinesisArchive(streams, lambda endpoint: {HOST: archive}[endpoint])


def test_a_clip_is_asked_for_where_the_stream_is_and_without_what_the_next_begins_with() -> None:
    assert kinesis(b"film").clip("dongne-cam-1", STARTS, ENDS) == b"film"


@pytest.mark.parametrize(
    "said", ["ResourceNotFoundException", "NoDataRetentionException", "InvalidArgumentException", b""]
)
def test_where_nothing_is_kept_there_is_none(said: bytes | str) -> None:
    assert kinesis(said).clip("dongne-cam-1", STARTS, ENDS) is None


@pytest.mark.parametrize("said", ["ClientLimitExceededException", "NotAuthorizedException"])
def test_a_source_that_does_not_give_is_asked_again_and_the_stream_is_not_named(said: str) -> None:
    with pytest.raises(VideoUnreachable) as refused:
        kinesis(said).clip("dongne-cam-1", STARTS, ENDS)
    assert "dongne-cam-1" not in str(refused.value)


def test_a_clip_of_which_the_end_may_be_missing_is_none_of_a_whole_minute() -> None:
    with pytest.raises(ClipTooLarge):
        kinesis(bytes(MOST_BYTES + 1)).clip("dongne-cam-1", STARTS, ENDS)


def test_a_stream_that_is_not_there_or_not_reached_is_not_taken_for_no_film() -> None:
    class Away:
        def get_data_endpoint(self, **asked: Any) -> dict[str, Any]:
            raise EndpointConnectionError(endpoint_url=asked["StreamName"])

    with pytest.raises(VideoUnreachable):
        KinesisArchive(Away(), pytest.fail).clip("dongne-cam-1", STARTS, ENDS)


# --- drawn -----------------------------------------------------------------------------------------


def drawn(camera: str, starts: datetime, seconds: int) -> bytes | None:
    clips = ClipFilm(streams=DrawnStreams(), archive=SandboxArchive(Clock(), timedelta(days=30)))
    return clips.clip(camera, starts, starts + timedelta(seconds=seconds))


def test_the_same_stretch_is_the_same_film_without_sound() -> None:
    film = drawn("cam-1", STARTS, 2)

    assert film is not None
    assert film == drawn("cam-1", STARTS, 2)
    assert film != drawn("cam-2", STARTS, 2)
    assert film != drawn("cam-1", STARTS + timedelta(seconds=1), 2)
    require_silence(film)
    assert [kind for kind, _ in boxes_of(film)] == [b"ftyp", b"moov", *[b"moof", b"mdat"] * 2]


@pytest.mark.parametrize(
    ("starts", "seconds", "fragments"),
    [(NOW, 5, 0), (NOW - timedelta(seconds=2), 5, 2), (NOW - timedelta(days=31), 5, 0)],
)
def test_nobody_has_film_of_what_is_to_come_or_of_what_is_over(starts: datetime, seconds: int, fragments: int) -> None:
    film = drawn("cam-1", starts, seconds) or b""

    assert [kind for kind, _ in boxes_of(film)].count(b"moof") == fragments


def test_drawn_film_is_refused_in_prod() -> None:
    named = {"STAGE": "prod", "AWS_REGION": "r", "CAMERA_ADDRESSES_TABLE": "t", "CAMERA_ADDRESS_KEY": "k"}

    with pytest.raises(SandboxInProduction):
        ArchiveSettings.from_environment({**named, "VIDEO": "sandbox"})
    assert ArchiveSettings.from_environment({**named, "VIDEO": "kinesis"}).video == "kinesis"
