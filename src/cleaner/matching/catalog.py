"""The catalog: the cards and languages of the program, the user's cards, and the selection of those that run.

`builtin()` reads the package's own files. No other code in the layers below `config` reads files.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Final
from zlib import crc32

from cleaner.core.document import TEXT, Document
from cleaner.core.errors import ConfigurationError
from cleaner.core.frozen import Frozen
from cleaner.matching.card import Card, CardError, read_cards
from cleaner.matching.language import ENGLISH, Language, Languages
from cleaner.matching.patterns import Expanded, placeholders

PRESETS = ("careful", "standard", "thorough")
DEFAULT_PRESET: Final = "standard"
HEADLINE_RULE = "headline/title-line"

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class UnknownRuleError(ConfigurationError):
    """No card has the rule or family `name`. `close` holds up to three similar names."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        from difflib import get_close_matches

        self.name = name
        names = list(known)
        close = [one for one in names if len(name) > 2 and name in one] + get_close_matches(name, names, 3, 0.6)
        self.close = tuple(dict.fromkeys(close))[:3]
        hint = f"; did you mean {' or '.join(self.close)}?" if self.close else "; 'cleaner rules' lists them"
        super().__init__(f"no rule or family is called {name!r}{hint}")


class Catalog(Frozen):
    """The cards and languages that a Matcher compiles."""

    cards: tuple[Card, ...]
    languages: tuple[Language, ...]

    def words(self, code: str = ENGLISH) -> dict[str, tuple[str, ...]]:
        """Return the phrases of a language and of English by list name.

        Boilerplate in English occurs in articles of every language.
        """
        if code not in self._words:
            joined = self._words[code] = {}
            for language in self.languages:
                if language.code in (ENGLISH, code):
                    for name, phrases in language.words.items():
                        joined[name] = joined.get(name, ()) + phrases
        return self._words[code]

    def precompiled(self, card: Card, code: str) -> Expanded | None:
        """Return a card's precompiled patterns, or None if language `code` adds words to them."""
        by_code = self._languages.by_code
        found = by_code[ENGLISH].precompiled.get(card.pattern_key) if ENGLISH in by_code else None
        if found is None or code == ENGLISH:
            return found
        lists = placeholders(" ".join(card.pattern_key))
        return found if code not in by_code or lists.isdisjoint(by_code[code].words) else None

    def detect_languages(self, document: Document) -> tuple[str, ...]:
        """Return the codes of the languages detected in a document, best first; ("en",) if there is none."""
        return self._languages.detect(document.folded, document.language) or (ENGLISH,)

    @cached_property
    def _words(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {}

    @cached_property
    def _languages(self) -> Languages:
        return Languages(self.languages)

    @cached_property
    def digest(self) -> str:
        """ "sha256:…" over every card and phrase. Catalogs with equal digests remove the same."""
        import hashlib

        parts = [repr([*card]) for card in self.cards]
        parts += [f"{language.preview} {language.source}" for language in self.languages]
        return "sha256:" + hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def with_cards(self, cards: Iterable[Card]) -> Catalog:
        """Return this catalog with a user's cards added. Raises CardError for a duplicate name or shape "code"."""
        taken = {card.id for card in self.cards}
        added = tuple(cards)
        for card in added:
            if card.id in taken:
                raise CardError(f"rule {card.id} exists already; give yours another name or family")
            if card.shape == "code":
                raise CardError(f"rule {card.id}: shape 'code' is for rules the program itself brings")
            taken.add(card.id)
        return self._replace(cards=self.cards + added)

    def choose(
        self,
        select: Sequence[str] | None = None,
        ignore: Sequence[str] = (),
        *,
        preset: str = DEFAULT_PRESET,
        drop_headline: bool = False,
        html: bool = False,
    ) -> Catalog:
        """Return a catalog of the rules that run: those of `preset` or `select`, without those of `ignore`.

        Presets: "careful" runs the stable rules with confidence "certain", "standard" all stable rules, "thorough"
        also the rules and phrases in preview. `select` replaces the preset's rules.
        A name is a rule (related/read-more-line, or read-more-line), a family (related) or "all".
        The family `layout` closes the gaps that other rules leave, and runs unless ignored. HEADLINE_RULE runs only
        with `drop_headline`. Rules for text input do not run with `html`.
        Raises UnknownRuleError for a name, ConfigurationError for a preset.
        """
        if preset not in PRESETS:
            raise ConfigurationError(f"preset is one of {', '.join(PRESETS)}, not {preset!r}")
        if select is None:
            chosen = {card.id for card in self.cards if _is_in_preset(card, preset)}
        else:
            chosen = {card.id for name in select for card in self.named(name)}
            if chosen:
                chosen |= {card.id for card in self.cards if card.family == "layout"}
        if drop_headline:
            chosen |= {card.id for card in self.cards if card.id == HEADLINE_RULE}
        else:
            chosen.discard(HEADLINE_RULE)
        if html:
            chosen -= {card.id for card in self.cards if card.input == TEXT}
        chosen -= {card.id for name in ignore for card in self.named(name)}
        languages = self.languages
        if preset == "thorough":
            languages = tuple(language.with_preview() for language in languages)
        return self._replace(cards=tuple(card for card in self.cards if card.id in chosen), languages=languages)

    def certain(self) -> Catalog:
        """Return a catalog of the rules with confidence "certain"."""
        return self._replace(cards=tuple(card for card in self.cards if card.confidence == "certain"))

    def named(self, name: str) -> list[Card]:
        """Return the cards of a rule or a family, or all stable cards for "all". Raises UnknownRuleError."""
        if name == "all":
            return [card for card in self.cards if card.status == "stable"]
        cards = [card for card in self.cards if name in (card.id, card.name, card.family)]
        if not cards:
            names = {part for card in self.cards for part in (card.id, card.name, card.family)}
            raise UnknownRuleError(name, sorted(names))
        return cards


def _is_in_preset(card: Card, preset: str) -> bool:
    if preset == "careful":
        return card.status == "stable" and card.confidence == "certain"
    return preset == "thorough" or card.status == "stable"


@lru_cache(maxsize=1)
def builtin() -> Catalog:
    """Return the package's cards and languages: precompiled, unless a file has changed since."""
    # Reading and expanding the cards at each start takes 165 ms of CPU for a first text, instead of 70.
    from cleaner.matching import _generated

    files = source_files()
    if checksum(files) != _generated.CHECKSUM:
        return parsed(files)
    cards = tuple(Card(*card) for card in _generated.CARDS)
    patterns = {
        card.pattern_key: Expanded(*_generated.EXPANDED[card.id])
        for card in cards
        if card.id in _generated.EXPANDED
    }
    languages = tuple(
        Language(
            file[:-5],
            data.decode(),
            file,
            head=_generated.HEADS[file[:-5]],
            precompiled=patterns if file[:-5] == ENGLISH else None,
        )
        for file, data in files["languages"]
    )
    return Catalog(cards, languages)


def parsed(files: Mapping[str, Sequence[tuple[str, bytes]]]) -> Catalog:
    """Return the catalog of TOML files: (file name, content) pairs under "rules" and "languages"."""
    cards = [card for file, data in files["rules"] for card in read_cards(data.decode(), file[:-5], file)]
    languages = [Language(file[:-5], data.decode(), file) for file, data in files["languages"]]
    return Catalog(tuple(cards), tuple(languages))


def source_files() -> dict[str, list[tuple[str, bytes]]]:
    """Read the package's files as `parsed` takes them, with \\n as line break."""
    found: dict[str, list[tuple[str, bytes]]] = {"rules": [], "languages": []}
    for folder, files in found.items():
        for name in sorted(os.listdir(os.path.join(_PACKAGE, folder))):
            if name.endswith(".toml"):
                with open(os.path.join(_PACKAGE, folder, name), "rb") as file:
                    files.append((name, file.read().replace(b"\r\n", b"\n")))
    return found


def checksum(files: Mapping[str, Sequence[tuple[str, bytes]]]) -> int:
    """Return a CRC-32 of the names and contents of the files."""
    found = 0
    for folder in sorted(files):
        for name, data in files[folder]:
            found = crc32(data, crc32(f"{folder}/{name} {len(data)}".encode(), found))
    return found
