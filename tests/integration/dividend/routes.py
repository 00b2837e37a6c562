"""What tests of several APIs ask."""

from tests.integration.dividend_in_moto import ROUND

DATA_SET = f"dividend-{ROUND}"


ODD = [
    "2031-1",
    "%2e%2e%2f",
    "%00",
    "가나다",
    "2026-1%23round",
    "%27%20OR%201",
    "-1",
    "x" * 301,
    "%ff%fe",
    "2026-1%20",
    "{}",
    "٣",
]
