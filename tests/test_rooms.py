"""The house has four ranks of rooms: THINK <- HOLD <- DO <- SHOW. Imports only look left."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import studyapp

ROOT = Path(studyapp.__file__).parent
THINK, HOLD, DO, SHOW = range(4)
RANKS = {
    THINK: ["text", "questions", "memory", "ladder", "changes"],
    HOLD: ["models", "migrations"],
    SHOW: [
        *["http", "middleware", "views", "forms", "urls", "admin", "templatetags", "management"],
        *["adapters", "admin_site", "apps", "borrowed", "staticfiles", "widgets"],
    ],
}
RANK_OF_ROOM = {room: rank for rank, rooms in RANKS.items() for room in rooms}

FILES = {
    ".".join(file.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__"): file
    for file in ROOT.glob("*/**/*.py")
} | {f"studyapp.{file.stem}": file for file in ROOT.glob("*.py") if file.stem != "__init__"}
MODULES = sorted(FILES)

IMPORT_WITHOUT_DJANGO = """
import importlib, sys
sys.modules["django"] = None  # every import of it, or of a part of it, now fails
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def rank_of(module):
    """Return a module's rank; a room that is not listed holds use-cases."""
    return RANK_OF_ROOM.get(module.split(".")[1], DO)


def imports_of(module):
    """Yield the full name of everything of ours that `module` imports, wherever in the file."""
    file = FILES[module]
    package = module if file.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*parents, node.module or ""] if node.level else [node.module])
            yield from (f"{base.rstrip('.')}.{name.name}" for name in node.names)


def test_thinking_needs_no_django():
    thinking = [name for name in MODULES if rank_of(name) == THINK]
    assert thinking
    run = subprocess.run(
        [sys.executable, "-c", IMPORT_WITHOUT_DJANGO, *thinking],
        cwd=ROOT.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("module", MODULES)
def test_a_room_imports_only_from_ranks_to_its_left(module):
    ours = [name for name in imports_of(module) if name.startswith("studyapp.")]
    assert [name for name in ours if rank_of(name) > rank_of(module)] == []


def test_only_memory_knows_the_scheduler():
    assert [m for m in MODULES if "fsrs" in {n.split(".")[0] for n in imports_of(m)}] == [
        "studyapp.memory"
    ]
