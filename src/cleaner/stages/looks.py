"""What a line looks like, told without words of any language: ended, headline-like, prose, capitals."""

from __future__ import annotations

import re

from cleaner.draft import Draft
from cleaner.folding import fold

_CLOSERS = "\"')]}»”’› \t*_"
_ENDS = ".!?…。！？।۔؟‽"
# scripts that set no space between words have about one word to two characters
_WORD = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{1,2}|[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+(?:['’.-]\w+)*"
)
_SENTENCE_BREAK = re.compile(
    r"[^\W\d_]{3,}[.!?…](?: ?»|[\"')])* +(?:[\"'(«¿¡]+ ?)?"
    r"[A-ZÀ-ÖØ-ÞĄĆČĎĘĚĞİŁŃŇŐŒŘŚŠŞȘŤȚŮŰŹŻŽΆΈ-ΏΑ-ΫЀ-ЯҐ]|[。！？।۔؟]"
)
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_TIME = re.compile(r"\d{1,2}[:.]\d\d\b(?!\.\d)")
_SIGNATURE = re.compile(r"\s*[-–—―]{1,2}\s*[^\W\d_a-z][^.!?@]{2,58}")
# "Brandt, L., Bridges, Quay Press, 2011": an entry of a bibliography
_REFERENCE = re.compile(r"(?:[^\d\s],|\() ?(?:1[5-9]|20)\d\d\)?\W*$|\bpp?\. ?\d")
_ORNAMENT = " \t*•·●▪◆■►▶»›>|–—-=_~#[("


def words(text: str) -> int:
    """How many words a line has; in scripts without spaces, two characters count as one."""
    return len(_WORD.findall(text))


def is_ended(text: str) -> bool:
    """Whether the line ends as a sentence does."""
    return text.rstrip(_CLOSERS)[-1:] in tuple(_ENDS)


def is_prose(text: str) -> bool:
    """Whether the line is a paragraph: it ends like a sentence and is long, or holds several."""
    text = text.strip()
    return is_ended(text) and (len(text) >= 100 or bool(_SENTENCE_BREAK.search(text)))


def is_capitals(text: str) -> bool:
    """Whether every letter of the line is a capital; scripts without case have none."""
    return text.isupper() and all(char.isupper() for char in text if char.isalpha())


def is_headline_like(text: str) -> bool:
    """Whether the line could be another page's headline: short, one phrase, not ended by a full stop."""
    text = text.strip().lstrip(_ORNAMENT)
    if not 8 <= len(text) <= 180 or text[0].islower() or _SENTENCE_BREAK.search(text):
        return False
    if _TIME.match(text) or is_reference(text):
        return False  # an entry of a live blog, or of a bibliography
    if not 2 <= words(text) <= 28 or text[-1] in ",;:":
        return False
    return not is_ended(text) or (text[-1] in "?!" and words(text) >= 4)


def topics(text: str) -> set[str]:
    """What a text speaks of, roughly: its longer words, cut to five letters so that endings do not matter."""
    return {word[:5] for word in _LONG_WORD.findall(text.casefold())}


def is_signature(text: str) -> bool:
    """Whether the line signs what stands above it: "— Jane Doe, captain"."""
    return bool(_SIGNATURE.fullmatch(text.rstrip()))


def is_reference(text: str) -> bool:
    """Whether the line ends as an entry of a bibliography does, in a year or with a page."""
    return bool(_REFERENCE.search(text))


def key(text: str) -> str:
    """A line reduced to what makes two lines the same: folded, blanks joined, case and ornament aside."""
    return " ".join(fold(text).casefold().strip(_ORNAMENT + ".:").split())


def is_own_title(draft: Draft, text: str) -> bool:
    """Whether the line is the title the document came with, alone or behind a label: "VIDEO: Ferry sinks"."""
    title, line = key(draft.document.title or ""), key(text)
    if not title or not line.endswith(title):
        return False
    label = line.removesuffix(title).rstrip()
    return not label or label.endswith(":")


def is_presumed_title(draft: Draft, index: int) -> bool:
    """Whether the line may be the headline of a document that came without one: "Watch: Seal steals hat"."""
    return not draft.document.title and index == draft.live[0] and is_headline_like(draft.show(index))


def quoted(text: str, most: int = 60) -> str:
    """A piece of the text for a reason: quoted, on one line, not longer than `most` characters."""
    text = " ".join(text.split())
    return f"“{text}”" if len(text) <= most else f"“{text[: most - 1].rstrip()}…”"
