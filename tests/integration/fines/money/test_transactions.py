import pytest
from pynamodb.exceptions import TransactWriteError

from city.aws.dynamo import Cancelled, Writes, WritesRefused, all_or_nothing, open_connection
from city.fines.law.tables.accounts import AccountRecord
from tests.integration.fines_in_moto import FinesInMoto
from tests.integration.moto_city import REGION


def test_a_refused_condition_is_told_item_by_item(fines: FinesInMoto) -> None:
    taken, free = AccountRecord("79010000000000"), AccountRecord("79019999999999")

    def add_both() -> None:
        with all_or_nothing(open_connection(REGION)) as transaction:
            for record in (free, taken):
                record.bank, record.free_from = "NH", fines.clock.now()
                transaction.save(record, AccountRecord.account_number.does_not_exist(), return_values="ALL_OLD")

    with pytest.raises(Cancelled) as cancelled:
        add_both()

    assert cancelled.value.codes == ["None", "ConditionalCheckFailed"]
    assert cancelled.value.items[1]["account_number"] == {"S": "79010000000000"}
    assert fines.accounts.find("79019999999999") is None


def test_what_is_no_refusal_is_not_taken_for_one(fines: FinesInMoto) -> None:
    fines_table = AccountRecord.Meta.table_name
    AccountRecord._get_connection().connection.delete_table(fines_table)

    with pytest.raises(TransactWriteError), all_or_nothing(open_connection(REGION)) as transaction:
        transaction.save(AccountRecord("79010000000000", bank="NH", free_from=fines.clock.now()))


def test_a_refused_write_is_named_whatever_stands_before_it(fines: FinesInMoto) -> None:
    taken = AccountRecord("79010000000000", bank="NH", free_from=fines.clock.now())
    writes = Writes()
    writes.add("update", lambda t: t.update(AccountRecord("79010000000001"), actions=[AccountRecord.bank.set("KB")]))
    writes.add("delete", lambda t: t.delete(AccountRecord("79010000000002")))
    writes.add("save", lambda t: t.save(taken, AccountRecord.account_number.does_not_exist(), return_values="ALL_OLD"))

    with pytest.raises(WritesRefused) as refused:
        writes.commit(open_connection(REGION))

    assert refused.value.names == {"save"}
    assert refused.value.items["save"]["account_number"] == {"S": "79010000000000"}
    kept = fines.accounts.find("79010000000001")
    assert kept is not None
    assert kept.bank == "NH"
