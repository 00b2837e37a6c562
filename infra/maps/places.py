"""The places whose boundaries the pages draw, and where their files lie."""

from dataclasses import dataclass
from pathlib import Path

MAPS = Path(__file__).resolve().parents[2] / "web" / "map"
STREETS = MAPS / "streets.geojson"


@dataclass(frozen=True)
class Place:
    """A city or district, and the codes of 법정동 with which the codes of its towns begin."""

    name: str
    korean: str
    english: str
    codes: tuple[str, ...]
    # In degrees: how far a simplified edge may lie from its own. A hundred-thousandth is about a metre.
    tolerance: float = 5e-5
    decimals: int = 5


PLACES = (
    Place("junggu", "서울특별시 중구", "Jung-gu, Seoul", ("11140",), tolerance=2e-5),
    Place("suwon", "경기도 수원시", "Suwon-si, Gyeonggi-do", ("41111", "41113", "41115", "41117")),
    Place("gumi", "경상북도 구미시", "Gumi-si, Gyeongsangbuk-do", ("47190",)),
    Place("seosan", "충청남도 서산시", "Seosan-si, Chungcheongnam-do", ("44210",), tolerance=1e-4),
    Place("jeju", "제주특별자치도", "Jeju-do", ("50110", "50130"), tolerance=5e-4, decimals=4),
)
