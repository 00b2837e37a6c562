"""CloudWatch's calls are judged by the dashboard or the alarm they name, in whatever protocol they come.

ministack judges GetDashboard as a call on everything, and DescribeAlarmHistory in CBOR too: a role that may read
`dashboard/dongne-*` is refused.
"""

import json
from collections.abc import Mapping
from typing import Any

from infra.local.cloud.hooks import require

_NAMES = ("DashboardName", "AlarmName")


def judge_by_name() -> None:
    from ministack.core import iam_actions

    require(iam_actions, "extract_resource_arn")
    extract = iam_actions.extract_resource_arn

    def extract_or_name(
        service: str, method: str, path: str, headers: Mapping[str, str], body: bytes, query: Any, region: str,
        account: str,
    ) -> Any:  # fmt: skip
        named = extract(service, method, path, headers, body, query, region, account)
        if service != "monitoring" or named != "*":
            return named
        asked = read(body, is_cbor="cbor" in headers.get("content-type", "") + headers.get("smithy-protocol", ""))
        if dashboard := asked.get("DashboardName"):
            return f"arn:aws:cloudwatch::{account}:dashboard/{dashboard}"
        if alarm := asked.get("AlarmName"):
            return f"arn:aws:cloudwatch:{region}:{account}:alarm:{alarm}"
        return named

    iam_actions.extract_resource_arn = extract_or_name


def read(body: bytes, *, is_cbor: bool) -> dict[str, str]:
    """The names in a request; none in one that cannot be read, which the service itself refuses."""
    try:
        if is_cbor:
            import cbor2  # type: ignore[import-not-found]  # of the cloud's environment

            told = cbor2.loads(body)
        else:
            told = json.loads(body)
    except Exception:  # noqa: BLE001  # cbor2 has errors of its own, and none of them is ours to judge
        return {}
    return {name: str(told[name]) for name in _NAMES if name in told} if isinstance(told, dict) else {}
