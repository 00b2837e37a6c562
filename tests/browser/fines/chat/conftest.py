"""Fixtures of the citizens' pages of fines: an office that answers them."""

from collections.abc import Iterator

import pytest

from tests.browser.fines.chat.office import Office, open_office


@pytest.fixture
def office() -> Iterator[Office]:
    with open_office() as running:
        yield running
