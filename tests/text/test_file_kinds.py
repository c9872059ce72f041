import io
import zipfile

import pytest

from studyapp.text.readers.kinds import LONGEST_NAME, clean_name, kind_of
from studyapp.text.source import Unreadable


def archive(*names):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return data.getvalue()


WORD = archive("[Content_Types].xml", "word/document.xml")
PAGE = b"<!DOCTYPE html><html><body><p>A</p></body></html>"


def problem_of(data, name):
    with pytest.raises(Unreadable) as caught:
        kind_of(data, name)
    return caught.value


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", b"words", "text"),
        ("A.TXT", b"words", "text"),
        ("a.md", b"# words", "markdown"),
        ("a.markdown", b"words", "markdown"),
        ("a.html", PAGE, "html"),
        ("a.htm", b"<p>words", "html"),
        ("a.docx", WORD, "docx"),
        ("a.pdf", b"%PDF-1.7", "pdf"),
        ("a.pdf", b"\n\n%PDF-1.7", "pdf"),
        ("", b"words", "text"),
        ("", PAGE, "html"),
        ("README", b"words", "text"),
    ],
)
def test_a_kind_is_told_by_name_or_else_by_content(name, data, kind):
    assert kind_of(data, name) == kind


@pytest.mark.parametrize("name", ["a.exe", "a.docx.exe", "a.doc", "a.xlsx", "a.epub", "a.rtf"])
def test_a_foreign_suffix_is_refused(name):
    problem = problem_of(b"words", name)
    assert (problem.code, problem.detail) == ("suffix", "." + name.rsplit(".")[-1])


@pytest.mark.parametrize(
    ("name", "data", "real"),
    [
        ("a.docx", b"\x89PNG\r\n", "picture"),
        ("a.docx", b"words", "text"),
        ("a.docx", b"\xd0\xcf\x11\xe0", "old_office"),
        ("a.docx", archive("xl/workbook.xml"), "spreadsheet"),
        ("a.docx", archive("readme"), "archive"),
        ("a.pdf", PAGE, "html"),
        ("a.txt", WORD, "docx"),
        ("a.txt", b"%PDF-1.7", "pdf"),
        ("a.txt", b"\x7fELF", "program"),
        ("a.txt", PAGE, "html"),
        ("a.html", b"words only", "text"),
        ("a.md", b"{\\rtf1 words", "rich_text"),
        ("", b"GIF89a", "picture"),
    ],
)
def test_content_that_contradicts_its_name_is_told_for_what_it_is(name, data, real):
    problem = problem_of(data, name)
    assert (problem.code, problem.detail) == ("contradiction", real)


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/cron.d/evil.txt", "evil.txt"),
        ("..\\..\\system32\\evil.txt", "evil.txt"),
        ("/etc/passwd.txt", "passwd.txt"),
        ("good.txt\x00.docx", "good.txt.docx"),
        ("通知.TXT", "通知.TXT"),
        ("", ""),
    ],
)
def test_a_name_is_no_path(name, cleaned):
    assert clean_name(name) == cleaned


def test_a_long_name_is_cut_and_keeps_its_suffix():
    name = clean_name("长" * 400 + ".txt")
    assert len(name) == LONGEST_NAME
    assert name.endswith("长.txt")


# --- Archives of very many files


@pytest.fixture(scope="module")
def crowded():
    """A Word document with a directory of more than a megabyte."""
    return archive("word/document.xml", *(f"word/{number:050}" for number in range(12_000)))


@pytest.fixture
def never_opened(monkeypatch):
    def fail(*_args, **_kwargs):
        raise AssertionError("the archive was opened")

    monkeypatch.setattr(zipfile, "ZipFile", fail)


def test_an_archive_of_very_many_files_is_refused_unopened(crowded, never_opened):
    assert problem_of(crowded, "a.docx").code == "unpacked_too_large"


@pytest.mark.parametrize("comment", [b"", b"x" * 65_535, b"PK\x05\x06" + bytes(20), b"PK\x05\x06"])
def test_no_comment_hides_how_long_the_directory_is(crowded, never_opened, comment):
    data = crowded[:-2] + len(comment).to_bytes(2, "little") + comment
    assert problem_of(data, "a.docx").code == "unpacked_too_large"


def test_neither_does_the_record_of_a_large_archive(crowded, never_opened):
    size = crowded[-10:-6]
    large = b"PK\x06\x06" + bytes(36) + size + bytes(12)
    locator = b"PK\x06\x07" + bytes(16)
    end = bytearray(crowded[-22:])
    end[12:16] = b"\xff" * 4
    data = crowded[:-22] + large + locator + bytes(end)
    assert problem_of(data, "a.docx").code == "unpacked_too_large"
