"""Peers that are scored beside cleaner: the published line rules of C4 and RefinedWeb, and trafilatura.

A line rule takes the text of an article and returns the sorted, disjoint spans that the peer removes, in
characters. Rules that drop a whole document are left out; if C4 drops a page because of a line, the rule here
removes that line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from cleaner.core.document import Span

_CITATION = re.compile(r"\[\d*\]|\[edit\]|\[citation needed\]")
_END_MARKS = (".", "?", "!", '"')
_UNWANTED = (
    "javascript",
    "lorem ipsum",
    "{",
    "terms of use",
    "privacy policy",
    "cookie policy",
    "uses cookies",
    "use of cookies",
    "use cookies",
)
_COUNTED = "likes|shares|comments|retweets|reposts|quotes|bookmarks|upvotes|downvotes|downloads|views|followers"
_COUNTER = re.compile(rf"\W*\d[,.\d]*[kmb]?\s+(?:{_COUNTED})\W*", re.IGNORECASE)
_SHORT_LINE = re.compile(r"\s?items in cart|\s?read more\.\.\.$|^sign-in\s?", re.IGNORECASE)


def identity(text: str) -> Sequence[Span]:  # noqa: ARG001 every baseline takes the text
    """Remove nothing."""
    return ()


def c4(text: str) -> Sequence[Span]:
    """Apply the line rules of C4: a line must end in a terminal mark and have five words.

    Source: Raffel et al. 2020, “Exploring the Limits of Transfer Learning …”, section 2.2, as in the authors' code
    (tensorflow_datasets/text/c4_utils.py). The code requires five words; the paper says three. It also removes
    citation marks, lines with a word of over 1,000 characters and lines on policies and cookies.
    """
    removed = []
    for line in _lines(text):
        content = text[line.start : line.end]
        if _c4_drops(content):
            removed.append(line)
        else:
            removed += [Span(line.start + m.start(), line.start + m.end()) for m in _CITATION.finditer(content)]
    return removed


def _c4_drops(line: str) -> bool:
    if any(len(word) > 1000 for word in line.split()):
        return True
    line = _CITATION.sub("", line.strip())
    lowered = line.lower()
    return (
        not line.endswith(_END_MARKS)
        or line.endswith("...")
        or len(line.split()) < 5
        or any(phrase in lowered for phrase in _UNWANTED)
    )


def refinedweb(text: str) -> Sequence[Span]:
    """Apply the line-wise corrections of RefinedWeb: capitals, numbers, counters, single words, short prompts.

    Source: Penedo et al. 2023, “The RefinedWeb Dataset for Falcon LLM”, appendix G.2, which names the kinds of
    line. The thresholds and the words are those of DCLM's reproduction (baselines/mappers/modifiers.py with
    dclm_baseline_refinedweb.yaml). Its authors say that they guessed the words.
    """
    removed = []
    for line in _lines(text):
        content = text[line.start : line.end]
        words = len(content.split())
        if (
            sum(char.isupper() for char in content) > 0.5 * len(content)
            or all(char.isdigit() for char in content)
            or _COUNTER.fullmatch(content)
            or words < 2
        ):
            removed.append(line)
        elif words <= 10:
            removed += [Span(line.start + m.start(), line.start + m.end()) for m in _SHORT_LINE.finditer(content)]
    return removed


def trafilatura(html: str, url: str | None = None) -> str:
    """Return the article text that trafilatura extracts from a page, or "" if it finds none."""
    from cleaner.intake.page.trafilatura_text import load_trafilatura

    return load_trafilatura().extract(html, url=url, include_comments=False) or ""


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for piece in text.split("\n"):
        if piece:
            yield Span(start, start + len(piece))
        start += len(piece) + 1


LINE_RULES: Mapping[str, Callable[[str], Sequence[Span]]] = {
    "identity": identity,
    "c4": c4,
    "refinedweb": refinedweb,
}
