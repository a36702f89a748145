"""Declares `cleaner rules`, `explain` and `test-rules`."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from cleaner.cli import completion
from cleaner.cli.options import takes_settings

if TYPE_CHECKING:
    from cleaner.config.resolve import ResolvedConfig


@takes_settings("rules")
def list_rules(
    words: Annotated[
        list[str] | None,
        Argument(
            metavar="[FILTER]...", help="List only rules that have all these words", autocompletion=completion.rules
        ),
    ] = None,
    *,
    as_json: Annotated[bool, Option("--json", help="Print JSON")] = False,
    config: "ResolvedConfig",
) -> None:
    """List every rule with its reason, or those that a filter finds.

    Each line has the name of the rule, its status, the version that added it, and
    why it removes text. A terminal shows the same in paragraphs.

    A filter is part of a name, of the reason, or a word of the card: preview,
    certain, edges, tail. Capitals make no difference.

    Examples:
      cleaner rules share
      cleaner rules newsletter preview
      cleaner rules --json | jq -r '.[].name'
    """
    from cleaner.cli import rules_view
    from cleaner.config.settings import load_catalog

    catalog = rules_view.filtered(load_catalog(config["rules"]), words or [])
    typer.echo(rules_view.as_json(catalog) if as_json else rules_view.table(catalog, width=_width()))


@takes_settings("rules")
def explain(
    rule: Annotated[
        str,
        Argument(metavar="RULE", help="family/name, a name alone, or a family", autocompletion=completion.rules),
    ],
    *,
    config: "ResolvedConfig",
) -> None:
    """Show a rule, or every rule of a family, with examples.

    Example:
      cleaner explain related/read-more-line

    In an example, [-marks-] enclose what the rule removes.
    """
    from cleaner.cli import rules_view
    from cleaner.config.settings import load_catalog
    from cleaner.system.terminal import wants_colour

    cards = load_catalog(config["rules"]).named(rule)
    colour, width = wants_colour(sys.stdout), _width()
    typer.echo("\n\n".join(rules_view.card(card, colour=colour, width=width) for card in cards), color=True)


def test_rules(
    file: Annotated[str, Argument(metavar="FILE", help="A TOML file of rules")],
) -> None:
    """Test a file of your own rules against their examples.

    Every example is cleaned twice: with its rule alone, and with all rules.

    Example:
      cleaner test-rules mine.toml

    Exit codes: 0 every example came out as marked, 1 an example did not, 2 the file
    cannot be used.
    """
    from cleaner.cli import rules_view
    from cleaner.config.settings import load_cards, load_catalog
    from cleaner.evaluation.rule_examples import check_cards

    catalog, own = load_catalog([file]), load_cards(file)
    problems = check_cards(catalog, own)
    typer.echo(rules_view.verdict(own, problems))
    raise typer.Exit(1 if problems else 0)


def _width() -> int | None:
    """Return the width of the terminal in columns; None if standard output is no terminal."""
    from shutil import get_terminal_size

    from cleaner.system.terminal import is_terminal

    return max(40, get_terminal_size().columns) if is_terminal(sys.stdout) else None
