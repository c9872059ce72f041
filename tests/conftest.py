"""The tests' own world: settings that touch nothing of yours, and the database they run on.

TEST_DATABASE=postgresql runs the tests that use a database, and only those, on a PostgreSQL
started for them (tests/pg.py); otherwise everything runs on SQLite.
"""

import os
import shutil
import tempfile
from contextlib import ExitStack

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

# A busy machine is no failure; speed is measured in tests/benchmarks.
hypothesis_settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("any machine")

OURS = ("DATA_DIR", "SITE_URL", "DATABASE_URL", "SECRET_KEY", "DEBUG", "TIME_ZONE", "LANGUAGE_CODE")
OURS += (
    "LISTEN",
    "WORKERS",
    "ALLOWED_HOSTS",
    "TEXT_LIMIT",
    "ANSWER_LIMIT",
    "REGISTRATION",
    "GUESTS",
    "PERSONAL_TEXTS",
    "STAFF_MFA",
    "PEOPLE_PER_ADDRESS",
    "EMAIL_URL",
    "MAIL_FROM",
    "LOG_FORMAT",
)

ON_POSTGRESQL = os.environ.get("TEST_DATABASE") == "postgresql"
cleanup = ExitStack()


def pytest_configure(config):
    """Set the environment before Django's settings read it; parallel workers inherit it."""
    if not hasattr(config, "workerinput"):
        for name in OURS:
            os.environ.pop(name, None)
        os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="tests-")
        cleanup.callback(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
        if ON_POSTGRESQL:
            from tests import pg

            os.environ["DATABASE_URL"] = cleanup.enter_context(pg.running())
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    from django.conf import settings

    change_settings(settings)


def pytest_unconfigure():
    cleanup.close()


def change_settings(settings):
    """Make the site quick to test; what is tested keeps the settings of a real one."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if not ON_POSTGRESQL:
        # A file, as on a real site: threads of the live server open their own connections to it.
        name = settings.DATA_DIR / "test.sqlite3"
        database = settings.DATABASES["default"]
        database.setdefault("TEST", {})["NAME"] = str(name)
        # Nothing here outlives the run, so nothing needs to reach the disk.
        database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"


def pytest_collection_modifyitems(config, items):
    if not ON_POSTGRESQL:
        return
    elsewhere = {"browser", "one_database"}
    wanted = [item for item in items if uses_database(item) and not elsewhere & set(item.keywords)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(wanted)])
    items[:] = wanted


def uses_database(item):
    return item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(
        item.fixturenames
    )


@pytest.fixture(scope="module")
def lasting_db(django_db_setup, django_db_blocker):
    """The database, for what the tests of a module only read, or change each for itself.

    What a fixture of the module makes in it is there for all its tests, which must be of the usual
    kind that is undone, and is undone after the last of them.
    """
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


# What most tests begin with; where alice or her text is another, a test file says so.


@pytest.fixture
def document():
    from tests import factories

    return factories.create_document()


@pytest.fixture
def alice():
    from tests import factories

    return factories.create_user("alice")


@pytest.fixture(autouse=True)
def _site_language():
    """The language of the site, whatever the test before spoke."""
    from django.conf import settings
    from django.utils import translation

    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits count from nothing in every test."""
    yield
    from django.core.cache import cache

    cache.clear()
