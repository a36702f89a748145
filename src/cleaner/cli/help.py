"""Formats `--help`: examples first, then grouped options of one line each, within 80 columns."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from typer.core import TyperCommand, TyperGroup

from cleaner.core.regex import lazy_compile
from cleaner.system.terminal import bold, wants_colour

GROUPS = ("Arguments", "Service", "Input", "Output", "Rules", "Records", "Bulk runs", "Configuration", "Options")
_OPTIONS = GROUPS[-1]
_FEW = 8  # maximum number of options without groups
_EXIT_CODES = "Exit codes:"
_PLACE = lazy_compile(r"-(?::\d+)+")
# typer's own descriptions of these options exceed one line
_ADDED = {
    "help": "Print this help",
    "install_completion": "Install completion for the current shell",
    "show_completion": "Print the completion script of the current shell",
}


class Command(TyperCommand):
    """A command with the help page of this module."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments. "-:3", a place in standard input, is no option, as no option begins with a colon."""
        places = [] if "--" in args else [one for one in args if _PLACE.fullmatch(one)]
        if places:
            args = [*(one for one in args if one not in places), "--", *places]
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        formatter.write(_page(self, ctx))


class Group(TyperGroup):
    """The program. Its help page lists the commands."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        commands = [(name, summary(one).rstrip(".")) for name, one in self.commands.items()]
        formatter.write(_page(self, ctx, [_rows("Commands:", commands)]))


def summary(command: Any) -> str:
    """Return the first line of a command's help."""
    return _help(command).partition("\n")[0]


def declared(parameter: Any, *, all_names: bool = False) -> str:
    """Return an argument or option with its value, as help shows it: "-o, --output PATH", "--[no-]keep-html".

    With `all_names`, the result includes the names that help omits: "--keep-html, --no-keep-html".
    """
    if parameter.param_type_name == "argument":
        return str(parameter.metavar)
    names = sorted(parameter.opts, key=lambda name: name.startswith("--"))
    long = [name for name in names if name.startswith("--")]
    if all_names:
        names += parameter.secondary_opts
    elif parameter.secondary_opts:
        names = [f"--[no-]{name.removeprefix('--')}" for name in long]
    else:
        names = [name for name in names if name not in long[1:]]
    value = "" if parameter.is_flag else f" {parameter.metavar}"
    return ", ".join(names) + value


def description(parameter: Any) -> str:
    """Return the help of an argument or option, with its default."""
    text = _ADDED.get(parameter.name) or parameter.help or ""
    default = getattr(parameter, "show_default", None)
    return f"{text} [default: {default}]" if isinstance(default, str) else text


def grouped(parameters: Iterable[Any]) -> dict[str, list[Any]]:
    """Return arguments and options by group, in order. A few options form the single group "Options"."""
    shown = [one for one in parameters if not one.hidden]
    few = sum(one.param_type_name == "option" for one in shown) <= _FEW
    groups: dict[str, list[Any]] = {name: [] for name in GROUPS}
    for one in shown:
        is_argument = one.param_type_name == "argument"
        # click's own --help has no panel
        group = None if few and not is_argument else getattr(one, "rich_help_panel", None)
        groups[group or ("Arguments" if is_argument else _OPTIONS)].append(one)
    return {name: found for name, found in groups.items() if found}


def _help(command: Any) -> str:
    return inspect.cleandoc(command.help or "")


def _page(command: Any, context: Any, more: Sequence[str] = ()) -> str:
    about, _, body = _help(command).partition("\n\n")
    body, _, codes = body.partition(_EXIT_CODES)
    blocks = [about, _heading("Usage:", f" {_usage(command, context)}")]
    blocks += [_titled(block) for block in body.split("\n\n") if block]
    blocks += more
    groups = {
        name: [(declared(one), description(one)) for one in parameters]
        for name, parameters in grouped(command.get_params(context)).items()
    }
    width = max(len(left) for rows in groups.values() for left, _ in rows)
    for name, rows in groups.items():
        is_rest = name == _OPTIONS and not groups.keys() <= {"Arguments", _OPTIONS}
        blocks.append(_rows("Other options:" if is_rest else f"{name}:", rows, width))
    if codes:
        blocks.append(_heading(_EXIT_CODES, codes))
    return "\n\n".join(block.strip("\n") for block in blocks) + "\n"


def _rows(title: str, rows: list[tuple[str, str]], width: int = 0) -> str:
    """Return a heading and two columns. The left column is at least `width` characters wide."""
    width = max(width, *(len(left) for left, _ in rows))
    return "\n".join([_heading(title), *(f"  {left:{width}}  {right}" for left, right in rows)])


def _usage(command: Any, context: Any) -> str:
    if isinstance(command, TyperGroup):
        return f"{context.command_path} COMMAND [OPTIONS] [ARGUMENTS]"
    arguments = [one.metavar for one in command.params if one.param_type_name == "argument" and not one.hidden]
    return " ".join([context.command_path, "[OPTIONS]", *arguments])


def _titled(block: str) -> str:
    """Return a block of the docstring. The title of examples becomes a heading."""
    first, _, rest = block.partition("\n")
    return f"{_heading(first)}\n{rest}" if first in ("Example:", "Examples:") else block


def _heading(title: str, rest: str = "") -> str:
    return (bold(title) if wants_colour(sys.stdout) else title) + rest
