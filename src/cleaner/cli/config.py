"""`cleaner config`."""

from typing import Annotated, Any

import typer
from typer import Option

from cleaner.cli.options import given


def show_config(
    context: typer.Context,
    as_json: Annotated[bool, Option("--json", help="As a JSON object.")] = False,
    url: Annotated[
        str | None, Option("--url", metavar="ADDRESS", help="What is in force for articles from there.")
    ] = None,
) -> None:
    """Show every setting in force, and whether it is the default's, a file's (with the line) or the command line's.

    Give it the options that you would give clean. What it prints can be used as a cleaner.toml.

    Examples:

        cleaner config --preset careful > cleaner.toml
        cleaner config --url https://www.example.org/story
    """
    from cleaner.cli import config_view
    from cleaner.cli.configured import build_cleaner
    from cleaner.config.resolve import resolve

    command: Any = context.find_root().command
    asked = command.commands["clean"].make_context("clean", context.args, parent=context)
    config_view.refuse_words(asked.params["inputs"] or [])
    resolved = resolve(given(asked), asked.params["config"], isolated=asked.params["isolated"])
    build_cleaner(resolved)
    config_view.show(resolved, as_json=as_json, url=url)
