"""An import from the uploaded file to the end: checked at once, confirmed by the person, done by the worker."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from queue import Empty, Queue

import structlog
from django.db import Error as DatabaseFailure
from django.db import connection, transaction

from ecoduty.kernel.clock import now
from ecoduty.kernel.files import storage
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.files.storage import Upload
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.organisation.access import actors_of
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.enrolment import inviting
from ecoduty.organisation.enrolment.applying import apply
from ecoduty.organisation.enrolment.checking import check
from ecoduty.organisation.enrolment.models import Import, State
from ecoduty.organisation.enrolment.plan import Plan

log = structlog.get_logger()
_KINDS = {"xlsx", "xls"}


def take_in(upload: Upload, account: Account, actor: Actor, on: date) -> tuple[Plan, Import | None]:
    """Keep and check a file. An import to be confirmed only where nothing is wrong and something would change.

    Raises Refused as the file store and `check` do, and `not_a_workbook`.
    """
    file = storage.store(upload, owner=storage.upload_owner(account.pk), account=account.pk)
    if file.kind not in _KINDS:
        raise Refused("not_a_workbook", "这个文件不是可以读出的Excel表格，请另存为.xlsx后再上传。", status=422)
    inviting.forget_expired()
    plan = check(storage.path_of(file.sm3), actor, on)
    if plan.faults or plan.empty:
        return plan, None
    return plan, _noted(plan, file, account, actor, on)


def _noted(plan: Plan, file: StoredFile, account: Account, actor: Actor, on: date) -> Import:
    made = Import.objects.create(
        account=account, post=actor.post or 0, file=file, on=on, summary=plan.summary()[:400], told=plan.told,
        created_at=now(), without_account=inviting.without_account(plan),
    )  # fmt: skip
    storage.claim(str(file.public_id), owner=f"enrolment:{made.public_id}", account=account.pk)
    return made


def confirm(one: Import, *, invite: bool = False) -> None:
    """Hand a checked import to the worker, with `invite` to open accounts as well; twice is once."""
    from ecoduty.organisation.enrolment import tasks  # noqa: PLC0415 -- tasks call this module

    if Import.objects.filter(pk=one.pk, state=State.CHECKED).update(state=State.WAITING, invite=invite):
        transaction.on_commit(lambda: tasks.run_import.defer(number=one.pk))


def run(number: int) -> None:
    """Do a confirmed import: the file is checked once more, for the directory may have changed. Safe to run twice."""
    one = Import.objects.defer("links").select_related("account", "file").get(pk=number)
    if not one.under_way:
        return
    Import.objects.filter(pk=number).update(state=State.RUNNING, done=0)
    try:
        with _telling(number) as told, transaction.atomic():
            actor = _actor(one)
            invite = one.invite and inviting.may_invite(actor)
            found = apply(_checked_again(one), actor, lambda done, total: told.put((done, total)), invite=invite)
            # In the same transaction as what it did: killed before the end, it is done again; after, never.
            _done(one, found)
    except Refused as refused:
        _end(number, refused.sentence)
    except Exception:  # whatever it was: who waits for it is told at once; then it fails, and stands in the log
        _end(number, "导入时平台出错，什么也没有写入。请联系系统管理员查看日志后再试。")
        raise


def _done(one: Import, found: inviting.Inviting) -> None:
    """Note the end of it, in the transaction of what it did."""
    one.state, one.finished_at = State.DONE, now()
    inviting.keep(one, found)
    columns = ["state", "finished_at", "invited", "uninvited", "links_ready"]
    one.save(update_fields=[*columns, "links"] if found.links else columns)


def _checked_again(one: Import) -> Plan:
    plan = check(storage.path_of(one.file.sm3), _actor(one), one.on)
    if plan.faults:
        first = plan.faults[0]
        raise Refused(
            "directory_changed",
            f"检查之后名录有了变化，现有{len(plan.faults)}处不对，如{first.place}：{first.sentence}。请重新上传检查。",
        )
    return plan


def _actor(one: Import) -> Actor:
    """Whoever confirmed it, in the same post; he may have left it meanwhile. Raises Refused `post_not_held`."""
    actors = actors_of(one.account, now().date())
    found = next((actor for actor in actors if actor.post == one.post), None)
    if found is None:
        raise Refused("post_not_held", "您已不担任上传时的岗位，不能导入。", status=403)
    return found


def _end(number: int, sentence: str) -> None:
    Import.objects.filter(pk=number).update(state=State.REFUSED, sentence=sentence[:600], finished_at=now())


@contextmanager
def _telling(number: int) -> Iterator[Queue[tuple[int, int]]]:
    """Write progress beside the transaction of the import, over a connection of its own, for who looks on."""
    told: Queue[tuple[int, int]] = Queue()
    over = threading.Event()

    def write() -> None:
        try:
            while not over.is_set() or not told.empty():
                latest = None
                while True:
                    try:
                        latest = told.get(timeout=0.2 if latest is None else 0)
                    except Empty:
                        break
                if latest is not None and not over.is_set():
                    Import.objects.filter(pk=number).update(done=latest[0], total=latest[1])
        except DatabaseFailure:  # whoever looks on sees no progress; the import goes on
            log.exception("enrolment.progress_failed", number=number)
        finally:
            connection.close()

    teller = threading.Thread(target=write, name=f"enrolment-{number}", daemon=True)
    teller.start()
    try:
        yield told
    finally:
        over.set()
        teller.join()
