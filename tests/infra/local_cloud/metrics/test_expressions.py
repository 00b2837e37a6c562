"""Metric math: what dashboards and alarms of this city write, and the rules CloudWatch documents for it."""

import pytest

from infra.local.cloud.metrics.expressions import ExpressionError, Line, Setting, Value, evaluate

MOMENTS = (0.0, 60.0, 120.0)
LINES = {
    "a": Line("a", {0.0: 1.0, 60.0: 2.0, 120.0: 3.0}),
    "b": Line("b", {0.0: 10.0, 120.0: 0.0}),
    "never": Line("never", {}),
}


def found(text: str, stat: str, period: float) -> list[Line]:
    assert (text, stat, period) == ('{AWS/SQS,QueueName} MetricName="Age" Dead', "Maximum", 300)
    return [Line("one", {0.0: 4.0}), Line("two", {0.0: 6.0, 60.0: 1.0})]


def worked_out(expression: str) -> Value:
    return evaluate(expression, Setting(metrics=LINES, moments=MOMENTS, search=found, plain=["a", "b", "never"]))


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("a + 1", {0.0: 2.0, 60.0: 3.0, 120.0: 4.0}),
        ("1 + 2 * a ^ 2 - 1", {0.0: 2.0, 60.0: 8.0, 120.0: 18.0}),
        ("-a", {0.0: -1.0, 60.0: -2.0, 120.0: -3.0}),
        ("(a + 1) / 2", {0.0: 1.0, 60.0: 1.5, 120.0: 2.0}),
        # Where one of two has no datapoint, there is none; nor is there one after a division by zero.
        ("a + b", {0.0: 11.0, 120.0: 3.0}),
        ("a / b", {0.0: 0.1}),
        ("FILL(b, 0) + a", {0.0: 11.0, 60.0: 2.0, 120.0: 3.0}),
        ("FILL(b, REPEAT)", {0.0: 10.0, 60.0: 10.0, 120.0: 0.0}),
        ("FILL(never, 0)", dict.fromkeys(MOMENTS, 0.0)),
        ("a > 1", {0.0: 0.0, 60.0: 1.0, 120.0: 1.0}),
        ("a > 1 AND a < 3", {0.0: 0.0, 60.0: 1.0, 120.0: 0.0}),
        ("a == 1 || a == 3", {0.0: 1.0, 60.0: 0.0, 120.0: 1.0}),
        ("IF(a >= 2, a, 0)", {0.0: 0.0, 60.0: 2.0, 120.0: 3.0}),
        ("IF(a >= 2, a)", {60.0: 2.0, 120.0: 3.0}),
        ("SUM(a)", 6.0),
        ("AVG(a)", 2.0),
        ("MAX([a, b])", {0.0: 10.0, 60.0: 2.0, 120.0: 3.0}),
        ("SUM(METRICS())", {0.0: 11.0, 60.0: 2.0, 120.0: 3.0}),
        ("SUM(METRICS('a'))", {0.0: 1.0, 60.0: 2.0, 120.0: 3.0}),
        ("DIFF(a)", {60.0: 1.0, 120.0: 1.0}),
        ("RATE(a)", {60.0: 1 / 60, 120.0: 1 / 60}),
        ("RUNNING_SUM(a)", {0.0: 1.0, 60.0: 3.0, 120.0: 6.0}),
        ("a / PERIOD(a)", {0.0: 1 / 60, 60.0: 2 / 60, 120.0: 3 / 60}),
        ("CEIL(a / 2)", {0.0: 1.0, 60.0: 1.0, 120.0: 2.0}),
    ],
)
def test_an_expression(expression: str, value: Value) -> None:
    assert worked_out(expression) == value


def test_a_search_is_several_lines_and_a_sum_of_them_one() -> None:
    search = """SEARCH('{AWS/SQS,QueueName} MetricName="Age" Dead', 'Maximum', 300)"""

    assert worked_out(search) == [Line("one", {0.0: 4.0}), Line("two", {0.0: 6.0, 60.0: 1.0})]
    assert worked_out(f"SUM({search})") == {0.0: 10.0, 60.0: 1.0}
    assert worked_out(f"{search} * 2") == [Line("one", {0.0: 8.0}), Line("two", {0.0: 12.0, 60.0: 2.0})]


def test_the_alarm_of_this_city_that_is_an_expression() -> None:
    share = (
        "IF(FILL(answered, 0) + FILL(ticketed, 0) >= 20, "
        "100 * FILL(ticketed, 0) / (FILL(answered, 0) + FILL(ticketed, 0)), 0)"
    )
    lines = {"answered": Line("", {0.0: 5.0, 60.0: 9.0}), "ticketed": Line("", {0.0: 15.0, 60.0: 9.0})}

    value = evaluate(share, Setting(metrics=lines, moments=MOMENTS))

    assert value == {0.0: 75.0, 60.0: 0.0, 120.0: 0.0}


@pytest.mark.parametrize("expression", ["", "a +", "(a", "c", "a a", "NOISE(a)", "FILL(1, 0)", "a ? b", "SUM(a"])
def test_what_cannot_be_read_is_refused(expression: str) -> None:
    with pytest.raises(ExpressionError):
        worked_out(expression)
