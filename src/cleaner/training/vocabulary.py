"""The vocabulary of boilerplate: the phrases of the rules and of vocabulary/*.toml, in all languages."""

from __future__ import annotations

import os
from collections.abc import Iterator

from cleaner.core.toml import loads
from cleaner.matching.catalog import builtin
from cleaner.scorer import words
from cleaner.scorer.model import KINDS, known_tables

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "vocabulary")
_LONGEST = 80  # characters; a longer phrase is a sentence, whose words say little


def tables() -> tuple[bytearray, bytearray]:
    """Return the model's tables of known words and known pairs."""
    common = frozenset(word for language in builtin().languages for word in language.common)
    found = (phrase for phrase in (*_of_rules(), *(phrase for _, phrase in phrases())) if len(phrase) <= _LONGEST)
    return known_tables([words.tokens(phrase) for phrase in found], common)


def phrases() -> Iterator[tuple[str, str]]:
    """Yield (kind, phrase) for all phrases of the files."""
    for path in files():
        for kind, found in read(path).items():
            for phrase in found:
                yield kind, phrase


def read(path: str) -> dict[str, list[str]]:
    """Return the phrases of one file by kind. Raises ValueError for another form."""
    with open(path, "rb") as file:
        data = loads(file.read().decode())
    for kind, found in data.items():
        if kind not in KINDS:
            raise ValueError(f"{path}: {kind!r} is no kind; known are {', '.join(KINDS)}")
        if not isinstance(found, list) or not all(isinstance(phrase, str) and phrase for phrase in found):
            raise ValueError(f"{path}: {kind} is a list of phrases")
    return data


def files() -> list[str]:
    """Return the paths of the vocabulary's files, sorted."""
    return sorted(os.path.join(FOLDER, name) for name in os.listdir(FOLDER) if name.endswith(".toml"))


def _of_rules() -> Iterator[str]:
    for language in builtin().languages:
        for found in language.with_preview().words.values():
            yield from found
