"""规则书·拟采用的新版: upload and check, what it changes and moves, the lists behind, adopting what was looked at."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.matters.rules import visible_to
from ecoduty.casework.rulebooks import archive, checking
from ecoduty.casework.rulebooks.checking import Checked
from ecoduty.casework.rulebooks.foreseeing import Seen, foresee
from ecoduty.interfaces.desk import export, shell
from ecoduty.interfaces.desk.refusals import Shown, shown
from ecoduty.interfaces.desk.rulebooks import moves
from ecoduty.interfaces.desk.rulebooks.comparing import compared
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.kernel.flow.table import permits
from ecoduty.kernel.rulebook import Rulebook, store
from ecoduty.kernel.rulebook.models import Proposal, RulebookVersion
from ecoduty.organisation.directory import seeding
from ecoduty.organisation.directory.adoption import RULEBOOK, STREAM
from ecoduty.organisation.directory.models import Adoption

PAGE = 100
FAULTS_SHOWN = 300


def may_do(visit: Visit, act: str) -> bool:
    """Whether the table lets this post do an act on the rulebook."""
    relations = Adoption.objects.get().relations_of(visit.actor, visit.today)
    return permits(RULEBOOK.by_code[act], visit.actor, relations)


@require_http_methods(["GET", "POST"])
@staff
def index(visit: Visit) -> HttpResponse:
    """What was proposed, and the upload; a POST checks the file and says what is wrong, or goes on to the proposal."""
    _only_office(visit)
    if visit.request.method == "GET":
        return _page(visit)
    try:
        upload = _upload(visit)
        with archive.unpacked(upload.file, upload.size or 0) as folder:
            checked = checking.check(folder)
        if not checked.sound or checked.book is None:
            return _page(visit, checked=checked, name=upload.name or "", status=422)
        data = {"content": checked.book.to_json(), "file": (upload.name or "")[:200], "cases": len(checked.cases)}
        perform(RULEBOOK, "propose_rulebook", STREAM, actor=visit.actor, data=data)
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        return _page(visit, problem=shown(refused), status=refused.status)
    return HttpResponseRedirect(reverse("desk:rulebook-proposal", args=[checked.book.digest]))


def _page(
    visit: Visit, *, problem: Shown | None = None, checked: Checked | None = None, name: str = "", status: int = 200
) -> HttpResponse:
    adopted = set(RulebookVersion.objects.values_list("digest", flat=True))
    proposed = Proposal.objects.defer("content").order_by("-proposed_at")
    content = {
        "problem": problem,
        "checked": checked,
        "faults": checked.problems[:FAULTS_SHOWN] if checked else (),
        "name": name,
        "proposals": [(one, one.digest in adopted) for one in proposed],
        "most": archive.MOST_BYTES // 1024 // 1024,
    }
    return shell.render(visit, "desk/rulebook/proposals.html", content, status=status)


def _upload(visit: Visit) -> UploadedFile:
    """The chosen file. Raises Refused `no_file`."""
    upload = visit.request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        raise Refused("no_file", "还没有选择文件，请先选择规则书文件夹的 zip 压缩包。", status=422)
    return upload


@require_http_methods(["GET", "POST"])
@staff
def proposal(visit: Visit, digest: str) -> HttpResponse:
    """A proposed version: what it changes, what it would move, what the directory says otherwise. A POST adopts it."""
    _only_office(visit)
    row = _found(digest)
    problem = None
    if visit.request.method == "POST":
        given = visit.request.POST
        data = {"content": row.content, "note": given.get("note", ""), "seen": given.get("seen", "") or "-"}
        try:
            perform(RULEBOOK, "adopt", STREAM, actor=visit.actor, data=data)
        except Refused as refused:
            if refused.status not in {409, 422}:
                raise
            problem = refused
        else:
            messages.success(visit.request, f"已采用规则书{row.edition}，从现在起按它办。")
            return HttpResponseRedirect(reverse("desk:rulebook"))
    store.forget()
    present, new = store.current(), Rulebook.from_json(row.content)
    content = {
        "row": row,
        "present": present,
        "problem": shown(problem),
        "in_force": present.digest == row.digest,
        "adopted": RulebookVersion.objects.filter(digest=row.digest).exists(),
        "compared": compared(present, new),
        "moves": moves.summary(foresee(new, visit.now, _seen(visit)), row.digest, visit.today),
        "drift": seeding.drift(new, visit.today),
        "may_adopt": may_do(visit, "adopt"),
        "note": visit.request.POST.get("note", ""),
    }
    return shell.render(visit, "desk/rulebook/proposal.html", content, status=problem.status if problem else 200)


@require_GET
@staff
def moved(visit: Visit, digest: str) -> HttpResponse:
    """The list behind one figure of a proposal, as a page or a file."""
    _only_office(visit)
    row = _found(digest)
    query = visit.request.GET
    found = moves.behind(query, Rulebook.from_json(row.content), visit.now, _seen(visit))
    if query.get("format") == "xlsx":
        lines = [line.cells for line in found.lines]
        file = export.workbook(found.label, found.headings, lines, [40, *(20 for _ in found.headings[1:])])
        return export.attachment(file, f"{found.label}{visit.today:%Y%m%d}")
    pages = max(1, -(-len(found.lines) // PAGE))
    number = min(int(query.get("page", "1")) if query.get("page", "1").isdecimal() else 1, pages) or 1
    kept = query.copy()
    kept.pop("page", None)
    content = {
        "row": row,
        "shown": found,
        "lines": found.lines[(number - 1) * PAGE : number * PAGE],
        "number": number,
        "pages": pages,
        "query": kept.urlencode(),
    }
    return shell.render(visit, "desk/rulebook/moves.html", content)


def _found(digest: str) -> Proposal:
    row = Proposal.objects.filter(digest=digest).first()
    if row is None:
        raise refuse("not_found")
    return row


def _seen(visit: Visit) -> Seen:
    """Only matters that the reader may see are counted and listed."""
    return lambda prefix: visible_to(visit.actor, prefix=prefix)


def _only_office(visit: Visit) -> None:
    if not may_do(visit, "propose_rulebook"):
        raise Refused(
            "not_permitted",
            f"拟采用的规则书由市环委办主任、经办人提出和查看，您现在的岗位是“{visit.actor.title}”。",
            status=403,
        )
