"""The published line rules of C4 and RefinedWeb, to be scored beside ours.

Each takes the text of an article and gives the sorted, disjoint ranges of it that the peer would remove. Only
what they do to lines is here: what makes them drop a whole document is left out, and where C4 drops the page
for something in a line, that line goes.
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


def identity(text: str) -> Sequence[Span]:  # noqa: ARG001 every baseline is given the text
    """What leaving the article alone comes to."""
    return ()


def c4(text: str) -> Sequence[Span]:
    """The line rules of C4: lines must end in a terminal mark and have five words.

    Raffel et al. 2020, “Exploring the Limits of Transfer Learning …”, section 2.2, in the reading of the
    authors' code (tensorflow_datasets/text/c4_utils.py), which asks for five words where the paper says three,
    and drops citation marks, lines with a word of over 1,000 characters and lines on policies and cookies.
    """
    gone = []
    for line in _lines(text):
        said = text[line.start : line.end]
        if _c4_drops(said):
            gone.append(line)
        else:
            gone += [Span(line.start + m.start(), line.start + m.end()) for m in _CITATION.finditer(said)]
    return gone


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
    """The line-wise corrections of RefinedWeb: capitals, numbers, counters, single words, short prompts.

    Penedo et al. 2023, “The RefinedWeb Dataset for Falcon LLM”, appendix G.2, which names the kinds of line; the
    thresholds and the words counted are those of DCLM's reproduction (baselines/mappers/modifiers.py with
    dclm_baseline_refinedweb.yaml), whose authors say that the words are guessed.
    """
    gone = []
    for line in _lines(text):
        said = text[line.start : line.end]
        words = len(said.split())
        if (
            sum(char.isupper() for char in said) > 0.5 * len(said)
            or all(char.isdigit() for char in said)
            or _COUNTER.fullmatch(said)
            or words < 2
        ):
            gone.append(line)
        elif words <= 10:
            gone += [Span(line.start + m.start(), line.start + m.end()) for m in _SHORT_LINE.finditer(said)]
    return gone


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
