"""How a person chooses the model that a page shows."""

from playwright.sync_api import Page

from tests.browser.rest import settled


def open_models(page: Page) -> None:
    """Opens the part of the page that has the list of models, and waits until it stands still."""
    page.get_by_text("Model, signals and scores").click()
    page.locator(".st-key-shown_model").get_by_role("combobox").scroll_into_view_if_needed()
    settled(page)


def choose_model(page: Page, name: str) -> None:
    """Takes the one model that `name` finds in the list; a list closes when the page below it moves."""
    field = page.locator(".st-key-shown_model").get_by_role("combobox")
    field.click()
    field.fill(name)
    page.get_by_role("option", name=name).click()
