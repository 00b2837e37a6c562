"""What is asked of CloudWatch, to draw a dashboard."""

from typing import Any

import pytest

from city.watch.charts import MOST_QUERIES, batched, lines_of, runbook_in


def widget(*metrics: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "metric", "properties": {"stat": "Sum", "period": 60, "metrics": list(metrics), **properties}}


def queries(*widgets: dict[str, Any], span_s: int = 3600) -> list[Any]:
    return [line.query for line in lines_of({"widgets": list(widgets)}, "here", span_s)]


def test_a_metric_becomes_a_query_of_its_own_widget() -> None:
    (query,) = queries(widget(["Dongne", "FinePaid", "service", "fines", {"stat": "p95", "label": "paid"}]))

    assert query == {
        "Id": "w0_n0",
        "ReturnData": True,
        "Label": "paid",
        "MetricStat": {
            "Metric": {
                "Namespace": "Dongne",
                "MetricName": "FinePaid",
                "Dimensions": [{"Name": "service", "Value": "fines"}],
            },
            "Period": 60,
            "Stat": "p95",
        },
    }


def test_dots_stand_for_what_stands_above() -> None:
    rows = (["A", "One", "of", "x"], [".", "Two", ".", "."], ["...", {"stat": "Maximum"}], ["...", "y"])

    metrics = [query["MetricStat"]["Metric"] for query in queries(widget(*rows))]

    assert [m["MetricName"] for m in metrics] == ["One", "Two", "Two", "Two"]
    assert [m["Dimensions"][0]["Value"] for m in metrics] == ["x", "x", "x", "y"]


def test_ids_of_two_widgets_do_not_meet_and_what_a_search_looks_for_is_no_id() -> None:
    chart = widget(
        ["A", "One", {"id": "one", "visible": False}],
        [{"id": "both", "expression": "one + SUM(SEARCH('{A} one', 'Sum', 60))"}],
    )

    first, second = queries(chart, chart)[1::2]

    assert first["Expression"] == "w0_one + SUM(SEARCH('{A} one', 'Sum', 60))"
    assert second["Expression"].startswith("w1_one + ")
    assert first["Id"] == "w0_both"


def test_what_is_hidden_is_asked_and_not_drawn() -> None:
    (query,) = queries(widget(["A", "One", {"id": "one", "visible": False}]))

    assert query["ReturnData"] is False


def test_a_chart_of_another_region_is_not_asked_here() -> None:
    assert queries(widget(["AWS/Billing", "EstimatedCharges"], region="us-east-1")) == []
    assert len(queries(widget(["A", "One"], region="here"))) == 1


def test_a_day_is_not_asked_by_the_minute() -> None:
    (query,) = queries(widget(["A", "One"]), span_s=86_400)

    assert query["MetricStat"]["Period"] == 180


def test_a_batch_is_no_larger_than_a_request_and_parts_no_widget() -> None:
    charts = [widget(*(["A", f"M{n}"] for n in range(200))) for _ in range(3)]
    lines = list(lines_of({"widgets": charts}, "here", 3600))

    batches = list(batched(lines))

    assert [len(batch) for batch in batches] == [400, 200]
    assert max(map(len, batches)) <= MOST_QUERIES
    assert [{line.widget for line in batch} for batch in batches] == [{0, 1}, {2}]


@pytest.mark.parametrize(
    ("description", "runbook"),
    [("It fails. Runbook docs/runbooks/api-errors.md", "docs/runbooks/api-errors.md"), ("It fails.", None)],
)
def test_a_runbook_is_found_in_a_description(description: str, runbook: str | None) -> None:
    assert runbook_in(description) == runbook
