"""规则书: the rulebook in force, read-only; two adopted versions side by side. It changes by adopting another version."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from ecoduty.interfaces.desk import export, shell, words
from ecoduty.interfaces.desk.plan import rules
from ecoduty.interfaces.desk.rulebooks import sections
from ecoduty.interfaces.desk.rulebooks.comparing import compared
from ecoduty.interfaces.desk.views.rulebook_proposals import may_do
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.kernel.rulebook import store
from ecoduty.kernel.rulebook.models import RulebookVersion


@require_GET
@staff
def rulebook(visit: Visit) -> HttpResponse:
    """Every rule with what it rests on, or those looked for: a word, the local defaults, what is to be verified."""
    book = store.current_or_none()
    if book is None:
        raise Refused("no_rulebook", "还没有采用规则书。请系统管理员运行 ecoduty rulebook adopt。", status=409)
    versions = _versions()
    question = sections.Question.read(visit.request.GET)
    every = sections.parts(book, visit.today)
    content = {
        "book": book,
        "in_force": next(version for version in versions if version.digest == book.digest),
        "versions": [(version, words.day(version.adopted_at, visit.today)) for version in versions],
        "question": question,
        "choices": sections.counted(every, question),
        "parts": sections.narrowed(every, question),
        "relations": rules.relation_words(),
        "visibility": rules.visibility(book),
        "may_propose": may_do(visit, "propose_rulebook"),
    }
    return shell.render(visit, "desk/rulebook.html", content)


@require_GET
@staff
def versions(visit: Visit) -> HttpResponse:
    """Two adopted versions side by side; the one before and the one in force where none are chosen.

    Raises Refused `not_found` for a version that was never adopted.
    """
    known = _versions()
    query = visit.request.GET
    latest = known[0].digest[:16] if known else ""
    before = known[1].digest[:16] if len(known) > 1 else latest
    old = _chosen(known, query.get("from") or before)
    new = _chosen(known, query.get("to") or latest)
    result = compared(store.version(old.digest), store.version(new.digest))
    if query.get("format") == "xlsx":
        notes = [
            f"{old.edition}（{old.digest[:16]}）与{new.edition}（{new.digest[:16]}）比较，共{result.count}处不同。"
        ]
        file = export.workbook("规则书两版比较", ("部分", "变化", "说明"), result.rows(), [14, 8, 100], notes)
        return export.attachment(file, f"规则书比较{visit.today:%Y%m%d}")
    content = {
        "versions": [(version, words.day(version.adopted_at, visit.today)) for version in known],
        "old": old,
        "new": new,
        "compared": result,
    }
    return shell.render(visit, "desk/rulebook/versions.html", content)


def _versions() -> list[RulebookVersion]:
    return list(RulebookVersion.objects.defer("content").order_by("-adopted_at"))


def _chosen(known: list[RulebookVersion], digest: str) -> RulebookVersion:
    found = next((version for version in known if len(digest) >= 16 and version.digest.startswith(digest)), None)
    if found is None:
        raise refuse("not_found")
    return found
