"""What the operating system refuses, said so that the person who runs the installation can do something about it."""

from __future__ import annotations

import errno
from pathlib import Path

import psycopg

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
FORBIDDEN = frozenset({errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOENT})
NO_FOLDER = frozenset({errno.ENOTDIR, errno.EEXIST, errno.EISDIR})


def disk_full(home: Path) -> str:
    """The sentence for a full disk."""
    return f"{home} 所在磁盘已满。请腾出空间后重新启动；已保存的数据没有丢失。"


def tells_of_full_disk(said: str) -> bool:
    """Whether what a program of PostgreSQL said means a full disk: it has two ways of saying so."""
    return "No space left on device" in said or "Check free disk space" in said


def database_disk_full(error: BaseException | None) -> bool:
    """Whether an error of the database (Django's or psycopg's own) means that its server's disk is full."""
    while error is not None:
        if isinstance(error, psycopg.errors.DiskFull) or tells_of_full_disk(str(error)):
            return True
        error = error.__cause__
    return False


def explained(error: OSError, home: Path) -> tuple[str, str] | None:
    """(code, sentence) for a refusal that a person can do something about; None for any other."""
    place = error.filename or home
    if error.errno in FULL:
        return "disk_full", disk_full(home)
    if error.errno in FORBIDDEN:
        return "home_not_writable", f"不能写入 {place}。请更改目录权限，或用 ECODUTY_HOME 指定另一个可写目录。"
    if error.errno in NO_FOLDER:
        return "home_not_a_folder", f"{place} 不是目录。请用 ECODUTY_HOME 指定一个目录。"
    if error.errno == errno.ENAMETOOLONG:
        return "path_too_long", f"路径过长：{place}。请用 ECODUTY_HOME 指定较短的目录。"
    return None
