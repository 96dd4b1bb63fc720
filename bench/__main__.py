"""`python -m bench`: loads, measures, prints a table, writes var/bench.json.

Exit code 1 when an aim is missed; with `--short`, which runs beside other work, when one is missed by half or more.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from pathlib import Path
from typing import Any

from bench import server
from bench.measure import Result
from bench.server import ROOT

SMALL = 10_000  # matters of the first round
TASKS, TASKS_SHORT = 200_000, 4_000
PROBLEMS, PROBLEMS_SHORT = 100_000, 3_000
LEGS, LEGS_SHORT = 100_000, 4_000
CASES = (
    "start",
    "perform",
    "desk",
    "api",
    "pages",
    "figures",
    "papers",
    "search",
    "portal",
    "intakes",
    "people",
    "lists",
    "responsible",
    "tasks",
    "problems",
    "omissions",
    "legs",
    "cockpit",
    "scoring",
    "sweep",
)


def main(arguments: list[str]) -> int:
    """Run the chosen cases."""
    options = _options(arguments)
    start = time.monotonic()
    results: list[Result] = []
    loads: list[dict[str, Any]] = []
    if "start" in options.cases:
        from bench.cases import starting

        results.append(starting.second_start(3))
    with server.running() as running:
        if "papers" in options.cases:
            from bench.cases import papers

            results += papers.papers(5 if options.short else 15)
        from bench import load
        from ecoduty.kernel.clock import frozen

        with frozen(load.OPENED, every_thread=True):
            server.seed()
        with frozen(load.NOW, every_thread=True):
            _measure(running, options, results, loads)
        version = _version(running)
    report = {
        "machine": {"cpus": _cpus(), "python": platform.python_version(), "postgresql": version},
        "short": options.short,
        "seconds": round(time.monotonic() - start),
        "loads": loads,
        "cases": [line.as_data() for line in results],
    }
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(table(results))
    print(f"\n{report['seconds']} s, {options.json}")
    tolerance = 1.5 if options.short else 1.0
    return 0 if all(line.ours <= tolerance * line.limit for line in results) else 1


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="The platform beside raw SQL, on the same server.")
    parser.add_argument("--short", action="store_true", help="ten thousand matters only, few runs: for CI")
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument(
        "--matters", type=_positive, default=1_000_000, help="matters of the large run (default a million)"
    )
    parser.add_argument("--json", type=Path, default=ROOT / "var" / "bench.json")
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _measure(
    running: server.Server, options: argparse.Namespace, results: list[Result], loads: list[dict[str, Any]]
) -> None:
    """Ten thousand matters, then, unless it shall be short, a million; last what changes what is there: sweep, people."""
    from bench.cases import sweep
    from bench.load import Population

    few = SMALL if options.short else min(SMALL, options.matters)
    _load(running, Population(few, open_percent=20), loads)
    results += _cases(running, options, few, 60 if options.short else 300)
    results += _overview(running, options, results, few)
    if "intakes" in options.cases:
        from bench.cases import intakes

        results.append(intakes.intakes(running, 3.0 if options.short else 60.0))
    late, batches, last = 20_000, 2, 6
    if not options.short:
        if options.matters > few:  # fewer are there already
            _load(running, Population(options.matters - few, open_percent=10), loads)
            results += _cases(running, options, options.matters, 150)
            results += _overview(running, options, results, options.matters)
        _verify(loads)
        late, batches, last = int(options.matters * 0.9), 20, 56  # with those there: a million open deadlines
    results += _kinds(running, options, loads)
    if "sweep" in options.cases:
        # Of the open ones three days' are late: fifty thousand of a million.
        _load(running, Population(late, open_percent=100, due_from=-3, due_to=last), loads)
        results += sweep.sweep(running, late if options.short else options.matters, batches)
    if "lists" in options.cases:
        from bench.cases import lists

        results += lists.lists(running, 5_000, 50_000)
    if "responsible" in options.cases:
        from bench.cases import responsible

        results.append(responsible.responsible(running, 50_000))
    if "people" in options.cases:
        from bench.cases import people

        results.append(people.import_of_people(running, 2_000 if options.short else 10_000))


def _kinds(running: server.Server, options: argparse.Namespace, loads: list[dict[str, Any]]) -> list[Result]:
    """What single kinds of matters bring by the hundred thousand."""
    results: list[Result] = []
    if "tasks" in options.cases:
        from bench.cases import tasks

        many = TASKS_SHORT if options.short else TASKS
        _load(running, tasks.population(many), loads, tasks.TASKS)
        results += tasks.pages(running, many, 5 if options.short else 15)
    if {"problems", "omissions"} & set(options.cases):
        results += _problems(running, options, loads)
    if "legs" in options.cases:
        from bench.cases import legs

        results += legs.legs(running, LEGS_SHORT if options.short else LEGS, 5 if options.short else 15, loads)
    if "scoring" in options.cases:
        from bench.cases import scoring

        results.append(scoring.scoring())
    return results


def _overview(running: server.Server, options: argparse.Namespace, results: list[Result], rows: int) -> list[Result]:
    if "cockpit" not in options.cases:
        return []
    from bench.cases import overview

    return overview.cockpit(running, rows, 5 if options.short else 15, results)


def _problems(running: server.Server, options: argparse.Namespace, loads: list[dict[str, Any]]) -> list[Result]:
    from bench.cases import omissions, problems

    many = PROBLEMS_SHORT if options.short else PROBLEMS
    _load(running, problems.population(many), loads, problems.sort())
    found = []
    if "problems" in options.cases:
        found += problems.pages(running, many, *((4, 1) if options.short else (15, 3)))
    if "omissions" in options.cases:
        found.append(omissions.omissions(running, many, 1 if options.short else 3))
    return found


def _cases(running: server.Server, options: argparse.Namespace, rows: int, runs: int) -> list[Result]:
    from bench.cases import acts, api, numbers, pages, portal, search

    found = []
    if "perform" in options.cases:
        found += [acts.perform(running, rows, runs, durable=durable) for durable in (False, True)]
    if "desk" in options.cases:
        found.append(acts.post(running, rows, runs // 3))
    if "api" in options.cases:
        found.append(api.post(running, rows, runs // 3))
        found += api.lists(running, rows, max(runs // 10, 10))
    if "pages" in options.cases:
        found += pages.pages(running, rows, max(runs // 10, 10))
    if "figures" in options.cases:
        found.append(numbers.numbers(running, rows, max(runs // 10, 10)))
    if "portal" in options.cases:
        found += portal.portal(rows, *((2, 0.5) if options.short else (5, 2.0)))
    if "search" in options.cases:
        found += search.searches(running, rows, max(runs // 10, 10))
    return found


def _load(running: server.Server, population: Any, loads: list[dict[str, Any]], sort: Any = None) -> None:
    from bench import load

    done = load.load(running, population, sort)
    loads.append(
        {"matters": done.matters, "entries": done.entries, "seconds": round(done.seconds), "bytes": done.bytes}
    )
    print(
        f"loaded {done.matters} matters, {done.entries} entries in {done.seconds:.0f} s; {done.bytes / 1e9:.2f} GB on disk",
        flush=True,
    )


def _verify(loads: list[dict[str, Any]]) -> None:
    from ecoduty.kernel.ledger.verification import verify

    start = time.monotonic()
    verdict = verify()
    assert verdict.ok, verdict.finding
    seconds = time.monotonic() - start
    loads.append({"verified_entries": verdict.entries, "seconds": round(seconds)})
    print(f"verified {verdict.entries} entries in {seconds:.0f} s", flush=True)


def table(results: list[Result]) -> str:
    """The lines as a table of Markdown."""
    head = "| case | matters | statements | ours ms | floor ms | ratio | aim | |\n|---|--:|--:|--:|--:|--:|---|---|"
    rows = [
        f"| {line.case}{'：' + line.note if line.note else ''} | {line.rows:,} | {line.statements} | {line.ours:.2f} | "
        f"{line.floor:.2f} | {line.ratio:.1f} | {line.aim} | {'holds' if line.holds else 'MISSED'} |"
        for line in results
    ]
    return "\n".join([head, *rows])


def _cpus() -> int:
    import os

    return os.cpu_count() or 1


def _version(running: server.Server) -> str:
    with running.connect() as connection:
        row = connection.execute("SHOW server_version").fetchone()
    assert row is not None
    return str(row[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
