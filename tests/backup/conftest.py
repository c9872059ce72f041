"""Sites to back up, and places to restore them to."""

import pytest
from django.utils import translation

# The rows are imported late: pytest reads this file before the settings are there.


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def file(tmp_path):
    return tmp_path / "site.backup"


@pytest.fixture
def site(tmp_path):
    """A site that is not there yet."""
    from studyapp import backup

    return backup.Site.in_folder(tmp_path / "new")


@pytest.fixture
def studied():
    """A learner with two days of answers, right and wrong."""
    from tests import factories
    from tests.backup.helpers import study

    alice, document = factories.create_user(name="爱丽丝😀"), factories.create_document()
    for day in (0, 1):
        study(
            alice, document, now=factories.NOW + factories.days(day) + factories.minutes(0.123456)
        )
    return alice


@pytest.fixture
def forged(file, studied):
    """A backup in which someone remembers better than they answered, hashes and seal made good."""
    from studyapp import backup
    from tests.backup.helpers import forge_a_memory

    backup.make(file)
    forge_a_memory(file)
    return file


@pytest.fixture
def restored(file, site, studied):
    """A site that a backup was restored to."""
    from studyapp import backup

    backup.make(file)
    backup.restore(file, site)
    return site
