"""A PostgreSQL and a database for the bench: migrated, granted, a city adopted, every post filled."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from ecoduty.interfaces.console.simulation.bulk.reach import Reach as Server

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "var" / "bench"
DATABASE = "ecoduty_bench"
PASSWORD = "bench bench bench"
# What a small real server would be given; the durability of commits stays as PostgreSQL ships it.
OPTIONS = {"shared_buffers": "1GB", "max_wal_size": "8GB", "checkpoint_timeout": "30min", "work_mem": "32MB"}


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """Start the server, make the database anew, set Django up on it as the application role."""
    from ecoduty.config import environment
    from ecoduty.kernel.database.embedded import Cluster

    cluster = Cluster(HOME, environment.socket_folder(HOME), options=OPTIONS)
    with cluster.in_use():
        _create(cluster)
        for role, variable in (("app", ""), ("owner", "_OWNER"), ("portal", "_PORTAL")):
            url = f"postgresql://ecoduty_{role}@/{DATABASE}?host={cluster.sockets}&port={cluster.port}"
            os.environ[f"ECODUTY_DATABASE{variable}_URL"] = url
        os.environ["ECODUTY_HOME"] = str(HOME / "home")
        os.environ["ECODUTY_HOSTS"] = "testserver"
        os.environ["ECODUTY_SECRET_KEY"] = os.environ["ECODUTY_INTAKE_KEY"] = (
            PASSWORD  # for web processes of its own too
        )
        os.environ["DJANGO_SETTINGS_MODULE"] = "ecoduty.config.settings"
        import django
        from django.core.management import call_command

        django.setup()
        _log_aside()
        server = Server({role: cluster.conninfo(DATABASE, f"ecoduty_{role}") for role in ("app", "owner", "portal")})
        _migrate(server)
        call_command("collectstatic", verbosity=0, interactive=False)
        yield server
        from django.db import connections

        connections.close_all()


def _log_aside() -> None:
    """Each request is logged, as in a real run, but into a file: the table shall be readable."""
    (handler,) = logging.getLogger().handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream((HOME / "requests.log").open("w", encoding="utf-8"))


def _create(cluster: Any) -> None:
    from ecoduty.kernel.database import roles

    with psycopg.connect(cluster.conninfo(), autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))
        roles.prepare(admin, DATABASE)
    with psycopg.connect(cluster.conninfo(DATABASE), autocommit=True) as own:
        roles.make_extensions(own)


def _migrate(server: Server) -> None:
    from django.db import connections

    from ecoduty.kernel.database import migrating, roles

    settings = connections["default"].settings_dict
    connections["default"].close()
    settings["USER"] = "ecoduty_owner"
    migrating.migrate()
    connections["default"].close()
    settings["USER"] = "ecoduty_app"
    with server.connect("owner") as owner:
        roles.grant(owner)


def seed() -> None:
    """Adopt the shipped rulebook and fill every post."""
    from ecoduty.interfaces.console import demo
    from ecoduty.kernel.flow import Actor
    from ecoduty.kernel.rulebook import load_rulebook
    from ecoduty.organisation.directory.adoption import adopt

    adopt(load_rulebook(ROOT / "rulebooks" / "xiamen"), Actor.system("初始化"))
    demo.seed(PASSWORD)


__all__ = ["ROOT", "Server", "running", "seed"]
