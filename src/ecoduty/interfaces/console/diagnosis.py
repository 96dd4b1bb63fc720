"""What `ecoduty doctor` looks at beside the database roles: this machine, its clock, its disk, what should happen by itself.

A *problem* makes the platform wrong or unsafe now; a *hint* is something a careful administrator would see to.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import stat
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import connection

from ecoduty.casework.documents.rendering import faces
from ecoduty.interfaces import condition
from ecoduty.interfaces.console import loopback
from ecoduty.interfaces.console.installation import Installation
from ecoduty.kernel.clock import SHANGHAI, current, wall_now
from ecoduty.kernel.database.roles import Problem

LOW_DISK = 1024**3  # bytes
CLOCKS_APART = timedelta(seconds=2)
BACKUP_OLD = timedelta(hours=36)
CALENDAR_AHEAD = timedelta(days=60)  # a limit of forty working days started today must find a published calendar
TIME_ERROR = 5  # adjtimex: the clock is not synchronised


def problems(here: Installation) -> Iterator[Problem]:
    """What is wrong now."""
    names = here.role_names()
    if names.portal == names.app:
        yield Problem(
            "portal_role_missing",
            "门户与应用共用一个数据库角色；请设置 ECODUTY_DATABASE_PORTAL_URL，使门户只能读到已公开的内容。",
        )
    free = shutil.disk_usage(here.home).free
    if free < LOW_DISK:
        yield Problem("disk_low", f"{here.home} 所在磁盘只剩 {free // 1024**2} MB。")
    if here.home.stat().st_mode & 0o066:
        yield Problem("home_open", f"{here.home} 可被其他用户查看，请执行 chmod go-rw。")
    if (down := loopback.problem()) is not None:
        yield down
    yield from _open_secrets(here)
    yield from _clocks()


def hints(here: Installation) -> Iterator[Problem]:
    """What somebody should see to."""
    for finding in condition.background():
        yield Problem(finding.code, finding.sentence)
    yield from _time()
    yield from _faces()
    yield from _calendar(wall_now().astimezone(SHANGHAI).date())
    yield from _backup(here)


def _open_secrets(here: Installation) -> Iterator[Problem]:
    """Files of keys that others than this user may read."""
    for path in (here.home / "secret-key", here.env.key_file):
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
        except FileNotFoundError:
            if os.environ.get("ECODUTY_KEY_FILE") == str(path):
                yield Problem("secret_missing", f"密钥文件 {path} 不存在。")
            continue
        if mode & 0o077:
            yield Problem("secret_open", f"密钥文件 {path} 可被其他用户读取（{mode:o}），请执行 chmod 600。")


def _clocks() -> Iterator[Problem]:
    """This machine's clock against the database server's: both write moments that must not contradict."""
    with connection.cursor() as cursor:
        before = wall_now()
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
        after = wall_now()
    apart = max(before - there, there - after, timedelta())
    if apart > CLOCKS_APART:
        yield Problem(
            "clocks_apart", f"本机与数据库服务器的时钟相差 {apart.total_seconds():.0f} 秒，请让两边都与时间服务器同步。"
        )


def _time() -> Iterator[Problem]:
    if ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512)) == TIME_ERROR:
        yield Problem(
            "time_not_synchronised", "系统时钟没有与时间服务器同步，时限会随之不准；请启用 chrony 或 timesyncd。"
        )


def _faces() -> Iterator[Problem]:
    missing = faces.installed().missing
    if missing:
        yield Problem(
            "faces_missing",
            f"没有装公文字体 {'、'.join(missing)}，以自带的开源字体代替；字体文件夹可用 ECODUTY_FONTS 指定。",
        )


def _calendar(today: date) -> Iterator[Problem]:
    years = current.stored_calendar().provisional_years(today, today + CALENDAR_AHEAD)
    if years:
        yield Problem(
            "calendar_provisional",
            f"{'、'.join(map(str, years))} 年的放假安排还没有导入，有关期限只能暂算；国务院办公厅通知发布后请导入。",
        )


def _backup(here: Installation) -> Iterator[Problem]:
    made = last_backup(here)
    if made is None:
        yield Problem("backup_never", "这里还没有备份过；请安排 ecoduty backup 每天运行。")
    elif wall_now() - made > BACKUP_OLD:
        hours = int((wall_now() - made).total_seconds() // 3600)
        yield Problem("backup_old", f"最近一次备份在 {hours} 小时以前，请检查定时备份。")


def note_backup(here: Installation, folder: Path, made_at: datetime) -> None:
    """Remember when a backup was made, for the next look."""
    (here.home / "last-backup.json").write_text(
        json.dumps({"folder": str(folder), "made_at": made_at.isoformat()}, ensure_ascii=False), encoding="utf-8"
    )


def last_backup(here: Installation) -> datetime | None:
    """When the last backup was made from here."""
    try:
        noted = json.loads((here.home / "last-backup.json").read_text(encoding="utf-8"))
        return datetime.fromisoformat(noted["made_at"])
    except (OSError, ValueError, KeyError):
        return None
