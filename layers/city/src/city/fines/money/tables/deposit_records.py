"""The record of a deposit, and the indexes it is found by."""

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, IncludeProjection
from pynamodb.models import Model

from city.fines.law.tables.receivers import ReceiverMap

SUSPENSE_OPEN = "open"
# The outcomes of money that pays a case.
PAYS = ("settled", "assigned")


class OpenSuspense(GlobalSecondaryIndex["DepositRecord"]):
    class Meta:
        index_name = "suspense"
        projection = AllProjection()

    suspense = UnicodeAttribute(hash_key=True)
    received_at = UTCDateTimeAttribute(range_key=True)


class DepositsOfAnAccount(GlobalSecondaryIndex["DepositRecord"]):
    class Meta:
        index_name = "accounts"
        projection = IncludeProjection(["amount_krw", "deposited_at"])

    account_number = UnicodeAttribute(hash_key=True)
    received_at = UTCDateTimeAttribute(range_key=True)


class DepositsOfANotice(GlobalSecondaryIndex["DepositRecord"]):
    class Meta:
        index_name = "notices"
        projection = AllProjection()

    notice_number = UnicodeAttribute(hash_key=True)
    received_at = UTCDateTimeAttribute(range_key=True)


class DepositRecord(Model):
    """One deposit. `outcome`: settled, suspense, assigned, returning or refunded (by staff), reversed (by the bank)."""

    class Meta:
        table_name = "deposits"

    deposit_key = UnicodeAttribute(hash_key=True)
    account_number = UnicodeAttribute(null=True)
    amount_krw = NumberAttribute(null=True)
    deposited_at = UTCDateTimeAttribute(null=True)
    received_at = UTCDateTimeAttribute(null=True)
    outcome = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    notice_number = UnicodeAttribute(null=True)
    stage = UnicodeAttribute(null=True)
    # Of a plan: which instalment it paid, and how many were still to come.
    instalment = NumberAttribute(null=True)
    instalments_left = NumberAttribute(null=True)
    # What its account asked for.
    expected_krw = NumberAttribute(null=True)
    payer = ReceiverMap(null=True)
    owner = ReceiverMap(null=True)
    correlation_id = UnicodeAttribute(null=True)
    suspense = UnicodeAttribute(null=True)
    told_at = UTCDateTimeAttribute(null=True)
    reversal_told_at = UTCDateTimeAttribute(null=True)
    expires = TTLAttribute(null=True)

    by_suspense = OpenSuspense()
    by_account = DepositsOfAnAccount()
    by_notice = DepositsOfANotice()
