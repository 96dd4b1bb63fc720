"""Files named on the command line: read up to a size, with a sentence for whatever is wrong with them."""

from __future__ import annotations

from pathlib import Path

from ecoduty.interfaces.console import language


def read(file: Path, at_most: int, instead_of_folder: str) -> bytes:
    """The first bytes of a file, at most so many. Raises ProblemError: `file_missing`, `file_is_folder`, `file_unreadable`."""
    try:
        with file.open("rb") as opened:
            return opened.read(at_most)
    except FileNotFoundError as error:
        raise language.ProblemError("file_missing", f"没有 {file} 这个文件，请核对路径。") from error
    except IsADirectoryError as error:
        raise language.ProblemError("file_is_folder", f"{file} 是文件夹，{instead_of_folder}。") from error
    except OSError as error:
        raise language.ProblemError("file_unreadable", f"读不了 {file}：{error.strerror}。") from error
