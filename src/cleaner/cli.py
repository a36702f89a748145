"""The command line: thin, and the only file that imports typer. Commands import what they need when they run."""

import sys
from typing import Annotated, Any

import typer
from typer import Argument, Option

from cleaner.completion import one_of
from cleaner.completion import rules as rule_names
from cleaner.version import __version__

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

    cleaner clean article.txt --diff               what would go, as a diff

    cleaner clean article.txt -o clean.txt --report ledger.json

    cleaner restore clean.txt ledger.json          the original again, byte for byte

    cleaner eval gold.jsonl                        how much it gets right, on articles you have labelled
""",
)


_CLICK_ERROR: Any = typer.BadParameter.__mro__[2]  # click's ClickException, which has had two names here


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cleaner {__version__}")
        raise typer.Exit


Version = Annotated[bool, Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")]
Select = Annotated[
    list[str] | None,
    Option(
        "--select",
        metavar="RULE|FAMILY",
        help="Run only these; commas join several.",
        autocompletion=rule_names,
    ),
]
Ignore = Annotated[
    list[str] | None,
    Option(
        "--ignore",
        metavar="RULE|FAMILY",
        help="Do not run these; 'all' turns every rule off.",
        autocompletion=rule_names,
    ),
]
Rules = Annotated[list[str] | None, Option("--rules", metavar="FILE.toml", help="Your own cards, added to ours.")]
Preset = Annotated[
    str,
    Option(
        "--preset",
        metavar="careful|standard|thorough",
        help="Only certain rules; all; also previews.",
        autocompletion=one_of("careful", "standard", "thorough"),
    ),
]
Budget = Annotated[
    float, Option("--budget", metavar="SHARE", help="Who would lose more loses only what is certain.")
]
Headline = Annotated[
    str | None,
    Option(
        "--headline",
        metavar="keep|drop",
        help="The article's own headline; keep for text, drop for HTML.",
        autocompletion=one_of("keep", "drop"),
    ),
]
ConfigFile = Annotated[
    str | None, Option("--config", metavar="FILE", help="This configuration file, not the nearest cleaner.toml.")
]
Isolated = Annotated[bool, Option("--isolated", help="Read no configuration file.")]


@app.callback(invoke_without_command=True)
def _main(context: typer.Context, version: Version = False) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)


@app.command()
def clean(
    context: typer.Context,
    inputs: Annotated[
        list[str] | None, Argument(metavar="[INPUT]...", help="Files; - or a pipe is standard input.")
    ] = None,
    output: Annotated[
        str | None, Option("-o", "--output", metavar="FILE", help="Write here, whole or not at all.")
    ] = None,
    from_: Annotated[str, Option("--from", metavar="auto|text|html|jsonl", help="The inputs' format.")] = "auto",
    to: Annotated[
        str | None, Option("--to", metavar="text|jsonl", help="The output's format; jsonl for jsonl, else text.")
    ] = None,
    report: Annotated[
        str | None,
        Option(
            "--report",
            metavar="FILE",
            help="Account of the run: .json/.jsonl ledger, .diff, or .txt with [-what goes-] marked.",
        ),
    ] = None,
    diff: Annotated[bool, Option("--diff", help="A unified diff on standard output instead of the text.")] = False,
    check: Annotated[
        bool, Option("--check", help="Write no text; exit with 1 if anything would be removed.")
    ] = False,
    select: Select = None,
    ignore: Ignore = None,
    rules: Rules = None,
    preset: Preset = "standard",
    budget: Budget = 0.6,
    headline: Headline = None,
    encoding: Annotated[
        str | None, Option("--encoding", metavar="NAME", help="The inputs' encoding; else it is found.")
    ] = None,
    language: Annotated[
        str | None, Option("--language", metavar="CODE", help="The language of articles that do not state theirs.")
    ] = None,
    keep_html: Annotated[
        bool, Option("--keep-html/--no-keep-html", help="Leave a record's html in place.")
    ] = False,
    with_removals: Annotated[
        bool, Option("--with-removals/--no-with-removals", help="Add every removal to its record.")
    ] = False,
    config: ConfigFile = None,
    isolated: Isolated = False,
    quiet: Annotated[bool, Option("-q", "--quiet", help="Only errors on standard error.")] = False,
    verbose: Annotated[bool, Option("-v", "--verbose", help="What was done, on standard error.")] = False,
    version: Version = False,
) -> None:
    """Clean articles: files, or standard input, to standard output.

    Examples:

        cleaner clean article.txt
        cleaner clean page.html --to jsonl
        cleaner clean articles.jsonl --with-removals -o clean.jsonl
        cleaner clean article.txt --select related,share --diff

    Exit codes: 0 done, 1 --check found something, 2 usage or configuration, 3 some inputs failed and
    came out unchanged.
    """
    from cleaner import running
    from cleaner.clean_command import Request
    from cleaner.in_force import in_force
    from cleaner.terminal import is_terminal

    if not inputs:
        if sys.stdin is not None and is_terminal(sys.stdin):
            typer.echo(context.get_help())
            raise typer.Exit(2)
        inputs = ["-"]
    force = in_force(_given(context), config, isolated=isolated)
    request = Request.of(
        force,
        inputs,
        output=None if output == "-" else output,
        report=report,
        diff=diff,
        check=check,
        verbosity=-1 if quiet else int(verbose),
    )
    request.validate()
    raise typer.Exit(running.run(request, force.cleaner()))


@app.command()
def restore(
    clean_text: Annotated[str, Argument(metavar="CLEAN", help="What cleaner wrote; - is standard input.")],
    ledger: Annotated[str, Argument(metavar="LEDGER", help="The ledger of that run, .json or .jsonl.")],
    output: Annotated[str | None, Option("-o", "--output", metavar="FILE", help="Write here instead.")] = None,
) -> None:
    """Put every removal and repair back: a text file again, byte for byte; of records, each text.

    Example:

        cleaner restore clean.txt ledger.json > article.txt

    For HTML the page itself is not kept: what comes back is the text that was extracted from it.
    """
    from cleaner import restore_command

    raise typer.Exit(restore_command.run(clean_text, ledger, output))


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
        Argument(metavar="RULE", help="family/name, the name alone, or a family.", autocompletion=rule_names),
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

    force = in_force(_given(context), config, isolated=isolated)
    baselines = clean_command.split("--baseline", baseline or [])
    request = eval_command.Request(gold, baselines, language, listed, as_json, force.read())
    request.validate()
    raise typer.Exit(eval_command.run(request, force.cleaner(repair=False), force.cleaner()))


@app.command("config", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def show_config(
    context: typer.Context,
    as_json: Annotated[bool, Option("--json", help="As a JSON object.")] = False,
) -> None:
    """Show every setting in force, and whether it is the default's, a file's (with the line) or the command line's.

    Give it the options that you would give clean. What it prints can be used as a cleaner.toml.

    Example:

        cleaner config --preset careful > cleaner.toml
    """
    from cleaner import config_command
    from cleaner.in_force import in_force

    command: Any = context.find_root().command
    asked = command.commands["clean"].make_context("clean", context.args, parent=context)
    force = in_force(_given(asked), asked.params["config"], isolated=asked.params["isolated"])
    force.cleaner()
    config_command.show(force, as_json=as_json)


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


def _given(context: Any) -> dict[str, Any]:
    """What the command line itself sets, by the keys of the configuration."""
    from cleaner.clean_command import split
    from cleaner.keys import KEYS

    given = {}
    for name, value in context.params.items():
        key, source = name.rstrip("_").replace("_", "-"), context.get_parameter_source(name)
        if key in KEYS and source is not None and source.name == "COMMANDLINE":
            given[key] = split(f"--{key}", value) if key in ("select", "ignore") else value
    return given


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
        say(f"error: {error.format_message()} (cleaner --help shows how)")
        return 2
    return code if isinstance(code, int) else 0
