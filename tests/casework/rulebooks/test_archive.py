"""A zip with rules in it is looked at before it is opened; what would leave its folder or grow too large is refused."""

from __future__ import annotations

import stat
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from ecoduty.casework.rulebooks import archive
from ecoduty.casework.rulebooks.checking import check
from ecoduty.kernel.flow import Refused
from tests.casework.rulebooks.changing import packed


def zipped(*entries: tuple[str | ZipInfo, bytes]) -> BytesIO:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as file:
        for name, content in entries:
            file.writestr(name, content)
    stream.seek(0)
    return stream


def code_of(stream: BytesIO) -> str:
    with pytest.raises(Refused) as refused, archive.unpacked(stream, len(stream.getvalue())):
        pass
    return refused.value.code


def link() -> ZipInfo:
    entry = ZipInfo("city.yaml")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    "name", ["../city.yaml", "a/../../city.yaml", "/etc/city.yaml", "C:/city.yaml", "a\\..\\city.yaml"]
)
def test_paths_that_leave_the_folder_are_refused(name):
    assert code_of(zipped((name, b"x: 1"))) == "rulebook_zip_path"


def test_links_and_what_stands_there_twice_are_refused():
    assert code_of(zipped((link(), b"/etc/passwd"))) == "rulebook_zip_path"
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = zipped(("city.yaml", b"x: 1"), ("city.yaml", b"x: 2"))
    assert code_of(twice) == "rulebook_zip_path"


def test_names_that_are_not_utf8_are_refused():
    stream = zipped(("zz.yaml", b"x: 1"))
    broken = BytesIO(stream.getvalue().replace(b"zz.yaml", b"\xb3\xc7.yaml"))
    assert code_of(broken) == "rulebook_zip_path"


def test_bombs_are_refused_by_what_they_say_and_by_what_comes_out():
    honest = zipped(*((f"{n}.yaml", b"0" * (7 * 1024 * 1024)) for n in range(6)))
    assert code_of(honest) == "rulebook_zip_too_large"
    many = zipped(*((f"{n}.yaml", b"") for n in range(1001)))
    assert code_of(many) == "rulebook_zip_too_large"
    one = zipped(("big.yaml", b"0" * (9 * 1024 * 1024)))
    assert code_of(one) == "rulebook_zip_too_large"
    size = (9 * 1024 * 1024).to_bytes(4, "little")
    lying = BytesIO(one.getvalue().replace(size, (100).to_bytes(4, "little")))
    assert code_of(lying) in {"rulebook_zip_too_large", "rulebook_zip_broken"}
    with pytest.raises(Refused, match="压缩包太大"), archive.unpacked(one, 9 * 1024 * 1024):
        pass


def test_no_zip_and_no_rules_are_refused():
    assert code_of(BytesIO(b"not a zip at all")) == "rulebook_zip_broken"
    assert code_of(zipped(("readme.txt", b"x"))) == "rulebook_zip_empty"
    cut = packed().getvalue()
    assert code_of(BytesIO(cut[: len(cut) // 2])) == "rulebook_zip_broken"


@pytest.mark.parametrize("folder", ["xiamen/", ""])
def test_whole_folder_is_read_with_its_name_or_without_and_goes_again(folder):
    stream = packed(folder=folder)
    with archive.unpacked(stream, len(stream.getvalue())) as place:
        checked = check(place)
        assert checked.sound
        assert len(checked.cases) > 10
        kept = Path(place)
    assert not kept.exists()


def test_errors_name_file_and_line_and_cases_that_fail():
    stream = packed(("duties.yaml", "    rhythm: annual\n", "    rhythm: yearly\n"))
    with archive.unpacked(stream, len(stream.getvalue())) as place:
        checked = check(place)
    assert checked.book is None
    assert any(problem.file == "duties.yaml" and problem.line > 1 for problem in checked.problems)
    stream = packed(("duties.yaml", "      day: 31\n", "      day: 30\n"))
    with archive.unpacked(stream, len(stream.getvalue())) as place:
        checked = check(place)
    assert checked.book is not None
    assert checked.failed_cases
    assert not checked.sound
