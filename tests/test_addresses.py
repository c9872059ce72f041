"""Every address, by GET and POST, for everyone who may come: nobody gets what is not theirs."""

import re
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.addresses import PLACE, table, walk
from tests.forms import HTMX
from tests.world import PEOPLE, create_world, sign_in

pytestmark = pytest.mark.django_db

ADDRESSES = list(walk())
ROWS = table()
SHUT = {"sign-in", "door", "403", "404", "405"}
WORDS = {200: "open", 204: "done", 422: "refused"}
DOORS = {"/accounts/login/": "sign-in", "/admin/login/": "door"}


@pytest.fixture(scope="module")
def world(lasting_db):
    """Made once; every request in it is undone."""
    return create_world()


@pytest.fixture(scope="module")
def cookies(world):
    """The session of each person."""
    sessions = {"stranger": {}}
    for who, user in world.people.items():
        sessions[who] = {name: cookie.value for name, cookie in sign_in(user).cookies.items()}
    return sessions


@pytest.fixture
def ask(cookies):
    """Return a function that asks for an address as someone and tells what they got."""
    client = Client(raise_request_exception=False)

    def ask(who, method, url, data=None, **headers):
        client.cookies.clear()
        client.cookies.load(cookies[who])
        cache.clear()
        with transaction.atomic():
            response = client.generic(method, url, **body(method, data), headers=headers)
            b"".join(response)
            transaction.set_rollback(True)
        return outcome(response)

    return ask


def body(method, data):
    """Fields as a form sends them, or in the address."""
    if method == "GET":
        return {"QUERY_STRING": data or ""}
    return {"data": data or "", "content_type": "application/x-www-form-urlencoded"}


def outcome(response):
    """What someone got, in a word of the table."""
    to = response.headers.get("Location") or response.headers.get("HX-Redirect")
    if to:
        return DOORS.get(to.partition("?")[0], "on")
    if response.status_code >= 500 and getattr(response, "exc_info", None):
        return f"{response.status_code} {response.exc_info[1]!r}"
    return WORDS.get(response.status_code, str(response.status_code))


@pytest.mark.one_database
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_everyone_gets_what_the_table_says(world, ask, address):
    assert address.name in ROWS, (
        f"{address.name} ({address.route}) is a new address: say in tests/addresses.py "
        "what a stranger, a guest, a learner, another learner, an editor and an admin get there"
    )
    row = ROWS[address.name]
    url = address.url(world, row.places)
    wanted = {"GET": row.get, "POST": row.post}
    got = {method: {who: ask(who, method, url) for who in PEOPLE} for method in wanted}
    for each in got.values():
        # Strangers come to the panel by either door: what Django marks as open, and what not.
        if url.startswith("/admin/") and each["stranger"] == "sign-in":
            each["stranger"] = "door"
    assert got == wanted


def test_the_table_names_nothing_that_is_gone():
    assert sorted(ROWS.keys() - {address.name for address in ADDRESSES}) == []


@pytest.mark.one_database
@pytest.mark.parametrize("who", ["stranger", "bob"])
def test_asking_for_a_fragment_is_no_way_around(world, ask, who):
    for address in ADDRESSES:
        row = ROWS[address.name]
        url = address.url(world, row.places)
        for method, wanted in (("GET", row.get), ("POST", row.post)):
            if wanted[who] in SHUT:
                got = ask(who, method, url, **HTMX)
                assert got in {wanted[who], "sign-in", "door"}, f"{method} {url}"


# --- Nonsense

HUGE = "9" * 23
NONSENSE = [
    f"page=abc&document={HUGE}&q=%00%F0%9F%90%99&hide=zzz&paragraph=-1&moved=x&way=x&tag=%00",
    "page=-1&document=-1&q=%25_%5C&p=9e9&o=9.9.-9&e=1&all=&next=%2F%2Fevil.example&statement=x",
    f"page={HUGE}&document=%E2%85%A3&q={'x' * 3000}&paragraph={HUGE}&_popup=x",
]
FIELDS = [
    {"mode": "zzz", "document": "abc", "section": "-1", "statement": HUGE, "kind": "\0"}
    | {"answer": "\0🐙", "action": "x", "place-0": HUGE, "place-1": "x", "touched": "x"}
    | {"name": "\0", "zone": "x", "retention": "nan", "new_per_day": "1e9", "right": "x"}
    | {"username": "\0", "login": "\0", "password": "\0", "email": "x", "code": "\0"},
    {"mode": "practise", "document": HUGE, "section": HUGE, "paragraph": HUGE, "text": "\0"}
    | {"shown_at": "yesterday", "submitted_at": "9999-12-31T23:59:59+14:00", "paused": "x"}
    | {"way": "x", "back": "x", "language": "tlh", "next": "//evil.example", "decision": "x"}
    | {"_save": "1", "_selected_action": "x", "action": "delete_selected", "title": "\0"},
]
KEYS = ["0", "-1", "99999999999999999999999", "%00", "x" * 300, "_00", "é%2F.."]


def open_to(method):
    """Who may ask for what by a method: a stranger, a learner and an admin, and the address."""
    for address in ADDRESSES:
        row = ROWS[address.name]
        for who in ("stranger", "alice", "admin"):
            if getattr(row, method)[who] not in SHUT:
                yield who, address, row


def test_nonsense_in_the_address_breaks_nothing(world, ask):
    for who, address, row in open_to("get"):
        url = address.url(world, row.places)
        for query in NONSENSE:
            assert not ask(who, "GET", url, query).startswith("5"), f"{who}: {url}?{query}"


def test_nonsense_in_a_form_breaks_nothing(world, ask):
    for who, address, row in open_to("post"):
        url = address.url(world, row.places)
        for fields in map(urlencode, FIELDS):
            assert not ask(who, "POST", url, fields).startswith("5"), f"{who}: {url} {fields}"


def test_rows_that_do_not_exist_are_not_found(ask):
    for method in ("get", "post"):
        for who, address, _row in open_to(method):
            for key in KEYS if "<" in address.route and who != "stranger" else ():
                url = "/" + re.sub(PLACE, key, address.route)
                assert not ask(who, method.upper(), url).startswith("5"), url


@pytest.mark.one_database
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "BREW"])
def test_other_methods_break_nothing(world, ask, method):
    for address in ADDRESSES:
        row = ROWS[address.name]
        if {row.get["alice"], row.post["alice"]} - SHUT:
            url = address.url(world, row.places)
            assert not ask("alice", method, url).startswith("5"), url


def test_a_file_that_is_not_there_is_not_found(ask):
    assert {ask(who, "GET", "/static/nothing.css") for who in PEOPLE} == {"404"}
