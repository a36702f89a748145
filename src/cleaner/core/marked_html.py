"""An article as HTML for a notebook: each removal struck out, with its rule and reason as a tooltip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from cleaner.core.document import Document
from cleaner.core.findings import is_layout
from cleaner.core.regex import lazy_compile
from cleaner.core.removal import Removal

# Controls, and bidirectional controls, which can make a page show different text.
_UNSAFE = lazy_compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BOX = "white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.5;max-width:48em"
_CUT = "background:rgba(220,60,60,.18);text-decoration:line-through"
_HEAD = "opacity:.7;font-size:.9em"


def marked_html(document: Document, removals: Sequence[Removal]) -> str:
    """Return the repaired text as a `div`, with a `del` around each removal. All text is escaped.

    It has no script, no link and no style but its own.
    """
    named = [removal for removal in removals if not is_layout(removal.rule)]
    size = len(document.text)
    removed = sum(removal.span.end - removal.span.start for removal in removals)
    share = f" ({removed / size:.0%})" if removed else ""
    count = f"{len(named):,} removal{'' if len(named) == 1 else 's'}"
    head = f'<div style="{_HEAD}">{count}; {removed:,} of {size:,} characters{share}</div>'
    return f'<div style="{_BOX}">{head}<div dir="auto">{"".join(_pieces(document, removals))}</div></div>'


def _pieces(document: Document, removals: Sequence[Removal]) -> Iterator[str]:
    text, at = document.text, 0
    for removal in removals:
        start, end = removal.span
        yield _shown(text[at:start])
        if is_layout(removal.rule):
            yield _shown(text[start:end])
        else:
            why = _shown(f"{removal.rule}: {removal.because}")
            yield f'<del style="{_CUT}" title="{why}">{_shown(text[start:end])}</del>'
        at = end
    yield _shown(text[at:])


def _shown(text: str) -> str:
    """Return a text escaped for HTML, with what a browser must not obey made visible."""
    plain = text.replace("\r\n", "\n")
    return escape(_UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), plain))
