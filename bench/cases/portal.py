"""The public's pages beside a static file of the same server process, and beside the desk's page that is kept nowhere.

What is compared is throughput, told as milliseconds for each answer; one process, two callers.
"""

from __future__ import annotations

from statistics import median

from django.templatetags.static import static

from bench import web
from bench.cases.acts import signed_in
from bench.measure import Aim, Result

FILE = Aim(2)  # at least half the throughput of a static file
DESK = Aim(0.1)  # at least ten times the throughput of the desk's page
PAGES = (("首页", "/portal/"), ("方案", "/portal/plan/"), ("公开件JSON", "/portal/published.json"))
READER = "committee-office.clerk"


def portal(rows: int, rounds: int, seconds: float) -> list[Result]:
    """Every page by turns with the file and the desk's page, so that a noisy moment hits all."""
    from django.conf import settings

    from ecoduty.kernel.clock import today
    from ecoduty.organisation.access import actors_of
    from ecoduty.organisation.accounts.models import Account

    client = signed_in(actors_of(Account.objects.get(username=READER), today())[0])
    session = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    requests = {
        "file": web.get(static("portal/portal.css")),
        "desk": web.get("/matters/", cookie=session),
        **{path: web.get(path) for _, path in PAGES},
    }
    times: dict[str, list[float]] = {name: [] for name in requests}
    with web.serving() as port:
        for number in range(rounds + 1):
            for name, request in requests.items():
                answers = web.rate(port, request, seconds)
                if number:
                    times[name].append(1000 / answers)
    file, desk = median(times["file"]), median(times["desk"])
    found = []
    for label, path in PAGES:
        ours = median(times[path])
        found.append(_line(f"门户{label}比静态文件", rows, rounds, ours, file, FILE))
        found.append(_line(f"门户{label}比办件列表", rows, rounds, ours, desk, DESK))
    return found


def _line(case: str, rows: int, runs: int, ours: float, floor: float, aim: Aim) -> Result:
    return Result(
        case=case, rows=rows, runs=runs, ours=ours, floor=floor, aim=aim.words, limit=aim.limit(floor), statements=0,
        ours_p95=ours, floor_p95=floor, note=f"每秒{1000 / ours:.0f}次",
    )  # fmt: skip
