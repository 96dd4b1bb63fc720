"""Makes the dump of a release: `python -m tests.upgrades.make 0.1.0`. Run once, when the release is cut; never again.

A small fictional city is adopted, its posts are filled, reports are opened; one goes all the way to the public, one
comes back for correction, the others are late and climb their ladder. A list takes effect, by which a complaint goes to
its lead and is answered; another one waits. A meeting's decision becomes a task, others are asked for their part, a problem is
assigned, a policy document and an order come out. A case is under way, a suspected crime is at the police, a clue is sent; a draft
is under review, a target letter is scored, progress is called for, a bulletin is drafted. Nights are recorded, another edition of the
rulebook is proposed. Then the ledger is committed to, and the database is dumped beside the
exported checkpoints and the keys of what is sealed in it.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

# ruff: noqa: PLC0415 -- imports inside functions: whatever needs Django waits until the home is set and Django is up

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]
PASSWORD = "correct horse battery staple"
LEFT_OUT = ("django_session", "axes_*", "procrastinate_*")


def main(release: str) -> None:
    """Write RELEASE.sql.gz, its keys and RELEASE.checkpoints.jsonl into this folder."""
    dump, checkpoints = FOLDER / f"{release}.sql.gz", FOLDER / f"{release}.checkpoints.jsonl"
    keys = FOLDER / f"{release}.keys.json"
    if dump.exists():
        sys.exit(f"{dump.name} is there already: a release is dumped once.")
    with tempfile.TemporaryDirectory() as home:
        os.environ["ECODUTY_HOME"] = home
        for name in ("ECODUTY_DATABASE_URL", "ECODUTY_DATABASE_OWNER_URL", "ECODUTY_DATABASE_PORTAL_URL"):
            os.environ.pop(name, None)
        from ecoduty.interfaces.console import installation  # reads the home set above

        installation.set_up_django("app")
        from ecoduty.kernel.sealing import keyring

        here = installation.current()
        keyring.create(Path(home) / "keys.json", release)
        with here.database():
            _live(checkpoints)
            from django.db import connections  # only now is Django set up

            connections.close_all()
            keys.write_bytes((Path(home) / "keys.json").read_bytes())
            dump.write_bytes(gzip.compress(_dumped(here.cluster.conninfo("ecoduty")), 9, mtime=0))
    sys.stdout.write(f"{dump.name}: {dump.stat().st_size // 1024} KB; {checkpoints.name}\n")


def _live(checkpoints: Path) -> None:
    """A few months in the life of the small city."""
    from ecoduty.casework.escalation.sweep import sweep
    from ecoduty.casework.figures.snapshots import snapshot
    from ecoduty.casework.matters.models import Matter
    from ecoduty.interfaces.console import demo
    from ecoduty.kernel.clock import SHANGHAI, frozen
    from ecoduty.kernel.flow import Actor, perform
    from ecoduty.kernel.ledger import checkpoints as ledger
    from ecoduty.kernel.rulebook import load_rulebook
    from ecoduty.organisation.directory.adoption import RULEBOOK, STREAM, adopt
    from tests.casework.rulebooks.changing import edition
    from tests.city import City
    from tests.mechanisms.reports.writing import ANNUAL, HALF_YEAR, Writer

    def on(year: int, month: int, day: int) -> datetime:
        return datetime(year, month, day, 10, tzinfo=SHANGHAI)

    with frozen(on(2026, 12, 15), every_thread=True) as clock:
        city = City(None, clock)
        adopt(load_rulebook(ROOT / "rulebooks" / "example-city"), Actor.system("初始化"))
        demo.seed(PASSWORD)
        sweep()
        first, second = Matter.objects.filter(kind=HALF_YEAR).order_by("holder__order")[:2]
        report = Writer(city, first)
        report.to_signed("云水〔2026〕8号")
        report.do("liaison", "send")
        Writer(city, second).write()
        clock.move_to(on(2027, 1, 20))
        sweep()
        published, returned = Matter.objects.filter(kind=ANNUAL).order_by("holder__order")[:2]
        report = Writer(city, published)
        report.to_signed("")
        report.do("liaison", "send")
        report.clear_public_version()
        report.do(
            "liaison",
            "register_publication",
            {"own_url": "https://water.example.gov.cn/2026.html", "published_on": clock.moment.date()},
        )
        report = Writer(city, returned)
        report.to_signed("")
        report.do("liaison", "send")
        report.do("committee-office.director", "return_for_correction", {"note": "请补充数据"})
        _list_and_complaints(city)
        _work(city)
        _seen_and_helped(city)
        _cases_and_papers(city)
        snapshot()
        clock.move_to(on(2027, 3, 20))
        sweep()
        snapshot()
        proposed = {"content": edition().to_json(), "file": "规则书.zip", "cases": 18}
        perform(RULEBOOK, "propose_rulebook", STREAM, actor=city.actor("committee-office.director"), data=proposed)
        ledger.take(clock.moment)
        checkpoints.unlink(missing_ok=True)
        ledger.export(checkpoints)


def _list_and_complaints(city: Any) -> None:
    """One bureau's list in force, a complaint of a named reporter answered by it, and one that waits to be sent to somebody."""
    from tests.mechanisms.complaints.steps import Case
    from tests.mechanisms.responsibilities.listing import NOISE, Compiler

    clerk, builder = "committee-office.clerk", "construction-bureau"
    list_ = Compiler(city, builder).draft({**NOISE, "field": "noise", "words": ["工地", "打桩"]})
    list_.to_consulting().to_approved().publish()
    case = Case(
        city, text="工地夜里打桩，睡不着。", channel="letter", reporter_name="反映人", reporter_phone="13800000000"
    )
    case.do(clerk, "dispatch", {"responsibility": str(list_.row(NOISE["name"]).key)})
    case.do(f"{builder}.liaison", "sign_for")
    case.do(f"{builder}.liaison", "answer", {"answer": "已责令停止夜间打桩，1月20日晚复查没有再施工。"})
    case.do(clerk, "approve_answer")
    Case(city, text="游船上炒菜，油烟很大。", channel="web")


def _work(city: Any) -> None:
    """Work in every room of it: a task from a meeting, one signed for, a request that nobody answers, a problem, a paper, an order."""
    from ecoduty.organisation.directory.models import Body
    from tests.mechanisms.coordination.steps import Road
    from tests.mechanisms.inspections.steps import Road as Problem
    from tests.mechanisms.inspections.steps import assigned
    from tests.mechanisms.leadership.steps import Room
    from tests.mechanisms.policy_documents.steps import Paper
    from tests.mechanisms.supervision_orders.steps import Order
    from tests.mechanisms.work_plans.steps import ISSUER, Work, in_days, plan

    def day(days: int) -> str:
        return in_days(days).isoformat()

    room = Room(city)
    held = room.held("committee-office.director", day=day(-1), planned_on=day(-1))
    room.decides(held, who="committee-office.director")
    plan(city)
    water, builder = "agriculture-water-bureau", "construction-bureau"
    task = Work(city, lead=water)
    task.do(ISSUER, "issue")
    task.do(f"{water}.liaison", "sign_for", {"unit": "水利科", "person": "责任人"})
    Road(city, lead=water, supporter=builder)
    problem = Problem(city, responsible=water, district="", found_on=day(-3))
    problem.do(problem.head, "assign", assigned(responsible=water, limit_on=day(90)))
    Paper(city, who=f"{builder}.liaison", name="建筑工地夜间施工管理规定", sort="rules")
    receivers = Body.objects.filter(key__in=[water, builder]).values_list("short_name", flat=True)
    Order(city, "committee-office.director", *receivers, limit_on=day(80)).issued()


def _seen_and_helped(city: Any) -> None:
    """What is inspected, who is referred onward and known to two persons, and what helps those who do the work."""
    from ecoduty.kernel.flow import perform
    from ecoduty.mechanisms.encouragement.capacity.flow import CAPACITY
    from tests.mechanisms.accountability.steps import PERSON
    from tests.mechanisms.accountability.steps import Road as Referral
    from tests.mechanisms.encouragement.steps import drafted
    from tests.mechanisms.encouragement.test_protection import Measure
    from tests.mechanisms.encouragement.test_tolerance import Application
    from tests.mechanisms.inspections.planning_steps import Plan

    builder, water = "construction-bureau", "agriculture-water-bureau"
    who = f"{builder}.liaison"
    own = perform(CAPACITY, "start_return", actor=city.actor(who), data={"year": 2027}).subject
    lines = ["staff｜12｜花名册", "funds｜80｜决算表", "grassroots-funds｜31｜决算表"]
    perform(CAPACITY, "enter_amounts", own.pk, actor=city.actor(who), data={"amounts": lines})
    Measure(city, who, covered=10, eligible=12, source="保单附名册")
    Application(city, who, decider=builder, conditions=["remedied"], post_title="执法科负责人")
    drafted(city, who)
    Plan(city, "ecology-bureau").add(body=water)
    Referral(city, "ecology-bureau.deputy", "ecology-bureau.principal", source="inspection").do(
        "ecology-bureau.deputy", "add_concerned", {**PERSON, "body": water, "rank": "leading"}
    )


def _cases_and_papers(city: Any) -> None:
    """A clue, a case under way, a transfer at the police; then what is written, scored and asked for."""
    from tests.mechanisms.enforcement.administrative_steps import FILE, NOTICE, Case
    from tests.mechanisms.enforcement.clues.steps import refer
    from tests.mechanisms.enforcement.transfer_steps import POLICE, RECEIPT, SEND, Road
    from tests.mechanisms.work_plans.steps import in_days

    refer(city, "economy-bureau.liaison", district="hill", seen_on=in_days(-2).isoformat())
    case = Case(city, found_on=in_days(-4).isoformat())
    case.head("file_case", {**FILE, "case_number": "云环立〔2027〕3号"})
    case.officer("notify_party", {**NOTICE, "number": "云环罚告〔2027〕3号"})
    letter = {"letter_number": "云环移〔2027〕1号"}
    transfer = Road(city)
    transfer.to_approved()
    transfer.lay_ready()
    transfer.do(transfer.officer, "send_transfer", {**SEND, **letter})
    transfer.do(POLICE, "receive_transfer", {**RECEIPT, **letter, "receipt_number": "云公受〔2027〕9号"})
    _draft_under_review(city, "agriculture-water-bureau")
    _scored_and_asked(city, "agriculture-water-bureau", "construction-bureau")


def _draft_under_review(city: Any, drafter: str) -> None:
    """A draft with its papers, accepted, with one opinion on it that waits for an answer."""
    from ecoduty.mechanisms.legal_review.queries import asked_papers
    from tests.mechanisms.legal_review.steps import Road, draft, uploaded

    who, reviewer = f"{drafter}.liaison", "justice-office.liaison"
    text = "第一条 为了管好排放口，制定本办法。\n第二条 农水局牵头，生态环境局配合。\n第三条 应当建立台账。"
    given = draft(name="云泽市排放口管理办法", text=text, lead=drafter, duties="第二条：农水局牵头。")
    review = Road(city, "draft_review", "prepare_draft", who, given)
    for paper in asked_papers("normative-document"):
        file = uploaded(city.actor(who), f"{paper.code}.txt")
        review.do("add_paper", {"paper": paper.code, "file": file}, who)
    review.do("submit_draft", {}, who)
    review.do("accept_draft", who=reviewer)
    review.do("add_opinion", {"place": "第三条", "text": "没有写由谁建立台账。", "basis": "清单"}, reviewer)


def _scored_and_asked(city: Any, body: str, silent: str) -> None:
    """A target letter that is being scored, a call that one of two bodies has answered, a bulletin that is written."""
    from tests.mechanisms.appraisals.steps import Letter
    from tests.mechanisms.situation.calling import Call
    from tests.mechanisms.situation.writing import Paper
    from tests.mechanisms.work_plans.steps import in_days

    who = f"{body}.liaison"
    letter = Letter(city, body)
    letter.do("send_for_signing")
    signed = {"party_post": "市农水局党组书记", "government_post": "市农水局局长"}
    letter.do("sign_letter", signed, f"{body}.principal")
    letter.do("open_scoring", {"as_of": in_days(0).isoformat()})
    letter.do("enter_value", {"code": "own-field", "value": 90, "source": "年度总结第3页"}, who)
    call = Call(city, bodies=[body, silent], limit_on=in_days(7).isoformat())
    call.do("issue_call")
    call.answer(who, {"c1": "12", "c2": "无", "c3": "0"})
    bulletin = Paper(city, "bulletin", "begin_bulletin", "关于2026年第四季度生态环境情况的通报")
    bulletin.do("write_paper", {"sections": {"概况": "总体平稳。", "整改": "无", "提醒": "请按期报送。"}})


def _dumped(conninfo: str) -> bytes:
    """Schema and data as SQL, without what only this server knows: owners, grants, extensions, comments."""
    from ecoduty.kernel.database.embedded import programs

    command = [str(programs() / "pg_dump"), "--no-owner", "--no-privileges", "--no-comments", "--exclude-extension=*"]
    command += [f"--exclude-table-data={table}" for table in LEFT_OUT]
    return subprocess.run([*command, conninfo], check=True, capture_output=True).stdout


if __name__ == "__main__":
    main(sys.argv[1])
