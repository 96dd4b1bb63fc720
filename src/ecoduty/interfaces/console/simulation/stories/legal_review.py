"""Stories of drafts under legal review, of documents that are filed, and of the catalogue of last year's."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation import pace, people
from ecoduty.interfaces.console.simulation.cast import Bureau, bureau
from ecoduty.interfaces.console.simulation.leading import Led, day, later, pick, scan
from ecoduty.interfaces.console.simulation.stories import Steps, follows, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import say, words
from ecoduty.kernel.clock import today
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.legal_review.catalogues.acts import MAKERS
from ecoduty.mechanisms.legal_review.catalogues.listing import MADE_BY
from ecoduty.mechanisms.legal_review.queries import asked_papers

REVIEW, FILING, CATALOGUE = "draft_review", "filing_review", "filing_catalogue"
_SORTS = ("normative-document", "normative-document", "policy", "local-regulation")


def _reviewer() -> Bureau:
    """The body that reviews: one of the rulebook's values."""
    return bureau(rulebooks.current().words("legal-review.reviewer", on=today())[0])


@story("draft_review", a_year=15)
def draft(town: Town, rng: Random, number: int) -> Steps:
    """From the draft to its issue; some come back, some are not lawful."""
    reviewer = _reviewer()
    every = words("papers")["drafts"]
    content = every[number % len(every)]
    who = Bureau(people.one_of(rng, content["bodies"]))
    sort = rng.choice(_SORTS)
    led = Led.opened(
        town, REVIEW, "prepare_draft", who.liaison, name=content["name"] + ("" if number < len(every) else "（修订）"), sort=sort,
        grounds="落实上级部署", text=_text(rng, who, content["what"]), ecology="yes", lead_said="named", lead=who.key, duties=f"第三条：{who.name}牵头。",
    )  # fmt: skip
    yield later(rng, 1, 4)
    for paper in asked_papers(sort):
        if paper.needed == "always":
            led.do(who.liaison, "add_paper", paper=paper.code, file=scan(town, who.liaison, f"{paper.label}.pdf"))
    yield later(rng, 1, 8)
    led.do(who.liaison, "submit_draft")
    yield later(rng, 1, 6)
    if rng.random() < 0.15:
        led.do(reviewer.liaison, "ask_completion", missing=pick(rng, "papers", "returns"))
        yield later(rng, 2, 8)
        led.do(who.liaison, "submit_draft")
        yield later(rng, 1, 4)
    led.do(reviewer.liaison, "accept_draft")
    yield later(rng, 3, 8)
    if rng.random() < 0.7:
        yield from _opinions(led, rng, who, reviewer, content["what"])
    unlawful = rng.random() < 0.06
    led.do(
        reviewer.head, "conclude_review", conclusion="unlawful" if unlawful else "lawful_once_changed" if rng.random() < 0.4 else "lawful",
        number=reviewer.number("审", town.now.year, number + 1), note="缺少设定依据，不宜出台。" if unlawful else "",
    )  # fmt: skip
    if unlawful:
        return
    yield later(rng, 5, 20)
    led.do(who.liaison, "record_decision", decided_on=day(), meeting=f"局务会第{rng.randint(3, 40)}次会议")
    yield later(rng, 2, 10)
    yield from _issued(led, rng, who, reviewer, sort, number)


def _text(rng: Random, who: Bureau, what: str) -> str:
    first, second = (say(rng, form, {}, what=what) for form in rng.sample(words("papers")["duty-lines"], 2))
    return "\n".join((
        f"第一条 {pick(rng, 'papers', 'opening')}", f"第二条 {who.name}{first}", f"第三条 {who.name}牵头，有关部门配合，负责抽查。",
        f"第四条 有关单位{second}", "第五条 本办法自公布之日起施行。",
    ))  # fmt: skip


def _opinions(led: Led, rng: Random, who: Bureau, reviewer: Bureau, what: str) -> Steps:
    for place in rng.sample(("第二条", "第三条", "第四条"), rng.randint(1, 3)):
        led.do(
            reviewer.liaison,
            "add_opinion",
            place=place,
            text=rng.choice(words("papers")["opinions"][place]),
            basis="方案5.8",
        )
    led.do(reviewer.liaison, "send_opinions")
    yield later(rng, 6, 12) if rng.random() < pace.LATE else later(rng, 1, 5)
    for one in led.matter.draft_review.opinions.filter(answer="").order_by("pk"):
        adopted = rng.random() < 0.75
        led.do(
            who.liaison, "answer_opinion", opinion=one.pk, answer="adopted" if adopted else "not_adopted",
            why="" if adopted else pick(rng, "papers", "why"),
        )  # fmt: skip
    led.do(who.liaison, "send_answers", text=_text(rng, who, what))
    yield later(rng, 2, 6)


def _issued(led: Led, rng: Random, who: Bureau, reviewer: Bureau, sort: str, number: int) -> Steps:
    year = led.town.now.year
    issued = who.number("规", year, 100 + number)
    led.do(
        who.liaison, "issue_draft", number=issued, registration=f"规登{year}-{number + 1:03}" if sort == "normative-document" else "", issued_on=day(),
        valid_from=day(30), valid_until=f"{year + 5}-12-31", address=f"https://{who.key}.example.gov.cn/zc/{number + 1}.html",
    )  # fmt: skip
    made = Matter.objects.filter(kind=FILING, filing_review__number=issued).first()
    if made is None:
        return
    filing = Led(led.town, FILING, made.pk)
    yield later(rng, 16, 24) if rng.random() < pace.LATE else later(rng, 3, 13)
    filing.do(
        who.liaison,
        "file_document",
        number=who.number("备", year, number + 1),
        file=scan(led.town, who.liaison, "备案报告.pdf"),
    )
    yield later(rng, 1, 5)
    filing.do(reviewer.liaison, "accept_filing", number=f"备登{year}-{number + 1}")
    yield later(rng, 10, 35)
    if number % 4 == 1:
        filing.do(reviewer.head, "conclude_filing", finding="to_correct", opinion="第四条缺少依据，请删除。")
        yield later(rng, 8, 25)
        filing.do(who.liaison, "report_correction", text="已删除第四条并重新公布。")
        yield later(rng, 1, 6)
        filing.do(reviewer.liaison, "accept_correction")
    else:
        filing.do(reviewer.head, "conclude_filing", finding="in_order")


@follows(CATALOGUE)
def catalogue(town: Town, rng: Random, matter: Matter) -> Steps:
    """In January whoever makes rules files the last one of the old year and reports the catalogue; without any it reports nil."""
    led, reviewer, year = Led(town, CATALOGUE, matter.pk), _reviewer(), int(matter.period)
    clerk = people.somebody(matter.holder, MAKERS)
    made = [sort for sort, key in rulebooks.current().pairs(MADE_BY, on=today()) if key == matter.holder.key]
    yield later(rng, 3, 6)
    if not made:
        led.do(clerk, "report_nothing")
        yield later(rng, 1, 3)
        led.do(clerk, "close_catalogue")
        return
    published = date(year, 12, rng.randint(16, 30))
    filing = Led.opened(
        town, FILING, "register_for_filing", clerk, name=rng.choice(words("papers")["drafts"])["name"], sort=made[0],
        number=f"{matter.holder.short_name}令第{rng.randint(190, 220)}号", published_on=published.isoformat(),
        valid_from=(published + timedelta(days=31)).isoformat(),
    )  # fmt: skip
    yield later(rng, 1, 3)
    filing.do(
        clerk,
        "file_document",
        number=f"{matter.holder.short_name}备〔{year + 1}〕1号",
        file=scan(town, clerk, "备案报告.pdf"),
    )
    yield later(rng, 1, 3)
    filing.do(reviewer.liaison, "accept_filing", number=f"规备登{year + 1}-1")
    yield later(rng, 1, 4)
    led.do(
        clerk,
        "report_catalogue",
        number=f"{matter.holder.short_name}备〔{year + 1}〕2号",
        file=scan(town, clerk, "年度目录.pdf"),
    )
    yield later(rng, 1, 5)
    led.do(reviewer.liaison, "register_receipt", receipt_on=day(), number=f"收〔{year + 1}〕1号")
    yield later(rng, 10, 30)
    filing.do(reviewer.head, "conclude_filing", finding="in_order")
