"""`cleaner clean` and its options."""

import sys
from typing import Annotated

import typer
from typer import Argument, Option

from cleaner.cli import completion
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
from cleaner.formats.registry import INPUT_FORMATS, OUTPUT_FORMATS


def clean(
    context: typer.Context,
    inputs: Annotated[
        list[str] | None, Argument(metavar="[INPUT]...", help="Files and folders; - or a pipe is standard input.")
    ] = None,
    output: Annotated[
        str | None,
        Option("-o", "--output", metavar="FILE|FOLDER", help="Write here, whole or not at all."),
    ] = None,
    in_place: Annotated[bool, Option("--in-place", help="Write over the inputs.")] = False,
    backup: Annotated[
        str, Option("--backup", metavar="SUFFIX", help="With --in-place: keep what was there, under this suffix.")
    ] = "",
    from_: Annotated[
        str,
        Option(
            "--from",
            metavar="FORMAT",
            help=f"The inputs' format: {', '.join(INPUT_FORMATS[1:])}; else told by name and content.",
            autocompletion=completion.values_of("from"),
        ),
    ] = "auto",
    to: Annotated[
        str | None,
        Option(
            "--to",
            metavar="|".join(OUTPUT_FORMATS),
            help="The output's format; else that of the input.",
            autocompletion=completion.values_of("to"),
        ),
    ] = None,
    include: Annotated[
        list[str] | None, Option("--include", metavar="GLOB", help="Of folders, only files of such names.")
    ] = None,
    exclude: Annotated[
        list[str] | None, Option("--exclude", metavar="GLOB", help="Of folders, no files or folders of such names.")
    ] = None,
    files_from: Annotated[
        str | None,
        Option("--files-from", metavar="FILE", help="Also what this lists, one a line or with NULs; - is a pipe."),
    ] = None,
    report: Annotated[
        str | None,
        Option(
            "--report",
            metavar="FILE|FOLDER",
            help="Account of the run: .json/.jsonl ledger, .diff, .txt with [-what goes-] marked, or a folder.",
        ),
    ] = None,
    stats: Annotated[
        str | None, Option("--stats", metavar="FILE.json", help="What the run came to: settings, counts, failures.")
    ] = None,
    diff: Annotated[bool, Option("--diff", help="A unified diff on standard output instead of the text.")] = False,
    check: Annotated[
        bool, Option("--check", help="Write no text; exit with 1 if anything would be removed.")
    ] = False,
    jobs: Annotated[
        int | None, Option("-j", "--jobs", metavar="N", help="Processes at work; else one for each core.")
    ] = None,
    limit_seconds: Annotated[
        float,
        Option("--limit-seconds", metavar="S", help="What takes longer comes out unchanged, and is reported."),
    ] = 20.0,
    resume: Annotated[bool, Option("--resume", help="Go on where the same command was stopped.")] = False,
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
    text_field: TextField = "text",
    html_field: Annotated[str, Option("--html-field", metavar="NAME", help="The one of pages.")] = "html",
    title_field: Annotated[str, Option("--title-field", metavar="NAME", help="The one of titles.")] = "title",
    url_field: Annotated[str, Option("--url-field", metavar="NAME", help="The one of addresses.")] = "url",
    language_field: Annotated[
        str, Option("--language-field", metavar="NAME", help="The one of languages.")
    ] = "lang",
    id_field: Annotated[str, Option("--id-field", metavar="NAME", help="The one of names.")] = "id",
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
    """Clean articles: files, folders, records or standard input.

    Without -o everything goes to standard output. -o FILE joins all inputs in that file. -o names a folder if it
    is one, ends in /, or an input is a folder: then every input has a file of its own there, under its name.
    Files may be compressed (.gz .zst .bz2 .xz), inputs and outputs.

    Examples:

        cleaner clean article.txt
        cleaner clean page.html --to jsonl
        cleaner clean articles.jsonl.gz --with-removals -o clean.jsonl.gz
        cleaner clean pages/ -o clean/ --report reports/ --stats run.json
        cleaner clean pages/ -o clean/ --include '*.html' --exclude 'drafts/*' -j 4
        find . -name '*.txt' -print0 | cleaner clean --files-from - -o clean/
        cleaner clean table.csv --text-field body -o clean.csv
        cleaner clean articles/ --in-place --backup .orig
        cleaner clean article.txt --select related,share --diff

    Exit codes: 0 done, 1 --check found something, 2 usage or configuration, 3 some inputs failed and came out
    unchanged, 4 an output could not be written, 130 and 143 interrupted, 141 nobody reads the output any more.
    """
    from cleaner.cli.configured import build_cleaner, build_request
    from cleaner.config.resolve import resolve
    from cleaner.runner.inputs.discover import listed
    from cleaner.runner.run import run_clean
    from cleaner.system.terminal import is_terminal

    if not inputs and files_from is None:
        if sys.stdin is not None and is_terminal(sys.stdin):
            typer.echo(context.get_help())
            raise typer.Exit(2)
        inputs = ["-"]
    resolved = resolve(given(context), config, isolated=isolated)
    request = build_request(
        resolved,
        inputs or [],
        listed=listed(files_from, inputs or []),
        output=None if output == "-" else output,
        in_place=in_place,
        backup=backup,
        report=report,
        stats=stats,
        diff=diff,
        check=check,
        verbosity=-1 if quiet else int(verbose),
        resume=resume,
    )
    raise typer.Exit(run_clean(request, build_cleaner(resolved)))
