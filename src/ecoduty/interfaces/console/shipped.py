"""The rulebooks that stand beside the code, and what a basis says in words. Needs neither Django nor a database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ecoduty.config import environment
from ecoduty.interfaces.console.language import ProblemError
from ecoduty.kernel.rulebook import Rulebook, RulebookError, load_rulebook
from ecoduty.kernel.rulebook.schema.base import Basis


def load(folder: Path) -> Rulebook:
    """The rulebook of a folder. Raises ProblemError that names every defect."""
    try:
        return load_rulebook(folder)
    except RulebookError as error:
        raise ProblemError(error.code, f"{folder}：{error}") from error


def fullest_shipped() -> Rulebook:
    """The shipped rulebook with most clauses: the small one is a fiction for tests."""
    return load(fullest_folder())


def fullest_folder() -> Path:
    """Where it stands: the folder with most in it. Raises ProblemError where none is shipped."""
    folders = sorted((environment.project_root() / "rulebooks").glob("*/"))
    if not folders:
        raise ProblemError("no_rulebook", "没有找到 rulebooks 文件夹，请指明规则书文件夹。")
    return max(folders, key=lambda folder: sum(path.stat().st_size for path in folder.rglob("*.yaml")))


def basis_facts(book: Rulebook, basis: Basis) -> dict[str, Any]:
    """A basis as data, with the instrument's title and the whole in words under `text`."""
    facts = basis.model_dump(mode="json", exclude_defaults=True) | {"kind": basis.kind}
    instrument = book.instruments.get(basis.instrument or "")
    if instrument:
        facts["title"] = instrument.title
    if basis.kind == "plan":
        text = f"方案第{basis.clause or basis.article}{'款' if basis.clause else '条'}"
    elif basis.kind == "statute":
        text = f"《{facts.get('title', basis.instrument)}》{basis.provision}"
    else:
        text = "本平台默认，不是法定期限"
    notes = "；".join(part for part in (basis.note, "待核" if basis.pending else "") if part)
    return facts | {"text": f"{text}（{notes}）" if notes else text}
