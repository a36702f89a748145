"""Registers the commands."""

from typing import Any

import typer

from cleaner.cli.clean import clean
from cleaner.cli.config import show_config
from cleaner.cli.evaluate import evaluate
from cleaner.cli.options import Version
from cleaner.cli.restore import restore
from cleaner.cli.rules import explain, list_rules, test_rules

app = typer.Typer(
    name="cleaner",
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Gives back the article: removes the boilerplate that scraping leaves, and says what went, where and why.

Examples:

    cleaner clean article.txt                      the clean article on standard output

    cleaner clean page.html -o article.txt         a page: its article is extracted first

    cat article.txt | cleaner clean                from a pipe to a pipe

    cleaner clean articles.jsonl -o clean.jsonl    every record's text; all other fields untouched

    cleaner clean pages/ -o clean/                 a folder: every file below it, to a folder like it

    cleaner clean pages/ -o clean/ --resume        go on where a run was stopped, or the power failed

    cleaner clean articles/ --in-place             over the files themselves

    cleaner clean article.txt --diff               what would go, as a diff

    cleaner clean article.txt -o clean.txt --report ledger.json

    cleaner restore clean.txt ledger.json          the original again, byte for byte

    cleaner eval gold.jsonl                        how much it gets right, on articles you have labelled
""",
)


_CLICK_ERROR: Any = typer.BadParameter.__mro__[2]  # click's ClickException, which has had two names here


@app.callback(invoke_without_command=True)
def _main(context: typer.Context, version: Version = False) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)


app.command()(clean)
app.command()(restore)
app.command("rules")(list_rules)
app.command()(explain)
app.command("eval")(evaluate)
app.command("config", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(show_config)
app.command("test-rules")(test_rules)


def run(arguments: list[str]) -> int:
    """Run a command line; its exit code. Raises what the commands raise, but for errors of usage."""
    from cleaner.system.errors import ReaderLeftError
    from cleaner.system.terminal import say

    try:
        code = app(args=arguments, prog_name="cleaner", standalone_mode=False)
    except typer.Abort:
        return 130
    except SystemExit as stop:
        if stop.code == 1:  # typer and rich leave so when the reader of a pipe has left
            raise ReaderLeftError from None
        raise
    except _CLICK_ERROR as error:
        from cleaner.cli.suggestions import sentence

        say(f"error: {sentence(error)}")
        return 2
    return code if isinstance(code, int) else 0
