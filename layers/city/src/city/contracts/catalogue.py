"""Every contract that gets a JSON Schema in `iot/schemas`, under the name of its file."""

from city.contracts.bank_statement import BankFileReportV1, ReconciliationReportV1
from city.contracts.base import Contract, ForeignContract
from city.contracts.chat import ChatMessageV1, ChatReplyV1
from city.contracts.deposits import DepositNotificationV1, DepositNotificationV2
from city.contracts.events import DepositSuspendedV1, FinePaidV1, PaymentReversedV1
from city.contracts.message_hub import MessageHubBatch, MessageHubText
from city.contracts.notices import ImportReportV1
from city.contracts.sms import InboundMessage, TwoWaySms

CATALOGUE: dict[str, type[Contract | ForeignContract]] = {
    "aws-two-way-sms": TwoWaySms,
    "bank-file-report.v1": BankFileReportV1,
    "chat-message.v1": ChatMessageV1,
    "chat-reply.v1": ChatReplyV1,
    "inbound-message": InboundMessage,
    "deposit-notification.v1": DepositNotificationV1,
    "deposit-notification.v2": DepositNotificationV2,
    "deposit-suspended.v1": DepositSuspendedV1,
    "fine-paid.v1": FinePaidV1,
    "import-report.v1": ImportReportV1,
    "message-hub-batch": MessageHubBatch,
    "message-hub-text": MessageHubText,
    "payment-reversed.v1": PaymentReversedV1,
    "reconciliation-report.v1": ReconciliationReportV1,
}
