"""Under whom the embedded server runs: PostgreSQL refuses to run as root, and containers often know nobody else."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from pathlib import Path

ACCOUNT = "ecoduty-postgres"
NOBODY = 65534


class NoServerUserError(Exception):
    """There is no way to run the server here; the message says what would help."""


def prefix(data: Path, server: Path) -> list[str]:
    """What to put before a command of PostgreSQL so that it runs as the owner of `data`, and never as root.

    As root: in a user namespace, where root is called nobody (no account, no change of owner), and where the kernel
    forbids namespaces, as a system account made for it. `server` is tried once, for the account may be unable to
    reach it. Raises NoServerUserError.
    """
    owner = data.stat().st_uid
    if os.geteuid() != 0:
        if owner != os.geteuid():
            raise NoServerUserError(
                f"{data} 属于另一个用户（编号 {owner}）。请用该用户启动，或用 ECODUTY_HOME 指定另一个目录。"
            )
        return []
    if owner == 0:
        namespace = ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]
        if shutil.which("unshare") and _runs([*namespace, str(server), "--version"]):
            return namespace
        owner = _account()
        _give(data, owner)
        data.parent.chmod(data.parent.stat().st_mode & 0o7777 | 0o011)  # to pass through, not to look around
    if not shutil.which("setpriv"):
        raise NoServerUserError("以 root 启动需要 util-linux 的 setpriv 程序。请安装 util-linux，或以普通用户启动。")
    group = pwd.getpwuid(owner).pw_gid
    # The wish to die with the parent is lost by a change of user, so it is repeated here.
    command = ["setpriv", f"--reuid={owner}", f"--regid={group}", "--clear-groups", "--pdeathsig=INT"]
    if not _runs([*command, str(server), "--version"]) or not _runs([*command, "test", "-x", str(data)]):
        raise NoServerUserError(
            f"系统禁止用户命名空间，而账户 {pwd.getpwuid(owner).pw_name} 又无法进入 {server} 或 {data} 所在目录。"
            f"请以普通用户启动，或把程序和 ECODUTY_HOME 放到该账户可进入的目录（如 /opt、/srv）。"
        )
    return command


def _runs(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False, cwd="/").returncode == 0  # noqa: S603


def _account() -> int:
    try:
        return pwd.getpwnam(ACCOUNT).pw_uid
    except KeyError:
        pass
    if not shutil.which("useradd") or not _runs(
        ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
    ):
        raise NoServerUserError("以 root 启动时既不能使用用户命名空间，也不能建立系统账户。请以普通用户启动。")
    return pwd.getpwnam(ACCOUNT).pw_uid


def _give(data: Path, owner: int) -> None:
    group = pwd.getpwuid(owner).pw_gid
    for path in (data, *data.rglob("*")):
        os.chown(path, owner, group, follow_symlinks=False)
