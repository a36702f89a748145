"""Features of a line that depend on no language: ended, headline-like, prose, capitals, the title.

All functions take the text of one line, folded as Draft.show returns it. They are no stage; stages import them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from cleaner.core.draft import Draft
from cleaner.core.folding import ORNAMENT, key, last_of_key
from cleaner.core.regex import lazy_compile

_CLOSERS = "\"')]}»”’› \t*_」』】》"
_ENDS = frozenset(".!?…。！？।॥۔؟‽։።။។")
# In scripts without spaces a word has about two characters, or three if the script is alphabetic.
_WORD = lazy_compile(
    r"[\u3040-\u30ff\u3400-\u9fff]{1,2}|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]{1,3}"
    r"|[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+(?:['’.-]\w+)*"
)
_SENTENCE_BREAK = lazy_compile(
    r"[^\W\d_]{3}[.!?…](?: ?»|[\"')])* +(?:[\"'(«¿¡]+ ?)?"
    r"[A-ZÀ-ÖØ-ÞĄĆČĎĘĚĞİŁŃŇŐŒŘŚŠŞȘŤȚŮŰŹŻŽΆΈ-ΏΑ-ΫЀ-ЯҐ]|[。！？]"
    # scripts without capitals: a full stop after a word, or the script's own mark, in front of a letter
    r"|(?:[^\W\d_]{3}[.!?…]|[।॥۔؟։።])(?: ?»|[\"')])* *(?:[\"'(«]+ ?)?"
    r"[\u0531-\u0556\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3\u0904-\u0ddf\u10d0-\u10ff\u1200-\u135a]"
)
_ASCII_WORD = lazy_compile(r"\w+(?:['.-]\w+)*", re.ASCII)
# Vowel signs and the like: Python's \w does not match them.
_SIGNS = lazy_compile(
    r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u0900-\u0903\u093a-\u093c\u093e-\u094f"
    r"\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc\u09be-\u09cd\u09d7\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a81-\u0a83"
    r"\u0abc\u0abe-\u0acd\u0b01-\u0b03\u0b3c\u0b3e-\u0b57\u0b82\u0bbe-\u0bd7\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83"
    r"\u0cbc\u0cbe-\u0cd6\u0d00-\u0d03\u0d3b\u0d3c\u0d3e-\u0d57\u0d82\u0d83\u0dca-\u0ddf]"
)
# These marks end only sentences. A line with one is no headline, whatever follows it.
_FULL_STOP = lazy_compile(r"[。।۔។။።]")
# Thai and Lao do not mark the end of a sentence.
_UNMARKED = lazy_compile(r"[\u0e00-\u0eff]")
_WIDE = lazy_compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff01-\uff60]")
_SPEECH = lazy_compile(r"\s*[「『][^「『]*[」』]\s*")
_LONG_WORD = lazy_compile(r"[^\W\d_]{4,}")
_TIME = lazy_compile(r"\d{1,2}[:.]\d\d\b(?!\.\d)")
_SIGNATURE = lazy_compile(r"\s*[-–—―]{1,2}\s*[^\W\d_a-z][^.!?@]{2,58}")
# "Brandt, L., Bridges, Quay Press, 2011": an entry of a bibliography
_REFERENCE = lazy_compile(r"(?:[^\d\s],|\() ?(?:1[5-9]|20)\d\d\)?\W*$|\bpp?\. ?\d")
_MAX_CACHED = 4_000  # characters; the results for longer lines are not cached
_MAX_QUESTION = 110  # columns; a longer question belongs to the article
_MAX_DOUBLE_HEADLINE = 140  # columns of a headline with two sentences
_MAX_LABEL_WORDS = 3  # before a title's colon; a longer text announces a link to the article


_T = TypeVar("_T")


def _cached_per_line(function: Callable[[str], _T]) -> Callable[[str], _T]:
    """Cache the results for the latest lines: successive stages need the same ones."""
    cached = lru_cache(maxsize=2048)(function)

    @wraps(function)
    def call(text: str) -> _T:
        return cached(text) if len(text) <= _MAX_CACHED else function(text)

    return call


@_cached_per_line
def words(text: str) -> int:
    """Count the words of a line. In scripts without spaces a few characters count as one word."""
    return len(_ASCII_WORD.findall(text) if text.isascii() else _WORD.findall(_SIGNS.sub("", text)))


def _without_signs(text: str) -> str:
    """Return the text without vowel signs, so that \\w matches a whole word of any script."""
    return text if text.isascii() else _SIGNS.sub("", text)


def _starts_small(text: str) -> bool:
    """Return whether the line starts in lower case. Georgian has no case, but Python calls its letters lower."""
    return text[0].islower() and not "\u10d0" <= text[0] <= "\u10ff"


def width(text: str) -> int:
    """Return the width of a line in columns: a Chinese, Japanese or Korean character takes two."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def is_ended(text: str) -> bool:
    """Return whether the line ends like a sentence, or is speech in corner brackets, which needs no full stop."""
    return text.rstrip(_CLOSERS)[-1:] in _ENDS or bool(_SPEECH.fullmatch(text))


@_cached_per_line
def is_prose(text: str) -> bool:
    """Return whether the line is a paragraph: it ends like a sentence, and is long or has several sentences."""
    text = text.strip()
    if is_ended(text):
        return len(text) >= 100 or width(text) >= 100 or bool(_SENTENCE_BREAK.search(_without_signs(text)))
    # A long line is a paragraph if it has a full stop before an author or a link, or in a script without one.
    if text.isascii() or width(text) < 100:
        return False
    return bool(_FULL_STOP.search(text) or _UNMARKED.search(text))


def is_capitals(text: str) -> bool:
    """Return whether every letter of the line is a capital; False in scripts without case."""
    return text.isupper() and all(char.isupper() for char in text if char.isalpha())


@_cached_per_line
def is_headline_like(text: str) -> bool:
    """Return whether the line may be a headline: short, one phrase, no full stop at its end."""
    text = text.strip().lstrip(ORNAMENT)
    if not 8 <= len(text) <= 180 or _starts_small(text):
        return False
    # In half of all Chinese and Japanese headlines a wide question or exclamation mark replaces a colon.
    if _SENTENCE_BREAK.search(_without_signs(text).replace("！", "").replace("？", "")):
        return False
    if _TIME.match(text) or is_reference(text):
        return False  # an entry of a live blog, or of a bibliography
    if not 2 <= words(text) <= 28 or text[-1] in ",;:，、；،؛":
        return False
    return not is_ended(text) or (text[-1] in "?!？！؟" and words(text) >= 4 and width(text) <= _MAX_QUESTION)


def is_double_headline(text: str) -> bool:
    """Return whether the line may be a headline of two sentences: "Who pays? Nobody, says the board"."""
    text = text.strip()
    ended = is_ended(text) and text[-1] not in "?!？！"
    if ended or "。" in text or text[-1] in "!！,;:，、；":
        return False
    return words(text) > 4 and width(text) <= _MAX_DOUBLE_HEADLINE


def topics(text: str) -> set[str]:
    """Return the longer words of a text, cut to five letters so that inflected forms are equal."""
    return {word[:5] for word in _LONG_WORD.findall(_without_signs(text).casefold())}


def is_signature(text: str) -> bool:
    """Return whether the line is the signature of a quote: "— Jane Doe, captain"."""
    return bool(_SIGNATURE.fullmatch(text.rstrip()))


def is_reference(text: str) -> bool:
    """Return whether the line ends like an entry of a bibliography: with a year, or a page."""
    return bool(_REFERENCE.search(text))


def is_own_title(draft: Draft, text: str) -> bool:
    """Return whether the line is the document's title, or a headline that its page declares.

    A label may precede it: "VIDEO: Ferry sinks".
    """
    titles = own_titles(draft)
    # Few lines end like the title, and the key of a long one is dear.
    if not titles or not (last := last_of_key(text)) or not any(title[-1] == last for title in titles):
        return False
    line = key(text)
    return any(_is_labelled(line, title) for title in titles)


def _is_labelled(line: str, title: str) -> bool:
    if not line.endswith(title):
        return False
    label = line.removesuffix(title).rstrip()
    return not label or (label.endswith(":") and words(label) <= _MAX_LABEL_WORDS)


def own_titles(draft: Draft) -> frozenset[str]:
    """Return the keys of the document's title and of its other wordings; empty without a title."""
    return draft.document.title_keys


def is_presumed_title(draft: Draft, index: int) -> bool:
    """Return whether line `index` may be the headline of a document without title: "Watch: Seal steals hat"."""
    return not draft.document.title and index == draft.remaining[0] and is_headline_like(draft.show(index))


def is_title(draft: Draft, index: int, text: str) -> bool:
    """Return whether line `index`, which reads `text`, is the declared title or the presumed one."""
    return is_own_title(draft, text) or is_presumed_title(draft, index)


def quoted(text: str, most: int = 60) -> str:
    """Return the start of a text in quotes, on one line, with at most `most` characters, for a reason."""
    text = " ".join(text.split())
    return f"“{text}”" if len(text) <= most else f"“{text[: most - 1].rstrip()}…”"
