"""One review in a terminal: shows removals one at a time, and takes decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cleaner.report.confidence import Confidence
from cleaner.report.statistics import name_of
from cleaner.review.labels import ACCEPTED, REJECTED, removals

_CONTEXT = 2  # lines before and after a removal
_MAX_LINE = 400  # characters of a line of context, or of a removal
PROMPT = "accept, reject, skip, undo, quit; A, R: all alike [a/r/s/u/q] "
END = "This was the last removal: undo, quit [u/q] "
HELP = (
    "a accepts the removal: the text is no part of the article. r rejects it. A and R decide all removals of the "
    "same text by the same rule. s skips it. u takes the last decision back. q quits; decisions are kept."
)


class Reviewed(NamedTuple):
    """An entry, its text before cleaning, and the decisions about it by the start of the removal."""

    entry: Mapping[str, Any]
    text: str
    decisions: dict[int, str]


class Question(NamedTuple):
    """One removal to decide on."""

    article: Reviewed
    removal: Mapping[str, Any]
    confidence: float

    @property
    def decision(self) -> str | None:
        """The decision so far."""
        return self.article.decisions.get(self.removal["start"])

    @property
    def place(self) -> str:
        """The document and the line."""
        return f"{name_of(self.article.entry)}:{self.removal['line']}"

    @property
    def removed(self) -> str:
        """The text that was removed."""
        return "".join(self.removal["text"])


def questions(
    articles: Sequence[Reviewed], confidence: Confidence, names: Sequence[str] = ()
) -> Iterator[Question]:
    """Yield the removals of articles, least sure first: those by rules or families of `names`, or all without."""
    found = [
        Question(article, removal, confidence(removal["rule"], removal["because"]))
        for article in articles
        for removal in removals(article.entry)
        if not names or is_named(removal["rule"], names)
    ]
    yield from sorted(found, key=lambda question: question.confidence)


def is_named(rule: str, names: Sequence[str]) -> bool:
    """Return whether a rule is among `names`: rules, names alone, families, or "all"."""
    return any(name in (rule, *rule.split("/"), "all") for name in names)


def shown(question: Question, mark: Callable[[str], str]) -> str:
    """Return a removal with its rule, reason, confidence and context. `mark` marks what was removed."""
    text, removal = question.article.text, question.removal
    before = text[: removal["start"]].split("\n")
    after = text[removal["end"] :].split("\n")
    lead = [line for line in before[:-1] if line.strip()][-_CONTEXT:]
    trail = [line for line in after[1:] if line.strip()][:_CONTEXT]
    body = "\n".join(mark(_short(line)) if line.strip() else line for line in question.removed.split("\n"))
    line = _end(before[-1]) + body + _short(after[0])
    head = f"{question.place} {removal['rule']} ({question.confidence:.0%} sure)\n  because {removal['because']}"
    lines = [*map(_short, lead), *line.split("\n"), *map(_short, trail)]
    return "\n".join([head, "", *(f"  {one}" for one in lines)])


def _short(line: str) -> str:
    return line if len(line) <= _MAX_LINE else line[: _MAX_LINE - 1] + "…"


def _end(line: str) -> str:
    return line if len(line) <= _MAX_LINE else "…" + line[1 - _MAX_LINE :]


def walk(
    asked: Sequence[Question], read: Callable[[], str], show: Callable[[str], None], mark: Callable[[str], str]
) -> int:
    """Ask about each removal that is not decided, until the end or `q`. Return the number of new decisions.

    read: returns the next key, "" at the end of the input. show: prints a text.
    """
    steps: list[tuple[int, list[tuple[Question, str | None]]]] = []
    at = 0
    while at < len(asked) or steps:
        if at < len(asked):
            question = asked[at]
            if question.decision:
                at += 1
                continue
            show(f"\n{at + 1} of {len(asked)}: {shown(question, mark)}\n\n{PROMPT}")
            key = read()
        else:
            show(f"\n{END}")
            key = "u" if read() == "u" else "q"
        if key in ("", "q"):
            break
        if key == "s":
            at += 1
        elif key == "u":
            if steps:
                at, changes = steps.pop()
                for changed, value in changes:
                    _put(changed, value)
            else:
                show("nothing to undo\n")
        elif key in (ACCEPTED, REJECTED, "A", "R"):
            alike = _alike(question, asked) if key.isupper() else [question]
            steps.append((at, [(one, one.decision) for one in alike]))
            for one in alike:
                _put(one, key.lower())
            if len(alike) > 1:
                show(f"{len(alike)} removals\n")
            at += 1
        else:
            show(f"{HELP}\n")
    return sum(len(changes) for _, changes in steps)


def _put(question: Question, value: str | None) -> None:
    if value is None:
        question.article.decisions.pop(question.removal["start"], None)
    else:
        question.article.decisions[question.removal["start"]] = value


def _alike(question: Question, asked: Sequence[Question]) -> list[Question]:
    key = question.removal["rule"], question.removed.strip()
    return [one for one in asked if (one.removal["rule"], one.removed.strip()) == key]
