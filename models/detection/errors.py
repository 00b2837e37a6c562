"""What a detector refuses, by name. The sentences are shown to whoever sent the picture."""

from city.kernel.errors import Invalid, Rejected


class PictureRefused(Invalid):
    """Root of what is wrong with a picture."""

    message_ko = "사진을 받아들일 수 없습니다."
    message_en = "The picture was refused."


class PictureEmpty(PictureRefused):
    message_ko = "사진이 비어 있습니다 (0바이트)."
    message_en = "The picture is empty (zero bytes)."


class PictureTypeUnknown(PictureRefused):
    """Its first bytes are neither a JPEG's nor a PNG's, or not those of the type that was announced."""

    message_ko = "JPEG 또는 PNG 사진만 받습니다."
    message_en = "Only JPEG and PNG pictures are taken."


class PictureTooLarge(PictureRefused):
    """More pixels, or more bytes, than any camera of ours sends."""

    message_ko = "사진이 너무 큽니다."
    message_en = "The picture is too large."


class PictureUnreadable(PictureRefused):
    """Cut off, or damaged."""

    message_ko = "사진이 손상되었거나 잘렸습니다."
    message_en = "The picture is damaged or cut off."


class ModelUnknown(Rejected):
    message_ko = "그런 탐지 모델은 없습니다."
    message_en = "There is no such detection model."


class WeightsRefused(Rejected):
    """Root of what is wrong with a model's weights. Nothing is detected with weights nobody vouched for."""

    message_ko = "모델 가중치를 쓸 수 없습니다."
    message_en = "The model's weights cannot be used."


class WeightsMissing(WeightsRefused):
    message_ko = "모델 가중치 파일이 없습니다. python -m models.detection.fetch 로 받으십시오."
    message_en = "The model's weights are not there: python -m models.detection.fetch gets them."


class WeightsDiffer(WeightsRefused):
    """The file is not the one whose hash is in the catalogue."""

    message_ko = "모델 가중치의 해시가 다릅니다."
    message_en = "The weights' hash is not the one in the catalogue."


class GraphUnsupported(WeightsRefused):
    """A graph holds an operation that the converter does not know."""

    message_ko = "변환할 수 없는 연산이 모델에 있습니다."
    message_en = "The model holds an operation that cannot be converted."


class RequestRefused(Invalid):
    """Root of what is wrong with a request to the endpoint."""

    message_ko = "요청을 받아들일 수 없습니다."
    message_en = "The request was refused."


class LengthUnknown(RequestRefused):
    message_ko = "Content-Length 헤더가 필요합니다."
    message_en = "A Content-Length header is needed."


class BodyCutOff(RequestRefused):
    message_ko = "요청 본문이 끝나기 전에 연결이 끊겼습니다."
    message_en = "The connection ended before the body did."


class BatchMalformed(RequestRefused):
    """Not `{"images": [base64, …]}` with one to `MOST_IMAGES` pictures."""

    message_ko = '일괄 요청은 {"images": [base64, …]} 형식이어야 합니다.'
    message_en = 'A batch has the form {"images": [base64, …]}.'


class PathUnknown(RequestRefused):
    message_ko = "그런 주소는 없습니다."
    message_en = "There is no such path."


class MethodUnknown(RequestRefused):
    message_ko = "지원하지 않는 메서드입니다."
    message_en = "The method is not supported here."
