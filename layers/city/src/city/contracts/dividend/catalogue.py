"""Every contract that gets a JSON Schema in `iot/schemas`, under the name of its file."""

from city.contracts.base import Contract, ForeignContract
from city.contracts.crosswalk.devices import (
    CloudDetectionV1,
    PictureJobV1,
    PresenceV1,
    UnitFaultV1,
    UnitFrameV1,
    UnitIncidentV1,
    UnitShadowStateV1,
    UnitStatisticsV1,
    UnitTelemetryV1,
    UpdateJobV1,
)
from city.contracts.crosswalk.site import CrosswalkSiteV1, ReportedSiteV1, SignedSiteV1
from city.contracts.dividend.files import PayoutReportV1, ReceiptReportV1
from city.contracts.dividend.rounds import DecisionV1
from city.contracts.events import (
    CrosswalkFaultClearedV1,
    CrosswalkFaultV1,
    CrosswalkSilentV1,
    DataRevisionRevokedV1,
    DepositSuspendedV1,
    DividendApprovalAskedV1,
    DividendDiffersV1,
    DividendPaidV1,
    DividendRoundPublishedV1,
    DividendRoundStoppedV1,
    FinePaidV1,
    InstalmentPaidV1,
    PaymentReversedV1,
    PedestrianInConflictV1,
)
from city.contracts.fines.bank_statement import BankFileReportV1, ReconciliationReportV1
from city.contracts.fines.chat import ChatMessageV1, ChatReplyV1
from city.contracts.fines.deposits import DepositNotificationV1, DepositNotificationV2
from city.contracts.fines.message_hub import MessageHubBatch, MessageHubText
from city.contracts.fines.notices import ImportReportV1
from city.contracts.fines.sms import InboundMessage, TwoWaySms

CATALOGUE: dict[str, type[Contract | ForeignContract]] = {
    "aws-two-way-sms": TwoWaySms,
    "bank-file-report.v1": BankFileReportV1,
    "chat-message.v1": ChatMessageV1,
    "chat-reply.v1": ChatReplyV1,
    "inbound-message": InboundMessage,
    "crosswalk-cloud-detection.v1": CloudDetectionV1,
    "crosswalk-fault-cleared.v1": CrosswalkFaultClearedV1,
    "crosswalk-fault.v1": CrosswalkFaultV1,
    "crosswalk-incident.v1": UnitIncidentV1,
    "crosswalk-frame.v1": UnitFrameV1,
    "crosswalk-picture-job.v1": PictureJobV1,
    "crosswalk-presence.v1": PresenceV1,
    "crosswalk-reported-site.v1": ReportedSiteV1,
    "crosswalk-shadow-state.v1": UnitShadowStateV1,
    "crosswalk-signed-site.v1": SignedSiteV1,
    "crosswalk-silent.v1": CrosswalkSilentV1,
    "crosswalk-site.v1": CrosswalkSiteV1,
    "crosswalk-statistics.v1": UnitStatisticsV1,
    "crosswalk-telemetry.v1": UnitTelemetryV1,
    "crosswalk-unit-fault.v1": UnitFaultV1,
    "crosswalk-update-job.v1": UpdateJobV1,
    "pedestrian-in-conflict.v1": PedestrianInConflictV1,
    "deposit-notification.v1": DepositNotificationV1,
    "deposit-notification.v2": DepositNotificationV2,
    "deposit-suspended.v1": DepositSuspendedV1,
    "data-revision-revoked.v1": DataRevisionRevokedV1,
    "dividend-approval-asked.v1": DividendApprovalAskedV1,
    "dividend-decision.v1": DecisionV1,
    "dividend-differs.v1": DividendDiffersV1,
    "dividend-paid.v1": DividendPaidV1,
    "dividend-payout-report.v1": PayoutReportV1,
    "dividend-receipt-report.v1": ReceiptReportV1,
    "dividend-round-published.v1": DividendRoundPublishedV1,
    "dividend-round-stopped.v1": DividendRoundStoppedV1,
    "fine-paid.v1": FinePaidV1,
    "import-report.v1": ImportReportV1,
    "instalment-paid.v1": InstalmentPaidV1,
    "message-hub-batch": MessageHubBatch,
    "message-hub-text": MessageHubText,
    "payment-reversed.v1": PaymentReversedV1,
    "reconciliation-report.v1": ReconciliationReportV1,
}
