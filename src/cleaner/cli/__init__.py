"""The command line: thin, and the only package that imports typer. Commands import what they need when they run."""

import sys
from typing import Annotated, Any

import typer
from typer import Argument, Option

from cleaner import completion
from cleaner.cli.clean import clean
from cleaner.cli.options import (
    Budget,
    ConfigFile,
    Headline,
    Ignore,
    Isolated,
    Preset,
    Rules,
    Select,
    TextField,
    Version,
    given,
)

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


@app.command()
def restore(
    clean_text: Annotated[
        str, Argument(metavar="CLEAN", help="What cleaner wrote, a file or a folder; - is standard input.")
    ],
    ledger: Annotated[
        str | None,
        Argument(metavar="[LEDGER]", help="What --report wrote: a ledger, .json or .jsonl, or a folder of them."),
    ] = None,
    output: Annotated[
        str | None,
        Option("-o", "--output", metavar="FILE|FOLDER", help="Write here, whole or not at all; a folder for one."),
    ] = None,
    report: Annotated[
        str | None, Option("--report", metavar="LEDGER", help="The same as LEDGER, by its name in clean.")
    ] = None,
    text_field: TextField = "text",
) -> None:
    """Put every removal and repair back: a text file again, byte for byte; of records, each text.

    A folder comes back as a folder, every file that can be restored; each that cannot be is named. What stands in
    -o FOLDER already is never written over. Packed files are read, and written where their names say so.

    Examples:

        cleaner restore clean.txt ledger.json > article.txt
        cleaner restore clean/ reports/ -o back/
        cleaner restore clean/ ledger.jsonl -o back/

    For HTML the page itself is not kept: what comes back is the text that was extracted from it.

    Exit codes: 0 done, 2 usage, 3 something could not be restored (the rest is), 4 an output not be written.
    """
    from cleaner import restore_command

    raise typer.Exit(restore_command.run(clean_text, _the_one(ledger, report), output, text_field))


def _the_one(ledger: str | None, report: str | None) -> str:
    """The ledger, which stands behind what is to be restored or behind --report."""
    from cleaner.model import ConfigurationError

    if ledger and report:
        raise ConfigurationError("one ledger restores; name it once, behind what is to be restored")
    if not (ledger or report):
        raise ConfigurationError(
            "name the ledger that clean wrote with --report, or the folder of them: cleaner restore CLEAN LEDGER"
        )
    return ledger or report or ""


@app.command("rules")
def list_rules(
    as_json: Annotated[bool, Option("--json", help="As a JSON array.")] = False,
    own: Rules = None,
    config: ConfigFile = None,
    isolated: Isolated = False,
) -> None:
    """List every rule: its name, why it removes, since when, and its status.

    Example:

        cleaner rules --json | jq -r '.[].name'
    """
    from cleaner import rule_commands
    from cleaner.api import load_catalog
    from cleaner.in_force import in_force

    force = in_force({"rules": own} if own else {}, config, isolated=isolated)
    typer.echo(rule_commands.table(load_catalog(force["rules"]), as_json=as_json))


@app.command()
def explain(
    rule: Annotated[
        str,
        Argument(metavar="RULE", help="family/name, the name alone, or a family.", autocompletion=completion.rules),
    ],
    own: Rules = None,
    config: ConfigFile = None,
    isolated: Isolated = False,
) -> None:
    """Show the card of a rule, or of every rule of a family, with examples: what goes is in [-marks-].

    Example:

        cleaner explain related/read-more-line
    """
    from cleaner import rule_commands
    from cleaner.api import load_catalog
    from cleaner.in_force import in_force
    from cleaner.terminal import wants_colour

    force = in_force({"rules": own} if own else {}, config, isolated=isolated)
    cards = load_catalog(force["rules"]).named(rule)
    colour = wants_colour(sys.stdout)
    typer.echo("\n\n".join(rule_commands.card(card, colour=colour) for card in cards), color=True)


@app.command("eval")
def evaluate(
    context: typer.Context,
    gold: Annotated[
        list[str], Argument(metavar="GOLD...", help="Labelled records, marked texts, or folders of them.")
    ],
    baseline: Annotated[
        list[str] | None,
        Option(
            "--baseline",
            metavar="NAME",
            help="Scored beside us: identity, c4, refinedweb on articles, trafilatura on pages.",
        ),
    ] = None,
    listed: Annotated[bool, Option("--list", help="Name every miss and every damage.")] = False,
    as_json: Annotated[
        str | None, Option("--json", metavar="FILE", help="All figures, as JSON; - is standard output.")
    ] = None,
    language: Annotated[
        str | None, Option("--language", metavar="CODE", help="Only what states this language.")
    ] = None,
    select: Select = None,
    ignore: Ignore = None,
    rules: Rules = None,
    preset: Preset = "standard",
    budget: Budget = 0.6,
    headline: Headline = None,
    config: ConfigFile = None,
    isolated: Isolated = False,
) -> None:
    """Score cleaning on articles and pages that you have labelled.

    GOLD is told by its content: JSON Lines, also gzipped, of articles (id, lang, title, url, text, remove
    [[start, end, kind]], optional [[start, end]]) or of pages (id, url, html, gold, must, must_not); or a text
    with [-what should go-] marked. Labels are offsets, so labelled articles are cleaned without repair.

    Example:

        cleaner eval gold.jsonl fixtures --baseline c4,refinedweb --list

    Exit codes: 0 done, 2 usage or configuration, 3 something could not be read and was not counted.
    """
    from cleaner import clean_command, eval_command
    from cleaner.in_force import in_force

    force = in_force(given(context), config, isolated=isolated)
    baselines = clean_command.split("--baseline", baseline or [])
    request = eval_command.Request(gold, baselines, language, listed, as_json, force.read())
    request.validate()
    raise typer.Exit(eval_command.run(request, force.cleaner(repair=False), force.cleaner()))


@app.command("config", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
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
    from cleaner import config_command
    from cleaner.in_force import in_force

    command: Any = context.find_root().command
    asked = command.commands["clean"].make_context("clean", context.args, parent=context)
    config_command.refuse_words(asked.params["inputs"] or [])
    force = in_force(given(asked), asked.params["config"], isolated=asked.params["isolated"])
    force.cleaner()
    config_command.show(force, as_json=as_json, url=url)


@app.command("test-rules")
def test_rules(
    file: Annotated[str, Argument(metavar="FILE.toml", help="Cards of your own.")],
) -> None:
    """Test a file of your own cards the way the program's are tested: every example, alone and beside all rules.

    Example:

        cleaner test-rules mine.toml

    Exit codes: 0 all as marked, 1 an example went wrong, 2 the file cannot be used.
    """
    from cleaner import rule_commands
    from cleaner.api import load_cards, load_catalog
    from cleaner.checking import check_cards

    catalog, own = load_catalog([file]), load_cards(file)
    problems = check_cards(catalog, own)
    typer.echo(rule_commands.verdict(own, problems))
    raise typer.Exit(1 if problems else 0)


def run(arguments: list[str]) -> int:
    """Run a command line; its exit code. Raises what the commands raise, but for errors of usage."""
    from cleaner.streams import ReaderLeftError
    from cleaner.terminal import say

    try:
        code = app(args=arguments, prog_name="cleaner", standalone_mode=False)
    except typer.Abort:
        return 130
    except SystemExit as stop:
        if stop.code == 1:  # typer and rich leave so when the reader of a pipe has left
            raise ReaderLeftError from None
        raise
    except _CLICK_ERROR as error:
        from cleaner.cli.guesses import sentence

        say(f"error: {sentence(error)}")
        return 2
    return code if isinstance(code, int) else 0
