"""Browser tests: pages opened in Chromium as people open them."""

from tests.browser.fixtures import *  # noqa: F403
