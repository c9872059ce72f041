"""Static files as a site serves them: bundles, names by content, compressed."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import override_settings

from studyapp.staticfiles import BUNDLES

LINKED = re.compile(r'(?:src|href)="(/static/[^"]+)"')


# What takes long to compress and is in no bundle.
OTHERS = ["admin", "account", "ext", "*-4*.js", "pictures"]


def collect():
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=OTHERS)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The folder that a site serves its files from, and the settings of such a site."""
    folder = tmp_path_factory.mktemp("static")
    backend = {"BACKEND": "studyapp.staticfiles.Storage"}
    storages = {**settings.STORAGES, "staticfiles": backend}
    with override_settings(STATIC_ROOT=str(folder), STORAGES=storages):
        collect()
    return folder, {"STATIC_ROOT": str(folder), "STORAGES": storages}


@pytest.fixture
def collected(served):
    folder, changed = served
    with override_settings(**changed):
        yield folder


def linked(template, **context):
    return LINKED.findall(render_to_string(template, context))


@pytest.mark.parametrize("bundle", BUNDLES)
def test_a_bundle_holds_its_parts_whole_and_in_order(bundle, collected):
    name, suffix = bundle.split(".")
    (made,) = collected.glob(f"{name}.*.{suffix}")
    text = made.read_text()
    places = [text.index(Path(finders.find(part)).read_text()) for part in BUNDLES[bundle]]
    assert places == sorted(places) and len(places) == len(BUNDLES[bundle])
    assert made.with_name(f"{made.name}.br").exists() and made.with_name(f"{made.name}.gz").exists()


def test_collecting_again_changes_no_name(collected):
    names = {file.name for file in collected.rglob("*") if file.is_file()}
    collect()
    assert {file.name for file in collected.rglob("*") if file.is_file()} == names


def test_a_study_page_takes_two_sheets_two_scripts_and_an_icon(collected, rf):
    known = {"user": None, "request": rf.get("/"), "sitting": SimpleNamespace(pk=1)}
    files = [name.split("/")[-1].split(".")[0] for name in linked("study/base_study.html", **known)]
    assert files == ["icon", "site", "study", "site", "study"]


def test_where_files_are_served_as_they_are_a_page_links_the_parts(rf):
    files = linked("study/shell.html", user=None, request=rf.get("/"))
    wanted = (*BUNDLES["studyapp/site.css"], *BUNDLES["studyapp/study.js"])
    assert {f"/static/{part}" for part in wanted} <= set(files)
