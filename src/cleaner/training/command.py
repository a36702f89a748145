"""`cleaner train`: trains a line model on labelled articles, and prints how good it is on sites it has not seen."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import NamedTuple

from cleaner.core.errors import ConfigurationError
from cleaner.evaluation.gold import LabelledArticle, LabelledPage, RejectedRecord, gold_files, read_gold
from cleaner.evaluation.tables import number
from cleaner.scorer.model import LEVELS
from cleaner.system.paths import STDIN, shown
from cleaner.system.streams import StandardOutput, WholeFile
from cleaner.system.terminal import is_terminal, safe, say
from cleaner.training import fit
from cleaner.training.card import card
from cleaner.training.examples import RULE_EXAMPLES
from cleaner.training.page_texts import as_article
from cleaner.training.tables import ALL, tables
from cleaner.training.train import Trained, train

_DONE, _FAILED = 0, 3
_MARKED_SUFFIX = ".txt"


class TrainRequest(NamedTuple):
    """The arguments of the command."""

    gold: Sequence[str]
    output: str | None = None
    cross_validate: bool = False
    card: str | None = None

    def validate(self) -> None:
        """Check the arguments before any file is read or written. Raises ConfigurationError."""
        if self.output is None and self.card is None and not self.cross_validate:
            raise ConfigurationError("-o FILE is missing; --cross-validate and --card FILE work without it")
        if list(self.gold).count(STDIN) > 1:
            raise ConfigurationError("standard input can be read only once; name - once")
        inputs = {os.path.realpath(file): file for name in self.gold for file in gold_files(name)}
        outputs: set[str] = set()
        for option, path in (("-o", self.output), ("--card", self.card)):
            if path is None:
                continue
            if path in ("", STDIN):
                raise ConfigurationError(f"{option} names no file")
            real = os.path.realpath(path)
            if real in inputs:
                raise ConfigurationError(f"{option} would overwrite the input {shown(inputs[real])}")
            if real in outputs:
                raise ConfigurationError(f"-o and --card name one file, {shown(path)}")
            outputs.add(real)


def run(request: TrainRequest) -> int:
    """Train, write and print what the request names, and return the exit code.

    Raises ConfigurationError if scikit-learn is missing or the labels are too few.
    """
    fit.check_installed()
    reader = _Reader(request.gold)
    with ExitStack() as stack:
        # opened first: a folder that is missing is noticed before minutes of training
        model_file = stack.enter_context(WholeFile(request.output)) if request.output is not None else None
        card_file = stack.enter_context(WholeFile(request.card)) if request.card is not None else None
        articles = list(reader)
        reader.report()
        if not articles and reader.faults:
            return _FAILED
        trained = train(articles)
        if model_file is not None:
            model_file.write(trained.data)
        if card_file is not None:
            card_file.write(card(trained).encode("utf-8", "replace"))
        for file in (model_file, card_file):
            if file is not None:
                file.commit()
    if request.cross_validate:
        _print(tables(trained))
    for line in _summary(trained):
        say(line)
    return _FAILED if reader.faults else _DONE


class _Reader:
    """The labelled articles and pages of files and folders as (set, article); the rest is set aside."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self.faults: list[RejectedRecord] = []
        self.useless_pages = 0

    def __iter__(self) -> Iterator[tuple[str, LabelledArticle]]:
        for name in self._names:
            for file in gold_files(name) or [name]:
                for record in read_gold([file]):
                    if isinstance(record, RejectedRecord):
                        self.faults.append(record)
                        continue
                    article = as_article(record) if isinstance(record, LabelledPage) else record
                    if article is None:
                        self.useless_pages += 1
                    else:
                        yield _set_of(name, file), article

    def report(self) -> None:
        """Say what was not read."""
        for fault in self.faults:
            say(f"error: {fault.name}: {fault.why}")
        if self.useless_pages:
            pages = "1 page" if self.useless_pages == 1 else f"{self.useless_pages:,} pages"
            say(f"note: {pages} skipped: no line of the labelled article found, or the page is an index")


def _set_of(name: str, file: str) -> str:
    """Return the set of a file: its name without suffixes. The marked texts of a folder are one set."""
    is_one_of_many = file != name and file.endswith(_MARKED_SUFFIX)
    base = os.path.basename(os.path.abspath(name) if is_one_of_many else file)
    return shown(base.split(".")[0] or base)


def _summary(trained: Trained) -> Iterator[str]:
    given = [example for example in trained.examples if example.set != RULE_EXAMPLES]
    sites = {example.site for example in given}
    scores = {level: trained.scores[level].get(ALL) for level in LEVELS}
    standard = scores["standard"]
    figures = ""
    if standard is not None:
        figures = f"; precision {number(standard.precision)}, recall {number(standard.recall)} on sites not seen"
    yield f"note: trained on {len(given):,} articles of {len(sites):,} sites{figures}"
    for level in LEVELS:
        if not any(threshold is not None for threshold in trained.model.header["thresholds"][level].values()):
            yield f"note: the labels are too few to promise anything at {level}; the model removes nothing there"


def _print(text: str) -> None:
    with StandardOutput() as out:
        out.write((safe(text) if is_terminal(sys.stdout) else text).encode("utf-8", "replace"))
        out.commit()
