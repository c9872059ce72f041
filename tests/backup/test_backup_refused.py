"""Backups that are not believed: refused with a sentence, and nothing is changed."""

import zipfile

import pytest

from studyapp import backup
from studyapp.backup import archive, places
from studyapp.models import Document, Memory
from tests.backup.helpers import in_manifest, refused, rewrite
from tests.factories import NOW, days

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


# --- What is not believed


@pytest.mark.parametrize(
    "content", [b"", b"PK\3\4", b"no backup" * 100, b"SQLite format 3\0" + bytes(5000)]
)
def test_another_file_is_refused(file, site, content):
    file.write_bytes(content)
    refused(file, site, "not a backup")


def test_another_zip_is_refused(file, site):
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("manifest.json", "{}")
    refused(file, site, "not a backup")


def test_a_truncated_archive_is_refused_wherever_it_ends(file, site, studied):
    backup.make(file)
    whole = file.read_bytes()
    for size in {*range(0, len(whole), len(whole) // 40), len(whole) - 1, len(whole) - 64}:
        file.write_bytes(whole[:size])
        refused(file, site, "incomplete|not a backup|damaged")


def test_a_flipped_bit_is_noticed_wherever_it_is(file, site, studied):
    backup.make(file)
    whole = bytearray(file.read_bytes())
    for place in {*range(0, len(whole), len(whole) // 60), len(whole) - 1, 20}:
        whole[place] ^= 1 << place % 8
        file.write_bytes(whole)
        refused(file, site, "incomplete|not a backup|damaged")
        whole[place] ^= 1 << place % 8


def test_something_added_at_the_end_is_noticed(file, site, studied):
    backup.make(file)
    file.write_bytes(file.read_bytes() + b"\n")
    refused(file, site, "incomplete")


@pytest.mark.parametrize(
    "newer",
    [{"format": archive.FORMAT + 1}, {"migrations": [["studyapp", "9999_from_the_future"]]}],
)
def test_a_backup_of_a_newer_version_is_refused(file, site, studied, newer):
    backup.make(file)
    rewrite(file, manifest_dot_json=in_manifest(**newer))
    refused(file, site, "newer version")


@pytest.mark.parametrize(
    "lie",
    [
        {"tables": {}},
        {"migrations": 3},
        {"format": "x"},
        {"replay": []},
        {"secret_key": True},
    ],
)
def test_a_manifest_that_lies_is_refused(file, site, studied, lie):
    backup.make(file)
    rewrite(file, manifest_dot_json=in_manifest(**lie))
    refused(file, site, "manifest|can be read")


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data + data.splitlines(keepends=True)[0],
        lambda data: data.replace(b"right", b"wrong", 1),
        lambda data: b"[1]\n" + data,
    ],
)
def test_rows_that_were_changed_are_refused_even_under_a_new_seal(file, site, studied, change):
    backup.make(file)
    rewrite(file, rows__studyapp_dot_attempt_dot_jsonl=change)
    refused(file, site, "manifest")


def test_an_original_that_was_changed_is_refused(file, site, studied):
    backup.make(file)
    sha256 = Document.objects.get().revisions.get().sha256
    rewrite(file, **{f"originals__{sha256}": lambda data: data + b"x"})
    refused(file, site, "manifest")


def test_an_original_cannot_be_written_elsewhere(file, site, studied):
    backup.make(file)
    with zipfile.ZipFile(file) as zipped:
        inside = {name: zipped.read(name) for name in zipped.namelist()}
    file.unlink()
    with archive.writing(file) as writer:
        for name in list(inside)[1:]:
            writer.add(name, inside[name])
        writer.add("originals/../../evil", b"x")
    refused(file, site, "manifest")


def test_memories_that_their_answers_do_not_give_are_refused(forged, site):
    refused(forged, site, "memories")


def test_they_are_restored_all_the_same_where_that_is_wished(forged, site):
    backup.restore(forged, site, prove=False)
    with places.working_on(site.database):
        assert Memory.objects.filter(stability=1000).exists()


def test_a_site_whose_memories_differed_before_is_restored(file, site, studied):
    # As when a learner has moved to another zone since: the next due times will follow, not these.
    Memory.objects.filter(pk=Memory.objects.first().pk).update(due=NOW + days(99))
    assert len(backup.make(file).replay.differing) == 1
    assert backup.restore(file, site).rows
