"""How commands print: for people by default, as JSON where asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click

json_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--json", "as_json", is_flag=True, help="以 JSON 输出。"
)


def show(data: Any, *, as_json: bool, text: str) -> None:
    """Print `data` as JSON, or `text` for a person."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2) if as_json else text)


def progress(text: str) -> None:
    """A line about what is going on; never on standard output, which is for results."""
    click.echo(text, err=True)
