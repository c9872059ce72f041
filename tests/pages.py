"""Every page and state that someone may meet: the list that language and looks are tested by.

The pages come from the table of addresses: whatever is open to someone is looked at as the first
of LOOKERS who may. STATES adds what an address alone does not show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.addresses import table, walk
from tests.world import World

LOOKERS = ("alice", "editor", "admin", "bob", "guest", "stranger")
# No pages: files, scripts, what a machine asks.
NO_PAGES = {"healthz", "readyz", "admin:jsi18n", "admin:studyapp_revision_original"}
NO_PAGES |= {"mfa_download_recovery_codes", "export", "worker", "/favicon.ico"}


USUAL = {"REGISTRATION": "open", "EMAIL_HOST": ""}
WITH_MAIL = {"EMAIL_HOST": "mail.example.org"}


@dataclass(frozen=True)
class Page:
    """A page as someone meets it; with `form`, what it says after that was sent to it.

    `site` holds the settings on which the page depends, where they are not USUAL.
    """

    name: str
    who: str
    url: str
    form: dict[str, str] = field(default_factory=dict)
    status: int = 200
    site: dict[str, str] = field(default_factory=dict)

    def set_up(self, settings: Any) -> None:
        """Make the site one on which the page is so."""
        for name, value in (USUAL | self.site).items():
            setattr(settings, name, value)


def every_page(world: World) -> Iterator[Page]:
    """The pages of all addresses, then the states."""
    rows = table()
    for address in walk():
        row = rows.get(address.name)
        looker = next((who for who in LOOKERS if row and row.get[who] == "open"), None)
        if row and looker and address.name not in NO_PAGES:
            yield Page(address.name, looker, address.url(world, row.places))
    yield from states(world)


def shown_pages(world: World) -> Iterator[Page]:
    """Those worth a look in a browser: of Django's pages for each model, its list and one row."""
    for page in every_page(world):
        if not (page.name.startswith("admin:") and page.name.endswith(STOCK_PAGES)):
            yield page


STOCK_PAGES = ("_history", "_delete", "_add", "app_list", "password_change_done")


def states(world: World) -> Iterator[Page]:
    """What is empty, what was refused, what went wrong, and each kind of question."""
    for kind, attempt in world.questions.items():
        yield Page(f"question {kind}", "alice", attempt.get_absolute_url())
    for kind, attempt in world.feedback.items():
        yield Page(f"feedback {kind}", "alice", attempt.get_absolute_url())
    document, finished = world.rows["document"].pk, world.rows["finished"].pk
    yield Page("summary", "alice", f"/study/sittings/{finished}/")
    yield Page("nothing filled in", "alice", attempt_url(world), {"answer": " "}, 422)
    for degree in ("terms", "statements", "first", "all"):
        yield Page(f"reading {degree}", "alice", f"/documents/{document}/read/1/?hide={degree}")
    for name in ("today", "library", "progress", "mistakes", "mistakes_sheet", "enrolments"):
        url = {"today": "/", "mistakes": "/progress/mistakes/"}.get(name, f"/{name}/")
        url = {"mistakes_sheet": "/progress/mistakes/sheet/"}.get(name, url)
        yield Page(f"{name} with nothing in it", "bob", url)
    yield Page("library, nothing found", "alice", f"/library/?q={world.rows['section'].title}7")
    yield Page("library, found", "alice", f"/library/?q={world.rows['section'].title}")
    yield Page("welcome", "stranger", "/")
    yield Page("a text for a stranger", "stranger", f"/documents/{document}/")
    yield Page("reading for a stranger", "stranger", f"/documents/{document}/read/1/")
    yield Page("today of a guest", "guest", "/")
    yield Page("settings of a guest", "guest", "/account/")
    yield Page("signing out as a guest", "guest", "/accounts/logout/")
    yield Page("registering as a guest", "guest", "/accounts/signup/")
    yield from shelves(world)
    yield from reported(world)
    yield from doors(world)
    yield from refused(world)
    for code, status in ERRORS.items():
        yield Page(f"error {code}", "stranger", f"/errors/{code}/", status=status)
    yield Page("not for editors", "editor", "/admin/auth/group/", status=403)


SIGNUP, RESET = "/accounts/signup/", "/accounts/password/reset/"
ERRORS = {"400": 400, "403": 403, "403_csrf": 403, "404": 404, "405": 405, "429": 429, "500": 500}


def attempt_url(world: World) -> str:
    return world.rows["attempt"].get_absolute_url()


def shelves(world: World) -> Iterator[Page]:
    """Collections, tags and orders, and what was set aside."""
    yield Page("library by a tag", "alice", f"/library/?tag={world.rows['tag'].name}")
    yield Page("no text with a tag", "alice", "/library/?tag=7")
    yield Page("library in one's own order", "alice", "/library/?sort=mine")
    collection = world.rows["collection"].get_absolute_url()
    yield Page("a collection for a stranger", "stranger", collection)
    yield Page("a sentence set aside", "alice", world.rows["aside"].get_absolute_url())
    yield Page("a sentence never met", "bob", world.rows["statement"].get_absolute_url())


def reported(world: World) -> Iterator[Page]:
    """Reports before an answer, waiting, decided, refused and none."""
    for name, attempt in [("question", world.rows["attempt"]), *world.feedback.items()]:
        yield Page(f"reporting {name}", "alice", f"{attempt.get_absolute_url()}report/")
    bad = {"kind": "x", "words": world.rows["report"].words * 100}
    url = f"{world.rows['answered'].get_absolute_url()}report/"
    yield Page("a report refused", "alice", url, bad, 422)
    yield Page("no reports", "bob", "/reports/")
    question = world.rows["report"].question_id
    yield Page("a question reported", "editor", f"/admin/studyapp/question/{question}/change/")
    url = f"/admin/studyapp/question/{question}/regrade/"
    yield Page("grading a reported question again", "editor", url)
    document = world.rows["document"].pk
    url = f"/admin/studyapp/document/{document}/questions/?show=todo"
    yield Page("questions not approved", "editor", url)


def doors(world: World) -> Iterator[Page]:
    """Ways in, for who is not yet in."""
    for name in ("login", "signup", "password/reset"):
        yield Page(f"{name} for a stranger", "stranger", f"/accounts/{name}/")
    for registration in ("closed", "invited"):
        site = {"REGISTRATION": registration}
        yield Page(f"{registration} to strangers", "stranger", SIGNUP, site=site)
        yield Page(f"{registration} to guests", "guest", SIGNUP, site=site)
    yield Page("invited", "stranger", f"/join/{world.rows['token']}/", site=site)
    yield Page("invited too late", "stranger", "/join/gone/", site=site)
    yield Page("resetting by mail", "stranger", RESET, site=WITH_MAIL)
    yield Page("the panel's door for a learner", "alice", "/admin/login/", status=403)
    yield Page("the last who runs the site", "admin", "/account/delete/")
    yield Page("leaving as a guest", "guest", "/account/delete/")
    help_to_sign_in = f"/admin/studyapp/user/{world.people['alice'].pk}/access/"
    yield Page("a link to sign in by", "admin", help_to_sign_in, {"link": "1"})


def refused(world: World) -> Iterator[Page]:
    """Forms that were not filled in as they should be."""
    wrong = {"login": "alice", "password": "wrong"}
    yield Page("signing in refused", "stranger", "/accounts/login/", wrong)
    bad = {"username": "a b", "email": "x", "password1": "123", "password2": "4"}
    yield Page("registering refused", "stranger", "/accounts/signup/", bad)
    short = {"username": "alice", "password1": "12345678", "password2": "12345678"}
    yield Page("registering refused again", "stranger", "/accounts/signup/", short)
    yield Page("resetting refused", "stranger", RESET, {"email": "x"}, site=WITH_MAIL)
    bad = {"oldpassword": "x", "password1": "alice123", "password2": "other"}
    yield Page("changing the password refused", "alice", "/accounts/password/change/", bad)
    yield Page("proving it is you refused", "alice", "/accounts/reauthenticate/", {"password": "x"})
    bad = {"zone": "x", "retention": "3", "new_per_day": "-1", "day_start": "x", "name": "x" * 300}
    yield Page("settings refused", "alice", "/account/", bad, 422)
    bad = {"new_per_day": "99999", "goal_date": "tomorrow", "scope": "x"}
    url = f"/enrolments/{world.rows['document'].pk}/"
    yield Page("a plan refused", "alice", url, bad, 422)
    yield Page(
        "an import refused", "editor", "/admin/studyapp/document/import/", {"text": " "}, 422
    )
    url = "/account/email/"
    yield Page("another address refused", "alice", url, {"email": "x", "password": "y"}, 422)
    yield Page("leaving refused", "alice", "/account/delete/", {"password": "x"}, 422)
    url = f"/admin/studyapp/statement/{world.rows['statement'].pk}/add-question/"
    yield Page("a question refused", "editor", url, {"marked": "x", "wrong": "a\na"}, 422)
    yield Page("a tag refused", "editor", "/admin/studyapp/tag/add/", {"name": " "})
    bad = {"uses": "0", "expires_at_0": "x", "expires_at_1": "y"}
    yield Page("an invitation refused", "admin", "/admin/studyapp/invitation/add/", bad)
