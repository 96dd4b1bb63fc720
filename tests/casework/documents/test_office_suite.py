"""The Word document opens in an office suite where there is one; elsewhere its parts are held against the format's order."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from ecoduty.casework.documents.rendering import press, word
from tests.casework.documents.samples import BROUGHT, LETTER, MINUTES, REPORT

SUITE = shutil.which("soffice") or shutil.which("libreoffice")


def opened(path):
    """The pages as the suite sees them."""
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    subprocess.run(
        [SUITE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(path)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return PdfReader(path.with_suffix(".pdf")).pages


@pytest.mark.parametrize("paper", [REPORT, LETTER, MINUTES], ids=["report", "letter", "minutes"])
def test_word_document_opens_and_shows_the_whole_paper(paper, tmp_path):
    places = press.places(paper, BROUGHT)
    data = word.write(paper, places.imprint_apart)
    wanted = [
        paper.mark,
        paper.number,
        *paper.title,
        paper.blocks[-1].text[:12] if paper is LETTER else paper.title[-1],
    ]
    if SUITE is None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [ET.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")]
        text = "".join("".join(part.itertext()) for part in parts)
    else:
        path = tmp_path / "paper.docx"
        path.write_bytes(data)
        pages = opened(path)
        assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [210, 297]
        assert abs(len(pages) - places.last) <= 2  # with whatever faces this machine has
        text = "".join(page.extract_text() for page in pages)
    bare = "".join(text.split())
    assert [part for part in wanted if "".join(part.split()) not in bare] == []
