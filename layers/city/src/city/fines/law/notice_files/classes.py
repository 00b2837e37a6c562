"""Vehicles and zones as offices write them, and the class of the law each belongs to. Pure.

도로교통법 시행령 별표6·7. 승용등: passenger cars, and trucks up to 4 t. 승합등: vans and buses, trucks over 4 t, special
vehicles, construction machines. What a vehicle is: 자동차관리법 §3, 건설기계관리법 시행령 별표1.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from city.fines.law.notices import VehicleClass, Zone

_REMEMBERED = 512  # a file says the same few words again and again
_HEAVY_OVER_T = 4.0
_TWO_WHEELED = r"이륜|오토바이|스쿠터|모터사이클|바이크|원동기|자전거|킥보드|개인형이동|이동장치"
_TRUCK = r"화물|트럭|카고|탑차|용달|윙바디|truck"
_MACHINE = r"건설기계|중기|굴착기|굴삭기|포크레인|지게차|불도저|로더|기중기|크레인|레미콘|펌프카|롤러|덤프트럭|믹서"
_SPECIAL = r"특수|견인|구난|렉카|레카|레커|트레일러|트랙터|사다리차|고소작업"
_VAN = r"승합|버스|밴|\bvan\b|\bbus\b"
_PASSENGER = r"승용|세단|suv|rv|해치백|쿠페|왜건|컨버터블|지프|jeep|경차|택시|다목적|sedan|\bcar\b"
_KINDS = re.compile(
    rf"(?P<wheeler>{_TWO_WHEELED})|(?P<machine>{_MACHINE})|(?P<truck>{_TRUCK})|(?P<special>{_SPECIAL})"
    rf"|(?P<van>{_VAN})|(?P<car>{_PASSENGER})"
)
_TONS = re.compile(r"(\d+(?:\.\d+)?)(?:t(?:on)?s?(?![a-z])|톤)(급)?(이하|미만|초과|이상)?")
_KILOS = re.compile(r"(\d{3,5})kg(이하|미만|초과|이상)?")
_SEATS = re.compile(r"(\d{1,2})인승(이하|미만|초과|이상)?")

_CHILDREN = re.compile(r"어린이|스쿨존|학교앞보호구역")
_FIRE = re.compile(r"소방|소화전|소화장치|송수구|급수탑")
_SENIOR = re.compile(r"노인|실버존|경로보호|장애인보호|장애인노인")
_OTHER_LAW = re.compile(r"장애인전용|장애인주차|전기차충전|충전구역|친환경")
_SAYS_GENERAL = re.compile(r"일반|해당없음|보호구역아님|비보호구역")
_GENERAL = re.compile(
    r"^(?:불법)?주[정차]?차?(?:위반|금지)?(?:구역|장소|위반)*$|정차|횡단보도|교차로|모퉁이|정류|보도|인도|황색|안전지대|건널목"
    r"|터널|교량|다리위|이중주차|자전거도로|주차금지|거주자우선|견인지역|^기타지역$"
)


@dataclass(frozen=True, slots=True)
class ReadVehicle:
    """`assumed`: the file does not say which of two it is, and the one with the lower amount was taken."""

    vehicle: VehicleClass
    assumed: bool = False


@lru_cache(maxsize=_REMEMBERED)
def read_vehicle(text: str) -> ReadVehicle | None:
    """The class of a vehicle as a file names it; None if it names none.

    A truck of which the file gives no weight is taken for one of up to 4 t, the lower amount, and marked.
    """
    plain = _plain(text)
    found = _KINDS.search(plain)
    kind = found.lastgroup if found is not None else None
    if kind == "wheeler":
        return ReadVehicle(VehicleClass.TWO_WHEELER)
    if kind == "truck" or (kind is None and _TONS.search(plain)) or (kind == "van" and _named(_TRUCK, plain)):
        return _truck(plain)
    if kind in ("machine", "special", "van"):
        return ReadVehicle(VehicleClass.VAN)
    if kind == "car":
        return ReadVehicle(VehicleClass.PASSENGER)
    if seats := _SEATS.fullmatch(plain):  # 자동차관리법 §3①: up to ten persons is a passenger car
        many = _between(float(seats[1]), seats[2])
        return ReadVehicle(
            VehicleClass.PASSENGER if many[1] <= 10 else VehicleClass.VAN, assumed=many[0] <= 10 < many[1]
        )
    return None


def _truck(plain: str) -> ReadVehicle:
    low, high = 0.0, float("inf")
    if tons := _TONS.search(plain):
        low, high = _between(float(tons[1]), tons[3])
    elif kilos := _KILOS.search(plain):
        low, high = _between(float(kilos[1]) / 1000, kilos[2])
    elif "경형" in plain or "소형" in plain:  # 자동차관리법 시행규칙 별표1: up to 1 t
        high = 1.0
    elif "대형" in plain:  # 5 t and more
        low = 5.0
    if low > _HEAVY_OVER_T:
        return ReadVehicle(VehicleClass.VAN)
    return ReadVehicle(VehicleClass.PASSENGER, assumed=high > _HEAVY_OVER_T)


def _between(value: float, bound: str | None) -> tuple[float, float]:
    """From the least to the most that `4톤`, `4톤이하`, `4톤초과` … can mean."""
    if bound in ("이하", "미만"):
        return 0.0, value
    if bound == "초과":
        return value + 1e-6, float("inf")
    return value, float("inf") if bound == "이상" else value


class ZoneOfOtherLaw(Exception):
    """A parking place for the disabled, or one to charge at: another law's fine (장애인등편의법, 친환경자동차법)."""


class ZonesContradict(Exception):
    """The cell names two zones with amounts of their own."""


@lru_cache(maxsize=_REMEMBERED)
def read_zone(text: str) -> Zone | None:
    """The zone a file names; None if it names none. Raises ZoneOfOtherLaw, ZonesContradict."""
    plain = re.sub(r"[\W_]", "", _plain(text))
    if _OTHER_LAW.search(plain):
        raise ZoneOfOtherLaw
    special = [
        zone
        for words, zone in (
            (_CHILDREN, Zone.CHILDREN),
            (_FIRE, Zone.FIRE_FACILITY),
            (_SENIOR, Zone.SENIOR_OR_DISABLED),
        )
        if words.search(plain)
    ]
    says_general = _SAYS_GENERAL.search(plain) is not None
    if len(special) + says_general > 1:
        raise ZonesContradict
    if special:
        return special[0]
    return Zone.GENERAL if says_general or _GENERAL.search(plain) else None


def _named(words: str, plain: str) -> bool:
    return re.search(words, plain) is not None


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).lower())
