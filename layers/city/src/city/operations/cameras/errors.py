"""Refusals of the camera register, each a fact."""

from city.kernel.errors import Conflict, NotFound, Rejected, Transient


class CameraUnknown(NotFound):
    message_ko = "그런 카메라가 없습니다."
    message_en = "There is no such camera."


class CameraCorrectedMeanwhile(Conflict):
    message_ko = "그 사이에 다른 사람이 고쳤습니다. 다시 열어 확인하세요."
    message_en = "Somebody corrected this camera meanwhile: look at it again."


class NothingCorrected(Rejected):
    message_ko = "고친 값이 없습니다."
    message_en = "Nothing is corrected by this."


class AddressUnknown(NotFound):
    """Nobody has filed where this camera's stream is fetched."""

    message_ko = "이 카메라의 영상 주소가 등록되지 않았습니다."
    message_en = "No stream address is filed for this camera."


class RegisterChanging(Transient):
    """Others kept changing the same pack or snapshot; asked again, it goes through."""


class ImportRunning(Transient):
    """Another file is being loaded; this one waits its turn."""


class SnapshotGone(Transient):
    """The snapshot that the head names cannot be read."""
