"""Another edition of the rulebook in force, changed here and there."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from ecoduty.kernel.rulebook import Rulebook, store
from tests.database import ROOT

SHIPPED = ROOT / "rulebooks" / "xiamen"
OPENS = "opens: {rule: before_end, n: 45,"
# Half-year reports open later and are due earlier, as the worked cases then say; districts see more of public matters.
EARLIER = (
    ("duties.yaml", OPENS, OPENS.replace("45", "30")),
    ("duties.yaml", "      n: 15\n", "      n: 10\n"),
    ("cases/duties.yaml", "opens: 2026-11-16, due: 2027-01-15", "opens: 2026-12-01, due: 2027-01-10"),
    ("cases/duties.yaml", "opens: 2027-05-16, due: 2027-07-15", "opens: 2027-05-31, due: 2027-07-10"),
    (
        "visibility.yaml",
        "      district: summary\n      public: summary\n",
        "      district: full\n      public: summary\n",
    ),
)
EDITION = ("2026年第1版", "2026年第2版")


def edition(change: Callable[[dict[str, Any]], object] = lambda _data: None) -> Rulebook:
    """The rulebook in force under another edition, changed as its text."""
    data = json.loads(store.current().to_json())
    data["city"]["edition"] = EDITION[1]
    change(data)
    return Rulebook.from_json(json.dumps(data, ensure_ascii=False))


def packed(*changes: tuple[str, str, str], folder: str = "xiamen/") -> BytesIO:
    """The shipped folder as a zip of its second edition, with (file, old text, new text) changed."""
    wanted = [("city.yaml", *EDITION), *changes]
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for path in sorted(SHIPPED.rglob("*.yaml")):
            name = path.relative_to(SHIPPED).as_posix()
            text = path.read_text(encoding="utf-8")
            for file, old, new in wanted:
                if file == name:
                    assert old in text, (file, old)
                    text = text.replace(old, new)
            archive.writestr(folder + name, text)
    stream.seek(0)
    stream.name = str(Path("规则书.zip"))
    return stream
