"""Why a vehicle's message, or one position in it, is not taken. Reasons are told and counted; positions never are."""

from enum import StrEnum

from city.kernel.errors import Rejected


class RefusalReason(StrEnum):
    """Of a whole message."""

    TOO_LARGE = "too_large"  # more than IoT Core lets through
    NOT_JSON = "not_json"
    WRONG_SHAPE = "wrong_shape"  # a field is missing or is none of its kind, or columns differ in length
    TOO_MANY_FIXES = "too_many_fixes"
    FOREIGN_VEHICLE = "foreign_vehicle"  # it speaks for another than the one that is connected


class OmissionReason(StrEnum):
    """Of one position; where several hold, the first of these."""

    NOT_A_NUMBER = "not_a_number"
    SWAPPED = "swapped"  # latitude and longitude, each in the other's place
    OUT_OF_RANGE = "out_of_range"  # of degrees
    FOREIGN_PLACE = "foreign_place"  # outside the city
    AHEAD = "ahead"  # of our clock
    TOO_OLD = "too_old"
    NEGATIVE_SPEED = "negative_speed"
    TOO_FAST = "too_fast"
    OUT_OF_ORDER = "out_of_order"  # in time, among the others that are left


class VehicleMessageRefused(Rejected):
    message_ko = "차량이 보낸 메시지를 받아들일 수 없습니다."
    message_en = "The vehicle's message was refused."

    def __init__(self, reason: RefusalReason) -> None:
        super().__init__(reason.value)
        self.reason = reason
