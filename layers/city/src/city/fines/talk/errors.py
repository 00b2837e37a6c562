"""What may be wrong with a citizen's text or an answer to it."""

from city.kernel.errors import Invalid, NotFound, Rejected, TooMany, Transient


class TextNotTaken(Transient):
    """The carrier did not take a text."""


class TextRefused(Rejected):
    """The carrier will never take this text as it is: its number, its characters or its length are wrong."""

    message_ko = "통신사가 문자를 받지 않았습니다."
    message_en = "The carrier refuses this text."


class DeliveryTooLarge(Invalid):
    """The message hub posted more than it ever does."""

    message_ko = "한 번에 받을 수 있는 양을 넘었습니다."
    message_en = "This is more than can be taken at once."


class TextNotQueued(Transient):
    """A citizen's text could not be put on the queue; the hub must send it again."""


class TooManyMessages(TooMany):
    message_ko = "짧은 시간에 너무 많은 문의가 왔습니다. 잠시 뒤 다시 시도하시거나 전화해 주세요."
    message_en = "Too many messages in a short time. Please try again later, or call us."


class TextHoldsLink(Invalid):
    """Official texts with links are what smishing imitates."""

    message_ko = "시민에게 보내는 문자에는 링크를 넣을 수 없습니다."
    message_en = "A text to a citizen may not hold a link."


class TextTooLong(Invalid):
    """The carrier would cut it."""

    message_ko = "문자로 보내기에 너무 깁니다."
    message_en = "This is too long for one text."


class TooManyFiles(TooMany):
    message_ko = "한 번의 상담에 첨부하실 수 있는 파일은 10개까지입니다."
    message_en = "A chat takes ten files at most."


class FileMissing(NotFound):
    message_ko = "파일이 올라오지 않았습니다. 다시 첨부해 주세요."
    message_en = "The file did not arrive. Please attach it again."


class FileNotAllowed(Rejected):
    """What it says it is and what stands in it are not the same, or nobody here opens it."""

    message_ko = "사진(JPG, PNG, HEIC, WEBP)이나 PDF 파일이 아닙니다."
    message_en = "This is neither a picture (JPG, PNG, HEIC, WEBP) nor a PDF."


class AnswerUnknown(NotFound):
    message_ko = "접수번호나 확인 코드가 맞지 않습니다."
    message_en = "The ticket number or the code is not right."
