"""Labelled articles as the line model meets them: the lines that the rules leave, with a label for each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from cleaner.core import marked_text
from cleaner.core.document import Span
from cleaner.core.draft import Draft
from cleaner.evaluation.gold import LabelledArticle
from cleaner.evaluation.scoring import Label, counts
from cleaner.intake import documents
from cleaner.matching.catalog import builtin
from cleaner.matching.matcher import Matcher, Scan
from cleaner.pipeline.order import MODEL
from cleaner.pipeline.run import draft_before
from cleaner.scorer.facts import Text
from cleaner.scorer.model import KINDS, kind_hashes
from cleaner.stages.line_model import text_of

DERIVED = "auto"
"""The kind of labels that a program derived. An article with one counts less."""

WHOLE_PAGE = "whole page"
"""The extractor of a text that is all of a page: it has ten times as many leftovers as lines of the article."""

_DERIVED_WEIGHT = 0.4
_WHOLE_PAGE_WEIGHT = 0.3
_EXAMPLE_WEIGHT = 0.3  # an example of a rule is a piece of an article
_TITLE = "An example of an article"  # as the tests of the examples have it
_MARKED_WEIGHT = 2.0  # of a marked text, which somebody wrote to teach one thing
MARKED = "marked"
"""The kind of labels that marks make."""

RULE_EXAMPLES = "examples"
"""The set of the examples of rules and languages."""

_REMOVED, _KEPT = 0.8, 0.1  # shares of a line's characters
_OTHER_NAMES = {"nav": "navigation", "ad": "advert", "newsletter": "subscribe", "other": "other-headline",
                "duplicate": "repeat", "caption": "repeat"}  # fmt: skip
_ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/[^/]+/(.+)")
# Hosts below these are sites of their own, as are those below co.uk and its like.
_SHARED_HOSTS = frozenset(
    (
        "github.io",
        "gitlab.io",
        "blogspot.com",
        "wordpress.com",
        "substack.com",
        "medium.com",
        "tumblr.com",
        "netlify.app",
    )
)
_SECOND_LEVEL = frozenset(("co", "com", "org", "net", "gov", "ac", "edu", "or", "ne", "go"))


@dataclass
class Example:
    """One labelled article. `labels` has one entry a line: True to remove, False to keep, None if neither is sure.

    kinds: the kind of each line to remove, "" if its label names none. taken: the kind of each labelled line that
    the rules take, and the hashes that tell it. site: the group that no fold divides.
    set: the name of the file that it comes from.
    """

    article: LabelledArticle
    draft: Draft
    scan: Scan
    text: Text
    labels: list[bool | None]
    kinds: list[str]
    taken: list[tuple[str, list[int]]]
    site: str
    set: str
    weight: float
    is_derived: bool
    is_measured: bool


def examples(articles: Iterable[tuple[str, LabelledArticle]], rules: Matcher) -> Iterator[Example]:
    """Yield an Example for each (set, article) from which the rules leave a line.

    A set counts as derived if any of its labels is. An article counts for the figures if it is as found, and a
    person labelled it: neither derived nor a marked text, unless there are marked texts only.
    """
    found = list(articles)
    derived = {name for name, article in found if any(label.kind == DERIVED for label in article.remove)}
    as_found = any(name not in derived and not is_marked(article) for name, article in found)
    for name, article in found:
        document = documents.from_text(
            article.text,
            title=article.title,
            url=article.url,
            language=article.language or None,
            repair=False,
        )
        draft = draft_before(MODEL, document, rules)
        if not draft.remaining:
            continue
        labels, kinds = _labels(draft, article.remove, article.optional)
        weight = 1.0
        if name == RULE_EXAMPLES:
            weight = _EXAMPLE_WEIGHT
        elif is_marked(article):
            weight = _MARKED_WEIGHT
        elif name in derived:
            weight = _WHOLE_PAGE_WEIGHT if article.extractor == WHOLE_PAGE else _DERIVED_WEIGHT
        yield Example(
            article,
            draft,
            rules.scan(document),
            text_of(draft),
            labels,
            kinds,
            _taken(draft, article.remove),
            site_of(article),
            name,
            weight,
            name in derived,
            name not in derived and name != RULE_EXAMPLES and is_marked(article) != as_found,
        )


def of_rules() -> Iterator[tuple[str, LabelledArticle]]:
    """Yield the examples of all rules and languages as articles of the set RULE_EXAMPLES."""
    catalog = builtin()
    named = [(f"{card.id}", "en", example) for card in catalog.cards for example in card.examples]
    named += [(f"{one.code}", one.code, example) for one in catalog.languages for example in one.examples]
    for number, (name, language, example) in enumerate(named):
        if not example.startswith("<"):
            text, spans = marked_text.parse(example)
            labels = tuple(Label(span.start, span.end, MARKED) for span in spans)
            path = f"examples/{name}/{number}"
            yield RULE_EXAMPLES, LabelledArticle(path, language, _TITLE, None, text, labels, ())


def is_marked(article: LabelledArticle) -> bool:
    """Return whether an article is a text with marks, which somebody wrote or reviewed."""
    return any(label.kind == MARKED for label in article.remove)


def site_of(article: LabelledArticle) -> str:
    """Return the site of an article: the registered part of its host, or the folder of its name without a host.

    An address in a web archive counts as the one that was archived.
    """
    url = article.url or ""
    archived = _ARCHIVED.match(url)
    url = archived[1] if archived else url
    host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").removeprefix("www.") if url else ""
    if not host:
        return article.name.rsplit("/", 1)[0]
    parts = host.split(".")
    own = 3 if len(parts) > 2 and parts[-2] in _SECOND_LEVEL and len(parts[-1]) == 2 else 2
    return host if ".".join(parts[-2:]) in _SHARED_HOSTS else ".".join(parts[-own:])


def _labels(draft: Draft, remove: Sequence[Label], optional: Sequence[Span]) -> tuple[list[bool | None], list[str]]:
    """Return the label and the kind of each remaining line."""
    text = draft.document.text
    marks = bytearray(len(text))
    for span in optional:
        marks[span.start : span.end] = b"\1" * (span.end - span.start)
    for label in remove:
        marks[label.start : label.end] = b"\2" * (label.end - label.start)
    for removal in draft.removals:
        marks[removal.span.start : removal.span.end] = b"\3" * (removal.span.end - removal.span.start)
    labels: list[bool | None] = []
    kinds: list[str] = []
    for index in draft.remaining:
        line = draft.document.line(index)
        left = [at for at in range(line.start, line.end) if marks[at] != 3 and counts(text[at])]
        removed = sum(marks[at] == 2 for at in left)
        sure = len(left) - sum(marks[at] == 1 for at in left)
        if left and removed >= _REMOVED * len(left):
            labels.append(True)
            kinds.append(_kind(remove, left[len(left) // 2]))
            continue
        labels.append(False if left and len(left) - sure + removed <= _KEPT * len(left) else None)
        kinds.append("")
    return labels, kinds


def _taken(draft: Draft, remove: Sequence[Label]) -> list[tuple[str, list[int]]]:
    """Return the kind and the hashes of each line that is gone and lies in a label."""
    whole = Draft(draft.document)
    text = text_of(whole)
    found: list[tuple[str, list[int]]] = []
    for at, index in enumerate(whole.remaining):
        if draft.is_gone(index):
            line = draft.document.line(index)
            kind = _kind(remove, (line.start + line.end) // 2)
            if kind:
                found.append((kind, kind_hashes(text, at)))
    return found


def _kind(remove: Sequence[Label], at: int) -> str:
    found = kind_of(next((label.kind for label in remove if label.start <= at < label.end), ""))
    return found if found in KINDS else ""


def kind_of(label: str) -> str:
    """Return the kind that a label names, which may go by another name."""
    return _OTHER_NAMES.get(label, label)
