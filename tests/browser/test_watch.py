"""The watch kept over every page: it has to bark, or the other browser tests prove nothing."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from tests.browser.waits import until

PAGES = {
    "sound": '<h1>好</h1><a href="/">一</a>',
    "inline-style": '<h1 style="color: red">好</h1>',
    "inline-script": "<h1>好</h1><script>document.title = 'x'</script>",
    "missing": '<h1>好</h1><img src="/nothing.png" alt="">',
    "foreign": '<h1>好</h1><img src="http://127.0.0.2:9/x.png" alt="">',
    "unlabelled": "<h1>好</h1><input>",
}


HEAD = """<!DOCTYPE html><html lang="zh"><title>页</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width">"""


@login_not_required
def show(request, name):
    return HttpResponse(f"{HEAD}<main>{PAGES[name]}</main></html>")


urlpatterns = [path("<slug:name>/", show)]
pytestmark = pytest.mark.urls(__name__)


def test_a_sound_page_passes(page, axe):
    page.goto("/sound/")
    axe(page)


@pytest.mark.parametrize("name", ["inline-style", "inline-script", "missing", "foreign"])
def test_a_problem_is_noted(page, problems, name):
    page.goto(f"/{name}/")
    until(page, lambda: problems)
    problems.clear()


def test_axe_finds_an_input_without_a_label(page, axe):
    page.goto("/unlabelled/")
    with pytest.raises(AssertionError, match="label: "):
        axe(page)


def test_a_phone_is_narrow_and_a_dark_window_dark(phone, dark):
    phone.goto("/sound/")
    assert phone.evaluate("innerWidth") == 390
    assert dark.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
