"""What a line looks like, told without words of any language: ended, headline-like, prose, capitals."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from cleaner.core.draft import Draft
from cleaner.core.folding import ORNAMENT, fold, key
from cleaner.core.regex import lazy_compile

_CLOSERS = "\"')]}»”’› \t*_」』】》"
_ENDS = frozenset(".!?…。！？।॥۔؟‽։።။។")
# scripts that set no space between words have about one word to two characters, alphabetic ones to three
_WORD = lazy_compile(
    r"[\u3040-\u30ff\u3400-\u9fff]{1,2}|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]{1,3}"
    r"|[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+(?:['’.-]\w+)*"
)
_SENTENCE_BREAK = lazy_compile(
    r"[^\W\d_]{3}[.!?…](?: ?»|[\"')])* +(?:[\"'(«¿¡]+ ?)?"
    r"[A-ZÀ-ÖØ-ÞĄĆČĎĘĚĞİŁŃŇŐŒŘŚŠŞȘŤȚŮŰŹŻŽΆΈ-ΏΑ-ΫЀ-ЯҐ]|[。！？]"
    # scripts without capitals: a full stop behind a word, or their own mark, and a letter behind it
    r"|(?:[^\W\d_]{3}[.!?…]|[।॥۔؟։።])(?: ?»|[\"')])* *(?:[\"'(«]+ ?)?"
    r"[\u0531-\u0556\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3\u0904-\u0ddf\u10d0-\u10ff\u1200-\u135a]"
)
_ASCII_WORD = lazy_compile(r"\w+(?:['.-]\w+)*", re.ASCII)
# vowel signs and the like, which Python takes for no part of a word
_SIGNS = lazy_compile(
    r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u0900-\u0903\u093a-\u093c\u093e-\u094f"
    r"\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc\u09be-\u09cd\u09d7\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a81-\u0a83"
    r"\u0abc\u0abe-\u0acd\u0b01-\u0b03\u0b3c\u0b3e-\u0b57\u0b82\u0bbe-\u0bd7\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83"
    r"\u0cbc\u0cbe-\u0cd6\u0d00-\u0d03\u0d3b\u0d3c\u0d3e-\u0d57\u0d82\u0d83\u0dca-\u0ddf]"
)
# ends nothing but sentences, so a line that holds it is no headline, whatever stands behind it
_FULL_STOP = lazy_compile(r"[。।۔។။።]")
# Thai and Lao end no sentence with a mark
_UNMARKED = lazy_compile(r"[\u0e00-\u0eff]")
_WIDE = lazy_compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff01-\uff60]")
_SPEECH = lazy_compile(r"\s*[「『][^「『]*[」』]\s*")
_LONG_WORD = lazy_compile(r"[^\W\d_]{4,}")
_TIME = lazy_compile(r"\d{1,2}[:.]\d\d\b(?!\.\d)")
_SIGNATURE = lazy_compile(r"\s*[-–—―]{1,2}\s*[^\W\d_a-z][^.!?@]{2,58}")
# "Brandt, L., Bridges, Quay Press, 2011": an entry of a bibliography
_REFERENCE = lazy_compile(r"(?:[^\d\s],|\() ?(?:1[5-9]|20)\d\d\)?\W*$|\bpp?\. ?\d")
_KEPT = 4_000  # characters of a line whose looks are kept
_ONE_SENTENCE = 110  # characters; a longer question is the article's
_TWO_SENTENCES = 140  # characters of a headline that has two
_LABEL = 3  # words before a title's colon; with more they say that a link to the article follows


_Look = TypeVar("_Look")


def _cached_per_line(look: Callable[[str], _Look]) -> Callable[[str], _Look]:
    """Keep what was found of the latest lines: one stage after the other asks the same of them."""
    kept = lru_cache(maxsize=512)(look)

    @wraps(look)
    def ask(text: str) -> _Look:
        return kept(text) if len(text) <= _KEPT else look(text)

    return ask


@_cached_per_line
def words(text: str) -> int:
    """How many words a line has; in scripts without spaces, a few characters count as one."""
    return len(_ASCII_WORD.findall(text) if text.isascii() else _WORD.findall(_SIGNS.sub("", text)))


def _bare(text: str) -> str:
    """The text without vowel signs, so that a word of any script is one run of letters."""
    return text if text.isascii() else _SIGNS.sub("", text)


def _starts_small(text: str) -> bool:
    """Whether the line goes on in lower case; to Python all letters of Georgian are small, but it has no others."""
    return text[0].islower() and not "\u10d0" <= text[0] <= "\u10ff"


def width(text: str) -> int:
    """How long a line looks: a Chinese, Japanese or Korean character says as much as two letters."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def is_ended(text: str) -> bool:
    """Whether the line ends as a sentence does, or is all speech in corner brackets, which needs no full stop."""
    return text.rstrip(_CLOSERS)[-1:] in _ENDS or bool(_SPEECH.fullmatch(text))


@_cached_per_line
def is_prose(text: str) -> bool:
    """Whether the line is a paragraph: it ends like a sentence and is long, or holds several."""
    text = text.strip()
    if is_ended(text):
        return len(text) >= 100 or width(text) >= 100 or bool(_SENTENCE_BREAK.search(_bare(text)))
    # a paragraph with its author or a link behind the full stop; one in a script that has no full stop
    if text.isascii() or width(text) < 100:
        return False
    return bool(_FULL_STOP.search(text) or _UNMARKED.search(text))


def is_capitals(text: str) -> bool:
    """Whether every letter of the line is a capital; scripts without case have none."""
    return text.isupper() and all(char.isupper() for char in text if char.isalpha())


@_cached_per_line
def is_headline_like(text: str) -> bool:
    """Whether the line could be another page's headline: short, one phrase, not ended by a full stop."""
    text = text.strip().lstrip(ORNAMENT)
    if not 8 <= len(text) <= 180 or _starts_small(text):
        return False
    # a wide question mark or exclamation mark stands for a colon in half of all Chinese and Japanese headlines
    if _SENTENCE_BREAK.search(_bare(text).replace("！", "").replace("？", "")):
        return False
    if _TIME.match(text) or is_reference(text):
        return False  # an entry of a live blog, or of a bibliography
    if not 2 <= words(text) <= 28 or text[-1] in ",;:，、；،؛":
        return False
    return not is_ended(text) or (text[-1] in "?!？！؟" and words(text) >= 4 and width(text) <= _ONE_SENTENCE)


def is_double_headline(text: str) -> bool:
    """Whether the line may be a headline of two sentences: "Who pays? Nobody, says the board"."""
    text = text.strip()
    ended = is_ended(text) and text[-1] not in "?!？！"
    if ended or "。" in text or text[-1] in "!！,;:，、；":
        return False
    return words(text) > 4 and width(text) <= _TWO_SENTENCES


def topics(text: str) -> set[str]:
    """What a text speaks of, roughly: its longer words, cut to five letters so that endings do not matter."""
    return {word[:5] for word in _LONG_WORD.findall(_bare(text).casefold())}


def is_signature(text: str) -> bool:
    """Whether the line signs what stands above it: "— Jane Doe, captain"."""
    return bool(_SIGNATURE.fullmatch(text.rstrip()))


def is_reference(text: str) -> bool:
    """Whether the line ends as an entry of a bibliography does, in a year or with a page."""
    return bool(_REFERENCE.search(text))


def is_own_title(draft: Draft, text: str) -> bool:
    """Whether the line is the title the document came with, or another wording of it that its page has.

    A label may stand before it: "VIDEO: Ferry sinks".
    """
    line = key(text)
    return any(_is_labelled(line, title) for title in own_titles(draft))


def _is_labelled(line: str, title: str) -> bool:
    if not line.endswith(title):
        return False
    label = line.removesuffix(title).rstrip()
    return not label or (label.endswith(":") and words(label) <= _LABEL)


def own_titles(draft: Draft) -> frozenset[str]:
    """The keys of the titles that the document came with."""
    document = draft.document
    return _keys((document.title, *document.titles) if document.title else ())


@lru_cache(maxsize=8)
def _keys(titles: tuple[str, ...]) -> frozenset[str]:
    return frozenset(filter(None, (key(fold(title)) for title in titles)))


def is_presumed_title(draft: Draft, index: int) -> bool:
    """Whether the line may be the headline of a document that came without one: "Watch: Seal steals hat"."""
    return not draft.document.title and index == draft.remaining[0] and is_headline_like(draft.show(index))


def quoted(text: str, most: int = 60) -> str:
    """A piece of the text for a reason: quoted, on one line, not longer than `most` characters."""
    text = " ".join(text.split())
    return f"“{text}”" if len(text) <= most else f"“{text[: most - 1].rstrip()}…”"
