"""规则书: the rulebook in force, read-only; it changes by adopting another version."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from ecoduty.interfaces.desk import shell, words
from ecoduty.interfaces.desk.plan import linking, referring, rules
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.rulebook import store
from ecoduty.kernel.rulebook.models import RulebookVersion


@require_GET
@staff
def rulebook(visit: Visit) -> HttpResponse:
    """Edition, limits, duties, ladders, copy lists, values and the visibility table, each with what it rests on."""
    book = store.current_or_none()
    if book is None:
        raise Refused("no_rulebook", "还没有采用规则书。请系统管理员运行 ecoduty rulebook adopt。", status=409)
    versions = list(RulebookVersion.objects.defer("content").order_by("-adopted_at"))
    limits = rules.limits(book, visit.today)
    content = {
        "book": book,
        "in_force": next(version for version in versions if version.digest == book.digest),
        "versions": [(version, words.day(version.adopted_at, visit.today)) for version in versions],
        "limits": limits,
        "limit_count": sum(len(group.rules) for group in limits),
        "pending": sum(rule.pending for group in limits for rule in group.rules),
        "duties": rules.duties(book),
        "ladders": rules.ladders(book),
        "copy_lists": rules.copy_lists(book),
        "papers": rules.papers(book),
        "retention": rules.retention(book),
        "accountability": referring.groups(book),
        "linkage": linking.groups(book),
        "values": rules.parameters(book, visit.today),
        "relations": rules.relation_words(),
        "visibility": rules.visibility(book),
    }
    return shell.render(visit, "desk/rulebook.html", content)
