"""Registers the commands."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

import typer

from cleaner.cli.help import Command, Group
from cleaner.cli.options import Version

COMMANDS = {
    "clean": "clean:clean",
    "report": "report:report",
    "review": "review:review",
    "restore": "restore:restore",
    "why": "why:why",
    "stats": "stats:stats",
    "serve": "serve:serve",
    "mcp": "mcp:mcp",
    "rules": "rules:list_rules",
    "explain": "rules:explain",
    "eval": "evaluate:evaluate",
    "train": "train:train",
    "config": "config:show_config",
    "test-rules": "rules:test_rules",
}

_CLICK_ERROR: Any = typer.BadParameter.__mro__[2]  # click's ClickException, in whichever module typer keeps it


def build_app(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """Return the program with these commands. All commands take 5 ms more to build than one."""
    app = typer.Typer(
        name="cleaner",
        cls=Group,
        add_completion=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(_main)
    for name in names:
        module, _, function = COMMANDS[name].partition(":")
        app.command(name, cls=Command)(getattr(import_module(f"cleaner.cli.{module}"), function))
    return app


def _main(context: typer.Context, version: Version = False) -> None:
    """Remove boilerplate from scraped articles, and report every removal.

    Examples:
      cleaner clean article.txt                     print the clean text
      cleaner clean article.txt --diff              print what would be removed
      cat article.txt | cleaner clean               read standard input
      cleaner clean page.html -o article.txt        extract the article of a page
      cleaner clean in.jsonl -o out.jsonl           clean the text of every record
      cleaner clean pages/ -o clean/                clean every file of a folder
      cleaner clean pages/ -o clean/ --resume       continue an interrupted run
      cleaner clean a.txt -o b.txt --report r.json  also report every removal
      cleaner restore b.txt r.json                  print the original
      cleaner why article.txt:8                     say why a line goes or stays
      cleaner explain related/read-more-line        show a rule and its examples

    'cleaner COMMAND --help' describes the options of a command.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)


def run(arguments: list[str]) -> int:
    """Run a command line and return its exit code. Usage errors exit with 2; other errors of commands propagate."""
    from cleaner.system.errors import ReaderLeftError
    from cleaner.system.terminal import say

    one = arguments[:1] if arguments and arguments[0] in COMMANDS else COMMANDS
    try:
        code = build_app(one)(args=arguments, prog_name="cleaner", standalone_mode=False)
    except typer.Abort:
        return 130
    except SystemExit as stop:
        if stop.code == 1:  # typer exits with 1 if the reader of a pipe has exited
            raise ReaderLeftError from None
        raise
    except _CLICK_ERROR as error:
        from cleaner.cli.suggestions import sentence

        say(f"error: {sentence(error)}")
        return 2
    return code if isinstance(code, int) else 0
