"""The register of cameras: the national file's report, what asks for an upload, and where a camera's stream is fetched."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from city.contracts.base import AwareMoment, Contract, ForeignContract

CameraId = Annotated[str, StringConstraints(pattern=r"^c[0-9a-f]{12}-[0-9]{1,3}$")]
# How a stream is fetched.
AddressKind = Literal["rtsp", "onvif", "kvs", "clip"]

MAX_BODY_BYTES = 4 * 1024
# The whole country's set is about 100 MB; a city's a hundredth of it.
MAX_FILE_BYTES = 50 * 1024 * 1024
CONTENT_TYPE = "text/csv"

# 전국CCTV표준데이터, in the order in which the portal writes them.
CAMERA_COLUMNS = (
    "관리기관명",
    "소재지도로명주소",
    "소재지지번주소",
    "설치목적구분",
    "카메라대수",
    "카메라화소수",
    "촬영방면정보",
    "보관일수",
    "설치연월",
    "관리기관전화번호",
    "WGS84위도",
    "WGS84경도",
    "데이터기준일자",
)


class StreamAddressV1(Contract):
    """Where a camera's stream is fetched. Never logged, answered, or put into an event.

    - kind: how: RTSP, a profile of an ONVIF device, the name of a Kinesis video stream, or a generated clip (`clip`), which
      is for the local city.
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    version: Literal[1] = 1
    kind: AddressKind
    address: Annotated[str, StringConstraints(min_length=1, max_length=1_000)] = Field(repr=False)

    @model_validator(mode="after")
    def _is_of_its_kind(self) -> Self:
        begins = {"rtsp": ("rtsp://", "rtsps://"), "onvif": ("http://", "https://"), "kvs": ("",), "clip": ("",)}
        if not self.address.lower().startswith(begins[self.kind]):
            raise ValueError("an address of this kind begins otherwise")
        return self


class AskCameraFile(Contract):
    """One file as it lies on the desk.

    - most_retired: cameras of the file's institutions that it does not have any more are retired, so many at most; if
      there are more, nothing of it is loaded. None: the file is a part, and retires none.
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    size_bytes: Annotated[int, Field(ge=1, le=MAX_FILE_BYTES)]
    most_retired: Annotated[int, Field(ge=0, le=100_000)] | None = None


class SignedCameraFile(Contract):
    """A form to post, field by field and the file last, until it expires. `report_key`: where the report will stand."""

    url: str
    fields: dict[str, str]
    key: str
    report_key: str
    expires_in: int


class RefusedCell(Contract):
    """One reason a row was not loaded."""

    row: Annotated[int, Field(ge=1, description="line number in the file; the heading is 1")]
    column: str
    reason_ko: str
    reason_en: str


class CameraRemark(Contract):
    """What of a row is missing or doubtful; the row was loaded all the same."""

    row: Annotated[int, Field(ge=1)]
    column: str
    remark: Literal[
        "direction_unknown",
        "outside_the_district",
        "date_in_the_future",
        "address_missing",
        "purpose_missing",
        "count_missing",
        "pixels_unreadable",
        "kept_days_unreadable",
        "date_unreadable",
    ]


class CameraFileReportV1(Contract):
    """What became of one national file. Of each list the first thousand stand here; the counts count all.

    - rows: of the file; cameras: what the good ones stand for.
    - new, changed, unchanged, returned, retired: cameras; `returned` were retired before.
    - duplicates: rows that are in the file before, word for word.
    - missing: how many rows lack or doubt what, by the names of remarks.
    - loaded: false where nothing of the file was written; the reason stands in `refused`, at row 1.
    """

    version: Literal[1] = 1
    file: str
    digest: str
    finished_at: AwareMoment
    loaded: bool
    rows: int
    cameras: int
    new: int
    changed: int
    unchanged: int
    returned: int
    retired: int
    duplicates: int
    refused_rows: int
    missing: dict[str, int]
    refused: tuple[RefusedCell, ...]
    remarks: tuple[CameraRemark, ...]
    by: str | None = None


class CameraItemsChanged(ForeignContract):
    """What the stream of the cameras table hands a function: of each changed item, its key."""

    records: list[dict[str, Any]] = Field(alias="Records")

    @property
    def oldest(self) -> datetime | None:
        """When the first of these changes was made, to the second."""
        moments = [record["dynamodb"].get("ApproximateCreationDateTime") for record in self.records]
        known = [moment for moment in moments if moment is not None]
        return datetime.fromtimestamp(min(known), UTC) if known else None

    @property
    def names(self) -> list[str]:
        """Of the cameras whose items changed, each once."""
        keys = (record["dynamodb"]["Keys"] for record in self.records)
        return list(dict.fromkeys(key["camera_id"]["S"] for key in keys if key["camera_id"]["S"].startswith("c")))
