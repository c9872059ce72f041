"""What pages say: all of it in the language of the reader, but for texts and names.

The texts and names of the world are in that language too, so what is left is the site's own.
"""

import ast
import inspect
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import allauth
import django
import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format

from studyapp import borrowed
from tests.pages import every_page
from tests.world import create_world, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SAYING = {"aria-label", "title", "placeholder", "alt", "aria-description", "data-covered"}
SAYING |= {"data-saving", "data-saved", "data-failed"}
VOID = {"input", "meta", "link", "img", "br", "hr", "path", "rect", "circle", "line"}
SILENT = {"script", "style", "template", "code", "kbd"}

# Names, keys, settings, and what is written in code are the same in every language; so are examples
# of how headings look. True and False are how Django reads its ticks and crosses aloud.
ALLOWED = {
    "zh-hans": set("alice bob admin editor Editors English Cookie Markdown UTF UTC".split())
    | set("Control Mac Command True False md fsrs default outline".split())
    | set("REGISTRATION invited open PDF Word".split()),
    "en": set("简体中文 繁體中文 成诵 一 第一章 第三条".split()),
}
# Mail and web addresses, keys of questions, files, zones, hashes and secrets.
CODES = re.compile(
    r"""\S+@\S+ | \b[a-z]+:[0-9a-f]{16}(?:\.\d+)* | https?://\S+
    | \w*\.(?:txt|md|docx|html|jpg)\b | \b[0-9a-f]{6,}\b | \w*\*{6,} | guest-\w+
    | \b[A-Z][A-Za-z]+(?:/[\w+-]+(?:\ (?:of|es|[A-Z]\w+))*)+ | \b[A-Z2-7]{16,}\b""",
    re.VERBOSE,
)


class Words(HTMLParser):
    """The words of a page that its reader sees or hears."""

    def __init__(self):
        super().__init__()
        self.said, self.open = [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.said += [value for name, value in attrs.items() if name in SAYING and value]
        if tag == "input" and attrs.get("type") in {"submit", "button", "reset"}:
            self.said.append(attrs.get("value") or "")

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        if not SILENT & set(self.open):
            self.said.append(data)


def words_of(html):
    reader = Words()
    reader.feed(html)
    return [" ".join(said.split()) for said in reader.said if said.strip()]


FOREIGN = {"zh-hans": re.compile(r"[A-Za-z]{2,}"), "en": re.compile(r"[\u3400-\u9fff]+")}


def foreign(said, language):
    """The words in `said` that are not in the language, nor allowed in it."""
    found = FOREIGN[language].findall(CODES.sub(" ", said))
    return [word for word in found if word not in ALLOWED[language]]


@pytest.fixture(params=["zh-hans", "en"])
def language(request, settings):
    settings.LANGUAGE_CODE = request.param
    settings.ROOT_URLCONF = "tests.error_urls"
    return request.param


def test_every_page_speaks_the_readers_language(language, settings):
    world = create_world(language)
    strange = {}
    for page in every_page(world):
        for said in words_of(open_page(world, page, language, settings)):
            if foreign(said, language):
                strange.setdefault(said, page.name)
    if strange:
        pytest.fail("\n".join(f"{page}: {said}" for said, page in strange.items()))


def open_page(world, page, language, settings):
    cache.clear()
    page.set_up(settings)
    person = world.people.get(page.who)
    with transaction.atomic():
        client = sign_in(person) if person else Client(raise_request_exception=False)
        send = client.post if page.form else client.get
        response = send(page.url, page.form, headers={"accept-language": language})
        transaction.set_rollback(True)
    assert response.status_code == page.status, f"{page.name}: {page.url}"
    return response.content.decode()


def test_every_mail_speaks_the_readers_language(language, client, mailoutbox):
    create_world(language)
    form, headers = {"email": "alice@example.org"}, {"accept-language": language}
    client.post("/accounts/password/reset/", form, headers=headers)
    mail = mailoutbox[0]
    assert "/accounts/password/reset/key/" in mail.body
    assert mail.subject.startswith({"zh-hans": "成诵：", "en": "Chengsong: "}[language])
    said = [mail.subject, *mail.body.splitlines()]
    assert [line for line in said if foreign(line, language)] == []


# --- What is borrowed


def test_every_borrowed_sentence_is_still_theirs():
    theirs = "".join(all_text_of(django) + all_text_of(allauth))
    calls = ast.walk(ast.parse(inspect.getsource(borrowed)))
    sentences = [word.value for call in calls if isinstance(call, ast.Call) for word in call.args]
    assert [each for each in sentences if squeezed(each) not in theirs] == []


def all_text_of(package):
    """What a package's sources say, with places in the way of the catalogue."""
    root = Path(package.__file__).parent
    files = [file for file in root.rglob("*") if file.suffix in {".py", ".html", ".txt"}]
    return [squeezed(file.read_text(encoding="utf-8", errors="ignore")) for file in files]


def squeezed(text):
    """Without the space, quotes and marks by which sources differ from the catalogue."""
    text = re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", text)
    return re.sub(r"[\s\"'\\]+", "", text)


def test_a_day_is_written_as_in_chinese():
    with translation.override("zh-hans"):
        assert date_format(date(2027, 6, 7), "MONTH_DAY_FORMAT") == "6月7日"
