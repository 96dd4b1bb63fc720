"""`ecoduty collect-static`: the files that pages need, gathered and compressed in the home. Called by `serve`."""

from __future__ import annotations

import click
from django.core.management import call_command

from ecoduty.interfaces.console import installation, language


@click.command(cls=language.Command)
def collect_static() -> None:
    """把页面文件整理到数据目录。"""
    with installation.sentences_for_system_errors(installation.current().home):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
