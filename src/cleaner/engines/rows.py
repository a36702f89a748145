"""Cleans one row at a time for engines, which lose a task with the first exception: a row never raises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from cleaner.api import Cleaner
from cleaner.core.document import PAGE, TEXT, Document, Origin
from cleaner.core.errors import ConfigurationError, InputError
from cleaner.core.missing import is_missing
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Failure, Result
from cleaner.formats.options import FIELDS, Fields
from cleaner.intake import documents
from cleaner.intake.decode import MARK, DecodeError, escaped_utf8, marked
from cleaner.intake.failures import reason
from cleaner.intake.limits import Limits
from cleaner.report.ledger import removals, repairs
from cleaner.version import __version__

_LIMITS = Limits()
_SURROGATE = lazy_compile("[\ud800-\udfff]")


class Row(NamedTuple):
    """What cleaning adds to a row. The fields are the names of the columns.

    clean_text: the clean text; None if the row could not be cleaned.
    removals: the removals as the ledger shows them; None if the row could not be cleaned. `start` and `end` are
        offsets in characters of the repaired text.
    repairs: the lines that intake repaired, each with line, before, after and rule; None as above.
    withheld, excess: the shares of the text (0 to 1) that the budget flagged, or None; see Result.
    error: "KIND: SENTENCE" if there is something to say of the row: why it could not be cleaned, that it is
        empty, or that places of it are no characters and are marked with U+FFFD.
    """

    clean_text: str | None = None
    removals: list[dict[str, Any]] | None = None
    repairs: list[dict[str, Any]] | None = None
    withheld: float | None = None
    excess: float | None = None
    error: str | None = None


COLUMNS = Row._fields


class RowCleaner:
    """Cleans rows with one configuration. It can be pickled.

    A worker with other rules or another version refuses what was pickled.

    cleaner: the configuration; None selects the default one.
    limits: the largest text and page; a row over a limit has an `error`. The limit of seconds does not count here,
        because only a process can be stopped.
    """

    def __init__(self, cleaner: Cleaner | None = None, *, limits: Limits = _LIMITS) -> None:
        self.cleaner = Cleaner() if cleaner is None else cleaner
        self.limits = limits

    @property
    def digest(self) -> str:
        """The digest of the configuration, "sha256:…"."""
        return self.cleaner.digest

    @property
    def version(self) -> str:
        """The version of the program."""
        return __version__

    def __getstate__(self) -> dict[str, Any]:
        # engines that cache results compare the state, in which a change of a rule must show
        return self.__dict__ | {"digest": self.digest, "version": __version__}

    def __setstate__(self, state: dict[str, Any]) -> None:
        version, digest = state.pop("version"), state.pop("digest")
        if version != __version__:
            raise ConfigurationError(f"the job was made with cleaner {version}, and this worker has {__version__}")
        self.__dict__.update(state)
        if self.digest != digest:
            raise ConfigurationError("the rules or the line model of this worker differ from those of the job")

    def clean(
        self,
        text: object,
        html: object = None,
        *,
        title: object = None,
        url: object = None,
        language: object = None,
    ) -> Row:
        """Clean a text, or a page if there is no text. Never raises for what a row holds.

        Texts are str, or bytes that should be UTF-8. None, NaN and pandas.NA stand for a missing value. A title, an
        address or a language that is no text does not count.
        """
        return self.cleaned(text, html, title=title, url=url, language=language)[0]

    def cleaned(
        self,
        text: object,
        html: object = None,
        *,
        title: object = None,
        url: object = None,
        language: object = None,
    ) -> tuple[Row, Result | None]:
        """Return the row, and the result that it was made from; None if the row could not be cleaned."""
        try:
            stated: dict[str, Any] = {"title": _stated(title), "url": _stated(url), "language": _stated(language)}
            document, error = self._document(text, html, stated)
            result = self.cleaner.run(document)
            row = Row(
                result.text,
                removals(result),
                repairs(document),
                result.withheld,
                result.excess,
                error,
            )
        except _EmptyError as error:
            return Row(error=str(error)), None
        except Exception as error:
            return Row(error=sentence(reason(error))), None
        return row, result

    def _document(self, text: object, html: object, stated: dict[str, Any]) -> tuple[Document, str | None]:
        """Return the document, and what is to be said of it. Raises InputError, _EmptyError."""
        is_page = is_missing(text) and not is_missing(html)
        value = html if is_page else text
        if is_missing(value):
            raise _EmptyError("empty: the text is null")
        content, error = _content(value, PAGE if is_page else TEXT)
        if why := self.limits.broken_by(content.encode(), PAGE if is_page else TEXT):
            raise InputError(why)
        if not is_page:
            error = error or (None if content else "empty: the text has no characters")
            return documents.from_text(content, repair=self.cleaner.repairs, **stated), error
        asked: dict[str, Any] = {"repair": self.cleaner.repairs, "extractor": self.cleaner.extractor}
        return documents.from_html(content, origin=Origin(content=content), **asked, **stated), error


class _EmptyError(Exception):
    """The row has no text."""


class RecordCleaner:
    """Cleans records, mappings from names to values, for engines without Arrow. It can be pickled.

    cleaner, limits: as for RowCleaner. text, html, title, url, language: the names of the fields.
    prefix: stands before the names of the added fields.
    """

    def __init__(
        self,
        cleaner: Cleaner | None = None,
        *,
        text: str = FIELDS.text,
        html: str = FIELDS.html,
        title: str = FIELDS.title,
        url: str = FIELDS.url,
        language: str = FIELDS.language,
        limits: Limits = _LIMITS,
        prefix: str = "",
    ) -> None:
        self.rows = RowCleaner(cleaner, limits=limits)
        self.fields = Fields(text, html, title, url, language)
        self.prefix = prefix

    def __call__(self, record: object) -> dict[str, Any]:
        """Return the record with the fields of Row added. What is no mapping becomes a record with an error."""
        if not isinstance(record, Mapping):
            return self._named(Row(error=f"input: the record is {type(record).__name__}, not an object"))
        fields = self.fields
        text, html, title, url, language = (
            record.get(name) for name in (fields.text, fields.html, fields.title, fields.url, fields.language)
        )
        return {**record, **self._named(self.rows.clean(text, html, title=title, url=url, language=language))}

    def _named(self, row: Row) -> dict[str, Any]:
        return {self.prefix + name: value for name, value in zip(COLUMNS, row, strict=True)}


def sentence(failed: Failure) -> str:
    """Return a failure as "KIND: SENTENCE"."""
    return failed.why if failed.why.startswith(f"{failed.kind}:") else f"{failed.kind}: {failed.why}"


def writable(text: str) -> tuple[str, str | None]:
    """Return the text with U+FFFD for each lone surrogate, and a sentence if there is one.

    UTF-8 cannot hold them."""
    if text.isascii() or not (first := _SURROGATE.search(text)):
        return text, None
    found, raw = marked(text)
    found, lone = _SURROGATE.subn(MARK, found)
    line = text.count("\n", 0, first.start()) + 1
    places = len(raw) + lone
    return found, (
        f"encoding: {places} place{'s' * (places > 1)} that {'are' if places > 1 else 'is'} no character, marked "
        f"with U+FFFD; the first is in line {line}"
    )


def _content(value: object, format: str) -> tuple[str, str | None]:
    """Return a text that can be written, and what is to be said of it. Raises InputError for what is no text."""
    if isinstance(value, bytes):
        try:
            value = escaped_utf8(value)
        except UnicodeDecodeError as error:
            raise DecodeError(f"the {format} is not UTF-8 at byte {error.start}") from None
    if not isinstance(value, str):
        raise InputError(f"the {format} is {type(value).__name__}, not a string")
    return writable(value)


def _stated(value: object) -> str | None:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return writable(value)[0] if isinstance(value, str) else None
