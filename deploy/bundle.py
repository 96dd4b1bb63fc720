"""Makes the archive that installs Ecoduty without a network: `make bundle`.

In it: every wheel that requirements.txt pins, for both processors and three versions of Python; Ecoduty's own wheel;
rulebooks, static files for a reverse proxy, units of systemd, the manual; a list of SHA-256; install.sh. Made twice
from the same commit, two archives hold the same bytes, as long as the package index serves the pinned files.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHONS = ("3.11", "3.12", "3.13")
# The oldest C library first that the pinned wheels ask for; a newer one runs what was built for an older.
PLATFORMS = {
    arch: tuple(f"{name}_{arch}" for name in ("manylinux_2_28", "manylinux_2_27", "manylinux_2_17", "manylinux2014"))
    for arch in ("x86_64", "aarch64")
}
FOLDERS = ("rulebooks", "docs/manual", "docs/operations", "deploy")
SUMS = "SHA256SUMS"
EPOCH = "SOURCE_DATE_EPOCH"


def main(arguments: list[str]) -> None:
    """Make the bundle; prints where it lies and its SHA-256."""
    parser = argparse.ArgumentParser(description="制作离线安装包")
    parser.add_argument("--to", type=Path, default=ROOT / "dist", help="放在哪个目录，默认 dist/")
    parser.add_argument("--arch", action="append", choices=sorted(PLATFORMS), help="只要这种处理器；默认两种都要")
    parser.add_argument("--python", action="append", choices=PYTHONS, help="只要这个 Python 版本；默认三个都要")
    parser.add_argument("--wheels", type=Path, help="用这个目录里已经下载的依赖，不再下载；安装时照样核对摘要")
    given = parser.parse_args(arguments)
    os.environ.setdefault(EPOCH, _commit_time())
    name = f"ecoduty-{version()}"
    given.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=given.to) as place:
        folder = Path(place) / name
        folder.mkdir()
        (folder / "wheels").mkdir()
        if given.wheels:
            for path in given.wheels.glob("*.whl"):
                if not path.name.startswith("ecoduty-"):
                    shutil.copy(path, folder / "wheels")
        targets = [(arch, python) for arch in given.arch or sorted(PLATFORMS) for python in given.python or PYTHONS]
        fill(folder, [] if given.wheels else targets)
        say("正在打包……")
        archive = pack(folder, given.to / f"{name}.tar.gz")
    say(f"{archive}  {archive.stat().st_size // 1024**2} MB")
    sys.stdout.write(f"{sha256(archive)}  {archive}\n")


def fill(folder: Path, targets: list[tuple[str, str]]) -> None:
    """Put everything into the folder: wheels for these processors and Pythons, ours, the rest, the list of sums last."""
    wheels = folder / "wheels"
    pins = without_markers((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    (folder / "requirements.txt").write_text(pins, encoding="utf-8")
    for number, (arch, python) in enumerate(targets, start=1):
        say(f"正在下载依赖 {number}/{len(targets)}：{arch}，Python {python}……")
        download(folder / "requirements.txt", wheels, arch, python)
    say("正在制作环责自己的安装件……")
    own = own_wheel(wheels)
    (folder / "requirements-ecoduty.txt").write_text(f"ecoduty=={version()} --hash=sha256:{sha256(own)}\n")
    for name in FOLDERS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "bundle.py"))
    for name in ("LICENSE", "NOTICE", "CHANGELOG.md"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, folder / name)
    shutil.copy(ROOT / "deploy" / "install.sh", folder / "install.sh")
    say("正在整理页面文件……")
    static_files(folder / "static")
    (folder / "VERSION").write_text(f"{version()}\n")
    (folder / SUMS).write_text("".join(sums(folder)), encoding="utf-8")


def version() -> str:
    """The version that pyproject.toml says."""
    found: str = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return found


def without_markers(pins: str) -> str:
    """The pins without conditions that every machine of ours meets. Raises ValueError for any other condition."""
    for line in re.findall(r"^[a-z].*?;(.*?)\\?$", pins, re.MULTILINE):
        if re.sub(r"(platform_python_implementation|implementation_name) != '(PyPy|pypy)'|and", "", line).strip():
            raise ValueError(f"a pin depends on the machine, which the bundle does not know how to answer: {line}")
    return re.sub(r"^([a-z][^;\n]*?) *;[^\\\n]*", r"\1 ", pins, flags=re.MULTILINE)


def download(pins: Path, wheels: Path, arch: str, python: str) -> None:
    """Fetch the pinned wheels for one processor and one Python, each checked against its hash; twice, if need be."""
    command = [
        *(
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--disable-pip-version-check",
            "--no-deps",
            "--require-hashes",
        ),
        *("--only-binary", ":all:", "--implementation", "cp", "--python-version", python),
        *(part for platform in PLATFORMS[arch] for part in ("--platform", platform)),
        *("--dest", str(wheels), "-r", str(pins)),
    ]
    for _ in range(2):
        if subprocess.run(command, check=False).returncode == 0:
            return
        time.sleep(2)
    sys.exit(f"下载 {arch}、Python {python} 的依赖失败：请确认软件包源可以访问。")


def own_wheel(wheels: Path) -> Path:
    """Build the project's own wheel without a network."""
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "-q", "--disable-pip-version-check", "--no-deps", "--no-index"),
            *("--no-build-isolation", "--wheel-dir", str(wheels), str(ROOT)),
        ],
        check=True,
    )
    shutil.rmtree(ROOT / "build", ignore_errors=True)  # what setuptools leaves behind would be in the next wheel
    return next(wheels.glob(f"ecoduty-{version()}-*.whl"))


def static_files(to: Path) -> None:
    """Gather what pages need, compressed, for a proxy that hands it out itself."""
    with tempfile.TemporaryDirectory() as home:
        surroundings = {**os.environ, "ECODUTY_HOME": home}
        command = [sys.executable, "-m", "ecoduty.interfaces.console.main", "collect-static"]
        subprocess.run(command, check=True, env=surroundings, stdout=sys.stderr)
        shutil.copytree(Path(home) / "static", to)
    for path in to.rglob("*.gz"):
        path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()), 9, mtime=0))


def sums(folder: Path) -> Iterator[str]:
    """A line for `sha256sum -c` per file, in order of name."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS):
        yield f"{sha256(path)}  {path.relative_to(folder)}\n"


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(folder: Path, archive: Path) -> Path:
    """A tar of the folder in which nothing depends on who made it, or when."""
    moment = int(os.environ.get(EPOCH, "0"))

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mtime = moment
        member.mode = 0o755 if member.isdir() or member.name.endswith(".sh") else 0o644
        return member

    unfinished = archive.with_suffix(".unfinished")
    with unfinished.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=moment) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as tar:  # type: ignore[arg-type]
            for path in (folder, *sorted(folder.rglob("*"))):
                tar.add(path, path.relative_to(folder.parent), recursive=False, filter=plain)
    unfinished.replace(archive)
    return archive


def _commit_time() -> str:
    done = subprocess.run(
        ["git", "log", "-1", "--format=%ct"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout.strip() or "0"


def say(text: str) -> None:
    """Progress, beside the result."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
