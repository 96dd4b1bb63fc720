"""The fictional city, adopted, and an office that writes letters in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ecoduty.casework.publications import kinds
from ecoduty.kernel.flow import Actor, registry
from ecoduty.kernel.rulebook import load_rulebook
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.directory.adoption import adopt
from tests.casework.letters import KIND, LETTERS, Office

EXAMPLE = Path(__file__).resolve().parents[2] / "rulebooks" / "example-city"


@pytest.fixture(scope="session")
def example_book():
    return load_rulebook(EXAMPLE)


@pytest.fixture
def letters(monkeypatch) -> Iterator[None]:
    """The toy mechanism, known to gate and portal for this test."""
    registry.register(LETTERS)
    monkeypatch.setitem(kinds._kinds, KIND.kind, KIND)
    yield
    registry.unregister(LETTERS.kind)


@pytest.fixture
def office(request, letters, example_book, settings, tmp_path) -> Iterator[Office]:
    """The example city in the test's database; with `fresh_db` committed, else rolled back."""
    settings.FILES_ROOT = tmp_path / "files"

    def build() -> None:
        rulebooks.forget()
        adopt(example_book, Actor.system("平台"))

    if "fresh_db" in request.fixturenames:
        request.getfixturevalue("fresh_db")
        build()
        yield Office(LETTERS)
        rulebooks.forget()
    else:
        with request.getfixturevalue("filled").undone("office", build):
            yield Office(LETTERS)
