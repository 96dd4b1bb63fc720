"""The faces of official documents: which are installed, and the open ones that stand in where they are not.

No bold or slant is ever made up to imitate a missing face.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst
from django.conf import settings

from ecoduty.casework.documents.rendering.glyphs import Coverage, covered

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"  # what the platform brings along
# Face → the names it goes by in font files, best first. GB/T 9704 names the face, not the foundry.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "小标宋": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK", "STZhongsong", "华文中宋"),
    "仿宋": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "华文仿宋", "FZFangSong-Z02", "FandolFang R"),
    "黑体": ("SimHei", "黑体", "STHeiti", "FZHei-B01", "FandolHei"),
    "楷体": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "华文楷体", "FZKai-Z03", "FandolKai"),
    "宋体": ("SimSun", "宋体", "NSimSun", "STSong", "华文宋体", "FZShuSong-Z01", "FandolSong"),
}  # fmt: skip
# Faces that hold what no everyday face has: characters of personal and place names beyond GB 2312. Best first.
_RARE = (
    "SimSun-ExtB", "宋体-ExtB", "SimSun-ExtG", "FZSong-Extended", "方正宋体S-超大字符集", "MingLiU-ExtB", "HanaMinA", "HanaMinB",
    "Plangothic P1", "Plangothic P2", "TW-Sung-Ext-B", "BabelStone Han", "Jigmo", "Jigmo2", "Jigmo3",
)  # fmt: skip
_STAND_IN = {"小标宋": SERIF, "仿宋": SERIF, "黑体": SANS, "楷体": SERIF, "宋体": SERIF}
# Files whose folders are worth opening: reading every font of a machine takes seconds.
_FILES = (
    "simfang*", "simhei*", "simkai*", "simsun*", "stfangso*", "stkaiti*", "stsong*", "stzhongs*", "fz*", "fandol*",
    "mingliub*", "hanamin*", "plangothic*", "tw-sung*", "jigmo*", "babelstonehan*", "*fangsong*", "*小标宋*", "*仿宋*", "*楷体*", "*黑体*",
)  # fmt: skip
_SYSTEM = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/usr/share/texlive/texmf-dist/fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)


@dataclass(frozen=True, slots=True)
class Faces:
    """Folders to read fonts from, and for each face the names to use, in order."""

    folders: tuple[str, ...]
    stacks: Mapping[str, tuple[str, ...]]

    @property
    def coverage(self) -> Coverage:
        """What can be drawn at all."""
        return covered(self.folders)

    def used(self, face: str) -> str:
        """The family that a face is drawn with here."""
        return self.stacks[face][0]

    @property
    def missing(self) -> tuple[str, ...]:
        """Faces that are not installed and stood in for."""
        return tuple(face for face, names in self.stacks.items() if names[0] == _STAND_IN[face])


@functools.cache
def installed() -> Faces:
    """The faces of this machine; looked up once per process."""
    return look_up(tuple(_folders()))


def look_up(folders: tuple[str, ...]) -> Faces:
    """The faces in these folders, with those the platform brings along behind them."""
    brought = str(Path(pylopdf_fonts_zh_cn.__file__).parent)
    everything = (*folders, brought)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(everything))
    known = set(fonts.families())
    rare = [name for name in _RARE if name in known]
    stacks = {
        face: tuple(
            dict.fromkeys((*[name for name in names if name in known][:1], _STAND_IN[face], SERIF, SANS, *rare))
        )
        for face, names in _NAMES.items()
    }
    return Faces(everything, stacks)


def _folders() -> list[str]:
    """Folders with fonts of official documents: the installation's own, then the system's."""
    own = str(getattr(settings, "DOCUMENT_FONTS", "") or "")
    if own:
        return [own]
    found: dict[str, None] = {}
    for root in (*_SYSTEM, str(Path.home() / ".local" / "share" / "fonts")):
        for folder, _, files in os.walk(root):
            names = [Path(name.lower()) for name in files]
            if any(name.match(pattern) for name in names for pattern in _FILES):
                found[folder] = None
    return list(found)
