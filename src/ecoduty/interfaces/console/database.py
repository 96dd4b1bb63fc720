"""`ecoduty migrate` and `ecoduty doctor`: the tables, the roles, and whether all is well."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Any

import click
import django.db
import psycopg

from ecoduty.casework.legal_basis import seeding
from ecoduty.interfaces.console import diagnosis, fingerprint, installation, language, output, searching
from ecoduty.kernel.database import migrating, roles, system_errors

MIGRATION_LOCK = 0x0ECD0717  # one migration at a time, whoever starts it


@click.command(cls=language.Command)
def migrate() -> None:
    """建表或升级数据库，并按各表的声明重新授权。"""
    here = installation.current()
    here.make_home()
    with here.server(), here.connect("owner") as owner:
        owner.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            if not here.env.embedded:
                roles.make_extensions(owner)
            migrating.migrate()
            declared = roles.declared_rights()
            here.keep_declared_rights(declared)
            roles.grant(owner, here.role_names(), declared)
            fill_library()
            searching.fill()
        except (psycopg.Error, django.db.Error) as error:
            raise _told(error, here) from error
        fingerprint.mark_database(owner)
        with here.connect("app") as app:
            problems = roles.check(app, declared)
    if problems:
        raise language.ProblemError(problems[0].code, problems[0].sentence)


def fill_library() -> None:
    """Bring shipped instruments into the legal basis library that an installation of an older version lacks."""
    if seeding.missing():
        output.progress(f"法律依据库补入{seeding.fill()}个文件。")


def _told(error: Exception, here: installation.Installation) -> language.ProblemError:
    cause = error.__cause__ if isinstance(error.__cause__, psycopg.Error) else error
    lost = here.env.embedded and isinstance(cause, psycopg.OperationalError) and here.cluster.died_of_full_disk()
    if lost or isinstance(cause, psycopg.errors.DiskFull):
        return language.ProblemError("disk_full", system_errors.disk_full(here.home))
    if isinstance(cause, psycopg.errors.InsufficientPrivilege):
        return language.ProblemError(
            "owner_lacks_right", f"建表用的数据库角色权限不足（ECODUTY_DATABASE_OWNER_URL）：{cause}"
        )
    return language.ProblemError("migration_failed", f"升级数据库失败，未作改动：{cause}")


@click.command(cls=language.Command)
@output.json_option
def doctor(*, as_json: bool) -> None:
    """检查运行环境、时钟、磁盘、密钥文件、字体、日历、后台任务、备份、数据库角色与实际授权；有问题时退出码为 1。"""
    here = installation.current()
    with here.database():
        with here.connect("app") as app:
            problems = [*roles.check(app), *diagnosis.problems(here)]
        hints = list(diagnosis.hints(here))
        with here.connect("owner") as owner:
            version = owner.execute("SHOW server_version").fetchone()
            names = here.role_names()
            grants = [grant for name in (names.app, names.portal) for grant in roles.real_grants(owner, name)]
    facts: dict[str, Any] = {
        "ok": not problems,
        "home": str(here.home),
        "database": "embedded" if here.env.embedded else "external",
        "postgresql": version[0] if version else "",
        "python": sys.version.split()[0],
        "roles": asdict(names),
        "problems": [asdict(problem) for problem in problems],
        "hints": [asdict(hint) for hint in hints],
        "grants": [asdict(grant) for grant in grants],
    }
    output.show(facts, as_json=as_json, text=_in_words(facts, grants, problems, hints))
    sys.exit(1 if problems else 0)


def _in_words(
    facts: dict[str, Any], grants: list[roles.Grant], problems: list[roles.Problem], hints: list[roles.Problem]
) -> str:
    kind = "自带" if facts["database"] == "embedded" else "外部"
    lines = [f"数据目录 {facts['home']}", f"数据库   {kind}，PostgreSQL {facts['postgresql']}", "实际授权："]
    for grant in grants:
        parts = [*grant.privileges, *(f"{right}（{'、'.join(names)}）" for right, names in grant.columns.items())]
        lines.append(f"  {grant.role:<16} {grant.table:<40} {' '.join(parts)}")
    lines += [f"提示：{hint.sentence}（{hint.code}）" for hint in hints]
    lines += [f"问题：{problem.sentence}（{problem.code}）" for problem in problems] or ["没有发现问题。"]
    return "\n".join(lines)
