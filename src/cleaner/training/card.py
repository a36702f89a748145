"""Writes the card of a trained model: what it learned from, its figures and its weaknesses, as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cleaner.evaluation.measure import UNDETERMINED
from cleaner.scorer.forms import SCRIPT_NAMES
from cleaner.scorer.model import LEVELS
from cleaner.scorer.neighbours import SCALE, percent
from cleaner.training import tables
from cleaner.training.cross_validation import LOWEST, PRECISION
from cleaner.training.examples import is_marked
from cleaner.training.tables import Table
from cleaner.training.train import Trained

_MIN_PRECISION = 0.95
_WEAKNESSES = (
    "Spec sheets, tables of results and lists of bare names look like menus. Guards keep most of them; some of "
    "their entries go, and menus that look like them stay.",
    "A headline of another story that no word introduces reads like a sub-heading of this one. It stays unless its "
    "neighbours go.",
    "Long paragraphs of promotion, requests for donations and legal notices read like prose. Most of them stay.",
    "A reader's comment without a form, a date or a name beside it reads like a paragraph, and stays.",
    "Wording in languages with few labels is known from a list of phrases at most, and the model finds less there.",
)


def card(trained: Trained) -> str:
    """Return the card. It has no date and no path, so that the same training gives the same card."""
    about = trained.model.header["trained"]
    parts = [
        "# Model card: the line model",
        "The line model finds boilerplate that no rule lists. It gives each line that the rules leave a "
        "probability, from the line's words, its form, its place and the lines around it. The rules of the family "
        "`learned` remove the lines that the model is sure of. `cleaner train` writes this page.",
        "## Training data",
        f"{about['articles']:,} articles of {about['sites']:,} sites. The rules leave {about['lines']:,} of their "
        f"lines, {about['remove']:,} of them boilerplate."
        f"{_derived(trained)}{_marked(trained)}",
        _counts("Set", "Articles", about["sets"]),
        _languages(about["languages"]),
        _counts("Kind", "Lines to remove", about["kinds"]),
    ]
    if about["extractors"]:
        parts.append(_counts("Extractor", "Articles", about["extractors"]))
    parts += [
        "The articles are other people's texts. The model holds weights of hashed words, and none of the texts.",
        "## Figures",
        "Cross-validated by site: each article is scored by a model that has seen no article of its site. Articles "
        "with labels that a program derived, and marked texts, count by set only. "
        "[Evaluation](evaluation.md#measures-on-articles) defines the measures.",
        _markdown(tables.overall(trained)),
        "Lines that go at each probability, those of the rules included, before any threshold by script:",
        _markdown(tables.at_probabilities(trained)),
        "Precision and recall by set and by language, recall by kind:",
        _markdown(tables.by_group(trained, "set")),
        _markdown(tables.by_group(trained, "language")),
        _markdown(tables.by_kind(trained)),
        "## Thresholds",
        _promise(),
        _markdown(tables.thresholds(trained)),
        "## Known weaknesses",
        "\n".join(f"- {weakness}" for weakness in (*_WEAKNESSES, *_of_data(trained))),
        "## Repeat it",
        "`make model` in a clone trains the model that ships, and writes this page. `make cv` prints the figures "
        "and writes nothing. [Training](../how-to/training.md) shows how to train a model on your own labels. The "
        "same labels give the same bytes with the same version of scikit-learn.",
        f"- Training data: `{trained.model.header['training_digest']}`\n- Model: `{trained.model.digest}`",
    ]
    return "\n\n".join(map(_wrapped, parts)) + "\n"


def _derived(trained: Trained) -> str:
    count = sum(example.is_derived for example in trained.examples)
    return f" A program derived the labels of {count:,} of the articles; those weigh less." if count else ""


def _marked(trained: Trained) -> str:
    count = sum(is_marked(example.article) for example in trained.examples)
    return f" {count:,} are marked texts, which weigh more." if count else ""


def _promise() -> str:
    lowest = " and ".join(f"{percent(round(LOWEST[level] * SCALE))} % at `{level}`" for level in LEVELS)
    shares = " and ".join(f"{PRECISION[level]:g} at `{level}`" for level in LEVELS)
    return (
        f"A threshold is the lowest from which on the precision of rules and model together is {shares}. A script "
        "with few labels has a higher threshold than all labels together would give it, or is off. No threshold is "
        f"lower than {lowest}, whatever the precision."
    )


def _of_data(trained: Trained) -> list[str]:
    """Return the weaknesses that follow from this training data."""
    thresholds = trained.model.header["thresholds"]["standard"]
    found = []
    if off := [script for script in SCRIPT_NAMES if thresholds[script] is None]:
        found.append(f"Too few labels, so that the model is off at `standard`: {', '.join(off)}.")
    if doubted := tables.languages_below(trained, "standard", _MIN_PRECISION):
        found.append(f"Precision below {_MIN_PRECISION} at `standard`: {', '.join(doubted)}.")
    if _derived(trained):
        found.append("Derived labels are good, not perfect. The model has learned some of their errors.")
    return found


def _languages(counts: Mapping[str, int]) -> str:
    found = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return f"Articles by language ({UNDETERMINED} states none): {', '.join(f'{key} {n:,}' for key, n in found)}."


def _counts(name: str, unit: str, counts: Mapping[str, int]) -> str:
    rows = [(key, f"{count:,}") for key, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
    return _markdown(Table((name, unit), rows))


def _markdown(table: Table) -> str:
    """Return a table as Markdown, figures aligned right."""
    head: Sequence[Sequence[str]] = [table.header, ["---", *["---:"] * (len(table.header) - 1)]]
    return "\n".join(f"| {' | '.join(map(_cell, row))} |" for row in (*head, *table.rows))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _wrapped(part: str) -> str:
    """Wrap paragraphs and items of lists at 120 characters."""
    import textwrap

    if part.startswith(("|", "#")):
        return part
    return "\n".join(
        textwrap.fill(line, 120, subsequent_indent="  " if line.startswith("- ") else "", break_long_words=False,
                      break_on_hyphens=False)
        for line in part.splitlines()
    )  # fmt: skip
