"""Every address of the site and what each person gets there: the table that a new one joins.

A line of TABLE is: the name of the address | the rows that stand in its places | GET | POST.

What people get is one word for everyone; two, for strangers and everyone signed in; three, for
strangers, everyone else, and alice, whose rows they are; or four, for strangers, guests, members
and staff. The words are open (200), refused (422), done (204), on (sent on), sign-in and door (sent
to sign in, as a learner or as staff), or the number of an error.

In ADMIN all but the staff are sent to the door, so its lines tell of editor and admin. STOCK has a
line for each model in the panel: what an editor, and what an admin, may do with its rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from tests.world import PEOPLE, World

TABLE = """
/favicon.ico                        |           | on                    | on
healthz                             |           | open                  | 405
readyz                              |           | open                  | 405
set_language                        |           | on                    | on

today                               |           | open                  | 405
library                             |           | open                  | 405
document                            | document  | open                  | 405
read                                | document  | on                    | 405
read_whole                          | document  | open                  | 405
page                                | document 1| open                  | 405
section                             | document 1| on                    | 405
place                               | document  | sign-in 405           | sign-in refused
collection                          | collection| open                  | 405
plan_collection                     | collection| sign-in 405           | sign-in on
statement                           | statement | sign-in open          | sign-in 405
set_aside                           | statement | sign-in 405           | sign-in on
statement_today                     | statement | sign-in 405           | sign-in on
spread                              |           | sign-in 405           | sign-in on
import_text                         |           | sign-in 404 open open |sign-in 404 refused refused
preview_text                        | own_import| sign-in 404 open      | sign-in 404 open
import_batch                        | own_batch | sign-in 404 open      | sign-in 404 open
revise_text                         | own_text  | sign-in 404 open      | sign-in 404 refused
undo_revision                       | own_text  | sign-in 405           | sign-in 404 on
delete_text                         | own_text  | sign-in 404 open      | sign-in 404 on

start                               |           | 405                   | 404
sitting                             | sitting   | sign-in 404 open      | sign-in 405
next_attempt                        | sitting   | sign-in 405           | sign-in 404 on
finish                              | sitting   | sign-in 405           | sign-in 404 on
into_today                          | sitting   | sign-in 405           | sign-in 404 on
attempt                             | attempt   | sign-in 404 open      | sign-in 404 refused
hint                                | attempt   | sign-in 405           | sign-in 404 open
undo                                | attempt   | sign-in 405           | sign-in 404 on
override                            | attempt   | sign-in 405           | sign-in 404 on
known                               | attempt   | sign-in 405           | sign-in 404
begin                               |           | open                  | 405
begin_practice                      |           | on                    | refused
begin_recital                       |           | on                    | refused
begin_exam                          |           | on                    | refused refused on
exam                                | exam      | sign-in 404 open      | sign-in 405
exam_question                       | exam 1    | sign-in 404 open      | sign-in 404 on
exam_questions                      | exam      | sign-in 404 on        | sign-in 405
hand_in                             | exam      | sign-in 405           | sign-in 404 on
recital                             | recital   | sign-in 404 open      | sign-in 404 refused
shell                               |           | open                  | 405
worker                              |           | open                  | 405
report                              | answered  | sign-in 404 open      | sign-in 404 refused
reports                             |           | sign-in open          | sign-in 405

progress                            |           | sign-in open          | sign-in 405
counts                              |           | sign-in 405           | sign-in on
mistakes                            |           | sign-in open          | sign-in 405
mistakes_sheet                      |           | sign-in open          | sign-in 405
practise_mistakes                   |           | sign-in 405           | sign-in on
mistakes_today                      |           | sign-in 405           | sign-in on
enrolments                          |           | sign-in open          | sign-in 405
enrolment                           | document  | sign-in 404 open      | sign-in 404 open
move_enrolment                      | document  | sign-in 405           | sign-in 404 on
pause_enrolment                     | document  | sign-in 405           | sign-in 404 on
add_enrolment                       | document  | sign-in 405           | sign-in on
remove_enrolment                    | document  | sign-in 405           | sign-in 404 on

account                             |           | sign-in open          | sign-in open
account_email                       |           | sign-in on open open  | sign-in on open open
export                              |           | sign-in open          | sign-in 405
delete_account                      |           | sign-in open          | sign-in open
sign_out_elsewhere                  |           | sign-in on 405 405    | sign-in on
join                                | token     | open                  | open
account_login                       |           | open                  | open
account_logout                      |           | on open               | on
account_inactive                    |           | open                  | 405
account_signup                      |           | open                  | open
account_reauthenticate              |           | sign-in on open open  | sign-in on open open
account_change_password             |           | sign-in on open open  | sign-in on open open
account_set_password                |           | sign-in on            | sign-in on
account_reset_password              |           | open                  | open
account_reset_password_from_key     | x y-z     | open                  | open
account_reset_password_from_key_done|           | open                  | 405
account_reset_password_done         |           | open                  | 405
mfa_index                           |           | sign-in on open open  | sign-in on 405 405
mfa_authenticate                    |           | sign-in on            | sign-in on
mfa_reauthenticate                  |           | sign-in on on open    | sign-in on on open
mfa_activate_totp                   |           | sign-in on open on    | sign-in on open on
mfa_deactivate_totp                 |           | sign-in on 404 open   | sign-in on 404 on
mfa_view_recovery_codes             |           | sign-in on 404 open   | sign-in on 405 405
mfa_generate_recovery_codes         |           | sign-in on open open  | sign-in on open on
mfa_download_recovery_codes         |           | sign-in on 404 open   | sign-in on 404 405

admin:login                         |           | door sign-in 403 on   | door sign-in 403 on
admin:logout                        |           | door on on 405        | door on on open
"""

ADMIN = """
admin:index                         |           | open                  | open
admin:password_change               |           | on                    | on
admin:password_change_done          |           | open                  | 405
admin:autocomplete                  |           | 403                   | 405
admin:jsi18n                        |           | open                  | 405
admin:view_on_site                  | document_type document| on                    | on
admin:app_list                      | studyapp  | open                  | open
/admin/<url>                        | nothing   | 404                   | 404
admin:studyapp_document_import      |           | open                  | refused
admin:studyapp_document_revise      | document  | open                  | refused
admin:studyapp_document_preview     | import    | open                  | open
admin:studyapp_document_batch       | batch     | open                  | open
admin:studyapp_document_add         |           | on                    | on
admin:studyapp_document_delete      | document  | on                    | on
admin:studyapp_document_preview_statements| import | open                  | 405
admin:studyapp_document_questions   | document  | open                  | on
admin:studyapp_report_change        | report    | open                  | on
admin:studyapp_statement_add_question| statement | open                  | open
admin:studyapp_question_regrade     | question  | open                  | on
admin:studyapp_question_bring_back  | question  | 405                   | on
admin:studyapp_revision_changes     | revision  | open                  | 405
admin:studyapp_revision_restore     | first_revision| open                  | on
admin:studyapp_revision_original    | revision  | open                  | 405
admin:studyapp_user_access          | user      | 403 open              | 403 open
admin:auth_user_password_change     | user      | 403 open              | 403 open
"""

STOCK = """
studyapp_collection     | see add change delete | see add change delete
studyapp_tag            | see add change delete | see add change delete
studyapp_document       | see change            | see change
studyapp_section        | see change            | see change
studyapp_statement      | see change            | see change
studyapp_question       | see change            | see change
studyapp_revision       | see                   | see
studyapp_import         | see                   | see
studyapp_report         | see change            | see change
studyapp_user           |                       | see add change delete
studyapp_invitation     |                       | see add change delete
studyapp_enrolment      |                       | see
studyapp_attempt        |                       | see
studyapp_review         |                       | see
auth_group              |                       | see add change delete
"""

# What it takes to open the pages that Django makes for each model.
NEEDED = {
    "changelist": ("see", "see"),
    "add": ("add", "add"),
    "history": ("see", "see"),
    "delete": ("delete", "delete"),
    "change": ("see", "change"),
}


@dataclass(frozen=True)
class Address:
    """One address in the URL map: its name, or its route where it has none."""

    name: str
    route: str

    def url(self, world: World, places: tuple[str, ...]) -> str:
        """The address with rows of the world, or the words themselves, in its places."""
        words = iter(places)
        path = re.sub(PLACE, lambda _place: str(world.key(next(words))), self.route)
        return f"/{path}"


PLACE = r"<(?:\w+:)?\w+>"


@dataclass(frozen=True)
class Row:
    """What stands in the places of an address, and what each person gets by each method."""

    places: tuple[str, ...]
    get: dict[str, str]
    post: dict[str, str]


def walk(
    resolver: URLResolver | None = None, prefix: str = "", space: str = ""
) -> Iterator[Address]:
    """Every address in the URL map, those of included maps too."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + plain_route(entry)
        if isinstance(entry, URLResolver):
            inside = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from walk(entry, route, inside)
        else:
            yield Address(f"{space}{entry.name}" if entry.name else f"/{route}", route)


def plain_route(entry: URLPattern | URLResolver) -> str:
    """A route as `path` writes it, also of one written as a regular expression."""
    route = re.sub(r"\(\?P(<\w+>)(?:[^()]|\([^()]*\))*\)", r"\1", str(entry.pattern))
    return route.removeprefix("^").removesuffix("$")


def table() -> dict[str, Row]:
    """The rows of TABLE, STOCK and ADMIN by the name of the address; what is written out wins."""
    rows = {}
    for model, editor, admin in lines(STOCK):
        rows |= stock_rows(model, editor.split(), admin.split())
    for name, places, get, post in lines(ADMIN):
        rows[name] = Row(tuple(places.split()), *(staff(words.split()) for words in (get, post)))
    for name, places, get, post in lines(TABLE):
        rows[name] = Row(tuple(places.split()), *(spread(words.split()) for words in (get, post)))
    return rows


def lines(text: str) -> Iterator[list[str]]:
    for line in filter(None, text.splitlines()):
        yield [cell.strip() for cell in line.split("|")]


def spread(words: list[str]) -> dict[str, str]:
    """What each person gets, of one, two, three or four words."""
    if len(words) == 4:
        stranger, guest, member, staff = words
        return dict(zip(PEOPLE, [stranger, guest, member, member, staff, staff], strict=True))
    stranger, others, alice = {1: words * 3, 2: [*words, words[-1]], 3: words}[len(words)]
    return {**dict.fromkeys(PEOPLE, others), "stranger": stranger, "alice": alice}


def staff(words: list[str]) -> dict[str, str]:
    """The same for the admin panel, of a word for all its staff, or one each."""
    return {**dict.fromkeys(PEOPLE, "door"), "editor": words[0], "admin": words[-1]}


def stock_rows(model: str, editor: list[str], admin: list[str]) -> dict[str, Row]:
    """The rows of the pages that Django makes for a model."""
    row = model.partition("_")[2]
    rows = {
        f"/admin/{model.replace('_', '/')}/<path:object_id>/": Row((row,), *[staff(["on"])] * 2)
    }
    for page, needed in NEEDED.items():
        get, post = (
            staff(["open" if need in may else "403" for may in (editor, admin)]) for need in needed
        )
        rows[f"admin:{model}_{page}"] = Row((row,), get, post)
    return rows
