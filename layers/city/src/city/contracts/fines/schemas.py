"""The contracts of fines that get a JSON Schema in `iot/schemas`, under the name of its file."""

from city.contracts.base import Contract, ForeignContract
from city.contracts.fines.bank_statement import BankFileReportV1, ReconciliationReportV1
from city.contracts.fines.books import BooksReportV1
from city.contracts.fines.chat import ChatMessageV1, ChatMessageV2, ChatReplyV1, ChatReplyV2
from city.contracts.fines.deposits import DepositNotificationV1, DepositNotificationV2
from city.contracts.fines.events import (
    DepositSuspendedV1,
    DepositSuspendedV2,
    FinePaidV1,
    FinePaidV2,
    InstalmentPaidV1,
    InstalmentPaidV2,
    PaymentReversedV1,
    PaymentReversedV2,
)
from city.contracts.fines.message_hub import MessageHubBatch, MessageHubText
from city.contracts.fines.notices import ImportReportV1
from city.contracts.fines.sms import InboundMessage, TwoWaySms

SCHEMAS: dict[str, type[Contract | ForeignContract]] = {
    "aws-two-way-sms": TwoWaySms,
    "bank-file-report.v1": BankFileReportV1,
    "books-report.v1": BooksReportV1,
    "chat-message.v1": ChatMessageV1,
    "chat-message.v2": ChatMessageV2,
    "chat-reply.v1": ChatReplyV1,
    "chat-reply.v2": ChatReplyV2,
    "deposit-notification.v1": DepositNotificationV1,
    "deposit-notification.v2": DepositNotificationV2,
    "deposit-suspended.v1": DepositSuspendedV1,
    "deposit-suspended.v2": DepositSuspendedV2,
    "fine-paid.v1": FinePaidV1,
    "fine-paid.v2": FinePaidV2,
    "import-report.v1": ImportReportV1,
    "inbound-message": InboundMessage,
    "instalment-paid.v1": InstalmentPaidV1,
    "instalment-paid.v2": InstalmentPaidV2,
    "message-hub-batch": MessageHubBatch,
    "message-hub-text": MessageHubText,
    "payment-reversed.v1": PaymentReversedV1,
    "payment-reversed.v2": PaymentReversedV2,
    "reconciliation-report.v1": ReconciliationReportV1,
}
