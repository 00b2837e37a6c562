"""The contracts of the dividend that get a JSON Schema in `iot/schemas`, under the name of its file."""

from city.contracts.base import Contract, ForeignContract
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

SCHEMAS: dict[str, type[Contract | ForeignContract]] = {
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
}
