"""Waiting for what an action leads to.

Playwright returns from a click once the next page has begun to come, and from a key at once. What
reads the page and does not wait by itself (`count`, `is_visible`, `page.url`), and what reads the
rows that a form wrote, comes after one of these, or after an `expect`.
"""

import re
import time

from playwright.sync_api import expect

# Less than the 15 s after which the outbox gives a request up by itself.
PATIENCE_S = 12


def follow(page, selector):
    """Press what leads to another page, and wait until that has loaded."""
    with page.expect_navigation():
        page.click(selector)


def ready(page):
    """Wait until the page has loaded and the focus is where it is to begin.

    A browser moves the focus when it draws the page, which may be after it has loaded.
    """
    page.wait_for_load_state()
    page.wait_for_function(
        "() => !document.querySelector('[autofocus]') || document.activeElement !== document.body"
    )


def focused(page, *names):
    """Wait until the focus is on something of one of these classes."""
    expect(page.locator(":focus")).to_have_class(re.compile(f"^({'|'.join(names)})$"))


def until(page, happened):
    """Wait until something has happened that `expect` cannot see."""
    deadline = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        page.wait_for_timeout(50)
