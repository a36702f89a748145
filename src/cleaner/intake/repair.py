"""Repairs mojibake, control characters and entities line by line, and records every change.

Only this file imports ftfy. ftfy is slow and most text needs no repair, so it is imported only if a line may need
it. Quotes, ligatures, character widths and Unicode normalisation stay unchanged.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from cleaner.core.document import Repair
from cleaner.core.engine import engine
from cleaner.core.regex import Contains, lazy_compile

# ftfy rewrites these in any context: controls, escape sequences, entities, lone surrogates.
_CONTROLS = "\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u206a-\u206f\ufeff\ufff9-\ufffc"
_ENTITY = "&#?[0-9A-Za-z]{1,24};"
_NEEDS_FTFY = lazy_compile(f"[{_CONTROLS}\ud800-\udfff]|{_ENTITY}")
_HAS_ENTITY = lazy_compile(_ENTITY)
_HAS_CONTROL = lazy_compile(f"[{_CONTROLS}\ud800-\udfff]")
# Mojibake that ftfy detects holds two adjacent non-ASCII characters, not both of them common punctuation, or one of
# four letters beside ASCII. The pattern has many false positives and no false negatives.
_NON_ASCII_PAIR = r"[^\x00-\x7f‘’“”–—…][^\x00-\x7f]|[^\x00-\x7f][^\x00-\x7f‘’“”–—…]|[Œœ][^A-Za-z]|[ÃÂ] "
_MAY_BE_MOJIBAKE = lazy_compile(_NON_ASCII_PAIR)
_may_need = Contains(f"[{_CONTROLS}]|{_ENTITY}|{_NON_ASCII_PAIR}")
# An entity is part of the article if the article is about markup: it holds a tag, plain or escaped, it names the
# language, or it quotes an entity. Then every entity stays.
_ABOUT_MARKUP = lazy_compile(
    rf"(?:<|&lt;|&#60;|&#[xX]3[cC];)/?[A-Za-z!]|\b(?:X?HTML5?|XML|SGML|XSS)\b"
    rf"|[\"'`“‘«„(\[]{_ENTITY}[\"'`”’»)\]]"
)
# A line of code keeps its entities: it ends like a statement, or holds an operator or a call that prose does not.
_CODE = lazy_compile(r"[{}]\s*$|\);\s*$|=>|\w::\w|==|!=|\w\(\)|/>")
# Nobody escapes an ampersand so many times. The line is left alone.
_CHAIN = lazy_compile(r"(?:amp;){6}")
MOJIBAKE, ENTITY, CONTROL = "repair/mojibake", "repair/entity", "repair/control"


def repair(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Return the repaired text and the changed lines. Existing line breaks stay.

    Entities are decoded once, and only in a text that is not about markup itself.

    >>> repair("CafÃ© life")
    ('Café life', (Repair(line=1, before='CafÃ© life', after='Café life', rule='repair/mojibake'),))
    """
    if not _may_need(text) or not _needs_ftfy()(text):
        return text, ()
    entities = _HAS_ENTITY.search(text) is not None and not _ABOUT_MARKUP.search(text)
    lines = text.split("\n")
    changes = []
    for index, line in enumerate(lines):
        if _NEEDS_FTFY.search(line) or (_MAY_BE_MOJIBAKE.search(line) and _is_mojibake()(line)):
            fixed, rule = _fix(line, entities and not _keeps_entities(line))
            if fixed != line:
                changes.append(Repair(index + 1, line, fixed, rule))
                lines[index] = fixed
    return ("\n".join(lines), tuple(changes)) if changes else (text, ())


def undo(text: str, changes: tuple[Repair, ...]) -> str:
    """Return the text before `changes`. Raises ValueError if `text` is not their result."""
    lines = text.split("\n")
    added = sum(change.after.count("\n") for change in changes)
    for change in reversed(changes):
        after = change.after.split("\n")
        added -= len(after) - 1
        at = change.line - 1 + added
        if lines[at : at + len(after)] != after:
            raise ValueError(f"line {change.line} is not what its repair made of it")
        lines[at : at + len(after)] = [change.before]
    return "\n".join(lines)


def _keeps_entities(line: str) -> bool:
    return bool(_CHAIN.search(line) or _CODE.search(_HAS_ENTITY.sub("", line)) or "&amp;&amp;" in line)


def _fix(line: str, entities: bool) -> tuple[str, str]:
    """Return the repaired line and the rule that changed it first."""
    import ftfy

    body = line[:-1] if line.endswith("\r") else line
    ending, config = line[len(body) :], _config()
    unescaped: str = ftfy.fixes.unescape_html(body) if entities and _HAS_ENTITY.search(body) else body
    rule = ENTITY if unescaped != body else ""
    if len(unescaped) <= config.max_decode_length:
        # fix_encoding alone is faster: fix_text repeats all fixers until nothing changes.
        decoded: str = ftfy.fix_encoding(unescaped, config)
        rule = rule or (MOJIBAKE if decoded != unescaped else CONTROL)
        if not _HAS_CONTROL.search(decoded):
            return decoded + ending, rule
    fixed: str = ftfy.fix_text(unescaped, config)
    return fixed + ending, rule or MOJIBAKE


@lru_cache(maxsize=1)
def _config() -> Any:
    import ftfy

    return ftfy.TextFixerConfig(
        unescape_html=False,
        uncurl_quotes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        fix_line_breaks=False,
        normalization=None,
        explain=False,
    )


@lru_cache(maxsize=1)
def _needs_ftfy() -> Contains:
    """Return the test whether a text needs ftfy."""
    return Contains(f"[{_CONTROLS}]|{_ENTITY}|{_mojibake_pattern()}")


@lru_cache(maxsize=1)
def _is_mojibake() -> Contains:
    return Contains(_mojibake_pattern())


def _mojibake_pattern() -> str:
    """Return ftfy's pattern for mojibake in RE2 syntax, with \\s and \\w extended to Unicode."""
    from ftfy.badness import BADNESS_RE

    source = _without_layout(BADNESS_RE.pattern)
    source = source.replace(r"\s", r"[\s\pZ]").replace(r"\w", r"[\pL\pM\pN_]")
    options = engine().Options()
    options.log_errors = False
    try:
        engine().compile(source, options)
    except engine().error:
        # RE2 may reject the pattern of a later ftfy. Then ftfy reads every line that is not ASCII.
        return r"[^\x00-\x7f]"
    return source


def _without_layout(pattern: str) -> str:
    """Return a verbose pattern without its white space and comments."""
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
