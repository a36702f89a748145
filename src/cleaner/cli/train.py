"""Declares `cleaner train`."""

from typing import Annotated

import typer
from typer import Argument, Option


def train(
    gold: Annotated[
        list[str],
        Argument(metavar="GOLD...", help="Files of labelled articles, or folders of them"),
    ],
    output: Annotated[
        str | None,
        Option("--output", "-o", metavar="FILE", help="Write the model to this file"),
    ] = None,
    cross_validate: Annotated[
        bool,
        Option("--cross-validate", help="Print how good it is on sites it has not seen"),
    ] = False,
    card: Annotated[
        str | None,
        Option("--card", metavar="FILE", help="Write a model card as Markdown"),
    ] = None,
) -> None:
    """Train a line model on articles that you have labelled.

    Example:
      cleaner train gold.jsonl -o my.model
      cleaner train gold.jsonl marked/ --cross-validate
      cleaner clean article.txt --model my.model

    The model finds the boilerplate that no rule lists. Training needs scikit-learn:
    pip install 'article-cleaner[train]'.

    GOLD is read as by eval; a labelled page teaches with all its lines. Thresholds
    come from a cross-validation by site: each article is scored by a model that has
    seen no article of its site. The site is the host of url, or without url the
    folder of the id or file. The same labels give the same model, byte for byte.

    Exit codes: 0 success, 2 usage error or too few labels, 3 something could not be
    read and was left out.
    """
    from cleaner.training import command

    request = command.TrainRequest(gold, output, cross_validate, card)
    request.validate()
    raise typer.Exit(command.run(request))
