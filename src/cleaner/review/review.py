"""`cleaner review`: takes decisions about removals, in a terminal or by rule, and writes labelled articles."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from cleaner.core.errors import ConfigurationError, InvariantError
from cleaner.core.result import put_back
from cleaner.matching.card import Card
from cleaner.report.confidence import Confidence
from cleaner.report.statistics import name_of
from cleaner.review import labels
from cleaner.review.ledgers import entries
from cleaner.review.session import Question, Reviewed, is_named, questions, walk
from cleaner.review.texts import found, texts
from cleaner.runner.messages.summary import counted
from cleaner.system.compression import open_decompressed
from cleaner.system.paths import STDIN, display_name
from cleaner.system.streams import StandardOutput, WholeFile
from cleaner.system.terminal import colour_marks, is_terminal, read_key, safe, say, wants_colour

DONE = 0


class ReviewRequest(NamedTuple):
    """The arguments of the command. `accept`, `reject` and `rules` are names of rules and families."""

    ledgers: Sequence[str]
    texts: Sequence[str]
    output: str | None = None
    accept: Sequence[str] = ()
    reject: Sequence[str] = ()
    rules: Sequence[str] = ()
    listed: bool = False
    field: str = "text"

    def validate(self) -> None:
        """Check the arguments before any file is read. Raises ConfigurationError."""
        if not self.texts:
            raise ConfigurationError("a ledger holds no texts; name the clean files of its run with --texts PATH")
        if not self.listed and not self.output:
            raise ConfigurationError("name a file for the labelled articles with -o, or use --list")
        if self.listed and (self.accept or self.reject):
            raise ConfigurationError("--list decides nothing; leave out --accept and --reject")
        if [*self.ledgers, *self.texts].count(STDIN) > 0 and not self.is_scripted:
            raise ConfigurationError("keys come from standard input; name the ledger as a file")
        for path in (*self.ledgers, *self.texts):
            if self.output and os.path.realpath(path) == os.path.realpath(self.output):
                raise ConfigurationError(f"-o would overwrite {display_name(path)}")

    @property
    def is_scripted(self) -> bool:
        """Whether the command asks nothing."""
        return self.listed or bool(self.accept or self.reject)


def run(request: ReviewRequest, cards: Iterable[Card]) -> int:
    """Review, write the labelled articles and return the exit code. Raises ConfigurationError, StreamError."""
    before = _labels_of(request.output)
    articles, kept = _articles(request, before)
    asked = list(questions(articles, Confidence(cards), request.rules))
    if request.listed:
        _print("".join(_line(question) for question in asked))
        return DONE
    if request.is_scripted:
        for question in asked:
            for names, decision in ((request.accept, labels.ACCEPTED), (request.reject, labels.REJECTED)):
                if is_named(question.removal["rule"], names):
                    question.article.decisions[question.removal["start"]] = decision
    else:
        walk(asked, lambda: read_key(sys.stdin), _show, _mark)
    _write(request.output or "", articles, kept, before)
    return DONE


def _articles(request: ReviewRequest, before: dict[tuple[str, str], Any]) -> tuple[list[Reviewed], dict[int, Any]]:
    """Return the articles whose text was found, and by their places the labels that are no removals."""
    waiting: dict[str, list[Any]] = {}
    for entry in entries(request.ledgers, _checked):
        if "failure" not in entry:
            waiting.setdefault(entry["output_digest"], []).append(entry)
    total = sum(map(len, waiting.values()))
    read = texts(request.texts, request.field, lambda why: say(f"note: {why}"))
    articles: list[Reviewed] = []
    kept: dict[int, Any] = {}
    for digest, clean in found(waiting, read):
        for entry in waiting[digest]:
            try:
                text = put_back(clean, ((cut["start"], "".join(cut["text"])) for cut in entry["removals"]))
            except InvariantError:
                continue
            decisions: dict[int, str] = {}
            earlier = before.get((labels.id_of(entry), text))
            if earlier is not None:
                decisions, kept[len(articles)] = labels.decisions_of(earlier, entry)
            articles.append(Reviewed(entry, text, decisions))
    if len(articles) < total:
        say(f"note: the texts of {total - len(articles):,} of {total:,} documents are not below --texts")
    return articles, kept


def _checked(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry. Raises ValueError if it is not one that `cleaner` wrote."""
    if "failure" in entry:
        return entry
    try:
        name_of(entry)
        for removal in (entry["output_digest"], entry["language"], *entry["removals"]):
            if isinstance(removal, dict):
                _ = [removal[name] for name in ("start", "end", "line", "rule", "because", "text")]
    except (KeyError, TypeError):
        raise ValueError("not a ledger entry that cleaner wrote") from None
    return entry


def _labels_of(path: str | None) -> dict[tuple[str, str], Any]:
    """Return the labelled articles that an earlier review wrote, by id and text."""
    if path is None or not os.path.isfile(path):
        return {}
    with open_decompressed(path) as lines:
        try:
            return {(str(article.get("id")), article["text"]): article for article in labels.read(lines)}
        except ValueError as error:
            raise ConfigurationError(f"-o {display_name(path)}: {error}; name another file") from None


def _write(
    path: str, articles: Sequence[Reviewed], kept: dict[int, Any], before: dict[tuple[str, str], Any]
) -> None:
    """Write the articles with a decision, in the order of their names, and those of earlier reviews."""
    made = dict(before)
    decisions = 0
    for at, (entry, text, decided) in enumerate(articles):
        key = labels.id_of(entry), text
        if not decided and key not in before:
            continue
        article = labels.labelled(entry, text, decided)
        article["remove"] = sorted([*article["remove"], *kept.get(at, ())])
        made[key] = article
        decisions += len(decided)
    with WholeFile(path) as file:
        for _, article in sorted(made.items(), key=lambda item: item[0][0]):
            file.write(labels.dumps(article))
        file.commit()
    say(f"{counted(decisions, 'decision')}; {counted(len(made), 'labelled article')} in {display_name(path)}")


def _line(question: Question) -> str:
    decision = {labels.ACCEPTED: "accepted", labels.REJECTED: "rejected"}.get(question.decision or "", "open")
    removed = " ".join(question.removed.split())
    return f"{question.place}\t{question.removal['rule']}\t{question.confidence:.2f}\t{decision}\t{removed}\n"


def _mark(text: str) -> str:
    return f"[-{text}-]"


def _show(text: str) -> None:
    _print(text, colour=True)


def _print(text: str, *, colour: bool = False) -> None:
    if is_terminal(sys.stdout):
        text = colour_marks(text) if colour and wants_colour(sys.stdout) else safe(text)
    with StandardOutput() as out:
        out.write(text.encode("utf-8", "replace"))
        out.commit()
