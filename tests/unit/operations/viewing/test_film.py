"""Film: playlists written anew, no sound, drawn seconds, and Kinesis Video answered by a stub of botocore."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.session import Session
from botocore.stub import Stubber
from hypothesis import given
from hypothesis import strategies as st

from city.operations.viewing.adapters.kinesis_video import MOST_BYTES, KinesisVideo
from city.operations.viewing.adapters.sandbox_film import SandboxFilm
from city.operations.viewing.boxes import require_pictures, require_silence
from city.operations.viewing.errors import SegmentUnknown, VideoHasSound, VideoUnreachable
from city.operations.viewing.film.fragments import beginning
from city.operations.viewing.playlists import read_media, read_variant, write_media
from city.operations.viewing.ports import OpenFilm

NOW = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)
HOST = "https://b-1a2b3c4d.kinesisvideo.ap-northeast-2.amazonaws.com"
MASTER = f"{HOST}/hls/v1/getHLSMasterPlaylist.m3u8?SessionToken=TOKEN"
MEDIA = f"{HOST}/hls/v1/getHLSMediaPlaylist.m3u8?SessionToken=TOKEN&TrackNumber=1"
PIECES = f"""#EXTM3U
#EXT-X-VERSION:7
#EXT-X-MEDIA-SEQUENCE:41
#EXT-X-TARGETDURATION:2
#EXT-X-CAMERA:rtsp://10.20.30.40/live
#EXT-X-MAP:URI="getMP4InitFragment.mp4?SessionToken=TOKEN&TrackNumber=1"
#EXTINF:2.0,
getMP4MediaFragment.mp4?FragmentNumber=91343852333181432&SessionToken=TOKEN&TrackNumber=1
#EXT-X-DISCONTINUITY
#EXTINF:1.96,
{HOST}/hls/v1/getMP4MediaFragment.mp4?FragmentNumber=91343852333181433&SessionToken=TOKEN&TrackNumber=1
"""


class Clock:
    moment = NOW

    def now(self) -> datetime:
        return self.moment


class Web:
    """What Kinesis has at its addresses."""

    def __init__(self) -> None:
        variants = f'#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,URI="sound.m3u8"\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{MEDIA}\n'
        self.pages = {MASTER: (200, variants.encode()), MEDIA: (200, PIECES.encode())}
        self.asked: list[str] = []

    def __call__(self, address: str, most_bytes: int) -> tuple[int, bytes]:
        self.asked.append(address)
        return self.pages.get(address, (404, b""))


def kinesis(web: Web, answer: str = MASTER, fails: bool = False) -> KinesisVideo:
    session = Session()
    options: dict[str, Any] = {"region_name": "ap-northeast-2", "aws_access_key_id": "a", "aws_secret_access_key": "a"}
    streams = session.create_client("kinesisvideo", **options)
    archive = session.create_client("kinesis-video-archived-media", endpoint_url=HOST, **options)
    asked = {"StreamName": "dongne-cam-1", "APIName": "GET_HLS_STREAMING_SESSION_URL"}
    stub, archive_stub = Stubber(streams), Stubber(archive)
    if fails:
        stub.add_client_error("get_data_endpoint", "ResourceNotFoundException", "no stream dongne-cam-1")
    else:
        stub.add_response("get_data_endpoint", {"DataEndpoint": HOST}, asked)
        archive_stub.add_response("get_hls_streaming_session_url", {"HLSStreamingSessionURL": answer})
    stub.activate()
    archive_stub.activate()
    return KinesisVideo(streams, lambda endpoint: {HOST: archive}[endpoint], web, Clock())


# --- Kinesis ---------------------------------------------------------------------------------------


def test_a_stream_is_relayed_by_names_of_our_own() -> None:
    web = Web()
    source = kinesis(web)

    film = source.open("dongne-cam-1")
    playlist = source.playlist(film)

    assert film.until == NOW + timedelta(minutes=29)
    assert playlist.splitlines()[-5:] == [
        "#EXTINF:2.000,",
        "91343852333181432.mp4",
        "#EXT-X-DISCONTINUITY",
        "#EXTINF:1.960,",
        "91343852333181433.mp4",
    ]
    assert "#EXT-X-MEDIA-SEQUENCE:41" in playlist
    assert not any(word in playlist for word in ("TOKEN", "amazonaws", "rtsp", "10.20", "getMP4"))


def test_a_piece_is_asked_for_with_the_session_that_stays_here() -> None:
    web = Web()
    source = kinesis(web)
    film = source.open("dongne-cam-1")
    address = f"{HOST}/hls/v1/getMP4MediaFragment.mp4?FragmentNumber=91343852333181432&TrackNumber=1&SessionToken=TOKEN"
    web.pages[address] = (200, b"film")

    assert source.segment(film, "91343852333181432.mp4") == b"film"
    for name in ("12.mp4", "a.mp4", "..mp4", "1&FragmentNumber=2.mp4"):
        with pytest.raises(SegmentUnknown):
            source.segment(film, name)
    web.pages[address] = (200, b"." * MOST_BYTES)
    with pytest.raises(VideoUnreachable):
        source.segment(film, "91343852333181432.mp4")


@pytest.mark.parametrize(
    "address",
    [
        "http://b-1.kinesisvideo.ap-northeast-2.amazonaws.com/hls/v1/x",
        "https://kinesisvideo.example.org/hls/v1/x",
        "https://b-1.kinesisvideo.ap-northeast-2.amazonaws.com.example.org/x",
        "https://169.254.169.254/latest",
    ],
)
def test_nobody_but_kinesis_is_ever_asked(address: str) -> None:
    web = Web()

    with pytest.raises(VideoUnreachable):
        kinesis(web, answer=address).open("dongne-cam-1")
    web.pages[MASTER] = (200, f"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{address}\n".encode())
    with pytest.raises(VideoUnreachable):
        kinesis(web).open("dongne-cam-1")
    assert address not in web.asked


def test_a_stream_that_is_not_there_is_unreachable_and_unnamed() -> None:
    with pytest.raises(VideoUnreachable) as refused:
        kinesis(Web(), fails=True).open("dongne-cam-1")

    assert "cam-1" not in str(refused.value)


# --- playlists ------------------------------------------------------------------------------------


@given(st.text(max_size=400) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_whatever_a_source_says_is_read_or_refused(text: str) -> None:
    for said in (text, f"#EXTM3U\n{text}", f'#EXTM3U\n#EXT-X-MAP:URI="a"\n#EXTINF:{text}\n{text}'):
        for read in (read_media, read_variant):
            try:
                read(said)
            except VideoUnreachable:
                continue


def test_only_names_of_ours_are_written_and_only_the_last_ones() -> None:
    with pytest.raises(VideoUnreachable):
        write_media(0, [("https://camera/1.mp4", 1.0, False)])

    written = write_media(5, [(f"{number}.mp4", 1.0, False) for number in range(12)])

    assert "#EXT-X-MEDIA-SEQUENCE:7" in written
    assert written.count(".mp4\n") == 10


def test_film_that_begins_anew_drops_what_was_before() -> None:
    read = read_media('#EXTM3U\n#EXT-X-MAP:URI="a"\n#EXTINF:1,\n1\n#EXT-X-MAP:URI="b"\n#EXTINF:1,\n2\n')

    assert (read.init_uri, [(each.uri, each.begins_anew) for each in read.segments]) == ("b", [("2", True)])


# --- silence, and drawn film ------------------------------------------------------------------------


def test_drawn_film_is_pictures_alone_and_moves() -> None:
    clock = Clock()
    source = SandboxFilm(clock)
    film = source.open("cam-1")
    second = int(NOW.timestamp()) - 1

    require_silence(source.segment(film, "init.mp4"))
    piece = source.segment(film, f"{second}.mp4")
    require_pictures(piece)

    assert piece != source.segment(film, f"{second - 1}.mp4")
    assert piece == source.segment(film, f"{second}.mp4")
    assert piece != source.segment(replace(film, session="cam-2"), f"{second}.mp4")
    assert len(piece) < 80_000
    assert f"{second}.mp4" in source.playlist(film)


def test_drawn_film_is_live_what_is_past_or_to_come_is_not_there() -> None:
    source, film, now = SandboxFilm(Clock()), OpenFilm("cam-1", NOW), int(NOW.timestamp())

    for name in (f"{now}.mp4", f"{now - 60}.mp4", "x.mp4", "1.mp4"):
        with pytest.raises(SegmentUnknown):
            source.segment(film, name)


def test_sound_is_refused_whole() -> None:
    with pytest.raises(VideoHasSound):
        require_silence(beginning().replace(b"vide", b"soun"))
    moof = b"\0\0\0\x08traf"
    two = (8 + 2 * len(moof)).to_bytes(4) + b"moof" + moof * 2
    with pytest.raises(VideoHasSound):
        require_pictures(two)
    for broken in (b"", b"\0\0\0\x01abcd", b"\0\0\0\x09free"):
        with pytest.raises(VideoUnreachable):
            require_pictures(broken)
