"""What goes into a backup comes out of it, also while people write."""

import hashlib
import io
import json
import stat
import threading
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from studyapp import backup
from studyapp.backup import checking, places
from studyapp.models import Attempt, Document, Memory, Review, User
from tests import factories
from tests.backup.helpers import (
    contents,
    members,
    study,
    wait_for,
)
from tests.factories import NOW, answer_right, answer_wrong, days, next_question

pytestmark = pytest.mark.django_db(transaction=True)


# --- What goes in comes out


def test_every_row_of_every_table_comes_back_as_it_was(file, site, studied):
    before = contents()
    backup.make(file)
    backup.restore(file, site)
    with places.working_on(site.database):
        assert contents() == before


def test_original_files_come_back(file, site, settings, studied):
    backup.make(file)
    done = backup.restore(file, site)
    sha256 = Document.objects.get().revisions.get().sha256
    restored = site.folder / "originals" / sha256[:2] / sha256
    assert hashlib.sha256(restored.read_bytes()).hexdigest() == sha256
    assert done.originals >= 1


def test_an_original_that_is_gone_is_told_and_keeps_nothing_from_being_saved(file, settings):
    factories.create_document(text="护林员应当每天巡山两次，发现火情必须在十分钟内报告。\n")
    sha256 = Document.objects.get().revisions.get().sha256
    (settings.DATA_DIR / "originals" / sha256[:2] / sha256).unlink()
    assert sha256 in backup.make(file).missing


def test_study_goes_on_after_a_restore(file, site, studied):
    backup.make(file)
    backup.restore(file, site)
    with places.working_on(site.database):
        study(User.objects.get(), Document.objects.get(), now=NOW + days(3))
        assert User.objects.create_user("bob").pk > studied.pk
        assert not checking.replay_sample().differing


def test_memories_are_replayed_on_both_ends(file, site, studied):
    made = backup.make(file)
    done = backup.restore(file, site)
    assert made.replay.checked == done.replayed > 2
    assert not made.replay.differing


def test_the_secret_key_is_in_only_where_it_was_asked_for(file, site, settings, studied):
    backup.make(file)
    assert settings.SECRET_KEY.encode() not in b"".join(members(file).values())
    backup.make(file, with_secret=True)
    backup.restore(file, site)
    secret = site.folder / "secret_key"
    assert secret.read_text() == settings.SECRET_KEY
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_a_backup_of_an_older_version_is_brought_up_to_date(tmp_path, file, site):
    older = backup.Site.in_folder(tmp_path)
    with places.working_on(older.database):
        executor = MigrationExecutor(connection)
        newest = executor.loader.graph.leaf_nodes("mfa")
        targets = set(executor.loader.graph.leaf_nodes()) - set(newest)
        executor.migrate(sorted(targets | {("mfa", "0001_initial")}))
        assert backup.make(file).replay is None
    backup.restore(file, site)
    with places.working_on(site.database):
        executor = MigrationExecutor(connection)
        assert not executor.migration_plan(executor.loader.graph.leaf_nodes())


# --- While people write


@contextmanager
def learners_answering(document, *, hands):
    """Let threads record answers; yields the list of those acknowledged, which grows."""
    acknowledged, over, problems = [], threading.Event(), []

    def answer(hand):
        try:
            for turn in range(1000):
                sitting = factories.start(factories.create_user(f"l{hand}-{turn}"), document)
                while (attempt := next_question(sitting)) is not None:
                    if over.is_set():
                        return
                    act = answer_wrong if len(acknowledged) % 4 == 0 else answer_right
                    acknowledged.append((attempt.pk, act(attempt).grades))
        except Exception as problem:  # noqa: BLE001  # told at the end
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=(hand,)) for hand in range(hands)]
    for thread in threads:
        thread.start()
    try:
        yield acknowledged
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert not problems


def test_a_backup_under_writes_has_every_answer_acknowledged_before_it_once(file, site):
    with learners_answering(factories.create_document(), hands=3) as acknowledged:
        wait_for(lambda: len(acknowledged) >= 20)
        before = list(acknowledged)
        backup.make(file)
        during = len(acknowledged) - len(before)
    backup.restore(file, site)
    assert during > 0  # nobody had to wait for the backup
    with places.working_on(site.database):
        kept = dict(Attempt.objects.exclude(received_at=None).values_list("pk", "grades"))
        assert {pk: kept.get(pk) for pk, _ in before} == dict(before)
        whole = checking.replay_sample(most=100_000)
        assert whole.checked > 10 and not whole.differing
        # An answer is in with its reviews and memories or not at all.
        rated = {pk for pk, grades in kept.items() if grades}
        assert set(Review.objects.values_list("attempt", flat=True)) <= rated
        parts = Review.objects.values_list("learner", "statement", "part").distinct()
        assert set(parts) == set(Memory.objects.values_list("learner", "statement", "part"))


# --- The file


def test_a_backup_is_for_its_owner_only_and_leaves_nothing_beside_it(file, studied):
    backup.make(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_an_older_backup_of_that_name_is_replaced_but_nothing_else_is(file, studied):
    backup.make(file)
    backup.make(file)
    file.write_bytes(b"my only photograph")
    with pytest.raises(backup.Refused):
        backup.make(file)
    assert file.read_bytes() == b"my only photograph"


def test_where_there_is_no_site_there_is_no_backup(tmp_path):
    nothing = backup.Site.in_folder(tmp_path)
    with places.working_on(nothing.database), pytest.raises(backup.Refused):
        backup.make(tmp_path / "site.backup")
    assert not list(tmp_path.glob("*site.backup*"))


# --- Commands


def test_the_commands_say_in_json_what_they_did(file, site, studied):
    out = io.StringIO()
    call_command("backup", str(file), stdout=out)
    call_command("restore", str(file), into=site.folder, stdout=out)
    made, done = map(json.loads, out.getvalue().splitlines())
    assert made["bytes"] == file.stat().st_size
    assert made["rows"] == done["rows"] > 100
    assert done["replayed"] == made["replayed"] > 2


@pytest.mark.parametrize("name", ["nowhere/site.backup", "."])
def test_a_backup_that_cannot_be_written_is_one_sentence(tmp_path, name):
    with pytest.raises(CommandError, match=r"^[^\n]+$"):
        call_command("backup", str(tmp_path / name))


def test_a_backup_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match=r"^[^\n]*nothing[^\n]+$"):
        call_command("restore", str(tmp_path / "nothing"), into=tmp_path / "new")
    assert not (tmp_path / "new").exists()
