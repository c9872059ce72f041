"""A learner signed in, a text, and questions of it. Loaded before Django is: imported within."""

import pytest


@pytest.fixture
def alice(client):
    from tests import factories

    alice = factories.create_user()
    client.force_login(alice)
    return alice


@pytest.fixture
def ask(alice, document):
    """Return a function that practises a question of a kind with a learner, alice if not told."""
    from studyapp import study
    from tests import factories

    def ask(kind="typed", learner=alice):
        sitting = factories.start(learner, document, mode="practise", kind=kind)
        return study.issue_attempt(sitting, now=factories.NOW)

    return ask
