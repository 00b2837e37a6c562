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
from city.contracts.crosswalk.events import (
    CrosswalkFaultClearedV1,
    CrosswalkFaultClearedV2,
    CrosswalkFaultV1,
    CrosswalkFaultV2,
    CrosswalkSilentV1,
    CrosswalkSilentV2,
    PedestrianInConflictV1,
    PedestrianInConflictV2,
)
from city.contracts.crosswalk.site import CrosswalkSiteV1, ReportedSiteV1, SignedSiteV1
from city.contracts.dividend.events import (
    DataRevisionRevokedV1,
    DataRevisionRevokedV2,
    DividendApprovalAskedV1,
    DividendApprovalAskedV2,
    DividendDiffersV1,
    DividendDiffersV2,
    DividendPaidV1,
    DividendPaidV2,
    DividendRoundPublishedV1,
    DividendRoundPublishedV2,
    DividendRoundStoppedV1,
    DividendRoundStoppedV2,
)
from city.contracts.dividend.files import PayoutReportV1, ReceiptReportV1
from city.contracts.dividend.rounds import DecisionV1
from city.contracts.fines.bank_statement import BankFileReportV1, ReconciliationReportV1
from city.contracts.fines.chat import ChatMessageV1, ChatReplyV1
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

CATALOGUE: dict[str, type[Contract | ForeignContract]] = {
    "aws-two-way-sms": TwoWaySms,
    "bank-file-report.v1": BankFileReportV1,
    "chat-message.v1": ChatMessageV1,
    "chat-reply.v1": ChatReplyV1,
    "inbound-message": InboundMessage,
    "crosswalk-cloud-detection.v1": CloudDetectionV1,
    "crosswalk-fault-cleared.v1": CrosswalkFaultClearedV1,
    "crosswalk-fault-cleared.v2": CrosswalkFaultClearedV2,
    "crosswalk-fault.v1": CrosswalkFaultV1,
    "crosswalk-fault.v2": CrosswalkFaultV2,
    "crosswalk-incident.v1": UnitIncidentV1,
    "crosswalk-frame.v1": UnitFrameV1,
    "crosswalk-picture-job.v1": PictureJobV1,
    "crosswalk-presence.v1": PresenceV1,
    "crosswalk-reported-site.v1": ReportedSiteV1,
    "crosswalk-shadow-state.v1": UnitShadowStateV1,
    "crosswalk-signed-site.v1": SignedSiteV1,
    "crosswalk-silent.v1": CrosswalkSilentV1,
    "crosswalk-silent.v2": CrosswalkSilentV2,
    "crosswalk-site.v1": CrosswalkSiteV1,
    "crosswalk-statistics.v1": UnitStatisticsV1,
    "crosswalk-telemetry.v1": UnitTelemetryV1,
    "crosswalk-unit-fault.v1": UnitFaultV1,
    "crosswalk-update-job.v1": UpdateJobV1,
    "pedestrian-in-conflict.v1": PedestrianInConflictV1,
    "pedestrian-in-conflict.v2": PedestrianInConflictV2,
    "deposit-notification.v1": DepositNotificationV1,
    "deposit-notification.v2": DepositNotificationV2,
    "deposit-suspended.v1": DepositSuspendedV1,
    "deposit-suspended.v2": DepositSuspendedV2,
    "data-revision-revoked.v1": DataRevisionRevokedV1,
    "data-revision-revoked.v2": DataRevisionRevokedV2,
    "dividend-approval-asked.v1": DividendApprovalAskedV1,
    "dividend-approval-asked.v2": DividendApprovalAskedV2,
    "dividend-decision.v1": DecisionV1,
    "dividend-differs.v1": DividendDiffersV1,
    "dividend-differs.v2": DividendDiffersV2,
    "dividend-paid.v1": DividendPaidV1,
    "dividend-paid.v2": DividendPaidV2,
    "dividend-payout-report.v1": PayoutReportV1,
    "dividend-receipt-report.v1": ReceiptReportV1,
    "dividend-round-published.v1": DividendRoundPublishedV1,
    "dividend-round-published.v2": DividendRoundPublishedV2,
    "dividend-round-stopped.v1": DividendRoundStoppedV1,
    "dividend-round-stopped.v2": DividendRoundStoppedV2,
    "fine-paid.v1": FinePaidV1,
    "fine-paid.v2": FinePaidV2,
    "import-report.v1": ImportReportV1,
    "instalment-paid.v1": InstalmentPaidV1,
    "instalment-paid.v2": InstalmentPaidV2,
    "message-hub-batch": MessageHubBatch,
    "message-hub-text": MessageHubText,
    "payment-reversed.v1": PaymentReversedV1,
    "payment-reversed.v2": PaymentReversedV2,
    "reconciliation-report.v1": ReconciliationReportV1,
}
