"""Browser tests of operations."""

from tests.browser.fixtures import *  # noqa: F403
