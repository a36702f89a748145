"""Options for reading and writing inputs, and the names of fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cleaner.formats.registry import AUTO, FORMATS, kind_of

_MANY, _LONG = 12, 40  # field names in a message, and characters of each


class Fields(NamedTuple):
    """The names of the fields of a record, or of the columns of a table."""

    text: str = "text"
    html: str = "html"
    title: str = "title"
    url: str = "url"
    language: str = "lang"
    id: str = "id"

    @property
    def named(self) -> tuple[str, ...]:
        """The fields other than the text field whose name is not the default."""
        usual = self._field_defaults
        return tuple(
            name for key, name in zip(self._fields, self, strict=True) if key != "text" and name != usual[key]
        )

    @property
    def watched(self) -> tuple[str, ...]:
        """The fields whose presence a run counts: the named fields and the URL field."""
        return tuple(dict.fromkeys((*self.named, self.url)))

    @property
    def options(self) -> dict[str, str]:
        """The `named` fields, each with its option."""
        return {name: f"--{key}-field" for key, name in zip(self._fields, self, strict=True) if name in self.named}

    def missing(self, found: Iterable[str]) -> str:
        """Return a sentence that says that text and html are missing, and names the fields that were found."""
        names = [name if len(name) <= _LONG else f"{name[:_LONG]}…" for name in found]
        more = f" and {len(names) - _MANY} more" if len(names) > _MANY else ""
        has = f"it has {', '.join(map(repr, names[:_MANY]))}{more}" if names else "it is empty"
        return f"the record has neither {self.text!r} nor {self.html!r}: {has} (--text-field, --html-field)"


FIELDS = Fields()


class ReadOptions(NamedTuple):
    """Options for reading: format (one of INPUT_FORMATS), encoding, names of fields.

    `language` is the default for articles that state none. `title` and `url` belong to the only text or page of the
    run.
    """

    format: str = AUTO
    encoding: str | None = None
    language: str | None = None
    fields: Fields = FIELDS
    title: str | None = None
    url: str | None = None


class WriteOptions(NamedTuple):
    """Options for writing. `to` is one of OUTPUT_FORMATS; None selects the default of each input's format."""

    to: str | None = None
    keep_html: bool = False
    with_removals: bool = False
    metadata: bool = False

    @property
    def as_records(self) -> bool:
        """Whether every output is records."""
        return kind_of(self.to) == "records"

    @property
    def as_text(self) -> bool:
        """Whether every output is text."""
        return kind_of(self.to) == "document"

    @property
    def with_structure(self) -> bool:
        """Whether the output shows the structure of pages."""
        return self.to is not None and FORMATS[self.to].has_structure
