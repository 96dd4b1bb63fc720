"""The way forwards by additions comes to the same tables as Django's way, through every migration there is."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState, StateApps

from ecoduty.kernel.database.migrating import ForwardState


@pytest.fixture
def migrations(db) -> list[Any]:
    loader = MigrationLoader(connection)
    plan = dict.fromkeys(key for leaf in loader.graph.leaf_nodes() for key in loader.graph.forwards_plan(leaf))
    return [loader.graph.nodes[key] for key in plan]


def tables(apps: StateApps) -> dict[str, Any]:
    """What statements are made from: columns, where they point, indexes and constraints by table."""
    return {
        model._meta.db_table: (
            {(field.attname, field.db_type(connection), points_to(field)) for field in model._meta.concrete_fields},
            {index.name for index in model._meta.indexes},
            {constraint.name for constraint in model._meta.constraints},
            {related.field.model._meta.db_table for related in model._meta.related_objects},
        )
        for model in apps.get_models(include_auto_created=True)
    }


def points_to(field: models.Field[Any, Any]) -> str:
    return f"{field.related_model._meta.db_table}.{field.target_field.column}" if field.is_relation else ""


def test_every_migration_by_additions_ends_where_djangos_way_ends(migrations):
    forward, plain = ForwardState(), ProjectState()
    assert not forward.apps.get_models()  # from now on classes stand, and are changed
    for migration in migrations:
        migration.mutate_state(forward, preserve=False)
        migration.mutate_state(plain, preserve=False)
    assert len(plain.models) > 200
    assert tables(forward.apps) == tables(plain.apps)


def test_classes_that_stand_stay_while_something_is_added():
    state = ForwardState()
    key = {"id": models.BigAutoField(primary_key=True)}
    state.add_model(ModelState("toy", "Shelf", list(key.items())))
    shelf = state.apps.get_model("toy", "shelf")
    state.add_model(
        ModelState("toy", "Book", [*key.items(), ("shelf", models.ForeignKey("toy.Shelf", on_delete=models.CASCADE))])
    )
    state.add_field("toy", "shelf", "name", models.TextField(), preserve_default=True)
    state.add_index("toy", "shelf", models.Index(fields=["name"], name="shelf_name"))
    state.add_constraint("toy", "shelf", models.UniqueConstraint(fields=["name"], name="shelf_once"))
    assert state.apps.get_model("toy", "shelf") is shelf
    assert shelf._meta.get_field("name").column == "name"
    assert [one.name for one in (*shelf._meta.indexes, *shelf._meta.constraints)] == ["shelf_name", "shelf_once"]
    assert [one.related_model for one in shelf._meta.related_objects] == [state.apps.get_model("toy", "book")]


def test_what_is_taken_away_goes_djangos_way():
    state = ForwardState()
    state.add_model(ModelState("toy", "Shelf", [("id", models.BigAutoField(primary_key=True))]))
    state.add_field("toy", "shelf", "name", models.TextField(), preserve_default=True)
    before = state.clone()
    state.remove_field("toy", "shelf", "name")
    assert [field.name for field in before.apps.get_model("toy", "shelf")._meta.fields] == ["id", "name"]
    assert [field.name for field in state.apps.get_model("toy", "shelf")._meta.fields] == ["id"]
