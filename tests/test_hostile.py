"""What a careless or malicious person could send: through the command, the form and the paste box.

The files lie beside the repository; traps of our own are in the tests of the readers.
"""

import json
import os
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import translation

from studyapp import imports, intake, library
from studyapp.models import Document, Import

HOSTILE = Path(__file__).resolve().parents[2] / "shared" / "data" / "hostile"
MANIFEST = HOSTILE / "manifest.json"
ENTRIES = json.loads(MANIFEST.read_text(encoding="utf-8"))["entries"] if MANIFEST.exists() else []
IMPORT = "/admin/studyapp/document/import/"
SECONDS = 10

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not ENTRIES, reason=f"no hostile files in {HOSTILE}"),
]


@pytest.fixture(autouse=True)
def started(monkeypatch, settings):
    """The imports that would be carried on by a process of their own."""
    settings.LANGUAGE_CODE = "en"
    numbers = []
    monkeypatch.setattr(imports, "_start_process", numbers.append)
    with translation.override("en"):
        yield numbers


@pytest.fixture
def panel(client):
    from tests import factories

    client.force_login(factories.create_editor())
    return client


def must_fail(entry):
    return entry["expected"].startswith("clear error") and " or " not in entry["expected"][:60]


def must_be_read(entry):
    return entry["expected"].startswith(("imported", "CONTROL")) and " or " not in entry["expected"]


def named(entry):
    return entry.get("upload_as") or entry["file"]


def seconds_of_work():
    """Seconds that this process, the one that reads and its children have worked so far."""
    reader = intake._reader._process
    if reader is None or reader.poll() is not None:
        return time.process_time()
    fields = Path(f"/proc/{reader.pid}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def upload(panel, entry):
    name = named(entry)
    file = SimpleUploadedFile("x", (HOSTILE / entry["file"]).read_bytes())
    # As a client sends it: the setter of Django's own class would clean it first.
    file._name = name
    return panel.post(IMPORT, {"file": file})


@pytest.mark.one_database
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])
def test_the_command_tells_what_is_in_it_or_why_not(entry, tmp_path, capsys):
    path = HOSTILE / entry["file"]
    if named(entry).isascii() and "/" not in named(entry) and "\x00" not in named(entry):
        path = tmp_path / named(entry).replace("\\", "_")
        path.write_bytes((HOSTILE / entry["file"]).read_bytes())
    begun = seconds_of_work()
    failed = False
    try:
        call_command("parse_document", str(path))
    except CommandError:
        failed = True
    assert seconds_of_work() - begun < SECONDS
    said = json.loads(capsys.readouterr().out)
    assert failed == ("error" in said)
    assert failed or not must_fail(entry), said["title"]
    assert not failed or not must_be_read(entry), said["error"]
    assert "root:x:0:0" not in json.dumps(said)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])
def test_the_form_takes_it_in_or_says_why_not(panel, entry):
    begun = seconds_of_work()
    response = upload(panel, entry)
    shown = panel.get(response.url) if response.status_code == 302 else response
    assert seconds_of_work() - begun < SECONDS
    assert response.status_code == 422 or not must_fail(entry)
    assert response.status_code == 302 or not must_be_read(entry), shown.content.decode()
    assert shown.status_code in (200, 422)
    assert Import.objects.count() == (response.status_code == 302)
    assert not Document.objects.exists()
    check(entry, shown.content.decode())


@pytest.mark.one_database
@pytest.mark.parametrize(
    "entry",
    [entry for entry in ENTRIES if entry["file"].endswith((".txt", ".md", ".html"))],
    ids=lambda entry: entry["file"],
)
def test_the_paste_box_takes_it_in_or_says_why_not(panel, entry):
    text = (HOSTILE / entry["file"]).read_bytes().decode("utf-8", "replace")
    begun = seconds_of_work()
    response = panel.post(IMPORT, {"text": text})
    shown = panel.get(response.url) if response.status_code == 302 else response
    assert seconds_of_work() - begun < SECONDS
    assert response.status_code in (302, 400, 422)
    assert shown.status_code in (200, 400, 422)
    check(entry, shown.content.decode())


@pytest.mark.parametrize(
    "entry",
    [e for e in ENTRIES if e["category"] in ("xss", "unicode", "filename", "injection", "edge")],
    ids=lambda entry: entry["file"],
)
def test_what_was_taken_in_can_be_stored_and_read(panel, entry):
    response = upload(panel, entry)
    if response.status_code == 302:
        panel.post(response.url, {"decision": "publish"})
        document = Document.objects.get()
        for url in (document.get_absolute_url(), f"{document.get_absolute_url()}read/whole/"):
            page = panel.get(url)
            assert page.status_code == 200
            check(entry, page.content.decode())
        if entry["file"] == "xss-plain.txt":
            assert "{{7*7}}" in page.content.decode()


def check(entry, shown):
    """Nothing that a file smuggles in may show, or run."""
    assert "root:x:0:0" not in shown
    assert not Path("/tmp/evil.txt").exists()
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "javascript:alert" not in shown or entry["file"].endswith((".txt", ".md"))


def test_what_shall_be_imported_normally_has_its_sections():
    control = next(entry for entry in ENTRIES if entry["category"] == "control")
    data = (HOSTILE / control["file"]).read_bytes()
    document = library.import_document(data, name=control["file"]).document
    assert document.sections.filter(level=1).count() == 2
