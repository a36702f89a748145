"""The catalog: the cards and words that come with the program, a user's own, and which of them run.

`builtin()` is the one place below the doors that reads files: the package's own.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from cleaner.cards import Card, CardError, read_cards
from cleaner.model import ConfigurationError

HEADLINE_RULE = "headline/title-line"

_HERE = os.path.dirname(os.path.abspath(__file__))


class UnknownRuleError(ConfigurationError):
    """A rule or family that no card has; `close` holds names it may have meant."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        from difflib import get_close_matches

        names = list(known)
        close = [one for one in names if len(name) > 2 and name in one] + get_close_matches(name, names, 3, 0.6)
        self.close = tuple(dict.fromkeys(close))[:3]
        hint = f"; did you mean {' or '.join(self.close)}?" if self.close else "; 'cleaner rules' lists them"
        super().__init__(f"no rule or family is called {name!r}{hint}")


class Language(NamedTuple):
    """The phrases of one language that fill the cards' shapes, and marked examples in it."""

    code: str
    name: str
    words: Mapping[str, tuple[str, ...]]
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Catalog:
    """Cards and words, ready to be compiled."""

    cards: tuple[Card, ...]
    languages: tuple[Language, ...]

    @cached_property
    def words(self) -> dict[str, tuple[str, ...]]:
        """All phrases by name, the languages' lists joined."""
        joined: dict[str, tuple[str, ...]] = {}
        for language in self.languages:
            for name, phrases in language.words.items():
                joined[name] = joined.get(name, ()) + phrases
        return joined

    @cached_property
    def digest(self) -> str:
        """ "sha256:…" over every card and phrase: equal digests remove the same."""
        parts = [repr([getattr(card, field.name) for field in fields(card)]) for card in self.cards]
        parts += [repr((name, phrases)) for name, phrases in sorted(self.words.items())]
        return "sha256:" + hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def with_cards(self, cards: Iterable[Card]) -> Catalog:
        """This catalog and a user's cards. Raises CardError where a name is taken."""
        taken = {card.id for card in self.cards}
        added = tuple(cards)
        for card in added:
            if card.id in taken:
                raise CardError(f"rule {card.id} exists already; give yours another name or family")
            if card.shape == "code":
                raise CardError(f"rule {card.id}: shape 'code' is for rules the program itself brings")
            taken.add(card.id)
        return replace(self, cards=self.cards + added)

    def choose(
        self,
        select: Sequence[str] | None = None,
        ignore: Sequence[str] = (),
        *,
        drop_headline: bool = False,
        html: bool = False,
    ) -> Catalog:
        """Only the rules that run: the stable ones, or what `select` names, less what `ignore` names.

        A name is a rule (related/read-more-line, or read-more-line), a family (related) or "all".
        `layout` cleans up behind the others and runs unless it is ignored; the rule that takes the
        headline itself runs only with `drop_headline`; rules for text alone do not run on the text of a
        page (`html`). Raises UnknownRuleError.
        """
        if select is None:
            chosen = {card.id for card in self.cards if card.status == "stable"}
        else:
            chosen = {card.id for name in select for card in self.named(name)}
            if chosen:
                chosen |= {card.id for card in self.cards if card.family == "layout"}
        if drop_headline:
            chosen |= {card.id for card in self.cards if card.id == HEADLINE_RULE}
        else:
            chosen.discard(HEADLINE_RULE)
        if html:
            chosen -= {card.id for card in self.cards if card.input == "text"}
        chosen -= {card.id for name in ignore for card in self.named(name)}
        return replace(self, cards=tuple(card for card in self.cards if card.id in chosen))

    def named(self, name: str) -> list[Card]:
        """The cards of a rule, of a family, or all stable ones for "all". Raises UnknownRuleError."""
        if name == "all":
            return [card for card in self.cards if card.status == "stable"]
        cards = [card for card in self.cards if name in (card.id, card.name, card.family)]
        if not cards:
            names = {known for card in self.cards for known in (card.id, card.name, card.family)}
            raise UnknownRuleError(name, sorted(names))
        return cards


@lru_cache(maxsize=1)
def builtin() -> Catalog:
    """The cards and languages that come with the program."""
    cards = [card for file, text in _files("rules") for card in read_cards(text, file[:-5], file)]
    languages = [read_language(text, file) for file, text in _files("languages")]
    return Catalog(tuple(cards), tuple(languages))


def read_language(source: str, file: str) -> Language:
    """The words of one language file. Raises CardError naming `file`."""
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise CardError(f"{file}: not valid TOML: {error}") from None
    words = {name: tuple(phrases) for name, phrases in data["words"].items()}
    return Language(data["code"], data["name"], words, tuple(data["examples"]))


def _files(folder: str) -> list[tuple[str, str]]:
    found = []
    for name in sorted(os.listdir(os.path.join(_HERE, folder))):
        if name.endswith(".toml"):
            with open(os.path.join(_HERE, folder, name), encoding="utf-8") as file:
                found.append((name, file.read()))
    return found
