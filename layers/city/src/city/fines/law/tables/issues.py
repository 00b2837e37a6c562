"""An account issue as it stands in a table."""

from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from city.fines.law.accounts import AccountIssue
from city.fines.law.notices import PaymentStage


class IssueMap(MapAttribute[str, Any]):
    """An AccountIssue as it stands on its notice and on its account."""

    account_number = UnicodeAttribute()
    bank = UnicodeAttribute()
    notice_number = UnicodeAttribute()
    stage = UnicodeAttribute()
    amount_krw = NumberAttribute()
    issued_at = UTCDateTimeAttribute()
    expires_at = UTCDateTimeAttribute()
    correlation_id = UnicodeAttribute()
    revoked_at = UTCDateTimeAttribute(null=True)
    paid_at = UTCDateTimeAttribute(null=True)
    instalment = NumberAttribute(null=True)
    paid_before_krw = NumberAttribute(null=True)
    owner_asked = BooleanAttribute(null=True)
    payer = UnicodeAttribute(null=True)

    @classmethod
    def of(cls, issue: AccountIssue) -> "IssueMap":
        return cls(
            account_number=issue.account_number,
            bank=issue.bank,
            notice_number=issue.notice_number,
            stage=issue.stage.value,
            amount_krw=issue.amount_krw,
            issued_at=issue.issued_at,
            expires_at=issue.expires_at,
            correlation_id=issue.correlation_id,
            revoked_at=issue.revoked_at,
            paid_at=issue.paid_at,
            instalment=issue.instalment,
            paid_before_krw=issue.paid_before_krw or None,
            owner_asked=issue.owner_asked or None,
            payer=issue.payer,
        )

    def to_issue(self) -> AccountIssue:
        return AccountIssue(
            account_number=self.account_number,
            bank=self.bank,
            notice_number=self.notice_number,
            stage=PaymentStage(self.stage),
            amount_krw=int(self.amount_krw),
            issued_at=self.issued_at,
            expires_at=self.expires_at,
            correlation_id=self.correlation_id,
            revoked_at=self.revoked_at,
            paid_at=self.paid_at,
            instalment=int(self.instalment) if self.instalment is not None else None,
            paid_before_krw=int(self.paid_before_krw or 0),
            owner_asked=bool(self.owner_asked),
            payer=self.payer,
        )
