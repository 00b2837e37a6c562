"""What every page's dialog is answered with."""

from playwright.sync_api import expect

from tests.browser.visits import Visit


def confirm(visit: Visit, question: str, verb: str) -> None:
    """Says yes to a question, and sees that it has gone."""
    dialog = visit.page.get_by_role("dialog", name=question)
    dialog.get_by_role("button", name=verb, exact=True).click()
    expect(dialog).to_have_count(0)
