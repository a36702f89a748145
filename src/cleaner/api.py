"""The library's front: `clean`, `clean_html` and `Cleaner`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from types import NoneType
from typing import Any, Literal

from cleaner import engine, intake
from cleaner.cards import Card, CardError, read_cards
from cleaner.catalog import Catalog, builtin
from cleaner.model import ConfigurationError, Document, Result
from cleaner.shapes import Rules, validate
from cleaner.version import __version__

Headline = Literal["keep", "drop"]
Preset = Literal["careful", "standard", "thorough"]


class Cleaner:
    """Cleans many documents with one configuration: compiled once, picklable.

    preset: "careful" runs the rules whose words alone decide, "standard" all stable ones, "thorough" also
        the rules and phrases in preview.
    select: names of rules or families, or "all"; only these run. None means those of the preset, an empty
        list none.
    ignore: names of rules or families that do not run.
    rules: cards of your own, added to the program's: Card objects, or paths of TOML files.
    headline: "keep" or "drop" the article's own headline at the top of its text; None keeps it in text
        and drops it from HTML, whose title is known.
    repair: whether intake repairs mojibake, control characters and stray entities.
    budget: a document that would lose more than this share of its characters (0 to 1) loses only what is
        certain, and its result says so in `withheld`.

    Raises CardError for a card that cannot be used, UnknownRuleError for a name that no rule has,
    PatternError for a pattern that RE2 refuses; all three are ConfigurationErrors.

    >>> cleaner = Cleaner(ignore=["related"])
    >>> cleaner.clean("Rain fell.\\n\\nREAD MORE: Snow fell").text
    'Rain fell.\\n\\nREAD MORE: Snow fell'
    """

    def __init__(
        self,
        *,
        select: Iterable[str] | None = None,
        ignore: Iterable[str] = (),
        rules: Iterable[Card | str] = (),
        headline: Headline | None = None,
        repair: bool = True,
        preset: Preset = "standard",
        budget: float = engine.BUDGET,
    ) -> None:
        if isinstance(rules, (str, bytes)):
            raise TypeError(f"rules takes a list of cards or paths: rules=[{rules!r}]")
        if headline not in (None, "keep", "drop"):
            raise ConfigurationError(f"headline is keep or drop, not {headline!r}")
        if isinstance(budget, bool) or not isinstance(budget, (int, float)) or not 0 <= budget <= 1:
            raise ConfigurationError(f"budget is a share from 0 to 1, not {budget!r}")
        self._preset = preset
        self._budget = float(budget)
        self._select = None if select is None else _names(select, "select")
        self._ignore = _names(ignore, "ignore")
        self._own = tuple(card for item in rules for card in _own_cards(item))
        self._headline = headline
        self._repair = repair
        self._compiled: dict[str, Rules] = {}
        self._catalogs: dict[str, Catalog] = {}
        for card in self._own:
            validate(card, builtin().words())
        self._rules_for("text")

    @property
    def digest(self) -> str:
        """ "sha256:…" of the whole configuration: equal digests give equal results on equal input."""
        state = (
            __version__,
            self.rules_digest("text"),
            self.rules_digest("html"),
            self._headline,
            self._repair,
            self._budget,
        )
        return "sha256:" + hashlib.sha256(repr(state).encode()).hexdigest()

    def rules_digest(self, format: str) -> str:
        """ "sha256:…" of the cards that run on documents of that format (text or html)."""
        return self._catalog_for(format).digest

    def clean(
        self, text: str, *, title: str | None = None, url: str | None = None, language: str | None = None
    ) -> Result:
        """Clean one article given as text.

        title: the article's headline, where it is known; url: its address; language: its code, such as "en".
        Raises TypeError if `text` is not a string.
        """
        if not isinstance(text, str):
            raise TypeError(
                f"clean() takes the article's text as str, not {type(text).__name__}; decode bytes first"
            )
        _check_strings(title=title, url=url, language=language)
        return self.run(intake.from_text(text, title=title, url=url, language=language, repair=self._repair))

    def clean_html(
        self,
        html: str | bytes,
        *,
        title: str | None = None,
        url: str | None = None,
        language: str | None = None,
    ) -> Result:
        """Extract the article from a page and clean it; spans are offsets into the extracted text.

        Bytes are decoded as a browser would. Raises ExtractionError where no article is found,
        DecodeError where bytes are not text.
        """
        _check_strings(title=title, url=url, language=language)
        if isinstance(html, bytes):
            document = intake.from_bytes(
                html, format="html", title=title, url=url, language=language, repair=self._repair
            )
        elif isinstance(html, str):
            document = intake.from_html(html, title=title, url=url, language=language, repair=self._repair)
        else:
            raise TypeError(f"clean_html() takes a page as str or bytes, not {type(html).__name__}")
        return self.run(document)

    def run(self, document: Document) -> Result:
        """Clean a document that intake has made."""
        return engine.run(document, self._rules_for(document.origin.format), self._budget)

    @property
    def repairs(self) -> bool:
        """Whether intake repairs mojibake, control characters and entities."""
        return self._repair

    def __getstate__(self) -> dict[str, Any]:
        # compiled patterns do not travel; they are made again on first use
        return self.__dict__ | {"_compiled": {}}

    def _catalog_for(self, format: str) -> Catalog:
        if format not in self._catalogs:
            catalog = builtin().with_cards(self._own) if self._own else builtin()
            html = format == "html"
            drop = html and self._select != () if self._headline is None else self._headline == "drop"
            self._catalogs[format] = catalog.choose(
                self._select, self._ignore, preset=self._preset, drop_headline=drop, html=html
            )
        return self._catalogs[format]

    def _rules_for(self, format: str) -> Rules:
        if format not in self._compiled:
            self._compiled[format] = Rules(self._catalog_for(format))
        return self._compiled[format]


def _names(names: Iterable[str], option: str) -> tuple[str, ...]:
    if isinstance(names, str):
        raise TypeError(f"{option} takes a list of names: {option}=[{names!r}]")
    found = tuple(names)
    if not all(isinstance(name, str) for name in found):
        raise TypeError(f"{option} takes names of rules or families, as strings")
    return found


def _check_strings(**values: object) -> None:
    for name, value in values.items():
        if not isinstance(value, (str, NoneType)):
            raise TypeError(f"{name} is a string or None, not {type(value).__name__}")


def _own_cards(item: Card | str) -> Sequence[Card]:
    if isinstance(item, Card):
        return (item,)
    return load_cards(item)


def load_cards(path: str) -> tuple[Card, ...]:
    """The cards of a user's TOML file; its family is the file's name unless it states one.

    Raises CardError if the file cannot be read or a card in it not used.
    """
    import os
    import re

    try:
        with open(path, "rb") as file:
            source = file.read().decode("utf-8-sig")
    except OSError as error:
        raise CardError(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise CardError(f"{path}: not UTF-8 at byte {error.start}; save the file as UTF-8") from None
    stem = os.path.splitext(os.path.basename(path))[0].lower()
    return read_cards(source, re.sub(r"[^a-z0-9]+", "-", stem).strip("-") or "own", path)


def load_catalog(paths: Iterable[str]) -> Catalog:
    """The program's catalog with the cards of a user's files added. Raises CardError or PatternError."""
    own = [card for path in paths for card in load_cards(path)]
    for card in own:
        validate(card, builtin().words())
    return builtin().with_cards(own)


@lru_cache(maxsize=1)
def _default() -> Cleaner:
    return Cleaner()


def clean(text: str, *, title: str | None = None, url: str | None = None, language: str | None = None) -> Result:
    """Clean one article given as text, with every stable rule.

    >>> result = clean("Rain fell.\\n\\nREAD MORE: Snow fell\\n\\nIt stopped at noon.")
    >>> result.text
    'Rain fell.\\n\\nIt stopped at noon.'
    >>> for removal in result.removals:
    ...     start, end = removal.span
    ...     print(removal.rule, repr(result.document.text[start:end]))
    related/read-more-line 'READ MORE: Snow fell'
    layout/blanks '\\n'
    layout/blanks '\\n'
    """
    return _default().clean(text, title=title, url=url, language=language)


def clean_html(
    html: str | bytes, *, title: str | None = None, url: str | None = None, language: str | None = None
) -> Result:
    """Extract the article from a page and clean it, with every stable rule. See Cleaner.clean_html."""
    return _default().clean_html(html, title=title, url=url, language=language)


__all__ = ["Cleaner", "Headline", "Preset", "clean", "clean_html", "load_cards", "load_catalog"]
