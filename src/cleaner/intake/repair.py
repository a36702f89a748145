"""Mojibake, control characters and entities, repaired line by line by ftfy, with an account of every change.

The only file that imports ftfy, and only when a line of the text can need it: ftfy is slow, and most
text is sound. Quotes, ligatures, widths and normalisation are left as the author's site has them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from cleaner.core.regex import Contains, lazy_compile

# What ftfy rewrites whatever surrounds it: controls, escape sequences, entities, stray surrogates
_ODD = "\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u206a-\u206f\ufeff\ufff9-\ufffc"
_ENTITY = "&#?[0-9A-Za-z]{1,24};"
_CERTAIN = lazy_compile(f"[{_ODD}\ud800-\udfff]|{_ENTITY}")
_UNESCAPES = lazy_compile(_ENTITY)
# Every way in which ftfy finds mojibake has two neighbours outside ASCII that are not both ordinary
# punctuation, or one of four letters beside ASCII. Far too many lines match; none that needs ftfy does not.
_TWO = r"[^\x00-\x7f‘’“”–—…][^\x00-\x7f]|[^\x00-\x7f][^\x00-\x7f‘’“”–—…]|[Œœ][^A-Za-z]|[ÃÂ] "
_POSSIBLE = lazy_compile(_TWO)
_may_need = Contains(f"[{_ODD}]|{_ENTITY}|{_TWO}")
_MARKUP = lazy_compile(r"</?[A-Za-z!]")
# ftfy unescapes until nothing changes, which is quadratic on &amp;amp;amp;…
_CHAIN = lazy_compile(r"(?:amp;){6}")


class Change(NamedTuple):
    """One repaired line: its number in the decoded text (1-based), and what it said before and after."""

    line: int
    before: str
    after: str


def repair(text: str) -> tuple[str, tuple[Change, ...]]:
    """The repaired text and its account. Line breaks are never touched.

    >>> repair("CafÃ© life")
    ('Café life', (Change(line=1, before='CafÃ© life', after='Café life'),))
    """
    if not _may_need(text) or not _needs()(text):
        return text, ()
    # Markup in the text means that an escaped "&lt;" is meant to be read as one; decided for all lines alike
    entities = not _MARKUP.search(text)
    lines = text.split("\n")
    changes = []
    for index, line in enumerate(lines):
        if _CERTAIN.search(line) or (_POSSIBLE.search(line) and _mojibake()(line)):
            fixed = _fix(line, entities and not _CHAIN.search(line))
            if fixed != line:
                changes.append(Change(index + 1, line, fixed))
                lines[index] = fixed
    return ("\n".join(lines), tuple(changes)) if changes else (text, ())


def undo(text: str, changes: tuple[Change, ...]) -> str:
    """The text before `changes`. Raises ValueError if `text` is not what they led to."""
    lines = text.split("\n")
    grown = sum(change.after.count("\n") for change in changes)
    for change in reversed(changes):
        after = change.after.split("\n")
        grown -= len(after) - 1
        at = change.line - 1 + grown
        if lines[at : at + len(after)] != after:
            raise ValueError(f"line {change.line} is not what its repair made of it")
        lines[at : at + len(after)] = [change.before]
    return "\n".join(lines)


def _fix(line: str, entities: bool) -> str:
    import ftfy

    body = line[:-1] if line.endswith("\r") else line
    config = _config(entities)
    if not _UNESCAPES.search(body) and len(body) <= config.max_decode_length:
        # all its fixers together go on until nothing changes, and look for mojibake each time
        decoded: str = ftfy.fix_encoding(body, config)
        if not _CERTAIN.search(decoded):
            return decoded + line[len(body) :]
    fixed: str = ftfy.fix_text(body, config)
    return fixed + line[len(body) :]


@lru_cache(maxsize=2)
def _config(entities: bool) -> Any:
    import ftfy

    return ftfy.TextFixerConfig(
        unescape_html=entities,
        uncurl_quotes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        fix_line_breaks=False,
        normalization=None,
        explain=False,
    )


@lru_cache(maxsize=1)
def _needs() -> Contains:
    """Whether some line of a text needs ftfy."""
    return Contains(f"[{_ODD}]|{_ENTITY}|{_badness()}")


@lru_cache(maxsize=1)
def _mojibake() -> Contains:
    return Contains(_badness())


def _badness() -> str:
    """ftfy's own test for mojibake, for RE2: its white space and word classes widened to Unicode."""
    import re2
    from ftfy.badness import BADNESS_RE

    source = _without_layout(BADNESS_RE.pattern)
    source = source.replace(r"\s", r"[\s\pZ]").replace(r"\w", r"[\pL\pM\pN_]")
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(source, options)
    except re2.error:
        # a later ftfy may write what RE2 cannot read; then it is asked about every such line itself
        return r"[^\x00-\x7f]"
    return source


def _without_layout(pattern: str) -> str:
    """A verbose pattern without its white space and comments."""
    kept, in_class, at = [], False, 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            kept.append(pattern[at : at + 2])
            at += 2
            continue
        if in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
        elif char == "#":
            at = pattern.find("\n", at)
            continue
        elif char.isspace():
            at += 1
            continue
        kept.append(char)
        at += 1
    return "".join(kept)
