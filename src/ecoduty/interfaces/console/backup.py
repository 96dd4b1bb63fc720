"""`ecoduty backup`: the database and the files of one moment, as a set that can be checked and restored anywhere.

The platform goes on working meanwhile: the server's snapshot fixes the moment, and files never change once stored.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.db import connection, transaction

from ecoduty.interfaces.console import backup_set, diagnosis, installation, language, ledger, output
from ecoduty.interfaces.console.backup_set import CHECKPOINTS, DATABASE, FILES, FILES_LIST, Manifest, Part
from ecoduty.interfaces.console.installation import Installation
from ecoduty.interfaces.console.measure import Measure
from ecoduty.interfaces.console.stopping import STOP, Stopped
from ecoduty.kernel import clock
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.database import dumping, system_errors
from ecoduty.kernel.ledger import checkpoints
from ecoduty.kernel.sealing import keyring, rotation

LEFT_BEHIND = ("django_session",)  # whoever was signed in signs in again


@click.command(cls=language.Command)
@click.argument("destination", type=click.Path(path_type=Path), metavar="目录")
@click.option("--keep", type=click.IntRange(min=1), metavar="份数", help="成功之后只保留最近几份；默认全部保留。")
@output.json_option
def backup(*, destination: Path, keep: int | None, as_json: bool) -> None:
    """把数据库和文件备份成一致的一份，放进目录；平台照常运行。密钥不在其中，须另行保管。"""
    here = installation.current()
    STOP.listen()
    try:
        here.make_home()
        with here.server(), _sentences(destination):  # and no migration: a backup before an upgrade is of what was
            _refuse_without_tables(here)
            destination.mkdir(mode=0o700, parents=True, exist_ok=True)
            if here.is_migrated():
                ledger.commit()
            folder, manifest = _make(here, destination)
            diagnosis.note_backup(here, folder, datetime.fromisoformat(manifest.made_at))
            removed = _remove_older(destination, keep)
    except Stopped:
        raise language.ProblemError("backup_stopped", "备份已按要求停止，没有留下半份。") from None
    facts = {
        "ok": not manifest.missing_files,
        "folder": str(folder),
        "checkpoint": manifest.checkpoint[0] if manifest.checkpoint else None,
        "root": manifest.checkpoint[1] if manifest.checkpoint else None,
        "entries": manifest.entries,
        "files": manifest.files,
        "keys": manifest.keys,
        "missing_files": manifest.missing_files,
        "removed": removed,
    }
    output.show(facts, as_json=as_json, text=_in_words(folder, manifest, removed))
    sys.exit(1 if manifest.missing_files else 0)


def _refuse_without_tables(here: Installation) -> None:
    with here.connect("app") as there:
        if there.execute("SELECT to_regclass('ledger_entry')").fetchone() == (None,):
            raise language.ProblemError("backup_nothing", "数据库里还没有平台的表，没有可备份的。")


def _make(here: Installation, destination: Path) -> tuple[Path, Manifest]:
    """Write the set beside its place and move it there when it is whole."""
    moment = clock.wall_now()
    folder = _free_name(destination, f"{backup_set.PREFIX}{moment.astimezone(SHANGHAI):%Y%m%d-%H%M%S}")
    unfinished = destination / f".{folder.name}.unfinished"
    for left in destination.glob(f".{backup_set.PREFIX}*.unfinished"):
        shutil.rmtree(left)
    unfinished.mkdir(mode=0o700)
    try:
        with transaction.atomic():
            facts = _snapshot_facts()
            output.progress("正在导出数据库……")
            dumping.dump(
                here.conninfo("owner"), facts.pop("snapshot"), unfinished / DATABASE,
                without_rows=LEFT_BEHIND, watch=Measure("导出数据库", 0).reach,
            )  # fmt: skip
            with (unfinished / CHECKPOINTS).open("w", encoding="utf-8") as file:
                file.writelines(line.to_json() + "\n" for line in checkpoints.lines())
            files, total = _list_files(unfinished / FILES_LIST)
            in_use = _keys_in_use(here)
        missing = _copy_files(unfinished, next(iter(backup_set.sets_in(destination)), None), files, total)
        parts = {name: backup_set.part(unfinished / name) for name in (DATABASE, CHECKPOINTS, FILES_LIST)}
        manifest = Manifest(
            version=metadata.version("ecoduty"), made_at=moment.isoformat(), parts=parts, keys=in_use,
            files=files, file_bytes=total, missing_files=missing, **facts,
        )  # fmt: skip
        backup_set.seal(unfinished, manifest)
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return folder, manifest


def _keys_in_use(here: Installation) -> tuple[str, ...]:
    """The ids of the keys that the data needs; of tables that are not ours yet, of all keys that are here."""
    if here.is_migrated():
        return tuple(sorted(rotation.in_use()))
    return tuple(sorted(key.id for key in keyring.read(here.env.key_file))) if here.env.key_file.exists() else ()


def _free_name(destination: Path, name: str) -> Path:
    names = [name, *(f"{name}-{number}" for number in range(2, 100))]
    return next(destination / one for one in names if not (destination / one).exists())


def _snapshot_facts() -> dict[str, Any]:
    """Fix the moment, and what the database holds then. Everything read in this transaction sees the same."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version')")
        snapshot, postgresql = cursor.fetchone()
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        migrations = tuple(name for (name,) in cursor.fetchall())
        cursor.execute("SELECT count(*) FROM ledger_entry")
        (entries,) = cursor.fetchone()
        cursor.execute("SELECT number, root FROM ledger_checkpoint ORDER BY number DESC LIMIT 1")
        last = cursor.fetchone()
    return {
        "snapshot": snapshot,
        "postgresql": postgresql,
        "migrations": migrations,
        "entries": entries,
        "checkpoint": (last[0], bytes(last[1]).hex()) if last else None,
    }


def _list_files(path: Path) -> tuple[int, int]:
    """Write digest and size of every file that is not removed; their number and bytes."""
    count = total = 0
    with connection.cursor() as cursor, path.open("w", encoding="ascii") as file:
        cursor.execute("SELECT DISTINCT sm3, size FROM files_stored_file WHERE removed_at IS NULL ORDER BY sm3")
        for sm3, size in cursor:
            file.write(f"{sm3} {size}\n")
            count, total = count + 1, total + size
    return count, total


def _copy_files(folder: Path, earlier: Path | None, count: int, total: int) -> tuple[str, ...]:
    """Copy every listed file, checking its digest on the way; what an earlier set on this disk holds is linked.

    Returns the digests of files that are gone or altered in the home: the set is made all the same, and says so.
    """
    missing = []
    measure = Measure("复制文件", total, count)
    for file in backup_set.files_of(folder):
        STOP.check()
        target = backup_set.path_of(folder / FILES, file.sm3)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = backup_set.path_of(earlier / FILES, file.sm3) if earlier else None
        linked = before is not None and _link(before, target, file)
        if not linked and not backup_set.copy_checked(
            backup_set.path_of(Path(settings.FILES_ROOT), file.sm3), target, file
        ):
            missing.append(file.sm3)
        measure.tick(file.size, 1)
    measure.end()
    return tuple(missing)


def _link(source: Path, target: Path, file: Part) -> bool:
    try:
        if source.stat().st_size != file.size or backup_set.digest(source) != file.sm3:
            return False
        os.link(source, target)
    except OSError:
        return False
    return True


def _remove_older(destination: Path, keep: int | None) -> list[str]:
    if keep is None:
        return []
    old = backup_set.sets_in(destination)[keep:]
    for folder in old:
        (folder / backup_set.SEAL).unlink()  # from here on it is no set any more, whatever happens to the rest
        shutil.rmtree(folder)
    return [folder.name for folder in old]


@contextmanager
def _sentences(destination: Path) -> Iterator[None]:
    try:
        yield
    except dumping.DumpError as error:
        if error.disk_full:
            raise _full(destination) from error
        if "server version mismatch" in str(error):
            raise language.ProblemError(
                "backup_server_newer", f"数据库服务器比自带的导出程序新，不能备份，请升级平台：{error}"
            ) from error
        raise language.ProblemError("backup_failed", f"导出数据库失败，没有留下半份备份：{error}") from error
    except OSError as error:
        if error.errno in system_errors.FULL:
            raise _full(destination) from error
        raise language.ProblemError(
            "backup_unwritable", f"不能写入 {error.filename or destination}：{error.strerror}。请检查备份目录及其权限。"
        ) from error


def _full(destination: Path) -> language.ProblemError:
    return language.ProblemError(
        "backup_disk_full", f"{destination} 所在磁盘已满，备份没有完成，也没有留下半份。请腾出空间后再试。"
    )


def _in_words(folder: Path, manifest: Manifest, removed: list[str]) -> str:
    point = (
        f"检查点 {manifest.checkpoint[0]}（{manifest.checkpoint[1][:16]}…）" if manifest.checkpoint else "尚无检查点"
    )
    lines = [f"已备份到 {folder}：留痕 {manifest.entries} 条，{point}，文件 {manifest.files} 个。"]
    if manifest.keys:
        lines.append(f"恢复时须有密钥 {'、'.join(manifest.keys)}；密钥不在备份里，请确认另有保管。")
    if removed:
        lines.append(f"已删去较早的 {len(removed)} 份。")
    if manifest.missing_files:
        lines.append(
            f"注意：{len(manifest.missing_files)} 个文件在数据目录里已缺失或损坏，备份里没有它们"
            f"（摘要 {'、'.join(sm3[:16] for sm3 in manifest.missing_files[:5])}…）。请从较早的备份里找回。"
        )
    return "\n".join(lines)
