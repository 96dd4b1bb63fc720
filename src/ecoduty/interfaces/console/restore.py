"""`ecoduty restore`: a backup becomes the platform's data again: checked before, verified after, and never half.

Everything is loaded beside what is there: into a database of its own, migrated and verified, and only then named as
the platform's. Files lie under their digests, so adding them disturbs nothing. What was there before is kept until
`ecoduty kept --discard`. A database of the installation's own cannot be renamed by us: there the target must be empty.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click
import psycopg
from psycopg import sql

from ecoduty.interfaces.console import backup_set, installation, language, output, running
from ecoduty.interfaces.console.backup_set import CHECKPOINTS, DATABASE, FILES, Manifest
from ecoduty.interfaces.console.installation import Installation
from ecoduty.interfaces.console.measure import Measure
from ecoduty.interfaces.console.stopping import STOP, Stopped
from ecoduty.kernel import clock
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.database import dumping, roles, system_errors
from ecoduty.kernel.sealing import keyring

BESIDE, KEPT = "ecoduty_restoring", "ecoduty_before_"
UNTOUCHED = "没有作任何改动。"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought back, and the name under which the earlier database is kept."""

    manifest: Manifest
    kept: str | None


@click.command(cls=language.Command)
@click.argument("source", type=click.Path(path_type=Path), metavar="备份")
@click.option("--replace", is_flag=True, help="已有数据时也恢复；原数据库保留，另行命名。")
@click.option("--without-keys", is_flag=True, help="密钥确已遗失时也恢复；用它们加密的内容将无法读出。")
@output.json_option
def restore(*, source: Path, replace: bool, without_keys: bool, as_json: bool) -> None:
    """从备份恢复数据库和文件：先核对每个字节，恢复后核验留痕，与备份时的检查点一致才算数。"""
    here = installation.current()
    STOP.listen()
    try:
        here.make_home()
        manifest = backup_set.read(source)
        with running.only_one(here), _sentences(here), here.server():
            done = _restore(here, source, manifest, replace=replace, without_keys=without_keys)
    except Stopped:
        raise language.ProblemError("restore_stopped", f"恢复已按要求停止，{UNTOUCHED}") from None
    point = done.manifest.checkpoint
    facts = {
        "ok": True,
        "made_at": manifest.made_at,
        "version": manifest.version,
        "entries": manifest.entries,
        "checkpoint": point[0] if point else None,
        "root": point[1] if point else None,
        "files": manifest.files,
        "missing_files": manifest.missing_files,
        "kept": done.kept,
    }
    output.show(facts, as_json=as_json, text=_in_words(source, done))


def _restore(here: Installation, source: Path, manifest: Manifest, *, replace: bool, without_keys: bool) -> Restored:
    target = _Embedded(here) if here.env.embedded else _External(here)
    target.refuse_unless_free(replace=replace)
    _refuse_without_keys(here, manifest, accepted=without_keys)
    os.environ.update(target.environment())  # from here on this process and its children work on what is being made
    installation.set_up_django("app")
    _refuse_newer(source, manifest)
    _check(source, manifest)
    try:
        measure = Measure("导入数据库", manifest.parts[DATABASE].size)
        output.progress("正在导入数据库……")
        target.load(source / DATABASE, measure)
        output.progress("正在建立或升级数据库表……")
        installation.run_console("migrate")
        _verify(source, manifest)
        _put_files(here, source, manifest)
        kept = target.switch(lambda: _put_checkpoints(here, source))
    except BaseException:
        target.give_up()
        raise
    return Restored(manifest, kept)


class _Embedded:
    """The embedded server: loaded into a database beside, then both are renamed in one transaction."""

    def __init__(self, here: Installation) -> None:
        self.here = here
        self.names = here.role_names()

    def refuse_unless_free(self, *, replace: bool) -> None:
        with self._admin(installation.DATABASE) as there:
            if not replace and _holds_entries(there):
                raise language.ProblemError(
                    "restore_not_empty",
                    f"{self.here.home} 里已有数据，{UNTOUCHED}"
                    "确要用备份代替，请加 --replace：原数据库会另行命名保留，可以换回。",
                )

    def environment(self) -> dict[str, str]:
        host = quote(str(self.here.cluster.sockets), safe="/")
        return {
            variable: f"postgresql://{getattr(self.names, role)}@/{BESIDE}?host={host}&port={self.here.cluster.port}"
            for role, variable in installation.VARIABLES.items()
        }

    def load(self, dump: Path, measure: Measure) -> None:
        self.give_up()  # of one that was killed
        with self._admin() as admin:
            roles.prepare(admin, BESIDE, self.names)
        with self._admin(BESIDE) as own:
            roles.make_extensions(own)
        dumping.load(self.here.cluster.conninfo(BESIDE, self.names.owner), dump, watch=measure.reach)

    def switch(self, just_before: Any) -> str | None:
        _let_go()
        kept = f"{KEPT}{clock.wall_now().astimezone(SHANGHAI):%Y%m%d_%H%M%S}"
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        ours, beside, old = (sql.Identifier(name) for name in (installation.DATABASE, BESIDE, kept))
        with self._admin(installation.DATABASE) as there:
            empty = not _holds_entries(there)
        with self._admin() as admin:
            if empty:
                just_before()
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(ours))
                admin.execute(rename.format(beside, ours))
                return None
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [installation.DATABASE]
            )
            just_before()
            with admin.transaction():
                admin.execute(rename.format(ours, old))
                admin.execute(rename.format(beside, ours))
        return kept

    def give_up(self) -> None:
        _let_go()
        with self._admin() as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(BESIDE)))

    @contextmanager
    def _admin(self, database: str = "postgres") -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(self.here.cluster.conninfo(database), autocommit=True) as connection:
            yield connection


class _External:
    """A database of the installation's own: empty, or it is refused; loaded in one transaction, emptied if it fails."""

    def __init__(self, here: Installation) -> None:
        self.here = here

    def refuse_unless_free(self, *, replace: bool) -> None:
        with self.here.connect("owner") as there:
            if _holds_entries(there):
                hint = "外部数据库不能由平台改名，" if replace else ""
                raise language.ProblemError(
                    "restore_not_empty",
                    f"所指的数据库里已有数据，{UNTOUCHED}{hint}"
                    "请新建一个空数据库，把三个 ECODUTY_DATABASE_*URL 改指向它，再恢复；原数据库留在原处，可以换回。",
                )

    def environment(self) -> dict[str, str]:
        return {}

    def load(self, dump: Path, measure: Measure) -> None:
        with self.here.connect("owner") as owner:
            empty = self._emptying(owner)
        dumping.load(self.here.conninfo("owner"), dump, before=empty, watch=measure.reach)

    def switch(self, just_before: Any) -> str | None:
        just_before()

    def give_up(self) -> None:
        """Leave the database as empty as it was."""
        _let_go()
        with suppress(psycopg.Error, language.ProblemError), self.here.connect("owner") as owner:
            owner.execute(self._emptying(owner).encode())

    def _emptying(self, owner: psycopg.Connection[Any]) -> str:
        """SQL that makes the schema new; only ever run where no entry is."""
        row = owner.execute("SELECT current_schema()").fetchone()
        schema = sql.Identifier(row[0] if row else "public").as_string(owner)
        extensions = "".join(f"CREATE EXTENSION IF NOT EXISTS {name} SCHEMA {schema};\n" for name in roles.EXTENSIONS)
        return f"DROP SCHEMA {schema} CASCADE;\nCREATE SCHEMA {schema};\n{extensions}"


def _holds_entries(there: psycopg.Connection[Any]) -> bool:
    """True when the database holds the life of a platform: tables with entries, or tables of something else."""
    known = there.execute("SELECT to_regclass('ledger_entry') IS NOT NULL").fetchone()
    if known == (True,):
        return there.execute("SELECT EXISTS (SELECT FROM ledger_entry)").fetchone() == (True,)
    query = "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema())"
    return there.execute(query).fetchone() == (True,)


def _let_go() -> None:
    """Close what this process holds open; nothing where Django was not set up yet."""
    from django.apps import apps  # noqa: PLC0415 -- most refusals come before Django is needed

    if apps.ready:
        from django.db import connections  # noqa: PLC0415

        connections.close_all()


def _refuse_without_keys(here: Installation, manifest: Manifest, *, accepted: bool) -> None:
    path = here.env.key_file
    try:
        at_hand = {key.id for key in keyring.read(path)} if path.exists() else set()
    except keyring.SealingError as error:
        raise language.ProblemError(error.code, f"{error}{UNTOUCHED}") from error
    absent = sorted(set(manifest.keys) - at_hand)
    if absent and not accepted:
        raise language.ProblemError(
            "restore_keys_missing",
            f"这份备份里有用密钥 {'、'.join(absent)} 加密的内容，本机没有这些密钥，{UNTOUCHED}"
            "请把备份时的密钥文件放好并用 ECODUTY_KEY_FILE 指明；确已遗失的，加 --without-keys 恢复其余内容。",
        )


def _refuse_newer(source: Path, manifest: Manifest) -> None:
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415 -- only now is Django set up

    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    ours = {name.partition(".")[0] for name in known}
    # An application that this version does not have at all may have been taken out of it since.
    unknown = [name for name in manifest.migrations if name not in known and name.partition(".")[0] in ours]
    if unknown or _numbers(manifest.version) > _numbers(metadata.version("ecoduty")):
        what = f"，本版本不认识其中的表结构（{'、'.join(unknown[:3])}）" if unknown else ""
        raise language.ProblemError(
            "backup_newer",
            f"{source.name} 由更新的版本（{manifest.version}）备份{what}。{UNTOUCHED}请先升级平台再恢复。",
        )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def _check(source: Path, manifest: Manifest) -> None:
    output.progress("正在核对备份……")
    whole = sum(part.size for part in manifest.parts.values()) + manifest.file_bytes
    measure = Measure("核对备份", whole)

    def tick(size: int) -> None:
        STOP.check()
        measure.tick(size)

    backup_set.check(source, manifest, tick)
    measure.end()


def _verify(source: Path, manifest: Manifest) -> None:
    """The ledger that was loaded is the one that was saved: every link, every commitment, the same last root."""
    from django.db import connection  # noqa: PLC0415 -- only now is Django set up

    from ecoduty.kernel.ledger import verification  # noqa: PLC0415

    output.progress("正在核验留痕……")
    verdict = verification.verify(source / CHECKPOINTS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, root FROM ledger_checkpoint ORDER BY number DESC LIMIT 1")
        last = cursor.fetchone()
    found = (last[0], bytes(last[1]).hex()) if last else None
    if verdict.finding or found != manifest.checkpoint or verdict.entries != manifest.entries:
        why = verdict.finding.sentence if verdict.finding else f"检查点 {found} 与备份时的 {manifest.checkpoint} 不同。"
        raise language.ProblemError("restore_not_verified", f"恢复出来的留痕与备份时不符，{UNTOUCHED}{why}")


def _put_files(here: Installation, source: Path, manifest: Manifest) -> None:
    """Add the files to the home; content lies under its digest, so what is there already stays right."""
    measure = Measure("放回文件", manifest.file_bytes, manifest.files)
    for file in backup_set.files_of(source):
        STOP.check()
        measure.tick(file.size, 1)
        if file.sm3 in manifest.missing_files:
            continue
        target = backup_set.path_of(here.home / FILES, file.sm3)
        if target.is_file() and target.stat().st_size == file.size and backup_set.digest(target) == file.sm3:
            continue
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not backup_set.copy_checked(backup_set.path_of(source / FILES, file.sm3), target, file):
            raise backup_set.damaged(source, f"{FILES}/…/{file.sm3}", "在恢复途中变了")
    measure.end()


def _put_checkpoints(here: Installation, source: Path) -> None:
    """The exported checkpoints of the backup take the place of this home's, which is kept under another name."""
    path = here.checkpoints
    fresh = path.with_suffix(".restoring")
    shutil.copyfile(source / CHECKPOINTS, fresh)
    fresh.chmod(0o600)
    if path.exists():
        path.replace(path.with_name(f"checkpoints-before-{clock.wall_now().astimezone(SHANGHAI):%Y%m%d-%H%M%S}.jsonl"))
    fresh.replace(path)


@contextmanager
def _sentences(here: Installation) -> Iterator[None]:
    try:
        yield
    except dumping.DumpError as error:
        if error.disk_full:
            raise language.ProblemError(
                "disk_full", f"磁盘已满，恢复没有完成，{UNTOUCHED}请腾出空间后再试。"
            ) from error
        raise language.ProblemError("restore_failed", f"导入数据库失败，{UNTOUCHED}{error}") from error
    except psycopg.Error as error:
        raise language.ProblemError("restore_failed", f"恢复没有完成，{UNTOUCHED}{error}") from error
    except OSError as error:
        known = system_errors.explained(error, here.home)
        if known is None:
            raise
        raise language.ProblemError(*known) from error


def _in_words(source: Path, done: Restored) -> str:
    manifest = done.manifest
    point = f"检查点 {manifest.checkpoint[0]} 的根与备份时相同" if manifest.checkpoint else "备份时尚无检查点"
    lines = [f"已从 {source.name} 恢复：留痕 {manifest.entries} 条，核验无误，{point}；文件 {manifest.files} 个。"]
    if manifest.missing_files:
        lines.append(f"注意：备份时就缺 {len(manifest.missing_files)} 个文件，请从较早的备份里找回。")
    if done.kept:
        lines.append(f"原数据库保留为 {done.kept}；确认无误后可用 ecoduty kept --discard 删去。")
    lines.append("现在可以启动平台。登录状态没有恢复，各人须重新登录。")
    return "\n".join(lines)


@click.command(cls=language.Command)
@click.option("--discard", is_flag=True, help="删去它们，腾出空间；不可恢复。")
@output.json_option
def kept(*, discard: bool, as_json: bool) -> None:
    """列出恢复时保留下来的原数据库。"""
    here = installation.current()
    here.make_home()
    if not here.env.embedded:
        raise language.ProblemError("kept_external", "外部数据库由它自己的管理员管理，这里没有保留什么。")
    with here.server(), psycopg.connect(here.cluster.conninfo(), autocommit=True) as admin:
        query = "SELECT datname, pg_database_size(datname) FROM pg_database WHERE datname LIKE %s ORDER BY datname"
        rows = admin.execute(query, [KEPT.replace("_", r"\_") + "%"]).fetchall()
        for name, _ in rows if discard else ():
            admin.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
    if discard:
        with suppress(FileNotFoundError):
            for path in here.home.glob("checkpoints-before-*.jsonl"):
                path.unlink()
    facts = [{"database": name, "bytes": size, "discarded": discard} for name, size in rows]
    said = [f"{name}  {size // 1024**2} MB{'，已删去' if discard else ''}" for name, size in rows]
    output.show(facts, as_json=as_json, text="\n".join(said) or "没有保留的原数据库。")
