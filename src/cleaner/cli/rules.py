"""`cleaner rules`, `explain` and `test-rules`."""

import sys
from typing import Annotated

import typer
from typer import Argument, Option

from cleaner.cli import completion
from cleaner.cli.options import ConfigFile, Isolated, Rules


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
    from cleaner.cli import rules_view
    from cleaner.config.resolve import resolve
    from cleaner.config.settings import load_catalog

    resolved = resolve({"rules": own} if own else {}, config, isolated=isolated)
    typer.echo(rules_view.table(load_catalog(resolved["rules"]), as_json=as_json))


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
    from cleaner.cli import rules_view
    from cleaner.config.resolve import resolve
    from cleaner.config.settings import load_catalog
    from cleaner.system.terminal import wants_colour

    resolved = resolve({"rules": own} if own else {}, config, isolated=isolated)
    cards = load_catalog(resolved["rules"]).named(rule)
    colour = wants_colour(sys.stdout)
    typer.echo("\n\n".join(rules_view.card(card, colour=colour) for card in cards), color=True)


def test_rules(
    file: Annotated[str, Argument(metavar="FILE.toml", help="Cards of your own.")],
) -> None:
    """Test a file of your own cards the way the program's are tested: every example, alone and beside all rules.

    Example:

        cleaner test-rules mine.toml

    Exit codes: 0 all as marked, 1 an example went wrong, 2 the file cannot be used.
    """
    from cleaner.cli import rules_view
    from cleaner.config.settings import load_cards, load_catalog
    from cleaner.evaluation.rule_examples import check_cards

    catalog, own = load_catalog([file]), load_cards(file)
    problems = check_cards(catalog, own)
    typer.echo(rules_view.verdict(own, problems))
    raise typer.Exit(1 if problems else 0)
