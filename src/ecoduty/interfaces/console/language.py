"""Chinese for click: headings, the help option and the sentences for wrong usage."""

from __future__ import annotations

import re
from typing import Any

import click

# click's own words for a value of the wrong kind
NOT_AN_INTEGER = re.compile(r"(.+) is not a valid integer")
NOT_ONE_OF = re.compile(r"(.+) is not one of (.+)\.")


class ProblemError(click.ClickException):
    """A command found something wrong or was refused: a sentence for a person and a stable code; exit code 1."""

    exit_code = 1

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class Command(click.Command):
    """A command whose help is Chinese throughout."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[选项]", **settings})

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [record for param in self.get_params(ctx) if (record := param.get_help_record(ctx)) is not None]
        with formatter.section("选项"):
            formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本说明。"
        return option


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **{"subcommand_metavar": "命令 [参数]", **settings})

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, command.get_short_help_str(80)) for name, command in commands if command and not command.hidden]
        with formatter.section("命令"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            raise click.UsageError(f"没有“{name}”这个命令。", ctx)
        return super().resolve_command(ctx, args)


def sentence(error: click.ClickException) -> str:
    """What went wrong, in Chinese."""
    match error:
        case click.NoSuchOption():
            said = f"没有 {error.option_name} 这个选项。"
        case click.MissingParameter():
            said = f"缺少 {_name(error)}。"
        case click.BadParameter():
            said = f"{_name(error)} 的值不对：{_value(error.message)}"
        case click.BadOptionUsage():
            said = f"选项 {error.option_name} 需要一个值。"
        case click.FileError():
            said = f"打不开文件 {error.ui_filename}：{error.message}"
        case click.UsageError() if error.message.startswith("Got unexpected extra argument"):
            said = f"多出的参数：{error.message.partition('(')[2].rstrip(')')}。"
        case _:
            said = error.message
    return said


def _value(message: str) -> str:
    if found := NOT_AN_INTEGER.match(message):
        return f"{found[1]} 不是整数。"
    if found := NOT_ONE_OF.match(message):
        return f"{found[1]} 不在 {found[2].replace(', ', '、')} 之中。"
    return message


def _name(error: click.BadParameter) -> str:
    param = error.param
    if isinstance(param, click.Option):
        return f"选项 {'／'.join(param.opts)}"
    if param is not None:
        return f"参数 {param.make_metavar(error.ctx or click.get_current_context())}"
    return error.param_hint if isinstance(error.param_hint, str) else "参数"
