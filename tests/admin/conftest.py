"""The admin panel in English, and who looks at it."""

import pytest
from django.utils import translation

# The rows are imported late: pytest reads this file before the settings are there.


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def editor():
    from tests import factories

    return factories.create_editor()


@pytest.fixture
def panel(client, editor):
    """The browser of someone who may do everything."""
    client.force_login(editor)
    return client


@pytest.fixture
def studied(document):
    """A document that alice has answered a question about."""
    from tests import factories

    sitting = factories.start(factories.create_user(), document)
    factories.answer_right(factories.next_question(sitting))
    return document


@pytest.fixture
def section(document):
    return document.sections.get(title="会员")
