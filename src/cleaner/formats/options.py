"""Options for reading and writing records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cleaner.formats.registry import AUTO, kind_of

_MANY, _LONG = 12, 40  # field names that a message shows, and characters of one


class Fields(NamedTuple):
    """What the fields of a record are called, and the columns of a table."""

    text: str = "text"
    html: str = "html"
    title: str = "title"
    url: str = "url"
    language: str = "lang"
    id: str = "id"

    @property
    def named(self) -> tuple[str, ...]:
        """Fields beside the text's that have another name than the usual: someone has asked for them."""
        usual = self._field_defaults
        return tuple(
            name for key, name in zip(self._fields, self, strict=True) if key != "text" and name != usual[key]
        )

    @property
    def watched(self) -> tuple[str, ...]:
        """Fields that a run wants to know of whether any record has them: those, and the address."""
        return tuple(dict.fromkeys((*self.named, self.url)))

    @property
    def options(self) -> dict[str, str]:
        """The fields that are `named`, each with its option."""
        return {name: f"--{key}-field" for key, name in zip(self._fields, self, strict=True) if name in self.named}

    def missing(self, found: Iterable[str]) -> str:
        """In a sentence, that there is neither text nor html, and what there is instead."""
        names = [name if len(name) <= _LONG else f"{name[:_LONG]}…" for name in found]
        more = f" and {len(names) - _MANY} more" if len(names) > _MANY else ""
        has = f"it has {', '.join(map(repr, names[:_MANY]))}{more}" if names else "it is empty"
        return f"the record has neither {self.text!r} nor {self.html!r}: {has} (--text-field, --html-field)"


FIELDS = Fields()


class ReadOptions(NamedTuple):
    """How inputs are read: format (one of INPUT_FORMATS), encoding, names of fields.

    `language` is that of articles that state none. `title` and `url` are those of the one text or page of the run.
    """

    format: str = AUTO
    encoding: str | None = None
    language: str | None = None
    fields: Fields = FIELDS
    title: str | None = None
    url: str | None = None


class WriteOptions(NamedTuple):
    """How results are written. `to` is one of OUTPUT_FORMATS; None writes each input as its format says."""

    to: str | None = None
    keep_html: bool = False
    with_removals: bool = False

    @property
    def as_records(self) -> bool:
        """Whether everything becomes records."""
        return kind_of(self.to) == "records"

    @property
    def as_text(self) -> bool:
        """Whether everything becomes text."""
        return kind_of(self.to) == "document"
