"""What tests of a learner without the network share."""

from studyapp.models import Attempt

# What a browser itself reports of requests that could not be made or were refused.
EXPECTED = ("ERR_", "htmx:", "401", "403", "404", "422", "Failed to fetch")
# The service worker's script, of which the cut network delivered nothing.
EXPECTED += ("fetching the script", "MIME type")


class Provoked(list):
    """Problems, but for those that the tests provoke."""

    def append(self, problem):
        if not any(words in problem for words in EXPECTED):
            super().append(problem)


def state(page, wanted):
    page.wait_for_selector(f"[data-save-state][data-state={wanted}]", state="attached")


def waiting(page):
    """The names of the answers that wait in this browser."""
    return page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('answer '))")


def ready_offline(page):
    """Wait until the browser has what it needs to reload without the network."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def answered():
    rows = Attempt.objects.exclude(received_at=None).order_by("received_at")
    return list(rows.values_list("pk", flat=True))
