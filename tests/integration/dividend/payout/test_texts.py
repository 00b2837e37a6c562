"""A text to every citizen who was paid, over moto."""

from city.dividend.bootstrap import open_folder
from city.dividend.payout.adapters.rails import FileRail
from city.dividend.payout.rail_faults import Faults
from city.dividend.payout.rail_file import ResultFile, ResultLine, read_batch_file, write_result_file
from tests.integration.dividend.payout_states import texted
from tests.integration.dividend_in_moto import ROUND
from tests.integration.dividend_staff import People, published


def test_every_citizen_who_was_paid_is_texted_once_with_a_code_that_opens_the_statement(cloud) -> None:
    dividend = published(Faults(returned=0.1))
    dividend.sell()
    result = dividend.pay()
    people = People(dividend)

    (batch,) = texted().values()
    first = batch.texts[0]
    status, statement = people.ask(
        f"/statements/{ROUND}", {"card_id": first.card_id, "code": first.text.rsplit(" ", 1)[1]}
    )
    dividend.pay()

    assert 90 < len(batch.texts) < 120
    assert result.paid_krw == 7_500 * len(batch.texts)
    assert (status, statement["state"], statement["amount_krw"]) == (200, "paid", 7_500)
    assert f"{ROUND}회 7,500원" in first.text
    assert list(texted().values()) == [batch]


def test_an_operator_who_takes_files_finds_the_texts_beside_its_batches(cloud) -> None:
    dividend = published()
    dividend.sell()
    dividend.rail = FileRail(open_folder("rail"))
    dividend.pay(tries=1)
    unanswered = texted("out/")
    (name,) = open_folder("rail", "out/").names()
    order = read_batch_file(open_folder("rail", "out/").read(name) or b"")
    lines = tuple(ResultLine(line.position, line.amount_krw, "P", None, "K") for line in order.lines)
    result = ResultFile(order.key, order.created_at, None, lines)
    open_folder("rail").write(f"in/{order.key}.res", write_result_file(result))

    dividend.pay()

    assert unanswered == {}
    assert {name: len(each.texts) for name, each in texted("out/").items()} == {f"{order.key}.msg": 120}
