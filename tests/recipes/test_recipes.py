"""The recipes under docs/recipes are followed to the letter, all in one small example: a recipe cannot rot.

Blocks with `file=` are written, `replace=` and `add=` change what stands there, `sh run` is run. Then the tests that
the recipes themselves brought along are run in a process of their own, where their code is part of the product.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.database import ROOT

pytestmark = pytest.mark.processes

RECIPES = ROOT / "docs" / "recipes"
ORDER = ("mechanism", "act", "city", "duty", "channel")
BLOCK = re.compile(r"^```\w+ (run|file=|add=|replace=)(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SETTINGS = """
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
for folder in sorted(HERE.glob("src/ecoduty/**/")):  # what the recipes add stands beside what is there
    name = ".".join(folder.relative_to(HERE / "src").parts)
    try:
        package = import_module(name)
    except ImportError:
        continue
    if str(folder) not in package.__path__:
        package.__path__.append(str(folder))

from tests.settings import *
from tests.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, {apps}]
"""


@dataclass(frozen=True)
class Block:
    """One block of a recipe that somebody who follows it would carry out."""

    recipe: str
    kind: str
    name: str
    text: str


def blocks() -> list[Block]:
    return [
        Block(recipe, kind.rstrip("="), name, text)
        for recipe in ORDER
        for kind, name, text in BLOCK.findall((RECIPES / f"{recipe}.md").read_text(encoding="utf-8"))
    ]


def follow(place: Path) -> list[str]:
    """Carry out every block that writes; the commands of those that run."""
    apps: list[str] = []
    commands: list[str] = []
    for block in blocks():
        path = place / block.name
        if block.kind == "file":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.kind == "replace":
            old, _, new = block.text.partition("----\n")
            text = path.read_text(encoding="utf-8")
            assert text.count(old) == 1, (block.recipe, old)
            path.write_text(text.replace(old, new), encoding="utf-8")
        elif block.kind == "add":
            assert block.name == "src/ecoduty/config/settings.py"
            apps += block.text.split()
        else:
            commands += block.text.splitlines()
    (place / "recipe_settings.py").write_text(SETTINGS.format(apps=" ".join(apps)), encoding="utf-8")
    return commands


def run(place: Path, *command: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ECODUTY_", "PYTEST", "DJANGO_"))}
    surroundings = {
        **kept,
        "DJANGO_SETTINGS_MODULE": "recipe_settings",
        "PYTHONPATH": os.pathsep.join((str(place), str(ROOT))),
    }
    done = subprocess.run(command, cwd=place, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"


def test_every_recipe_has_steps_and_stands_in_the_list():
    found = {block.recipe for block in blocks()}
    assert found == set(ORDER) == {path.stem for path in RECIPES.glob("*.md")} - {"README"}
    contents = (RECIPES / "README.md").read_text(encoding="utf-8")
    assert all(f"({name}.md)" in contents for name in ORDER)


def test_recipes_are_followed_and_their_tests_pass(tmp_path):
    place = tmp_path / "checkout"
    commands = follow(place)
    assert {command.split()[0] for command in commands} == {"python", "ecoduty"}
    for command in dict.fromkeys(commands):
        program, *arguments = command.split()
        module = ["-m", "ecoduty.interfaces.console.main"] if program == "ecoduty" else []
        run(place, sys.executable, *module, *arguments)
    (place / "conftest.py").write_text("from tests.conftest import pytest_plugins\n", encoding="utf-8")
    run(
        place, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml"),
        "--rootdir", str(place), "--confcutdir", str(place), "--ds", "recipe_settings",
        "--import-mode", "importlib", str(place / "tests"),
    )  # fmt: skip
