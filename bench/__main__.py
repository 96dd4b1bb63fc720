"""`python -m bench`: loads, measures, prints a table, writes var/bench.json. Exit code 1 when an aim is missed."""

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

CASES = ("perform", "desk", "pages", "sweep")


def main(arguments: list[str]) -> int:
    """Run the chosen cases."""
    options = _options(arguments)
    start = time.monotonic()
    results: list[Result] = []
    loads: list[dict[str, Any]] = []
    with server.running() as running:
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
    return 0 if all(line.holds for line in results) else 1


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="The platform beside raw SQL, on the same server.")
    parser.add_argument("--short", action="store_true", help="ten thousand matters only, few runs: for CI")
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--matters", type=int, default=1_000_000, help="matters of the large run (default a million)")
    parser.add_argument("--json", type=Path, default=ROOT / "var" / "bench.json")
    return parser.parse_args(arguments)


def _measure(
    running: server.Server, options: argparse.Namespace, results: list[Result], loads: list[dict[str, Any]]
) -> None:
    from bench.cases import acts, pages, sweep
    from bench.load import Population

    runs = 60 if options.short else 300
    small = 10_000
    _load(running, Population(small, open_percent=20), loads)
    if "perform" in options.cases:
        results.append(acts.perform(running, small, runs, durable=False))
        results.append(acts.perform(running, small, runs, durable=True))
    if "desk" in options.cases:
        results.append(acts.post(running, small, runs // 3))
    if "pages" in options.cases:
        results += pages.pages(running, small, 10 if options.short else 30)
    if options.short:
        if "sweep" in options.cases:
            _load(running, Population(6000, open_percent=100, due_from=-3, due_to=-1), loads)
            results.append(sweep.sweep(running, 6000, 2))
        return
    _load(running, Population(options.matters - small, open_percent=10), loads)
    _verify(loads)
    if "perform" in options.cases:
        results.append(acts.perform(running, options.matters, runs, durable=False))
    if "pages" in options.cases:
        results += pages.pages(running, options.matters, 15)
    if "sweep" in options.cases:
        # Enough to make a million open deadlines, all of them late.
        more = int(options.matters * 0.9)
        _load(running, Population(more, open_percent=100, due_from=-3, due_to=-1), loads)
        results.append(sweep.sweep(running, options.matters, 20))


def _load(running: server.Server, population: Any, loads: list[dict[str, Any]]) -> None:
    from bench import load

    done = load.load(running, population)
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
