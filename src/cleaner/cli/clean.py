"""Declares `cleaner clean`, with the options that no configuration file can set."""

import inspect
import sys
from textwrap import fill
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from cleaner.cli.options import Version, takes_settings
from cleaner.config.keys import KEYS

if TYPE_CHECKING:
    from cleaner.config.resolve import ResolvedConfig


@takes_settings(*(key.name for key in KEYS.values() if key.metavar is not None))
def clean(
    context: typer.Context,
    inputs: Annotated[
        list[str] | None,
        Argument(metavar="[INPUT]...", help="Files and folders; - is standard input", rich_help_panel="Input"),
    ] = None,
    files_from: Annotated[
        str | None,
        Option(
            "--files-from",
            metavar="FILE",
            help="Also read the paths listed in FILE; - is standard input",
            rich_help_panel="Input",
        ),
    ] = None,
    title: Annotated[
        str | None,
        Option(
            "--title",
            metavar="TEXT",
            help="Title of the one article that is read",
            rich_help_panel="Input",
        ),
    ] = None,
    url: Annotated[
        str | None,
        Option("--url", metavar="ADDRESS", help="Address of the one article that is read", rich_help_panel="Input"),
    ] = None,
    output: Annotated[
        str | None,
        Option("-o", "--output", metavar="PATH", help="Write to this file or folder", rich_help_panel="Output"),
    ] = None,
    in_place: Annotated[
        bool,
        Option(
            "--in-place",
            help="Overwrite the inputs, and keep an undo ledger",
            rich_help_panel="Output",
        ),
    ] = False,
    backup: Annotated[
        str,
        Option(
            "--backup",
            metavar="SUFFIX",
            help="With --in-place, keep each original with this suffix",
            rich_help_panel="Output",
        ),
    ] = "",
    no_undo: Annotated[
        bool, Option("--no-undo", help="With --in-place, give the originals up", rich_help_panel="Output")
    ] = False,
    diff: Annotated[
        bool,
        Option("--diff", help="Print a diff that names the rules, instead of the text", rich_help_panel="Output"),
    ] = False,
    check: Annotated[
        bool,
        Option("--check", help="Print what would change; exit with 1 if anything would", rich_help_panel="Output"),
    ] = False,
    report: Annotated[
        str | None,
        Option(
            "--report",
            metavar="PATH",
            help="Report every removal in this file or folder",
            rich_help_panel="Output",
        ),
    ] = None,
    stats: Annotated[
        str | None,
        Option(
            "--stats",
            metavar="FILE",
            help="Write settings, counts and failures as JSON",
            rich_help_panel="Bulk runs",
        ),
    ] = None,
    resume: Annotated[
        bool, Option("--resume", help="Continue an interrupted run", rich_help_panel="Bulk runs")
    ] = False,
    quiet: Annotated[bool, Option("-q", "--quiet", help="Print only errors")] = False,
    verbose: Annotated[bool, Option("-v", "--verbose", help="Print what happens to each input")] = False,
    version: Version = False,
    *,
    config: "ResolvedConfig",
) -> None:
    """Remove boilerplate from files, folders, records or standard input.

    Examples:
      cleaner clean article.txt
      cat article.txt | cleaner clean
      cleaner clean page.html -o article.txt --report removals.json
      cleaner clean article.txt --select related,share --diff
      cleaner clean articles.jsonl.gz --with-removals -o clean.jsonl.gz
      cleaner clean table.csv --text-field body -o clean.csv
      cleaner clean pages/ -o clean/ --include '*.html' -j 4 --stats run.json
      cleaner clean articles/ --in-place --backup .orig
      find . -name '*.txt' -print0 | cleaner clean --files-from - -o clean/

    {formats}

    Output goes to standard output, or with -o to one file. With -o it goes to a
    folder, one file for each input, if PATH is a folder or ends in /, or an
    input is a folder. Each file is written completely or not at all.

    The suffix of a report selects its kind: .json and .jsonl are ledgers, which
    restore reads; .html is a page to look at, .md a summary, .sarif results for
    code-scanning viewers; .diff is a unified diff; .txt is the text with
    [-removals-] marked. A folder gets one ledger for each input.

    Exit codes: 0 success, 1 --check found something to change, 2 usage or
    configuration error, 3 an input failed and came out unchanged, 4 an output
    could not be written, 130 and 143 interrupted, 141 the reader of standard
    output exited.
    """
    from cleaner.runner.configured import run_clean_command
    from cleaner.runner.inputs.discover import listed
    from cleaner.system.terminal import is_terminal

    if not inputs and files_from is None:
        if sys.stdin is not None and is_terminal(sys.stdin):
            typer.echo(context.get_help())
            raise typer.Exit(2)
        inputs = ["-"]
    code = run_clean_command(
        inputs or [],
        config,
        listed=listed(files_from, inputs or []),
        files_from=files_from,
        title=title,
        url=url,
        output=None if output == "-" else output,
        in_place=in_place,
        backup=backup,
        undo=not no_undo,
        report=report,
        stats=stats,
        diff=diff,
        check=check,
        verbosity=-1 if quiet else int(verbose),
        resume=resume,
    )
    raise typer.Exit(code)


_FORMATS = ", ".join(name for name in KEYS["from"].schema["enum"] if name != KEYS["from"].default)
_PARAGRAPH = fill(f"Formats: {_FORMATS}. Files may be compressed as .gz, .zst, .bz2 or .xz.", 80)
clean.__doc__ = inspect.cleandoc(clean.__doc__ or "").replace("{formats}", _PARAGRAPH)
